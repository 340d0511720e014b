"""Bring small CSV files and workbooks into the engine through the program's own reader: exact places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from par_index.model.instrument import ROLES
from par_index.problem import Problem, Where
from par_index.read.cycle.facts import Expected, header_doubts
from par_index.read.cycle.sources import Source
from par_index.read.sheets import Row, Sheet, read_book
from par_index.survey.answers.columns import Declared, Header, arrange, personal
from par_index.survey.answers.engine import keep
from par_index.survey.answers.known import Known
from par_index.survey.answers.table import ROWS, Layout, Relation, Table
from par_index.text import folded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCHEMA = "par-index/answers/1"
_HEADER_ROWS = 30


@dataclass(frozen=True, slots=True)
class Opening:
    """What opening a file needs: the engine, the file as shown, its digest, what is known and declared.

    ``headers`` gathers what the file calls its columns.
    """

    engine: DuckDBPyConnection
    path: Path
    shown: str
    digest: str
    known: Known
    declared: Declared
    numbers: Iterator[int]
    headers: set[str] = field(default_factory=set)

    def table(self, title: str = "") -> Table:
        """Number a table before its columns are known."""
        return Table(next(self.numbers), self.shown, title, self.digest, Layout({}, {}, {}))

    def arrange(
        self, table: Table, headers: tuple[Header, ...]
    ) -> tuple[Layout | None, tuple[Problem, ...]]:
        """Give the meaning of a table's columns, and keep their headers."""
        self.headers.update(header.text for header in headers)
        return arrange(table, headers, self.known, self.declared)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table read but not yet brought in: the numbers of its rows, and the texts of its columns of ours."""

    table: Table
    rows: Sequence[int]
    columns: Mapping[str, Sequence[str]]


def open_sheets(opening: Opening) -> Iterator[tuple[Laid | None, tuple[Problem, ...]]]:
    """Open a CSV file, or each sheet of a workbook that holds something."""
    book, problems = read_book(opening.path, opening.shown)
    if book is None:
        yield None, problems
        return
    header = book.sheet("_par")
    pairs = {row.cells[0].text: row.cells[1].text for row in _rows(header) if {0, 1} <= row.cells.keys()}
    entry = "schema" in pairs
    if entry and pairs["schema"] != SCHEMA:
        args = {"schema": pairs["schema"], "known": SCHEMA}
        yield None, (Problem("W19", Where(opening.shown), args),)
        return
    doubts = tuple(header_doubts(Source(book, pairs), _expected(opening.known), ("self",)))
    if doubts:
        yield None, doubts
        return
    sheets = (sheet for sheet in book.sheets if sheet is not header and sheet.rows)
    found = [one for sheet in sheets for one in _open(opening, sheet, entry=entry)]
    yield from found
    if not found:
        yield None, (Problem("S31", Where(opening.shown), {"reason": "không có bảng câu trả lời nào"}),)


def _expected(known: Known) -> Expected:
    """Say what a workbook of entries must agree with: its cycle, year and set."""
    cycle = known.cycle
    return Expected(cycle.year, {unit.code: unit for unit in cycle.units}, cycle.id, cycle.groups)


def _rows(sheet: Sheet | None) -> Sequence[Row]:
    return sheet.rows if sheet else ()


def _open(
    opening: Opening, sheet: Sheet, *, entry: bool
) -> Iterator[tuple[Laid | None, tuple[Problem, ...]]]:
    at, keyed = _header(sheet, opening)
    if entry and not keyed:
        return  # a sheet of words for the people who type
    rows = sheet.rows[at + 1 :]
    if keyed:
        rows = tuple(row for row in rows if not _text(row, 0).startswith("_"))
    headers = tuple(_headers(sheet.rows[at], rows, keyed=keyed))
    table = opening.table(sheet.title)
    layout, problems = opening.arrange(table, headers)
    if layout is None:
        yield None, problems
        return
    if entry:
        answers = layout.questions.values()
        rows = tuple(row for row in rows if any(_text(row, column) for column in answers))
    table = replace(table, layout=layout)
    faults = tuple(_bad_cells(table, rows))
    if faults:
        yield None, faults
        return
    yield _laid(table, rows), problems


def _header(sheet: Sheet, opening: Opening) -> tuple[int, bool]:
    """Find the row of column names: the keyed one, the first that names two of ours, or the first."""
    names = {*ROLES, *opening.known.questions, *opening.declared.columns, *opening.declared.strip}
    best = 0
    for at, row in reversed(list(enumerate(sheet.rows[:_HEADER_ROWS]))):
        texts = {folded(cell.text) for cell in row.cells.values()}
        if _text(row, 0) == "_columns":
            return at, True
        if len(texts & names) > 1:
            best = at
    return best, False


def _headers(row: Row, rows: Sequence[Row], *, keyed: bool) -> Iterator[Header]:
    """Give the headers, and those columns without one that hold something; a keyed table's are for people."""
    columns = {column for one in (row, *rows) for column in one.cells}
    for column in sorted(columns):
        header = _text(row, column)
        if keyed and column == 0:
            header = "" if any(cell.text == "form" for cell in row.cells.values()) else "form"
        if keyed and not header:
            continue
        values = {_text(one, column) for one in rows if column in one.cells}
        yield Header(column, header, bool(values), any(map(personal, values)))


def _text(row: Row, column: int) -> str:
    cell = row.cells.get(column)
    return cell.text.strip() if cell else ""


def _bad_cells(table: Table, rows: Sequence[Row]) -> Iterator[Problem]:
    """Refuse error values and formulas: what they show depends on a machine that is not here."""
    names = {at: name for name, at in (*table.layout.roles.items(), *table.layout.questions.items())}
    for row in rows:
        for column, name in names.items():
            cell = row.cells.get(column)
            if cell is not None and cell.kind in ("error", "formula"):
                code = "W07" if cell.kind == "error" else "W08" if cell.text else "W09"
                yield Problem(code, table.where(row.number, name), {"text": cell.text})


def _laid(table: Table, rows: Sequence[Row]) -> Laid:
    """Keep the columns of ours; no other leaves the reader."""
    layout = table.layout
    columns: dict[str, int | None] = {role: layout.roles.get(role) for role in ROLES}
    columns |= {f"q{at}": column for at, column in enumerate(layout.questions.values())}
    texts = {name: _column(rows, at, layout.constants.get(name, "")) for name, at in columns.items()}
    return Laid(table, [row.number for row in rows], texts)


def _column(rows: Sequence[Row], at: int | None, constant: str) -> Sequence[str]:
    return [constant if at is None else _text(row, at) for row in rows]


def bring_in(engine: DuckDBPyConnection, laid: Sequence[Laid]) -> Iterator[Relation]:
    """Bring tables into the engine, those of the same columns together: many small files cost like one."""
    alike: dict[tuple[frozenset[str], tuple[str, ...]], list[Laid]] = {}
    for one in laid:
        layout = one.table.layout
        alike.setdefault((frozenset(layout.roles), tuple(layout.questions)), []).append(one)
    for at, together in enumerate(alike.values()):
        relation = Relation(f"p{at}", together[0].table.layout, tuple(one.table for one in together))
        numbers = [one.table.number * ROWS + row for one in together for row in one.rows]
        columns: dict[str, object] = {"row": np.array(numbers, np.int64)}
        for name in together[0].columns:
            columns[name] = np.array([text for one in together for text in one.columns[name]], dtype=object)
        texts = ", ".join(f'"{name}"::VARCHAR AS "{name}"' for name in together[0].columns)
        keep(engine, columns, f'CREATE TABLE {relation.name} AS SELECT "row", {texts} FROM loaded')
        yield relation
