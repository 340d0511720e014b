"""``par-index explain``: the tree behind one number."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from par_index.cli.output import PROBLEMS, say, tell
from par_index.explain import explain, text, to_json
from par_index.model.facts import Cycle, Stage, Unit
from par_index.places import Libraries
from par_index.problem import Language, Problem, Where, has_errors
from par_index.read.cases import cases
from par_index.score.marks import scenario_mark
from par_index.score.opened import open_cycle, surveyed
from par_index.score.run import run as score
from par_index.text import nearest


def run(
    folder: Path,
    unit: str,
    code: str,
    scenarios: Sequence[Path],
    stage: Stage,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Explain a unit, or one area, criterion or leaf of it, as it stands or as scenarios would have it."""
    if scenarios:
        from par_index.cli.whatif import stacked
        from par_index.whatif.basis import open_basis

        basis, problems = open_basis(folder, shelves, stage)
        if basis is None or has_errors(problems):
            return tell(problems, language)
        laid, refused = stacked(basis, scenarios)
        if laid is None:
            return tell(refused, language)
        opened, stage = laid.after.opened, laid.after.stage
    else:
        filed, problems = open_cycle(folder, shelves, unit)
        if filed is None or has_errors(problems):
            return tell(problems, language)
        opened, _ = surveyed(filed)
    found = _found(opened.cycle, unit)
    if isinstance(found, Problem):
        return tell((found,), language)
    near = _cluster(opened.cycle, found)
    results, refused = score(near, opened.plans, stage, previous=opened.previous, survey=opened.survey)
    if results is None:
        return tell(refused, language) or PROBLEMS
    (group,), (told,) = near.groups, results.groups
    plan = next(plan for plan in opened.plans if (plan.set_id, plan.kind) == (group.set, group.kind))
    (facts,), _ = cases(near.only((found,)), plan, group, stage)
    explanation = explain(plan, results, told, facts, code, language)
    if explanation is None:
        return tell((_unknown("U02", code, tuple(leaf.code for leaf in plan.leaves)),), language)
    if scenarios:
        explanation = replace(explanation, marks=(scenario_mark(language), *explanation.marks))
    width = shutil.get_terminal_size((100, 24)).columns
    say(to_json(explanation).decode().rstrip("\n") if as_json else text(explanation, width))
    return 0


def _found(cycle: Cycle, word: str) -> Unit | Problem:
    """Find a unit that is scored by its code or its name."""
    scored = [one for group in cycle.groups for one in cycle.units_of(group)]
    known = {one.name: one for one in scored} | {one.code: one for one in scored}
    return known.get(word) or _unknown("U01", word, tuple(known))


def _cluster(cycle: Cycle, unit: Unit) -> Cycle:
    """Leave the unit and those it is ranked among: nothing else has a part in its result."""
    group = next(group for group in cycle.groups if group.kind == unit.kind)
    near = cycle.only(one for one in cycle.units_of(group) if one.cluster == unit.cluster)
    return replace(near, groups=(group,))


def _unknown(problem: str, word: str, known: tuple[str, ...]) -> Problem:
    return Problem(problem, Where(""), {"word": word, "nearest": nearest(word, known) or ""})
