"""Read a criteria set from a workbook as the tree its YAML file would give, each part placed at its cell.

Whoever binds and proves that tree tells mistakes at the cells where they were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from par_index.model.set_layout import KEYS, Form
from par_index.model.set_sheets import (
    ASKED,
    ASKED_PATHS,
    BARE,
    EXTENSION_PATHS,
    HEADER,
    HEADER_PATHS,
    INPUT_PATHS,
    INPUTS,
    ITEMS,
    LISTS,
    QUESTIONS,
    SCHEMA,
    SET_PATHS,
    SUBJECTS,
    TABLES,
)
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES
from par_index.model.text import Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.read.set_book.cells import cell_value
from par_index.read.set_book.items import read_items, twice, unknown, unnamed
from par_index.read.set_book.rows import Record, arranged, listing, named, read_records, table, values_of
from par_index.read.set_book.survey import read_questions, read_respondents, read_scales
from par_index.read.sheets import Book, read_book
from par_index.text import folded

Found = dict[str, tuple[Where, Tree]]


def read_set_book(path: Path, shown: str) -> tuple[Table | None, tuple[Problem, ...]]:
    """Read the workbook; ``None`` when it is not one of a set."""
    book, problems = read_book(path, shown)
    if book is None:
        return None, problems
    missing = [layout.title for layout in (HEADER, ITEMS) if book.sheet(layout.title) is None]
    if missing:
        return None, tuple(Problem("X01", Where(shown), {"sheet": title}) for title in missing)
    return set_of(book)


def set_of(book: Book) -> tuple[Table, tuple[Problem, ...]]:
    """Put a set together from all sheets."""
    found: Found = {}
    problems: list[Problem] = []
    for layout, read in (
        (HEADER, _header),
        (LISTS, _lists),
        (INPUTS, _inputs),
        (QUESTIONS, _questions),
        (RESPONDENTS, read_respondents),
        (SCALES, read_scales),
        (ASKS, read_questions),
        (ITEMS, read_items),
    ):
        records, unread = read_records(book, layout)
        values, refused = read(records)
        found.update(values)
        problems.extend((*unread, *refused))
    order = _order(book)
    found = _whole(found, order)
    usual = EXTENSION_PATHS if any(path.startswith("extends.") for path in found) else SET_PATHS
    said = (place for path, (place, _) in found.items() if path in HEADER_PATHS)
    return arranged(found, order, usual, next(said, Where(book.file))), tuple(problems)


def _whole(found: Found, order: str) -> Found:
    """Put a value that stands for its record into that record, where more of the record is said."""
    paths = (*found, *order.split())
    moved = {key: path for key, path in BARE.items() if any(one.startswith(f"{key}.") for one in paths)}
    return {moved.get(path, path): value for path, value in found.items()}


def _order(book: Book) -> str:
    """Give the order of the file's keys, which the export keeps on the sheet of the program's own."""
    own = book.sheet("_par")
    rows = (
        {row.cells[0].text: row.cells[1].text for row in own.rows if {0, 1} <= row.cells.keys()}
        if own
        else {}
    )
    return rows.get(KEYS.key, "") if rows.get("schema") == SCHEMA else ""


def _header(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    found: Found = {}
    problems = [*twice(records, "key"), *unnamed(records, "key")]
    for record in records:
        cell = record.cells.get("value")
        if cell is None:
            continue
        form: Form = "list" if record.text("key") == "ranking.break_by" else "text"
        value, refused = cell_value(cell.text, form, cell.where)
        problems.extend(refused)
        if value is not None:
            found[record.text("key")] = cell.where, value
    return found, problems


def _lists(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    found: Found = {}
    sorted_out, problems = _by_kind(records, TABLES)
    for path, rows in sorted_out.items():
        where = rows[0].where
        if path == "relations":
            found[path] = where, listing([named(row, "text") for row in rows], where)
            continue
        found[path] = where, table({named(row, "code"): named(row, "text") for row in rows}, where)
        problems.extend((*twice(rows, "code"), *unnamed(rows, "code")))
    return found, problems


def _by_kind(
    records: Sequence[Record], kinds: Mapping[str, str]
) -> tuple[dict[str, list[Record]], list[Problem]]:
    """Sort records by what their first cell says they are."""
    paths = {folded(word): path for path, word in kinds.items()}
    found: dict[str, list[Record]] = {}
    problems = []
    for record in records:
        path = paths.get(folded(record.text("kind")))
        if path is None:
            problems.append(unknown(record, "kind", tuple(kinds.values())))
        else:
            found.setdefault(path, []).append(record)
    return found, problems


def _inputs(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    problems = [*twice(records, "code"), *unnamed(records, "code")]
    entries: dict[Text, Tree] = {}
    for record in records:
        values, refused = values_of(record, INPUTS, {"code": ""})
        problems.extend(refused)
        entries[named(record, "code")] = arranged(values, record.text(KEYS.key), INPUT_PATHS, record.where)
    where = records[0].where if records else Where("")
    return ({"inputs": (where, table(entries, where))} if records else {}), problems


def _questions(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    found: Found = {}
    sorted_out, problems = _by_kind(records, ASKED)
    for path, rows in sorted_out.items():
        places = {"kind": "", **({key: f"when.{key}" for key in SUBJECTS} if path != "targets" else {})}
        made: list[Tree] = []
        for row in rows:
            values, refused = values_of(row, QUESTIONS, places)
            problems.extend(refused)
            made.append(arranged(values, row.text(KEYS.key), ASKED_PATHS[path], row.where))
        found[path] = rows[0].where, listing(made, rows[0].where)
    return found, problems
