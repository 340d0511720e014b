"""Doubt ratios of a part to its whole where nothing says that the part stays within it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from par_index.language import ast
from par_index.model.plan import Input, Leaf, Plan
from par_index.problem import Problem
from par_index.verify.ladder import Ladder
from par_index.verify.normal import at_least
from par_index.verify.words import expression_text

_COUNTED = ("count", "amount")


def excess(leaf: Leaf, ladders: Sequence[Ladder], plan: Plan) -> Iterator[Problem]:
    """Find ratios that figures can bring over 100% while no relation, ``may_exceed`` or band foresees it.

    A figure set beside last year's own is no part of it.
    """
    for ladder in ladders:
        if any(_above_whole(band.interval.low, band.interval.low_closed) for band in ladder.part.bands):
            continue
        for ratio in _ratios(ladder.part.measure):
            parts, wholes = (_entries(node, plan) for node in (ratio.numerator, ratio.denominator))
            if not _counted(parts) or not _counted(wholes) or _foreseen(parts, wholes):
                continue
            rest = ladder.measured.forms.of(ast.Add((ratio.denominator, ast.Negate(ratio.numerator))))
            if not ladder.measured.forms.proves(at_least(rest, Fraction(0))):
                args = {"code": leaf.code, "part": expression_text(ratio.numerator)}
                args |= {"whole": expression_text(ratio.denominator), "input": parts[0].code}
                yield Problem("V57", ladder.part.where, args | {"other": wholes[0].code})


def _above_whole(low: Fraction | None, closed: bool) -> bool:
    return low is not None and (low > 1 or (low == 1 and not closed))


def _ratios(node: ast.Expression) -> Iterator[ast.Divide]:
    if isinstance(node, ast.Divide):
        yield node
    for child in ast.children(node):
        yield from _ratios(child)


def _entries(node: ast.Expression, plan: Plan) -> list[Input]:
    return [plan.input_by_code[code] for code in ast.inputs_of(node)]


def _counted(entries: Sequence[Input]) -> bool:
    return bool(entries) and all(entry.kind in _COUNTED for entry in entries)


def _foreseen(parts: Sequence[Input], wholes: Sequence[Input]) -> bool:
    codes = {entry.code for entry in wholes}
    told = any(entry.may_exceed in codes or entry.previous in codes for entry in parts)
    return told or any(entry.previous in {part.code for part in parts} for entry in wholes)
