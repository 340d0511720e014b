"""The cheapest plan of one unit to a target, with its frontier; or what blocks it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from par_index.model.case import UnitVerdict
from par_index.points import MICRO
from par_index.problem import NOWHERE, Problem
from par_index.score.rank import Standing, standings
from par_index.text import nearest
from par_index.whatif.basis import Basis
from par_index.whatif.planner.bench import Bench
from par_index.whatif.planner.blocked import stuck_leaves
from par_index.whatif.planner.costs import DEFAULT, Costs
from par_index.whatif.planner.goal import Goal, League, above, is_reached, rank_of
from par_index.whatif.planner.records import Blocked, Place, Planned, Rung, Solver, Target
from par_index.whatif.planner.search import MOST_STATES, Desk, Found
from par_index.whatif.planner.tasks import tasks_of

MOST_RUNGS = 20
"""Places of the frontier: beyond these only every second, third … rank is worked out."""


def plan(
    basis: Basis,
    unit: str,
    target: Target,
    costs: Costs | None = None,
    *,
    margin: Fraction | None = None,
    solver: Solver = "auto",
    most_states: int = MOST_STATES,
) -> tuple[Planned | None, tuple[Problem, ...]]:
    """Plan for a unit, by its code or name; ``costs`` must be those of its kind (``costs_of``).

    ``margin``: index points by which all rivals are taken to rise, in place of what the costs say.
    There is no plan, but a problem, where the question itself is wrong; where the target is out of reach the
    plan says what blocks it.
    """
    found = basis.find(unit)
    if found is None:
        return None, (basis.unknown(unit),)
    ground, own = found
    costs = costs or DEFAULT
    desk = Desk(ground, costs, own.code, solver, most_states)
    problem = asked_wrongly(desk, target) or _unsolvable(costs, solver)
    if problem:
        return None, (problem,)
    rise = costs.margin if margin is None else margin
    return _Seeker(desk, target, rise, synthetic=basis.opened.cycle.synthetic).planned(), ()


def asked_wrongly(desk: Desk, target: Target) -> Problem | None:
    """Tell what is wrong with a target: a rank that does not exist, an unknown grade, no index at all."""
    ground, unit = desk.ground, desk.unit
    if not desk.verdict.max_points:
        return Problem("K11", NOWHERE, {"unit": unit})
    ranked = 1 + len(League(ground, Fraction(0)).rivals(unit))
    if target.rank is not None and not 1 <= target.rank <= ranked:
        return Problem("K12", NOWHERE, {"rank": str(target.rank), "units": str(ranked)})
    names = [row.name for row in ground.plan.grades.rows] if ground.plan.grades else []
    if target.grade and target.grade not in names:
        args = {"grade": target.grade, "known": ", ".join(names) or "–"}
        return Problem("K13", NOWHERE, args | {"nearest": nearest(target.grade, names) or ""})
    return None


def _unsolvable(costs: Costs, solver: Solver) -> Problem | None:
    """Tell that the solver such costs need is not installed."""
    from importlib.util import find_spec

    if (costs.is_tied or solver == "milp") and find_spec("scipy") is None:
        return Problem("K14", NOWHERE)
    return None


class _Seeker:
    """One question, and what is found on the way to its answer."""

    def __init__(self, desk: Desk, target: Target, margin: Fraction, *, synthetic: bool) -> None:
        self._desk, self._target, self._margin, self._synthetic = desk, target, margin, synthetic
        self._league = League(desk.ground, margin)
        self._rivals = self._league.rivals(desk.unit)
        self._goal = self._league.goal(desk.unit, target)
        self._field = desk.field()
        self._bench = desk.bench(self._field, self._goal)
        bars = self._goal.bars if self._goal else ()
        self._free = desk.bench(self._field, None) if bars else self._bench

    def planned(self) -> Planned:
        desk = self._desk
        before = self._place(desk.verdict)
        frontier = tuple(self._frontier(before))
        if self._goal is None or self._is_reached(before):
            return self._answer(before, None, None, frontier, before)
        found = desk.seek(self._bench, self._goal, self._target.grade)
        if found is None:
            return self._answer(before, None, self._blocked(), frontier, None)
        return self._answer(before, found, None, frontier, self._place(found.verdict))

    def _answer(
        self,
        before: Place,
        found: Found | None,
        blocked: Blocked | None,
        frontier: tuple[Rung, ...],
        after: Place | None,
    ) -> Planned:
        desk, ground = self._desk, self._desk.ground
        tops = self._bench.tops
        tasks = (
            tasks_of(self._field, found, desk.filed.values, desk.verdict, tops) if found is not None else ()
        )
        cost = sum(task.cost for task in tasks)
        index = after.index if after else None
        still = above(ground.plan, self._rivals, index) if index is not None else []
        over = above(ground.plan, self._rivals, before.index) if before.index is not None else []
        then = self._price_of(self._bench, after.points + MICRO, after.max_points) if after else None
        return Planned(
            ground=ground,
            synthetic=self._synthetic,
            unit=ground.facts[ground.at[desk.unit]].unit,
            target=self._target,
            costs=desk.costs,
            margin=self._margin,
            before=before,
            after=after,
            tasks=tasks,
            case=found.case if found else desk.filed,
            verdict=found.verdict if found else desk.verdict,
            passed=tuple(code for code in over if code not in still) if found else (),
            frontier=tuple(self._with_own(rung, cost, after) if found else rung for rung in frontier),
            next_now=self._price_of(self._free, before.points + MICRO, before.max_points),
            next_then=None if then is None else max(then - cost, 0),
            blocked=blocked,
            checked=found is None or desk.both_agree(found),
            proved=found is None or found.proved,
            solver=found.solver if found else "",
        )

    def _with_own(self, rung: Rung, cost: int, after: Place | None) -> Rung:
        """Put the plan itself in the place of a rung that it reaches for less than whole steps would."""
        reached = after is not None and after.rank is not None and after.rank <= rung.rank
        if not reached or (rung.cost is not None and rung.cost <= cost):
            return rung
        return replace(rung, cost=cost, index=after.index if after else None)

    def _place(self, verdict: UnitVerdict) -> Place:
        standing = self._standing(verdict)
        rank = rank_of(self._desk.ground.plan, self._rivals, standing, self._margin)
        return Place(verdict.points, verdict.max_points, standing.index, rank, verdict.grade)

    def _standing(self, verdict: UnitVerdict) -> Standing:
        ground = self._desk.ground
        others = [ground.verdicts[ground.at[code]] for code in ground.rivals(verdict.unit)]
        return standings(ground.plan, [verdict, *others])[verdict.unit]

    def _is_reached(self, before: Place) -> bool:
        assert self._goal is not None
        return is_reached(self._league, self._goal, self._target, before)

    def _frontier(self, before: Place) -> Iterator[Rung]:
        """Price the better ranks, from the best down, so that the table is filled once."""
        if before.rank is None:
            return
        step = -(-(before.rank - 1) // MOST_RUNGS) or 1
        rungs = []
        for rank in range(1, before.rank, step):
            goal = self._league.goal(self._desk.unit, Target(rank=rank))
            chosen = self._free.cheapest(goal) if goal else None
            if goal is not None:
                index = self._index(self._free, chosen.gain) if chosen else None
                rungs.append(Rung(rank, goal.rival, chosen.cost if chosen else None, index))
        yield from reversed(rungs)

    def _index(self, bench: Bench, gain: int) -> Fraction:
        return Fraction(100 * (bench.points + gain), bench.max_points)

    def _price_of(self, bench: Bench, points: int, most: int) -> int | None:
        """Price so many points of a maximum."""
        chosen = bench.cheapest(Goal(Fraction(points, most), strict=False))
        return chosen.cost if chosen else None

    def _blocked(self) -> Blocked:
        """Move everything as far as it goes, and see what still stands in the way."""
        desk = self._desk
        found = desk.carried_out(self._bench, self._bench.most(), None)
        best = self._place(found.verdict)
        stuck = stuck_leaves(desk.ground.plan, desk.costs, self._field.fixed, found.case, found.verdict)
        higher = above(desk.ground.plan, self._rivals, best.index) if best.index is not None else []
        bars = self._firing(found) if self._target.grade else ()
        return Blocked(best, tuple(higher), bars, stuck)

    def _firing(self, found: Found) -> tuple[str, ...]:
        """Name the bars that keep the grade below the wanted one, whether or not the index reaches it."""
        import numpy as np

        from par_index.whatif.planner.tops import shut

        assert self._goal is not None
        rows = self._desk.ground.plan.grades.bars if self._desk.ground.plan.grades else ()
        trials = self._field.judge(found.steps[:, None], np.zeros(1, np.intp))
        own = [rows[at].id for at in self._goal.bars if shut(self._field, at, trials).any()]
        return tuple(dict.fromkeys((*own, *found.verdict.barred_by)))
