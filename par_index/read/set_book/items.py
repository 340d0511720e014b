"""Put the rows of a set's first sheet together: areas and their criteria, what is filled, split, added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from par_index.model.set_layout import KEYS
from par_index.model.set_sheets import HELD, ITEM_PATHS, ITEMS, LEVELS, PARENTS, TOPS
from par_index.model.text import Table, Tree
from par_index.problem import Problem, Where
from par_index.read.set_book.rows import Record, arranged, listing, named, table, values_of
from par_index.text import folded, nearest

_WORDS = {folded(word): key for key, word in LEVELS.items()}


@dataclass(slots=True)
class Row:
    """A row and the rows that belong to it."""

    key: str
    record: Record
    below: list[Row] = field(default_factory=list)


def read_items(records: Sequence[Record]) -> tuple[dict[str, tuple[Where, Tree]], tuple[Problem, ...]]:
    """Give what stands under ``areas``, ``bonus``, ``penalty``, ``fill`` and ``split``."""
    tops, problems = _rows(records)
    found: dict[str, tuple[Where, Tree]] = {}
    for key in TOPS:
        rows = [row for row in tops if row.key == key]
        if rows:
            value, refused = _top(key, rows)
            found[key] = rows[0].record.where, value
            problems.extend(refused)
    return found, tuple(problems)


def _rows(records: Sequence[Record]) -> tuple[list[Row], list[Problem]]:
    """Hang each row under the nearest one above it that may hold it."""
    tops: list[Row] = []
    line: list[Row] = []
    problems = []
    for record in records:
        key = _WORDS.get(folded(record.text("level")))
        if key is None:
            problems.append(unknown(record, "level", tuple(LEVELS.values())))
            continue
        row = Row(key, record)
        line = _holding(line, key)
        if key in TOPS:
            tops.append(row)
        elif line:
            line[-1].below.append(row)
        else:
            wanted = ", ".join(f"“{LEVELS[parent]}”" for parent in PARENTS[key])
            problems.append(Problem("X05", record.where, {"level": LEVELS[key], "wanted": wanted}))
        line = [*line, row]
    return tops, problems


def _holding(line: Sequence[Row], key: str) -> list[Row]:
    """Cut the line of open rows at the last that may hold a row of this kind."""
    fitting = [at for at, row in enumerate(line) if row.key in PARENTS.get(key, ())]
    return list(line[: fitting[-1] + 1]) if fitting else []


def unknown(record: Record, key: str, known: Sequence[str]) -> Problem:
    """Refuse a word that tells a row's kind and is none of those it can be."""
    text = record.text(key)
    where = record.cells[key].where if key in record.cells else record.where
    return Problem(
        "X04", where, {"text": text, "known": ", ".join(known), "nearest": nearest(text, known) or ""}
    )


def _top(key: str, rows: Sequence[Row]) -> tuple[Tree, tuple[Problem, ...]]:
    where = rows[0].record.where
    problems: list[Problem] = []
    if key in ("fill", "split"):
        pairs = {}
        for row in rows:
            items, refused = _items(row.below, row.record.where)
            problems.extend(refused)
            pairs[named(row.record, "code")] = items
        records = [row.record for row in rows]
        return table(pairs, where), (*problems, *twice(records, "code"), *unnamed(records, "code"))
    if key == "areas":
        return _items(rows, where)
    problems.extend(
        Problem("X08", row.record.where, {"key": LEVELS[key], "first": where.cell}) for row in rows[1:]
    )
    made, refused = _item(rows[0])
    return made, (*problems, *refused)


def twice(records: Sequence[Record], key: str) -> Iterator[Problem]:
    """Tell each record whose name an earlier one has."""
    first: dict[str, Where] = {}
    for record in records:
        text, where = record.text(key), record.cells[key].where if key in record.cells else record.where
        if text and text in first:
            yield Problem("X08", where, {"key": text, "first": first[text].cell})
        first.setdefault(text, where)


def unnamed(records: Sequence[Record], key: str) -> Iterator[Problem]:
    """Tell each record without the name it goes by."""
    return (Problem("X09", row.where, {"column": key}) for row in records if key not in row.cells)


def _items(rows: Sequence[Row], where: Where) -> tuple[Tree, tuple[Problem, ...]]:
    made = [_item(row) for row in rows]
    return listing([item for item, _ in made], where), tuple(one for _, found in made for one in found)


def _item(row: Row) -> tuple[Table, tuple[Problem, ...]]:
    extra = row.key in ("bonus", "penalty")
    found, problems = values_of(row.record, ITEMS, {"level": "", **({"max": "ceiling"} if extra else {})})
    values = dict(found)
    for key in HELD:
        below = [one for one in row.below if one.key == key]
        if below:
            items, refused = _items(below, below[0].record.where)
            values[key] = below[0].record.where, items
            problems = (*problems, *refused)
    return arranged(values, row.record.text(KEYS.key), ITEM_PATHS, row.record.where), problems
