"""``par-index explain``: the tree behind one number."""

from __future__ import annotations

import shutil
from pathlib import Path

from par_index.cli.output import PROBLEMS, say, tell
from par_index.explain import explain, text, to_json
from par_index.model.facts import Stage, UnitFacts
from par_index.model.plan import Plan
from par_index.model.result import GroupResult, Results
from par_index.places import Libraries
from par_index.problem import Language, Problem, Where, has_errors
from par_index.read.cases import cases
from par_index.score.opened import Opened, open_cycle
from par_index.score.run import run as score
from par_index.text import nearest


def run(
    folder: Path, unit: str, code: str, stage: Stage, shelves: Libraries, language: Language, *, as_json: bool
) -> int:
    """Explain a unit, or one area, criterion or leaf of it."""
    opened, problems = open_cycle(folder, shelves)
    if opened is None or has_errors(problems):
        return tell(problems, language)
    results, found = score(opened.cycle, opened.plans, stage, previous=opened.previous)
    if results is None:
        return tell(found, language) or PROBLEMS
    chosen = _chosen(opened, results, unit, stage)
    if isinstance(chosen, Problem):
        return tell((chosen,), language)
    plan, group, facts = chosen
    explanation = explain(plan, results, group, facts, code, language)
    if explanation is None:
        return tell((_unknown("U02", code, tuple(leaf.code for leaf in plan.leaves)),), language)
    width = shutil.get_terminal_size((100, 24)).columns
    say(to_json(explanation).decode().rstrip("\n") if as_json else text(explanation, width))
    return 0


def _chosen(
    opened: Opened, results: Results, unit: str, stage: Stage
) -> tuple[Plan, GroupResult, UnitFacts] | Problem:
    """Find the unit by its code or its name, with the plan that judged it."""
    scored = [one for group in opened.cycle.groups for one in opened.cycle.units_of(group)]
    known = {one.code: one for one in scored} | {one.name: one for one in scored}
    if unit not in known:
        return _unknown("U01", unit, tuple(known))
    found = known[unit]
    group = next(group for group in opened.cycle.groups if group.kind == found.kind)
    plan = next(plan for plan in opened.plans if (plan.set_id, plan.kind) == (group.set, group.kind))
    told = next(one for one in results.groups if one.group == group.id)
    facts, _ = cases(opened.cycle, plan, group, stage)
    return plan, told, next(one for one in facts if one.unit.code == found.code)


def _unknown(problem: str, word: str, known: tuple[str, ...]) -> Problem:
    return Problem(problem, Where(""), {"word": word, "nearest": nearest(word, known) or ""})
