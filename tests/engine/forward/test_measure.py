"""Measures by hand-worked figures, and against Fraction on random trees."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.engine.forward.measure import EmptyMeasureError, half_away, measure_of
from par_index.language import ast

A, B = ast.Input("a", 1), ast.Input("b", 100)


def number(text: str) -> ast.Constant:
    return ast.Constant(Fraction(text))


def value(tree: ast.Expression, holidays=(), **figures: int) -> Fraction:
    numerator, denominator = measure_of(tree, holidays)(figures)
    assert denominator > 0
    return Fraction(numerator, denominator)


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (A, "7"),
        (B, "-1/4"),
        (number("0.3"), "3/10"),
        (ast.Add((A, B, number("1/3"))), "85/12"),
        (ast.Negate(B), "1/4"),
        (ast.Multiply(A, B), "-7/4"),
        (ast.Divide(B, A), "-1/28"),
        (ast.Divide(A, B), "-28"),
        (ast.Least((A, B, number("-1/5"))), "-1/4"),
        (ast.Greatest((B, number("-1/5"))), "-1/5"),
        (ast.Compare(B, "<", A), "1"),
        (ast.Compare(A, "<", A), "0"),
        (ast.Compare(A, "<=", A), "1"),
        (ast.Compare(A, ">", A), "0"),
        (ast.Compare(A, ">=", A), "1"),
        (ast.Compare(B, ">=", A), "0"),
        (ast.Round(number("0.97995"), 2), "0.98"),
        (ast.Round(number("0.979949"), 2), "0.9799"),
        (ast.Round(number("-0.97995"), 2), "-0.98"),
        (ast.Round(number("0.005"), 0), "0.01"),
    ],
)
def test_each_node(tree, expected):
    assert value(tree, a=7, b=-25) == Fraction(expected)


@pytest.mark.parametrize(
    "tree", [ast.Divide(A, ast.Add((A, ast.Negate(A)))), ast.Divide(number("0"), number("0"))]
)
def test_a_denominator_of_0_empties_the_measure(tree):
    with pytest.raises(EmptyMeasureError):
        value(tree, a=1)


def test_a_denominator_of_0_empties_the_measure_even_where_the_value_does_not_depend_on_it():
    for tree in (
        ast.Least((number("-9"), ast.Divide(A, number("0")))),
        ast.Multiply(number("0"), ast.Divide(A, number("0"))),
        ast.Compare(ast.Divide(A, number("0")), ">", A),
    ):
        with pytest.raises(EmptyMeasureError):
            value(tree, a=1)


def test_an_unresolved_word_is_no_measure():
    with pytest.raises(TypeError, match="nhiem_vu"):
        measure_of(ast.Name("nhiem_vu"))


@given(st.dates(date(2023, 1, 1), date(2024, 3, 1)), st.integers(0, 90))
def test_working_days_between_two_dates_count_week_days_that_are_no_holidays(start, length):
    holidays = (date(2023, 1, 2), date(2023, 4, 29), date(2023, 5, 1), date(2023, 5, 1), date(2023, 9, 4))
    end = start + timedelta(length)
    days = [start + timedelta(k) for k in range(1, length + 1)]
    expected = sum(day.weekday() < 5 and day not in holidays for day in days)
    passed = ast.Add((ast.WorkingDays(A), ast.Negate(ast.WorkingDays(ast.Input("from", 1)))))
    found = measure_of(passed, holidays)({"a": end.toordinal(), "from": start.toordinal()})
    assert Fraction(*found) == expected


@given(st.integers(-(10**6), 10**6), st.integers(1, 1000))
def test_halves_are_rounded_away_from_zero(numerator, denominator):
    exact = Fraction(numerator, denominator)
    found = half_away(numerator, denominator)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)


NUMBERS = st.fractions(min_value=-3, max_value=3, max_denominator=12).map(ast.Constant)
TREES = st.recursive(
    st.one_of(NUMBERS, st.sampled_from([A, B])),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(ast.Add),
        inner.map(ast.Negate),
        st.builds(ast.Multiply, inner, inner),
        st.builds(ast.Divide, inner, inner),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(ast.Least),
        st.lists(inner, min_size=1, max_size=3).map(tuple).map(ast.Greatest),
        st.builds(ast.Compare, inner, st.sampled_from(["<", "<=", ">", ">="]), inner),
        st.builds(ast.Round, inner, st.integers(0, 3)),
    ),
    max_leaves=8,
)


def by_fraction(node: ast.Expression, figures: dict[str, int]) -> Fraction:
    """Value a tree with Fraction alone; ZeroDivisionError when it is empty."""
    parts = [by_fraction(child, figures) for child in ast.children(node)]
    match node:
        case ast.Constant(number):
            return number
        case ast.Input(code, scale):
            return Fraction(figures[code], scale)
        case ast.Add():
            return sum(parts, Fraction(0))
        case ast.Negate():
            return -parts[0]
        case ast.Multiply():
            return parts[0] * parts[1]
        case ast.Divide():
            return parts[0] / parts[1]
        case ast.Least():
            return min(parts)
        case ast.Greatest():
            return max(parts)
        case ast.Compare(_, sign, _):
            difference = parts[0] - parts[1]
            return (
                Fraction(difference < 0 or ("=" in sign and difference == 0))
                if "<" in sign
                else Fraction(difference > 0 or ("=" in sign and difference == 0))
            )
    steps = 100 * 10**node.places
    near = abs(parts[0]) * steps + Fraction(1, 2)
    return Fraction(near.numerator // near.denominator, steps) * (-1 if parts[0] < 0 else 1)


@given(TREES, st.integers(-9, 9), st.integers(-300, 300))
def test_random_trees_have_the_value_fraction_gives(tree, a, b):
    figures = {"a": a, "b": b}
    try:
        expected = by_fraction(tree, figures)
    except ZeroDivisionError:
        with pytest.raises(EmptyMeasureError):
            measure_of(tree)(figures)
    else:
        assert value(tree, **figures) == expected
