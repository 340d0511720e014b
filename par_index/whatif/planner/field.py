"""Units laid out for planning: where each lever stands, how far it goes, what figures so many steps make.

Arrays are levers × units, or levers × columns where a column is one trial of one unit. A lever's step is one
``piece`` of its figure the better way; step 0 is the filed figure, or none where none is filed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine import array
from par_index.engine.array.evaluate import Rows, days_off
from par_index.engine.array.leaves import Leaves
from par_index.model.plan import Plan
from par_index.model.states import NOT_FILED, REJECTED
from par_index.whatif.basis import Ground
from par_index.whatif.planner.costs import WHOLE, Costs
from par_index.whatif.planner.levers import Lever, levers_of
from par_index.whatif.planner.relations import Flags, Law, Whole, bounded, laws_of

Columns = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Trials:
    """What columns of trial figures earn: leaves × columns in the plan's order, before totals."""

    points: Whole
    dropped: Whole
    """What each column's unit loses of its maximum."""
    leaves: Leaves
    rows: Rows
    known: Flags

    def lost(self, row: int) -> Whole:
        """Give what one leaf takes away from each column's maximum."""
        found: Whole = self.leaves.outcomes[row].dropped[self.leaves.outcome(row)]
        return found


@dataclass(frozen=True)
class Field:
    """The units of one ground and the levers of their plan under some costs."""

    plan: Plan
    kernel: array.Kernel
    levers: tuple[Lever, ...]
    fixed: Any
    """Why each other input does not move, by its code."""
    laws: tuple[Law, ...]
    units: tuple[str, ...]
    base: Whole
    """Inputs × units; where nothing is filed, a stand-in."""
    known: Flags
    flags: NDArray[np.uint8]
    previous: array.Filed | None

    @cached_property
    def row(self) -> dict[str, int]:
        return {entry.code: at for at, entry in enumerate(self.plan.inputs)}

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """Give each lever's row among the inputs."""
        return tuple(self.row[lever.entry.code] for lever in self.levers)

    @cached_property
    def follows(self) -> tuple[tuple[int, int], ...]:
        """List (a, b) where lowering b by a lever lowers a with it, for a <= b."""
        falling = {self.row[lever.entry.code] for lever in self.levers if lever.sign < 0}
        pairs = [pair for law in self.laws if (pair := bounded(law))]
        return tuple((one, other) for one, other in pairs if other in falling)

    @cached_property
    def start(self) -> Whole:
        """Give the place from which each lever's steps are counted, levers × units."""
        found = np.empty((len(self.levers), len(self.units)), np.int64)
        for at, (lever, row) in enumerate(zip(self.levers, self.rows, strict=True)):
            entry = lever.entry
            filed = self.base[row]
            if lever.sign > 0:
                found[at] = np.where(self.known[row], filed, entry.low - lever.piece)
            else:
                none = entry.high if entry.kind == "date" else entry.low
                last = np.minimum(filed, entry.high + lever.piece)
                found[at] = np.where(self.known[row], last, none + lever.piece)
        return found

    @cached_property
    def reach(self) -> Whole:
        """Give the most steps of each lever that its bounds, its price and the relations allow alone."""
        found = np.empty_like(self.start)
        for at, (lever, start) in enumerate(zip(self.levers, self.start, strict=True)):
            far = lever.entry.high if lever.sign > 0 else lever.entry.low
            if lever.price.most is not None:
                choose = min if lever.sign > 0 else max
                far = choose(far, lever.price.most)
            steps = (far - start) * lever.sign // lever.piece
            if lever.carried:
                entry = self.plan.input_by_code[lever.carried]
                taken = self.base[self.row[lever.carried]]
                steps = np.minimum(steps, (entry.high - taken) // lever.piece)
                steps = np.where(self.known[self.row[lever.carried]], steps, 0)
            touched = {self.row[code] for code in (lever.entry.code, lever.carried) if code}
            for law in self.laws:
                if touched & law.touched:
                    steps = self._held(lever, law, steps)
            found[at] = np.maximum(steps, 0)
        return found

    def _held(self, lever: Lever, law: Law, steps: Whole) -> Whole:
        """Keep steps within one relation, all other figures as filed."""
        own, change = self.row[lever.entry.code], lever.sign * lever.piece
        if law.total is None or bounded(law) in self.follows:
            return steps
        weights = dict(law.total.weights)
        pull = weights.get(own, 0) * change
        if lever.carried:
            pull -= weights.get(self.row[lever.carried], 0) * change
        if pull <= 0:
            return steps
        others = [row for row in law.rows if row != own]
        filed = self.known[others].all(axis=0)
        left = law.total.left(self.base) + np.where(
            self.known[own], 0, weights.get(own, 0) * (self._start_of(own) - self.base[own])
        )
        return np.where(filed, np.minimum(steps, (law.total.bound - left) // pull), steps)

    def _start_of(self, row: int) -> Whole:
        found: Whole = self.start[self.rows.index(row)]
        return found

    def figures(self, steps: Whole, columns: Columns) -> tuple[Whole, Flags, NDArray[np.uint8]]:
        """Make the figures of trials: levers' ``steps`` (levers × columns) of the columns' units."""
        figures, known = self.base[:, columns], self.known[:, columns]
        for at, (lever, row) in enumerate(zip(self.levers, self.rows, strict=True)):
            moved = steps[at] > 0
            if not moved.any():
                continue
            change = lever.sign * lever.piece * steps[at]
            figures[row] = np.where(moved, self.start[at, columns] + change, figures[row])
            known[row] |= moved
            if lever.carried:
                figures[self.row[lever.carried]] -= change
        for one, other in self.follows:
            both = known[one] & known[other]
            figures[one] = np.where(both, np.minimum(figures[one], figures[other]), figures[one])
        return figures, known, self._flags(known, columns)

    def _flags(self, known: Flags, columns: Columns) -> NDArray[np.uint8]:
        """Clear what said that figures were missing or refused, of leaves whose figures are all there now."""
        flags = self.flags[:, columns]
        missing = NOT_FILED | REJECTED
        for at in self.lacking:
            leaf = self.plan.leaves[at]
            there = known[[self.row[code] for code in leaf.inputs]].all(axis=0)
            flags[at] = np.where(there, flags[at] & ~np.uint8(missing), flags[at])
        return flags

    @cached_property
    def lacking(self) -> tuple[int, ...]:
        """List the leaves that lack a figure of some unit."""
        found = np.flatnonzero((self.flags & (NOT_FILED | REJECTED)).any(axis=1))
        return tuple(found.tolist())

    def judge(self, steps: Whole, columns: Columns) -> Trials:
        """Judge trials by the exact kernel, gates and ceilings included."""
        figures, known, flags = self.figures(steps, columns)
        names = ("",) * len(columns)
        before = self.previous and array.Filed(
            self.previous.values[:, columns], self.previous.known[:, columns]
        )
        population = array.Population(names, array.Filed(figures, known), flags, before)
        rows = Rows(figures, self.kernel.lanes.index, days_off(self.plan.holidays))
        leaves, dropped = self.kernel.lanes.judge(population, rows)
        self.kernel.trim.apply(leaves, rows, known)
        points = leaves.points[list(leaves.slots)].astype(np.int64)
        return Trials(points, dropped, leaves, rows, known)

    def cost(self, at: int, steps: Whole, top: Whole, columns: Columns) -> Whole:
        """Price so many steps of one lever; ``top`` is the place beyond which nothing is gained."""
        lever = self.levers[at]
        price, moved = lever.price, steps > 0
        if price.shared:
            way = np.maximum(self.way(at, top, columns), 1)
            found: Whole = np.where(moved, np.minimum(-(-WHOLE * steps // way), WHOLE), 0)
            return found
        begun: Whole = -(-steps * lever.piece // price.step)
        paid: Whole = np.where(moved, price.fixed + price.per_step * begun, 0)
        return paid

    def way(self, at: int, top: Whole, columns: Columns) -> Whole:
        """Give the whole way of a lever in steps: from its worst end to its top."""
        lever, start = self.levers[at], self.start[at, columns]
        if lever.sign > 0:
            behind = (start - lever.entry.low) // lever.piece
        elif lever.entry.kind == "date":
            behind = (lever.entry.high - start) // lever.piece
        else:
            behind = np.zeros_like(start)
        way: Whole = top + np.maximum(behind, 0)
        return way


def field_of(ground: Ground, costs: Costs, units: Sequence[str]) -> Field:
    """Lay units of a ground out."""
    cases = [ground.facts[ground.at[unit]].case for unit in units]
    population = array.load(ground.plan, cases)
    levers, fixed = levers_of(ground.plan, costs)
    return Field(
        plan=ground.plan,
        kernel=ground.kernel,
        levers=levers,
        fixed=fixed,
        laws=laws_of(ground.plan),
        units=tuple(units),
        base=population.figures.values,
        known=population.figures.known,
        flags=population.flags,
        previous=population.previous,
    )
