"""Find the table of a sheet and read its rows by column name.

A plain table has its column names in its first row (a CSV file) or in one of the first rows (a sheet). A form
made by this program is found by hidden keys instead, so that people may move, sort and reword what they see:

- column A of one hidden row holds ``_columns``; the other cells of that row hold column keys (``value``,
  ``status``, ``note``, …) and columns without a key are only for people;
- below it, column A of each row that takes figures holds the row's key, its parts divided by ``|`` (which
  parts, the reader of that form says); rows whose A begins with ``_`` (titles, totals) are only for people,
  and a figure on a row whose A is empty is refused, for nobody could tell what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from par_index.model.facts import Written
from par_index.problem import Problem, Where
from par_index.read.sheets import Cell, Row, Sheet
from par_index.text import folded, nearest, old_encoding

_HEADER_ROWS = 30
_EMPTY = Cell("")


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns a table must and may have; ``figures`` are read later, with their own refusals."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.required, *self.optional)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; ``key`` is its hidden key, empty in a plain table."""

    sheet: Sheet
    row: Row
    columns: Mapping[str, int]
    key: str = ""

    def cell(self, name: str) -> Cell:
        """Give a cell by its column's name; an absent column reads as empty."""
        return self.row.cells.get(self.columns.get(name, -1), _EMPTY)

    def text(self, name: str) -> str:
        """Give a cell's text without the blanks around it."""
        return self.cell(name).text.strip()

    def where(self, name: str = "") -> Where:
        """Give a cell's place, or the row's."""
        return self.sheet.where(self.row.number, self.columns.get(name, 0))

    def written(self, name: str) -> Written:
        """Give a figure as it stands in its cell."""
        cell = self.cell(name)
        return Written(cell.text.strip(), cell.kind, self.where(name))


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one table."""

    sheet: Sheet
    columns: Mapping[str, int]
    lines: tuple[Line, ...]


def table(sheet: Sheet, layout: Layout) -> tuple[Table | None, tuple[Problem, ...]]:
    """Read a sheet's table; ``None`` without problems when the sheet of a workbook holds none."""
    for at, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        if row.cells.get(0, _EMPTY).text == "_columns":
            return _keyed(sheet, at, layout)
        if _looks_like_header(row, layout):
            return _plain(sheet, at, layout)
    first = sheet.rows[0] if sheet.rows else Row(1, {})
    return None, (() if sheet.title else (_missing(sheet, first, layout.required, {}),))


def _looks_like_header(row: Row, layout: Layout) -> bool:
    """Tell a row of column names: it names at least two of ours."""
    return len({folded(cell.text) for cell in row.cells.values()} & set(layout.names)) > 1


def _columns(sheet: Sheet, row: Row, layout: Layout) -> tuple[Mapping[str, int], list[Problem]]:
    columns: dict[str, int] = {}
    problems = []
    for column, cell in sorted(row.cells.items()):
        name = folded(cell.text)
        if name in columns:
            problems.append(Problem("C05", sheet.where(row.number, column), {"column": name}))
        elif name in layout.names:
            columns[name] = column
    return columns, problems


def _plain(sheet: Sheet, at: int, layout: Layout) -> tuple[Table | None, tuple[Problem, ...]]:
    row = sheet.rows[at]
    columns, problems = _columns(sheet, row, layout)
    missing = [name for name in layout.required if name not in columns]
    if missing:
        return None, (*problems, _missing(sheet, row, missing, columns))
    problems.extend(_strangers(sheet, row, layout, columns))
    lines = tuple(Line(sheet, item, columns) for item in sheet.rows[at + 1 :])
    return Table(sheet, columns, lines), (*problems, *_bad_cells(sheet, lines, layout))


def _keyed(sheet: Sheet, at: int, layout: Layout) -> tuple[Table, tuple[Problem, ...]]:
    columns, problems = _columns(sheet, sheet.rows[at], layout)
    if layout.figures and not set(layout.figures) & set(columns):
        problems.append(_missing(sheet, sheet.rows[at], layout.figures[:1], columns))
    lines = []
    for row in sheet.rows[at + 1 :]:
        key = row.cells.get(0, _EMPTY).text.strip()
        line = Line(sheet, row, columns, key)
        if not key:
            problems.extend(_unkeyed(line, layout))
        elif not key.startswith("_"):
            lines.append(line)
    return Table(sheet, columns, tuple(lines)), (*problems, *_bad_cells(sheet, tuple(lines), layout))


def _unkeyed(line: Line, layout: Layout) -> Iterator[Problem]:
    """Refuse a figure on a row that belongs to no input: it would be lost without a word."""
    for name in layout.figures:
        if line.text(name):
            yield Problem("W20", line.where(name), {"text": line.text(name)})


def _missing(sheet: Sheet, row: Row, wanted: Sequence[str], columns: Mapping[str, int]) -> Problem:
    found = [cell.text for cell in row.cells.values() if folded(cell.text) not in columns]
    args = {"columns": ", ".join(wanted), "found": ", ".join(found) or "–"}
    return Problem("C04", sheet.where(row.number), args)


def _strangers(sheet: Sheet, row: Row, layout: Layout, columns: Mapping[str, int]) -> Iterator[Problem]:
    """Warn of a column that resembles one of ours: a mistyped name would drop a whole column."""
    absent = [name for name in layout.optional if name not in columns]
    for column, cell in row.cells.items():
        best = None if folded(cell.text) in columns else nearest(cell.text, absent)
        if best:
            args = {"column": cell.text, "nearest": best, "known": ", ".join(layout.names)}
            yield Problem("C06", sheet.where(row.number, column), args)


def _bad_cells(sheet: Sheet, lines: tuple[Line, ...], layout: Layout) -> Iterator[Problem]:
    """Refuse errors, formulas and old encodings in the columns we read, and mark hidden or merged figures."""
    old_found = False
    for line in lines:
        row = line.row
        for name, column in line.columns.items():
            cell = row.cells.get(column)
            if cell is None:
                if sheet.merged and name in layout.figures and sheet.swallowed(row.number, column):
                    yield Problem("W14", line.where(name))
                continue
            if cell.kind in ("error", "formula") and name not in layout.figures:
                yield bad_cell(line.written(name))
            encoding = None if old_found or cell.text.isascii() else old_encoding(cell.text)
            if encoding:
                old_found = True
                yield Problem("W13", line.where(name), {"text": cell.text, "encoding": encoding})
            if row.hidden and name in layout.figures:
                yield Problem("W15", line.where(name), {"row": str(row.number), "text": cell.text})


def bad_cell(written: Written) -> Problem:
    """Refuse an error value, or a formula with or without a kept result."""
    if written.kind == "error":
        return Problem("W07", written.where, {"text": written.text})
    if written.text:
        return Problem("W08", written.where, {"text": written.text})
    return Problem("W09", written.where)
