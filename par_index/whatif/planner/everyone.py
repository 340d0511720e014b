"""Plan for every unit of a ground at once, by the dynamic programme.

The kernel judges the states of many units in one call; each unit then has its own small table, and all plans
are judged once more together. What is left out beside ``plan``: the frontier, the words and the second
engine. A component of several figures is offered fewer combinations, so that memory and time stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context

import numpy as np

from par_index.engine.array import prepare
from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Group, Unit, UnitFacts
from par_index.model.plan import Plan
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
from par_index.whatif.where.memory import keep_memory

MOST_STATES = 120
BLOCK = 512
"""Units laid out at once."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one unit is to reach, as an index, and whether it is there (``done``)."""

    target: Target
    goal: Goal | None
    done: bool


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
    workers: int = 1,
    on_progress: Progress | None = None,
) -> tuple[Brief, ...]:
    """Plan for units (by default all of the ground), each as if the others stood still (or rose by a margin).

    ``target`` may be a function of the unit's code. Units without an index are left out. Prerequisites and
    exclusive groups are solved one by one. ``workers`` above 1: so many spawned processes share the units,
    with the same answers.
    """
    costs = costs or DEFAULT
    league = League(ground, costs.margin if margin is None else margin)
    asked = target if callable(target) else (lambda _: target)
    goals: dict[str, Asked] = {}
    for unit in units if units is not None else tuple(ground.at):
        if ground.verdicts[ground.at[unit]].max_points:
            wanted = asked(unit)
            goal = league.goal(unit, wanted)
            done = goal is None or is_reached(league, goal, wanted, _now(ground, unit))
            goals[unit] = Asked(wanted, goal, done)
    found: dict[str, Brief] = {}
    for briefs in _shared(ground, costs, goals, most_states, workers):
        found |= briefs
        if on_progress:
            on_progress(len(found))
    return tuple(found[unit] for unit in goals)


def _now(ground: Ground, unit: str) -> Place:
    verdict, standing = ground.verdicts[ground.at[unit]], ground.standing[unit]
    return Place(verdict.points, verdict.max_points, standing.index, standing.rank, verdict.grade)


def _shared(
    ground: Ground, costs: Costs, goals: Mapping[str, Asked], most_states: int, workers: int
) -> Iterator[dict[str, Brief]]:
    """Plan here, or give every process one stretch of the units."""
    if workers <= 1 or not goals:
        yield from _blocks(ground, costs, goals, most_states)
        return
    names = tuple(goals)
    share = -(-len(names) // workers)
    stretches = [names[first : first + share] for first in range(0, len(names), share)]
    with ProcessPoolExecutor(workers, get_context("spawn"), initializer=keep_memory) as pool:
        waiting = [
            pool.submit(_stretch, *_packed(ground, own), costs, {u: goals[u] for u in own}, most_states)
            for own in stretches
        ]
        for one in as_completed(waiting):
            yield one.result()


def _packed(ground: Ground, units: Sequence[str]) -> tuple[Group, Plan, list[Case], list[tuple[int, int]]]:
    """Give what another process needs of some units: their cases, points and maxima."""
    places = [ground.at[unit] for unit in units]
    points = [(ground.verdicts[at].points, ground.verdicts[at].max_points) for at in places]
    return ground.group, ground.plan, [ground.facts[at].case for at in places], points


def _stretch(
    group: Group,
    plan: Plan,
    cases: Sequence[Case],
    points: Sequence[tuple[int, int]],
    costs: Costs,
    goals: Mapping[str, Asked],
    most_states: int,
) -> dict[str, Brief]:
    """Plan for some units in a process of their own."""
    facts = tuple(UnitFacts(Unit(one.unit, one.unit, plan.kind), one, {}, {}) for one in cases)
    verdicts = tuple(
        UnitVerdict(one.unit, (), 0, 0, 0, 0, earned, most)
        for one, (earned, most) in zip(cases, points, strict=True)
    )
    ground = Ground(group, plan, prepare(plan), facts, verdicts)
    found: dict[str, Brief] = {}
    for briefs in _blocks(ground, costs, goals, most_states):
        found |= briefs
    return found


def _blocks(
    ground: Ground, costs: Costs, goals: Mapping[str, Asked], most_states: int
) -> Iterator[dict[str, Brief]]:
    for kind in _alike(ground, costs, goals):
        for first in range(0, len(kind), BLOCK):
            yield _Block(ground, costs, kind[first : first + BLOCK], goals, most_states).plans()


def _alike(ground: Ground, costs: Costs, goals: Mapping[str, Asked]) -> Sequence[Sequence[str]]:
    """Group units whose levers hang together in the same way: by the gates that tie, and the bars asked."""
    units = tuple(goals)
    if not units:
        return ()
    field = field_of(ground, costs, units)
    trials = field.judge(np.zeros((len(field.levers), len(units)), np.int64), np.arange(len(units)))
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], list[str]] = {}
    for at, unit in enumerate(units):
        goal = goals[unit].goal
        groups.setdefault((tying(ground.plan, trials, at), goal.bars if goal else ()), []).append(unit)
    return tuple(groups.values())


class _Block:
    """Some units whose levers hang together in the same way."""

    def __init__(
        self,
        ground: Ground,
        costs: Costs,
        units: Sequence[str],
        goals: Mapping[str, Asked],
        most_states: int,
    ) -> None:
        self._ground, self._costs = ground, costs
        self._units, self._goals, self._most = units, goals, most_states

    def plans(self) -> dict[str, Brief]:
        ground, plan = self._ground, self._ground.plan
        field = field_of(ground, self._costs, self._units)
        first = field.judge(np.zeros((len(field.levers), 1), np.int64), np.zeros(1, np.intp))
        rows = plan.grades.bars if plan.grades else ()
        goal = self._goals[self._units[0]].goal
        bars = [(at, rows[at]) for at in (goal.bars if goal else ())]
        components = components_of(field, [plan.gates[at] for at in tying(plan, first, 0)], bars)
        tops = tops_of(field, components)
        offers = offers_of(field, components, tops, self._most, alone=False)
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
        asked = self._goals[unit]
        if asked.goal is None or asked.done:
            return 0
        chosen = bench.cheapest(asked.goal)
        if chosen is None:
            return None
        into[:] = bench.steps(chosen)
        return chosen.cost

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
            goal = self._goals[unit].goal
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
        found = desk.seek(bench, goal, self._goals[unit].target.grade)
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
