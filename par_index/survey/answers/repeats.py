"""Find what was said twice: the same again is counted once, a contradiction not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from par_index.survey.answers.engine import keep, single
from par_index.survey.answers.examine import Examined, Examiner
from par_index.survey.answers.matrix import placed
from par_index.survey.answers.rows import good
from par_index.survey.answers.table import Table
from par_index.survey.answers.told import Bad, Fault

_ROWS = 1 << 40
"""A row's place is its table's number times this, and its own number: sorted, it goes by table and row."""
_ENTRIES = """
CREATE TABLE entries AS WITH met AS (
    FROM met WHERE seat IN (
        SELECT seat FROM met WHERE asked >= 0 GROUP BY seat, asked HAVING count(*) > 1
        UNION ALL SELECT seat FROM met GROUP BY seat HAVING count(DISTINCT cell) > 1
    )
)
SELECT seat, -1 AS asked, place, any_value(cell) AS cell, coalesce(string_agg(asked || ':' || slot,
    ' ' ORDER BY asked) FILTER (asked >= 0 AND slot > 0), '') AS content, false AS long
FROM met WHERE NOT long GROUP BY seat, place
UNION ALL SELECT seat, asked, place, cell, slot::VARCHAR, true FROM met WHERE long
"""
_CODES = ("S45", "S53", "S54", "S55")
"""By verdict: the same again; another answer; another stratum; a form that a wide table holds."""
_JUDGED = """
WITH forms AS (
    SELECT seat, bool_or(NOT long) AS wide, count(DISTINCT cell) > 1 AS torn FROM entries GROUP BY seat
), same AS (
    SELECT seat, asked, count(*) AS n, count(DISTINCT content) AS kinds, min(place) AS first
    FROM entries GROUP BY seat, asked
)
SELECT place, s.first,
    CASE WHEN f.wide AND e.long THEN 3 WHEN f.torn THEN 2 WHEN s.kinds > 1 THEN 1 ELSE 0 END
FROM entries e JOIN forms f USING (seat) JOIN same s USING (seat, asked)
WHERE (f.wide AND e.long) OR f.torn OR s.kinds > 1 OR (s.n > 1 AND e.place <> s.first)
ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Repeats:
    """Rows refused by their table's place among the tables; ``copies``: a table that is wholly another."""

    bad: Mapping[int, tuple[Bad, ...]]
    copies: Mapping[int, int]


def find_repeats(examiner: Examiner, tables: Sequence[Examined]) -> Repeats:
    """Judge every form that was said more than once; refused rows leave ``good``."""
    engine = examiner.engine
    met = " UNION ALL ".join(
        f'SELECT {at * _ROWS} + "row" AS place, {one.table.layout.long} AS long, * '
        f"FROM ({placed(examiner, one)})"
        for at, one in enumerate(tables)
    )
    engine.execute(f"CREATE TABLE met AS {met}")
    engine.execute(_ENTRIES)
    engine.execute("DROP TABLE met")
    found = engine.execute(_JUDGED).fetchall()
    engine.execute("DROP TABLE entries")
    rows: dict[int, list[tuple[int, int, int, str]]] = {}
    for place, first, verdict in found:
        said = place % _ROWS, *divmod(first, _ROWS), _CODES[verdict]
        rows.setdefault(place // _ROWS, []).append(said)
    bad, copies = {}, {}
    for source, judged in rows.items():
        origin = _origin(tables, source, judged)
        _leave(examiner, tables[source].table, [row for row, *_ in judged])
        if origin is not None:
            copies[source] = origin
        else:
            names = _names(examiner, tables[source], [row for row, *_ in judged])
            bad[source] = tuple(_bad(tables, judged, names))
    return Repeats(bad, copies)


def _origin(
    tables: Sequence[Examined], source: int, judged: Sequence[tuple[int, int, int, str]]
) -> int | None:
    """Give the table that another repeats row for row; a table that merely lies within it is told by rows."""
    firsts = {first for _, first, _, code in judged if code == "S45"}
    first = firsts.pop() if len(firsts) == 1 and all(one[3] == "S45" for one in judged) else source
    whole = len(judged) == tables[source].rows == tables[first].rows
    return first if whole and first != source else None


def _bad(
    tables: Sequence[Examined], judged: Sequence[tuple[int, int, int, str]], names: Mapping[int, str]
) -> Iterator[Bad]:
    """Give the rows; all that repeat one table share one fault, with the first place that was repeated."""
    faults: dict[tuple[str, int], Fault] = {}
    for row, source, first, code in judged:
        fault = faults.get((code, source))
        if fault is None:
            args = (("first", str(tables[source].table.where(first))), ("other", tables[source].table.shown))
            fault = faults[code, source] = Fault(code, "form", args)
        yield Bad(row, names[row], fault)


def _leave(examiner: Examiner, table: Table, rows: Sequence[int]) -> None:
    left = {"row": np.array(rows, np.int64)}
    keep(examiner.engine, left, f'INSERT INTO bad_{table.name} SELECT "row" FROM loaded')


def _names(examiner: Examiner, one: Examined, rows: Sequence[int]) -> Mapping[int, str]:
    """Give how rows name their forms."""
    engine = examiner.engine
    keep(engine, {"row": np.array(rows, np.int64)}, "CREATE TABLE wanted AS SELECT * FROM loaded")
    asked = f'SELECT "row", coalesce(form::VARCHAR, \'\') FROM {one.table.name} JOIN wanted USING ("row")'
    found = dict(engine.execute(asked).fetchall())
    engine.execute("DROP TABLE wanted")
    return found


def anonymous_copies(examiner: Examiner, tables: Sequence[Examined]) -> Mapping[int, int]:
    """Find tables whose forms bear no name and that hold, faults and all, what an earlier one holds."""
    seen: dict[tuple[int, str, tuple[Fault, ...]], int] = {}
    copies: dict[int, int] = {}
    for at, one in enumerate(tables):
        layout = one.table.layout
        if layout.has("form") or layout.has("respondent") or not one.rows:
            continue
        content = (
            f"SELECT string_agg(cell || ':' || asked || ':' || slot, ' ' ORDER BY asked) AS content "
            f'FROM ({good(examiner.known, one.table)}) WHERE asked >= 0 AND slot > 0 GROUP BY "row"'
        )
        every = "coalesce(string_agg(content, ';' ORDER BY content), '')"
        (digest,) = single(examiner.engine, f"SELECT sha256({every}) FROM ({content})")
        first = seen.setdefault((one.rows, digest, tuple(sorted(bad.fault for bad in one.bad))), at)
        if first != at:
            copies[at] = first
            _leave(examiner, one.table, _rows(examiner, one.table))
    return copies


def _rows(examiner: Examiner, table: Table) -> list[int]:
    return [row for (row,) in examiner.engine.execute(f'SELECT "row" FROM {table.name}').fetchall()]
