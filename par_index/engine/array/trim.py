"""Lower leaves' points by gates, in the plan's order, then by the ceilings of bonus and penalty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import Box
from par_index.engine.array.evaluate import Rows
from par_index.engine.array.leaves import Leaves, Lowered
from par_index.engine.array.questions import (
    MeasureTest,
    PointsTest,
    answer_measure,
    answer_points,
    question_of,
)
from par_index.model.plan import Plan
from par_index.model.states import State


@dataclass(frozen=True, slots=True)
class PreparedGate:
    """A gate's question, and the rows it caps."""

    id: str
    question: PointsTest | MeasureTest
    caps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The rows that share a ceiling, in the tree's order; ``sign`` is -1 for penalties."""

    rule: str
    rows: tuple[int, ...]
    sign: int
    most: int


@dataclass(frozen=True, slots=True)
class Trim:
    """All that lowers points once the leaves are judged."""

    gates: tuple[PreparedGate, ...]
    ceilings: tuple[Ceiling, ...]

    def apply(self, leaves: Leaves, rows: Rows, known: NDArray[np.bool_]) -> tuple[Lowered, ...]:
        """Lower ``leaves.points`` in place and tell which rule lowered what."""
        by_gates = [each for gate in self.gates for each in _gate(gate, leaves, rows, known)]
        return (*by_gates, *(each for ceiling in self.ceilings for each in _ceiling(ceiling, leaves)))


def trim_of(plan: Plan, box: Box) -> Trim:
    """Prepare the gates and ceilings of a plan.

    Raises:
        TypeError: a gate asks for the index, which is known only after all gates.
    """
    row_of = {leaf.code: row for row, leaf in enumerate(plan.leaves)}
    gates = []
    for gate in plan.gates:
        question = question_of(gate.when, plan, box, State.NOT_APPLICABLE in gate.also)
        if not isinstance(question, PointsTest | MeasureTest):
            raise TypeError(f"gate {gate.id} asks for the index")
        gates.append(PreparedGate(gate.id, question, tuple((row_of[code], cap) for code, cap in gate.caps)))
    ceilings = (("bonus", 1, plan.bonus_ceiling), ("penalty", -1, plan.penalty_ceiling))
    return Trim(
        tuple(gates),
        tuple(
            Ceiling(
                f"{kind}-ceiling", tuple(k for k, leaf in enumerate(plan.leaves) if leaf.kind == kind), *rest
            )
            for kind, *rest in ceilings
        ),
    )


def _gate(gate: PreparedGate, leaves: Leaves, rows: Rows, known: NDArray[np.bool_]) -> Iterator[Lowered]:
    if isinstance(gate.question, PointsTest):
        fired = answer_points(gate.question, leaves)
    else:
        fired = answer_measure(gate.question, rows, known)
    for row, cap in gate.caps:
        points = leaves.points[leaves.slots[row]]
        lowered = fired & (points > cap)
        if lowered.any():
            points[lowered] = cap
            yield Lowered(row, gate.id, lowered)


def _ceiling(ceiling: Ceiling, leaves: Leaves) -> Iterator[Lowered]:
    """Let leaves keep, one after another, what room those before them left."""
    room = np.full(leaves.points.shape[1], ceiling.most, np.int64)
    for row in ceiling.rows:
        points = leaves.points[leaves.slots[row]]
        earned = ceiling.sign * points
        kept = np.minimum(earned, room)
        room -= kept
        trimmed = kept < earned
        if trimmed.any():
            points[:] = ceiling.sign * kept
            yield Lowered(row, ceiling.rule, trimmed)
