"""``par-index targets``: which targets of the decision the province, its levels and its units meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import FINE, say, say_json, tell
from par_index.model.facts import Cycle, Stage, UnitFacts
from par_index.places import Libraries
from par_index.points import decimal_text, published, shown
from par_index.problem import Language, Problem, has_errors, in_order
from par_index.read.cases import cases
from par_index.score.marks import synthetic_mark
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.targets.goals import goals
from par_index.targets.judge import Answer, Filed, GoalAnswer, LevelAnswer, Met, answers
from par_index.targets.spec import read_targets

_WIDE = 100
"""A terminal of so many columns has room for the lead agencies, which are named below too."""
_WORDS: dict[str, tuple[str, str]] = {
    Met.MET: ("đạt", "met"),
    Met.NOT_MET: ("chưa đạt", "not met"),
    Met.NO_DATA: ("chưa đủ số liệu", "no data"),
    Met.NOT_APPLICABLE: ("không áp dụng", "not applicable"),
    "title": ("Chỉ tiêu năm {year}", "Targets of {year}"),
    "target": ("Chỉ tiêu", "Target"),
    "held": ("Ngưỡng", "Threshold"),
    "province": ("Toàn tỉnh", "Province"),
    "lead": ("Chủ trì", "Lead"),
    "inspected": ("tỉnh đã kiểm tra", "inspected by the province"),
    "units": ("{met}/{asked} đơn vị đạt", "{met}/{asked} units"),
    "level": ("{kind}: {met} đạt, {not_met} chưa đạt, {no_data} chưa đủ số liệu",
              "{kind}: {met} met, {not_met} not met, {no_data} no data"),
    "none": ("Mọi đơn vị được hỏi đều đạt.", "All units that are asked meet it."),
}  # fmt: skip


def run(cycle: Path, stage: Stage, shelves: Libraries, language: Language, *, as_json: bool) -> int:
    """Ask the year's targets of a cycle's figures; print the province, its levels and the units."""
    opened, problems = open_cycle(cycle, shelves)
    if opened is None or has_errors(problems):
        return tell(problems, language)
    spec, unread = read_targets(opened.shelves, opened.cycle.year)
    if spec is None or has_errors(unread):
        return tell(unread, language)
    opened, unasked = surveyed(opened)
    made, refused = goals(spec, opened.plans)
    figures, doubts = filed(opened, stage)
    code = tell(in_order((*problems, *unasked, *refused, *doubts)), language)
    if code != FINE:
        return code
    found = answers(made, figures, opened.cycle.inspected)
    if as_json:
        say_json(document(opened.cycle, stage, found))
    else:
        _print(opened.cycle, found, language)
    return FINE


def filed(opened: Opened, stage: Stage) -> tuple[Filed, list[Problem]]:
    """Type the figures of every group's units, by their kind."""
    found: dict[str, Sequence[UnitFacts]] = {}
    doubts: list[Problem] = []
    for group in opened.cycle.groups:
        for plan in opened.plans:
            if (plan.set_id, plan.kind) == (group.set, group.kind):
                found[plan.kind], told = cases(opened.cycle, plan, group, stage)
                doubts.extend(told)
    return found, doubts


def word(name: str, language: Language, **values: object) -> str:
    """Give the words of an answer, or of a heading."""
    return _WORDS[name][language == "en"].format(**values)


def _print(cycle: Cycle, found: Sequence[GoalAnswer], language: Language) -> None:
    console = Console()
    mark = synthetic_mark(language) if cycle.synthetic else ""
    title = word("title", language, year=cycle.year)
    table = Table(title=Text(title), caption=Text(mark), title_style="bold")
    wide = console.width >= _WIDE
    for name in ("target", "held", "province", "lead")[: 4 if wide else 3]:
        table.add_column(word(name, language), no_wrap=name == "held", ratio=3 if name == "target" else None)
    for one in found:
        phrase = one.province.phrase or " / ".join(dict.fromkeys(level.answer.phrase for level in one.levels))
        cells = f"{one.goal.id} {one.goal.name}", phrase, _province(one, language), one.goal.lead
        table.add_row(*map(Text, cells[: 4 if wide else 3]))
    console.print(table)
    for one in found:
        say()
        for line in _details(one, language):
            console.print(Text(line), soft_wrap=False)


def _province(one: GoalAnswer, language: Language) -> str:
    told = _answer(one.province, language)
    return (
        f"{told}; {word('inspected', language)} {_answer(one.inspected, language)}"
        if one.inspected
        else told
    )


def _answer(answer: Answer, language: Language) -> str:
    said, value = word(answer.met, language), value_text(answer, language)
    return f"{said} ({value})" if value else said


def value_text(answer: Answer, language: Language) -> str:
    """Write a value with as many decimals as keep it on its own side of the threshold."""
    if answer.value is None or answer.shape == "yes_no":
        return ""
    scale, sign = (100, "%") if answer.shape == "percent" else (1, "")
    places = next(
        places
        for places in range(2, 12)
        if answer.interval is None
        or answer.interval.holds(published(answer.value * scale, places) / scale)
        == answer.interval.holds(answer.value)
    )
    exact = (answer.value * scale * 10**places).denominator == 1
    return f"{'' if exact else '≈ '}{shown(answer.value * scale, places, language)}{sign}"


def _details(one: GoalAnswer, language: Language) -> Iterator[str]:
    yield f"{one.goal.id} {one.goal.name} ({one.goal.lead})"
    for level in one.levels:
        counts = {met.value: level.counts.get(met, 0) for met in Met}
        head = word("level", language, kind=level.name, **counts)
        yield f"  {head}; {level.answer.phrase}: {_answer(level.answer, language)}"
        yield from _units(level, language)


def _units(level: LevelAnswer, language: Language) -> Iterator[str]:
    """Name the units that do not meet a target, with their values; those that do are counted above."""
    for met in (Met.NOT_MET, Met.NO_DATA):
        names = [
            f"{one.name} ({value})" if (value := value_text(one.answer, language)) else one.name
            for one in level.units
            if one.answer.met == met
        ]
        if names:
            yield f"    {word(met, language)}: {'; '.join(names)}"


def document(cycle: Cycle, stage: Stage, found: Sequence[GoalAnswer]) -> dict[str, Any]:
    """Write the answers as a JSON document."""
    return {
        "schema": "par-index/targets/1",
        "cycle": cycle.id,
        "year": cycle.year,
        "synthetic": cycle.synthetic,
        "stage": stage,
        "targets": [_goal(one) for one in found],
    }


def _goal(one: GoalAnswer) -> dict[str, Any]:
    return {
        "id": one.goal.id,
        "name": one.goal.name,
        "lead": one.goal.lead,
        "cites": list(one.goal.cites),
        "together": one.goal.together,
        "province": _record(one.province),
        "inspected": _record(one.inspected) if one.inspected else None,
        "levels": [
            {
                "kind": level.kind,
                "name": level.name,
                **_record(level.answer),
                "counts": {met.value: level.counts.get(met, 0) for met in Met},
                "units": [
                    {"unit": unit.unit, "name": unit.name, **_record(unit.answer)} for unit in level.units
                ],
            }
            for level in one.levels
        ],
    }


def _record(answer: Answer) -> dict[str, str]:
    exact = answer.value
    percent = exact is not None and answer.shape == "percent"
    return {
        "met": answer.met.value,
        "value": str(exact) if exact is not None else "",
        "percent": decimal_text(100 * exact, 2) if exact is not None and percent else "",
        "threshold": answer.phrase,
    }
