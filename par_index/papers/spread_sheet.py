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


def write_spreads(page: Page, book: Workbook, kind: KindFound, marks: str) -> None:
    """Write a table and a chart for each run of questions that share a scale."""
    for _, run in groupby(kind.questions, key=lambda spread: spread.question.options):
        _write_scale(page, book, list(run), marks)


def _write_scale(page: Page, book: Workbook, spreads: Sequence[QuestionFound], marks: str) -> None:
    options = spreads[0].question.options
    heads = ("Câu", "Câu hỏi", *(option.label for option in options), "Bỏ trống", "Số phiếu")
    page.row += 1
    head = page.put([(words, "head") for words in heads], least=34)
    for one in spreads:
        total = sum(one.counts) + one.empty
        counts = [(number, "whole") for number in (*one.counts, one.empty, total)]
        page.put([(one.question.id, "centre"), (one.question.text, "text"), *counts])
    last = page.row - 1
    page.row += 1
    height = 5 + max(2 * len(spreads), 6)
    page.sheet.insert_chart(page.row, 1, _chart(book, page, head, last, len(options), marks), {"y_offset": 4})
    for row in range(page.row, page.row + height):
        page.sheet.set_row_pixels(row, _ROW)
    page.row += height


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
