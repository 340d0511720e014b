"""Rank units scenario by scenario, exactly, by the figure and the tie law that the set declares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk import rank_rows
from par_index.engine.array.grading import published_index
from par_index.model.plan import Ranking

Whole = NDArray[np.int64]


def ranked(
    points: Whole, max_points: Whole, ranking: Ranking, places: int, breaking: Sequence[Whole] = ()
) -> NDArray[np.int32]:
    """Rank (scenarios, units) within each scenario, 1 the best; 0 where the maximum is 0.

    ``breaking`` holds the values of ``ranking.break_by``, in its order; more is better.

    >>> import numpy as np
    >>> ranked(np.array([[90, 45, 80]]), np.array([[100, 50, 100]]), Ranking(), 2).tolist()
    [[1, 1, 3]]
    """
    top, bottom = points, max_points
    if ranking.by == "index_published":
        steps = 100 * 10**places
        flat = published_index(points.reshape(-1), max_points.reshape(-1), steps)
        top = flat.astype(np.int64).reshape(points.shape)
        bottom = np.where(max_points > 0, steps, 0)
    dense = ranking.ties == "dense"
    if not breaking:
        return rank_rows(top.astype(np.float64), bottom.astype(np.float64), dense)
    first = rank_rows(top.astype(np.float64), bottom.astype(np.float64), dense=True)
    return _broken([np.where(first > 0, first, first.shape[1] + 1), *(-key for key in breaking)], first > 0)


def _broken(keys: Sequence[NDArray[np.int64]], measured: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Rank by several keys, the least first; equals in all share the first of their ranks."""
    order = np.lexsort(keys[::-1], axis=-1)
    begins = np.zeros(order.shape, np.bool_)
    begins[:, 0] = True
    for key in keys:
        sorted_key = np.take_along_axis(key, order, axis=1)
        begins[:, 1:] |= sorted_key[:, 1:] != sorted_key[:, :-1]
    numbers = np.where(begins, np.arange(1, order.shape[1] + 1), 0)
    found = np.empty(order.shape, np.int32)
    np.put_along_axis(found, order, np.maximum.accumulate(numbers, axis=1).astype(np.int32), axis=1)
    return np.where(measured, found, 0)
