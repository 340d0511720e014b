"""Write a plan as a JSON document: exact numbers as text, figures as a facts file holds them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from par_index.points import decimal_text, points_text
from par_index.problem import Language
from par_index.read.written import filed_text
from par_index.whatif.planner.records import Blocked, LeafGain, Move, Place, Planned, Rung, Target, Task
from par_index.whatif.planner.text import marks_of
from par_index.whatif.planner.words import why

SCHEMA = "par-index/plan/1"


def document(planned: Planned, language: Language = "vi") -> dict[str, Any]:
    """Give the whole plan; ``reached`` tells whether the target is met, at once or by the plan."""
    costs = planned.costs
    return {
        "schema": SCHEMA,
        "marks": marks_of(planned, language),
        "cycle_synthetic": planned.synthetic,
        "unit": planned.unit.code,
        "name": planned.unit.name,
        "cluster": planned.unit.cluster,
        "criteria_set": planned.plan.set_id,
        "set_digest": planned.plan.digest,
        "set_status": planned.plan.status,
        "target": _target(planned.target),
        "margin": decimal_text(planned.margin),
        "costs": {
            "name": costs.name,
            "unit": costs.unit,
            "default": not costs.name,
            "marked": costs.marked.split(),
            "others": costs.others,
        },
        "reached": planned.blocked is None,
        "before": _place(planned.before),
        "after": _place(planned.after) if planned.after else None,
        "cost": planned.cost,
        "passes": list(planned.passed),
        "tasks": [_task(task) for task in planned.tasks],
        "figures": {
            code: filed_text(planned.plan.input_by_code[code], value)
            for code, value in planned.figures.items()
        },
        "frontier": [_rung(rung) for rung in planned.frontier],
        "next_point": {"now": planned.next_now, "then": planned.next_then},
        "blocked": _blocked(planned.blocked, language) if planned.blocked else None,
        "engines": "both" if planned.checked else "array",
        "proved": planned.proved,
        "solver": planned.solver,
    }


def _target(target: Target) -> dict[str, Any]:
    if target.rank is not None:
        return {"rank": target.rank}
    if target.index is not None:
        return {"index": _exact(target.index)}
    return {"grade": target.grade}


def _exact(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _place(place: Place) -> dict[str, Any]:
    return {
        "points": points_text(place.points),
        "max_points": points_text(place.max_points),
        "index": _exact(place.index),
        "rank": place.rank,
        "grade": place.grade,
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "lead": task.lead,
        "deadline": task.deadline.isoformat() if task.deadline else None,
        "cost": task.cost,
        "points": points_text(task.points),
        "note": task.note,
        "moves": [_move(move) for move in task.moves],
        "gains": [_gain(gain) for gain in task.gains],
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "input": move.input.code,
        "label": move.input.label,
        "from": None if move.filed is None else filed_text(move.input, move.filed),
        "to": filed_text(move.input, move.planned),
        "cost": move.cost,
        "follows": move.follows,
    }


def _gain(gain: LeafGain) -> dict[str, Any]:
    return {
        "code": gain.leaf.code,
        "name": gain.leaf.name,
        "before": points_text(gain.before),
        "after": points_text(gain.after),
        "cites": [cite.clause for cite in gain.leaf.cites],
    }


def _rung(rung: Rung) -> dict[str, Any]:
    return {"rank": rung.rank, "passes": rung.passes, "cost": rung.cost, "index": _exact(rung.index)}


def _blocked(blocked: Blocked, language: Language) -> dict[str, Any]:
    return {
        "best": _place(blocked.best),
        "above": list(blocked.above),
        "bars": list(blocked.bars),
        "stuck": [
            {
                "code": stuck.leaf.code,
                "name": stuck.leaf.name,
                "lost": points_text(stuck.lost),
                "reason": stuck.reason,
                "why": why(stuck.reason, language),
                "inputs": list(stuck.inputs),
            }
            for stuck in blocked.stuck
        ],
    }
