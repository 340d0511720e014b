"""Tell which gates hold a leaf down, whether or not they cost it points yet, and what opens each."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.explain import words
from par_index.explain.records import CiteExplained, GateExplained
from par_index.language.interval import Interval
from par_index.model.facts import UnitFacts
from par_index.model.plan import Leaf, Plan
from par_index.model.questions import Gate, Test
from par_index.model.result import UnitResult
from par_index.model.states import Cite, State
from par_index.points import points_text
from par_index.problem import Language
from par_index.score.measure import value
from par_index.verify.words import PLAIN, Style, expression_text, interval_text, style_of, value_text


def gates_holding(plan: Plan, leaf: Leaf, unit: UnitResult, facts: UnitFacts) -> Iterator[GateExplained]:
    """Give every gate that caps the leaf and whose test holds for the unit.

    Leaves and areas are read as published: the set's proofs put every gate before those that could lower
    what it reads.
    """
    for gate in plan.gates:
        cap = dict(gate.caps).get(leaf.code)
        now = _subject(plan, gate, unit, facts) if cap is not None else None
        if cap is not None and now is not None and gate.when.interval.holds(now):
            yield GateExplained(
                rule=gate.id,
                cap=points_text(cap),
                asked=f"{_named(plan, gate.when)} {gate.when.phrase}",
                now=value_text(now, _style(plan, gate.when)),
                opens=_opens(plan, gate.when),
                cites=tuple(cited(plan, cite) for cite in gate.cites),
            )


def asked(test: Test, language: Language) -> str:
    """Write a test as the set puts it: what it reads, and the values it speaks of."""
    if test.measure is not None:
        return f"{expression_text(test.measure)} {test.phrase}"
    return f"{test.code or words.term('index', language)} {test.phrase}"


def cited(plan: Plan, cite: Cite) -> CiteExplained:
    """Name a clause with the full title of its document."""
    key = cite.document or next(iter(plan.documents), "")
    return CiteExplained(cite.clause, key, plan.documents.get(key, ""))


def _subject(plan: Plan, gate: Gate, unit: UnitResult, facts: UnitFacts) -> Fraction | None:
    """Give the points or the value a gate asks about; ``None`` where it does not fire whatever they are."""
    test = gate.when
    if test.measure is not None:
        return value(test.measure, facts.case.values, plan.holidays)
    codes = {leaf.code for leaf in plan.leaves if test.code in (leaf.code, leaf.area)}
    read = [leaf for leaf in unit.leaves if leaf.code in codes]
    left_out = test.subject == "leaf" and read[0].state is State.NOT_APPLICABLE
    if left_out and State.NOT_APPLICABLE not in gate.also:
        return None
    return sum((Fraction(leaf.points) for leaf in read), Fraction(0))


def _named(plan: Plan, test: Test) -> str:
    if test.measure is not None:
        return expression_text(test.measure)
    named = [*plan.leaves] if test.subject == "leaf" else [*plan.areas]
    return f"{test.code} “{next(one.name for one in named if one.code == test.code)}”"


def _style(plan: Plan, test: Test) -> Style:
    return PLAIN if test.measure is None else style_of(test.measure, plan.input_by_code)


def _opens(plan: Plan, test: Test) -> str:
    """Write the values that open the gate; points can only open it upwards, as the set's proofs say."""
    span = test.interval
    above = Interval(span.high, not span.high_closed, None, False)
    below = Interval(None, False, span.low, not span.low_closed)
    sides = [side for side in (above, below) if side.low is not None or side.high is not None]
    if test.measure is None and span.high is not None:
        sides = [above]
    return " hoặc ".join(interval_text(side, _style(plan, test)) for side in sides)
