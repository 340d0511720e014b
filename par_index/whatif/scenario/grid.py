"""Sweep one or two figures of a unit over a grid, and judge every cell at once: a response surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Unit, Written
from par_index.model.plan import Input
from par_index.model.states import NOT_FILED, PENDING, REJECTED
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.read.relations import broken
from par_index.score.rank import standings
from par_index.text import nearest
from par_index.whatif.basis import Basis, Ground
from par_index.whatif.scenario.spec import ScenarioSpec, SweepSpec

MOST, MOST_CELLS = 1000, 10_000
"""The most values of an axis, and the most cells of a grid."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One input of one unit, and the integers it takes, in its own scale."""

    unit: Unit
    entry: Input
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What the first axis' unit earns at one point of the grid; ``None`` where a relation is broken."""

    values: tuple[int, ...]
    verdict: UnitVerdict | None
    index: Fraction | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Surface:
    """A grid over one or two axes; ``cells`` runs over the last axis first."""

    axes: tuple[Axis, ...]
    cells: tuple[Cell, ...]


def sweep(basis: Basis, spec: ScenarioSpec) -> tuple[Surface | None, tuple[Problem, ...]]:
    """Judge every cell of a scenario's grid over the basis; ``None`` without a grid, or where it is wrong.

    Both axes may name one unit or two of one group; what is shown is the first axis' unit.
    """
    if not spec.sweep:
        return None, ()
    found = [_axis(basis, one) for one in spec.sweep]
    problems = tuple(item for item in found if isinstance(item, Problem))
    axes = [item for item in found if not isinstance(item, Problem)]
    if problems:
        return None, problems
    ground = axes[0][0]
    if axes[-1][0] is not ground:
        word = spec.sweep[1].unit
        return None, (Problem("Q01", word.where, {"word": str(word), "nearest": ""}),)
    if prod(len(axis.values) for _, axis in axes) > MOST_CELLS:
        return None, (_range(spec.sweep[-1], "quá nhiều ô"),)
    return _surface(ground, tuple(axis for _, axis in axes)), ()


def _axis(basis: Basis, spec: SweepSpec) -> tuple[Ground, Axis] | Problem:
    found = basis.find(spec.unit)
    if found is None:
        args = {"word": str(spec.unit), "nearest": nearest(spec.unit, basis.names) or ""}
        return Problem("Q01", spec.unit.where, args)
    ground, unit = found
    entry = ground.plan.input_by_code.get(spec.input)
    if entry is None or entry.kind == "choice":
        args = {"input": str(spec.input), "unit": unit.code}
        args["nearest"] = nearest(spec.input, ground.plan.input_by_code) or ""
        return Problem("Q02", spec.input.where, args)
    numbers = basis.folder.cycle.numbers
    ends = [typed(entry, Written(text, "text", text.where), numbers) for text in (spec.from_, spec.to)]
    wide = replace(entry, kind="count", scale=1) if entry.kind == "date" else entry
    step = typed(
        replace(wide, low=-(10**15), high=10**15), Written(spec.step, "text", spec.step.where), numbers
    )
    for one in (*ends, step):
        if isinstance(one, Problem):
            return one
    first, last, by = (int(one) for one in (*ends, step) if isinstance(one, int))
    reason = "bước bằng 0" if not by else "bước đi ngược chiều" if (last - first) * by < 0 else ""
    if by and not reason and abs(last - first) // abs(by) >= MOST:
        reason = "quá nhiều giá trị"
    if reason:
        return _range(spec, reason)
    return ground, Axis(unit, entry, tuple(range(first, last + (1 if by > 0 else -1), by)))


def _range(spec: SweepSpec, reason: str) -> Problem:
    args = {"first": str(spec.from_), "last": str(spec.to), "step": str(spec.step), "reason": reason}
    return Problem("Q15", spec.step.where, args | {"most": str(MOST), "cells": str(MOST_CELLS)})


def _surface(ground: Ground, axes: Sequence[Axis]) -> Surface:
    shown = axes[0].unit.code
    units = dict.fromkeys(axis.unit.code for axis in axes)
    points = list(product(*(axis.values for axis in axes)))
    made = {
        code: [_case(ground, code, axes, point) for point in points]
        for code in units
    }  # fmt: skip
    right = [all(made[code][at] is not None for code in units) for at in range(len(points))]
    judged = {
        code: iter(ground.judge([case for case, held in zip(cases, right, strict=True) if case and held]))
        for code, cases in made.items()
    }
    fixed = [ground.verdicts[ground.at[code]] for code in ground.rivals(shown) if code not in units]
    cells = []
    for point, held in zip(points, right, strict=True):
        if not held:
            cells.append(Cell(point, None, None, None))
            continue
        verdicts = {code: next(judged[code]) for code in units}
        same = [one for code, one in verdicts.items() if code == shown or code in ground.rivals(shown)]
        place = standings(ground.plan, [*fixed, *same])[shown]
        cells.append(Cell(point, verdicts[shown], place.index, place.rank))
    return Surface(tuple(axes), tuple(cells))


def _case(ground: Ground, unit: str, axes: Sequence[Axis], point: tuple[int, ...]) -> Case | None:
    """Put a point's figures into a unit's case; ``None`` where they break a relation."""
    own = ground.facts[ground.at[unit]].case
    moved = {
        axis.entry.code: value for axis, value in zip(axes, point, strict=True) if axis.unit.code == unit
    }
    values = {**own.values, **moved}
    if any(set(codes) & set(moved) for _, codes in broken(ground.plan, values)):
        return None
    flags = dict(own.flags)
    for leaf in ground.plan.leaves:
        if set(leaf.inputs) & set(moved) and all(code in values for code in leaf.inputs):
            left = flags.get(leaf.code, 0) & ~(NOT_FILED | PENDING | REJECTED)
            flags[leaf.code] = left
    return replace(own, values=values, flags={code: bits for code, bits in flags.items() if bits})
