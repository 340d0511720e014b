"""Sweep one or two figures of a unit over a grid, and judge every cell at once: a response surface."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np

from par_index.engine import array
from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Unit, Written
from par_index.model.plan import Input
from par_index.model.states import CLAIMED, State
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.read.relations import broken
from par_index.score.rank import standings
from par_index.text import nearest
from par_index.whatif.basis import Basis, Ground, filled
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
    """What the first axis' unit earns at one point of the grid; no points where a relation is broken."""

    values: tuple[int, ...]
    points: int | None = None
    index: Fraction | None = None
    rank: int | None = None
    grade: str = ""


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
    units = tuple(dict.fromkeys(axis.unit.code for axis in axes))
    points = list(product(*(axis.values for axis in axes)))
    made = {unit: [_case(ground, unit, axes, point) for point in points] for unit in units}
    right = [all(made[unit][at] is not None for unit in units) for at in range(len(points))]
    judged = {
        unit: _totals(ground, [case for case, held in zip(cases, right, strict=True) if case and held])
        for unit, cases in made.items()
    }
    fixed = [ground.verdicts[ground.at[unit]] for unit in ground.rivals(shown) if unit not in units]
    moving = [unit for unit in units if unit in ground.rivals(shown)]
    cells, at = [], 0
    for point, held in zip(points, right, strict=True):
        if not held:
            cells.append(Cell(point))
            continue
        own = judged[shown][at]
        rank = _rank(ground, own, [*fixed, *(judged[unit][at] for unit in moving)])
        index = Fraction(100 * own.points, own.max_points) if own.max_points else None
        cells.append(Cell(point, own.points, index, rank, own.grade))
        at += 1
    return Surface(tuple(axes), tuple(cells))


def _case(ground: Ground, unit: str, axes: Sequence[Axis], point: tuple[int, ...]) -> Case | None:
    """Put a point's figures into a unit's case; ``None`` where they break a relation."""
    own = ground.facts[ground.at[unit]].case
    moved = {
        axis.entry.code: value for axis, value in zip(axes, point, strict=True) if axis.unit.code == unit
    }
    values = {**own.values, **moved}
    if any(broken(ground.plan, values, moved.keys())):
        return None
    flags = {**own.flags, **filled(ground.plan, own, moved.keys())}
    return replace(own, values=values, flags={code: bits for code, bits in flags.items() if bits})


def _totals(ground: Ground, cases: Sequence[Case]) -> list[UnitVerdict]:
    """Judge cases for their totals and grades alone; a provisional one has no grade."""
    judged = ground.kernel.judge(array.load(ground.plan, cases))
    totals, names = judged.totals, [row.name for row in ground.plan.grades.rows] if ground.plan.grades else []
    awaited = [place for place, state in enumerate(State) if state in (State.NOT_FILED, State.PENDING_SURVEY)]
    claimed = (judged.leaves.flags >= CLAIMED) & (judged.leaves.flags < 2 * CLAIMED)
    provisional = (np.isin(judged.states, awaited) | claimed).any(axis=0)
    grades = np.where(provisional, -1, judged.graded.places).tolist()
    columns = (
        totals.appraised,
        totals.survey,
        totals.bonus,
        totals.penalty,
        totals.points,
        totals.max_points,
    )
    rows = zip(*(column.tolist() for column in columns), [(*names, "")[at] for at in grades], strict=True)
    return [UnitVerdict(case.unit, (), *row) for case, row in zip(cases, rows, strict=True)]


def _rank(ground: Ground, own: UnitVerdict, rivals: Sequence[UnitVerdict]) -> int | None:
    """Rank one unit: by whom stands above where the law asks no more, else by the law itself."""
    law = ground.plan.ranking
    if law.by == "index_exact" and law.ties == "competition":
        above = sum(one.points * own.max_points > own.points * one.max_points for one in rivals)
        return above + 1 if own.max_points else None
    return standings(ground.plan, [*rivals, own])[own.unit].rank
