"""Answer the tests of gates, bars, flags and targets for every unit."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE, Box, reach_of
from par_index.engine.array.evaluate import Flags, Rows, Whole, value_of
from par_index.engine.array.measure import ratio_of
from par_index.language.ast import Expression, inputs_of
from par_index.language.interval import Interval
from par_index.points import MICRO


def holds_points(points: NDArray[np.int64], interval: Interval) -> Flags:
    """Tell where points (in micro-points) lie in an interval of points."""
    return holds_ratio(points, np.full(points.shape, MICRO), interval)


def holds_ratio(n: Whole, d: Whole, interval: Interval) -> Flags:
    """Tell where n/d lies in an interval (d > 0), by products that are widened when they might pass int64."""
    found = np.ones(n.shape, np.bool_)
    if interval.low is not None:
        found &= passes(n, d, interval.low, interval.low_closed)
    if interval.high is not None:
        found &= ~passes(n, d, interval.high, not interval.high_closed)
    return found


def passes(n: Whole, d: Whole, bound: Fraction, closed: bool) -> Flags:
    """Tell where n/d is at least (``closed``) or above a bound."""
    p, q = bound.numerator, bound.denominator
    farthest = max(int(np.abs(n).max(initial=1)) * q, int(np.abs(d).max(initial=1)) * abs(p))
    if farthest >= LANE:
        n, d = n.astype(object), d.astype(object)
    found: Flags = n * q >= d * p if closed else n * q > d * p
    return found


def holds_measure(
    tree: Expression, interval: Interval, rows: Rows, known: NDArray[np.bool_], box: Box
) -> Flags:
    """Tell where a measure lies in an interval; a figure not filed or an empty measure answers no."""
    ratio = ratio_of(tree)
    parts = (ratio.numerator, ratio.denominator, *ratio.empties)
    wide = max(reach_of(part, box) for part in parts) >= LANE
    answered = known[[rows.index[code] for code in inputs_of(tree)]].all(axis=0)
    for empty in ratio.empties:
        answered &= value_of(empty, rows, wide) != 0
    d = np.maximum(value_of(ratio.denominator, rows, wide), 1)
    return answered & holds_ratio(value_of(ratio.numerator, rows, wide), d, interval)
