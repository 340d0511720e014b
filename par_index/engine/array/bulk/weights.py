"""Rank units under many draws of the leaves' weights: points stay as they were judged, their weight moves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk.ranking import Ranks, rank_rows
from par_index.engine.array.lines import WHOLE

CELLS = 2**18
"""Draws × units ranked at a time: a few megabytes of working arrays, whatever the number of draws."""


def weighted_ranks(
    points: NDArray[np.int64], max_points: NDArray[np.int64], weights: NDArray[np.int64], dense: bool = False
) -> Iterator[Ranks]:
    """Give the ranks of every draw, in blocks of draws: rank by Σ w·points over Σ w·max_points.

    Args:
        points: leaves × units, in micro-points, after gates and ceilings.
        max_points: leaves × units, what each leaf adds to its unit's maximum: 0 where it is not applicable,
            and for bonus and penalty.
        weights: draws × leaves, whole numbers from 0 on, such as 1000 for the set's own weight.
        dense: rank 1-2-2-3 instead of 1-2-2-4.

    Yields:
        Draws × units, the draws in order; 0 where a unit's maximum is 0.

    Raises:
        ValueError: shapes that do not fit; a weight or a maximum below 0; sums that may reach 2^53.
    """
    _refuse(points, max_points, weights)
    shared = max(int(np.gcd.reduce(max_points, axis=None)), 1)
    if (max_points == max_points[:, :1]).all():
        max_points = max_points[:, :1]
    earned, most = (_laid_out(rows, weights) for rows in (points, max_points // shared))
    step = max(CELLS // max(points.shape[1], 1), 1)
    for first in range(0, len(weights), step):
        block = weights[first : first + step]
        points, max_points = (block.astype(rows.dtype) @ rows for rows in (earned, most))
        yield rank_rows(points, max_points, dense)


def _laid_out(rows: NDArray[np.int64], weights: NDArray[np.int64]) -> NDArray[Any]:
    """Give rows in the least float that holds every weighted sum of theirs."""
    most = _farthest(rows, weights)
    if most >= WHOLE:
        raise ValueError("the sums of weights × points may reach 2^53")
    return rows.astype(np.float32 if most < 2**24 else np.float64)


def _farthest(rows: NDArray[np.int64], weights: NDArray[np.int64]) -> int:
    """Bound the weighted sums, and every number formed on the way to them."""
    sizes, heaviest = np.abs(rows).max(axis=1, initial=0), weights.max(axis=0, initial=0)
    return sum(size * weight for size, weight in zip(sizes.tolist(), heaviest.tolist(), strict=True))


def _refuse(points: NDArray[np.int64], max_points: NDArray[np.int64], weights: NDArray[np.int64]) -> None:
    if points.shape != max_points.shape or weights.ndim != 2 or weights.shape[1] != len(points):
        raise ValueError("points and maxima are leaves × units, weights are draws × leaves")
    if min(weights.min(initial=0), max_points.min(initial=0)) < 0:
        raise ValueError("a weight or a maximum is below 0")
