"""Plan for every unit of a ground at once, by the dynamic programme.

The kernel judges the states of many units in one call; each unit then has its own small table, and all plans
are judged once more together. What is left out beside ``plan``: the frontier, the words and the second
engine. A component of several figures is offered fewer combinations, so that memory and time stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from par_index.whatif.basis import Ground
from par_index.whatif.planner.bench import Bench
from par_index.whatif.planner.components import components_of
from par_index.whatif.planner.costs import DEFAULT, Costs
from par_index.whatif.planner.field import Field, field_of
from par_index.whatif.planner.gates import tying
from par_index.whatif.planner.goal import Goal, League, is_reached
from par_index.whatif.planner.offers import offers_of
from par_index.whatif.planner.records import Place, Target
from par_index.whatif.planner.relations import Whole
from par_index.whatif.planner.search import Desk
from par_index.whatif.planner.tops import tops_of

MOST_STATES = 120
BLOCK = 512
"""Units laid out at once."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Brief:
    """One unit's cheapest plan in short; ``cost`` is ``None`` where the target is out of reach."""

    unit: str
    cost: int | None
    points: int
    max_points: int
    figures: Mapping[str, int]
    """The planned figures that differ from the filed ones, each as far as its cost buys."""


def plan_all(
    ground: Ground,
    target: Target | Callable[[str], Target],
    costs: Costs | None = None,
    *,
    units: Sequence[str] | None = None,
    margin: Fraction | None = None,
    most_states: int = MOST_STATES,
    on_progress: Progress | None = None,
) -> tuple[Brief, ...]:
    """Plan for units (by default all of the ground), each as if the others stood still (or rose by a margin).

    ``target`` may be a function of the unit's code. Units without an index are left out. Prerequisites and
    exclusive groups are solved one by one.
    """
    costs = costs or DEFAULT
    league = League(ground, costs.margin if margin is None else margin)
    asked = target if callable(target) else (lambda _: target)
    goals: dict[str, tuple[Target, Goal | None]] = {}
    for unit in units if units is not None else tuple(ground.at):
        if ground.verdicts[ground.at[unit]].max_points:
            goals[unit] = (asked(unit), league.goal(unit, asked(unit)))
    found: dict[str, Brief] = {}
    for kind in _alike(ground, costs, goals):
        for first in range(0, len(kind), BLOCK):
            own = kind[first : first + BLOCK]
            found |= _Block(league, costs, own, goals, most_states).plans()
            if on_progress:
                on_progress(len(found))
    return tuple(found[unit] for unit in goals)


def _alike(
    ground: Ground, costs: Costs, goals: Mapping[str, tuple[Target, Goal | None]]
) -> Sequence[Sequence[str]]:
    """Group units whose levers hang together in the same way: by the gates that tie, and the bars asked."""
    units = tuple(goals)
    if not units:
        return ()
    field = field_of(ground, costs, units)
    trials = field.judge(np.zeros((len(field.levers), len(units)), np.int64), np.arange(len(units)))
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for at, unit in enumerate(units):
        goal = goals[unit][1]
        groups.setdefault((tying(ground.plan, trials, at), goal.bars if goal else ()), []).append(unit)
    return tuple(groups.values())


class _Block:
    """Some units whose levers hang together in the same way."""

    def __init__(
        self,
        league: League,
        costs: Costs,
        units: Sequence[str],
        goals: Mapping[str, tuple[Target, Goal | None]],
        most_states: int,
    ) -> None:
        self._league, self._ground, self._costs = league, league.ground, costs
        self._units, self._goals, self._most = units, goals, most_states

    def plans(self) -> dict[str, Brief]:
        ground, plan = self._ground, self._ground.plan
        field = field_of(ground, self._costs, self._units)
        first = field.judge(np.zeros((len(field.levers), 1), np.int64), np.zeros(1, np.intp))
        rows = plan.grades.bars if plan.grades else ()
        goal = self._goals[self._units[0]][1]
        bars = [(at, rows[at]) for at in (goal.bars if goal else ())]
        components = components_of(field, [plan.gates[at] for at in tying(plan, first, 0)], bars)
        tops = tops_of(field, components)
        offers = offers_of(field, components, tops, self._most)
        steps = np.zeros((len(field.levers), len(self._units)), np.int64)
        cost: list[int | None] = []
        for at, unit in enumerate(self._units):
            verdict = ground.verdicts[ground.at[unit]]
            bench = Bench(
                field, offers, tops, at, verdict.points, verdict.max_points, "auto", self._costs.exclusive
            )
            cost.append(self._choose(bench, unit, steps[:, at]))
        return self._briefs(field, steps, cost)

    def _choose(self, bench: Bench, unit: str, into: Whole) -> int | None:
        target, goal = self._goals[unit]
        if goal is None or is_reached(self._league, goal, target, self._now(unit)):
            return 0
        chosen = bench.cheapest(goal)
        if chosen is None:
            return None
        into[:] = bench.steps(chosen)
        return chosen.cost

    def _now(self, unit: str) -> Place:
        verdict, standing = self._ground.verdicts[self._ground.at[unit]], self._ground.standing[unit]
        return Place(verdict.points, verdict.max_points, standing.index, standing.rank, verdict.grade)

    def _briefs(self, field: Field, steps: Whole, cost: Sequence[int | None]) -> dict[str, Brief]:
        """Judge all plans together; one that does not reach its target is sought again by itself."""
        columns = np.arange(len(self._units))
        trials = field.judge(steps, columns)
        points = trials.points.sum(axis=0).tolist()
        lost = (trials.dropped - field.judge(np.zeros_like(steps), columns).dropped).tolist()
        moved = (trials.rows.matrix != field.base) | (trials.known != field.known)
        found = {}
        for at, unit in enumerate(self._units):
            most = self._ground.verdicts[self._ground.at[unit]].max_points - lost[at]
            goal = self._goals[unit][1]
            if cost[at] and goal is not None and not goal.reached(points[at], most):
                found[unit] = self._alone(unit, goal)
                continue
            changed = np.flatnonzero(moved[:, at] & trials.known[:, at]).tolist()
            figures = {field.plan.inputs[row].code: int(trials.rows.matrix[row, at]) for row in changed}
            found[unit] = Brief(unit, cost[at], points[at], most, figures)
        return found

    def _alone(self, unit: str, goal: Goal) -> Brief:
        desk = Desk(self._ground, self._costs, unit, "auto", self._most)
        bench = desk.bench(desk.field(), goal, coupled=True)
        found = desk.seek(bench, goal, self._goals[unit][0].grade)
        now = desk.verdict
        if found is None:
            return Brief(unit, None, now.points, now.max_points, {})
        filed = desk.filed.values
        figures = {code: value for code, value in found.case.values.items() if filed.get(code) != value}
        tops, column = bench.tops, np.zeros(1, np.intp)
        cost = sum(
            int(bench.field.cost(at, found.steps[at : at + 1], tops[at], column)[0])
            for at in range(len(bench.field.levers))
        )
        return Brief(unit, cost, found.verdict.points, found.verdict.max_points, figures)
