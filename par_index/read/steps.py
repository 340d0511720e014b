"""Follow each input of a unit through the stages: what was written, by whom, and what it is worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from par_index.model.facts import (
    ORDER,
    Cycle,
    Decision,
    Fact,
    Stage,
    Step,
    SurveyScore,
    Unit,
    UnitFacts,
    Written,
)
from par_index.model.plan import Input, Leaf, Plan
from par_index.points import MICRO, Numbers, round_half_away, shown_points
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.read.written import bare_figure
from par_index.text import nearest

Record = Fact | SurveyScore | Decision


@dataclass(slots=True)
class Trail:
    """One unit's inputs through the stages, leaves decided as a whole, and what was refused."""

    plan: Plan
    numbers: Numbers | None
    steps: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    leaves: dict[str, list[Step]] = field(default_factory=lambda: defaultdict(list))
    rejected: set[str] = field(default_factory=set)
    """Inputs whose last step was refused."""
    problems: list[Problem] = field(default_factory=list)

    def add(self, code: str, step: Step, outcome: int | Problem | None) -> None:
        """Append a step of that outcome; a refusal rejects the input until a later step mends it."""
        if not _only_unproven(step):
            self.rejected.discard(code)
        if isinstance(outcome, Problem):
            self.problems.append(outcome)
            self.rejected.add(code)
        self.steps[code].append(step)

    def typed(self, entry: Input, written: Written) -> int | Problem | None:
        """Type a figure; an empty cell is no figure."""
        if not written.text and written.kind != "formula":
            return None
        return typed(entry, written, self.numbers)

    def values(self) -> dict[str, int]:
        """Give the last value of each input that has one."""
        found = {code: _value(steps) for code, steps in self.steps.items() if code not in self.rejected}
        return {code: value for code, value in found.items() if value is not None}


def _kept(outcome: int | Problem | None) -> int | None:
    return None if isinstance(outcome, Problem) else outcome


def _only_unproven(step: Step) -> bool:
    """Tell a step that finds no evidence but leaves the figure as it was."""
    return step.status == "no_evidence" and not step.text


def _value(steps: Sequence[Step]) -> int | None:
    return next((step.value for step in reversed(steps) if not _only_unproven(step)), None)


def trail(
    cycle: Cycle,
    plan: Plan,
    unit: Unit,
    filed: Mapping[str, Sequence[Record]],
    before: Mapping[str, Fact],
    stage: Stage,
) -> Trail:
    """Put together last year's figures, the unit's own, the survey's and the decisions up to a stage."""
    made = Trail(plan, cycle.numbers)
    _repeat(made, before)
    records = filed.get(unit.code, ())
    for record in records:
        if isinstance(record, Fact):
            _state(made, record)
        elif isinstance(record, SurveyScore):
            _survey(made, record)
    for held in ORDER[1 : ORDER.index(stage) + 1]:
        for record in records:
            if isinstance(record, Decision) and record.stage == held:
                _decide(made, record)
    return made


def resumed(plan: Plan, numbers: Numbers | None, facts: UnitFacts, decisions: Iterable[Decision]) -> Trail:
    """Take up the trail that led to a unit's facts, and follow it through further decisions."""
    made = Trail(plan, numbers, rejected=set(facts.refused))
    made.steps.update((code, list(figure.steps)) for code, figure in facts.figures.items())
    made.leaves.update((code, list(steps)) for code, steps in facts.decided.items())
    for decision in decisions:
        _decide(made, decision)
    return made


def _repeat(made: Trail, before: Mapping[str, Fact]) -> None:
    """Read inputs that repeat last year's from last year's figures."""
    for entry in made.plan.inputs:
        fact = before.get(entry.previous) if entry.previous else None
        if fact is not None and fact.written.text:
            outcome = made.typed(entry, fact.written)
            step = Step("self", _kept(outcome), fact.written.text, "", fact.written.where)
            made.add(entry.code, step, outcome)


def _state(made: Trail, fact: Fact) -> None:
    entry = made.plan.input_by_code.get(fact.input)
    if entry is None:
        _unknown(made, "C22", fact.input, fact, made.plan.input_by_code)
        return
    if entry.source == "survey":
        made.problems.append(Problem("C44", fact.written.where, {"label": entry.label, "unit": fact.unit}))
        return
    outcome = made.typed(entry, fact.written)
    if entry.code in made.steps:
        last = made.steps[entry.code][-1]
        if last.value is not None and last.value != outcome:
            args = {"text": fact.written.text, "before": last.text, "place": str(last.where)}
            args["label"] = entry.label
            made.problems.append(Problem("C49", fact.written.where, args))
        return
    step = Step("self", _kept(outcome), fact.written.text, fact.status, fact.written.where, fact.note)
    made.add(entry.code, step, outcome)


def _survey(made: Trail, score: SurveyScore) -> None:
    leaf = _leaf(made, score.code, score)
    if leaf is None:
        return
    entries = [made.plan.input_by_code[code] for code in leaf.inputs]
    entries = [entry for entry in entries if entry.source == "survey" or leaf.kind == "survey"]
    if len(entries) != 1 or (entries[0].kind == "points" and not score.in_points):
        kind = "points" if entries and entries[0].kind == "points" else "share"
        args = {"code": leaf.code, "count": str(len(entries)), "column": kind}
        made.problems.append(Problem("C43", score.where, args))
        return
    entry = entries[0]
    outcome = _share(made, leaf, entry, score) if score.in_points else made.typed(entry, score.written)
    step = Step("self", _kept(outcome), score.written.text, "", score.where, score.source)
    made.add(entry.code, step, outcome)


def _share(made: Trail, leaf: Leaf, entry: Input, score: SurveyScore) -> int | Problem | None:
    """Turn survey points into the input's share, on its grid; where no share gives them exactly, say so."""
    points = replace(entry, kind="points", scale=MICRO, low=0, high=leaf.max, step=None)
    value = made.typed(points, score.written)
    if not isinstance(value, int) or entry.kind == "points" or not leaf.max:
        return value
    exact = Fraction(value, leaf.max) * entry.scale
    share = round_half_away(exact.numerator, exact.denominator)
    if share != exact:
        args = {"code": leaf.code, "text": score.written.text, "max": shown_points(leaf.max)}
        made.problems.append(Problem("C41", score.where, args | {"share": bare_figure(entry, share)}))
    return share


def _decide(made: Trail, decision: Decision) -> None:
    step = Step(
        decision.stage, None, decision.written.text, decision.status, decision.where,
        reason=decision.reason, by=decision.by, at=decision.at,
    )  # fmt: skip
    if not decision.input and decision.status:
        leaf = _leaf(made, decision.code, decision)
        if leaf is not None:
            made.leaves[leaf.code].append(replace(step, text=""))
        if leaf is None or not decision.written.text:
            return
        step = replace(step, status="")
    entry = _entry(made, decision)
    if entry is not None:
        outcome = made.typed(entry, decision.written)
        made.add(entry.code, replace(step, value=_kept(outcome)), outcome)


def _entry(made: Trail, decision: Decision) -> Input | None:
    """Find the input a decision is about, by its code or as the only one of the leaf it could be."""
    if decision.input:
        entry = made.plan.input_by_code.get(decision.input)
        if entry is None:
            _unknown(made, "C22", decision.input, decision, made.plan.input_by_code)
        elif decision.in_points and entry.kind != "points":
            made.problems.append(Problem("C37", decision.where, {"code": decision.input}))
            return None
        return entry
    leaf = _leaf(made, decision.code, decision)
    if leaf is None:
        return None
    entries = [made.plan.input_by_code[code] for code in leaf.inputs]
    entries = [entry for entry in entries if entry.kind == "points" or not decision.in_points]
    if len(entries) == 1:
        return entries[0]
    code, args = ("C37", {}) if decision.in_points else ("C38", {"inputs": ", ".join(leaf.inputs)})
    made.problems.append(Problem(code, decision.where, {"code": leaf.code, **args}))
    return None


def _leaf(made: Trail, code: str, record: Record) -> Leaf | None:
    leaf = made.plan.leaf_by_code.get(code)
    if leaf is None:
        _unknown(made, "C39", code, record, made.plan.leaf_by_code)
    return leaf


def _unknown(made: Trail, code: str, word: str, record: Record, known: Iterable[str]) -> None:
    """Note a code the set does not have, with the nearest one it has."""
    where = record.written.where if isinstance(record, Fact) else record.where
    args = {"code": word, "unit": record.unit, "set": made.plan.set_id, "nearest": nearest(word, known) or ""}
    made.problems.append(Problem(code, where, args))
