"""``par-index check``: prove criteria sets before anyone files a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from par_index.check import check
from par_index.cli.output import problems_document, say, say_json, tell
from par_index.model.plan import Plan
from par_index.places import Libraries
from par_index.points import shown_points
from par_index.problem import Language, has_errors, in_order
from par_index.targets.beside import beside


def run(
    sets: Sequence[str | Path],
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
    issuing: bool = False,
) -> int:
    """Check the sets (all when none is named); print what was proved or every problem."""
    plans, found = check(sets, shelves, issuing=issuing)
    problems = found if has_errors(found) else in_order((*found, *beside(plans, shelves)))
    if as_json:
        sound = not has_errors(problems)
        say_json({
            "schema": "par-index/check/1",
            "sound": sound,
            "sets": [{"set": plan.set_id, "kind": plan.kind, "digest": plan.digest} for plan in plans],
            "problems": problems_document(problems, language),
        })  # fmt: skip
        return int(not sound)
    code = tell(problems, language)
    if code == 0:
        for plan in plans:
            say(summary(plan, language))
    return code


def summary(plan: Plan, language: Language) -> str:
    """Say in one line what a proved set holds."""
    kinds = [leaf.kind for leaf in plan.leaves]
    appraised, survey, bonus = (kinds.count(kind) for kind in ("appraised", "survey", "bonus"))
    sums = f"{shown_points(plan.appraised_max, 0)} + {shown_points(plan.survey_max, 0)}"
    total = shown_points(plan.appraised_max + plan.survey_max, 0)
    left = shown_points(plan.unfilled_max, 0)
    head = f"{plan.set_id} ({plan.kind_name})"
    if language == "en":
        counted = f"{appraised} appraised, {survey} survey, {bonus} bonus"
        held = f"{len(plan.areas)} areas, {len(kinds)} scored items ({counted}); {sums} = {total} points"
        held += f"; {left} reserved points are not filled" if plan.unfilled_max else ""
        return f"{head}: proved. {held}. {plan.digest}"
    counted = f"{appraised} thẩm định, {survey} điều tra, {bonus} thưởng"
    held = f"{len(plan.areas)} lĩnh vực, {len(kinds)} mục chấm điểm ({counted}); {sums} = {total} điểm"
    held += f"; {left} điểm dành riêng chưa ai điền" if plan.unfilled_max else ""
    return f"{head}: đã chứng minh. {held}. {plan.digest}"
