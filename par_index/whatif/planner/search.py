"""Seek one unit's cheapest plan: lay out, choose, carry out on paper, and have both engines judge it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from par_index.model.case import Case, UnitVerdict
from par_index.score.engines import double_check
from par_index.whatif.basis import Ground
from par_index.whatif.planner.bench import Bench, Chosen
from par_index.whatif.planner.components import components_of
from par_index.whatif.planner.costs import Costs
from par_index.whatif.planner.field import Field, field_of
from par_index.whatif.planner.gates import tying
from par_index.whatif.planner.goal import Goal, at_least
from par_index.whatif.planner.offers import is_thinned, offers_of
from par_index.whatif.planner.records import Solver
from par_index.whatif.planner.relations import Whole
from par_index.whatif.planner.tops import shut, tops_of, trimmed

MOST_STATES = 2_000
"""Combinations offered of one component's levers."""
TRIES = 20
"""Plans refused by the engines before the search gives up."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A plan carried out: steps of every lever, the figures they make and what those earn."""

    steps: Whole
    case: Case
    verdict: UnitVerdict
    proved: bool
    solver: str


@dataclass(frozen=True)
class Desk:
    """One unit on its ground under some costs: where a plan is sought."""

    ground: Ground
    costs: Costs
    unit: str
    solver: Solver = "auto"
    most_states: int = MOST_STATES

    @property
    def verdict(self) -> UnitVerdict:
        return self.ground.verdicts[self.ground.at[self.unit]]

    @property
    def filed(self) -> Case:
        return self.ground.facts[self.ground.at[self.unit]].case

    def field(self) -> Field:
        """Lay the unit out."""
        return field_of(self.ground, self.costs, [self.unit])

    def bench(self, field: Field, goal: Goal | None, *, coupled: bool = False) -> Bench:
        """Lay its choices out; ``coupled``: take every gate for one that may open or shut."""
        plan = self.ground.plan
        nothing, first = np.zeros((len(field.levers), 1), np.int64), np.zeros(1, np.intp)
        tied = range(len(plan.gates)) if coupled else tying(plan, field.judge(nothing, first), 0)
        rows = plan.grades.bars if plan.grades else ()
        bars = [(at, rows[at]) for at in (goal.bars if goal else ())]
        components = components_of(field, [plan.gates[at] for at in tied], bars)
        tops = tops_of(field, components)
        offers = offers_of(field, components, tops, self.most_states)
        now = self.verdict
        return Bench(field, offers, tops, 0, now.points, now.max_points, self.solver, self.costs.exclusive)

    def seek(self, bench: Bench, goal: Goal, wanted: str = "") -> Found | None:
        """Find the cheapest plan to a goal (and the grade ``wanted``); ``None`` when nothing reaches it."""
        chosen = bench.cheapest(goal)
        if chosen is None:
            return None
        found = self.carried_out(bench, chosen, goal)
        if self._reached(found.verdict, goal, wanted):
            return found
        bench = self.bench(bench.field, goal, coupled=True)
        refused: list[Sequence[int]] = []
        for _ in range(TRIES):
            chosen = bench.cheapest(goal, refused)
            if chosen is None:
                return None
            found = self.carried_out(bench, chosen, goal)
            if self._reached(found.verdict, goal, wanted):
                return replace(found, proved=found.proved and not refused)
            refused.append(chosen.states)
        return None

    def _reached(self, verdict: UnitVerdict, goal: Goal, wanted: str) -> bool:
        return goal.reached(verdict.points, verdict.max_points) and (
            not wanted or at_least(self.ground.plan, verdict.grade, wanted)
        )

    def carried_out(self, bench: Bench, chosen: Chosen, goal: Goal | None) -> Found:
        """Make the figures of a choice, no farther than they gain or, towards a goal, than they must go."""
        field, steps = bench.field, bench.steps(chosen)[:, None]
        first = self._judged(field, steps)
        as_said = first.points - self.verdict.points == chosen.gain
        held = [at for at, lever in enumerate(field.levers) if lever.entry.code in bench.links.moves]
        steps = trimmed(field, [one.component for one in bench.offers], steps, held)
        if goal is not None:
            nearer = self._last_mile(bench, steps, goal)
            if (nearer != steps).any():
                steps = trimmed(field, [one.component for one in bench.offers], nearer, held)
        verdict = self._judged(field, steps)
        case = self._case(field, steps)
        return Found(steps[:, 0], case, verdict, as_said, chosen.solver)

    def _judged(self, field: Field, steps: Whole) -> UnitVerdict:
        (verdict,) = self.ground.judge([self._case(field, steps)])
        return verdict

    def _case(self, field: Field, steps: Whole) -> Case:
        figures, known, flags = field.figures(steps, np.zeros(1, np.intp))
        codes = [entry.code for entry in self.ground.plan.inputs]
        values = {
            code: int(value)
            for code, value, there in zip(codes, figures[:, 0], known[:, 0], strict=True)
            if there
        }
        leaves = self.ground.plan.leaves
        bits = {leaf.code: int(flag) for leaf, flag in zip(leaves, flags[:, 0], strict=True) if flag}
        return Case(self.unit, values, bits, self.filed.previous)

    def _last_mile(self, bench: Bench, steps: Whole, goal: Goal) -> Whole:
        """Take back what is not needed, lever after lever, as far as that saves anything.

        Where a saved piece of cost buys more steps than are needed, all of them are kept.
        """
        field, unit = bench.field, np.zeros(1, np.intp)
        filed = field.judge(np.zeros_like(steps), unit).dropped
        thinned = {
            at
            for offers in bench.offers
            if is_thinned(field, offers.component, bench.tops)
            for at in offers.component.levers
        }
        for at in sorted(thinned & set(np.flatnonzero(steps[:, 0]).tolist())):
            now = int(steps[at, 0])
            prices = field.cost(at, np.arange(now + 1), bench.tops[at], unit)
            tied = field.levers[at].entry.code in bench.links.moves
            tried = np.unique(np.searchsorted(prices, np.unique(prices), side="right") - 1)
            tried = tried[tried >= tied]
            trial = np.repeat(steps, len(tried), axis=1)
            trial[at] = tried
            trials = field.judge(trial, np.zeros(len(tried), np.intp))
            earned = trials.points.sum(axis=0)
            lost = trials.dropped - filed
            reached = [
                goal.reached(int(points), self.verdict.max_points - int(less))
                and not any(shut(field, bar, trials)[place] for bar in goal.bars)
                for place, (points, less) in enumerate(zip(earned, lost, strict=True))
            ]
            if any(reached):
                steps = trial[:, [reached.index(True)]]
        return steps

    def both_agree(self, found: Found) -> bool:
        """Have the rules judge the planned figures too."""
        done, differing = double_check(self.ground.plan, [found.case], [found.verdict], 1, None)
        return done and not differing
