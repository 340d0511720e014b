"""Give every word of an expression its meaning, and fold constants to exact numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from par_index.compile.dates import days_in
from par_index.language.ast import (
    Add,
    Constant,
    Divide,
    Expression,
    Multiply,
    Name,
    Negate,
    inputs_of,
    with_children,
)
from par_index.language.interval import Interval
from par_index.language.lexer import LanguageError
from par_index.language.parser import parse_expression
from par_index.language.phrases import parse_interval
from par_index.model.text import Text
from par_index.points import MICRO
from par_index.problem import Problem, Where
from par_index.text import nearest

Made = TypeVar("Made")
Line = tuple[Fraction, Fraction]
"""(slope, base): the points slope·x + base."""
Unit = Literal["any", "points", "ratio"]
"""What the bounds of an interval are: of points a bare percent is refused, of a ratio it is demanded."""


@dataclass(frozen=True, slots=True)
class Meanings:
    """What each word of a measure stands for, and which of the words are dates."""

    nodes: Mapping[str, Expression]
    dates: frozenset[str]


def place_in(text: Text, at: int) -> Where:
    """Find a character of a scalar in its file (one further right when it is in quotes).

    In a text of several lines no column can be told: its beginning is shown.
    """
    return text.where if "\n" in text else text.where.shifted(at + int(text.quoted))


def attempt(text: Text, make: Callable[[str], Made]) -> tuple[Made | None, tuple[Problem, ...]]:
    """Run a parser on a scalar, turning its refusal into a problem at the exact column."""
    try:
        return make(text), ()
    except LanguageError as error:
        return None, (Problem(error.code, place_in(text, error.at), error.args_),)


def measure(text: Text, inputs: Meanings) -> tuple[Expression | None, tuple[Problem, ...]]:
    """Read a measure whose words are inputs of the catalogue."""
    return attempt(text, lambda words: _measured(words, inputs))


def _measured(words: str, inputs: Meanings) -> Expression:
    node = parse_expression(words)
    made = named(node, inputs.nodes)
    if not inputs_of(made):
        raise LanguageError("L59", 0, text=words)
    days_in(node, inputs.dates)
    return made


def named(node: Expression, inputs: Mapping[str, Expression]) -> Expression:
    """Replace each name by the input it stands for.

    Raises:
        LanguageError: a word that is no input (the nearest one is offered), or a denominator that is 0.
    """
    if isinstance(node, Name):
        if node.word not in inputs:
            raise _unknown(node.word, node.at, inputs, "số liệu")
        return inputs[node.word]
    made = with_children(node, lambda term: named(term, inputs))
    if isinstance(made, Divide) and made.denominator == Constant(Fraction(0)):
        raise LanguageError("L24", 0)
    return made


def _unknown(word: str, at: int, known: Iterable[str], what: str) -> LanguageError:
    return LanguageError("L20", at, word=word, what=what, nearest=nearest(word, known) or "")


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
    return line_of(_points_expression(text), values, free="x")


def points(text: str, values: Mapping[str, Fraction]) -> int:
    """Read constant points as millionths.

    Raises:
        LanguageError: not constant, a bare percent, or finer than a millionth.
    """
    value = constant_of(_points_expression(text), values) * MICRO
    if value.denominator != 1:
        raise LanguageError("L29", 0, text=text)
    return int(value)


def _points_expression(text: str) -> Expression:
    node = parse_expression(text)
    if _only_percent(node):
        raise LanguageError("L22", 0, text=text)
    return node


def percent(text: str) -> Fraction:
    """Read a percentage, or a sum of several.

    Raises:
        LanguageError: not every term is written with a per cent sign.
    """
    node = parse_expression(text)
    value = constant_of(node, {})
    if not _all_percent(node):
        raise LanguageError("L26", 0, text=text)
    return value


def _all_percent(node: Expression) -> bool:
    match node:
        case Constant():
            return node.percent
        case Negate(term) | Divide(term, Constant(percent=False)):
            return _all_percent(term)
        case Multiply(left, right):
            return _all_percent(left) != _all_percent(right)
        case Add(terms):
            return all(map(_all_percent, terms))
        case _:
            return False


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
                raise _unknown(word, at, (*values, *filter(None, [free])), "tham số")
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


def interval(text: str, values: Mapping[str, Fraction], unit: Unit = "any") -> Interval:
    """Read an interval phrase whose bounds are constants, of the unit that is asked about."""

    def bound(node: Expression) -> Fraction:
        value = constant_of(node, values)
        if unit == "points" and _only_percent(node):
            raise LanguageError("L22", 0, text=text)
        if unit == "ratio" and not _all_percent(node):
            raise LanguageError("L26", 0, text=text)
        return value

    return parse_interval(text, bound)
