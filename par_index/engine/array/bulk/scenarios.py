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
from par_index.engine.array.bulk.changes import Announced, Changes, announced
from par_index.engine.array.bulk.compiling import compiled_sweep
from par_index.engine.array.bulk.counting import rank_columns
from par_index.engine.array.bulk.drive import drive
from par_index.engine.array.bulk.ground import Ground, ground_of
from par_index.engine.array.bulk.part import touched_part
from par_index.engine.array.bulk.ranking import Ranks
from par_index.engine.array.bulk.writing import ready_of
from par_index.engine.array.grading import Totals
from par_index.engine.array.kernel import Kernel, prepare
from par_index.engine.array.outcome import in_maximum
from par_index.engine.array.population import Filed, Population
from par_index.model.plan import Plan

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scenarios come to, units × scenarios; ``grades`` are places among the plan's, -1 for none."""

    points: Whole
    max_points: Whole
    grades: NDArray[Any]
    threads: int = 0
    """Of the compiled ranks; 0: numpy ranks."""

    def ranks(self, clusters: Sequence[Sequence[int]], shared: int, dense: bool = False) -> Ranks:
        """Rank the units of each cluster in every scenario; 0 where a unit has no maximum or no cluster.

        ``clusters`` list places among the units; ``shared`` is ``Scenarios.shared``.
        """
        found = np.zeros(self.points.shape, np.int32)
        for members in clusters:
            own = list(members)
            found[own] = rank_columns(self.points[own], self.max_points[own], shared, dense, self.threads)
        return found


@dataclass(frozen=True, slots=True)
class Scenarios:
    """A plan and units made ready for scenarios that change the same inputs and flags."""

    ground: Ground
    """Of the leaves that may move."""
    announced: Announced
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
        return self.announced.laid_out(figures, flags)

    def judge(self, changes: Changes) -> Outcome:
        """Judge scenarios; what is worked on at a time stays small, however many there are.

        Raises:
            ValueError: changes of another shape or type; a figure outside its declared bounds; a flag outside
                0..127.
        """
        self.announced.refuse_strange(changes)
        judged = drive(self.ground, changes, self.announced.flat_ends, self.threads)
        if judged is None:
            self.announced.refuse_all_outside(changes)
            raise AssertionError("all figures lie within their bounds")
        points, max_points = judged.points, judged.max_points
        grades: NDArray[Any] = judged.grades
        if self.ground.ready.bars is not None:
            flat = points.reshape(-1)
            totals = Totals(flat, flat, flat, flat, flat, max_points.reshape(-1))
            answers = [answer.reshape(-1).view(np.bool_) for answer in judged.answers]
            grades = self.ground.kernel.summing.graded(totals, answers).places.reshape(points.shape)
        return Outcome(points, max_points, grades, self.threads)


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
    moving = announced(inputs, flagged, box_of(part.plan), len(units))
    whole = _some(population, kernel, kernel.plan, units)
    base = _some(population, kernel, part.plan, units)
    totals, own = kernel.judge(whole).totals, part.judge(base).totals
    rest = totals.points - own.points, totals.max_points - own.max_points
    maxima = np.array([in_maximum(leaf) for leaf in kernel.plan.leaves], np.int64)
    farthest = [int(np.abs(each).max(initial=0)) for each in rest]
    ready = ready_of(part, moving.narrow, moving.wide, moving.flagged, (farthest[0], farthest[1]))
    if fast:
        compiled_sweep()
    return Scenarios(
        ground_of(part, ready, base, rest),
        moving,
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
