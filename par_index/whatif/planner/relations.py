"""Relations between figures as whole-number sums, to be held by any planned figures.

A relation ``left <= right`` of sums of inputs becomes sum(weight * kept figure) <= bound. Others (quotients,
products) are asked of planned figures one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from par_index.language.ast import Add, Constant, Expression, Input, Multiply, Negate
from par_index.model.plan import Plan, Relation
from par_index.score.measure import value

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sum:
    """sum(weight * figure) <= bound, over rows of figures."""

    weights: tuple[tuple[int, int], ...]
    bound: int

    def left(self, figures: Whole) -> Whole:
        """Add the weighted figures of every column."""
        total: Whole = np.zeros(figures.shape[1], np.int64)
        for row, weight in self.weights:
            total += weight * figures[row]
        return total


@dataclass(frozen=True)
class Law:
    """One relation: a sum of rows, or (``other``) one that is asked figure by figure."""

    codes: tuple[str, ...]
    rows: tuple[int, ...]
    total: Sum | None
    other: Relation | None = None

    @cached_property
    def touched(self) -> frozenset[int]:
        """Give its rows as a set."""
        return frozenset(self.rows)


def laws_of(plan: Plan) -> tuple[Law, ...]:
    """Read a plan's relations."""
    row = {entry.code: at for at, entry in enumerate(plan.inputs)}
    found = []
    for relation, codes in plan.related:
        total = _sum(relation, row)
        rows = tuple(row[code] for code in codes)
        found.append(Law(codes, rows, total, None if total else relation))
    return tuple(found)


def holds(plan: Plan, law: Law, figures: Whole, known: Flags) -> Flags:
    """Tell in which columns a relation holds; figures that are not filed break none."""
    filed: Flags = np.logical_and.reduce(known[list(law.rows)], axis=0)
    if law.total is not None:
        beyond: Flags = law.total.left(figures) > law.total.bound
        return ~(filed & beyond)
    assert law.other is not None
    kept: Flags = np.ones(filed.shape, np.bool_)
    for at in np.flatnonzero(filed).tolist():
        own = {code: int(figures[row, at]) for code, row in zip(law.codes, law.rows, strict=True)}
        kept[at] = _at_most(plan, law.other, own)
    return kept


def _at_most(plan: Plan, relation: Relation, figures: Mapping[str, int]) -> bool:
    left, right = (value(side, figures, plan.holidays) for side in (relation.left, relation.right))
    return left is None or right is None or left <= right


def bounded(law: Law) -> tuple[int, int] | None:
    """Give (a, b) of a relation that says a <= b of two figures in one scale."""
    if law.total is None or law.total.bound or len(law.total.weights) != 2:
        return None
    (one, up), (other, down) = sorted(law.total.weights, key=lambda pair: -pair[1])
    return (one, other) if up == -down and up > 0 else None


def _sum(relation: Relation, row: Mapping[str, int]) -> Sum | None:
    left, right = _linear(relation.left), _linear(relation.right)
    if left is None or right is None:
        return None
    weights = dict(left[0])
    for code, weight in right[0].items():
        weights[code] = weights.get(code, Fraction(0)) - weight
    bound = right[1] - left[1]
    scale = lcm(bound.denominator, *(weight.denominator for weight in weights.values()))
    whole = {code: int(weight * scale) for code, weight in weights.items() if weight}
    shared = int(np.gcd.reduce([*whole.values(), int(bound * scale)])) or 1
    return Sum(
        tuple((row[code], weight // shared) for code, weight in whole.items()), int(bound * scale) // shared
    )


def _linear(node: Expression) -> tuple[dict[str, Fraction], Fraction] | None:
    """Write an expression as weights of kept figures and a constant, when it is such a sum."""
    match node:
        case Constant(number):
            return {}, number
        case Input(code, scale):
            return {code: Fraction(1, scale)}, Fraction(0)
        case Negate(term):
            return _scaled(_linear(term), Fraction(-1))
        case Add(terms):
            return _added([_linear(term) for term in terms])
        case Multiply(Constant(number), term) | Multiply(term, Constant(number)):
            return _scaled(_linear(term), number)
        case _:
            return None


Linear = tuple[dict[str, Fraction], Fraction]


def _scaled(found: Linear | None, by: Fraction) -> Linear | None:
    return found and ({code: weight * by for code, weight in found[0].items()}, found[1] * by)


def _added(found: Sequence[Linear | None]) -> Linear | None:
    weights: dict[str, Fraction] = {}
    bound = Fraction(0)
    for one in found:
        if one is None:
            return None
        for code, weight in one[0].items():
            weights[code] = weights.get(code, Fraction(0)) + weight
        bound += one[1]
    return weights, bound
