"""Drop one leaf, or one area, from everybody: exact points, maxima and ranks of what is left.

What is left keeps the points it earned, gates included; bonus and penalty leaves fill the room that is left
under their ceilings anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from par_index.engine import array
from par_index.model.plan import Plan
from par_index.whatif.robust.judge import Clusters, ranks_of

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What a drop leaves: points, maxima and ranks by unit."""

    level: str
    """``leaf`` or ``area``."""
    code: str
    points: Whole
    max_points: Whole
    ranks: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Untrimmed:
    """(leaves, units) points before the ceilings of bonus and penalty, and what each adds to the maximum."""

    points: Whole
    max_points: Whole


def untrimmed(kernel: array.Kernel, population: array.Population) -> Untrimmed:
    """Judge once more without ceilings."""
    found = replace(kernel, trim=replace(kernel.trim, ceilings=())).judge(population)
    return Untrimmed(found.points, found.max_points)


def left_out(kernel: array.Kernel, population: array.Population, clusters: Clusters) -> Iterator[Left]:
    """Drop each leaf in turn, then each area of more than one leaf."""
    plan, whole = kernel.plan, untrimmed(kernel, population)
    for leaf in plan.leaves:
        yield _without(plan, whole, clusters, "leaf", leaf.code, {leaf.code})
    for area in plan.areas:
        if len(area.leaves) > 1:
            yield _without(plan, whole, clusters, "area", area.code, set(area.leaves))


def _without(
    plan: Plan,
    whole: Untrimmed,
    clusters: Clusters,
    level: str,
    code: str,
    dropped: set[str],
) -> Left:
    kept = np.array([leaf.code not in dropped for leaf in plan.leaves])
    leaves = trimmed(plan, whole.points * kept[:, None])
    points = leaves.sum(axis=0)
    most = (whole.max_points * kept[:, None]).sum(axis=0)
    ranks = ranks_of(plan, clusters, points[None], most[None], leaves[:, None, :])[0]
    return Left(level, code, points, most, ranks)


def trimmed(plan: Plan, points: Whole) -> Whole:
    """Let bonus leaves, then penalties, keep in the tree's order what room their ceiling leaves."""
    found = points.copy()
    for kind, sign, ceiling in (("bonus", 1, plan.bonus_ceiling), ("penalty", -1, plan.penalty_ceiling)):
        room = np.full(points.shape[1], ceiling, np.int64)
        for row, leaf in enumerate(plan.leaves):
            if leaf.kind == kind:
                kept = np.minimum(sign * points[row], room)
                found[row] = sign * kept
                room -= kept
    return found
