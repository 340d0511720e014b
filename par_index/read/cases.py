"""Make each unit's case for the engines out of what the cycle's folder holds, at one stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from par_index.model.case import Case
from par_index.model.facts import (
    ORDER,
    Cycle,
    Decision,
    Evidence,
    Fact,
    Figure,
    Group,
    Stage,
    Status,
    Step,
    SurveyScore,
    Unit,
    UnitFacts,
)
from par_index.model.plan import Leaf, Plan
from par_index.model.states import CLAIMED, GRANTED, NO_EVIDENCE, NOT_FILED, PENDING, REJECTED, TRAIT
from par_index.problem import Problem, in_order
from par_index.read.figures import typed
from par_index.read.lineage import Lineage, figures_before, lineages
from par_index.read.pause import uncollected
from par_index.read.relations import broken
from par_index.read.steps import Record, Trail, resumed, trail
from par_index.text import nearest

_CONSENTING = ("council", "scenario")


@dataclass(frozen=True, slots=True)
class _Shelves:
    """A cycle's records by unit."""

    filed: Mapping[str, Sequence[Record]]
    evidence: Mapping[str, Sequence[Evidence]]
    before: Mapping[str, Mapping[str, Fact]]
    lines: Mapping[str, Lineage]


_Unlike = tuple[Problem, tuple[str, ...]]
"""A broken relation, and the inputs it reads."""


@uncollected()
def cases(
    cycle: Cycle, plan: Plan, group: Group, stage: Stage
) -> tuple[tuple[UnitFacts, ...], tuple[Problem, ...]]:
    """Type and check every figure of a group's units; the last that decided, up to ``stage``, counts.

    A refused figure, and every figure of a broken relation, is absent from the case's values and its leaves
    are flagged as rejected; the problems say where and why.
    """
    shelves = _shelves(cycle)
    problems = list(_set_doubts(cycle, plan, group, shelves))
    found = []
    for unit in cycle.units_of(group):
        made, doubts = _unit(cycle, plan, unit, shelves, stage)
        found.append(made)
        problems.extend(doubts)
    return tuple(found), in_order(problems)


def _shelves(cycle: Cycle) -> _Shelves:
    filed: dict[str, list[Record]] = defaultdict(list)
    records: tuple[Record, ...] = (*cycle.facts, *cycle.survey_scores, *cycle.decisions)
    for record in records:
        filed[record.unit].append(record)
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    for row in cycle.evidence:
        evidence[row.unit].append(row)
    before: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in cycle.previous.facts or ():
        before[fact.unit][fact.input] = fact
    return _Shelves(filed, evidence, before, lineages(cycle.everyone, before))


def _set_doubts(cycle: Cycle, plan: Plan, group: Group, shelves: _Shelves) -> Iterator[Problem]:
    if plan.year != cycle.year:
        args = {"set": plan.set_id, "set_year": str(plan.year), "year": str(cycle.year)}
        yield Problem("C45", group.where, args)
    for unit in cycle.units_of(group):
        for trait in unit.traits:
            if trait not in plan.traits:
                args = {"unit": unit.code, "trait": trait, "known": ", ".join(plan.traits) or "–"}
                args["nearest"] = nearest(trait, plan.traits) or ""
                yield Problem("C47", unit.where, args)
    if cycle.previous.facts is None:
        codes = _leaves_of_last_year(cycle, plan, group, shelves)
        if codes:
            yield Problem("C48", cycle.where, {"group": group.id, "codes": ", ".join(codes)})


def _leaves_of_last_year(cycle: Cycle, plan: Plan, group: Group, shelves: _Shelves) -> tuple[str, ...]:
    """List leaves whose points need last year's figures that no unit could have stated by itself."""
    stated = [
        {record.input for record in shelves.filed.get(unit.code, ()) if not isinstance(record, SurveyScore)}
        for unit in cycle.units_of(group)
    ]
    repeats = {entry.code for entry in plan.inputs if entry.previous}
    missing = {code for code in repeats if not all(code in inputs for inputs in stated)}
    return tuple(leaf.code for leaf in plan.leaves if leaf.use_previous or missing & set(leaf.inputs))


def _nothing_taken_over(
    plan: Plan, unit: Unit, line: Lineage, values: Mapping[str, int], shelves: _Shelves
) -> Iterator[Problem]:
    """Warn of leaves that miss last year's figures because the unit was merged or parted since."""
    repeats = {entry.code for entry in plan.inputs if entry.previous and entry.code not in values}
    codes = [leaf.code for leaf in plan.leaves if leaf.use_previous or repeats.intersection(leaf.inputs)]
    if codes and any(source in shelves.before for source in line.sources):
        args = {"unit": unit.code, "sources": ", ".join(line.sources), "codes": ", ".join(codes)}
        yield Problem("C51", unit.where, args)


def _unit(
    cycle: Cycle, plan: Plan, unit: Unit, shelves: _Shelves, stage: Stage
) -> tuple[UnitFacts, tuple[Problem, ...]]:
    line, rule = shelves.lines[unit.code], cycle.previous.merged
    before = figures_before(line, rule, shelves.before, plan, cycle.numbers)
    made = trail(cycle, plan, unit, shelves.filed, before, stage)
    previous, refused = _previous(plan, made, before)
    evidence, strangers = _evidence(plan, shelves.evidence.get(unit.code, ()))
    values = made.values()
    facts, unlike = _settled(plan, unit, made, values, previous, evidence)
    problems = [*made.problems, *(problem for problem, _ in unlike)]
    if line.merged and not before:
        problems.extend(_nothing_taken_over(plan, unit, line, values, shelves))
    return facts, (*problems, *refused, *strangers)


def continued(
    cycle: Cycle, plan: Plan, facts: UnitFacts, decisions: Sequence[Decision]
) -> tuple[UnitFacts, tuple[Problem, ...]]:
    """Let further decisions follow on a unit's facts, as if its folder had held them behind all others.

    Problems are those that the decisions bring about; what was refused before them is not told again.
    """
    made = resumed(plan, cycle.numbers, facts, decisions)
    settled, unlike = _settled(plan, facts.unit, made, made.values(), facts.case.previous, facts.evidence)
    before = {code: len(figure.steps) for code, figure in facts.figures.items()}
    moved = {code for code, steps in made.steps.items() if len(steps) > before.get(code, 0)}
    return settled, (*made.problems, *(problem for problem, codes in unlike if not moved.isdisjoint(codes)))


def _settled(
    plan: Plan,
    unit: Unit,
    made: Trail,
    values: Mapping[str, int],
    previous: Mapping[str, int],
    evidence: Mapping[str, tuple[Evidence, ...]],
) -> tuple[UnitFacts, tuple[_Unlike, ...]]:
    """Hold what a trail ends with to the relations, and flag the leaves."""
    refused = frozenset(made.rejected)
    unlike = tuple(_relations(plan, made, values, unit))
    values = {code: value for code, value in values.items() if code not in made.rejected}
    said = {leaf.code: _last_steps(leaf, made) for leaf in plan.leaves}
    unproven = frozenset(code for code, steps in said.items() if _any(steps, "no_evidence"))
    flags, granted = _flags(plan, unit, made, values, said, unproven)
    facts = UnitFacts(
        unit=unit,
        case=Case(unit.code, values, {code: bits for code, bits in flags.items() if bits}, previous),
        figures={code: Figure(code, tuple(steps)) for code, steps in made.steps.items()},
        evidence=evidence,
        claimed=frozenset(code for code, bits in flags.items() if bits & CLAIMED),
        decided={code: tuple(steps) for code, steps in made.leaves.items()},
        granted=granted,
        unproven=unproven,
        refused=refused,
    )
    return facts, unlike


def _relations(plan: Plan, made: Trail, values: Mapping[str, int], unit: Unit) -> Iterator[_Unlike]:
    """Reject every input of a broken relation, naming the cells."""
    for relation, codes in broken(plan, values):
        made.rejected.update(codes)
        steps = {code: made.steps[code][-1] for code in codes}
        cells = "; ".join(
            f"{plan.input_by_code[code].label} = {step.text} ({step.where})" for code, step in steps.items()
        )
        args = {"relation": relation.text, "cells": cells, "unit": unit.code}
        yield Problem("C24", steps[codes[0]].where, args), codes


def _flags(
    plan: Plan,
    unit: Unit,
    made: Trail,
    values: Mapping[str, int],
    said: Mapping[str, Sequence[Step]],
    unproven: frozenset[str],
) -> tuple[Mapping[str, int], Mapping[str, Step]]:
    flags: dict[str, int] = {}
    granted: dict[str, Step] = {}
    for leaf in plan.leaves:
        bits = TRAIT if leaf.trait is not None and leaf.trait not in unit.traits else 0
        for code in leaf.inputs:
            bits |= _input_bits(plan, leaf, code, made, values)
        for step in said[leaf.code]:
            if step.status == "not_applicable":
                # Only the council's consent moves the denominator: an appraiser's word stays a claim.
                bits |= GRANTED if step.stage in _CONSENTING else CLAIMED
                if step.stage in _CONSENTING:
                    granted[leaf.code] = step
        if plan.evidence_costs and leaf.code in unproven:
            bits |= NO_EVIDENCE
        flags[leaf.code] = bits
    return flags, granted


def _input_bits(plan: Plan, leaf: Leaf, code: str, made: Trail, values: Mapping[str, int]) -> int:
    if code in made.rejected:
        return REJECTED
    if code in values:
        return 0
    from_survey = leaf.kind == "survey" or plan.input_by_code[code].source == "survey"
    return PENDING if from_survey else NOT_FILED


def _last_steps(leaf: Leaf, made: Trail) -> Sequence[Step]:
    """Give what was said last about the leaf as a whole or, where that came later, about its inputs."""
    inputs = [made.steps[code][-1] for code in leaf.inputs if code in made.steps]
    if leaf.code not in made.leaves:
        return inputs
    whole = made.leaves[leaf.code][-1]
    decided = max((ORDER.index(step.stage) for step in inputs), default=0)
    return [whole] if ORDER.index(whole.stage) >= decided else inputs


def _any(steps: Sequence[Step], status: Status) -> bool:
    return any(step.status == status for step in steps)


def _previous(
    plan: Plan, made: Trail, before: Mapping[str, Fact]
) -> tuple[Mapping[str, int], tuple[Problem, ...]]:
    """Type last year's figures that an empty denominator may fall back on."""
    needed = dict.fromkeys(code for leaf in plan.leaves if leaf.use_previous for code in leaf.inputs)
    found: dict[str, int] = {}
    problems = []
    for code in needed:
        fact = before.get(code)
        if fact is None or not fact.written.text:
            continue
        outcome = typed(plan.input_by_code[code], fact.written, made.numbers)
        if isinstance(outcome, Problem):
            problems.append(outcome)
        else:
            found[code] = outcome
    return found, tuple(problems)


def _evidence(
    plan: Plan, rows: Sequence[Evidence]
) -> tuple[Mapping[str, tuple[Evidence, ...]], tuple[Problem, ...]]:
    """Lay evidence beside the leaf it names, or beside every leaf that reads the input it names."""
    found: dict[str, list[Evidence]] = defaultdict(list)
    problems = []
    for row in rows:
        leaves = [row.code] if row.code in plan.leaf_by_code else [
            leaf.code for leaf in plan.leaves if row.code in leaf.inputs
        ]  # fmt: skip
        for code in leaves:
            found[code].append(row)
        if not leaves and row.code not in plan.input_by_code:
            best = nearest(row.code, plan.leaf_by_code) or ""
            args = {"code": row.code, "unit": row.unit, "set": plan.set_id, "nearest": best}
            problems.append(Problem("C39", row.where, args))
    return {code: tuple(items) for code, items in found.items()}, tuple(problems)
