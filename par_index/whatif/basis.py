"""What a cycle earns as it stands: the ground on which every what-if, plan and draw is laid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from par_index.engine import array
from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Group, Stage, Unit, UnitFacts
from par_index.model.plan import Plan
from par_index.problem import Problem, in_order
from par_index.read.cases import cases
from par_index.score.opened import Opened
from par_index.score.rank import Standing, standings


@dataclass(frozen=True, eq=False)
class Ground:
    """One group under its plan: the facts of its units at a stage, and what they earn."""

    group: Group
    plan: Plan
    kernel: array.Kernel
    facts: tuple[UnitFacts, ...]
    verdicts: tuple[UnitVerdict, ...]
    """In the order of ``facts``."""

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Give each unit's place in ``facts`` and ``verdicts``, by its code."""
        return {one.unit.code: place for place, one in enumerate(self.facts)}

    @cached_property
    def clusters(self) -> Mapping[str, tuple[str, ...]]:
        """List the units that are ranked together, by the cluster's name."""
        names = dict.fromkeys(one.unit.cluster for one in self.facts)
        return {
            name: tuple(one.unit.code for one in self.facts if one.unit.cluster == name) for name in names
        }

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """Tell where each unit stands in its cluster."""
        return ranked(self.plan, self.clusters, {one.unit: one for one in self.verdicts})

    def rivals(self, unit: str) -> tuple[str, ...]:
        """List the other units of its cluster."""
        cluster = self.facts[self.at[unit]].unit.cluster
        return tuple(code for code in self.clusters[cluster] if code != unit)

    def judge(self, made: Sequence[Case]) -> tuple[UnitVerdict, ...]:
        """Judge cases that are not filed by this group's plan, at once."""
        return self.kernel.judge(array.load(self.plan, made)).verdicts()


def ranked(
    plan: Plan, clusters: Mapping[str, Sequence[str]], verdicts: Mapping[str, UnitVerdict]
) -> Mapping[str, Standing]:
    """Rank every cluster exactly, by the plan's own figure and tie law."""
    return {
        unit: place
        for members in clusters.values()
        for unit, place in standings(plan, [verdicts[code] for code in members]).items()
    }


@dataclass(frozen=True, eq=False)
class Basis:
    """A cycle laid out at a stage, group by group."""

    opened: Opened
    stage: Stage
    grounds: tuple[Ground, ...]

    def find(self, word: str) -> tuple[Ground, Unit] | None:
        """Find a scored unit by its code, else by its name."""
        for by_name in (False, True):
            for ground in self.grounds:
                for one in ground.facts:
                    if word == (one.unit.name if by_name else one.unit.code):
                        return ground, one.unit
        return None

    @property
    def names(self) -> tuple[str, ...]:
        """List what ``find`` finds: codes, then names."""
        units = [one.unit for ground in self.grounds for one in ground.facts]
        return (*(unit.code for unit in units), *(unit.name for unit in units))


def lay_out(opened: Opened, stage: Stage = "council") -> tuple[Basis, tuple[Problem, ...]]:
    """Judge a cycle as it stands; its survey, where it holds its own, was read before (``surveyed``).

    A group whose set could not be proved has no ground.
    """
    plans = {(plan.set_id, plan.kind): plan for plan in opened.plans}
    grounds, problems = [], []
    for group in opened.cycle.groups:
        plan = plans.get((group.set, group.kind))
        if plan is not None:
            facts, found = cases(opened.cycle, plan, group, stage)
            grounds.append(ground_of(group, plan, facts))
            problems.extend(found)
    return Basis(opened, stage, tuple(grounds)), in_order(problems)


def ground_of(group: Group, plan: Plan, facts: Sequence[UnitFacts]) -> Ground:
    """Judge a group's facts by a plan."""
    kernel = array.prepare(plan)
    verdicts = kernel.judge(array.load(plan, [one.case for one in facts])).verdicts()
    return Ground(group, plan, kernel, tuple(facts), verdicts)
