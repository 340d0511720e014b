"""``par-index survey form``: the questionnaires to print and the workbooks to type them into."""

from __future__ import annotations

from pathlib import Path

from par_index.cli.output import say, tell
from par_index.model.facts import Cycle, Unit
from par_index.papers.questionnaires import write_survey_forms
from par_index.places import Libraries
from par_index.problem import Language, Problem, Where, has_errors, in_order
from par_index.score.opened import open_cycle
from par_index.survey.printed import questionnaires, read_codes, without_codes
from par_index.text import nearest


def run(folder: Path, group: str, unit: str, out: Path | None, shelves: Libraries, language: Language) -> int:
    """Write the papers, all or those of one group or unit; give the exit code."""
    opened, told = open_cycle(folder, shelves)
    problems = tuple(one for one in told if one.code != "C31")  # forms are printed before figures come
    if opened is None or has_errors(problems):
        return tell(problems, language)
    cycle, plans = opened.cycle, opened.plans
    rated = _found(cycle, unit) if unit else None
    if isinstance(rated, Problem):
        return tell((rated,), language)
    asked, refused = questionnaires(cycle, plans, group, rated)
    codes, wrong = read_codes(folder, cycle, plans) if asked else (None, ())
    problems = (*problems, *refused, *wrong, *(without_codes(asked, codes) if codes is not None else ()))
    if has_errors(problems):
        return tell(in_order(problems), language)
    written, unwritten = write_survey_forms(cycle, asked, codes or {}, out or folder / _PLACE, group, rated)
    code = tell(in_order((*problems, *unwritten)), language)
    for path in written:
        say(path.as_posix())
    return code


_PLACE = Path("survey") / "phieu"


def _found(cycle: Cycle, word: str) -> Unit | Problem:
    """Find a unit by its code or its name."""
    known = {one.name: one for one in cycle.units} | {one.code: one for one in cycle.units}
    return known.get(word) or Problem("U01", Where(""), {"word": word, "nearest": nearest(word, known) or ""})
