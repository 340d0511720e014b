"""Give every word of an expression its meaning, and fold constants to exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TypeVar

from par_index.language.ast import Add, Constant, Divide, Expression, Multiply, Name, Negate, with_children
from par_index.language.interval import Interval
from par_index.language.lexer import LanguageError
from par_index.language.parser import parse_expression
from par_index.language.phrases import parse_interval
from par_index.model.text import Text
from par_index.problem import Problem, Where
from par_index.text import nearest

Made = TypeVar("Made")
Meanings = Mapping[str, Expression]
Line = tuple[Fraction, Fraction]
"""(slope, base): the points slope·x + base."""


def place_in(text: Text, at: int) -> Where:
    """Find a character of a scalar in its file (one further right when it is in quotes)."""
    return text.where.shifted(at + int(text.quoted))


def attempt(text: Text, make: Callable[[str], Made]) -> tuple[Made | None, tuple[Problem, ...]]:
    """Run a parser on a scalar, turning its refusal into a problem at the exact column."""
    try:
        return make(text), ()
    except LanguageError as error:
        return None, (Problem(error.code, place_in(text, error.at), error.args_),)


def measure(text: Text, inputs: Meanings) -> tuple[Expression | None, tuple[Problem, ...]]:
    """Read a measure whose words are inputs of the catalogue."""
    return attempt(text, lambda words: named(parse_expression(words), inputs, "số liệu"))


def named(node: Expression, meanings: Meanings, what: str) -> Expression:
    """Replace each name by its meaning.

    Raises:
        LanguageError: a word without meaning; the nearest known one is offered.
    """

    if isinstance(node, Name):
        if node.word not in meanings:
            raise _unknown(node.word, node.at, meanings, what)
        return meanings[node.word]
    return with_children(node, lambda term: named(term, meanings, what))


def _unknown(word: str, at: int, meanings: Meanings, what: str) -> LanguageError:
    best = nearest(word, tuple(meanings))
    hint = best or ""
    return LanguageError("L20", at, word=word, what=what, nearest=hint)


def constant(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """Read an expression that is a number once ``max``, ``min`` and parameters are known.

    Raises:
        LanguageError: it is not a constant.
    """
    return constant_of(parse_expression(text), values)


def constant_of(node: Expression, values: Mapping[str, Fraction]) -> Fraction:
    """Fold a parsed constant expression to its number."""
    slope, base = line_of(node, values)
    if slope:
        raise LanguageError("L21", 0)
    return base


def line(text: str, values: Mapping[str, Fraction]) -> Line:
    """Read what a band gives: a straight line in ``x``.

    Raises:
        LanguageError: a bare percent (``50%`` of what?), an unknown word, or a degree above 1 in ``x``.
    """
    node = parse_expression(text)
    if _only_percent(node):
        raise LanguageError("L22", 0, text=text)
    return line_of(node, {**values}, free="x")


def _only_percent(node: Expression) -> bool:
    match node:
        case Constant(_, percent):
            return percent
        case Negate(term):
            return _only_percent(term)
        case Multiply(left, right):
            return _only_percent(left) and _only_percent(right)
        case Add(terms):
            return any(_only_percent(term) for term in terms)
        case _:
            return False


def line_of(node: Expression, values: Mapping[str, Fraction], free: str = "") -> Line:
    """Fold an expression of degree at most 1 in the ``free`` name to (slope, base)."""
    match node:
        case Constant(value):
            return Fraction(0), value
        case Name(word) if word == free:
            return Fraction(1), Fraction(0)
        case Name(word, at):
            if word not in values:
                raise _unknown(word, at, dict.fromkeys((*values, *filter(None, [free])), node), "tham số")
            return Fraction(0), values[word]
        case Negate(term):
            slope, base = line_of(term, values, free)
            return -slope, -base
        case Add(terms):
            lines = [line_of(term, values, free) for term in terms]
            return sum((item[0] for item in lines), Fraction(0)), sum(
                (item[1] for item in lines), Fraction(0)
            )
        case Multiply(left, right):
            return _product(line_of(left, values, free), line_of(right, values, free))
        case Divide(left, right):
            slope, base = line_of(right, values, free)
            if slope or not base:
                raise LanguageError("L23" if slope else "L24", 0)
            top = line_of(left, values, free)
            return top[0] / base, top[1] / base
        case _:
            raise LanguageError("L23", 0)


def _product(left: Line, right: Line) -> Line:
    if left[0] and right[0]:
        raise LanguageError("L23", 0)
    return left[0] * right[1] + right[0] * left[1], left[1] * right[1]


def interval(text: str, values: Mapping[str, Fraction]) -> Interval:
    """Read an interval phrase whose bounds are constants."""
    return parse_interval(text, lambda node: constant_of(node, values))
