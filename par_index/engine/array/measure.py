"""Bring a measure to one numerator over one denominator, each a polynomial with integer coefficients.

Its variables are *atoms*: an input's integer, or a node that is not a polynomial (least, greatest,
comparison, rounding, working days) over polynomials of its own. Two denominators are the same only when their
polynomials are: that is decided here, on the tree, never on the arrays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import gcd

from par_index.language import ast


@dataclass(frozen=True, slots=True)
class Figure:
    """The integer filed for an input."""

    code: str


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or the greatest of several polynomials."""

    greatest: bool
    terms: tuple[Polynomial, ...]


@dataclass(frozen=True, slots=True)
class Positive:
    """1 where a polynomial is above 0 (``strict``) or not below 0, else 0."""

    term: Polynomial
    strict: bool


@dataclass(frozen=True, slots=True)
class Rounded:
    """A quotient rounded to a whole number, halves away from zero."""

    numerator: Polynomial
    denominator: Polynomial


@dataclass(frozen=True, slots=True)
class Worked:
    """The count of working days from 01/01/0001 up to and including a day."""

    day: Polynomial


Atom = Figure | Extreme | Positive | Rounded | Worked
Monomial = tuple[Atom, ...]
"""A product of atoms in the order of their ``repr``; the empty product is 1."""


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of coefficient × monomial, in the order of the monomials' ``repr``, no coefficient 0."""

    terms: tuple[tuple[Monomial, int], ...]

    def __add__(self, other: Polynomial) -> Polynomial:
        return _polynomial((*self.terms, *other.terms))

    def __mul__(self, other: Polynomial) -> Polynomial:
        return _polynomial(
            (tuple(sorted((*left, *right), key=repr)), a * b)
            for left, a in self.terms
            for right, b in other.terms
        )

    def times(self, factor: int) -> Polynomial:
        return _polynomial((monomial, factor * coefficient) for monomial, coefficient in self.terms)

    def over(self, divisor: int) -> Polynomial:
        """Divide by a number that divides every coefficient."""
        return _polynomial((monomial, coefficient // divisor) for monomial, coefficient in self.terms)

    @property
    def content(self) -> int:
        """Give the greatest common divisor of the coefficients (0 for the polynomial 0)."""
        return reduce(gcd, (coefficient for _, coefficient in self.terms), 0)

    @property
    def constant(self) -> int | None:
        """Give the value of a polynomial without atoms, else None."""
        if not self.terms:
            return 0
        ((monomial, coefficient), *rest) = self.terms
        return coefficient if not rest and not monomial else None


@dataclass(frozen=True, slots=True)
class Ratio:
    """A measure: numerator / denominator, empty where any of the polynomials ``empties`` is 0.

    Where it is not empty its denominator is above 0.
    """

    numerator: Polynomial
    denominator: Polynomial
    empties: tuple[Polynomial, ...]


def _polynomial(terms: Iterable[tuple[Monomial, int]]) -> Polynomial:
    sums: dict[Monomial, int] = {}
    for monomial, coefficient in terms:
        sums[monomial] = sums.get(monomial, 0) + coefficient
    return Polynomial(tuple(sorted(((m, c) for m, c in sums.items() if c), key=repr)))


def constant(value: int) -> Polynomial:
    """Give the polynomial that is a number."""
    return _polynomial([((), value)])


def single(atom: Atom) -> Polynomial:
    """Give the polynomial that is one atom."""
    return _polynomial([((atom,), 1)])


ONE = constant(1)


def ratio_of(node: ast.Expression) -> Ratio:
    """Bring a tree to its ratio.

    Raises:
        TypeError: the tree still holds an unresolved word.
    """
    match node:
        case ast.Constant(value):
            return _fraction(value)
        case ast.Input(code, scale):
            return _ratio(single(Figure(code)), constant(scale), ())
        case ast.Negate(term):
            found = ratio_of(term)
            return Ratio(found.numerator.times(-1), found.denominator, found.empties)
        case ast.Multiply(left, right):
            return _product(ratio_of(left), ratio_of(right))
        case ast.Divide(numerator, denominator):
            return _quotient(ratio_of(numerator), ratio_of(denominator))
        case ast.Name(word):
            raise TypeError(f"the word {word} is not resolved")
    return _of_several(node)


def _of_several(node: ast.Expression) -> Ratio:
    """Bring the terms of a node to one denominator, then put them together."""
    found = [ratio_of(child) for child in ast.children(node)]
    numerators, common = over_common(found)
    empties = _united(found)
    match node:
        case ast.Add():
            return _ratio(reduce(Polynomial.__add__, numerators), common, empties)
        case ast.Least() | ast.Greatest():
            extreme = Extreme(isinstance(node, ast.Greatest), tuple(numerators))
            return _ratio(single(extreme), common, empties)
        case ast.Compare(_, sign, _):
            left, right = numerators if sign[0] == ">" else reversed(numerators)
            difference = left + right.times(-1)
            return Ratio(single(Positive(difference, strict=len(sign) == 1)), ONE, empties)
        case ast.Round(_, places):
            steps = 100 * 10**places
            return _ratio(single(Rounded(numerators[0].times(steps), common)), constant(steps), empties)
        case ast.WorkingDays():
            if common != ONE:
                raise TypeError("working days are counted up to a date, not to a ratio")
            return Ratio(single(Worked(numerators[0])), ONE, empties)
    raise TypeError(f"{type(node).__name__} is not a node of a measure")


def over_common(ratios: Iterable[Ratio]) -> tuple[list[Polynomial], Polynomial]:
    """Bring ratios to one denominator: the product of the distinct ones, numbers by their least multiple."""
    found = list(ratios)
    distinct: dict[Polynomial, None] = {}
    factor = 1
    for each in found:
        content, rest = _split(each.denominator)
        factor = factor * content // gcd(factor, content)
        distinct[rest] = None
    numerators = []
    for each in found:
        content, rest = _split(each.denominator)
        missing = [other for other in distinct if other not in (rest, ONE)]
        numerators.append(reduce(Polynomial.__mul__, missing, each.numerator).times(factor // content))
    return numerators, reduce(Polynomial.__mul__, distinct, constant(factor))


def _split(denominator: Polynomial) -> tuple[int, Polynomial]:
    content = denominator.content or 1
    return content, denominator.over(content)


def _fraction(value: Fraction) -> Ratio:
    return Ratio(constant(value.numerator), constant(value.denominator), ())


def _ratio(numerator: Polynomial, denominator: Polynomial, empties: tuple[Polynomial, ...]) -> Ratio:
    """Cancel the number that divides every coefficient of both."""
    shared = gcd(numerator.content, denominator.content) or 1
    return Ratio(numerator.over(shared), denominator.over(shared), empties)


def _product(left: Ratio, right: Ratio) -> Ratio:
    empties = _united((left, right))
    return _ratio(left.numerator * right.numerator, left.denominator * right.denominator, empties)


def _quotient(left: Ratio, right: Ratio) -> Ratio:
    """Divide; the divisor is proved not negative, and where it is 0 the measure is empty."""
    divisor = right.numerator
    sign = -1 if (divisor.constant or 0) < 0 else 1
    empties = _united((left, right))
    if not divisor.constant:
        empties = tuple(dict.fromkeys((*empties, divisor.over(divisor.content or 1))))
    numerator = (left.numerator * right.denominator).times(sign)
    return _ratio(numerator, (left.denominator * divisor).times(sign), empties)


def _united(ratios: Iterable[Ratio]) -> tuple[Polynomial, ...]:
    return tuple(dict.fromkeys(empty for each in ratios for empty in each.empties))


def inside(atom: Atom) -> tuple[Polynomial, ...]:
    """Give the polynomials an atom is made of."""
    match atom:
        case Figure():
            return ()
        case Extreme(_, terms):
            return terms
        case Positive(term, _):
            return (term,)
        case Rounded(numerator, denominator):
            return (numerator, denominator)
        case Worked(day):
            return (day,)
