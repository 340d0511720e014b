"""Rank units exactly by points over maximum, without a fraction and without a false tie.

Two different indices T/B and T'/B' of maxima at most M lie at least 1/M² apart, so with K >= M² the integers
floor(T·K / B) differ where the indices do, and equal indices give equal ones. Where T·K and the unit's number
fit one int64, one sort of packed numbers ranks thousands of units; else the keys are Python integers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE

Row = NDArray[np.int64]


def ranks(points: Row, max_points: Row, dense: bool = False) -> Row:
    """Rank from the greatest index: 1-2-2-4, or 1-2-2-3 when ``dense``; 0 where the maximum is 0."""
    measured = np.flatnonzero(max_points > 0)
    found = np.zeros(points.shape, np.int64)
    if measured.size:
        found[measured] = _ranks(index_keys(points[measured], max_points[measured]), dense)
    return found


def index_keys(points: Row, max_points: Row) -> Row:
    """Give whole numbers in the order of points / max_points (> 0), equal where the quotients are."""
    shared = np.gcd.reduce(max_points)
    below = max_points // shared
    finest = int(below.max()) ** 2
    if int(np.abs(points).max()) * finest < LANE:
        keys: Row = points * finest // below
        return keys
    wide = points.astype(object) * finest // below
    return np.unique(wide, return_inverse=True)[1].astype(np.int64)


def _ranks(keys: Row, dense: bool) -> Row:
    """Rank keys from the greatest by one sort of (key, unit) packed into one number."""
    units = keys.size
    bits = units.bit_length()
    low = int(keys.min())
    if (int(keys.max()) - low) << bits >= LANE:
        keys, low = np.unique(keys, return_inverse=True)[1].astype(np.int64), 0
    packed = (keys - low << bits) + np.arange(units)
    packed.sort()
    order = packed[::-1] & ((1 << bits) - 1)
    key = packed[::-1] >> bits
    first = np.ones(units, np.bool_)
    np.not_equal(key[1:], key[:-1], out=first[1:])
    place = np.cumsum(first) if dense else np.maximum.accumulate(np.where(first, np.arange(1, units + 1), 0))
    found = np.empty(units, np.int64)
    found[order] = place
    return found
