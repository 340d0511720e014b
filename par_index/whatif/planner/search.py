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
from par_index.whatif.planner.goal import Goal
from par_index.whatif.planner.offers import offers_of
from par_index.whatif.planner.records import Solver
from par_index.whatif.planner.relations import Whole
from par_index.whatif.planner.tops import Search, least, tops_of

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
            not wanted or at_least(self.ground, verdict.grade, wanted)
        )

    def carried_out(self, bench: Bench, chosen: Chosen, goal: Goal | None) -> Found:
        """Make the figures of a choice, no farther than they gain or, towards a goal, than they must go."""
        field, steps = bench.field, bench.steps(chosen)[:, None]
        first = self._judged(field, steps)
        as_said = first.points - self.verdict.points == chosen.gain
        steps = self._trimmed(bench, steps)
        if goal is not None:
            steps = self._last_mile(bench, steps, goal)
        verdict = self._judged(field, steps)
        case = self._case(field, steps)
        return Found(steps[:, 0], case, verdict, as_said, chosen.solver)

    def _trimmed(self, bench: Bench, steps: Whole) -> Whole:
        """Take back what gains nothing; a figure that others hang on stays moved."""
        held = np.array([[lever.entry.code in bench.links.moves] for lever in bench.field.levers])
        for slot in range(max((len(one.component.levers) for one in bench.offers), default=0)):
            levers = ((one.component, one.component.levers[slot:][:1]) for one in bench.offers)
            own = [(component, at) for component, found in levers for at in found if steps[at, 0]]
            if own:
                (fewer,) = least(bench.field, [Search(tuple(own), steps, steps)])
                rows = [at for _, at in own]
                steps = steps.copy()
                steps[rows] = np.maximum(fewer, held & (steps > 0))[rows]
        return steps

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
        """Take back what is not needed of moves that are paid by the step, as far as that saves anything."""
        for at, lever in enumerate(bench.field.levers):
            if lever.price.per_step and steps[at, 0]:
                low, high = int(lever.entry.code in bench.links.moves), int(steps[at, 0])
                while low < high:
                    middle = (low + high) // 2
                    tried = steps.copy()
                    tried[at] = middle
                    verdict = self._judged(bench.field, tried)
                    if goal.reached(verdict.points, verdict.max_points):
                        high = middle
                    else:
                        low = middle + 1
                steps = steps.copy()
                steps[at] = high
        return steps

    def both_agree(self, found: Found) -> bool:
        """Have the rules judge the planned figures too."""
        done, differing = double_check(self.ground.plan, [found.case], [found.verdict], 1, None)
        return done and not differing


def at_least(ground: Ground, grade: str, wanted: str) -> bool:
    """Tell whether a grade is the wanted one or better."""
    names = [row.name for row in ground.plan.grades.rows] if ground.plan.grades else []
    return grade in names and names.index(grade) <= names.index(wanted)
