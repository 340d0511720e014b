"""Compare areas: each unit's share of each area's points, and the group's mean, best and worst as a chart."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from par_index.model.result import GroupResult, Results, UnitResult
from par_index.papers.ranking_sheet import named, set_title, start_page
from par_index.papers.styles import FONT, Cell
from par_index.score.marks import mark_line

_SUMMARY = ("Trung bình", "Cao nhất", "Thấp nhất")
_COLOURS = ("#2F75B5", "#70AD47", "#C55A11")
_CHART_ROWS = 18
"""Rows of 20 pixels kept free for the chart."""


def write_areas(
    results: Results, group: GroupResult, book: Workbook, sheet: Worksheet, looks: Mapping[str, Any]
) -> None:
    """Write the table and its chart."""
    last = len(group.areas) + 1
    page = start_page(results, group, sheet, looks, [6.0, 34.0, *([14.0] * max(len(group.areas), 4))])
    title = f"So sánh kết quả theo lĩnh vực năm {results.year}"
    set_title(
        page, results, group, title, f"({group.name}; % điểm tối đa áp dụng của lĩnh vực)", max(last, 5)
    )
    chart_row, page.row = page.row, page.row + _CHART_ROWS
    names = [f"{area.code}. {area.name}" for area in group.areas]
    head = page.put([("STT", "head"), ("Đơn vị", "head"), *((name, "head") for name in names)], least=50)
    page.sheet.repeat_rows(head)
    shares = [_shares(unit) for unit in group.units]
    columns = [[share for share in column if share is not None] for column in zip(*shares, strict=True)]
    for label, values in zip(_SUMMARY, _summary(columns), strict=True):
        page.put([("", "band"), (label, "band"), *((value, "band_points") for value in values)])
    for number, (unit, row) in enumerate(zip(group.units, shares, strict=True), 1):
        page.put([(number, "whole"), (named(unit), "text"), *map(_share_cell, row)])
    if columns:
        chart = _chart(book, mark_line(results, group), sheet.get_name(), head, last)
        sheet.insert_chart(chart_row, 1, chart, {"y_offset": 6})


def _shares(unit: UnitResult) -> list[Fraction | None]:
    """Give a unit's points of each area out of the area's own maximum, in per cent."""
    return [
        100 * Fraction(area.points) / Fraction(area.max_points) if Fraction(area.max_points) else None
        for area in unit.areas
    ]


def _share_cell(share: Fraction | None) -> Cell:
    return ("–", "centre") if share is None else (share, "points")


def _summary(columns: list[list[Fraction]]) -> list[list[Fraction | None]]:
    means = [sum(column, Fraction(0)) / len(column) if column else None for column in columns]
    return [
        means,
        [max(column, default=None) for column in columns],
        [min(column, default=None) for column in columns],
    ]


def _chart(book: Workbook, marks: str, name: str, head: int, last: int) -> Any:
    """Draw mean, best and worst of each area; the marks stand in the chart's own title."""
    chart = book.add_chart({"type": "column"})
    for row, (label, colour) in enumerate(zip(_SUMMARY, _COLOURS, strict=True), head + 1):
        chart.add_series(
            {
                "name": label,
                "categories": [name, head, 2, head, last],
                "values": [name, row, 2, row, last],
                "fill": {"color": colour},
            }
        )
    font = {"name": FONT, "size": 11}
    title = f"Tỷ lệ điểm đạt theo lĩnh vực (%){f' – {marks}' if marks else ''}"
    chart.set_title({"name": title, "name_font": {**font, "size": 13}})
    chart.set_y_axis({"min": 0, "max": 100, "num_font": font, "num_format": "0"})
    chart.set_x_axis({"num_font": font})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 1000, "height": 20 * (_CHART_ROWS - 1)})
    return chart
