"""Lower leaves' points by gates, in the plan's order, then by the ceilings of bonus and penalty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import Box
from par_index.engine.array.evaluate import Flags, Rows
from par_index.engine.array.leaves import Leaves, Lowered
from par_index.engine.array.outcome import STATES
from par_index.engine.array.questions import holds_measure, holds_points
from par_index.model.plan import Plan
from par_index.model.questions import Gate, Test
from par_index.model.states import State

NOT_APPLICABLE = STATES.index(State.NOT_APPLICABLE)


def trim(plan: Plan, leaves: Leaves, rows: Rows, known: NDArray[np.bool_], box: Box) -> tuple[Lowered, ...]:
    """Lower ``leaves.points`` in place and tell which rule lowered what."""
    by_gates = [each for gate in plan.gates for each in _gate(gate, plan, leaves, rows, known, box)]
    bonus = _ceiling(plan, leaves, "bonus", plan.bonus_ceiling)
    return (*by_gates, *bonus, *_ceiling(plan, leaves, "penalty", plan.penalty_ceiling))


def _gate(
    gate: Gate, plan: Plan, leaves: Leaves, rows: Rows, known: NDArray[np.bool_], box: Box
) -> Iterator[Lowered]:
    fired = answer(gate.when, plan, leaves, rows, known, box, State.NOT_APPLICABLE in gate.also)
    for code, cap in gate.caps:
        row = leaves.row_of[code]
        lowered = fired & (leaves.points[row] > cap)
        if lowered.any():
            leaves.points[row][lowered] = cap
            yield Lowered(row, gate.id, lowered)


def answer(
    test: Test, plan: Plan, leaves: Leaves, rows: Rows, known: NDArray[np.bool_], box: Box, also: bool = False
) -> Flags:
    """Answer a question about a leaf, an area or a measure; a leaf not applicable says no unless ``also``."""
    if test.subject == "measure" and test.measure is not None:
        return holds_measure(test.measure, test.interval, rows, known, box)
    if test.subject == "area":
        return holds_points(leaves.points[_rows_of_area(plan, test.code)].sum(axis=0), test.interval)
    row = leaves.row_of[test.code]
    found = holds_points(leaves.points[row], test.interval)
    return found if also else found & (leaves.outcomes[row].states[leaves.outcome(row)] != NOT_APPLICABLE)


def _rows_of_area(plan: Plan, area: str) -> list[int]:
    counted = ("appraised", "survey")
    return [row for row, leaf in enumerate(plan.leaves) if leaf.area == area and leaf.kind in counted]


def _ceiling(plan: Plan, leaves: Leaves, kind: str, ceiling: int) -> Iterator[Lowered]:
    """Let leaves keep, one after another, what room those before them left."""
    sign = -1 if kind == "penalty" else 1
    room = np.full(leaves.points.shape[1], ceiling, np.int64)
    for row, leaf in enumerate(plan.leaves):
        if leaf.kind == kind:
            earned = sign * leaves.points[row]
            kept = np.minimum(earned, room)
            room -= kept
            if (kept < earned).any():
                leaves.points[row] = sign * kept
                yield Lowered(row, f"{kind}-ceiling", kept < earned)
