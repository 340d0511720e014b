"""Sparse polynomials with integer coefficients: the arithmetic of the proofs.

A variable is a small integer; a monomial is the sorted tuple of its variables, each as often as its power
says; a polynomial maps monomials to coefficients that are not 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import gcd

Monomial = tuple[int, ...]
Polynomial = Mapping[Monomial, int]

NOTHING: Polynomial = {}
ONE: Polynomial = {(): 1}


def constant(value: int) -> Polynomial:
    """Give the polynomial of one number."""
    return {(): value} if value else NOTHING


def linear(offset: int, variable: int) -> Polynomial:
    """Give ``offset + variable``."""
    return {(): offset, (variable,): 1} if offset else {(variable,): 1}


def plus(left: Polynomial, right: Polynomial, factor: int = 1) -> Polynomial:
    """Give ``left + factor · right``."""
    total = dict(left)
    for monomial, coefficient in right.items():
        value = total.get(monomial, 0) + factor * coefficient
        if value:
            total[monomial] = value
        else:
            total.pop(monomial, None)
    return total


def scaled(polynomial: Polynomial, factor: int) -> Polynomial:
    """Give ``factor · polynomial``."""
    if factor == 1:
        return polynomial
    return {monomial: factor * value for monomial, value in polynomial.items()} if factor else NOTHING


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """Give ``left · right``."""
    if len(right) == 1 and () in right:
        return scaled(left, right[()])
    if len(left) == 1 and () in left:
        return scaled(right, left[()])
    total: dict[Monomial, int] = {}
    for a, p in left.items():
        for b, q in right.items():
            monomial = tuple(sorted(a + b))
            total[monomial] = total.get(monomial, 0) + p * q
    return {monomial: value for monomial, value in total.items() if value}


def power(polynomial: Polynomial, exponent: int) -> Polynomial:
    """Give ``polynomial`` multiplied ``exponent`` times."""
    product = ONE
    for _ in range(exponent):
        product = times(product, polynomial)
    return product


def content(polynomial: Polynomial) -> int:
    """Give the greatest common divisor of the coefficients (1 for the empty polynomial)."""
    return gcd(*polynomial.values()) or 1


def divided(polynomial: Polynomial, divisor: int) -> Polynomial:
    """Give ``polynomial / divisor``, where the divisor divides every coefficient."""
    if divisor == 1:
        return polynomial
    return {monomial: value // divisor for monomial, value in polynomial.items()}


def variables(polynomial: Polynomial) -> frozenset[int]:
    """Collect the variables that occur."""
    return frozenset(entry for monomial in polynomial for entry in monomial)


def degree(polynomial: Polynomial, variable: int) -> int:
    """Give the highest power of a variable."""
    return max((monomial.count(variable) for monomial in polynomial), default=0)


def quotient(monomial: Monomial, divisor: Monomial) -> Monomial | None:
    """Divide one monomial by another; ``None`` where it does not go."""
    rest = list(monomial)
    for entry in divisor:
        if entry not in rest:
            return None
        rest.remove(entry)
    return tuple(rest)


def without(monomial: Monomial, variable: int) -> Monomial:
    """Take one power of a variable out of a monomial that holds it."""
    at = monomial.index(variable)
    return monomial[:at] + monomial[at + 1 :]


def replaced(polynomial: Polynomial, variable: int, top: Polynomial, bottom: Polynomial = ONE) -> Polynomial:
    """Put ``top / bottom`` for a variable and clear the fraction: the result times ``bottom^degree``."""
    highest = degree(polynomial, variable)
    if not highest:
        return polynomial
    total = NOTHING
    for exponent, factor in _by_power(polynomial, variable):
        value = times(power(top, exponent), power(bottom, highest - exponent))
        total = plus(total, times(factor, value))
    return total


def _by_power(polynomial: Polynomial, variable: int) -> Iterable[tuple[int, Polynomial]]:
    rows: dict[int, dict[Monomial, int]] = {}
    for monomial, value in polynomial.items():
        rest = tuple(entry for entry in monomial if entry != variable)
        rows.setdefault(len(monomial) - len(rest), {})[rest] = value
    return rows.items()
