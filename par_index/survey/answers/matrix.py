"""Lay the good answers out as one matrix: each answer falls to its form's row and its question's column.

A form's row follows from its number within its unit and group where numbers lie close, which costs a sum;
otherwise from a list of all forms. An answer that falls where another stands, or a form that stands in two
strata, shows that something was said twice: the matrix is then not to be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.survey.answers.engine import keep, single
from par_index.survey.answers.examine import Examined, Examiner
from par_index.survey.answers.known import Known
from par_index.survey.answers.rows import good
from par_index.survey.answers.table import ROWS
from par_index.survey.forms import Cell, Forms, in_canonical_order

_UNSET = -1
_PART = 4_000_000
"""So many rows pass through memory at a time."""
_LOOSE = 4
"""Numbers lie close when they span no more than so many times the rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """``cell`` (forms,) is -1 for a number without a form; ``answers`` (forms, questions) holds 0 where no
    row speaks, 1 for an empty answer and k + 1 for the k-th option.
    """

    cell: NDArray[np.int32]
    answers: NDArray[np.int8]
    sound: bool
    """Whether nothing was said twice."""


def number_forms(examiner: Examiner, tables: Sequence[Examined]) -> int:
    """Make the engine's table ``places``, by which ``placed`` finds a form's row; give how many there are."""
    spans = examiner.registry.spans
    room = sum(high - low + 1 for low, high in spans.values())
    engine = examiner.engine
    if all(one.numbered for one in tables) and room <= 1000 + _LOOSE * sum(one.rows for one in tables):
        starts, start = [], 0
        for pair, (low, high) in spans.items():
            starts.append((pair, start - low))
            start += high - low + 1
        columns = np.array(starts, np.int64).reshape(-1, 2)
        made = "CREATE TABLE places AS SELECT pair::INTEGER AS pair, shift FROM loaded"
        keep(engine, {"pair": columns[:, 0].copy(), "shift": columns[:, 1].copy()}, made)
        return room
    goods = (good(examiner.known, one.relation) for one in tables)
    every = " UNION ".join(f"SELECT DISTINCT pair, id FROM ({one})" for one in goods)
    engine.execute(f"CREATE TABLE places AS SELECT row_number() OVER () - 1 AS seat, pair, id FROM ({every})")
    return int(single(engine, "SELECT count(*) FROM places")[0])


def placed(examiner: Examiner, one: Examined) -> str:
    """Select a table's good answers with their forms' rows: row, seat, cell, asked, slot."""
    columns = {str(row[0]) for row in examiner.engine.execute("DESCRIBE places").fetchall()}
    close = "shift" in columns
    seat = "p.shift + g.number" if close else "p.seat"
    join = "g.pair = p.pair" if close else "g.pair = p.pair AND g.id = p.id"
    return (
        f'SELECT g."row", {seat} AS seat, g.cell, g.asked, g.slot '
        f"FROM ({good(examiner.known, one.relation)}) g JOIN places p ON {join}"
    )


def lay_out(examiner: Examiner, tables: Sequence[Examined], forms: int, width: int) -> Matrix:
    """Let every good answer fall to its place, a part of the rows at a time."""
    cell = np.full(forms, _UNSET, np.int32)
    answers = np.zeros(forms * width, np.int8)
    fallen, sound = 0, True
    for part in _parts(examiner, tables, width):
        seat, said, at = part["seat"], part["cell"], part["at"]
        met = cell[seat]
        sound = sound and bool(((met == _UNSET) | (met == said)).all())
        cell[seat] = said
        sound = sound and bool((cell[seat] == said).all())
        asked = at >= 0
        answers[at[asked]] = part["slot"][asked] + 1
        fallen += int(np.count_nonzero(asked))
    sound = sound and fallen == int(np.count_nonzero(answers))
    return Matrix(cell, answers.reshape(forms, width), sound)


def _parts(
    examiner: Examiner, tables: Sequence[Examined], width: int
) -> Iterator[Mapping[str, NDArray[np.int64]]]:
    for one in tables:
        for first, last in _ranges(examiner, one):
            asked = (
                f"SELECT seat::INTEGER AS seat, cell, if(asked < 0, -1, seat * {width} + asked) AS at, slot "
                f'FROM ({placed(examiner, one)}) WHERE "row" BETWEEN {first} AND {last}'
            )
            yield examiner.engine.execute(asked).fetchnumpy()


def _ranges(examiner: Examiner, one: Examined) -> Iterator[tuple[int, int]]:
    """Give the first and last rows of the parts; Parquet is then read where they lie, and nowhere else."""
    spans = f'SELECT min("row"), max("row") FROM {one.relation.name}'
    if one.rows > _PART:
        spans += f' GROUP BY "row" // {ROWS} ORDER BY ALL'
    for first, last in examiner.engine.execute(spans).fetchall() if one.rows else ():
        step = last - first + 1 if one.rows <= _PART else _PART
        for start in range(first, last + 1, step):
            yield start, min(start + step - 1, last)


def by_kind(matrix: Matrix, cells: Sequence[Cell], known: Known) -> Mapping[str, Forms]:
    """Part the forms by kind of unit, each in canonical order with the questions of its instrument.

    The matrix is used up: a survey of many million forms need not stand in memory twice.
    """
    np.maximum(matrix.answers, 1, out=matrix.answers)
    np.subtract(matrix.answers, 1, out=matrix.answers)
    kinds = list(known.instruments)
    of_cell = np.array([kinds.index(known.kind_of(cell.unit)) for cell in cells] + [_UNSET], np.int8)
    of_form = of_cell[matrix.cell]  # a number without a form looks at the last place
    found = {}
    for at, (kind, instrument) in enumerate(known.instruments.items()):
        chosen = of_form == at
        if not chosen.any():
            continue
        questions = tuple(question.id for question in instrument.questions)
        cell, answers = matrix.cell, matrix.answers[:, : len(questions)]
        if not chosen.all():
            cell, answers = cell[chosen], answers[chosen]
        used = np.flatnonzero(np.bincount(cell, minlength=len(cells)))
        place = np.zeros(len(cells), np.int32)
        place[used] = np.arange(len(used), dtype=np.int32)
        mine = [cells[one] for one in used.tolist()]
        found[kind] = in_canonical_order(mine, questions, place[cell], answers)
    return found
