"""``par-index plan``: the cheapest set of improvements that brings a unit to a rank, an index or a grade."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

from par_index.cli.output import PROBLEMS, say, say_json, tell
from par_index.compile import compiled
from par_index.model.facts import Stage
from par_index.model.plan import Plan
from par_index.places import Libraries
from par_index.points import parse_number
from par_index.problem import NOWHERE, Language, Problem, has_errors
from par_index.read.costs import CostsSpec, read_costs
from par_index.score.opened import Opened
from par_index.whatif.basis import open_basis
from par_index.whatif.planner import DEFAULT, Costs, Target, as_scenario, costs_of, margin_of, plan
from par_index.whatif.planner.document import document
from par_index.whatif.planner.text import text


def run(
    folder: Path,
    unit: str,
    target: Target | Problem,
    costs_file: Path | None,
    margin_text: str,
    stage: Stage,
    out: Path | None,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Plan for one unit; the exit code is 1 where the target is out of reach."""
    margin = margin_of(margin_text) if margin_text else None
    wrong = tuple(one for one in (target, margin) if isinstance(one, Problem))
    spec, refused = read_costs(costs_file) if costs_file else (None, ())
    if wrong or has_errors(refused):
        return tell((*wrong, *refused), language)
    basis, problems = open_basis(folder, shelves, stage, unit)
    if basis is None:
        return tell(problems, language)
    found = basis.find(unit)
    if found is None:
        return tell((basis.unknown(unit),), language)
    costs, doubts = _costs(basis.folder, found[0].plan, spec)
    if has_errors(doubts):
        return tell(doubts, language)
    assert not isinstance(target, Problem)
    assert not isinstance(margin, Problem)
    planned, asked = plan(basis, unit, target, costs, margin=margin)
    if planned is None:
        return tell(asked, language)
    if out is not None:
        from par_index.papers.plan_book import write_plan

        out.parent.mkdir(parents=True, exist_ok=True)
        write_plan(planned, basis.folder.cycle, out)
        out.with_suffix(".yaml").write_text(as_scenario(planned), "utf-8")
    if as_json:
        say_json(document(planned, language))
    else:
        say(text(planned, language, shutil.get_terminal_size((100, 24)).columns))
        if out is not None:
            say(f"{'Đã ghi' if language == 'vi' else 'Written'}: {out}, {out.with_suffix('.yaml')}")
    return PROBLEMS if planned.blocked else 0


def _costs(opened: Opened, own: Plan, spec: CostsSpec | None) -> tuple[Costs, tuple[Problem, ...]]:
    """Read the costs of the unit's kind; figures of other kinds of units of the cycle may stand there too."""
    if spec is None:
        return DEFAULT, ()
    costs, problems = costs_of(spec, own)
    if not any(problem.code == "K03" for problem in problems):
        return costs, problems
    others = [
        one
        for group in opened.cycle.groups
        for one in compiled(group.set, opened.shelves, opened.cycle.calendar.holidays)
    ]
    return costs_of(spec, own, others)


def target_of(rank: int | None, index: str, grade: str) -> Target | Problem | None:
    """Read what is to be reached; ``None`` where not exactly one thing is asked for."""
    if (rank is not None) + bool(index) + bool(grade) != 1:
        return None
    if not index:
        return Target(rank=rank, grade=grade)
    try:
        wanted = parse_number(index.removesuffix("%"))
    except ValueError:
        wanted = Fraction(0)
    return Target(index=wanted) if wanted > 0 else Problem("K15", NOWHERE, {"text": index})
