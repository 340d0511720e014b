"""Write how the answers to each question are spread, as a table and a chart of bars that fill 100%."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from xlsxwriter.workbook import Workbook

from par_index.papers.styles import FONT, Page
from par_index.survey.report import KindFound, QuestionFound

_BEST_TO_WORST = ("#2E75B6", "#9DC3E6", "#F4B183", "#C55A11", "#843C0C")
_UNKNOWN = "#BFBFBF"
_ROW = 20
"""Pixels."""


def scales(kind: KindFound) -> list[list[QuestionFound]]:
    """Part a survey's questions into runs that share a scale: each run has a sheet of its own."""
    return [list(run) for _, run in groupby(kind.questions, key=lambda one: one.question.options)]


def write_scale(page: Page, book: Workbook, spreads: Sequence[QuestionFound], marks: str) -> None:
    """Write the chart, which a page's end must not cut, and below it the table it draws."""
    options = spreads[0].question.options
    heads = ("Câu", "Câu hỏi", *(option.label for option in options), "Bỏ trống", "Số phiếu")
    chart_row, page.row = page.row, page.row + 5 + 2 * max(len(spreads), 3)
    for row in range(chart_row, page.row):
        page.sheet.set_row_pixels(row, _ROW)
    head = page.put([(words, "head") for words in heads], least=34)
    page.sheet.repeat_rows(head)
    for one in spreads:
        total = sum(one.counts) + one.empty
        counts = [(number, "whole") for number in (*one.counts, one.empty, total)]
        page.put([(one.question.id, "centre"), (one.question.text, "text"), *counts])
    chart = _chart(book, page, head, page.row - 1, len(options), marks)
    page.sheet.insert_chart(chart_row, 1, chart, {"y_offset": 4})


def _chart(book: Workbook, page: Page, head: int, last: int, options: int, marks: str) -> Any:
    """Draw one bar a question; the marks stand in the chart's own title."""
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    name = page.sheet.get_name()
    colours = [*_BEST_TO_WORST[: options - 1], _UNKNOWN]
    for at, colour in enumerate(colours):
        chart.add_series(
            {
                "name": [name, head, 2 + at],
                "categories": [name, head + 1, 0, last, 0],
                "values": [name, head + 1, 2 + at, last, 2 + at],
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    font = {"name": FONT, "size": 11}
    title = f"Tỷ lệ câu trả lời{f' – {marks}' if marks else ''}"
    chart.set_title({"name": title, "name_font": {**font, "size": 13}})
    chart.set_y_axis({"reverse": True, "num_font": font})
    chart.set_x_axis({"num_font": font, "num_format": "0%"})
    chart.set_legend({"position": "bottom", "font": font})
    chart.set_size({"width": 1000, "height": _ROW * (4 + max(2 * (last - head), 6))})
    return chart
