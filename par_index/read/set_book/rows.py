"""Read the rows of a set's workbook as records: cells by their column's key, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from par_index.model.set_layout import KEYS, Layout
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.read.set_book.cells import cell_value
from par_index.read.sheets import Book, Cell, Row, Sheet
from par_index.text import nearest

_KEY = re.compile(r"\(([\w.]+)\)\s*$")


class Field(NamedTuple):
    """A filled cell."""

    text: str
    where: Where


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its filled cells by key."""

    cells: Mapping[str, Field]
    where: Where

    def text(self, key: str) -> str:
        """Give a cell's words, empty when it is not filled."""
        return self.cells[key].text.strip() if key in self.cells else ""


def read_records(book: Book, layout: Layout) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """Read the records of a sheet; one that the workbook lacks has none."""
    sheet = book.sheet(layout.title)
    if sheet is None:
        return (), ()
    known = [column.key for column in layout.columns]
    head = next((row for row in sheet.rows if len(set(_keys(row).values()) & set(known)) > 1), None)
    if head is None:
        return (), (Problem("X02", sheet.where(1), {"sheet": layout.title, "columns": ", ".join(known[:3])}),)
    keys = {at: key for at, key in _keys(head).items() if key in known}
    problems = [*_strange(sheet, head, known)]
    records = []
    for row in sheet.rows:
        cells = {keys[at]: cell for at, cell in row.cells.items() if at in keys and _filled(cell)}
        if row.number <= head.number or not cells.keys() - {KEYS.key}:
            continue
        places = {keys[at]: sheet.where(row.number, at) for at in row.cells if at in keys}
        problems.extend(_untrue(cells, places, layout))
        fields = {key: Field(cell.text, places[key]) for key, cell in cells.items()}
        records.append(Record(fields, min(places[key] for key in cells if key != KEYS.key)))
    return tuple(records), tuple(problems)


def _filled(cell: Cell) -> bool:
    return bool(cell.text.strip()) or cell.kind == "formula"


def _keys(row: Row) -> dict[int, str]:
    """Give the keys that headings end with, by column."""
    found = ((at, _KEY.search(cell.text)) for at, cell in row.cells.items())
    return {at: match[1] for at, match in found if match}


def _strange(sheet: Sheet, head: Row, known: Sequence[str]) -> Iterator[Problem]:
    """Tell headings whose key no column of the sheet has, or two columns have."""
    seen: dict[str, Where] = {}
    for at, key in _keys(head).items():
        where = sheet.where(head.number, at)
        if key not in known:
            yield Problem(
                "X03", where, {"key": key, "known": ", ".join(known), "nearest": nearest(key, known) or ""}
            )
        elif key in seen:
            yield Problem("X08", where, {"key": key, "first": str(seen[key].cell)})
        seen.setdefault(key, where)


def _untrue(cells: Mapping[str, Cell], places: Mapping[str, Where], layout: Layout) -> Iterator[Problem]:
    """Tell cells whose text may not be what their author typed."""
    for key, cell in cells.items():
        if cell.kind in ("error", "formula"):
            yield Problem("X07", places[key], {"text": cell.text})
        elif layout.form(key) != "number" and (
            cell.kind == "date" or (cell.kind == "number" and not cell.text.isdigit())
        ):
            yield Problem("X06", places[key], {"text": cell.text})


def named(record: Record, key: str) -> Text:
    """Read a cell that must hold a text; an empty one stands at its row."""
    cell = record.cells.get(key)
    value = cell_value(cell.text, "text", cell.where)[0] if cell else None
    return value if isinstance(value, Text) else Text.at("", record.where, quoted=True)


Values = Mapping[str, tuple[Where, Tree]]
"""What a record holds by path, and where it stands."""


def values_of(record: Record, layout: Layout, paths: Mapping[str, str]) -> tuple[Values, tuple[Problem, ...]]:
    """Read a record's cells; ``paths`` names those that go by another path than their column's key."""
    found: dict[str, tuple[Where, Tree]] = {}
    problems: list[Problem] = []
    for key, cell in record.cells.items():
        if key == KEYS.key or paths.get(key) == "":
            continue
        value, refused = cell_value(cell.text, layout.form(key), cell.where)
        problems.extend(refused)
        if value is not None:
            found[paths.get(key, key)] = cell.where, value
    return found, tuple(problems)


def arranged(values: Values, order: str, usual: Sequence[str], where: Where) -> Table:
    """Put a record together in its file's order of keys, the usual one where ``order`` says nothing.

    A word of the order that ends with ``[]`` or ``{}`` is a key that holds nothing.
    """
    named = {word.rstrip("[]{}"): word for word in order.split()}
    empty = {path: _nothing(word, where) for path, word in named.items() if word.endswith(("[]", "{}"))}
    held: dict[str, tuple[Where, Tree]] = {**empty, **values}
    first = [path for path in named if path in held]
    places = {path: at for at, path in enumerate(usual)}
    rest = sorted(values.keys() - set(first), key=lambda path: (places.get(path, len(places)), path))
    made = _table(where)
    for path in (*first, *rest):
        _put(made, path.split("."), *held[path])
    return made


def _nothing(word: str, where: Where) -> tuple[Where, Tree]:
    if word.endswith("{}"):
        return where, _table(where)
    made = Listing()
    made.where = where
    return where, made


def _put(table: Table, path: Sequence[str], where: Where, value: Tree) -> None:
    if len(path) == 1:
        table[Text.at(path[0], where)] = value
        return
    inner = table.setdefault(Text.at(path[0], where), _table(where))
    assert isinstance(inner, Table)
    _put(inner, path[1:], where, value)


def _table(where: Where) -> Table:
    made = Table()
    made.where, made.flow = where, False
    return made


def table(pairs: Mapping[Text, Tree], where: Where) -> Table:
    """Make a table that stands at a cell."""
    made = _table(where)
    made.update(pairs)
    return made


def listing(items: Sequence[Tree], where: Where) -> Listing:
    """Make a list that stands at a cell."""
    made = Listing(items)
    made.where = where
    return made
