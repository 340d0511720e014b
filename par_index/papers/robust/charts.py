"""Draw the workbook's native charts: rank intervals, and bars of a table's columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.workbook import Workbook

from par_index.papers.styles import FONT, Page

_FONT = {"name": FONT, "size": 10}
_ROW = 20
_COLOURS = ("#1F5FA8", "#9DC3E6")


def interval_chart(book: Workbook, page: Page, head: int, rows: int, mark: str) -> None:
    """Draw the interval of each unit's rank below the table: a bar that begins at the best rank."""
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
    _finish(chart, f"Khoảng 95% của hạng (thanh bắt đầu từ hạng tốt nhất) – {mark}", rows)
    chart.set_x_axis({"num_font": _FONT, "min": 0, "major_unit": 1 if rows <= 25 else 5, "num_format": "0"})
    page.sheet.insert_chart(page.row + 1, 1, chart)


def bars(
    book: Workbook,
    page: Page,
    head: int,
    rows: int,
    names: int,
    columns: Sequence[tuple[int, str]],
    title: str,
) -> None:
    """Draw the first rows of some columns below the table, one bar a row and column."""
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
    _finish(chart, title, rows)
    chart.set_x_axis({"num_font": _FONT, "min": 0})
    page.sheet.insert_chart(page.row + 1, 1, chart)


def _finish(chart: Any, title: str, rows: int) -> None:
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 12}})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_size({"width": 940, "height": _ROW * (6 + max(int(1.4 * rows), 6))})
