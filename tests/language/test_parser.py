"""Expressions: what is read, what is refused, and where."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from par_index.language.ast import (
    Add,
    Compare,
    Constant,
    Divide,
    Expression,
    Greatest,
    Least,
    Multiply,
    Name,
    Negate,
    Round,
    WorkingDays,
    inputs_of,
    with_children,
)
from par_index.language.ast import Input as InputNode
from par_index.language.lexer import LanguageError
from par_index.language.parser import parse_expression


def value(node: Expression, names: dict[str, Fraction]) -> Fraction:
    """Evaluate a small tree by its dictionary meaning, for comparison with Python's own arithmetic."""
    match node:
        case Constant(number):
            return number
        case Name(word):
            return names[word]
        case Add(terms):
            return sum((value(term, names) for term in terms), Fraction(0))
        case Negate(term):
            return -value(term, names)
        case Multiply(left, right):
            return value(left, names) * value(right, names)
        case Divide(left, right):
            return value(left, names) / value(right, names)
        case Least(terms):
            return min(value(term, names) for term in terms)
        case Greatest(terms):
            return max(value(term, names) for term in terms)
        case Compare(left, sign, right):
            a, b = value(left, names), value(right, names)
            return Fraction({"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign])
    raise AssertionError(node)


NAMES = {"a": Fraction(3), "b": Fraction(4), "c": Fraction(7), "max": Fraction(2), "x": Fraction(1, 2)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", Fraction(31)),
        ("(a + b) * c", Fraction(49)),
        ("a - b - c", Fraction(-8)),
        ("a / b / c", Fraction(3, 28)),
        ("a : b", Fraction(3, 4)),
        ("-a * -b", Fraction(12)),
        ("0,5 * a", Fraction(3, 2)),
        ("0.5 * a", Fraction(3, 2)),
        ("50% max", Fraction(1)),
        ("80% max * x / 90%", Fraction(8, 9)),
        ("max * (x - 30%) / 3%", Fraction(40, 3)),
        ("all(a > 2; b >= 4)", Fraction(1)),
        ("any(a > 3; b > 4)", Fraction(0)),
        ("count(a > 2; b > 2; c > 8)", Fraction(2)),
        ("sum(a; b; c)", Fraction(14)),
        ("min(a; b; c) + max(a; b)", Fraction(7)),
        ("a > 2 and b > 4 or c >= 7", Fraction(1)),
        ("not (a > 2)", Fraction(0)),
        ("a ≤ 3", Fraction(1)),
        ("late(c; b)", Fraction(3)),
        ("late(b; c)", Fraction(0)),
    ],
)
def test_reads_as_arithmetic_does(text: str, expected: Fraction) -> None:
    assert value(parse_expression(text), NAMES) == expected


def test_a_date_is_one_token_never_two_divisions() -> None:
    assert parse_expression("31/01/2023") == Constant(
        Fraction(date(2023, 1, 31).toordinal()), date=True
    )


def test_rounding_and_working_days_are_nodes() -> None:
    assert parse_expression("round(a / b; 2)") == Round(Divide(Name("a", 6), Name("b", 10)), 2)
    assert parse_expression("working(a)") == WorkingDays(Name("a", 8))


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("a @ b", "L01", 2),
        ("1.234 + a", "L02", 0),
        ("1.2.3 + a", "L03", 0),
        ("31/02/2023", "L04", 0),
        ("a +", "L05", 3),
        ("(a + b", "L05", 6),
        ("a b", "L05", 2),
        ("max(a, b)", "L06", 5),
        ("(" * 80 + "a" + ")" * 80, "L07", 60),
        ("-" * 80 + "a", "L07", 60),
        ("not " * 80 + "a", "L07", 240),
        ("a" + " + 1" * 150, "L15", 400),
        ("a < b < c", "L08", 6),
        ("if(a; b)", "L09", 0),
        ("late(a)", "L10", 0),
        ("round(a; b)", "L11", 0),
        ("round(a; 7)", "L11", 0),
    ],
)
def test_refuses_at_the_column(text: str, code: str, at: int) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    assert (caught.value.code, caught.value.at) == (code, at)


def test_lists_inputs_once_in_order_and_rebuilds() -> None:
    left, right = InputNode("b", 1), InputNode("a", 1)
    tree = Divide(left, Add((right, left)))
    assert inputs_of(tree) == ("b", "a")
    assert with_children(tree, lambda node: node) == tree
