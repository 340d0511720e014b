"""The nine phrases: each closed side is the one that the word says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from par_index.language.ast import Constant, Expression
from par_index.language.lexer import LanguageError
from par_index.language.phrases import parse_interval

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)


def number(node: Expression) -> Fraction:
    assert isinstance(node, Constant)
    return node.value


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("từ 10% đến 50%", [TENTH, HALF], [Fraction(9, 100), Fraction(51, 100)]),
        ("từ 10% đến dưới 50%", [TENTH, Fraction(49, 100)], [HALF]),
        ("trên 10% đến 50%", [Fraction(11, 100), HALF], [TENTH]),
        ("trên 10% đến dưới 50%", [Fraction(3, 10)], [TENTH, HALF]),
        ("từ 50% trở lên", [HALF, Fraction(99)], [Fraction(49, 100)]),
        ("trên 50%", [Fraction(51, 100)], [HALF]),
        ("dưới 50%", [Fraction(-99), Fraction(49, 100)], [HALF]),
        ("đến 50%", [HALF, Fraction(-99)], [Fraction(51, 100)]),
        ("bằng 50%", [HALF], [Fraction(501, 1000), Fraction(499, 1000)]),
        (">= 50%", [HALF], [Fraction(49, 100)]),
        ("> 50%", [Fraction(51, 100)], [HALF]),
        ("< 50%", [Fraction(49, 100)], [HALF]),
        ("<= 50%", [HALF], [Fraction(51, 100)]),
        ("Từ 50% trở lên", [HALF], [Fraction(49, 100)]),
    ],
)
def test_holds_what_the_words_say(text: str, inside: list[Fraction], outside: list[Fraction]) -> None:
    interval = parse_interval(text, number)
    assert all(interval.holds(value) for value in inside)
    assert not any(interval.holds(value) for value in outside)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("khoảng 50%", "L12"),
        ("trên 50% trở lên", "L12"),
        ("từ 50% đến 10%", "L13"),
        ("trên 50% đến 50%", "L13"),
        ("còn lại", "L14"),
        ("từ 50%", "L05"),
        ("từ 50% đến 90% trở lên", "L05"),
    ],
)
def test_refuses_what_is_not_one_of_the_nine(text: str, code: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_interval(text, number)
    assert caught.value.code == code
