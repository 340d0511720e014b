"""Tell which parts need integers wider than 64 bits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import lcm
from typing import Literal

from par_index.language.ast import (
    Add,
    Compare,
    Constant,
    Divide,
    Expression,
    Greatest,
    Input,
    Least,
    Multiply,
    Negate,
    Round,
    WorkingDays,
)
from par_index.model.plan import Part, Plan
from par_index.problem import Problem

Lane = Literal["int64", "wide"]
MOST = 2**63 - 1

Size = tuple[int, int, Expression | None]
"""Bounds of a node's numerator and denominator as they are worked out, and the tree of the denominator."""


def lanes(plan: Plan) -> Mapping[str, Lane]:
    """Give each part's lane by its code: ``wide`` where a product on the way may pass 2⁶³ - 1."""
    return {part.code: _lane(part, plan) for leaf in plan.leaves for part in leaf.parts}


def wide_parts(plan: Plan) -> Iterator[Problem]:
    """Note each part whose products may pass 64 bits: it is right, only slower."""
    for leaf in plan.leaves:
        for part in leaf.parts:
            if _lane(part, plan) == "wide":
                yield Problem("V50", part.where, {"code": part.code, "measure": part.measure_text})


def _lane(part: Part, plan: Plan) -> Lane:
    sizes: list[int] = []
    top, bottom, _ = _size(part.measure, plan, sizes)
    for band in part.bands:
        for end in (band.interval.low, band.interval.high):
            if end is not None:
                sizes += [top * end.denominator, bottom * abs(end.numerator)]
    return "int64" if max(sizes) <= MOST else "wide"


def _size(node: Expression, plan: Plan, sizes: list[int]) -> Size:
    """Bound a node's fraction; every product met is added to ``sizes``."""
    size = _bounds(node, plan, sizes)
    sizes += size[:2]
    return size


def _bounds(node: Expression, plan: Plan, sizes: list[int]) -> Size:
    match node:
        case Constant(value):
            return abs(value.numerator), value.denominator, None
        case Input(code, scale):
            entry = plan.input_by_code[code]
            return max(abs(entry.low), abs(entry.high), entry.never or 0), scale, None
        case Negate(term):
            return _size(term, plan, sizes)
        case Add(terms):
            return _sum([_size(term, plan, sizes) for term in terms])
        case Multiply(left, right):
            return _product(_size(left, plan, sizes), _size(right, plan, sizes))
        case Divide(above, below):
            a, p, over = _size(above, plan, sizes)
            b, q, _ = _size(below, plan, sizes)
            return a * q, p * b, _both(over, below)
        case _:
            return _atom(node, plan, sizes)


def _atom(node: Expression, plan: Plan, sizes: list[int]) -> Size:
    match node:
        case Least(terms) | Greatest(terms):
            return _furthest(node, [_size(term, plan, sizes) for term in terms], sizes)
        case Compare(left, _, right):
            _furthest(node, [_size(left, plan, sizes), _size(right, plan, sizes)], sizes)
            return 1, 1, None
        case Round(term, places):
            top, bottom, _ = _size(term, plan, sizes)
            sizes += [2 * top * 10 ** (places + 2), 2 * bottom]
            return top * 10 ** (places + 2) + 1, 10 ** (places + 2), None
        case WorkingDays(day):
            return _size(day, plan, sizes)
        case _:
            raise ValueError(f"{node} does not belong in a plan")


def _sum(terms: list[Size]) -> Size:
    """Add: equal denominators are kept, not multiplied; whole ones meet at their least common multiple."""
    top, bottom, below = terms[0]
    for other, size, tree in terms[1:]:
        if tree is None and below is None:
            shared = lcm(bottom, size)
            top, bottom = top * (shared // bottom) + other * (shared // size), shared
        elif tree == below and size == bottom:
            top += other
        else:
            top, bottom, below = top * size + other * bottom, bottom * size, _both(below, tree)
    return top, bottom, below


def _product(left: Size, right: Size) -> Size:
    return left[0] * right[0], left[1] * right[1], _both(left[2], right[2])


def _both(left: Expression | None, right: Expression | None) -> Expression | None:
    return Multiply(left, right) if left and right else left or right


def _furthest(node: Expression, terms: list[Size], sizes: list[int]) -> Size:
    """Compare by cross products, and keep the largest of each."""
    tops, bottoms = max(term[0] for term in terms), lcm(*(term[1] for term in terms))
    if any(term[2] for term in terms):
        bottoms = max(term[1] for term in terms)
        sizes.append(tops * bottoms)
        return tops, bottoms, node
    sizes.append(tops * bottoms)
    return tops * bottoms, bottoms, None
