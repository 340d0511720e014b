"""Replay the hand-worked cases of Tiền Giang 2023 through both engines: points, states, totals, grades."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache

import pytest

from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.points import decimal_text
from tests import naive
from tests.worked.cases import Worked, case_of, compiled, leaf_cases, micro, whole_units, worked

Judge = Callable[[Plan, Sequence[Case]], Sequence[UnitVerdict]]
JUDGES: Mapping[str, Judge] = {
    "rules": forward.judge,
    "arrays": lambda plan, cases: array.judge(plan, array.load(plan, cases)).verdicts(),
    "reference": lambda plan, cases: [naive.judge(plan, case) for case in cases],
}
each_judge = pytest.mark.parametrize("judge", JUDGES.values(), ids=JUDGES)


def named(case: Worked) -> str:
    return str(case["case"])


@cache
def verdicts(judge: Judge, set_id: str) -> Mapping[str, UnitVerdict]:
    """Judge every worked case of a set at once."""
    plan, _ = compiled(set_id)
    cases = [case_of(plan, case) for case in worked() if case["set"] == set_id]
    return {verdict.unit: verdict for verdict in judge(plan, cases)}


def verdict_on(judge: Judge, case: Worked) -> UnitVerdict:
    return verdicts(judge, case["set"])[case["case"]]


@each_judge
@pytest.mark.parametrize("case", leaf_cases(), ids=named)
def test_a_leaf_earns_what_was_worked_by_hand(case: Worked, judge: Judge) -> None:
    (leaf,) = [leaf for leaf in verdict_on(judge, case).leaves if leaf.code == case["leaf"]]
    found = (leaf.state, leaf.points, leaf.max_points)
    assert found == (case["state"], micro(case["points"]), micro(case["max_points"])), case["working"]


@each_judge
@pytest.mark.parametrize("case", whole_units(), ids=named)
def test_a_whole_unit_earns_what_was_worked_by_hand(case: Worked, judge: Judge) -> None:
    verdict = verdict_on(judge, case)
    leaves = {leaf.code: (leaf.points, leaf.max_points) for leaf in verdict.leaves}
    assert leaves == {code: (micro(points), micro(most)) for code, (points, most) in case["leaves"].items()}
    for total in ("appraised", "survey", "bonus", "penalty", "points", "max_points"):
        assert getattr(verdict, total) == micro(case[total]), total
    index = Fraction(100 * verdict.points, verdict.max_points)
    assert decimal_text(index, 2) == case["index"]
    assert (verdict.grade, list(verdict.barred_by)) == (case["grade"], case["barred_by"])


@pytest.mark.parametrize("case", whole_units(), ids=named)
def test_the_hand_work_adds_up(case: Worked) -> None:
    points = sum(Fraction(points) for points, _ in case["leaves"].values())
    parts = sum(Fraction(case[part]) for part in ("appraised", "survey", "bonus", "penalty"))
    assert points == parts == Fraction(case["points"])
    assert sum(Fraction(most) for _, most in case["leaves"].values()) == Fraction(case["max_points"])


@pytest.mark.parametrize("case", leaf_cases(), ids=named)
def test_a_case_cites_a_clause_of_its_leaf(case: Worked) -> None:
    plan, _ = compiled(case["set"])
    leaf = plan.leaf_by_code[case["leaf"]]
    gates = [gate for gate in plan.gates if leaf.code in dict(gate.caps)]
    cited = {cite.clause for source in (leaf, *gates) for cite in source.cites}
    assert case["clause"] in cited
    assert leaf.min <= micro(case["points"]) <= leaf.max
