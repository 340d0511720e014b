"""Check relations between filed figures, exactly."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date
from fractions import Fraction

from par_index.language import ast
from par_index.model.plan import Plan, Relation
from par_index.points import published


def broken(
    plan: Plan, values: Mapping[str, int], only: Set[str] | None = None
) -> Iterator[tuple[Relation, tuple[str, ...]]]:
    """Give each relation that filed figures break, with the inputs it reads; absent figures break none.

    With ``only`` those alone are asked that read one of these inputs.
    """
    for relation, codes in plan.related:
        if only is not None and only.isdisjoint(codes):
            continue
        if all(code in values for code in codes):
            left, right = (_value(side, values, plan.holidays) for side in (relation.left, relation.right))
            if left is not None and right is not None and left > right:
                yield relation, codes


def _value(node: ast.Expression, values: Mapping[str, int], holidays: Sequence[date]) -> Fraction | None:
    """Work out an expression; ``None`` when a denominator is 0."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Input):
        return Fraction(values[node.code], node.scale)
    parts = [_value(term, values, holidays) for term in ast.children(node)]
    known = [part for part in parts if part is not None]
    return _combined(node, known, holidays) if len(known) == len(parts) else None


def _combined(node: ast.Expression, parts: Sequence[Fraction], holidays: Sequence[date]) -> Fraction | None:
    match node:
        case ast.Divide():
            return parts[0] / parts[1] if parts[1] else None
        case ast.Compare(_, sign, _):
            return Fraction(_holds(parts[0], sign, parts[1]))
        case ast.Round(_, places):
            return published(parts[0], places + 2)
        case ast.WorkingDays():
            return Fraction(_working_days(int(parts[0]), holidays))
        case _:
            return _OPERATIONS[type(node)](parts)


_OPERATIONS: Mapping[type[ast.Expression], Callable[[Sequence[Fraction]], Fraction]] = {
    ast.Add: lambda parts: sum(parts, Fraction(0)),
    ast.Negate: lambda parts: -parts[0],
    ast.Multiply: lambda parts: parts[0] * parts[1],
    ast.Least: min,
    ast.Greatest: max,
}


def _holds(left: Fraction, sign: ast.Comparison, right: Fraction) -> bool:
    if sign in ("<", "<="):
        return left < right or (sign == "<=" and left == right)
    return left > right or (sign == ">=" and left == right)


def _working_days(day: int, holidays: Sequence[date]) -> int:
    """Count Mondays to Fridays up to a day, less the days off among them."""
    weeks, rest = divmod(day, 7)
    off = sorted({holiday.toordinal() for holiday in holidays if holiday.weekday() < 5})
    return weeks * 5 + min(rest, 5) - bisect.bisect_right(off, day)
