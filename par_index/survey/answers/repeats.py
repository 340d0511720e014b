"""Find what was said twice: the same again is counted once, a contradiction not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from par_index.survey.answers.engine import keep
from par_index.survey.answers.examine import Examined, Examiner
from par_index.survey.answers.matrix import placed
from par_index.survey.answers.rows import good
from par_index.survey.answers.table import ROWS, Table
from par_index.survey.answers.told import Bad, Fault

_ENTRIES = """
CREATE TABLE entries AS WITH met AS (
    FROM met WHERE seat IN (
        SELECT seat FROM met WHERE asked >= 0 GROUP BY seat, asked HAVING count(*) > 1
        UNION ALL SELECT seat FROM met GROUP BY seat HAVING count(DISTINCT cell) > 1
    )
)
SELECT seat, -1 AS asked, "row", any_value(cell) AS cell, coalesce(string_agg(asked || ':' || slot,
    ' ' ORDER BY asked) FILTER (asked >= 0 AND slot > 0), '') AS content, false AS long
FROM met WHERE NOT long GROUP BY seat, "row"
UNION ALL SELECT seat, asked, "row", cell, slot::VARCHAR, true FROM met WHERE long
"""
_CODES = ("S45", "S53", "S54", "S55")
"""By verdict: the same again; another answer; another stratum; a form that a wide table holds."""
_JUDGED = """
WITH forms AS (
    SELECT seat, bool_or(NOT long) AS wide, count(DISTINCT cell) > 1 AS torn FROM entries GROUP BY seat
), same AS (
    SELECT seat, asked, count(*) AS n, count(DISTINCT content) AS kinds, min("row") AS first
    FROM entries GROUP BY seat, asked
)
SELECT "row", s.first,
    CASE WHEN f.wide AND e.long THEN 3 WHEN f.torn THEN 2 WHEN s.kinds > 1 THEN 1 ELSE 0 END
FROM entries e JOIN forms f USING (seat) JOIN same s USING (seat, asked)
WHERE (f.wide AND e.long) OR f.torn OR s.kinds > 1 OR (s.n > 1 AND e."row" <> s.first)
ORDER BY "row"
"""


Judged = tuple[int, int, int, str]
"""A row's number in its table, the table and row that said it first, the code."""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows refused by number of their table; ``copies``: the table that a table wholly repeats."""

    bad: Mapping[int, tuple[Bad, ...]]
    copies: Mapping[int, int]


def find_repeats(examiner: Examiner, found: Sequence[Examined]) -> Repeats:
    """Judge every form that was said more than once; refused rows leave ``good``."""
    engine = examiner.engine
    met = " UNION ALL ".join(
        f"SELECT {one.relation.layout.long} AS long, * FROM ({placed(examiner, one)})" for one in found
    )
    engine.execute(f"CREATE TABLE met AS {met}")
    engine.execute(_ENTRIES)
    engine.execute("DROP TABLE met")
    judged = engine.execute(_JUDGED).fetchall()
    engine.execute("DROP TABLE entries")
    examiner.leave_out(row for row, *_ in judged)
    rows: dict[int, list[Judged]] = {}
    for row, first, verdict in judged:
        rows.setdefault(row // ROWS, []).append((row % ROWS, *divmod(first, ROWS), _CODES[verdict]))
    counts = {number: count for one in found for number, count in one.rows_of.items()}
    origins = {number: _origin(counts, number, of) for number, of in rows.items()}
    copies = {number: first for number, first in origins.items() if first is not None}
    names = _names(examiner, found, [row for row, *_ in judged if row // ROWS not in copies])
    tables = {table.number: table for one in found for table in one.relation.tables}
    told = {at: tuple(_bad(tables, at, of, names)) for at, of in rows.items() if at not in copies}
    return Repeats(told, copies)


def _origin(counts: Mapping[int, int], number: int, judged: Sequence[Judged]) -> int | None:
    """Give the table that another repeats row for row; a table that merely lies within it is told by rows."""
    firsts = {first for _, first, _, code in judged if code == "S45"}
    first = firsts.pop() if len(firsts) == 1 and all(one[3] == "S45" for one in judged) else number
    whole = len(judged) == counts[number] == counts[first]
    return first if whole and first != number else None


def _bad(
    tables: Mapping[int, Table], number: int, judged: Sequence[Judged], names: Mapping[int, str]
) -> Iterator[Bad]:
    """Give the rows; all that repeat one table share one fault, with the first place that was repeated."""
    faults: dict[tuple[str, int], Fault] = {}
    for row, source, first, code in judged:
        fault = faults.get((code, source))
        if fault is None:
            args = (("first", str(tables[source].where(first))), ("other", tables[source].shown))
            fault = faults[code, source] = Fault(code, "form", args)
        yield Bad(row, names[number * ROWS + row], fault)


def _names(examiner: Examiner, found: Sequence[Examined], rows: Sequence[int]) -> Mapping[int, str]:
    """Give how rows name their forms."""
    engine = examiner.engine
    keep(engine, {"row": np.array(rows, np.int64)}, "CREATE TABLE wanted AS FROM loaded")
    every = " UNION ALL ".join(
        f'SELECT "row", coalesce(form::VARCHAR, \'\') FROM {one.relation.name} JOIN wanted USING ("row")'
        for one in found
    )
    names = dict(engine.execute(every).fetchall())
    engine.execute("DROP TABLE wanted")
    return names


def anonymous_copies(examiner: Examiner, found: Sequence[Examined]) -> Mapping[int, int]:
    """Find tables whose forms bear no name and that hold, faults and all, what an earlier one holds."""
    seen: dict[tuple[int, str, tuple[Fault, ...]], int] = {}
    copies: dict[int, int] = {}
    nameless = (one for one in found if not {"form", "respondent"} & one.relation.layout.roles.keys())
    for number, said in sorted(pair for one in nameless for pair in _contents(examiner, one)):
        first = seen.setdefault(said, number)
        if first != number:
            copies[number] = first
    for one in found:
        for number in copies.keys() & one.rows_of.keys():
            rows = f'SELECT "row" FROM {one.relation.name} WHERE "row" // {ROWS} = {number}'
            examiner.engine.execute(f"INSERT INTO bad {rows}")
    return copies


def _contents(
    examiner: Examiner, one: Examined
) -> Iterator[tuple[int, tuple[int, str, tuple[Fault, ...]]]]:
    """Give each table's number, and all it says: how many rows, which answers, what faults."""
    content = (
        f'SELECT "row" // {ROWS} AS number, string_agg(cell || \':\' || asked || \':\' || slot, \' \' '
        f"ORDER BY asked) AS content FROM ({good(examiner.known, one.relation)}) "
        f'WHERE asked >= 0 AND slot > 0 GROUP BY "row"'
    )
    digest = "sha256(string_agg(content, ';' ORDER BY content))"
    every = f"SELECT number, {digest} FROM ({content}) GROUP BY number"
    digests = dict(examiner.engine.execute(every).fetchall())
    for number, rows in one.rows_of.items():
        if rows:
            faults = sorted(bad.fault for bad in one.bad if bad.row // ROWS == number)
            yield number, (rows, digests.get(number, ""), tuple(faults))
