"""The looks of all papers: fonts, borders, number formats, the page and the block above a title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from par_index.papers.widths import height, lines

FONT = "Times New Roman"
SIZE = 13
TABLE_SIZE = 12
POINTS = "[$-042A]#,##0.00"
"""The tag asks for Vietnamese marks (1.234,50); a program that heeds its own settings alone shows those."""

_GRID = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_size": TABLE_SIZE}
_HEAD = {**_GRID, "bold": True, "align": "center", "bg_color": "#DDEBF7"}
_BAND = {**_GRID, "bold": True, "bg_color": "#F2F2F2"}
_OPEN = {**_GRID, "locked": False, "bg_color": "#FFFFE5"}
_GREY = {**_GRID, "font_color": "#7F7F7F", "bg_color": "#EDEDED"}
_ENTRY = {**_GRID, "valign": "top", "num_format": "@"}
_CENTRE = {"align": "center", "valign": "vcenter", "text_wrap": True}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "plain": {},
    "nation": {**_CENTRE, "bold": True},
    "motto": {**_CENTRE, "bold": True, "underline": 1},
    "issuer": _CENTRE,
    "place": {**_CENTRE, "italic": True},
    "title": {**_CENTRE, "bold": True, "font_size": 14},
    "marks": {**_CENTRE, "bold": True, "font_color": "#C00000"},
    "note": {"italic": True, "text_wrap": True, "valign": "top", "font_size": TABLE_SIZE},
    "bold": {"bold": True},
    "head": _HEAD,
    "text": _GRID,
    "centre": {**_GRID, "align": "center"},
    "strong": {**_GRID, "bold": True},
    "points": {**_GRID, "align": "right", "num_format": POINTS},
    "strong_points": {**_GRID, "align": "right", "bold": True, "num_format": POINTS},
    "whole": {**_GRID, "align": "center", "num_format": "0"},
    "change": {**_GRID, "align": "center", "num_format": '"▲" 0;"▼" 0;"–"'},
    "band": _BAND,
    "band_centre": {**_BAND, "align": "center"},
    "band_points": {**_BAND, "align": "right", "num_format": POINTS},
    "grey": _GREY,
    "grey_centre": {**_GREY, "align": "center"},
    "grey_points": {**_GREY, "align": "right", "num_format": POINTS},
    "grey_date": {**_GREY, "align": "right", "num_format": "dd/mm/yyyy"},
    "open": _OPEN,
    "open_centre": {**_OPEN, "align": "center"},
    "open_text": {**_OPEN, "num_format": "@"},
    "open_date": {**_OPEN, "align": "right", "num_format": "dd/mm/yyyy"},
    "entry": _ENTRY,
    "entry_strong": {**_ENTRY, "bold": True},
    "entry_band": {**_ENTRY, "bold": True, "bg_color": "#F2F2F2"},
    "check": {**_GRID, "font_color": "#C00000", "italic": True},
    "alarm": {"bg_color": "#FFC7CE", "font_color": "#9C0006"},
    "signature": {**_CENTRE, "bold": True},
}


def _decimals(name: str, style: Mapping[str, Any], places: Iterable[int], unit: str = "") -> dict[str, Any]:
    """Give a numeric style for each number of decimals."""
    right = {**style, "align": "right"}
    return {
        f"{name}_{n}": {**right, "num_format": f"[$-042A]#,##0{'.' * (n > 0)}{'0' * n}{unit}"} for n in places
    }


_STYLES = {
    **_STYLES,
    **_decimals("points", _GRID, range(16)),
    **_decimals("band_points", _BAND, range(2)),
    **_decimals("open", _OPEN, range(7)),
    **_decimals("grey", _GREY, range(7)),
    **_decimals("open_percent", _OPEN, range(7), "%"),
    **_decimals("grey_percent", _GREY, range(7), "%"),
}
_BOLD = frozenset(name for name, style in _STYLES.items() if style.get("bold"))
_WRAPPED = frozenset(name for name, style in _STYLES.items() if style.get("text_wrap"))


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its ``=``; it is written without a result, so that every program works it out."""

    text: str


_NO_DATE = datetime(1980, 1, 1)
"""The first day an archive knows, which the library gives its parts as well."""
Value = str | int | float | Fraction | Formula | None
Cell = tuple[Value, str]
"""A value and the name of its style."""


class PlainSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas are written as they are.

    None of ours uses a function that came after the file format; looking for those in each formula takes
    longer than all the rest of the writing.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        del expand_future_functions
        return formula.removeprefix("=")


@contextmanager
def opened(path: Path) -> Iterator[Workbook]:
    """Open a workbook for writing, in memory; it is written when the block ends.

    It bears no date of its own, so that the same content gives the same bytes.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(path), options) as book:
        book.set_properties({"created": _NO_DATE})
        yield book


def add_sheet(book: Workbook, name: str) -> Worksheet:
    """Add a sheet."""
    return book.add_worksheet(name, PlainSheet)


def formats(book: Workbook) -> Mapping[str, Any]:
    """Make every style once in a workbook."""
    base = {"font_name": FONT, "font_size": SIZE}
    return {name: book.add_format({**base, **style}) for name, style in _STYLES.items()}


@dataclass(slots=True)
class Page:
    """A sheet being written from the top, with the widths of its columns in character units."""

    sheet: Worksheet
    looks: Mapping[str, Any]
    widths: Sequence[float]
    row: int = 0

    def put(self, cells: Sequence[Cell], first: int = 0, least: float = 0) -> int:
        """Write one row of cells and make it high enough; give its number from 0."""
        row = self.row
        self.row += 1
        count = 1
        for column, (value, style) in enumerate(cells, first):
            write(self.sheet, row, column, value, self.looks[style])
            if isinstance(value, str) and len(value) > 5 and style in _WRAPPED:
                count = max(count, lines(value, self.widths[column], TABLE_SIZE, style in _BOLD))
        self.sheet.set_row(row, max(height(count, TABLE_SIZE), least))
        return row

    def across(self, text: str, style: str, first: int, last: int, size: float = SIZE) -> None:
        """Write a text over several columns of the present row, without leaving it."""
        if first < last:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.looks[style])
        self.sheet.write_string(self.row, first, text, self.looks[style])
        count = lines(text, sum(self.widths[first : last + 1]), size, style in _BOLD)
        self.sheet.set_row(self.row, height(count, size))

    def line(self, text: str, style: str, first: int, last: int, size: float = SIZE) -> None:
        """Write a text over several columns as a row of its own; an empty one is left out."""
        if text:
            self.across(text, style, first, last, size)
            self.row += 1


def write(sheet: Worksheet, row: int, column: int, value: Value, look: Any) -> None:
    """Write one cell by its value's type: a text is never read as a formula, a link or a number."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, Formula):
        sheet.write_formula(row, column, f"={value.text}", look, "")
    else:
        sheet.write_number(row, column, float(value), look)


def set_page(page: Page, marks: str, *, wide: bool = True, tall: int = 0) -> None:
    """Set A4, margins of official papers, one page wide (``tall``: and so many high), page numbers, marks."""
    sheet = page.sheet
    for column, units in enumerate(page.widths):
        sheet.set_column(column, column, units)
    sheet.set_paper(9)
    if wide:
        sheet.set_landscape()
    sheet.set_margins(left=1.2, right=0.65, top=0.9, bottom=0.8)
    sheet.fit_to_pages(1, tall)
    sheet.set_header(f'&C&"{FONT},Bold"&11{_header_text(marks)}&R&"{FONT},Regular"&11&P')
    sheet.hide_gridlines(2)


def _header_text(text: str) -> str:
    return text.replace("&", "&&")


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a table: who issues it, the title, a line below it, marks nobody may overlook."""

    issuer: str
    body: str
    title: str
    below: str
    marks: str


def set_heading(page: Page, heading: Heading, first: int, last: int) -> None:
    """Write the block of official papers (Nghị định 30/2020/NĐ-CP): issuer left, the nation's name right."""
    middle = _middle(page.widths, first, last)
    rows = (
        (heading.issuer.upper(), "issuer", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "nation"),
        (heading.body.upper(), "nation", "Độc lập - Tự do - Hạnh phúc", "motto"),
        ("", "issuer", f"{place_of(heading.issuer)}, ngày … tháng … năm …", "place"),
    )
    for left, left_style, right, right_style in rows:
        page.across(left, left_style, first, middle)
        tall = lines(left, sum(page.widths[first : middle + 1]), SIZE, left_style == "nation")
        page.across(right, right_style, middle + 1, last)
        page.sheet.set_row(page.row, height(tall, SIZE))
        page.row += 1
    page.row += 1
    page.line(heading.title.upper(), "title", first, last, 14)
    page.line(heading.below, "place", first, last)
    page.line(heading.marks, "marks", first, last)


def _middle(widths: Sequence[float], first: int, last: int) -> int:
    """Find the column at which the left block ends: less than half of the page, at least one column."""
    half = 0.46 * sum(widths[first : last + 1])
    inside = [at for at in range(first, last) if sum(widths[first : at + 1]) <= half]
    return max(inside, default=first)


def place_of(issuer: str) -> str:
    """Name the place of an issuer: what follows the kind of its territory, else dots to be filled in."""
    found = re.search(r"(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn)\s+(.+)$", issuer)
    return found[1] if found else "…"
