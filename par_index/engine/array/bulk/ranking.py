"""Rank the units of many rows (draws, scenarios) exactly, a sort a row.

A row's key is the whole part of -2^s · fl(points / max_points), packed with the unit's number into one int64.
Rounding, scaling by a power of two and taking the whole part keep the order, so keys are never reversed; two
different quotients may yet share a key. So every pair of neighbours with one key is compared by its products
in integers, and a run that holds different quotients is put in order by fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import frexp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE
from par_index.engine.array.evaluate import Flags

Row = NDArray[Any]
Places = NDArray[np.intp]
Ranks = NDArray[np.int32]


def rank_rows(points: Row, max_points: Row, dense: bool = False) -> Ranks:
    """Rank within each row from the greatest points / max_points: 1-2-2-4, or 1-2-2-3 when ``dense``.

    Args:
        points: rows × units, of any number type that holds them; whole numbers below 2^53, of any sign.
        max_points: the same, from 0 on; or rows × 1 where all units of a row share it.

    Returns:
        Rows × units; 0 where the maximum is 0.
    """
    rows, units = points.shape
    if not points.size:
        return np.zeros(points.shape, np.int32)
    below = np.broadcast_to(max_points, points.shape)
    unmeasured = below == 0 if max_points.min() <= 0 else None
    bits = units.bit_length()
    keys = _keys(points, max_points, unmeasured, 62 - bits)
    keys <<= bits
    keys |= np.arange(units)
    keys.sort(axis=1)
    order = keys & ((1 << bits) - 1)
    keys >>= bits
    equal = np.zeros(points.shape, np.bool_)
    np.equal(keys[:, 1:], keys[:, :-1], out=equal[:, 1:])
    if unmeasured is not None:
        equal &= keys < 1 << (62 - bits)
    if equal.any():
        _tell_apart(equal, order, points, below)
    order += (np.arange(rows) * units)[:, None]
    found = np.empty(points.size, np.int32)
    found[order.reshape(-1)] = _places(equal, dense).reshape(-1)
    ranks = found.reshape(points.shape)
    if unmeasured is not None:
        ranks[unmeasured] = 0
    return ranks


def _keys(points: Row, max_points: Row, unmeasured: Flags | None, bits: int) -> NDArray[np.int64]:
    """Give keys of so many bits and a sign, the best unit's the least; above all others where unmeasured."""
    quotients = points / (max_points if unmeasured is None else np.maximum(max_points, 1))
    farthest = max(quotients.max(), -quotients.min())
    quotients *= -(2.0 ** (bits - frexp(farthest)[1]))
    keys = quotients.astype(np.int64)
    if unmeasured is not None:
        keys[unmeasured] = 1 << bits
    return keys


def _tell_apart(equal: Flags, order: Places, points: Row, below: Row) -> None:
    """Clear ``equal`` where a unit's quotient is not that of the one before it; put such runs in order."""
    rows, later = np.nonzero(equal)
    one, other = order[rows, later - 1], order[rows, later]
    crossed = ((points, one), (below, other), (points, other), (below, one))
    sides = [array[rows, unit] for array, unit in crossed]
    fits = int(np.abs(points).max()) * int(below.max()) < LANE
    n, m, p, q = (side.astype(np.int64).astype(np.int64 if fits else object) for side in sides)
    false = np.flatnonzero(n * m != p * q)
    done: tuple[int, int] = (-1, 0)
    for row, place in zip(rows[false].tolist(), later[false].tolist(), strict=True):
        if (row, place) >= done:
            done = row, _put_in_order(row, place, equal, order, points, below)


def _put_in_order(row: int, place: int, equal: Flags, order: Places, points: Row, below: Row) -> int:
    """Put the run of one key that ``place`` lies in in exact order; give where it ends."""
    ends = np.flatnonzero(~equal[row])
    first, last = int(ends[ends < place].max()), int(ends[ends > place].min(initial=equal.shape[1]))
    units = order[row, first:last].tolist()
    exact = {unit: Fraction(int(points[row, unit]), int(below[row, unit])) for unit in units}
    units.sort(key=lambda unit: -exact[unit])
    order[row, first:last] = units
    equal[row, first + 1 : last] = [exact[a] == exact[b] for a, b in pairwise(units)]
    return last


def _places(equal: Flags, dense: bool) -> Ranks:
    """Number each row's places from 1, equals sharing the first of theirs."""
    units = equal.shape[1]
    if dense:
        return np.cumsum(~equal, axis=1, dtype=np.int32)
    places = np.empty(equal.shape, np.int32)
    places[:] = np.arange(1, units + 1)
    later = np.flatnonzero(equal)
    begins = np.diff(later, prepend=-1) != 1
    run = np.cumsum(begins) - 1
    places.reshape(-1)[later] = places.reshape(-1)[later[begins] - 1][run]
    return places
