"""One unit's choices laid out: components with their states, and the cheapest choice for a goal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from math import gcd

import numpy as np

from par_index.whatif.planner.field import Field
from par_index.whatif.planner.goal import Goal
from par_index.whatif.planner.knapsack import NOTHING, Choices, Table, enough, table, worthwhile
from par_index.whatif.planner.offers import Offers
from par_index.whatif.planner.programme import Links, solve
from par_index.whatif.planner.records import Solver
from par_index.whatif.planner.relations import Flags, Whole

CAPACITY = 200_000
"""The greatest cost up to which the dynamic programme is filled, where there is another way."""
LANE = 2**61


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice: one state a component, what it costs and gains (micro-points), by which solver."""

    states: tuple[int, ...]
    cost: int
    gain: int
    solver: str


@dataclass(frozen=True)
class Bench:
    """What one unit of a field may choose from."""

    field: Field
    offers: tuple[Offers, ...]
    tops: Whole
    """Each lever's last useful step, levers × units."""
    unit: int
    points: int
    max_points: int
    solver: Solver
    exclusive: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def links(self) -> Links:
        """Tell what hangs on what among the figures that this unit can still better."""
        if not self.exclusive and not any(lever.price.needs for lever in self.field.levers):
            return Links({})
        levers = {lever.entry.code: at for at, lever in enumerate(self.field.levers)}
        open_ = {code for code in levers if self._moves(code).any()}
        needs = [
            (code, other)
            for code in open_
            for other in self.field.levers[levers[code]].price.needs
            if other in open_
        ]
        groups = [tuple(code for code in group if code in open_) for group in self.exclusive]
        exclusive = [group for group in groups if len(group) > 1]
        tied = {code for pair in (*needs, *exclusive) for code in pair}
        return Links(dict.fromkeys(sorted(tied), ()), needs, exclusive)

    def _moves(self, code: str) -> Flags:
        for offers in self.offers:
            for slot, at in enumerate(offers.component.levers):
                if self.field.levers[at].entry.code == code:
                    found: Flags = offers.steps[:, slot, self.unit] > 0
                    return found
        return np.zeros(0, np.bool_)

    def weighed(self, goal: Goal) -> tuple[list[Choices], int]:
        """Give what each state is worth to a goal, and how much of it is needed.

        While the maximum stays, that is micro-points; else D·points - N·maximum for the goal N/D, whole too.
        """
        if not any(offers.grows[self.unit] for offers in self.offers):
            return self.plain, goal.points(self.max_points) - self.points
        n, d = goal.ratio.numerator, goal.ratio.denominator
        need = n * self.max_points - d * self.points + goal.strict
        groups = []
        for offers in self.offers:
            costs, gains, more, fit = offers.of(self.unit)
            small = (np.abs(gains) < LANE // d) & (np.abs(more) < LANE // max(n, 1))
            worth = d * np.where(small, gains, 0) - n * np.where(small, more, 0)
            groups.append(self._choices(offers, costs, worth, fit & small))
        return groups, need

    @cached_property
    def plain(self) -> list[Choices]:
        """Give the worthwhile states by cost and micro-points."""
        if self.links.moves:
            return [
                self._choices(offers, costs, gains, fit)
                for offers in self.offers
                for costs, gains, _, fit in (offers.of(self.unit),)
            ]
        return [offers.choices(self.unit) if offers.useful[self.unit] else NOTHING for offers in self.offers]

    def _choices(self, offers: Offers, costs: Whole, gains: Whole, fit: Flags) -> Choices:
        """Keep worthwhile states; of those that move other figures others hang on, the best of each kind."""
        tied = [self._moves(code) for code in self._tied_in(offers)]
        if not tied:
            return worthwhile(costs, gains, fit)
        kinds = np.zeros(len(costs), np.int64)
        for moved in tied:
            kinds = 2 * kinds + moved
        parts = [worthwhile(costs, gains, fit & (kinds == kind)) for kind in np.unique(kinds).tolist()]
        return Choices(
            np.concatenate([part.costs for part in parts]),
            np.concatenate([part.gains for part in parts]),
            np.concatenate([part.states for part in parts]),
        )

    def _tied_in(self, offers: Offers) -> list[str]:
        own = [self.field.levers[at].entry.code for at in offers.component.levers]
        return [code for code in own if code in self.links.moves]

    def cheapest(self, goal: Goal, banned: Sequence[Sequence[int]] = ()) -> Chosen | None:
        """Choose the least cost that reaches a goal; ``None`` when nothing does."""
        groups, need = self.weighed(goal)
        if not all(len(group.costs) for group in groups):
            return None
        if self.tied or self.solver == "milp" or banned:
            return self._programmed(groups, need, banned)
        busy = [at for at, group in enumerate(groups) if group is not NOTHING]
        active = self._busy if groups is self.plain else [groups[at] for at in busy]
        bound = enough(active, need)
        if bound is None:
            return None
        if self.solver == "auto" and bound // self.unit_cost > CAPACITY and find_spec("scipy"):
            return self._programmed(groups, need, banned)
        filled = self._table(active, bound)
        cost = filled.cost_of(need)
        if cost is None:
            return None
        states = [0] * len(groups)
        for at, state in zip(busy, filled.states(cost), strict=True):
            states[at] = state
        return self._chosen(tuple(states), "dp")

    @cached_property
    def _busy(self) -> list[Choices]:
        """Give the plain groups in which there is something to choose."""
        return [group for group in self.plain if group is not NOTHING]

    @cached_property
    def tied(self) -> bool:
        return bool(self.links.moves)

    @cached_property
    def unit_cost(self) -> int:
        """Give the greatest number that divides all costs; the default ones are as fine as they come."""
        if all(lever.price.shared for lever in self.field.levers):
            return 1
        return max(gcd(*(int(cost) for group in self.plain for cost in np.unique(group.costs))), 1)

    @cached_property
    def _filled(self) -> list[tuple[int, Table]]:
        """Keep the widest table that was filled over the plain states."""
        return []

    def _table(self, groups: Sequence[Choices], bound: int) -> Table:
        """Fill the table in units of cost up to a bound, or take one that was filled farther."""
        if groups is not self._busy:
            return self._new_table(groups, bound)
        if not self._filled or self._filled[0][0] < bound:
            self._filled[:] = [(bound, self._new_table(groups, bound))]
        return self._filled[0][1]

    def _new_table(self, groups: Sequence[Choices], bound: int) -> Table:
        unit, small = self.unit_cost, []
        for group in groups:
            end = int(np.searchsorted(group.costs, bound, side="right"))
            costs = group.costs[:end] if unit == 1 else group.costs[:end] // unit
            small.append(Choices(costs, group.gains[:end], group.states[:end]))
        return table(small, bound // unit)

    def _programmed(
        self, groups: Sequence[Choices], need: int | None, banned: Sequence[Sequence[int]]
    ) -> Chosen | None:
        moves = {
            code: [
                self._flags(code, offers, group) for offers, group in zip(self.offers, groups, strict=True)
            ]
            for code in self.links.moves
        }
        links = Links(moves, self.links.needs, self.links.exclusive)
        places = [
            [int(np.flatnonzero(group.states == state)[0]) for group, state in zip(groups, one, strict=True)]
            for one in banned
        ]
        found = solve(groups, need, links, places)
        if found is None:
            return None
        states = tuple(int(group.states[at]) for group, at in zip(groups, found, strict=True))
        return self._chosen(states, "milp")

    def _flags(self, code: str, offers: Offers, group: Choices) -> Flags:
        if code not in self._tied_in(offers):
            return np.zeros(len(group.states), np.bool_)
        return self._moves(code)[group.states]

    def _chosen(self, states: tuple[int, ...], solver: str) -> Chosen:
        pairs = [(offers, state) for offers, state in zip(self.offers, states, strict=True) if state]
        return Chosen(
            states,
            sum(int(offers.costs[state, self.unit]) for offers, state in pairs),
            sum(int(offers.gains[state, self.unit]) for offers, state in pairs),
            solver,
        )

    def most(self) -> Chosen:
        """Choose what gains the most points, whatever it costs; bars that stay shut are borne."""
        if self.tied:
            found = self._programmed(self.plain, None, ()) if all(len(g.costs) for g in self.plain) else None
            if found is not None:
                return found
        states = []
        for offers in self.offers:
            costs, gains, _, fit = offers.of(self.unit)
            kept = fit if fit.any() else np.ones_like(fit)
            order = np.lexsort((costs, -gains, ~kept))
            states.append(int(order[0]))
        return self._chosen(tuple(states), "dp")

    def steps(self, chosen: Chosen) -> Whole:
        """Give every lever's steps of a choice."""
        found = np.zeros(len(self.field.levers), np.int64)
        for offers, state in zip(self.offers, chosen.states, strict=True):
            if not state:
                continue
            found[list(offers.component.levers)] = offers.steps[state, :, self.unit]
        return found
