"""The nodes of a measure: an exact rational expression over declared inputs.

After compilation a tree holds only the nodes below; ``Name`` is what the parser leaves for a
word that is not yet known to be an input, a parameter, ``max`` or ``min``.
A node's value is a rational number. An input of scale ``s`` holding the integer ``i`` is worth ``i / s``
(a percent of two decimals has scale 10 000, so 93,5% kept as 9350 is worth 0.935; a date's scale is 1).
A measure is *empty* when the denominator of any ``Div`` in it, evaluated or not, is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Comparison = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, exact."""

    value: Fraction
    percent: bool = False
    """Written with a per cent sign (a bare percent as points is refused)."""
    date: bool = False
    """Written as a day: its day number, which only mixes with other days."""


@dataclass(frozen=True, slots=True)
class Name:
    """A word to be resolved; ``at`` is its place in the text, in characters from 0."""

    word: str
    at: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """The value of a declared input: the kept integer over ``scale``."""

    code: str
    scale: int


@dataclass(frozen=True, slots=True)
class Add:
    """The sum of two or more terms."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Negate:
    """The opposite of a term; ``a - b`` is ``Add((a, Negate(b)))``."""

    term: Expression


@dataclass(frozen=True, slots=True)
class Multiply:
    """The product of two factors."""

    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Divide:
    """A quotient; its denominator is proved not negative, and 0 makes the measure empty."""

    numerator: Expression
    denominator: Expression


@dataclass(frozen=True, slots=True)
class Least:
    """The least of its terms: ``min(…)``, ``all(…)``, ``and``."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Greatest:
    """The greatest of its terms: ``max(…)``, ``any(…)``, ``or``, ``late(date; deadline)``."""

    terms: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """1 where the comparison holds, else 0."""

    left: Expression
    sign: Comparison
    right: Expression


@dataclass(frozen=True, slots=True)
class Round:
    """A ratio rounded half away from zero to ``places`` decimals *of its percent*."""

    term: Expression
    places: int


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The count of working days up to and including a date, by the cycle's calendar."""

    date: Expression


Expression = (
    Constant
    | Name
    | Input
    | Add
    | Negate
    | Multiply
    | Divide
    | Least
    | Greatest
    | Compare
    | Round
    | WorkingDays
)


def children(node: Expression) -> tuple[Expression, ...]:
    """Give the direct parts of a node, left to right."""
    match node:
        case Add(terms) | Least(terms) | Greatest(terms):
            return terms
        case Negate(term) | Round(term, _) | WorkingDays(term):
            return (term,)
        case Multiply(left, right) | Divide(left, right) | Compare(left, _, right):
            return (left, right)
        case _:
            return ()


def with_children(node: Expression, make: Callable[[Expression], Expression]) -> Expression:
    """Give the same node with each direct part replaced by what ``make`` gives for it."""
    match node:
        case Add(terms):
            return Add(tuple(map(make, terms)))
        case Least(terms):
            return Least(tuple(map(make, terms)))
        case Greatest(terms):
            return Greatest(tuple(map(make, terms)))
        case Negate(term):
            return Negate(make(term))
        case Multiply(left, right):
            return Multiply(make(left), make(right))
        case Divide(left, right):
            return Divide(make(left), make(right))
        case Compare(left, sign, right):
            return Compare(make(left), sign, make(right))
        case Round(term, places):
            return Round(make(term), places)
        case WorkingDays(day):
            return WorkingDays(make(day))
        case _:
            return node


def inputs_of(node: Expression) -> tuple[str, ...]:
    """List the input codes a tree reads, in order of first appearance."""
    found: dict[str, None] = {}
    stack = [node]
    while stack:
        top = stack.pop()
        if isinstance(top, Input):
            found[top.code] = None
        stack.extend(reversed(children(top)))
    return tuple(found)
