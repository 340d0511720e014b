"""Let the engine itself read Parquet and large CSV files: nothing passes through Python but the headers.

A row of a large CSV file is told by its number among all rows, the header's being 1: its line, as long as no
cell above it holds a line break and no line above it is blank.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from par_index.model.instrument import ROLES
from par_index.problem import Problem, Where
from par_index.read.sheets.delimited import SEPARATORS
from par_index.survey.answers.columns import PERSONAL_VALUE, Header, arrange
from par_index.survey.answers.engine import named, quoted, single
from par_index.survey.answers.sheets import Opening
from par_index.survey.answers.table import ROWS, Relation, Table
from par_index.text import encoding_of

_CHUNK = 1 << 20
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UINTEGER", "USMALLINT", "UTINYINT")


def open_bulk(opening: Opening) -> Iterator[tuple[Relation | None, tuple[Problem, ...]]]:
    """Open a Parquet file as a view, or take a CSV file in as texts."""
    if opening.path.suffix.lower() == ".parquet":
        number = "file_row_number + 1"
        source = f"read_parquet({quoted(str(opening.path))}, file_row_number = true)"
    else:
        wrong = not_utf8(opening.path, opening.shown)
        if wrong is not None:
            yield None, (wrong,)
            return
        source, number = _csv(opening.path), ""
    described = opening.engine.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    columns = [(str(one[0]), str(one[1])) for one in described[: -1 if number else None]]
    table = opening.table()
    headers = tuple(_headers(opening, table, source, columns))
    layout, problems = opening.arrange(table, headers)
    if layout is None:
        yield None, problems
        return
    form = layout.roles.get("form")
    numbered = form is not None and columns[form][1] in _WHOLE
    table = replace(table, layout=layout)
    relation = Relation(f"t{table.number}", layout, (table,), numbered)
    _make(opening, relation, source, columns, number)
    yield relation, problems


def _csv(path: Path) -> str:
    """Read a CSV file as texts, with the separator that its header has most of."""
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    separator = max(SEPARATORS, key=header.count)
    how = f"delim = {quoted(separator)}, quote = '\"', escape = '\"', header = true, all_varchar = true"
    return f"read_csv({quoted(str(path))}, {how})"


def _headers(
    opening: Opening, table: Table, source: str, columns: list[tuple[str, str]]
) -> Iterator[Header]:
    """Give the headers; only a column that is not ours by name has its values looked at."""
    for at, (text, _) in enumerate(columns):
        header = Header(at, text)
        layout, _problems = arrange(table, (header,), opening.known, opening.declared)
        strange = layout is None and any(one.code in ("S33", "S34") for one in _problems)
        yield _looked(opening, source, header) if strange else header


def _looked(opening: Opening, source: str, header: Header) -> Header:
    value = f"trim({named(header.text)}::VARCHAR)"
    matched = f"regexp_full_match({value}, {quoted(PERSONAL_VALUE)})"
    asked = f"SELECT bool_or({value} <> ''), bool_or({matched}) FROM {source}"
    filled, personal = single(opening.engine, asked)
    return Header(header.column, header.text, bool(filled), bool(personal))


def _make(
    opening: Opening, relation: Relation, source: str, columns: list[tuple[str, str]], number: str
) -> None:
    layout, first = relation.layout, relation.tables[0].number * ROWS
    picked = [f'{_picked(relation, role, columns)} AS "{role}"' for role in ROLES]
    picked += [
        f"coalesce({named(columns[at][0])}::VARCHAR, '') AS q{place}"
        for place, at in enumerate(layout.questions.values())
    ]
    made = ", ".join(picked)
    if number:
        view = f'SELECT {first} + {number} AS "row", {made} FROM {source}'
        opening.engine.execute(f"CREATE VIEW {relation.name} AS {view}")
        return
    filled = " OR ".join(f"{named(name)} <> ''" for name, _ in columns)
    numbered = f'SELECT {first} + row_number() OVER () + 1 AS "row", {made}, {filled} AS filled FROM {source}'
    opening.engine.execute("SET preserve_insertion_order = true")
    opening.engine.execute(
        f"CREATE TABLE {relation.name} AS SELECT * EXCLUDE (filled) FROM ({numbered}) WHERE filled"
    )
    opening.engine.execute("SET preserve_insertion_order = false")


def _picked(relation: Relation, role: str, columns: list[tuple[str, str]]) -> str:
    at = relation.layout.roles.get(role)
    if at is None:
        return f"{quoted(relation.layout.constants.get(role, ''))}"
    name = named(columns[at][0])
    return name if role == "form" and relation.numbered else f"coalesce({name}::VARCHAR, '')"


def not_utf8(path: Path, shown: str) -> Problem | None:
    """Find the first line of a file that is not UTF-8."""
    decoder, line = codecs.getincrementaldecoder("utf-8")(), 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line += error.object.count(b"\n", 0, error.start)
                return Problem("W10", Where(shown, line), {"encoding": encoding_of(error.object)})
            if not chunk:
                return None
            line += chunk.count(b"\n")
