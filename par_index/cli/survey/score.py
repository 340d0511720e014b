"""``par-index survey score``: from the forms that came back to shares, how sure they are, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import PROBLEMS, say, say_json, tell
from par_index.cli.ranking import fits
from par_index.cli.survey.document import asked_of, document, plans_of
from par_index.cli.targets import filed, value_text, word
from par_index.language.ast import inputs_of
from par_index.model.plan import Plan
from par_index.papers.survey_book import NAME, SurveyPaper, write_survey
from par_index.places import Libraries
from par_index.points import MICRO, shown
from par_index.problem import Language, Problem, Where, has_errors, in_order
from par_index.score.marks import set_marks
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.score.store import store_one
from par_index.survey.outcome import PLACE, Outcome
from par_index.survey.report import KindFound, UnitFound, report
from par_index.targets.goals import Goal, goals
from par_index.targets.judge import GoalAnswer, answers
from par_index.targets.spec import read_targets

_WORDS = {
    "read": ("Đã đọc {rows} dòng của {files} tệp: nhận {accepted}, không nhận {refused}.",
             "Read {rows} rows of {files} files: {accepted} accepted, {refused} refused."),
    "unit": ("Đơn vị", "Unit"),
    "forms": ("Phiếu", "Forms"),
    "rate": ("Tỷ lệ thu", "Returned"),
    "points": ("Điểm điều tra", "Survey points"),
    "max": ("Tối đa", "Maximum"),
    "error": ("Sai số ±", "Margin ±"),
    "awaited": ("chờ", "awaited"),
    "few": ("† ít câu trả lời hơn mức tối thiểu; sai số ± ở độ tin cậy 95%",
            "† fewer answers than the set calls enough; margins at 95% confidence"),
    "margin": ("sai số ± ở độ tin cậy 95%, chỉ tính sai số chọn mẫu",
               "margins at 95% confidence, of sampling alone"),
    "targets": ("Chỉ tiêu hài lòng:", "Targets of satisfaction:"),
    "written": ("Đã ghi: {path}", "Written: {path}"),
}  # fmt: skip


def run(
    folder: Path,
    out: Path | None,
    draws: int,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
    keep_going: bool,
) -> int:
    """Read, score and report a cycle's survey; give the exit code.

    Nothing is written while a row is refused, unless ``keep_going``.
    """
    opened, told = open_cycle(folder, shelves)
    problems = tuple(one for one in told if one.code != "C31")  # a survey may come back before figures do
    if opened is None or has_errors(problems):
        return tell(problems, language)
    opened, found = surveyed(opened)
    if opened.survey is None:
        none = () if found else (Problem("S82", Where(PLACE)),)
        return tell(in_order((*problems, *found, *none)), language)
    asked = _targets(opened)
    code = tell(in_order((*problems, *found)), language)
    if code and not keep_going:
        say(_totals(opened.survey, language))
        return code
    kinds = report(opened.survey, folder, opened.cycle.units, draws)
    if as_json:
        say_json(document(opened, kinds, asked))
        return code
    path = (out or folder / "survey") / NAME
    refused = store_one(path, partial(write_survey, _paper(opened, kinds, asked, language)))
    if refused:
        return tell(refused, language) or PROBLEMS
    _print(opened, kinds, asked, language)
    say(_word("written", language, path=path.as_posix()))
    return code


def _word(name: str, language: Language, **values: object) -> str:
    return _WORDS[name][language == "en"].format(**values)


def _targets(opened: Opened) -> Sequence[GoalAnswer]:
    """Answer the year's targets that read the survey, where the sets know all that they ask."""
    spec, unread = read_targets(opened.shelves, opened.cycle.year)
    if spec is None or has_errors(unread):
        return ()
    made, refused = goals(spec, opened.plans)
    if has_errors(refused):
        return ()
    figures, _ = filed(opened, "council")
    return answers([goal for goal in made if _reads_survey(goal)], figures, None)


def _reads_survey(goal: Goal) -> bool:
    return any(
        one.plan.input_by_code[code].source == "survey"
        for one in goal.questions
        for code in inputs_of(one.measure)
    )


def _paper(
    opened: Opened, kinds: Sequence[KindFound], asked: Sequence[GoalAnswer], language: Language
) -> SurveyPaper:
    assert opened.survey is not None
    marks = set_marks(opened.cycle.synthetic, opened.plans, language)
    lines = tuple(_target_rows(asked, "vi"))
    return SurveyPaper(opened.cycle, plans_of(opened), kinds, opened.survey.answers, lines, marks)


def _target_rows(asked: Sequence[GoalAnswer], language: Language) -> Iterator[tuple[str, ...]]:
    """Give a row for each level, then for each of its units: target, who, value, threshold, met or not."""
    for one in asked:
        for level in one.levels:
            rows = [(level.name, level.answer), *((unit.name, unit.answer) for unit in level.units)]
            for name, answer in rows:
                told = (value_text(answer, language) or "–", answer.phrase, word(answer.met, language))
                yield (one.goal.id, one.goal.name, name, *told)


def _totals(survey: Outcome, language: Language) -> str:
    files = survey.answers.files
    sums = {name: sum(getattr(one, name) for one in files) for name in ("rows", "accepted", "refused")}
    return _word("read", language, files=len(files), **sums)


def _print(
    opened: Opened, kinds: Sequence[KindFound], asked: Sequence[GoalAnswer], language: Language
) -> None:
    assert opened.survey is not None
    console, plans = Console(), plans_of(opened)
    marks = set_marks(opened.cycle.synthetic, opened.plans, language)
    for kind in kinds:
        table = _table(kind, plans[kind.kind], marks, language)
        fits(console, table, column=0)
        console.print(table)
    say(_totals(opened.survey, language))
    if asked:
        say(_word("targets", language))
    for one in asked:
        for level in one.levels:
            value = value_text(level.answer, language) or "–"
            met = word(level.answer.met, language)
            say(f"  {one.goal.id} {one.goal.name}, {level.name}: {value}; {level.answer.phrase}: {met}")


def _table(kind: KindFound, plan: Plan, marks: str, language: Language) -> Table:
    few = any(_few(plan, unit) for unit in kind.units)
    caption = "\n".join(filter(None, (marks, _word("few" if few else "margin", language))))
    table = Table(title=Text(plan.kind_name), caption=Text(caption), title_style="bold")
    for name in ("unit", "forms", "rate", "points", "error", "max"):
        table.add_column(_word(name, language), justify="left" if name == "unit" else "right")
    for unit in kind.units:
        points, error, most = points_of(plan, unit)
        rates = [one for one in kind.rates if one.unit is unit.unit]
        sent = sum(one.sent or 0 for one in rates)
        back = sum(one.returned for one in rates)
        table.add_row(
            Text(f"{unit.unit.name}{' †' if _few(plan, unit) else ''}"),
            str(unit.said.forms),
            f"{shown(Fraction(100 * back, sent), 1, language)}%" if sent else "–",
            shown(points, 2, language) if points is not None else _word("awaited", language),
            shown(Fraction(1.96 * error), 2, language) if points is not None else "",
            shown(most, 2, language),
        )
    return table


def _few(plan: Plan, unit: UnitFound) -> bool:
    return unit.said.few or any(leaf.said.few for leaf in asked_of(plan, unit))


def points_of(plan: Plan, unit: UnitFound) -> tuple[Fraction | None, float, Fraction]:
    """Give a unit's survey points by its shares, their standard error (a float), and the most they can be.

    There are no points while a leaf still waits for answers. Bands and gates have their say in ``score``:
    here each leaf earns its share of its points.
    """
    found = asked_of(plan, unit)
    most = {one.said.leaf: Fraction(plan.leaf_by_code[one.said.leaf].max, MICRO) for one in found}
    total = sum(most.values(), Fraction(0))
    if any(one.said.share is None for one in found):
        return None, 0.0, total
    points = sum((most[one.said.leaf] * (one.said.share or 0) for one in found), Fraction(0))
    return points, unit.error({leaf: float(points) for leaf, points in most.items()}), total
