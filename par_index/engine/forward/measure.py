"""Turn a measure's tree into a function from filed integers to an exact ratio.

A ratio is a pair (numerator, denominator) of Python integers, denominator > 0, not in lowest terms. The
arithmetic is this engine's own, so that the array engine's agreement with it means something.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from par_index.language.ast import (
    Add,
    Compare,
    Comparison,
    Constant,
    Divide,
    Expression,
    Greatest,
    Input,
    Least,
    Multiply,
    Name,
    Negate,
    Round,
    WorkingDays,
    children,
)

Ratio = tuple[int, int]
Measure = Callable[[Mapping[str, int]], Ratio]
Order = Callable[[int, int], bool]

_HOLDS: Mapping[Comparison, Order] = {
    "<": int.__lt__,
    "<=": int.__le__,
    ">": int.__gt__,
    ">=": int.__ge__,
}


class EmptyMeasureError(ArithmeticError):
    """Say that a denominator of the measure is 0, whether or not the value depends on it."""


def measure_of(node: Expression, holidays: Sequence[date] = ()) -> Measure:
    """Build the function that values a tree; it raises EmptyMeasureError where a denominator is 0.

    Every branch is valued, so a denominator of 0 anywhere empties the measure. ``holidays`` are the days off
    that ``working(…)`` skips besides Saturdays and Sundays.
    """
    parts = [measure_of(child, holidays) for child in children(node)]
    match node:
        case Constant(value):
            return _constant((value.numerator, value.denominator))
        case Input(code, scale):
            return lambda values: (values[code], scale)
        case Compare(_, sign, _):
            return _comparison(_HOLDS[sign], *parts)
        case Round(_, places):
            return _rounded(100 * 10**places, *parts)
        case WorkingDays():
            return _working_days(holidays, *parts)
        case Name(word):
            raise TypeError(f"the word {word} is not resolved")
        case _:
            return _OPERATIONS[type(node)](*parts)


def half_away(numerator: int, denominator: int) -> int:
    """Round to a whole number, halves away from zero (denominator > 0)."""
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def _constant(ratio: Ratio) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        del values
        return ratio

    return value


def _sum(*terms: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        total, common = 0, 1
        for term in terms:
            n, d = term(values)
            if d == common:
                total += n
            else:
                total, common = total * d + n * common, common * d
        return total, common

    return value


def _opposite(term: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        n, d = term(values)
        return -n, d

    return value


def _product(left: Measure, right: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        n, d = left(values)
        m, e = right(values)
        return n * m, d * e

    return value


def _quotient(numerator: Measure, denominator: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        n, d = numerator(values)
        m, e = denominator(values)
        if m == 0:
            raise EmptyMeasureError
        return (n * e, d * m) if m > 0 else (-n * e, -d * m)

    return value


def _extreme(better: Order) -> Callable[..., Measure]:
    def among(*terms: Measure) -> Measure:
        def value(values: Mapping[str, int]) -> Ratio:
            first, *rest = [term(values) for term in terms]
            n, d = first
            for m, e in rest:
                if better(m * d, n * e):
                    n, d = m, e
            return n, d

        return value

    return among


def _comparison(holds: Order, left: Measure, right: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        n, d = left(values)
        m, e = right(values)
        return int(holds(n * e, m * d)), 1

    return value


def _rounded(steps: int, term: Measure) -> Measure:
    def value(values: Mapping[str, int]) -> Ratio:
        n, d = term(values)
        return half_away(n * steps, d), steps

    return value


def _working_days(holidays: Sequence[date], term: Measure) -> Measure:
    """Count days from 01/01/0001, a Monday, less week-ends and the holidays that fall on other days."""
    off = sorted({day.toordinal() for day in holidays if day.weekday() < 5})

    def value(values: Mapping[str, int]) -> Ratio:
        n, d = term(values)
        day = n // d
        weeks, rest = divmod(day, 7)
        return 5 * weeks + min(rest, 5) - bisect_right(off, day), 1

    return value


_OPERATIONS: Mapping[type[Expression], Callable[..., Measure]] = {
    Add: _sum,
    Negate: _opposite,
    Multiply: _product,
    Divide: _quotient,
    Least: _extreme(int.__lt__),
    Greatest: _extreme(int.__gt__),
}
