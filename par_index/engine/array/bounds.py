"""Bound every number the kernel will form, from the declared bounds of the inputs.

Relations are not used, so a bound holds for any figures inside their own limits, whatever they say together.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import prod

from par_index.engine.array.measure import (
    Atom,
    Extreme,
    Figure,
    Polynomial,
    Positive,
    Rounded,
    Worked,
    inside,
)
from par_index.language.interval import Interval
from par_index.model.plan import Plan

Range = tuple[int, int]
Box = Mapping[str, Range]
LANE = 2**62
"""A number formed in int64 stays below this, so that a sum or a doubling of two still fits."""


def box_of(plan: Plan) -> Box:
    """Give each input's least and greatest integer, ``never`` included."""
    return {
        entry.code: (entry.low, max(entry.high, entry.never if entry.never is not None else entry.high))
        for entry in plan.inputs
    }


def range_of(polynomial: Polynomial, box: Box) -> Range:
    """Bound a polynomial's value by the sum of its terms' bounds."""
    low = high = 0
    for monomial, coefficient in polynomial.terms:
        ends = (coefficient, coefficient)
        for atom in monomial:
            ends = _product(ends, _range_of_atom(atom, box))
        low, high = low + ends[0], high + ends[1]
    return low, high


def _product(left: Range, right: Range) -> Range:
    corners = [a * b for a in left for b in right]
    return min(corners), max(corners)


def _range_of_atom(atom: Atom, box: Box) -> Range:
    match atom:
        case Figure(code):
            return box[code]
        case Extreme(greatest, terms):
            lows, highs = zip(*(range_of(term, box) for term in terms), strict=True)
            return (max(lows), max(highs)) if greatest else (min(lows), min(highs))
        case Positive():
            return 0, 1
        case Rounded(numerator, _):
            # The denominator is at least 1, so the quotient is no farther from 0 than the numerator.
            low, high = range_of(numerator, box)
            return min(low, 0), max(high, 0)
        case Worked(day):
            low, high = range_of(day, box)
            return min(low, 0), max(high, 0)


def size_of(polynomial: Polynomial, box: Box) -> int:
    """Bound a polynomial's distance from 0."""
    low, high = range_of(polynomial, box)
    return max(abs(low), abs(high))


def reach_of(polynomial: Polynomial, box: Box) -> int:
    """Bound every number formed on the way to a polynomial's value, its atoms' insides included."""
    terms = sum(
        abs(c) * prod(_size_of_atom(atom, box) for atom in monomial) for monomial, c in polynomial.terms
    )
    return max([terms, *(_reach_of_atom(atom, box) for monomial, _ in polynomial.terms for atom in monomial)])


def ends_of(interval: Interval, numerator: Range) -> tuple[Fraction, Fraction]:
    """Bound the values n/d (d >= 1) that lie in an interval, from the bounds of n."""
    low = interval.low if interval.low is not None else Fraction(min(numerator[0], 0))
    high = interval.high if interval.high is not None else Fraction(max(numerator[1], 0))
    return low, high


def _size_of_atom(atom: Atom, box: Box) -> int:
    low, high = _range_of_atom(atom, box)
    # A factor 0 must not hide the size of the product formed before it.
    return max(abs(low), abs(high), 1)


def _reach_of_atom(atom: Atom, box: Box) -> int:
    inner = [reach_of(polynomial, box) for polynomial in inside(atom)]
    match atom:
        case Rounded():
            return 2 * sum(inner)
        case Worked():
            return 5 * sum(inner)
    return max([_size_of_atom(atom, box), *inner])
