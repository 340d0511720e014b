"""``par-index survey score``: from the forms that came back to shares, how sure they are, and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import PROBLEMS, say, say_json, tell
from par_index.cli.ranking import fits
from par_index.cli.targets import filed, value_text, word
from par_index.language.ast import inputs_of
from par_index.model.plan import Plan
from par_index.papers.survey_book import NAME, SurveyPaper, write_survey
from par_index.places import Libraries
from par_index.points import MICRO, decimal_text, shown
from par_index.problem import Language, Problem, Where, has_errors, in_order
from par_index.score.marks import set_marks
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.score.store import store_one
from par_index.survey.outcome import PLACE, Outcome
from par_index.survey.report import KindFound, LeafFound, UnitFound, report
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
    asked, doubts = _targets(opened)
    code = tell(in_order((*problems, *found, *doubts)), language)
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


def _plans(opened: Opened) -> Mapping[str, Plan]:
    used = {(group.set, group.kind) for group in opened.cycle.groups}
    return {plan.kind: plan for plan in opened.plans if (plan.set_id, plan.kind) in used}


def _targets(opened: Opened) -> tuple[Sequence[GoalAnswer], tuple[Problem, ...]]:
    """Answer the year's targets that read the survey; a year without targets has none."""
    spec, unread = read_targets(opened.shelves, opened.cycle.year)
    if spec is None or has_errors(unread):
        return (), ()
    made, refused = goals(spec, opened.plans)
    figures, _ = filed(opened, "council")
    return answers([goal for goal in made if _reads_survey(goal)], figures, None), refused


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
    return SurveyPaper(opened.cycle, _plans(opened), kinds, opened.survey.answers, lines, marks)


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
    console, plans = Console(), _plans(opened)
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
    return unit.said.few or any(leaf.said.few for leaf in _asked(plan, unit))


def _asked(plan: Plan, unit: UnitFound) -> Sequence[LeafFound]:
    traits = {leaf.code: leaf.trait for leaf in plan.leaves}
    return [one for one in unit.leaves if traits[one.said.leaf] in (None, *unit.unit.traits)]


def points_of(plan: Plan, unit: UnitFound) -> tuple[Fraction | None, float, Fraction]:
    """Give a unit's survey points by its shares, their standard error (a float), and the most they can be.

    There are no points while a leaf still waits for answers. Bands and gates have their say in ``score``:
    here each leaf earns its share of its points.
    """
    found = _asked(plan, unit)
    most = {one.said.leaf: Fraction(plan.leaf_by_code[one.said.leaf].max, MICRO) for one in found}
    total = sum(most.values(), Fraction(0))
    if any(one.said.share is None for one in found):
        return None, 0.0, total
    points = sum((most[one.said.leaf] * (one.said.share or 0) for one in found), Fraction(0))
    return points, unit.error({leaf: float(points) for leaf, points in most.items()}), total


def document(opened: Opened, kinds: Sequence[KindFound], asked: Sequence[GoalAnswer]) -> dict[str, Any]:
    """Write the survey as a JSON document."""
    assert opened.survey is not None
    read, plans = opened.survey.answers, _plans(opened)
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
                "leaves": [_leaf_record(leaf) for leaf in _asked(plan, unit)],
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
