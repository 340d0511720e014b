"""Compare what two sets say of themselves, their figures, gates and grades."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from par_index.model.plan import Plan
from par_index.model.questions import Test
from par_index.model.states import CLAIMED, NO_EVIDENCE, NOT_FILED, REJECTED
from par_index.papers.wording import number
from par_index.points import MICRO
from par_index.revision.asked import questions, respondents, survey_rules
from par_index.revision.inputs import input_lines
from par_index.revision.records import Effect, Line, Pair

_STATES = {
    "rejected": REJECTED,
    "claimed": CLAIMED,
    "not_filed": NOT_FILED,
    "no_evidence": NO_EVIDENCE,
}


def general(before: Plan, after: Plan) -> Iterator[Line]:
    """Tell each line of the head, the figures, gates, grades and flags that differs."""
    for subject, effect, said in _head(before, after):
        if said[0] != said[1]:
            yield Line(subject, "", said, effect)
    yield from input_lines(before, after)
    for subject, effect, old, new in _tables(before, after):
        for code in dict.fromkeys((*old, *new)):
            if old.get(code) != new.get(code):
                yield Line(subject, code, (old.get(code, ""), new.get(code, "")), effect)


def _head(before: Plan, after: Plan) -> Iterator[tuple[str, Effect, Pair]]:
    def points(name: str) -> Pair:
        return _points(getattr(before, name)), _points(getattr(after, name))

    yield "name", "none", (before.name, after.name)
    yield "year", "none", (str(before.year), str(after.year))
    yield "issuer", "none", (before.issuer, after.issuer)
    yield "legal_basis", "none", (before.legal_basis, after.legal_basis)
    yield "appraised_max", "points", points("appraised_max")
    yield "survey_max", "points", points("survey_max")
    yield "bonus_ceiling", "points", points("bonus_ceiling")
    yield "penalty_ceiling", "points", points("penalty_ceiling")
    yield "leaf_grid", "points", points("leaf_grid")
    yield "places", "rank", (str(before.places), str(after.places))
    yield "ranked_by", "rank", (before.ranking.by, after.ranking.by)
    yield "ties", "rank", (_ties(before), _ties(after))
    for state in _STATES:
        yield f"state_{state}", "points", (_earned(before, state), _earned(after, state))


def _points(micro: int) -> str:
    return number(Fraction(micro, MICRO))


def _ties(plan: Plan) -> str:
    return " ".join((plan.ranking.ties, *plan.ranking.break_by))


def _earned(plan: Plan, state: str) -> str:
    """Tell what a state earns; it is the same for every leaf of a set."""
    bit = _STATES[state]
    return next((rule.earn for rule in plan.leaves[0].states if rule.low <= bit <= rule.high), "score")


def _tables(before: Plan, after: Plan) -> Iterator[tuple[str, Effect, Mapping[str, str], Mapping[str, str]]]:
    yield "area", "none", _areas(before), _areas(after)
    yield "relation", "none", _relations(before), _relations(after)
    yield "trait", "none", before.traits, after.traits
    yield "gate", "points", _gates(before), _gates(after)
    yield "grade", "grade", _grades(before), _grades(after)
    yield "bar", "grade", _bars(before), _bars(after)
    yield "flag", "none", _flags(before), _flags(after)
    yield "survey_rule", "points", survey_rules(before), survey_rules(after)
    yield "respondents", "points", respondents(before), respondents(after)
    yield "question", "points", questions(before), questions(after)


def _areas(plan: Plan) -> Mapping[str, str]:
    return {node.code: f"{node.name}: {_points(node.max)}" for node in plan.areas}


def _relations(plan: Plan) -> Mapping[str, str]:
    return {relation.text: relation.text for relation in plan.relations}


def _gates(plan: Plan) -> Mapping[str, str]:
    return {
        gate.id: f"{asked(gate.when)}: {', '.join(f'{code} ≤ {_points(cap)}' for code, cap in gate.caps)}"
        + (" (cả khi không áp dụng)" if gate.also else "")
        for gate in plan.gates
    }


def asked(test: Test) -> str:
    """Write a question: its subject and the interval it must lie in."""
    return f"{test.code or test.subject} {test.phrase}"


def _grades(plan: Plan) -> Mapping[str, str]:
    return {row.name: row.phrase for row in plan.grades.rows} if plan.grades else {}


def _bars(plan: Plan) -> Mapping[str, str]:
    bars = plan.grades.bars if plan.grades else ()
    return {bar.id: f"{asked(bar.when)}: không trên {bar.best}" for bar in bars}


def _flags(plan: Plan) -> Mapping[str, str]:
    return {flag.id: f"{asked(flag.when)}: {flag.say}" for flag in plan.flags}
