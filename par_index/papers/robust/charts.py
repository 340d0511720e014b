"""Draw the workbook's native charts: rank intervals, and bars of a table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.workbook import Workbook

from par_index.papers.styles import FONT, Page

_FONT = {"name": FONT, "size": 10}
_ROW, _ROWS, _WIDE = 20, 21, 960
"""Pixels of a row left for the chart, and how many: heading and chart fill a landscape page, no more."""
_COLOURS = ("#1F5FA8", "#9DC3E6")


def room_for(page: Page) -> int:
    """Leave rows for a chart."""
    for row in range(page.row, page.row + _ROWS + 1):
        page.sheet.set_row_pixels(row, _ROW)
    return _ROWS + 1


def interval_chart(book: Workbook, page: Page, head: int, place: int, rows: int, mark: str) -> None:
    """Draw the interval of each unit's rank: a bar that begins at the best rank."""
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    name, last = page.sheet.get_name(), head + rows
    categories = [name, head + 1, 1, last, 1]
    # The hidden bar reaches to the best rank, the seen one over as many ranks as the interval holds.
    chart.add_series(
        {"categories": categories, "values": [name, head + 1, 4, last, 4], "fill": {"none": True}}
    )
    chart.add_series(
        {
            "name": "Khoảng 95% của hạng",
            "categories": categories,
            "values": [name, head + 1, 6, last, 6],
            "fill": {"color": _COLOURS[0]},
            "gap": 60,
        }
    )
    chart.set_legend({"none": True})
    _finish(chart, f"Khoảng 95% của hạng (thanh từ hạng tốt nhất đến hết hạng thấp nhất) – {mark}")
    chart.set_x_axis({"num_font": _FONT, "min": 0, "major_unit": 1 if rows <= 25 else 5, "num_format": "0"})
    page.sheet.insert_chart(place, 0, chart, {"y_offset": 4})


def bars(
    book: Workbook,
    page: Page,
    head: int,
    place: int,
    rows: int,
    names: int,
    columns: Sequence[tuple[int, str]],
    title: str,
) -> None:
    """Draw the first rows of some columns, one bar a row and column."""
    chart = book.add_chart({"type": "bar"})
    sheet, last = page.sheet.get_name(), head + rows
    for colour, (column, label) in zip(_COLOURS, columns, strict=False):
        chart.add_series(
            {
                "name": label,
                "categories": [sheet, head + 1, names, last, names],
                "values": [sheet, head + 1, column, last, column],
                "fill": {"color": colour},
                "gap": 50,
            }
        )
    chart.set_legend({"position": "bottom", "font": _FONT} if len(columns) > 1 else {"none": True})
    _finish(chart, title)
    chart.set_x_axis({"num_font": _FONT, "num_format": "0", "label_position": "low"})
    page.sheet.insert_chart(place, 0, chart, {"y_offset": 4})


def _finish(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "label_position": "low"})
    chart.set_size({"width": _WIDE, "height": _ROW * _ROWS})
