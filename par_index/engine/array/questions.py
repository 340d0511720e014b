"""Answer the tests of gates and bars for every unit."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE, Box, reach_of
from par_index.engine.array.evaluate import Flags, Rows, Whole, value_of
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.measure import Ratio, ratio_of
from par_index.engine.array.outcome import STATES
from par_index.language.ast import inputs_of
from par_index.language.interval import Interval
from par_index.model.plan import Plan
from par_index.model.questions import Test
from par_index.model.states import State
from par_index.points import MICRO

NOT_APPLICABLE = STATES.index(State.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class PointsTest:
    """Do the points of some leaves sum to between two whole numbers of micro-points?"""

    rows: tuple[int, ...]
    low: int | None
    high: int | None
    applicable: bool
    """A single leaf that is not applicable answers no."""


@dataclass(frozen=True, slots=True)
class MeasureTest:
    """Does a measure lie in an interval? ``inputs`` are the rows of all the figures it reads."""

    ratio: Ratio
    inputs: tuple[int, ...]
    interval: Interval
    wide: bool


@dataclass(frozen=True, slots=True)
class IndexTest:
    """Does the exact index lie in an interval?"""

    interval: Interval


Question = PointsTest | MeasureTest | IndexTest


def question_of(test: Test, plan: Plan, box: Box, also: bool = False) -> Question:
    """Prepare a test; ``also``: ask it of a leaf that is not applicable too."""
    if test.subject == "index":
        return IndexTest(test.interval)
    if test.subject == "measure" and test.measure is not None:
        ratio = ratio_of(test.measure)
        parts = (ratio.numerator, ratio.denominator, *ratio.empties)
        inputs = tuple(list(box).index(code) for code in inputs_of(test.measure))
        return MeasureTest(ratio, inputs, test.interval, max(reach_of(part, box) for part in parts) >= LANE)
    rows = tuple(row for row, leaf in enumerate(plan.leaves) if leaf.code == test.code)
    if test.subject == "area":
        kinds = ("appraised", "survey")
        rows = tuple(k for k, leaf in enumerate(plan.leaves) if leaf.area == test.code and leaf.kind in kinds)
    return PointsTest(rows, *_whole_ends(test.interval), applicable=test.subject == "leaf" and not also)


def _whole_ends(interval: Interval) -> tuple[int | None, int | None]:
    """Give the least and the greatest whole number of micro-points in an interval of points."""
    low, high = (end * MICRO if end is not None else None for end in (interval.low, interval.high))
    first = None if low is None else ceil(low) if interval.low_closed else floor(low) + 1
    last = None if high is None else floor(high) if interval.high_closed else ceil(high) - 1
    return first, last


def answer_points(asked: PointsTest, leaves: Leaves) -> Flags:
    """Answer by the points the leaves have at this moment."""
    slots = [leaves.slots[row] for row in asked.rows]
    points = leaves.points[slots[0]] if len(slots) == 1 else leaves.points[slots].sum(axis=0)
    low, high = asked.low, asked.high
    found: Flags = points >= low if low is not None else np.ones(points.shape, np.bool_)
    if high is not None:
        found &= points <= high
    if asked.applicable:
        (row,) = asked.rows
        units = np.flatnonzero(found)
        found[units] = leaves.outcomes[row].states[leaves.outcome(row, units)] != NOT_APPLICABLE
    return found


def answer_measure(asked: MeasureTest, rows: Rows, known: NDArray[np.bool_]) -> Flags:
    """Answer by a measure; a figure that is not filed, or an empty measure, answers no."""
    ratio, wide = asked.ratio, asked.wide
    answered: Flags = np.logical_and.reduce(known[list(asked.inputs)], axis=0)
    for empty in ratio.empties:
        answered &= value_of(empty, rows, wide) != 0
    d = np.maximum(value_of(ratio.denominator, rows, wide), 1)
    return answered & Quotients(value_of(ratio.numerator, rows, wide), d).hold(asked.interval)


class Quotients:
    """The quotients n/d (d > 0) of many units, compared with bounds by products; each bound is met once."""

    def __init__(self, n: Whole, d: Whole) -> None:
        self._n, self._d = n, d
        self._farthest = max(int(abs(row).max(initial=1)) for row in (n, d))
        self._known: dict[tuple[Fraction, bool], Flags] = {}

    def hold(self, interval: Interval) -> Flags:
        """Tell which lie in an interval."""
        found = np.ones(self._n.shape, np.bool_)
        if interval.low is not None:
            found &= self._pass(interval.low, interval.low_closed)
        if interval.high is not None:
            found &= ~self._pass(interval.high, not interval.high_closed)
        return found

    def _pass(self, bound: Fraction, closed: bool) -> Flags:
        """Tell which are at least (``closed``) or above a bound; wide where products may pass int64."""
        if (bound, closed) not in self._known:
            p, q = bound.numerator, bound.denominator
            n: Any = self._n
            d: Any = self._d
            if self._farthest * max(abs(p), q) >= LANE:
                n, d = n.astype(object), d.astype(object)
            self._known[bound, closed] = n * q >= d * p if closed else n * q > d * p
        return self._known[bound, closed]
