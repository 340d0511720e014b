"""Prove the measures that gates and bars ask for fit for float64."""

from __future__ import annotations

from fractions import Fraction
from math import inf

from par_index.engine.array.bounds import Box, size_of
from par_index.engine.array.box import threshold_of
from par_index.engine.array.lines import WHOLE
from par_index.engine.array.measure import ONE
from par_index.engine.array.questions import MeasureTest
from par_index.language.interval import Interval


def ends_by_float(asked: MeasureTest, box: Box) -> tuple[float, float] | None:
    """Give the least float64 n/d in the interval, and the least beyond it; ``None`` if not proved."""
    n, d = asked.ratio.numerator, asked.ratio.denominator
    sizes = size_of(n, box), max(size_of(d, box), 1)
    return None if asked.wide or max(sizes) >= WHOLE else half_open(asked.interval, d == ONE, sizes)


def half_open(interval: Interval, whole: bool, sizes: tuple[int, int]) -> tuple[float, float] | None:
    """Give an interval of n/d as float64: from one end on, below the other; ``None`` if not proved."""
    found = []
    for end, closed, otherwise in (
        (interval.low, interval.low_closed, -inf),
        (interval.high, not interval.high_closed, inf),
    ):
        if end is None:
            found.append(otherwise)
        elif (
            bound := threshold_of((end.numerator, end.denominator, closed), Fraction(1), whole, sizes)
        ) is None:
            return None
        else:
            found.append(bound)
    return found[0], found[1]


def index_by_float(interval: Interval, steps: int, sizes: tuple[int, int]) -> tuple[float, float] | None:
    """Do the same for points / maximum, or with ``steps`` for the published index, a whole number of them."""
    if not steps:
        return half_open(interval, False, sizes)
    low, high = (end if end is None else end * steps for end in (interval.low, interval.high))
    if 2 * sizes[0] * steps + 3 * sizes[1] >= WHOLE:
        return None
    scaled = Interval(low, interval.low_closed, high, interval.high_closed)
    return half_open(scaled, True, sizes)
