"""Write what a survey found as the JSON document ``par-index/survey/1``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from par_index.model.plan import Plan
from par_index.points import decimal_text
from par_index.score.opened import Opened
from par_index.survey.report import KindFound, LeafFound, UnitFound
from par_index.targets.judge import GoalAnswer


def plans_of(opened: Opened) -> Mapping[str, Plan]:
    """Give the plan of each kind of unit that the cycle scores."""
    used = {(group.set, group.kind) for group in opened.cycle.groups}
    return {plan.kind: plan for plan in opened.plans if (plan.set_id, plan.kind) in used}


def asked_of(plan: Plan, unit: UnitFound) -> Sequence[LeafFound]:
    """Give the leaves of the survey that apply to a unit."""
    traits = {leaf.code: leaf.trait for leaf in plan.leaves}
    return [one for one in unit.leaves if traits[one.said.leaf] in (None, *unit.unit.traits)]


def document(opened: Opened, kinds: Sequence[KindFound], asked: Sequence[GoalAnswer]) -> dict[str, Any]:
    """Write the survey as a JSON document."""
    assert opened.survey is not None
    read, plans = opened.survey.answers, plans_of(opened)
    return {
        "schema": "par-index/survey/1",
        "cycle": opened.cycle.id,
        "year": opened.cycle.year,
        "synthetic": opened.cycle.synthetic,
        "digest": read.digest,
        "files": [
            {
                "file": one.file,
                "digest": one.digest,
                "rows": one.rows,
                "accepted": one.accepted,
                "refused": one.refused,
                "same_as": one.skipped_as,
            }
            for one in read.files
        ],
        "refused": [
            {"file": one.file, "row": one.row, "form": one.form, "code": one.problem.code}
            for one in read.refused
        ],
        "kinds": [_kind_record(kind, plans[kind.kind]) for kind in kinds],
        "targets": [
            {
                "id": one.goal.id,
                "levels": [
                    {
                        "kind": level.kind,
                        "met": level.answer.met.value,
                        "value": str(level.answer.value) if level.answer.value is not None else "",
                        "threshold": level.answer.phrase,
                    }
                    for level in one.levels
                ],
            }
            for one in asked
        ],
    }


def _kind_record(kind: KindFound, plan: Plan) -> dict[str, Any]:
    return {
        "kind": kind.kind,
        "set": plan.set_id,
        "rates": [
            {
                "unit": one.unit.code,
                "group": one.group.id,
                "people": one.people,
                "sent": one.sent,
                "returned": one.returned,
            }
            for one in kind.rates
        ],
        "units": [
            {
                "unit": unit.unit.code,
                "name": unit.unit.name,
                "forms": unit.said.forms,
                "few": unit.said.few,
                "leaves": [_leaf_record(leaf) for leaf in asked_of(plan, unit)],
            }
            for unit in kind.units
        ],
        "questions": [
            {
                "question": one.question.id,
                "leaf": one.question.leaf,
                "options": {
                    option.id: number
                    for option, number in zip(one.question.options, one.counts, strict=True)
                },
                "empty": one.empty,
            }
            for one in kind.questions
        ],
    }


def _leaf_record(leaf: LeafFound) -> dict[str, Any]:
    said = leaf.said
    return {
        "leaf": said.leaf,
        "share": str(said.share) if said.share is not None else "",
        "percent": decimal_text(100 * said.share, 2) if said.share is not None else "",
        "answers": said.answers,
        "few": said.few,
        "error": "" if leaf.error is None else f"{leaf.error:.6f}",
        "groups": [
            {
                "group": one.group,
                "share": str(one.share) if one.share is not None else "",
                "answers": one.answers,
                "forms": one.forms,
                "few": one.few,
                "weight": str(one.weight),
            }
            for one in said.groups
        ],
    }
