"""Number formats of a workbook, and the text a typed cell was written as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Literal

from par_index.read.sheets.book import Cell
from par_index.read.sheets.package import Package

Format = Literal["number", "percent", "date"]

_PERCENT_IDS = frozenset((9, 10))
_DATE_IDS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_FIFTEEN = Context(prec=15)
"""A spreadsheet keeps 15 digits of what is typed; the file may hold 17, as in 0.93500000000000005."""
_LARGEST = 20


def formats(package: Package) -> tuple[Format, ...]:
    """Read the format of each cell style, by the style's number."""
    if not package.holds("xl/styles.xml"):
        return ()
    codes: dict[int, str] = {}
    ids: list[int] = []
    inside = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        tag = tag[tag.find(":") + 1 :]
        if tag == "numFmt":
            codes[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            ids.append(int(attributes.get("numFmtId", "0")))

    def end(tag: str) -> None:
        nonlocal inside
        if tag.endswith("cellXfs"):
            inside = False

    package.parse("xl/styles.xml", start, end)
    return tuple(_format(number, codes.get(number, "")) for number in ids)


def _format(number: int, code: str) -> Format:
    bare = _NOT_CODE.sub("", code).lower()
    if number in _PERCENT_IDS or "%" in bare:
        return "percent"
    return "date" if number in _DATE_IDS or ("general" not in bare and re.search("[dy]", bare)) else "number"


def number_cell(stored: str, style: Format, from_1904: bool) -> Cell:
    """Give a numeric cell the text it was written as: ``93,5%``, ``31/01/2023``, ``0,935``."""
    try:
        value = _FIFTEEN.create_decimal(stored)
    except InvalidOperation:
        return Cell(stored)
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST:
        return Cell(stored)
    if style == "date":
        day = _day(int(value), from_1904)
        return Cell(day.strftime("%d/%m/%Y"), "date") if day else Cell(_plain(value), "number")
    if style == "percent":
        return Cell(_plain(value.scaleb(2)) + "%", "percent")
    return Cell(_plain(value), "number")


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text.replace(".", ",")


def _day(serial: int, from_1904: bool) -> date | None:
    """Count days as spreadsheets do; they believe that 29/02/1900 (serial 60) was a day."""
    if from_1904:
        return date(1904, 1, 1) + timedelta(serial) if 0 <= serial <= 2_957_003 else None
    if not 1 <= serial <= 2_958_465 or serial == 60:
        return None
    return date(1899, 12, 31 if serial < 60 else 30) + timedelta(serial)


def iso_day(stored: str) -> Cell:
    """Give an ISO date cell (``2023-01-31T00:00:00``) as ``31/01/2023``."""
    try:
        return Cell(date.fromisoformat(stored[:10]).strftime("%d/%m/%Y"), "date")
    except ValueError:
        return Cell(stored)
