"""Tell which gates tie leaves while a plan is sought: those that hold now or might yet."""

from __future__ import annotations

from par_index.model.plan import Plan
from par_index.model.questions import Gate
from par_index.points import MICRO
from par_index.whatif.planner.field import Trials


def tying(plan: Plan, trials: Trials, column: int) -> tuple[int, ...]:
    """List the gates (by place) of one judged column that may open or shut as figures improve.

    A gate that asks whether a leaf has few points, and does not hold now, never will: points only rise.
    """
    return tuple(
        at
        for at, gate in enumerate(plan.gates)
        if gate.when.subject != "leaf" or _may_hold(plan, gate, trials, column)
    )


def _may_hold(plan: Plan, gate: Gate, trials: Trials, column: int) -> bool:
    row = next(at for at, leaf in enumerate(plan.leaves) if leaf.code == gate.when.code)
    high = gate.when.interval.high
    return high is None or int(trials.points[row, column]) <= high * MICRO
