"""Compare the two engines' verdicts: a published result is one both of them reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest

from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.plan import Plan
from par_index.points import points_text
from par_index.problem import NOWHERE, Problem

_TOTALS = ("appraised", "survey", "bonus", "penalty", "points", "max_points")


def differences(
    plan: Plan, array: Sequence[UnitVerdict], forward: Sequence[UnitVerdict]
) -> tuple[Problem, ...]:
    """List every difference between the engines: unit, leaf, both values and both rules."""
    found: list[Problem] = []
    for ours, theirs in zip_longest(array, forward):
        if ours != theirs:
            found.extend(_unit(plan, ours, theirs))
    return tuple(found)


def rank_differences(
    array: Mapping[str, int | None] | None, exact: Mapping[str, int | None]
) -> tuple[Problem, ...]:
    """List every unit whose rank the two rankings give differently; nothing without a second ranking."""
    if array is None:
        return ()
    return tuple(
        Problem("E203", NOWHERE, {"unit": unit, "array": str(array.get(unit)), "exact": str(rank)})
        for unit, rank in exact.items()
        if array.get(unit) != rank
    )


def _unit(plan: Plan, ours: UnitVerdict | None, theirs: UnitVerdict | None) -> list[Problem]:
    if ours is None or theirs is None or ours.unit != theirs.unit:
        absent = ours.unit if ours else "–", theirs.unit if theirs else "–"
        return [_total(absent[0], "unit", *absent)]
    leaves = [
        _leaf(plan, ours.unit, mine, other)
        for mine, other in zip_longest(ours.leaves, theirs.leaves)
        if mine != other
    ]
    totals = [
        _total(ours.unit, name, points_text(getattr(ours, name)), points_text(getattr(theirs, name)))
        for name in _TOTALS
        if getattr(ours, name) != getattr(theirs, name)
    ]
    mine, other = _graded(ours), _graded(theirs)
    return [*leaves, *totals, *([_total(ours.unit, "grade", mine, other)] if mine != other else [])]


def _graded(verdict: UnitVerdict) -> str:
    return " ".join((verdict.grade or "–", *verdict.barred_by))


def _total(unit: str, name: str, array: str, forward: str) -> Problem:
    return Problem("E202", NOWHERE, {"unit": unit, "name": name, "array": array, "forward": forward})


def _leaf(plan: Plan, unit: str, array: LeafVerdict | None, forward: LeafVerdict | None) -> Problem:
    one = array or forward
    assert one is not None
    leaf = plan.leaf_by_code.get(one.code)
    args = {"unit": unit, "leaf": one.code, "array": _said(array), "forward": _said(forward)}
    return Problem("E201", leaf.where if leaf else NOWHERE, args)


def _said(verdict: LeafVerdict | None) -> str:
    if verdict is None:
        return "–"
    rules = ", ".join(verdict.rules) or "–"
    return f"{points_text(verdict.points)}/{points_text(verdict.max_points)} {verdict.state} [{rules}]"
