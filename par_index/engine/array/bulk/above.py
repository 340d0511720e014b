"""Count who stands above whom, a few hundred scenarios at a time: plain Python that numba compiles.

Keys are quotients that float64 keeps apart and in order, as ``counting`` proves; below all others where a
unit has no maximum.
"""

from __future__ import annotations

from typing import Any

import numpy as np

WIDTH = 512


def count_above(points: Any, below: Any, ranks: Any, first: int, last: int) -> None:
    """Write ranks 1-2-2-4 of the units of columns ``first`` to ``last``; 0 where ``below`` is 0.

    Args:
        points: units × columns, whole numbers.
        below: units × columns, what they are divided by.
        ranks: units × columns, to be written.
        first: the first column.
        last: the column behind the last.
    """
    units = points.shape[0]
    keys, above = np.empty((units, WIDTH)), np.empty((units, WIDTH), np.int32)
    for start in range(first, last, WIDTH):
        width = min(WIDTH, last - start)
        for one in range(units):
            _keys(
                points[one, start : start + width], below[one, start : start + width], keys[one], above[one]
            )
        for one in range(1, units):
            for other in range(one):
                _compare(keys[one], keys[other], above[one], above[other])
        for one in range(units):
            _write(above[one], below[one, start : start + width], ranks[one, start : start + width])


def count_rivals(points: Any, below: Any, rivals: Any, ranks: Any, first: int, last: int) -> None:
    """Write the ranks of one unit among rivals that stay; 0 where ``below`` is 0.

    Args:
        points: columns, whole numbers.
        below: columns, what they are divided by.
        rivals: the keys of the rivals.
        ranks: columns, to be written.
        first: the first column.
        last: the column behind the last.
    """
    keys, above = np.empty(WIDTH), np.empty(WIDTH, np.int32)
    for start in range(first, last, WIDTH):
        stop = min(start + WIDTH, last)
        _keys(points[start:stop], below[start:stop], keys, above)
        for rival in range(rivals.size):
            _compare_one(keys, rivals[rival], above)
        _write(above, below[start:stop], ranks[start:stop])


def _compare_one(keys: Any, rival: Any, above: Any) -> None:
    for c in range(keys.size):
        above[c] += rival > keys[c]


def _keys(points: Any, below: Any, keys: Any, above: Any) -> None:
    for c in range(points.size):
        keys[c] = float(points[c]) / float(below[c]) if below[c] > 0 else -np.inf
        above[c] = 1


def _compare(one: Any, other: Any, above_one: Any, above_other: Any) -> None:
    for c in range(one.size):
        above_one[c] += other[c] > one[c]
        above_other[c] += one[c] > other[c]


def _write(above: Any, below: Any, ranks: Any) -> None:
    for c in range(ranks.size):
        ranks[c] = above[c] if below[c] > 0 else 0
