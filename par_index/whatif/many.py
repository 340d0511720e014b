"""Ask thousands or millions of what-ifs of one unit at once: figures as arrays, exact points and ranks back.

Only leaves that read a changed figure, and what gates and ceilings tie to them, are judged; the others keep
their points. Figures that break a relation are told and get no rank: an office could not file them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine import array
from par_index.engine.array.bulk import Outcome, rank_among, scenarios_of
from par_index.engine.array.evaluate import Rows
from par_index.model.facts import Unit
from par_index.whatif.basis import Ground, filled
from par_index.whatif.robust.fit import laws_of

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """What each scenario gives the unit, (scenarios,); points in micro-points."""

    unit: Unit
    points: Whole
    max_points: Whole
    rank: NDArray[np.int32] | None
    """In its cluster, its rivals as they stand; 0 where figures are not lawful. ``None`` under a law of ties
    that asks for more than the exact index."""
    lawful: NDArray[np.bool_]
    """Whether the figures keep the set's relations; points elsewhere mean nothing."""


def many(ground: Ground, unit: str, figures: Mapping[str, Whole], fast: bool = False) -> Many:
    """Judge scenarios of a unit, by its code; ``figures`` hold integers in the inputs' own scales.

    ``fast``: by the loop that numba compiles, the same numbers sooner where there are millions.

    Raises:
        KeyError: the group has no such unit.
        ValueError: arrays of different lengths, an unknown input, a figure outside its declared bounds.
        ImportError: ``fast`` is asked for, and the extra is not installed.
    """
    at, plan = ground.at[unit], ground.plan
    one = array.load(plan, [ground.facts[at].case])
    columns = {code: np.asarray(values, np.int64).reshape(1, -1) for code, values in figures.items()}
    flags = filled(plan, ground.facts[at].case, columns.keys())
    ready = scenarios_of(ground.kernel, one, [0], columns, flags, fast=fast)
    shape = next(iter(columns.values()), np.empty((1, 0))).shape
    changes = ready.changes(columns, {code: np.full(shape, bits, np.uint8) for code, bits in flags.items()})
    judged = ready.judge(changes)
    points, most = judged.points[0], judged.max_points[0]
    lawful = _lawful(ground, one, columns)
    rank = _ranks(ground, unit, judged, lawful, ready.shared)
    return Many(ground.facts[at].unit, points, most, rank, lawful)


def _lawful(ground: Ground, one: array.Population, columns: Mapping[str, Whole]) -> NDArray[np.bool_]:
    laws, count = laws_of(ground.plan), next(iter(columns.values())).shape[1]
    moved = {laws.index[code] for code in columns}
    values = np.repeat(one.figures.values, count, axis=1)
    known = np.repeat(one.figures.known, count, axis=1)
    for code, row in columns.items():
        values[laws.index[code]], known[laws.index[code]] = row[0], True
    rows, broken = Rows(values, laws.index, laws.days_off), np.zeros(count, np.bool_)
    for law in laws.relations:
        if moved.intersection(law.rows):
            broken |= law.broken(rows, known)
    return ~broken


def _ranks(
    ground: Ground, unit: str, judged: Outcome, lawful: NDArray[np.bool_], shared: int
) -> NDArray[np.int32] | None:
    law = ground.plan.ranking
    if law.by != "index_exact" or law.ties == "break_by":
        return None
    verdicts = [ground.verdicts[ground.at[code]] for code in ground.rivals(unit)]
    rivals = (
        np.array([one.points for one in verdicts], np.int64),
        np.array([one.max_points for one in verdicts], np.int64),
    )
    own = judged.points[0], judged.max_points[0]
    found = rank_among(*own, rivals, shared, law.ties == "dense", judged.threads)
    return np.where(lawful, found, 0).astype(np.int32)
