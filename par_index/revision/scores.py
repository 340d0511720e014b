"""Score one cycle's figures under two sets: each unit's points, index and rank under both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from par_index.model.facts import Cycle, Group, Stage
from par_index.model.plan import Plan
from par_index.model.result import UnitResult
from par_index.revision.match import matched
from par_index.revision.records import Pair
from par_index.score.run import run


@dataclass(frozen=True, slots=True)
class UnitUnderBoth:
    """One unit under the former and the later set; ranks and indices are empty where there is none."""

    unit: str
    name: str
    points: Pair
    max_points: Pair
    index: Pair
    rank: Pair
    grade: Pair
    provisional: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class UnderBoth:
    """A group's units under both sets, and the figures each set needs that the cycle lacks."""

    group: str
    units: tuple[UnitUnderBoth, ...]
    missing: tuple[tuple[str, ...], tuple[str, ...]]


def under_both(cycle: Cycle, plans: tuple[Plan, Plan], stage: Stage = "council") -> Iterator[UnderBoth]:
    """Score every group of the cycle that stands under one of the two sets, else those of their kinds."""
    ids, kinds = {plan.set_id for plan in plans}, {plan.kind for plan in plans}
    named = [group for group in cycle.groups if group.set in ids]
    for group in named or [group for group in cycle.groups if group.kind in kinds]:
        first, second = (_scored(_filed_for(cycle, group, plans, plan), group, plan, stage) for plan in plans)
        units = tuple(_both(first[code], unit) for code, unit in second.items() if code in first)
        yield UnderBoth(group.id, units, (_missing(cycle, group, plans[0]), _missing(cycle, group, plans[1])))


def _filed_for(cycle: Cycle, group: Group, plans: tuple[Plan, Plan], plan: Plan) -> Cycle:
    """Give the cycle what a set knows of its figures, decisions and surveys, under that set's own codes."""
    home = plans[0] if group.set == plans[0].set_id else plans[1]
    codes = _renumbered(home, plan)
    known = {*plan.input_by_code, *plan.leaf_by_code}
    decisions = (replace(row, code=codes.get(row.code, row.code)) for row in cycle.decisions)
    scores = (replace(row, code=codes.get(row.code, row.code)) for row in cycle.survey_scores)
    return replace(
        cycle,
        year=plan.year,
        facts=tuple(fact for fact in cycle.facts if fact.input in known),
        evidence=(),
        decisions=tuple(row for row in decisions if (row.input or row.code) in known),
        survey_scores=tuple(row for row in scores if row.code in plan.leaf_by_code),
    )


def _renumbered(home: Plan, plan: Plan) -> Mapping[str, str]:
    """Tell which code each leaf of the group's own set bears in the other."""
    if home is plan:
        return {}
    return {old.code: new.code if new else "" for old, new in matched(home, plan) if old is not None}


def _scored(cycle: Cycle, group: Group, plan: Plan, stage: Stage) -> dict[str, UnitResult]:
    own = replace(cycle, groups=(replace(group, set=plan.set_id, digest=""),))
    results, _ = run(own, (replace(plan, kind=group.kind),), stage)
    units = results.groups[0].units if results is not None else ()
    return {unit.unit: unit for unit in units}


def _both(before: UnitResult, after: UnitResult) -> UnitUnderBoth:
    def pair(name: str) -> Pair:
        old, new = (getattr(unit, name) for unit in (before, after))
        return str(old or ""), str(new or "")

    return UnitUnderBoth(
        unit=after.unit,
        name=after.name,
        points=(before.points, after.points),
        max_points=(before.max_points, after.max_points),
        index=pair("index"),
        rank=pair("rank"),
        grade=(before.grade, after.grade),
        provisional=(before.provisional, after.provisional),
    )


def _missing(cycle: Cycle, group: Group, plan: Plan) -> tuple[str, ...]:
    """List the figures a set asks that no unit of the group filed, last year included, or was decided on."""
    units = {unit.code for unit in cycle.units_of(group)}
    filed = {fact.input for fact in cycle.facts if fact.unit in units}
    decided = {row.input for row in cycle.decisions if row.unit in units}
    read = {code for leaf in plan.leaves for code in leaf.inputs}
    asked = [entry.code for entry in plan.inputs if entry.source == "declared" and entry.code in read]
    codes = {row.code for row in cycle.decisions}
    given = {leaf.inputs[0] for leaf in plan.leaves if leaf.code in codes and len(leaf.inputs) == 1}
    last_year = {fact.input for fact in cycle.previous.facts or ()}
    repeated = {entry.code for entry in plan.inputs if entry.previous in last_year}
    return tuple(code for code in asked if code not in filed | decided | given | repeated)
