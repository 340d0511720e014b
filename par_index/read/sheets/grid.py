"""Stream the cells of one sheet: values as stored, formulas, errors, hidden rows and merged areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from par_index.problem import Problem, Where
from par_index.read.sheets.book import MAX_COLUMNS, MAX_ROWS, Area, Cell, Refusal, Row, Sheet, column_of
from par_index.read.sheets.formats import Format, iso_day, number_cell
from par_index.read.sheets.package import Package
from par_index.read.sheets.quick import Odd, Token, attempt, quick_rows, unescaped
from par_index.read.sheets.strings import plain_text


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
    where = Where(package.shown, cell=title)
    reader = attempt(package, lambda: _quick(package, part, _Reader(where, commons)))
    if reader is None:
        reader = _Reader(where, commons)
        package.parse(part, reader.start, reader.end, reader.text)
    return Sheet(package.shown, title, tuple(reader.rows), tuple(reader.merged))


def _quick(package: Package, part: str, reader: _Reader) -> _Reader:
    tokens, merged = quick_rows(package, part)
    reader.take(tokens)
    reader.merged = list(map(_area, merged))
    return reader


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

    def take(self, tokens: Iterable[Token]) -> None:
        """Keep what was read by patterns.

        Raises:
            Odd: rows and cells do not stand as they should, or lie too far out.
        """
        strings, inside = self.commons.strings, False
        cells: dict[int, Cell] = {}
        for column, style, kind, formula, value, inline, number, row, closed in tokens:
            if inside == (number is not None):
                raise Odd
            if column is not None:
                stored = value or inline or ""
                if kind == "s" and formula is None and stored:
                    cell = strings[int(stored)]
                elif stored or formula is not None:
                    self.kind, self.style, self.formula = kind or "n", int(style or "0"), formula is not None
                    cell = self._cell(unescaped(stored))
                else:
                    continue
                if cell.text or cell.kind != "text":
                    cells[column_of(column)] = cell
            elif row is not None:
                self.number, cells, inside = int(number or ""), {}, closed is None
                self.hidden = ' hidden="1"' in row or ' hidden="true"' in row
            else:
                inside = False
                self._close(cells)
        if inside:
            raise Odd

    def _close(self, cells: Mapping[int, Cell]) -> None:
        if cells:
            if self.number > MAX_ROWS or max(cells) >= MAX_COLUMNS:
                raise Odd
            self.rows.append(Row(self.number, cells, self.hidden))

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
