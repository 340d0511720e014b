"""Judge scenarios over some units of a population: only what they touch, in blocks of any size.

Scenarios run along the last axis: *units × scenarios*. Points are micro-points.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import box_of
from par_index.engine.array.bulk.counting import rank_columns
from par_index.engine.array.bulk.drive import by_numba, by_numpy, compiled
from par_index.engine.array.bulk.ground import Ground, ground_of
from par_index.engine.array.bulk.part import touched_part
from par_index.engine.array.bulk.ranking import Ranks
from par_index.engine.array.bulk.tape import ready_of
from par_index.engine.array.grading import Totals
from par_index.engine.array.kernel import Kernel, prepare
from par_index.engine.array.outcome import in_maximum
from par_index.engine.array.population import Filed, Population
from par_index.model.plan import Plan

Whole = NDArray[np.int64]
INT32 = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Changes:
    """What scenarios change, … × units × scenarios, rows in the order of ``Scenarios``.

    A figure that is set is filed; the flag of one that was not filed must be cleared with it.
    """

    narrow: NDArray[np.int32]
    wide: Whole
    flags: NDArray[np.uint8]
    """0..127."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scenarios come to, units × scenarios; ``grades`` are places among the plan's, -1 for none."""

    points: Whole
    max_points: Whole
    grades: NDArray[Any]

    def ranks(self, clusters: Sequence[Sequence[int]], shared: int, dense: bool = False) -> Ranks:
        """Rank the units of each cluster in every scenario; 0 where a unit has no maximum or no cluster.

        ``clusters`` list places among the units; ``shared`` is ``Scenarios.shared``.
        """
        found = np.zeros(self.points.shape, np.int32)
        for members in clusters:
            own = list(members)
            found[own] = rank_columns(self.points[own], self.max_points[own], shared, dense)
        return found


@dataclass(frozen=True, slots=True)
class Scenarios:
    """A plan and units made ready for scenarios that change the same inputs and flags."""

    ground: Ground
    """Of the leaves that may move."""
    narrow: tuple[str, ...]
    wide: tuple[str, ...]
    """The inputs that change: those whose bounds int32 holds, and the others."""
    flagged: tuple[str, ...]
    shared: int
    """What divides every maximum: the greatest common divisor of the leaves'."""
    threads: int
    """Of the compiled sweep; 0: numpy judges."""

    def changes(self, figures: Mapping[str, Whole], flags: Mapping[str, NDArray[np.uint8]]) -> Changes:
        """Lay changes out that stand by input and by leaf, units × scenarios each.

        Raises:
            ValueError: changes of different shapes, or none; one that was not announced, or that lacks; a
                figure outside its declared bounds.
        """
        arrays = {**figures, **flags}
        shapes = {array.shape for array in arrays.values()}
        if len(shapes) != 1 or len(shape := shapes.pop()) != 2:
            raise ValueError("changes are units × scenarios, all of one shape")
        if strange := arrays.keys() ^ {*self.narrow, *self.wide, *self.flagged}:
            raise ValueError(f"{min(strange)} was not announced as changing, or does not change")
        box = box_of(self.ground.kernel.plan)
        for code in self.narrow:
            if figures[code].size and not box[code][0] <= figures[code].min() <= figures[code].max() <= box[code][1]:
                raise ValueError(f"{code} lies outside its bounds")
        narrow = np.empty((len(self.narrow), *shape), np.int32)
        wide = np.empty((len(self.wide), *shape), np.int64)
        own = np.empty((len(self.flagged), *shape), np.uint8)
        for rows, codes, source in ((narrow, self.narrow, figures), (wide, self.wide, figures), (own, self.flagged, flags)):
            for row, code in enumerate(codes):
                rows[row] = source[code]
        return Changes(narrow, wide, own)

    def judge(self, changes: Changes) -> Outcome:
        """Judge scenarios; what is worked on at a time stays small, however many there are.

        Raises:
            ValueError: changes of another shape or type; a figure outside its declared bounds; a flag outside
                0..127.
        """
        narrow, wide, flags = changes.narrow, changes.wide, changes.flags
        count = self._count(changes)
        box = box_of(self.ground.kernel.plan)
        ends = np.array([end for code in (*self.narrow, *self.wide) for end in box[code]], np.int64)
        if flags.size and flags.max() > 127:
            raise ValueError("a flag lies outside 0..127")
        given = (self.ground, *map(np.ascontiguousarray, (narrow, wide, flags)), ends, count)
        judged = by_numba(*given, self.threads) if self.threads else by_numpy(*given)
        if judged is None:
            raise ValueError(f"{self._outside(changes)} lies outside its bounds")
        if self.ground.ready.bars is None:
            return Outcome(judged.points, judged.max_points, judged.grades)
        summing, flat = self.ground.kernel.summing, judged.points.reshape(-1)
        totals = Totals(flat, flat, flat, flat, flat, judged.max_points.reshape(-1))
        answers = [answer.reshape(-1).view(np.bool_) for answer in judged.answers]
        grades = summing.graded(totals, answers).places.reshape(judged.points.shape)
        return Outcome(judged.points, judged.max_points, grades)

    def _count(self, changes: Changes) -> int:
        """Give how many scenarios there are."""
        units, counts = len(self.ground.base.units), set()
        expected = ((self.narrow, np.int32), (self.wide, np.int64), (self.flagged, np.uint8))
        for rows, (codes, number) in zip((changes.narrow, changes.wide, changes.flags), expected, strict=True):
            if rows.ndim != 3 or rows.shape[:2] != (len(codes), units) or rows.dtype != number:
                raise ValueError(f"expected are {len(codes)} rows × {units} units × scenarios of {number.__name__}")
            counts.add(rows.shape[2])
        if len(counts) > 1:
            raise ValueError("changes are of different numbers of scenarios")
        return counts.pop()

    def _outside(self, changes: Changes) -> str:
        box = box_of(self.ground.kernel.plan)
        for codes, rows in ((self.narrow, changes.narrow), (self.wide, changes.wide)):
            for code, row in zip(codes, rows, strict=True):
                if not box[code][0] <= row.min() <= row.max() <= box[code][1]:
                    return code
        raise AssertionError("all figures lie within their bounds")


def scenarios_of(
    kernel: Kernel,
    population: Population,
    units: Sequence[int],
    inputs: Collection[str],
    flagged: Collection[str] = (),
    grades: bool = False,
    fast: bool = False,
    threads: int = 0,
) -> Scenarios:
    """Make ready for scenarios that change these inputs, and the flags of these leaves, for some units.

    Args:
        kernel: of the whole plan.
        population: laid out for it.
        units: places in the population.
        inputs: codes of the inputs whose figures scenarios will set.
        flagged: codes of the leaves whose flags scenarios will set.
        grades: find the grades too, at the price of judging what their bars ask about.
        fast: judge by numba, the extra ``fast``; worth its start for millions of units × scenarios.
        threads: of numba; one a processor otherwise.

    Raises:
        ImportError: ``fast`` is asked for, and numba is not installed.
        ValueError: an input or a leaf that the plan does not hold.
    """
    part = prepare(touched_part(kernel.plan, inputs, flagged, grades))
    box = box_of(part.plan)
    narrow = tuple(code for code in inputs if -INT32 <= box[code][0] and box[code][1] <= INT32)
    wide = tuple(code for code in inputs if code not in narrow)
    whole = _some(population, kernel, kernel.plan, units)
    base = _some(population, kernel, part.plan, units)
    totals, own = kernel.judge(whole).totals, part.judge(base).totals
    rest = totals.points - own.points, totals.max_points - own.max_points
    maxima = np.array([in_maximum(leaf) for leaf in kernel.plan.leaves], np.int64)
    farthest = [int(np.abs(each).max(initial=0)) for each in rest]
    ready = ready_of(part, narrow, wide, tuple(flagged), (farthest[0], farthest[1]))
    if fast:
        compiled()
    return Scenarios(
        ground_of(part, ready, base, rest),
        narrow,
        wide,
        tuple(flagged),
        max(int(np.gcd.reduce(maxima)), 1),
        (threads or cpu_count() or 1) if fast else 0,
    )


def _some(population: Population, kernel: Kernel, plan: Plan, units: Sequence[int]) -> Population:
    """Take some units, and the inputs and leaves of a part of the plan."""
    inputs = np.ix_([kernel.lanes.index[entry.code] for entry in plan.inputs], units)
    row_of = {leaf.code: row for row, leaf in enumerate(kernel.plan.leaves)}
    leaves = np.ix_([row_of[leaf.code] for leaf in plan.leaves], units)
    filed = [
        year and Filed(year.values[inputs], year.known[inputs])
        for year in (population.figures, population.previous)
    ]
    names = tuple(population.units[unit] for unit in units)
    assert filed[0] is not None
    return Population(names, filed[0], population.flags[leaves], filed[1])
