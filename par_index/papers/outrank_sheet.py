"""Write with what probability each unit of a cluster stands above each other, as far as the survey goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.result import UnitResult
from par_index.papers.ranking_sheet import Ranked, named, set_title, start_page
from par_index.papers.styles import Cell

MOST_UNITS = 40
"""More would not be read, and no longer fit a sheet of paper."""
_NOTE = (
    "Ô ở hàng A, cột B: xác suất A đứng trên B, chỉ tính sai số chọn mẫu của điều tra xã hội học, coi kết "
    "quả hai đơn vị là độc lập. Từ 97,5% trở lên (hoặc đến 2,5%) mới coi là phân biệt được. Cột ghi theo STT."
)


def has_outranks(units: Sequence[UnitResult]) -> bool:
    """Tell whether there is something to compare."""
    return 1 < len(units) <= MOST_UNITS and any(unit.survey for unit in units)


def write_outranks(ranked: Ranked, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write the table; units without an index are left out."""
    units = [unit for unit in ranked.units if unit.index_exact]
    last = len(units) + 1
    page = start_page(ranked.results, ranked.group, sheet, looks, [6.0, 34.0, *([8.5] * len(units))])
    cluster = f", {ranked.cluster}" if ranked.cluster else ""
    title = f"Xác suất đứng trên giữa các đơn vị năm {ranked.results.year} (%)"
    set_title(page, ranked.results, ranked.group, title, f"({ranked.group.name}{cluster})", max(last, 6))
    page.line(_NOTE, "note", 0, max(last, 6), 12)
    numbers = [(str(number), "head") for number in range(1, len(units) + 1)]
    head = page.put([("STT", "head"), ("Đơn vị", "head"), *numbers])
    page.sheet.repeat_rows(head)
    page.sheet.freeze_panes(head + 1, 2)
    for number, unit in enumerate(units, 1):
        page.put([(number, "whole"), (named(unit), "text"), *(_cell(unit, other) for other in units)])


def _cell(unit: UnitResult, other: UnitResult) -> Cell:
    from par_index.survey.outrank import probability

    if unit is other:
        return "", "band"
    chance = 100 * probability(*_place(unit), *_place(other))
    return round(chance, 1), "points_1" if 2.5 < chance < 97.5 else "band_points_1"


def _place(unit: UnitResult) -> tuple[float, float]:
    """Give a unit's index and its standard error."""
    return float(Fraction(unit.index_exact)), float(unit.survey.error) if unit.survey else 0.0
