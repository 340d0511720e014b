"""Examine a table by its distinct heads and answers; look rows up only where something is wrong.

The engine groups first, so that a value is judged once however many rows hold it. What is judged is joined
back: ``heads`` and ``values`` beside each table turn its rows into numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from par_index.survey.answers.columns import PERSONAL_VALUE, masked
from par_index.survey.answers.engine import keep, quoted
from par_index.survey.answers.heads import Head, Reader
from par_index.survey.answers.known import Known
from par_index.survey.answers.rows import HEAD, VALUES, answers, base, joined
from par_index.survey.answers.table import ROWS, Relation
from par_index.survey.answers.told import Bad, Fault
from par_index.survey.answers.values import Answer, ValueReader
from par_index.survey.forms import Cell

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

@dataclass
class Registry:
    """Numbers given to cells, to (unit, group) and to (kind, group) as they are met."""

    cells: dict[Cell, tuple[int, int, int]] = field(default_factory=dict)
    """The numbers of a cell's (unit, group), of itself, and of its (kind, group)."""
    pairs: dict[tuple[str, str], int] = field(default_factory=dict)
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """The least and greatest number of a form of each (unit, group)."""

    def of(self, cell: Cell, known: Known) -> tuple[int, int, int]:
        """Give a cell's numbers, new ones when it is met for the first time."""
        found = self.cells.get(cell)
        if found is None:
            pair = self.pairs.setdefault((cell.unit, cell.group), len(self.pairs))
            place = known.kind_groups.index((known.kind_of(cell.unit), cell.group))
            found = self.cells[cell] = pair, len(self.cells), place
        return found

    def span(self, pair: int, low: int, high: int) -> None:
        first, last = self.spans.get(pair, (low, high))
        self.spans[pair] = min(first, low), max(last, high)


@dataclass(frozen=True, slots=True)
class Examined:
    """A relation with the rows refused; ``numbered``: every form has a number."""

    relation: Relation
    rows: int
    rows_of: Mapping[int, int]
    """By number of the table."""
    bad: tuple[Bad, ...]
    numbered: bool
    own: bool
    """Whether some rows rate their own unit and are kept."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """What examining needs, the same for all tables."""

    engine: DuckDBPyConnection
    heads: Reader
    values: ValueReader
    registry: Registry

    @property
    def known(self) -> Known:
        return self.heads.known

    def examine(self, table: Relation) -> Examined:
        """Judge a relation's heads, then its answers; ``good`` then gives its rows in numbers."""
        heads = self._heads(table)
        faults = [one.fault for one in heads if one.fault is not None]
        bad = list(self._rows_of_heads(table, faults))
        bad += self._rows_of_values(table)
        bad += self._personal(table)
        self.leave_out({one.row for one in bad})
        counted = f'SELECT "row" // {ROWS}, count(*) FROM {table.name} GROUP BY ALL'
        rows = {one.number: 0 for one in table.tables} | dict(self.engine.execute(counted).fetchall())
        numbered = all(one.numbered for one in heads if one.fault is None)
        own = any(one.own for one in heads)
        return Examined(table, sum(rows.values()), rows, tuple(bad), numbered, own)

    def leave_out(self, rows: Iterable[int]) -> None:
        """Keep rows from all that is counted from now on."""
        keep(self.engine, {"row": np.array(sorted(rows), np.int64)}, "INSERT INTO bad FROM loaded")

    def own(self, one: Examined) -> Iterator[tuple[int, str, str, int]]:
        """Count the rows that rate their own unit: number of the table, unit, group, rows."""
        if one.own:
            table = one.relation
            asked = (
                f'SELECT s."row" // {ROWS}, h.pair, count(*) FROM ({base(self.known, table)}) s '
                f'{joined(table)} WHERE h.own = 1 AND s."row" NOT IN (FROM bad) GROUP BY ALL'
            )
            pairs = list(self.registry.pairs)
            for number, pair, rows in self.engine.execute(asked).fetchall():
                yield number, *pairs[pair], rows

    def _heads(self, table: Relation) -> list[_Judged]:
        keys = ", ".join(f'"{key}"' for key in HEAD)
        self.engine.execute(
            f"CREATE TABLE grouped_{table.name} AS SELECT row_number() OVER () - 1 AS id, * "
            f"FROM (SELECT {keys}, count(*) AS n, count(number) AS numbers, min(number) AS low, "
            f"max(number) AS high FROM ({base(self.known, table)}) GROUP BY ALL)"
        )
        asked = f"SELECT id, {keys}, n, numbers, low, high FROM grouped_{table.name} ORDER BY id"
        judged = [self._judge(row) for row in self.engine.execute(asked).fetchall()]
        self._keep_heads(table, judged)
        return judged

    def _judge(self, row: Sequence[object]) -> _Judged:
        head = Head(*(str(text) for text in row[1:7]))
        count, numbers, low, high = (int(str(one)) if one is not None else 0 for one in row[7:])
        found = self.heads.read(head)
        if isinstance(found, Fault):
            return _Judged(count, found)
        pair, cell, place = self.registry.of(found.cell, self.known)
        numbered = found.number is not None or numbers == count
        if numbered:
            self.registry.span(pair, *((found.number,) * 2 if found.number is not None else (low, high)))
        return _Judged(count, None, pair, cell, place, found.number, numbered, found.own)

    def _keep_heads(self, table: Relation, judged: Sequence[_Judged]) -> None:
        faults = {fault: at for at, fault in enumerate(dict.fromkeys(_faults(judged)))}
        columns = {
            "id": range(len(judged)),
            "fault": (-1 if one.fault is None else faults[one.fault] for one in judged),
            "pair": (one.pair for one in judged),
            "cell": (one.cell for one in judged),
            "place": (one.place for one in judged),
            "own": (one.own for one in judged),
            "code_number": (-1 if one.number is None else one.number for one in judged),
        }
        keep(
            self.engine,
            {name: np.array(list(of), np.int64) for name, of in columns.items()},
            f"CREATE TABLE heads_{table.name} AS SELECT g.*, l.fault::INTEGER AS fault, "
            f"l.pair::INTEGER AS pair, l.cell::INTEGER AS cell, l.place::SMALLINT AS place, "
            f"l.own, nullif(l.code_number, -1) AS code_number "
            f"FROM grouped_{table.name} g JOIN loaded l USING (id)",
        )

    def _rows_of_heads(self, table: Relation, faults: Sequence[Fault]) -> Iterator[Bad]:
        if not faults:
            return
        by_number = list(dict.fromkeys(faults))
        asked = (
            f'SELECT s."row", s.form::VARCHAR, h.fault FROM ({base(self.known, table)}) s '
            f"{joined(table)} WHERE h.fault >= 0"
        )
        for row, form, fault in self.engine.execute(asked).fetchall():
            yield Bad(row, masked(form or ""), by_number[fault])

    def _rows_of_values(self, table: Relation) -> Iterator[Bad]:
        asked = (
            f"SELECT h.place, s.question, s.option FROM ({answers(self.known, table)}) s "
            f"{joined(table)} WHERE h.fault < 0 GROUP BY ALL"
        )
        found = self.engine.execute(asked).fetchall()
        read = [self._answer(table, *row) for row in found]
        faults = list(dict.fromkeys(one for one in read if isinstance(one, Fault)))
        self._keep_values(table, found, read, {fault: at for at, fault in enumerate(faults)})
        if not faults:
            return
        wrong = (
            f'SELECT DISTINCT s."row", s.form::VARCHAR, v.fault FROM ({answers(self.known, table)}) s '
            f"{joined(table)} JOIN values_{table.name} v ON {VALUES} WHERE v.fault >= 0"
        )
        for row, form, fault in self.engine.execute(wrong).fetchall():
            yield Bad(row, masked(form or ""), faults[fault])

    def _answer(self, table: Relation, place: int, question: str, option: str) -> Answer | Fault | None:
        kind, group = self.known.kind_groups[place]
        if table.layout.long:
            return self.values.read(kind, group, question, option)
        return self.values.read(kind, group, list(table.layout.questions)[int(question[1:])], option)

    def _keep_values(
        self,
        table: Relation,
        found: Sequence[Sequence[object]],
        read: Sequence[Answer | Fault | None],
        faults: Mapping[Fault, int],
    ) -> None:
        said = [one if isinstance(one, Answer) else Answer(-1, 0) for one in read]
        columns: dict[str, object] = {
            "place": np.array([row[0] for row in found], np.int64),
            "question": np.array([row[1] for row in found], dtype=object),
            "option": np.array([row[2] for row in found], dtype=object),
            "fault": np.array([faults[one] if isinstance(one, Fault) else -1 for one in read], np.int64),
            "asked": np.array([one.question for one in said], np.int64),
            "slot": np.array([one.slot for one in said], np.int64),
        }
        keep(
            self.engine,
            columns,
            f"CREATE TABLE values_{table.name} AS SELECT place::SMALLINT AS place, "
            f"question::VARCHAR AS question, option::VARCHAR AS option, fault::INTEGER AS fault, "
            f"asked::SMALLINT AS asked, slot::TINYINT AS slot FROM loaded",
        )

    def _personal(self, table: Relation) -> Iterator[Bad]:
        """Refuse forms and respondents named by an e-mail address, a telephone or an identity number."""
        for column in ("form", "respondent"):
            if column not in table.layout.roles or (column == "form" and table.numbered):
                continue
            asked = (
                f'SELECT "row" FROM {table.name} '
                f'WHERE regexp_full_match(trim("{column}"), {quoted(PERSONAL_VALUE)})'
            )
            for (row,) in self.engine.execute(asked).fetchall():
                yield Bad(row, masked("0" * 12), Fault("S52", column, (("column", column),)))


@dataclass(frozen=True, slots=True)
class _Judged:
    rows: int
    fault: Fault | None
    pair: int = -1
    cell: int = -1
    place: int = -1
    number: int | None = None
    numbered: bool = False
    own: bool = False


def _faults(judged: Sequence[_Judged]) -> Iterator[Fault]:
    return (one.fault for one in judged if one.fault is not None)
