"""What a cycle earns as it stands: the ground on which every what-if, plan and draw is laid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TypeVar

from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import (
    ORDER,
    Decision,
    Evidence,
    Fact,
    Group,
    Stage,
    SurveyScore,
    Unit,
    UnitFacts,
)
from par_index.model.plan import Plan
from par_index.model.states import NOT_FILED, PENDING, REJECTED
from par_index.places import Libraries
from par_index.problem import NOWHERE, Language, Problem, has_errors, in_order
from par_index.read.cases import cases
from par_index.read.sets import SetSource
from par_index.score.marks import set_marks
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.score.rank import Standing, standings
from par_index.text import nearest


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

    def judge_soon(self, made: Sequence[Case]) -> tuple[UnitVerdict, ...]:
        """Give what ``judge`` gives: of one case by firing rules, which takes arrays twice as long.

        By arrays too where there are no rules to fire. An official answer asks both engines.
        """
        if len(made) != 1:
            return self.judge(made)
        try:
            return forward.judge_many(self.plan, made, 1)
        except forward.ForwardUnavailableError:
            pass
        except forward.ForwardError:
            if not forward.problems(self.plan):
                raise
        return self.judge(made)


_FILLED = NOT_FILED | PENDING | REJECTED


def filled(plan: Plan, case: Case, moved: Set[str]) -> Mapping[str, int]:
    """Give the flags of leaves that were without a figure, or had one refused, once ``moved`` are all filed.

    Only leaves that read one of these inputs, and now have all of theirs.
    """
    held = case.values.keys() | moved
    return {
        leaf.code: case.flags[leaf.code] & ~_FILLED
        for leaf in plan.leaves
        if case.flags.get(leaf.code, 0) & _FILLED
        and not moved.isdisjoint(leaf.inputs)
        and held.issuperset(leaf.inputs)
    }


def ranked(
    plan: Plan, clusters: Mapping[str, Sequence[str]], verdicts: Mapping[str, UnitVerdict]
) -> Mapping[str, Standing]:
    """Rank every cluster exactly, by the plan's own figure and tie law."""
    return {
        unit: place
        for members in clusters.values()
        for unit, place in standings(plan, [verdicts[code] for code in members]).items()
    }


Filed = tuple[Sequence[Fact], Sequence[Evidence], Sequence[SurveyScore], Sequence[Decision]]
"""What a cycle holds of one unit: figures, evidence, survey scores, decisions."""


@dataclass(frozen=True, eq=False)
class Basis:
    """A cycle laid out at a stage, group by group; what was changed over its folder stands in ``changed``."""

    folder: Opened
    """The cycle as its folder holds it, under the plans of ``grounds``."""
    stage: Stage
    grounds: tuple[Ground, ...]
    held: Stage = "council"
    """The last stage whose decisions of the folder count."""
    changed: Mapping[str, tuple[Unit, Filed]] = field(default_factory=dict)
    sources: Mapping[str, SetSource] = field(default_factory=dict)
    """Sets that scenarios changed, by id, as they now read."""

    def find(self, word: str) -> tuple[Ground, Unit] | None:
        """Find a scored unit by its code, else by its name."""
        for ground in self.grounds:
            if word in ground.at:
                return ground, ground.facts[ground.at[word]].unit
        named = ((ground, one.unit) for ground in self.grounds for one in ground.facts)
        return next((found for found in named if found[1].name == word), None)

    def unknown(self, word: str) -> Problem:
        """Say that ``find`` finds nobody, and whom the word resembles."""
        return Problem("U01", NOWHERE, {"word": word, "nearest": nearest(word, self.names) or ""})

    def ground(self, group: str) -> Ground:
        """Give a group's ground, by the group's id."""
        return next(one for one in self.grounds if one.group.id == group)

    def mark(self, language: Language = "vi") -> str:
        """Say what nobody may overlook of its figures and sets."""
        return set_marks(self.folder.cycle.synthetic, [one.plan for one in self.grounds], language)

    def filed(self, unit: str) -> Filed:
        """Give everything the cycle holds of a unit, up to the stage."""
        return self.changed[unit][1] if unit in self.changed else self._by_unit.get(unit, ((), (), (), ()))

    @cached_property
    def _by_unit(self) -> Mapping[str, Filed]:
        cycle, held = self.folder.cycle, ORDER[: ORDER.index(self.held) + 1]
        decided = (one for one in cycle.decisions if one.stage in held)
        facts, evidence = _by_unit(cycle.facts), _by_unit(cycle.evidence)
        scores, decisions = _by_unit(cycle.survey_scores), _by_unit(decided)
        return {
            unit: (facts.get(unit, ()), evidence.get(unit, ()), scores.get(unit, ()), decisions.get(unit, ()))
            for unit in {*facts, *evidence, *scores, *decisions}
        }

    @cached_property
    def opened(self) -> Opened:
        """Give the cycle as it stands with all changes, for those who go on to score or explain it."""
        if not self.changed:
            return self.folder
        cycle = self.folder.cycle
        units = tuple(self.changed[one.code][0] if one.code in self.changed else one for one in cycle.units)
        kept = [self.filed(unit.code) for unit in units]
        made = replace(
            cycle,
            units=units,
            facts=tuple(chain.from_iterable(facts for facts, _, _, _ in kept)),
            evidence=tuple(chain.from_iterable(evidence for _, evidence, _, _ in kept)),
            survey_scores=tuple(chain.from_iterable(scores for _, _, scores, _ in kept)),
            decisions=tuple(chain.from_iterable(decisions for _, _, _, decisions in kept)),
        )
        return replace(self.folder, cycle=made)

    @property
    def names(self) -> tuple[str, ...]:
        """List what ``find`` finds: codes, then names."""
        units = [one.unit for ground in self.grounds for one in ground.facts]
        return (*(unit.code for unit in units), *(unit.name for unit in units))


_Record = TypeVar("_Record", Fact, Evidence, SurveyScore, Decision)


def _by_unit(records: Iterable[_Record]) -> Mapping[str, list[_Record]]:
    found: defaultdict[str, list[_Record]] = defaultdict(list)
    for record in records:
        found[record.unit].append(record)
    return found


def open_basis(
    folder: Path, shelves: Libraries, stage: Stage, unit: str = ""
) -> tuple[Basis | None, tuple[Problem, ...]]:
    """Open a cycle, read its survey and lay it out; ``None`` when its files or sets are wrong.

    With a basis the problems may still hold errors, of the survey and of figures. Where only one ``unit`` is
    of interest, only the set it stands under is opened.
    """
    opened, problems = open_cycle(folder, shelves, unit)
    if opened is None or has_errors(problems):
        return None, problems
    opened, unasked = surveyed(opened)
    basis, doubts = lay_out(opened, stage)
    return basis, in_order((*problems, *unasked, *doubts))


def lay_out(opened: Opened, stage: Stage = "council") -> tuple[Basis, tuple[Problem, ...]]:
    """Judge a cycle as it stands; its survey, where it holds its own, was read before (``surveyed``).

    A group whose set could not be proved has no ground.
    """
    plans = {(plan.set_id, plan.kind): plan for plan in opened.plans}
    grounds: list[Ground] = []
    problems: list[Problem] = []
    for group in opened.cycle.groups:
        plan = plans.get((group.set, group.kind))
        if plan is not None:
            facts, found = cases(opened.cycle, plan, group, stage)
            grounds.append(ground_of(group, plan, facts))
            problems.extend(found)
    return Basis(opened, stage, tuple(grounds), stage), in_order(problems)


def ground_of(group: Group, plan: Plan, facts: Sequence[UnitFacts]) -> Ground:
    """Judge a group's facts by a plan."""
    kernel = array.prepare(plan)
    verdicts = kernel.judge(array.load(plan, [one.case for one in facts])).verdicts()
    return Ground(group, plan, kernel, tuple(facts), verdicts)


def spliced(ground: Ground, made: Sequence[UnitFacts]) -> Ground:
    """Judge some of a group's units on other facts, and put them in the places of their own."""
    facts, verdicts = list(ground.facts), list(ground.verdicts)
    for one, verdict in zip(made, ground.judge_soon([one.case for one in made]), strict=True):
        facts[ground.at[one.unit.code]] = one
        verdicts[ground.at[one.unit.code]] = verdict
    return Ground(ground.group, ground.plan, ground.kernel, tuple(facts), tuple(verdicts))
