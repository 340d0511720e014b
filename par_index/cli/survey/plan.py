"""``par-index survey plan``: how many people to ask, whom, and the codes of their forms."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import FINE, say, say_json, tell
from par_index.cli.ranking import fits
from par_index.model.facts import Unit
from par_index.places import Libraries
from par_index.points import decimal_text, parse_number, shown
from par_index.problem import Language, Problem, has_errors, in_order
from par_index.score.marks import synthetic_mark
from par_index.score.opened import open_cycle
from par_index.survey.design import Aim, GroupSize, totals
from par_index.survey.plan import KindPlan, SurveyPlan, lists, plan_survey, write_lists

_WORDS = {
    "unit": ("Đơn vị", "Unit"),
    "all": ("Mọi đơn vị ({count}), mỗi đơn vị", "Each of all {count} units"),
    "population": ("Số người N", "People N"),
    "answers": ("Cỡ mẫu n", "Sample n"),
    "forms": ("Số phiếu", "Forms"),
    "margin": ("Sai số", "Margin"),
    "total": ("Cộng", "Total"),
    "groups": ("Các nhóm trả lời", "All groups"),
    "few": ("* dưới số trả lời tối thiểu của nhóm ({least})", "* below the group's fewest answers ({least})"),
    "sum": ("Cả đợt: {answers} câu trả lời cần có, {forms} phiếu; sai số tính ở độ tin cậy {confidence}.",
            "In all: {answers} answers wanted, {forms} forms; margins at {confidence} confidence."),
    "written": ("Đã ghi:", "Written:"),
    "dry": ("Chưa rút mẫu. Thêm --seed SỐ để rút mẫu và ghi danh sách.",
            "Nothing drawn yet. Add --seed NUMBER to draw the sample and write the lists."),
}  # fmt: skip

_COLUMNS = ("population", "answers", "forms", "margin")
"""A narrow terminal has no room for the first."""


def aim_of(error: str, confidence: str, response_rate: str) -> Aim:
    """Read the options; ``5%`` and ``0,05`` are the same."""
    return Aim(
        _share("--error", error, Fraction(999, 1000)),
        _share("--confidence", confidence, Fraction(9999, 10_000)),
        _share("--response-rate", response_rate, Fraction(1)),
    )


def _share(name: str, text: str, most: Fraction) -> Fraction:
    body = text.strip()
    try:
        value = parse_number(body.rstrip("%").strip()) / (100 if body.endswith("%") else 1)
    except ValueError:
        value = Fraction(0)
    if not 0 < value <= most:
        told = f"“{text}”: cần tỷ lệ trên 0% đến {shown(most * 100, 2)}%, ví dụ 5% hoặc 0,05"
        raise typer.BadParameter(told, param_hint=name)
    return value


def run(
    folder: Path,
    aim: Aim,
    seed: str,
    out: Path | None,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Plan, print, and with a seed draw and write the lists; give the exit code."""
    opened, told = open_cycle(folder, shelves)
    problems = tuple(one for one in told if one.code != "C31")  # a survey is planned before figures come
    if opened is None or has_errors(problems):
        return tell(problems, language)
    made, refused = plan_survey(folder, opened.cycle, opened.plans, aim)
    written, unwritten = _written(made, seed, out or folder / "survey")
    code = tell(in_order((*problems, *refused, *unwritten)), language)
    if made is None or unwritten:
        return code
    if as_json:
        say_json(document(made, aim, seed))
    else:
        _print(made, aim, written, language)
    return FINE


def _written(made: SurveyPlan | None, seed: str, out: Path) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    return write_lists(out, lists(made, seed)) if made is not None and seed else ((), ())


def _word(name: str, language: Language, **values: object) -> str:
    return _WORDS[name][language == "en"].format(**values)


def _print(made: SurveyPlan, aim: Aim, written: Sequence[Path], language: Language) -> None:
    console = Console()
    mark = synthetic_mark(language) if made.cycle.synthetic else ""
    for kind in made.kinds:
        for group in dict.fromkeys(size.group for size in kind.sizes):
            rows = [size for size in kind.sizes if size.group == group]
            table = _table(kind, rows, _COLUMNS, mark, language)
            if not fits(console, table, 0):
                table = _table(kind, rows, _COLUMNS[1:], mark, language)
                fits(console, table, 0)
            console.print(table)
        table = _unit_table(kind, mark, language)
        fits(console, table, 0)
        console.print(table)
    answers, forms = (_count(number, language) for number in totals(made.sizes))
    confidence = f"{shown(aim.confidence * 100, 0, language)}%"
    say(_word("sum", language, answers=answers, forms=forms, confidence=confidence))
    say(_word("written" if written else "dry", language))
    for path in written:
        say(f"  {path.as_posix()}")


def _table(
    kind: KindPlan, sizes: Sequence[GroupSize], columns: Sequence[str], mark: str, language: Language
) -> Table:
    """Make one group's table; units that are all alike share one row."""
    names = {unit.code: unit.name for unit in kind.units}
    group = sizes[0].group
    few = [_word("few", language, least=group.min_answers)] if any(size.few for size in sizes) else []
    table = _begun(f"{kind.name} – {group.name}", columns, [*few, mark], language)
    alike = len({(one.population, one.answers, one.forms) for one in sizes}) == 1 < len(sizes)
    for size in sizes[:1] if alike else sizes:
        name = _word("all", language, count=len(sizes)) if alike else names[size.unit]
        cells = _cells(size, language)
        table.add_row(*map(Text, (name, *(cells[column] for column in columns))))
    if len(sizes) > 1:
        _total(table, sizes, columns, language)
    return table


def _cells(size: GroupSize, language: Language) -> dict[str, str]:
    return {
        "population": _count(size.population, language),
        "answers": _count(size.answers, language) + ("*" if size.few else ""),
        "forms": _count(size.forms, language),
        "margin": f"± {shown(Fraction(size.margin) * 100, 1, language)}%",
    }


def _unit_table(kind: KindPlan, mark: str, language: Language) -> Table:
    """Add up each unit's groups."""
    columns = ("answers", "forms")
    table = _begun(f"{kind.name} – {_word('groups', language)}", columns, [mark], language)
    for unit in kind.units:
        own = [size for size in kind.sizes if size.unit == unit.code]
        if own:
            table.add_row(*map(Text, (unit.name, *(_count(number, language) for number in totals(own)))))
    _total(table, kind.sizes, columns, language)
    return table


def _begun(title: str, columns: Sequence[str], notes: Sequence[str], language: Language) -> Table:
    caption = "\n".join(filter(None, notes))
    table = Table(title=Text(title), caption=Text(caption), title_style="bold")
    table.add_column(_word("unit", language))
    for name in columns:
        table.add_column(_word(name, language), justify="right", no_wrap=True)
    return table


def _total(table: Table, sizes: Sequence[GroupSize], columns: Sequence[str], language: Language) -> None:
    answers, forms = (_count(number, language) for number in totals(sizes))
    cells = {"answers": answers, "forms": forms}
    table.add_section()
    table.add_row(
        *map(Text, (_word("total", language), *(cells.get(name, "") for name in columns))), style="bold"
    )


def _count(number: int, language: Language) -> str:
    return shown(Fraction(number), 0, language)


def document(made: SurveyPlan, aim: Aim, seed: str) -> dict[str, Any]:
    """Write the plan as a JSON document; shares in percent, margins rounded to two decimals."""
    answers, forms = totals(made.sizes)
    return {
        "schema": "par-index/survey-plan/1",
        "cycle": made.cycle.id,
        "year": made.cycle.year,
        "synthetic": made.cycle.synthetic,
        "seed": seed,
        "error": decimal_text(aim.error * 100),
        "confidence": decimal_text(aim.confidence * 100),
        "response_rate": decimal_text(aim.response_rate * 100),
        "answers": answers,
        "forms": forms,
        "units": [_unit(unit, kind) for kind in made.kinds for unit in kind.units],
    }


def _unit(unit: Unit, kind: KindPlan) -> dict[str, Any]:
    own = [size for size in kind.sizes if size.unit == unit.code]
    answers, forms = totals(own)
    groups = [_group(size) for size in own]
    return {"unit": unit.code, "name": unit.name, "kind": kind.kind, "answers": answers, "forms": forms,
            "groups": groups}  # fmt: skip


def _group(size: GroupSize) -> dict[str, Any]:
    return {
        "group": size.group.id,
        "name": size.group.name,
        "population": size.population,
        "answers": size.answers,
        "forms": size.forms,
        "margin": decimal_text(Fraction(size.margin) * 100, 2),
        "min_answers": size.group.min_answers,
        "few": size.few,
        "strata": [
            {
                "stratum": one.cell.stratum,
                "population": one.population,
                "answers": one.answers,
                "forms": one.forms,
            }
            for one in size.strata
        ],
    }
