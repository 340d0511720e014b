"""Relations between figures, against plain arithmetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.language import ast
from par_index.model.plan import Relation
from par_index.problem import NOWHERE
from par_index.read.relations import broken
from tests.read.offices import PLAN, node

A, B, DAY = node("ho_so"), node("dung_han"), node("ngay_bc")
ONE_AND_A_HALF = ast.Constant(Fraction(3, 2))
MAY_DAY = date(2023, 5, 1)


def holds(left: ast.Expression, right: ast.Expression, **values: int) -> bool:
    relation = Relation(left, right, "", NOWHERE)
    plan = replace(PLAN, relations=(relation,), holidays=(MAY_DAY, date(2023, 4, 30)))
    return not list(broken(plan, values))


@given(st.integers(0, 30), st.integers(0, 30))
def test_each_operation_is_exact(a: int, b: int) -> None:
    values = {"ho_so": a, "dung_han": b}
    assert holds(A, B, **values) == (a <= b)
    twenty = ast.Constant(Fraction(20))
    assert holds(ast.Add((A, B, ONE_AND_A_HALF)), twenty, **values) == (2 * (a + b) + 3 <= 40)
    assert holds(ast.Multiply(A, ONE_AND_A_HALF), B, **values) == (3 * a <= 2 * b)
    assert holds(ast.Negate(A), ast.Negate(B), **values) == (a >= b)
    assert holds(ast.Least((A, B)), ONE_AND_A_HALF, **values) == (2 * min(a, b) <= 3)
    assert holds(ast.Greatest((A, B)), ONE_AND_A_HALF, **values) == (2 * max(a, b) <= 3)
    third = ast.Constant(Fraction(1, 3))
    assert holds(ast.Divide(A, B), third, **values) == (b == 0 or 3 * a <= b)


@pytest.mark.parametrize(
    ("sign", "results"),
    [
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
    ],
)
def test_comparisons_are_one_or_nothing(sign: ast.Comparison, results: list[bool]) -> None:
    one, compared = ast.Constant(Fraction(1)), ast.Compare(A, sign, B)
    assert [holds(one, compared, ho_so=value, dung_han=7) for value in (6, 7, 8)] == results


@pytest.mark.parametrize(("dossiers", "fits"), [(19_998, True), (19_999, False)])
def test_a_percent_is_rounded_half_away(dossiers: int, fits: bool) -> None:
    """19 998 / 20 000 = 99,99%; 19 999 / 20 000 = 99,995% rounds up to 100%."""
    rounded = ast.Round(ast.Divide(A, ast.Constant(Fraction(20_000))), 2)
    assert holds(rounded, ast.Constant(Fraction(9999, 10_000)), ho_so=dossiers) is fits


def test_working_days_are_counted_one_by_one() -> None:
    start = date(2023, 4, 20)
    first = ast.WorkingDays(ast.Constant(Fraction(start.toordinal())))
    for length in range(30):
        end = start + timedelta(length)
        days = [start + timedelta(step) for step in range(1, length + 1)]
        count = sum(day.weekday() < 5 and day != MAY_DAY for day in days)
        span = ast.Add((ast.WorkingDays(DAY), ast.Negate(first)))
        assert holds(span, ast.Constant(Fraction(count)), ngay_bc=end.toordinal())
        assert count == 0 or not holds(span, ast.Constant(Fraction(count - 1)), ngay_bc=end.toordinal())


def test_an_absent_figure_breaks_nothing() -> None:
    assert holds(A, B, ho_so=9)
    assert not holds(A, B, ho_so=9, dung_han=8)
