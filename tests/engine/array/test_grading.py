from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from par_index.engine.array import judge, load
from par_index.engine.array.grading import published_index
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.plan import Input, Plan
from par_index.model.questions import Bar, Grade, Grades, Test
from tests import naive
from tests.engine.plans import MICRO, between, leaf, part, plan

POINTS = Input("diem", "points", "", MICRO, 0, 100 * MICRO, "more")


def given_points(by: str, *bars: Bar) -> Plan:
    """One leaf of 100 points given as they are; A from 90%, B from 80%, C below."""
    rows = (
        Grade("A", between("9/10"), "từ 90% trở lên"),
        Grade("B", between("8/10", "9/10"), "từ 80% đến dưới 90%"),
        Grade("C", between(high="8/10"), "dưới 80%"),
    )
    only = leaf(part("1.1", ast.Input("diem", MICRO), (between(0, 100, high_closed=True), 1, 0), most=100))
    return plan(only, inputs=(POINTS,), grades=Grades(by, rows, bars))


def grades_of(of: Plan, *points: str) -> list[tuple[str, tuple[str, ...]]]:
    cases = [Case("đv", {"diem": int(Fraction(text) * MICRO)}) for text in points]
    return [(verdict.grade, verdict.barred_by) for verdict in judge(of, load(of, cases)).verdicts()]


def names(found: list[tuple[str, tuple[str, ...]]]) -> str:
    return "".join(grade for grade, _ in found)


def test_a_cut_is_met_exactly() -> None:
    assert (
        names(grades_of(given_points("index_exact"), "90", "89.999999", "80", "79.999999", "100", "0"))
        == "ABBCAC"
    )


def test_a_published_cut_is_met_by_what_is_published() -> None:
    """89.995% is published as 90,00%; 89.994999% as 89,99%."""
    assert (
        names(grades_of(given_points("index_published"), "89.995", "89.994999", "79.995", "79.994999"))
        == "ABBC"
    )


def test_a_bar_lowers_and_never_raises() -> None:
    low = Test("leaf", "1.1", between(high="95"), "dưới 95")
    barred = given_points("index_exact", Bar("B1", low, "B"), Bar("B2", low, "B"))
    assert grades_of(barred, "95", "94.9", "85", "10") == [("A", ()), ("B", ("B1",)), ("B", ()), ("C", ())]


def test_bars_follow_one_another() -> None:
    low = Test("leaf", "1.1", between(high="95"), "dưới 95")
    index = Test("index", "", between("9/10"), "từ 90%")
    barred = given_points("index_exact", Bar("B1", low, "B"), Bar("B2", index, "C"))
    assert grades_of(barred, "96", "94", "85") == [("C", ("B2",)), ("C", ("B1", "B2")), ("B", ())]


def test_nobody_is_graded_without_a_maximum() -> None:
    of = given_points("index_exact")
    verdict = judge(of, load(of, [Case("đv", {}, {"1.1": 32})])).verdicts()[0]
    assert (verdict.max_points, verdict.grade, verdict.barred_by) == (0, "", ())


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9), st.integers(0, 9))
def test_the_published_index_is_rounded_once(points: int, maximum: int, places: int) -> None:
    found = published_index(np.array([points]), np.array([maximum]), 100 * 10**places)[0]
    step = Fraction(1, 100 * 10**places)
    assert found * step == naive.rounded(Fraction(points, maximum), step)
