"""Judge scenarios over some units of a population: only what they touch, in blocks of any size.

Scenarios run along the last axis: *units × scenarios*. Points are micro-points.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import box_of
from par_index.engine.array.bulk.counting import rank_columns
from par_index.engine.array.bulk.fast import Swift, swift
from par_index.engine.array.bulk.part import touched_part
from par_index.engine.array.bulk.ranking import Ranks
from par_index.engine.array.evaluate import Rows, days_off
from par_index.engine.array.grading import Totals
from par_index.engine.array.kernel import Kernel, prepare
from par_index.engine.array.outcome import in_maximum
from par_index.engine.array.population import Filed, Population
from par_index.model.plan import Plan

Whole = NDArray[np.int64]
COLUMNS = 2**14
"""Units × scenarios judged at a time: what is worked on stays in the processor's caches."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What scenarios change, units × scenarios: figures by input, flags by leaf (0..127).

    A figure that is set is filed; the flag of one that was not filed must be cleared with it.
    """

    figures: Mapping[str, Whole]
    flags: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Give units and scenarios.

        Raises:
            ValueError: changes of different shapes, or none.
        """
        shapes = {array.shape for array in self.figures.values()} | {
            array.shape for array in self.flags.values()
        }
        if len(shapes) != 1 or len(shape := shapes.pop()) != 2:
            raise ValueError("changes are units × scenarios, all of one shape")
        return shape

    def between(self, first: int, last: int) -> Changes:
        """Give some of the scenarios."""
        some = slice(first, last)
        return Changes(
            {code: figures[:, some] for code, figures in self.figures.items()},
            {code: flags[:, some] for code, flags in self.flags.items()},
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What scenarios come to, units × scenarios; ``grades`` are places among the plan's, -1 for none."""

    points: Whole
    max_points: Whole
    grades: NDArray[np.int16]

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

    kernel: Kernel
    """Of the leaves that may move."""
    base: Population
    """The units as filed, in that kernel's inputs and leaves."""
    rest: tuple[Whole, Whole]
    """What all other leaves give each unit: points and maximum."""
    shared: int
    """What divides every maximum: the greatest common divisor of the leaves'."""
    swift: Swift | None = None
    """The compiled loop, where it was asked for and can judge this part."""

    def judge(self, changes: Changes) -> Outcome:
        """Judge scenarios at once; a caller with very many takes ``blocks``.

        Raises:
            ValueError: a change that was not announced, of a shape that does not fit, a figure outside its
                declared bounds, a flag outside 0..127.
        """
        population = self._laid_out(changes)
        kernel, known = self.kernel, population.figures.known
        rows = Rows(population.figures.values, kernel.lanes.index, days_off(kernel.plan.holidays))
        if self.swift:
            points, max_points, answers = self.swift.judge(population, rows)
            whole = self._whole(points, max_points)
            graded = kernel.summing.graded(whole, answers)
        else:
            leaves, dropped = kernel.lanes.judge(population, rows)
            kernel.trim.apply(leaves, rows, known)
            totals = kernel.summing.totals(leaves, dropped)
            whole = self._whole(totals.points, totals.max_points)
            graded = kernel.summing.grade(whole, leaves, rows, known)
        shape = (len(self.base.units), -1)
        return Outcome(
            whole.points.reshape(shape), whole.max_points.reshape(shape), graded.places.reshape(shape)
        )

    def _whole(self, points: Whole, max_points: Whole) -> Totals:
        """Add what the untouched leaves give; the kinds are not told apart."""
        for own, rest in zip((points, max_points), self.rest, strict=True):
            by_unit = own.reshape(len(rest), -1)
            by_unit += rest[:, None]
        return Totals(points, points, points, points, points, max_points)

    def blocks(self, changes: Changes) -> Iterator[Outcome]:
        """Judge scenarios block by block, in order; what is kept of a block is the caller's choice."""
        step = max(COLUMNS // max(len(self.base.units), 1), 1)
        for first in range(0, changes.shape[1], step):
            yield self.judge(changes.between(first, first + step))

    def _laid_out(self, changes: Changes) -> Population:
        """Lay scenarios out as columns, those of a unit side by side."""
        plan, base, shape = self.kernel.plan, self.base, changes.shape
        if shape[0] != len(base.units):
            raise ValueError(f"changes are of {shape[0]} units, not of {len(base.units)}")
        codes, leaves = [entry.code for entry in plan.inputs], [leaf.code for leaf in plan.leaves]
        known = np.repeat(base.figures.known, shape[1], axis=1)
        values, flags = np.empty(known.shape, np.int64), np.empty((len(leaves), known.shape[1]), np.uint8)
        _fill(values, codes, base.figures.values, changes.figures, box_of(plan))
        _fill(flags, leaves, base.flags, changes.flags, dict.fromkeys(leaves, (0, 127)))
        known[[codes.index(code) for code in changes.figures]] = True
        previous = base.previous and Filed(
            np.repeat(base.previous.values, shape[1], axis=1),
            np.repeat(base.previous.known, shape[1], axis=1),
        )
        return Population(base.units * shape[1], Filed(values, known), flags, previous)


def _fill(
    rows: NDArray[np.int64] | NDArray[np.uint8],
    codes: Sequence[str],
    base: NDArray[np.int64] | NDArray[np.uint8],
    changed: Mapping[str, NDArray[np.int64]] | Mapping[str, NDArray[np.uint8]],
    ends: Mapping[str, tuple[int, int]],
) -> None:
    """Write what is changed, and repeat what is not; all within its ends."""
    if not changed.keys() <= {*codes}:
        raise ValueError(f"{min(changed.keys() - {*codes})} was not announced as changing")
    for row, code in enumerate(codes):
        found = changed.get(code)
        if found is None:
            rows[row] = np.repeat(base[row], rows.shape[1] // max(base.shape[1], 1))
            continue
        low, high = ends[code]
        if found.size and not low <= found.min() <= found.max() <= high:
            raise ValueError(f"{code} lies outside its bounds")
        rows[row] = found.reshape(-1)


def scenarios_of(
    kernel: Kernel,
    population: Population,
    units: Sequence[int],
    inputs: Collection[str],
    flagged: Collection[str] = (),
    grades: bool = False,
    fast: bool = False,
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

    Raises:
        ImportError: ``fast`` is asked for, and numba is not installed.
        ValueError: an input or a leaf that the plan does not hold.
    """
    part = prepare(touched_part(kernel.plan, inputs, flagged, grades))
    whole = _some(population, kernel, kernel.plan, units)
    base = _some(population, kernel, part.plan, units)
    totals, own = kernel.judge(whole).totals, part.judge(base).totals
    rest = totals.points - own.points, totals.max_points - own.max_points
    maxima = np.array([in_maximum(leaf) for leaf in kernel.plan.leaves], np.int64)
    return Scenarios(part, base, rest, max(int(np.gcd.reduce(maxima)), 1), swift(part) if fast else None)


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
