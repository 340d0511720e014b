"""Put one leaf's verdict, figures, evidence and decisions together as results hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from par_index.engine.forward.measure import Measure, measure_of
from par_index.language.ast import inputs_of
from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.facts import Evidence, Stage, Step, UnitFacts
from par_index.model.plan import Leaf, Plan
from par_index.model.questions import Flag
from par_index.model.result import CiteResult, DecisionResult, EvidenceResult, LeafResult, RoundResult
from par_index.model.sampling import LeafSurvey
from par_index.model.states import Cite, State
from par_index.points import points_text
from par_index.read.written import filed_text
from par_index.score.figures import deciding_step
from par_index.score.measure import exact_text


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit under one plan: its facts and verdict at the run's stage, and the verdicts of all stages held.

    ``by_stage`` begins with ``self`` and holds the stages, up to the run's, at which anything was decided.
    """

    stage: Stage
    facts: UnitFacts
    verdict: UnitVerdict
    by_stage: Mapping[Stage, UnitVerdict]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan with what is the same for all its units: measures by part, clauses by leaf."""

    plan: Plan
    measures: Mapping[str, Measure]
    cites: Mapping[str, tuple[CiteResult, ...]]


def prepare(plan: Plan) -> Prepared:
    """Prepare a plan to be written down for many units."""
    parts = [part for leaf in plan.leaves for part in leaf.parts]
    return Prepared(
        plan,
        {part.code: measure_of(part.measure, plan.holidays) for part in parts},
        {leaf.code: tuple(_cited(plan, cite) for cite in leaf.cites) for leaf in plan.leaves},
    )


def _cited(plan: Plan, cite: Cite) -> CiteResult:
    """Name a clause with its document's key; the set's first document is the default."""
    return CiteResult(cite.clause, cite.document or next(iter(plan.documents), ""))


def leaf_results(
    prepared: Prepared, judged: Judged, flags: Sequence[Flag], sure: Mapping[str, LeafSurvey]
) -> tuple[LeafResult, ...]:
    """Write every leaf of a unit, in the tree's order; ``flags`` are those that hold for the unit."""
    made = (_leaf(prepared, at, judged, flags) for at in range(len(prepared.plan.leaves)))
    return tuple(replace(leaf, survey=sure[leaf.code]) if leaf.code in sure else leaf for leaf in made)


def _leaf(prepared: Prepared, at: int, judged: Judged, flags: Sequence[Flag]) -> LeafResult:
    plan, facts = prepared.plan, judged.facts
    leaf, earned = plan.leaves[at], judged.verdict.leaves[at]
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
        measure=" ".join(exact_text(x) for x in _measured(prepared, leaf, earned, facts)),
        source={code: str(deciding_step(facts.figures[code]).where) for code in given},
        evidence=tuple(map(_evidence, facts.evidence.get(leaf.code, ()))),
        self_points="" if surveyed else points_text(by_stage["self"].points),
        appraised="" if surveyed or judged.stage == "self" else points_text(earned.points),
        rounds=_rounds(plan, leaf, facts, by_stage),
        flags=_leaf_flags(leaf, earned, facts, flags),
        cites=prepared.cites[leaf.code],
    )


def _measured(prepared: Prepared, leaf: Leaf, earned: LeafVerdict, facts: UnitFacts) -> Iterator[Fraction]:
    """Give the value of each part's measure that bands were read for; nothing when a state decided."""
    fired = set(earned.rules)
    if any(band.rule in fired for part in leaf.parts for band in part.bands):
        last_year = f"{leaf.code}/empty-previous" in fired
        figures = facts.case.previous if last_year else facts.case.values
        yield from (Fraction(*prepared.measures[part.code](figures)) for part in leaf.parts)


def _evidence(row: Evidence) -> EvidenceResult:
    return EvidenceResult(row.ref, row.date, row.subject, row.section, row.pages, row.file)


def decided_steps(leaf: Leaf, facts: UnitFacts, stage: Stage) -> tuple[tuple[str, Step], ...]:
    """List what a stage decided for a leaf: (input or leaf code, step), a figure apart from a status."""
    said = [(code, facts.figures[code].steps) for code in leaf.inputs if code in facts.figures]
    said.append((leaf.code, facts.decided.get(leaf.code, ())))
    return tuple(
        (code, one) for code, steps in said for step in steps if step.stage == stage for one in _apart(step)
    )


def _apart(step: Step) -> Iterator[Step]:
    if step.text or not step.status:
        yield replace(step, status="")
    if step.status:
        yield replace(step, text="", value=None)


def _rounds(
    plan: Plan, leaf: Leaf, facts: UnitFacts, by_stage: Mapping[Stage, LeafVerdict]
) -> tuple[RoundResult, ...]:
    rounds = []
    for stage, earned in by_stage.items():
        decided = decided_steps(leaf, facts, stage) if stage != "self" else ()
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
