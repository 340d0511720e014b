"""Random expressions, read and folded, against Python's own arithmetic on the same text."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from par_index.compile.resolve import constant, line
from par_index.language.lexer import LanguageError

NAMES: Mapping[str, Fraction] = {
    "max": Fraction(4),
    "min": Fraction(-3, 2),
    "T": Fraction(4, 5),
    "so": Fraction(7),
}
SIGNS: Mapping[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}

NUMBERS = st.one_of(
    st.integers(0, 99).map(str),
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: f"{pair[0]}.{pair[1]:02}"),
)
SPACE = st.sampled_from(("", " ", "  "))


def written(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Write expressions with as few brackets as Python itself would need to be told apart."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, SPACE, st.sampled_from("+-*/"), SPACE, inner).map("".join),
            inner.map(lambda text: f"({text})"),
            inner.map(lambda text: f"-{text}"),
        ),
        max_leaves=12,
    )


def python(text: str, names: Mapping[str, Fraction]) -> Fraction:
    """Work a text out by Python's own grammar, in Fractions, number by number as written."""

    def value(node: ast.expr) -> Fraction:
        match node:
            case ast.Constant():
                return Fraction(ast.get_source_segment(text, node) or "")
            case ast.Name(id=word):
                return names[word]
            case ast.UnaryOp(op=ast.USub(), operand=term):
                return -value(term)
            case ast.BinOp(left=left, op=sign, right=right):
                return SIGNS[type(sign)](value(left), value(right))
        raise AssertionError(ast.dump(node))

    return value(ast.parse(text, mode="eval").body)


def tame(text: str) -> bool:
    """Keep to texts that mean the same in both: no ``--1`` runs deeper than both allow, no leading zeros."""
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    return "//" not in text and "**" not in text


@settings(max_examples=400, deadline=None)
@given(written(st.one_of(NUMBERS, st.sampled_from(sorted(NAMES)))))
def test_constants_are_what_python_makes_of_them(text: str) -> None:
    assume(tame(text))
    try:
        expected = python(text, NAMES)
    except ZeroDivisionError:
        expected = None
    try:
        found = constant(text, NAMES)
    except LanguageError as error:
        assert (expected, error.code) == (None, "L24")
    else:
        assert found == expected


@settings(max_examples=400, deadline=None)
@given(written(st.one_of(NUMBERS, st.sampled_from(("max", "T", "x", "x")))), st.integers(-9, 9))
def test_lines_pass_through_what_python_makes_of_them(text: str, x: int) -> None:
    assume(tame(text))
    try:
        slope, base = line(text, NAMES)
    except LanguageError as error:
        assert error.code in ("L23", "L24")
        return
    assert slope * x + base == python(text, {**NAMES, "x": Fraction(x)})


@settings(max_examples=100, deadline=None)
@given(written(NUMBERS))
def test_a_comma_is_a_point_and_a_percent_a_hundredth(text: str) -> None:
    assume(tame(text))
    try:
        expected = constant(text, {})
    except LanguageError:
        return
    assert constant(text.replace(".", ","), {}) == expected
    assert constant(f"({text}) * 50%", {}) == expected / 2
