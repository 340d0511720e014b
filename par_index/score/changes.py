"""Tell whose points and ranks differ between two results, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from par_index.model.result import Criterion, GroupResult, LeafResult, Results, UnitResult
from par_index.model.states import State

Reason = Literal["set", "figure", "survey", "appraisal", "status", "rule"]
"""``status``: not applicable, evidence, filed or not; ``rule``: a gate or ceiling that another leaf moved."""
Pair = tuple[str, str]
"""Before and after; empty where there is none."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that is not what it was."""

    input: str
    value: Pair


@dataclass(frozen=True, slots=True)
class LeafChange:
    """One leaf whose points, maximum or state differ, and what moved it."""

    code: str
    name: str
    points: Pair
    max_points: Pair
    state: tuple[State | None, State | None]
    reasons: tuple[Reason, ...]
    figures: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit whose points, index, rank or grade differ; without leaves, only other units moved it."""

    group: str
    unit: str
    name: str
    points: Pair
    index: Pair
    rank: Pair
    grade: Pair
    leaves: tuple[LeafChange, ...]


@dataclass(frozen=True, slots=True)
class SetChange:
    """A group scored by another set, or by another version of it."""

    group: str
    criteria_set: Pair
    digest: Pair


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs from the first result to the second."""

    sets: tuple[SetChange, ...]
    units: tuple[UnitChange, ...]
    appeared: tuple[str, ...]
    left: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.sets or self.units or self.appeared or self.left)


def changes(before: Results, after: Results) -> Changes:
    """Compare two results unit by unit, leaf by leaf; groups are matched by their id."""
    old = {group.group: group for group in before.groups}
    pairs = [(old[group.group], group) for group in after.groups if group.group in old]
    was, now = _names(before), _names(after)
    return Changes(
        sets=tuple(_set(a, b) for a, b in pairs if a.set_digest != b.set_digest),
        units=tuple(change for a, b in pairs for change in _units(a, b)),
        appeared=tuple(name for unit, name in now.items() if unit not in was),
        left=tuple(name for unit, name in was.items() if unit not in now),
    )


def _names(results: Results) -> Mapping[Pair, str]:
    return {(group.group, unit.unit): unit.name for group in results.groups for unit in group.units}


def _set(before: GroupResult, after: GroupResult) -> SetChange:
    names = before.criteria_set, after.criteria_set
    return SetChange(after.group, names, (before.set_digest, after.set_digest))


def _units(before: GroupResult, after: GroupResult) -> Sequence[UnitChange]:
    old = {unit.unit: unit for unit in before.units}
    named = {leaf.code: leaf for leaf in (*before.criteria, *after.criteria)}
    reset = before.set_digest != after.set_digest
    pairs = [(old[unit.unit], unit) for unit in after.units if unit.unit in old]
    return [_unit(after.group, a, b, named, reset) for a, b in pairs if _standing(a) != _standing(b)]


def _standing(unit: UnitResult) -> tuple[object, ...]:
    return unit.points, unit.max_points, unit.rank, unit.grade, unit.provisional


def _unit(
    group: str, before: UnitResult, after: UnitResult, named: Mapping[str, Criterion], reset: bool
) -> UnitChange:
    old = {leaf.code: leaf for leaf in before.leaves}
    new = {leaf.code: leaf for leaf in after.leaves}
    codes = dict.fromkeys((*old, *new))
    moved = [code for code in codes if _outcome(old.get(code)) != _outcome(new.get(code))]
    return UnitChange(
        group=group,
        unit=after.unit,
        name=after.name,
        points=(before.points, after.points),
        index=(before.index_shown, after.index_shown),
        rank=(_number(before.rank), _number(after.rank)),
        grade=(before.grade, after.grade),
        leaves=tuple(_leaf(named[code], old.get(code), new.get(code), reset) for code in moved),
    )


def _number(rank: int | None) -> str:
    return "" if rank is None else str(rank)


def _outcome(leaf: LeafResult | None) -> tuple[str, str, State | None]:
    return (leaf.points, leaf.max_points, leaf.state) if leaf else ("", "", None)


def _leaf(named: Criterion, before: LeafResult | None, after: LeafResult | None, reset: bool) -> LeafChange:
    (old, old_max, was), (new, new_max, now) = _outcome(before), _outcome(after)
    both = before is not None and after is not None
    figures = _figures(before.inputs, after.inputs) if before and after else ()
    return LeafChange(
        code=named.code,
        name=named.name,
        points=(old, new),
        max_points=(old_max, new_max),
        state=(was, now),
        reasons=_reasons(named, before, after, figures, reset) if both else ("set",),
        figures=figures,
    )


def _figures(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FigureChange, ...]:
    codes = dict.fromkeys((*before, *after))
    pairs = [(code, (before.get(code, ""), after.get(code, ""))) for code in codes]
    return tuple(FigureChange(code, pair) for code, pair in pairs if pair[0] != pair[1])


def _reasons(
    named: Criterion,
    before: LeafResult | None,
    after: LeafResult | None,
    figures: Sequence[FigureChange],
    reset: bool,
) -> tuple[Reason, ...]:
    assert before is not None
    assert after is not None
    decided = {row.subject for leaf in (before, after) for held in leaf.rounds for row in held.decisions}
    filed = any(change.input not in decided for change in figures)
    holds: Mapping[Reason, bool] = {
        "set": reset,
        "figure": filed and named.kind != "survey",
        "survey": filed and named.kind == "survey",
        "appraisal": _decisions(before) != _decisions(after),
        "status": before.state != after.state and not figures and _decisions(before) == _decisions(after),
    }
    found = tuple(reason for reason, held in holds.items() if held)
    return found or ("rule",)


def _decisions(leaf: LeafResult) -> tuple[object, ...]:
    return tuple((held.stage, row.subject, row.value) for held in leaf.rounds for row in held.decisions)
