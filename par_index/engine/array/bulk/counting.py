"""Rank by counting those above: few units in very many scenarios, units × scenarios.

With maxima freed of what divides them all, two different quotients T/B and T'/B' are at least 1/(T·B') apart
in proportion. While T·B' stays below 2^52 float64 keeps them apart and in order, and equal ones equal; beyond
that the sort of ``ranking`` decides.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk.compiling import Compiled, compiled_count, compiled_rivals, in_threads
from par_index.engine.array.bulk.ranking import Ranks, rank_rows
from par_index.engine.array.evaluate import Floats

APART = 2**52
CELLS = 2**18
FEW = 31
"""Above so many units a sort is quicker than counting."""
Whole = NDArray[np.int64]


def rank_columns(
    points: Whole, max_points: Whole, shared: int = 1, dense: bool = False, threads: int = 0
) -> Ranks:
    """Rank the units of each column from the greatest points / max_points: 1-2-2-4, or ``dense``: 1-2-2-3.

    Args:
        points: units × scenarios, in micro-points.
        max_points: units × scenarios, from 0 on.
        shared: a number that divides every maximum.
        dense: count different indices above, not units.
        threads: count with numba in so many; 0: with numpy.

    Returns:
        Units × scenarios; 0 where the maximum is 0.
    """
    if dense or len(points) > FEW or not _apart(shared, (points, max_points)):
        return rank_rows(points.T, max_points.T, dense).T
    if threads:
        return _in_threads(compiled_count(), (points, max_points), threads)
    keys = _keys(points, max_points)
    above = np.ones(points.shape, np.uint8)
    for one in range(1, len(points)):
        for other in range(one):
            above[one] += (keys[other] > keys[one]).view(np.uint8)
            above[other] += (keys[one] > keys[other]).view(np.uint8)
    return np.where(max_points > 0, above, 0).astype(np.int32)


def _in_threads(count: Compiled, given: tuple[NDArray[Any], ...], threads: int) -> Ranks:
    """Let a compiled count rank the columns of what is given, in threads."""
    found: Ranks = np.empty(given[0].shape, np.int32)
    columns = found.shape[-1]
    step = max(-(-columns // threads), 1)

    def run(first: int) -> bool:
        count(*given, found, first, min(first + step, columns))
        return True

    in_threads(run, range(0, columns, step), threads)
    return found


def rank_among(
    points: Whole,
    max_points: Whole,
    rivals: tuple[Whole, Whole],
    shared: int = 1,
    dense: bool = False,
    threads: int = 0,
) -> Ranks:
    """Rank one unit's scenarios among rivals that stay as they are; 0 where its maximum is 0.

    Args:
        points: one a scenario, in micro-points.
        max_points: one a scenario, from 0 on.
        rivals: points and maxima of the others, one a unit; one without a maximum has no rank and counts not.
        shared: a number that divides every maximum.
        dense: count different indices above, not units.
        threads: count with numba in so many; 0: with numpy.
    """
    measured = rivals[1] > 0
    own, theirs = (points, max_points), (rivals[0][measured], rivals[1][measured])
    if not _apart(shared, own, theirs):
        return _by_sorting(own, theirs, dense)
    others = np.sort(_keys(*theirs))
    if dense:
        others = np.unique(others)
    if threads and len(others) <= FEW:
        return _in_threads(compiled_rivals(), (points, max_points, others), threads)
    keys = _keys(points, max_points)
    above: NDArray[Any] = np.ones(points.shape, np.uint8)
    if len(others) <= FEW:
        for key in others:
            above += (keys < key).view(np.uint8)
    else:
        above = 1 + len(others) - np.searchsorted(others, keys, side="right")
    return np.where(max_points > 0, above, 0).astype(np.int32)


def _by_sorting(own: tuple[Whole, Whole], rivals: tuple[Whole, Whole], dense: bool) -> Ranks:
    """Rank each scenario in a row of its own with all rivals."""
    found = np.empty(own[0].shape, np.int32)
    step = max(CELLS // (1 + len(rivals[0])), 1)
    for first in range(0, len(found), step):
        block = slice(first, first + step)
        rows = [
            np.column_stack([side[block], *([one] * len(side[block]) for one in others)])
            for side, others in zip(own, rivals, strict=True)
        ]
        found[block] = rank_rows(rows[0], rows[1], dense)[:, 0]
    return found


def _apart(shared: int, *sides: tuple[Whole, Whole]) -> bool:
    farthest = max(max(int(points.max(initial=0)), -int(points.min(initial=0))) for points, _ in sides)
    return farthest * (max(int(most.max(initial=0)) for _, most in sides) // shared) < APART


def _keys(points: Whole, below: Whole) -> Floats:
    """Give points / maximum; below all others where there is none."""
    keys = points / np.maximum(below, 1)
    if below.min(initial=1) <= 0:
        keys[below == 0] = -np.inf
    return keys
