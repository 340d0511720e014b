"""Write what a scenario does as a workbook: units before and after with a chart, leaves, the grid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from par_index.papers.styles import add_sheet, formats, opened
from par_index.points import MICRO
from par_index.read.written import bare_figure
from par_index.score.marks import set_marks
from par_index.whatif.basis import Ground
from par_index.whatif.scenario.compare import Outcome, Side, side
from par_index.whatif.scenario.grid import Surface
from par_index.whatif.scenario.text import arrow, grade, micro_text

_UNITS = ("Đơn vị", "Điểm trước", "Điểm sau", "Chỉ số trước (%)", "Chỉ số sau (%)", "Hạng trước", "Hạng sau",
          "Loại trước", "Loại sau")  # fmt: skip
_LEAVES = ("Đơn vị", "Mã", "Mục", "Số liệu", "Điểm trước", "Điểm sau", "Thêm bớt", "Luật trước", "Luật sau")


def write_whatif(outcome: Outcome, surface: Surface | None, path: Path) -> None:
    """Write the workbook; every sheet carries the marks of its figures and sets."""
    with opened(path) as book:
        looks = formats(book)
        for group, cluster in dict.fromkeys((move.group, move.unit.cluster) for move in outcome.units):
            name = f"{group} {cluster}".strip()[:31]
            _write_units(outcome, group, cluster, book, add_sheet(book, name), looks)
        _write_leaves(outcome, add_sheet(book, "Các mục"), looks)
        if surface is not None:
            _write_grid(outcome, surface, book, add_sheet(book, "Lưới giá trị"), looks)


def _start(outcome: Outcome, sheet: Worksheet, looks: Mapping[str, Any], widths: Sequence[float]) -> int:
    """Lay a page out under its title; give the row of the table's head."""
    spec, basis = outcome.laid.spec, outcome.laid.before
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    last = len(widths) - 1
    title = f"Kịch bản: {spec.name or spec.scenario} (đợt chấm {basis.folder.cycle.id})"
    sheet.merge_range(0, 0, 0, last, title, looks["title"])
    sheet.merge_range(1, 0, 1, last, outcome.mark(), looks["marks"])
    return 3


def _put(sheet: Worksheet, row: int, cells: Sequence[tuple[object, str]], looks: Mapping[str, Any]) -> None:
    for column, (value, look) in enumerate(cells):
        sheet.write(row, column, "" if value is None else value, looks[look])


def _write_units(
    outcome: Outcome,
    group: str,
    cluster: str,
    book: Workbook,
    sheet: Worksheet,
    looks: Mapping[str, Any],
) -> None:
    before, ground = (basis.ground(group) for basis in (outcome.laid.before, outcome.laid.after))
    head = _start(outcome, sheet, looks, (34.0, 12.0, 12.0, 14.0, 14.0, 11.0, 11.0, 18.0, 18.0))
    _put(sheet, head, [(name, "head") for name in _UNITS], looks)
    sheet.repeat_rows(head)
    codes = sorted(ground.clusters[cluster], key=lambda code: (ground.standing[code].rank or 10**6, code))
    for row, code in enumerate(codes, head + 1):
        was, now = side(before, code), side(ground, code)
        star = " *" if code in outcome.laid.touched else ""
        name = f"{ground.facts[ground.at[code]].unit.name}{star}"
        points = [(one.points / MICRO, "points") for one in (was, now)]
        indices = [(_index(one, ground), "points") for one in (was, now)]
        ranks = [(one.rank, "whole") for one in (was, now)]
        grades = [(grade(one, "vi"), "text") for one in (was, now)]
        _put(sheet, row, [(name, "strong" if star else "text"), *points, *indices, *ranks, *grades], looks)
    last = head + len(codes)
    sheet.write(last + 1, 0, "* đơn vị được đổi trong kịch bản", looks["note"])
    chart = book.add_chart({"type": "bar"})
    for column, name in ((3, "Trước"), (4, "Sau")):
        places = [head + 1, column, last, column]
        chart.add_series({"name": name, "categories": [sheet.name, head + 1, 0, last, 0],
                          "values": [sheet.name, *places]})  # fmt: skip
    mark = set_marks(outcome.laid.before.folder.cycle.synthetic, [ground.plan])
    chart.set_title({"name": f"Chỉ số trước và sau kịch bản\n{mark}".strip(), "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 120 + 42 * len(codes)})
    sheet.insert_chart(last + 3, 0, chart)


def _index(one: Side, ground: Ground) -> float | None:
    return None if one.index is None else round(float(one.index), ground.plan.places)


def _write_leaves(outcome: Outcome, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    head = _start(outcome, sheet, looks, (28.0, 9.0, 40.0, 48.0, 11.0, 11.0, 11.0, 20.0, 20.0))
    _put(sheet, head, [(name, "head") for name in _LEAVES], looks)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    row = head
    for move in outcome.units:
        for leaf in move.leaves:
            row += 1
            figures = "\n".join(
                f"{one.label}: {arrow(one.before or '–', one.after or '–')}" for one in leaf.figures
            )
            sides = (leaf.before, leaf.after)
            points = [(micro_text(one.points, "vi") if one else "–", "centre") for one in sides]
            rules = [(" ".join(one.rules) if one else "–", "text") for one in sides]
            gain = (float(Fraction(leaf.gain, MICRO)), "points")
            cells = [(move.unit.name, "text"), (leaf.code, "text"), (leaf.name, "text"), (figures, "text")]
            _put(sheet, row, [*cells, *points, gain, *rules], looks)


def _write_grid(
    outcome: Outcome, surface: Surface, book: Workbook, sheet: Worksheet, looks: Mapping[str, Any]
) -> None:
    """Write the index at every point of the grid, and draw a line for every value of the second axis."""
    first, *more = surface.axes
    columns = [bare_figure(axis.entry, value) for axis in more for value in axis.values] or ["Chỉ số (%)"]
    head = _start(outcome, sheet, looks, (26.0, *([11.0] * len(columns))))
    by = f" theo {more[0].entry.label}" if more else ""
    sheet.write(head - 1, 0, f"{first.unit.name}: chỉ số (%) theo {first.entry.label}{by}", looks["bold"])
    _put(sheet, head, [(first.entry.label, "head"), *((name, "head") for name in columns)], looks)
    for at, value in enumerate(first.values):
        cells = surface.cells[at * len(columns) : (at + 1) * len(columns)]
        told = [(None if one.index is None else round(float(one.index), 2), "points") for one in cells]
        _put(sheet, head + 1 + at, [(bare_figure(first.entry, value), "centre"), *told], looks)
    last = head + len(first.values)
    chart = book.add_chart({"type": "line"})
    for column, name in enumerate(columns, 1):
        chart.add_series({"name": name, "categories": [sheet.name, head + 1, 0, last, 0],
                          "values": [sheet.name, head + 1, column, last, column]})  # fmt: skip
    mark = set_marks(
        outcome.laid.before.folder.cycle.synthetic, [one.plan for one in outcome.laid.before.grounds]
    )
    chart.set_title({"name": f"{first.unit.name}: chỉ số (%)\n{mark}".strip(), "name_font": {"size": 12}})
    chart.set_size({"width": 900, "height": 420})
    sheet.insert_chart(last + 2, 0, chart)
