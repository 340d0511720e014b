"""Put one unit's verdicts, figures, evidence and decisions together as results hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from par_index.engine.forward.measure import Measure
from par_index.language.ast import inputs_of
from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.facts import Evidence, Stage, Step, UnitFacts
from par_index.model.plan import Leaf, LeafKind, Plan
from par_index.model.questions import Flag
from par_index.model.result import (
    AreaResult,
    CiteResult,
    DecisionResult,
    EvidenceResult,
    FlagResult,
    LastYear,
    LeafResult,
    RoundResult,
    TargetResult,
    UnitResult,
)
from par_index.model.states import Cite, State
from par_index.points import decimal_text, points_text
from par_index.score.figures import deciding_step, filed_text
from par_index.score.measure import exact_text
from par_index.score.questions import answer
from par_index.score.rank import Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit under one plan: its facts and verdict at the run's stage, and the verdicts of all stages held.

    ``by_stage`` begins with ``self`` and holds the stages, up to the run's, at which anything was decided.
    """

    stage: Stage
    facts: UnitFacts
    verdict: UnitVerdict
    by_stage: Mapping[Stage, UnitVerdict]


def is_provisional(verdict: UnitVerdict) -> bool:
    """Tell whether a leaf is not filed, waits for the survey, or is claimed and not yet granted."""
    return any(
        leaf.state in (State.NOT_FILED, State.PENDING_SURVEY) or f"{leaf.code}/claimed" in leaf.rules
        for leaf in verdict.leaves
    )


def unit_result(
    plan: Plan, valued: Mapping[str, Measure], judged: Judged, standing: Standing, last_year: LastYear | None
) -> UnitResult:
    """Write one unit's result; a provisional unit has no grade. ``valued`` are the plan's ``measures_of``."""
    verdict, unit = judged.verdict, judged.facts.unit
    provisional = is_provisional(verdict)
    flags = tuple(flag for flag in plan.flags if answer(flag.when, plan, verdict, judged.facts.case))
    index = standing.index
    return UnitResult(
        unit=unit.code,
        name=unit.name,
        cluster=unit.cluster,
        rank=standing.rank,
        grade="" if provisional else verdict.grade,
        grade_barred_by=() if provisional else verdict.barred_by,
        provisional=provisional,
        points=points_text(verdict.points),
        max_points=points_text(verdict.max_points),
        index="" if index is None else decimal_text(index, plan.places),
        index_shown=standing.shown,
        index_exact="" if index is None else f"{index.numerator}/{index.denominator}",
        tie_broken_by=standing.broken_by,
        appraised_points=points_text(verdict.appraised),
        appraised_max=points_text(_maximum(plan, verdict, "appraised")),
        survey_points=points_text(verdict.survey),
        survey_max=points_text(_maximum(plan, verdict, "survey")),
        bonus=points_text(verdict.bonus),
        penalty=points_text(verdict.penalty),
        last_year=last_year,
        areas=_areas(plan, verdict),
        leaves=_leaves(plan, valued, judged, flags),
        flags=tuple(FlagResult(flag.id, flag.say) for flag in flags),
        targets=tuple(
            TargetResult(target.id, answer(target.when, plan, verdict, judged.facts.case))
            for target in plan.targets
        ),
    )


def _maximum(plan: Plan, verdict: UnitVerdict, kind: LeafKind) -> int:
    codes = {leaf.code for leaf in plan.leaves if leaf.kind == kind}
    return sum(leaf.max_points for leaf in verdict.leaves if leaf.code in codes)


def _areas(plan: Plan, verdict: UnitVerdict) -> tuple[AreaResult, ...]:
    totals = {node.code: [0, 0] for node in plan.areas}
    for leaf, earned in zip(plan.leaves, verdict.leaves, strict=True):
        if leaf.area in totals:
            totals[leaf.area][0] += earned.points
            totals[leaf.area][1] += earned.max_points
    return tuple(AreaResult(code, *map(points_text, total)) for code, total in totals.items())


def _leaves(
    plan: Plan, valued: Mapping[str, Measure], judged: Judged, flags: Sequence[Flag]
) -> tuple[LeafResult, ...]:
    return tuple(_leaf(plan, valued, at, judged, flags) for at in range(len(plan.leaves)))


def _leaf(
    plan: Plan, valued: Mapping[str, Measure], at: int, judged: Judged, flags: Sequence[Flag]
) -> LeafResult:
    leaf, earned, facts = plan.leaves[at], judged.verdict.leaves[at], judged.facts
    by_stage = {stage: verdict.leaves[at] for stage, verdict in judged.by_stage.items()}
    surveyed = leaf.kind == "survey"
    given = [code for code in leaf.inputs if code in facts.figures]
    return LeafResult(
        code=leaf.code,
        state=earned.state,
        points=points_text(earned.points),
        max_points=points_text(earned.max_points),
        rule=" ".join(earned.rules),
        inputs={
            code: filed_text(plan.input_by_code[code], facts.case.values[code])
            for code in leaf.inputs
            if code in facts.case.values
        },
        measure=" ".join(exact_text(x) for x in _measured(valued, leaf, earned, facts)),
        source={code: str(deciding_step(facts.figures[code]).where) for code in given},
        evidence=tuple(map(_evidence, facts.evidence.get(leaf.code, ()))),
        self_points="" if surveyed else points_text(by_stage["self"].points),
        appraised="" if surveyed or judged.stage == "self" else points_text(earned.points),
        rounds=_rounds(plan, leaf, facts, by_stage),
        flags=_leaf_flags(leaf, earned, facts, flags),
        cites=tuple(cited(plan, cite) for cite in leaf.cites),
    )


def _measured(
    valued: Mapping[str, Measure], leaf: Leaf, earned: LeafVerdict, facts: UnitFacts
) -> Iterator[Fraction]:
    """Give the value of each part's measure that bands were read for; nothing when a state decided."""
    fired = set(earned.rules)
    if any(band.rule in fired for part in leaf.parts for band in part.bands):
        last_year = f"{leaf.code}/empty-previous" in fired
        figures = facts.case.previous if last_year else facts.case.values
        yield from (Fraction(*valued[part.code](figures)) for part in leaf.parts)


def cited(plan: Plan, cite: Cite) -> CiteResult:
    """Name a clause with its document's key; the set's first document is the default."""
    return CiteResult(cite.clause, cite.document or next(iter(plan.documents), ""))


def _evidence(row: Evidence) -> EvidenceResult:
    return EvidenceResult(row.ref, row.date, row.subject, row.section, row.pages, row.file)


def decided_steps(leaf: Leaf, facts: UnitFacts, stage: Stage) -> tuple[tuple[str, Step], ...]:
    """List what a stage decided for a leaf: (input or leaf code, step)."""
    granted = facts.granted.get(leaf.code)
    steps = [
        (code, step)
        for code in leaf.inputs
        if code in facts.figures
        for step in facts.figures[code].steps
        if step.stage == stage
    ]
    return (*steps, *([(leaf.code, granted)] if granted and granted.stage == stage else ()))


def _rounds(
    plan: Plan, leaf: Leaf, facts: UnitFacts, by_stage: Mapping[Stage, LeafVerdict]
) -> tuple[RoundResult, ...]:
    rounds = []
    for stage, earned in by_stage.items():
        decided = decided_steps(leaf, facts, stage) if stage != "self" and leaf.kind != "survey" else ()
        if decided:
            rows = tuple(_decision(plan, code, step) for code, step in decided)
            rounds.append(RoundResult(stage, points_text(earned.points), rows))
    return tuple(rounds)


def _decision(plan: Plan, code: str, step: Step) -> DecisionResult:
    entry = plan.input_by_code.get(code)
    said = filed_text(entry, step.value) if entry and step.value is not None else step.status or step.text
    return DecisionResult(code, said, step.reason, step.by, step.at, str(step.where))


def _leaf_flags(leaf: Leaf, earned: LeafVerdict, facts: UnitFacts, flags: Sequence[Flag]) -> tuple[str, ...]:
    own = [flag.id for flag in flags if flag.when.subject == "leaf" and flag.when.code == leaf.code]
    figures = set(leaf.inputs)
    read = [flag.id for flag in flags if flag.when.measure and figures & set(inputs_of(flag.when.measure))]
    claimed = ["claimed"] if f"{leaf.code}/claimed" in earned.rules else []
    unproven = ["no_evidence"] if leaf.code in facts.unproven and earned.state == State.SCORED else []
    return (*claimed, *unproven, *own, *read)
