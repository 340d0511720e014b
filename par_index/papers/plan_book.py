"""Write a plan as a workbook: the work by lead agency, and what each better rank costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import Cycle
from par_index.papers.styles import (
    FONT,
    Cell,
    Heading,
    Page,
    add_sheet,
    formats,
    opened,
    set_heading,
    set_page,
)
from par_index.points import MICRO
from par_index.whatif.planner.records import LeafGain, Move, Planned, Task
from par_index.whatif.planner.text import (
    assumptions,
    by_lead,
    figure,
    marks_of,
    next_text,
    percent,
    standing_behind,
    stuck_text,
    target_text,
)
from par_index.whatif.planner.words import term

_WORK = (
    ("STT", 5.0),
    ("Số liệu cần đạt", 30.0),
    ("Hiện nay", 13.0),
    ("Kế hoạch", 13.0),
    ("Mục được thêm điểm", 34.0),
    ("Điểm thêm", 9.0),
    ("Căn cứ", 12.0),
    ("Chi phí", 9.0),
    ("Hạn", 11.0),
    ("Ghi chú", 16.0),
)
_PRICES = (("Hạng", 20.0), ("Phải vượt", 36.0), ("Chi phí", 17.0), ("Chỉ số (%)", 17.0))
_CHART_ROWS = 18


def write_plan(planned: Planned, cycle: Cycle, path: Path) -> None:
    """Write both sheets; the words are Vietnamese, for these are papers for offices."""
    with opened(path) as book:
        looks = formats(book)
        _work(planned, cycle, add_sheet(book, "Việc cần làm"), looks)
        _prices(planned, cycle, book, add_sheet(book, "Giá của từng hạng"), looks)


def _start(
    planned: Planned,
    cycle: Cycle,
    sheet: Worksheet,
    looks: Mapping[str, Any],
    columns: Sequence[tuple[str, float]],
    title: str,
    *,
    wide: bool = True,
) -> Page:
    page = Page(sheet, looks, [width for _, width in columns])
    marks = marks_of(planned, "vi")
    set_page(page, marks, wide=wide, tall=0 if wide else 1)
    cluster = f", {planned.unit.cluster}" if planned.unit.cluster else ""
    below = f"({planned.unit.name}{cluster}; mục tiêu: {target_text(planned.target, 'vi')})"
    set_heading(page, Heading(cycle.issuer, planned.unit.name, title, below, marks), 0, len(columns) - 1)
    return page


def _work(planned: Planned, cycle: Cycle, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    last = len(_WORK) - 1
    title = f"Việc cần làm để nâng Chỉ số cải cách hành chính năm {planned.plan.year}"
    page = _start(planned, cycle, sheet, looks, _WORK, title)
    for line in _summary(planned):
        page.line(line, "note", 0, last, 12)
    if planned.blocked is not None:
        page.line(f"{term('stuck', 'vi')}:", "bold", 0, last, 12)
        for stuck in planned.blocked.stuck:
            page.line(stuck_text(planned, stuck, "vi"), "note", 0, last, 12)
        return
    head = page.put([(words, "head") for words, _ in _WORK], least=34)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    number = 0
    for lead, tasks in by_lead(planned.tasks).items():
        page.put(_total(lead or term("no_lead", "vi"), tasks, "band"))
        for task in tasks:
            number += 1
            for cells in _rows(number, task):
                page.put(cells)
    page.put(_total("Cộng", planned.tasks, "band"))


def _summary(planned: Planned) -> Iterator[str]:
    before, after = planned.before, planned.after
    if planned.blocked is not None:
        best = planned.blocked.best
        yield term("blocked", "vi").format(target=target_text(planned.target, "vi"))
        yield f"{term('best', 'vi')}: chỉ số {percent(best.index, planned, 'vi')}%, hạng {best.rank}."
    elif after is not None:
        moved = (
            ("chỉ số", *(f"{percent(one.index, planned, 'vi')}%" for one in (before, after))),
            ("hạng", str(before.rank), str(after.rank)),
            ("loại", before.grade, after.grade),
        )
        told = "; ".join(f"{word} {one} → {other}" for word, one, other in moved if one)
        passed = ", ".join(map(planned.name_of, planned.passed))
        yield f"Hiện nay → sau kế hoạch: {told}.{f' Vượt: {passed}.' if passed else ''}"
    yield from assumptions(planned, "vi")
    yield from standing_behind(planned, "vi")


def _total(words: str, tasks: Sequence[Task], style: str) -> list[Cell]:
    points = sum(task.points for task in tasks) / MICRO
    cost = sum(task.cost for task in tasks)
    blank: Cell = ("", style)
    return [
        blank,
        (words, style),
        blank,
        blank,
        blank,
        (points, "band_points"),
        blank,
        (cost, "band_points_0"),
        blank,
        blank,
    ]


def _rows(number: int, task: Task) -> Iterator[list[Cell]]:
    """Write one task: its figures on the left, the leaves they move on the right."""
    for at, (move, gain) in enumerate(zip_longest(task.moves, task.gains)):
        day = f"{task.deadline:%d/%m/%Y}" if task.deadline and not at else ""
        yield [
            (number if not at else "", "whole"),
            *_figure(move),
            *_leaf(gain),
            (move.cost if move and not move.follows else "", "points_0"),
            (day, "centre"),
            (_note(task, move) if not at else _note(None, move), "text"),
        ]


def _figure(move: Move | None) -> list[Cell]:
    if move is None:
        return [("", "text"), ("", "centre"), ("", "centre")]
    return [
        (move.input.label, "text"),
        (figure(move, move.filed, "vi"), "centre"),
        (figure(move, move.planned, "vi"), "centre"),
    ]


def _leaf(gain: LeafGain | None) -> list[Cell]:
    if gain is None:
        return [("", "text"), ("", "points"), ("", "centre")]
    clauses = ", ".join(cite.clause for cite in gain.leaf.cites)
    return [
        (f"{gain.leaf.code} {gain.leaf.name}", "text"),
        ((gain.after - gain.before) / MICRO, "points"),
        (clauses, "centre"),
    ]


def _note(task: Task | None, move: Move | None) -> str:
    follows = "đổi theo, không tốn thêm" if move and move.follows else ""
    return "; ".join(filter(None, (task.note if task else "", follows)))


def _prices(
    planned: Planned, cycle: Cycle, book: Workbook, sheet: Worksheet, looks: Mapping[str, Any]
) -> None:
    last = len(_PRICES) - 1
    page = _start(planned, cycle, sheet, looks, _PRICES, "Giá của từng hạng", wide=False)
    for line in (*assumptions(planned, "vi"), next_text(planned, "vi")):
        page.line(line, "note", 0, last, 12)
    head = page.put([(words, "head") for words, _ in _PRICES], least=34)
    for rung in planned.frontier:
        reached = rung.cost is not None and rung.index is not None
        page.put(
            [
                (rung.rank, "whole"),
                (planned.name_of(rung.passes), "text"),
                (rung.cost, "points_0") if reached else ("không đạt được", "centre"),
                (rung.index, "points") if reached else ("–", "centre"),
            ]
        )
    if any(rung.cost is not None for rung in planned.frontier):
        chart = _chart(book, marks_of(planned, "vi"), sheet.get_name(), head + 1, page.row - 1)
        sheet.insert_chart(page.row + 1, 0, chart, {"y_offset": 6})


def _chart(book: Workbook, marks: str, name: str, first: int, last: int) -> Any:
    """Draw the cost of each rank; the marks stand in the chart's own title."""
    chart = book.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "Chi phí",
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 2, last, 2],
            "fill": {"color": "#2E75B6"},
            "data_labels": {"value": True, "font": {"name": FONT, "size": 11}},
        }
    )
    font = {"name": FONT, "size": 11}
    chart.set_title({"name": f"Chi phí để đạt từng hạng – {marks}", "name_font": {**font, "size": 13}})
    chart.set_x_axis({"name": "Hạng", "name_font": font, "num_font": font})
    chart.set_y_axis({"name": "Chi phí", "min": 0, "name_font": font, "num_font": font})
    chart.set_legend({"none": True})
    chart.set_size({"width": 640, "height": 20 * (_CHART_ROWS - 1)})
    return chart
