"""Rank units under many draws of the leaves' weights: points stay as they were judged, their weight moves."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.box import WHOLE
from par_index.engine.array.bulk.ranking import Ranks, rank_rows

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
    earned = points.astype(np.float64)
    shared = max(int(np.gcd.reduce(max_points, axis=None)), 1) if max_points.size else 1
    if (max_points == max_points[:, :1]).all():
        max_points = max_points[:, :1]
    most = (max_points // shared).astype(np.float64)
    step = max(CELLS // max(points.shape[1], 1), 1)
    for first in range(0, len(weights), step):
        block = weights[first : first + step].astype(np.float64)
        yield rank_rows(block @ earned, block @ most, dense)


def _refuse(points: NDArray[np.int64], max_points: NDArray[np.int64], weights: NDArray[np.int64]) -> None:
    if points.shape != max_points.shape or weights.ndim != 2 or weights.shape[1] != len(points):
        raise ValueError("points and maxima are leaves × units, weights are draws × leaves")
    if min(weights.min(initial=0), max_points.min(initial=0)) < 0:
        raise ValueError("a weight or a maximum is below 0")
    heaviest = weights.max(axis=0, initial=0).tolist()
    for rows in (np.abs(points), max_points):
        most = rows.max(axis=1, initial=0).tolist()
        if sum(weight * each for weight, each in zip(heaviest, most, strict=True)) >= WHOLE:
            raise ValueError("the sums of weights × points may reach 2^53")
