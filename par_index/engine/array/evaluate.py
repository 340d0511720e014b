"""Value polynomials on rows of figures: in int64 where bounds allow, else *wide*, in Python integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.measure import Atom, Extreme, Figure, Polynomial, Positive, Rounded, Worked

Whole = NDArray[Any]
"""A row of whole numbers: dtype int64, or object holding Python integers."""
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
"""Integers proved to stay below 2^53, and quotients of them."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The figures of some units: ``matrix`` is inputs × units, int64; ``index`` finds an input's row."""

    matrix: NDArray[np.int64]
    index: Mapping[str, int]
    days_off: NDArray[np.int64]
    """Holidays on Monday to Friday, as day numbers in order."""

    def row(self, code: str, wide: bool) -> Whole:
        found: Whole = self.matrix[self.index[code]]
        return found.astype(object) if wide else found

    def over(self, matrix: NDArray[np.int64]) -> Rows:
        """Give other figures of the same inputs."""
        return Rows(matrix, self.index, self.days_off)


def days_off(holidays: Sequence[date]) -> NDArray[np.int64]:
    """List the holidays that take a working day away."""
    return np.array(sorted({day.toordinal() for day in holidays if day.weekday() < 5}), np.int64)


def value_of(polynomial: Polynomial, rows: Rows, wide: bool) -> Whole:
    """Value a polynomial for every unit."""
    total: Any = None
    for monomial, coefficient in polynomial.terms:
        values = [_atom(atom, rows, wide) for atom in monomial]
        if coefficient != 1 or not values:
            values.append(np.full(rows.matrix.shape[1], coefficient, object if wide else np.int64))
        product = reduce(np.multiply, values)
        total = product if total is None else total + product
    return np.zeros(rows.matrix.shape[1], object if wide else np.int64) if total is None else total


def _atom(atom: Atom, rows: Rows, wide: bool) -> Whole:
    match atom:
        case Figure(code):
            return rows.row(code, wide)
        case Extreme(greatest, terms):
            choose = np.maximum if greatest else np.minimum
            return reduce(choose, (value_of(term, rows, wide) for term in terms))
        case Positive(term, strict):
            found = value_of(term, rows, wide)
            return ((found > 0) if strict else (found >= 0)).astype(object if wide else np.int64)
        case Rounded(numerator, denominator):
            below = np.maximum(value_of(denominator, rows, wide), 1)
            return half_away(value_of(numerator, rows, wide), below)
        case Worked(day):
            return _working_days(value_of(day, rows, wide), rows.days_off, wide)


def half_away(numerator: Whole, denominator: Whole) -> Whole:
    """Round quotients to whole numbers, halves away from zero (denominator > 0)."""
    size: Whole = (2 * np.abs(numerator) + denominator) // (2 * denominator)
    return np.where(numerator < 0, -size, size)


def put_right(steps: Whole, exact: Sequence[Any], n: Whole, d: Whole) -> Whole:
    """Move guesses that may be off by one to the whole part of (A·n + B·d) / (D·d), in place.

    ``exact`` is A, B, D. What is left of a guess tells, in int64 that wraps: see ``lines``.
    """
    a, b, below = exact
    width = below * d
    left = a * n + b * d - steps * width
    steps += left >= width
    steps -= left < 0
    return steps


def _working_days(day: Whole, off: NDArray[np.int64], wide: bool) -> Whole:
    """Count Mondays to Fridays from day 1, 01/01/0001, which was a Monday, less the holidays among them."""
    numbers = day.astype(np.int64)
    counted = 5 * (numbers // 7) + np.minimum(numbers % 7, 5) - np.searchsorted(off, numbers, side="right")
    return counted.astype(object if wide else np.int64)
