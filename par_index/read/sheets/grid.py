"""Stream the cells of one sheet: values as stored, formulas, errors, hidden rows and merged areas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from par_index.problem import Problem, Where
from par_index.read.sheets.book import MAX_COLUMNS, MAX_ROWS, Area, Cell, Refusal, Row, Sheet, column_of
from par_index.read.sheets.formats import Format, iso_day, number_cell
from par_index.read.sheets.package import Package
from par_index.read.sheets.quick import QuickRow, quick_rows, quick_strings, unescaped
from par_index.text import normalised

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Commons:
    """What all sheets of a workbook share."""

    strings: Sequence[Cell]
    formats: Sequence[Format]
    from_1904: bool


def sheet(package: Package, part: str, title: str, commons: Commons) -> Sheet:
    """Read one sheet.

    Raises:
        Refusal: a filled cell lies beyond the last row or column we read.
    """
    reader = _Reader(Where(package.shown, cell=title), commons)
    quick = quick_rows(package, part)
    if quick is not None and package.is_sound(quick[1], reader.start):
        reader.take(quick[0])
    else:
        reader = _Reader(reader.where, commons)
        package.parse(part, reader.start, reader.end, reader.text)
    return Sheet(package.shown, title, tuple(reader.rows), tuple(reader.merged))


def shared_strings(package: Package) -> tuple[Cell, ...]:
    """Read the texts that cells point to, in order, as the cells they make."""
    part = "xl/sharedStrings.xml"
    if not package.holds(part):
        return ()
    texts = quick_strings(package, part)
    if texts is None:
        texts = _streamed_strings(package, part)
    return tuple(Cell(plain_text(text)) for text in texts)


def _streamed_strings(package: Package, part: str) -> list[str]:
    found: list[str] = []
    pieces: list[str] = []
    reading = skipping = False

    def start(tag: str, _: Mapping[str, str]) -> None:
        nonlocal reading, skipping
        tag = tag[tag.find(":") + 1 :]
        if tag == "t":
            reading = not skipping
        elif tag == "si":
            pieces.clear()
        elif tag == "rPh":
            skipping = True

    def end(tag: str) -> None:
        nonlocal reading, skipping
        tag = tag[tag.find(":") + 1 :]
        if tag == "t":
            reading = False
        elif tag == "si":
            found.append("".join(pieces))
        elif tag == "rPh":
            skipping = False

    package.parse(part, start, end, lambda text: pieces.append(text) if reading else None)
    return found


def plain_text(stored: str) -> str:
    """Give stored text composed, with its ``_x000D_`` escapes read."""
    if "_x" in stored:
        stored = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), stored)
    return normalised(stored)


class _Reader:
    """The handlers of one sheet's XML and the row in the making."""

    def __init__(self, where: Where, commons: Commons) -> None:
        self.where = where
        self.commons = commons
        self.rows: list[Row] = []
        self.merged: list[Area] = []
        self.number = 0
        self.hidden = False
        self.cells: dict[int, Cell] = {}
        self.column = -1
        self.kind = "n"
        self.style = 0
        self.formula = self.reading = False
        self.stored: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag[tag.find(":") + 1 :]
        if tag == "c":
            place = attributes.get("r")
            self.column = column_of(place.rstrip("0123456789")) if place else self.column + 1
            self.kind = attributes.get("t", "n")
            self.style = int(attributes.get("s", "0"))
            self.formula = False
            self.stored.clear()
        elif tag in ("v", "t"):
            self.reading = True
        elif tag == "f":
            self.formula = True
        elif tag == "row":
            self.number = int(attributes.get("r", self.number + 1))
            self.hidden = attributes.get("hidden", "0") in ("1", "true")
            self.cells = {}
            self.column = -1
        elif tag == "mergeCell":
            self.merged.append(_area(attributes["ref"]))

    def text(self, text: str) -> None:
        if self.reading:
            self.stored.append(text)

    def end(self, tag: str) -> None:
        tag = tag[tag.find(":") + 1 :]
        if tag in ("v", "t"):
            self.reading = False
        elif tag == "c" and (self.stored or self.formula):
            self._keep(self._cell("".join(self.stored)))
        elif tag == "row" and self.cells:
            self.rows.append(Row(self.number, self.cells, self.hidden))

    def take(self, rows: Sequence[QuickRow]) -> None:
        """Keep rows that were read by patterns."""
        for row in rows:
            self.number, self.cells = row.number, {}
            for column, style, kind, formula, stored in row.cells:
                if stored or formula:
                    self.column, self.kind, self.style = column_of(column), kind or "n", int(style or "0")
                    self.formula = bool(formula)
                    self._keep(self._cell(unescaped(stored)))
            if self.cells:
                self.rows.append(Row(row.number, self.cells, row.hidden))

    def _keep(self, cell: Cell) -> None:
        if not cell.text and cell.kind == "text":
            return
        if self.column < 0:
            raise ValueError(f"cell address in row {self.number}")
        if self.number > MAX_ROWS:
            raise Refusal(Problem("W05", self.where, {"limit": f"{MAX_ROWS}"}))
        if self.column >= MAX_COLUMNS:
            raise Refusal(Problem("W06", self.where, {"row": f"{self.number}", "limit": f"{MAX_COLUMNS}"}))
        self.cells[self.column] = cell

    def _cell(self, stored: str) -> Cell:
        if self.kind == "e":
            return Cell(stored, "error")
        cell = self._typed(stored)
        return Cell(cell.text, "formula") if self.formula else cell

    def _typed(self, stored: str) -> Cell:
        if self.kind == "s":
            return self.commons.strings[int(stored)]
        if self.kind == "n" and stored:
            formats = self.commons.formats
            style = formats[self.style] if self.style < len(formats) else "number"
            return number_cell(stored, style, self.commons.from_1904)
        if self.kind == "d":
            return iso_day(stored)
        if self.kind == "b":
            return Cell("TRUE" if stored == "1" else "FALSE")
        return Cell(plain_text(stored))


def _area(reference: str) -> Area:
    first, _, last = reference.partition(":")
    left, top = _corner(first)
    right, bottom = _corner(last or first)
    return left, top, right, bottom


def _corner(place: str) -> tuple[int, int]:
    name = place.rstrip("0123456789")
    return column_of(name), int(place[len(name) :])
