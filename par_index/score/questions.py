"""Answer the set's questions about a judged unit: review flags and targets."""

from __future__ import annotations

from fractions import Fraction

from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.questions import Test
from par_index.model.states import State
from par_index.points import MICRO
from par_index.score.measure import value


def subject_value(test: Test, plan: Plan, verdict: UnitVerdict, case: Case) -> Fraction | None:
    """Give what a test asks about: points, the index as a ratio, or a measure.

    ``None`` when there is nothing to tell: a leaf that is not applicable, a unit whose maximum is 0, a
    measure that is empty or reads a figure not filed.
    """
    if test.subject == "leaf":
        leaf = next(leaf for leaf in verdict.leaves if leaf.code == test.code)
        return None if leaf.state == State.NOT_APPLICABLE else Fraction(leaf.points, MICRO)
    if test.subject == "area":
        codes = {leaf.code for leaf in plan.leaves if leaf.area == test.code}
        return Fraction(sum(leaf.points for leaf in verdict.leaves if leaf.code in codes), MICRO)
    if test.subject == "index":
        return Fraction(verdict.points, verdict.max_points) if verdict.max_points else None
    assert test.measure is not None
    return value(test.measure, case.values, plan.holidays)


def answer(test: Test, plan: Plan, verdict: UnitVerdict, case: Case) -> bool | None:
    """Tell whether the subject's value lies in the interval; ``None`` when there is no value."""
    found = subject_value(test, plan, verdict, case)
    return None if found is None else test.interval.holds(found)
