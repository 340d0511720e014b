"""Ask the questions of gates and bars, and trim leaves by gates and ceilings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from par_index.engine.forward.measure import EmptyMeasureError, Ratio
from par_index.engine.forward.questions import NOT_APPLICABLE, UNKNOWN, Question
from par_index.engine.forward.ruleset import Fact, Ruleset
from par_index.model.case import Case, LeafVerdict
from par_index.model.plan import LeafKind, Plan
from par_index.model.questions import Gate
from par_index.model.states import State
from par_index.points import MICRO

Verdicts = dict[str, LeafVerdict]


def fact_of(question: Question, case: Case, verdicts: Mapping[str, LeafVerdict]) -> Fact:
    """Write the fact that answers a question; a measure without a value has flags UNKNOWN."""
    flags, ratio = _subject(question, case, verdicts)
    return question.id, question.id, flags, question.scale.place(*ratio)


def _subject(question: Question, case: Case, verdicts: Mapping[str, LeafVerdict]) -> tuple[int, Ratio]:
    if question.measure:
        if any(code not in case.values for code in question.inputs):
            return UNKNOWN, (0, 1)
        try:
            return 0, question.measure(case.values)
        except EmptyMeasureError:
            return UNKNOWN, (0, 1)
    asked = [verdicts[code] for code in question.leaves]
    points = sum(verdict.points for verdict in asked)
    if question.test.subject == "index":
        return 0, (points, sum(verdict.max_points for verdict in asked))
    left_out = question.test.subject == "leaf" and asked[0].state is State.NOT_APPLICABLE
    return NOT_APPLICABLE if left_out else 0, (points, MICRO)


def apply_gates(
    gates: Sequence[tuple[Gate, Question]], ruleset: Ruleset, case: Case, verdicts: Verdicts
) -> None:
    """Cap leaves by each gate that fires, in order: a gate sees points after the gates before it."""
    for gate, question in gates:
        if ruleset.fire([fact_of(question, case, verdicts)]):
            for code, cap in gate.caps:
                _lower(verdicts, code, min(verdicts[code].points, cap), gate.id)


def apply_ceilings(plan: Plan, verdicts: Verdicts) -> None:
    """Let bonus leaves in turn keep what room the ceiling leaves, penalties likewise."""
    _trim(plan, verdicts, "bonus", 1, plan.bonus_ceiling)
    _trim(plan, verdicts, "penalty", -1, plan.penalty_ceiling)


def _trim(plan: Plan, verdicts: Verdicts, kind: LeafKind, sign: int, room: int) -> None:
    for leaf in plan.leaves:
        if leaf.kind == kind:
            kept = min(sign * verdicts[leaf.code].points, room)
            _lower(verdicts, leaf.code, sign * kept, f"{kind}-ceiling")
            room -= kept


def _lower(verdicts: Verdicts, code: str, points: int, rule: str) -> None:
    old = verdicts[code]
    if points != old.points:
        verdicts[code] = LeafVerdict(code, old.state, points, old.max_points, (*old.rules, rule))
