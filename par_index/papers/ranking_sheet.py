"""Write a ranking in the columns of the official annex."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.result import GroupResult, LastYear, Results, UnitResult
from par_index.papers.styles import Cell, Heading, Page, set_heading, set_page
from par_index.points import shown
from par_index.score.marks import alike, few, mark_line

COLUMNS = (
    ("STT", 6.0),
    ("Đơn vị", 34.0),
    ("Điểm thẩm định", 11.0),
    ("Điểm điều tra XHH", 11.0),
    ("Điểm thưởng", 9.0),
    ("Điểm trừ", 9.0),
    ("Tổng điểm", 10.0),
    ("Điểm tối đa áp dụng", 11.0),
    ("Chỉ số (%)", 13.0),
    ("Xếp hạng", 9.0),
    ("Hạng năm trước", 9.0),
    ("Tăng, giảm", 9.0),
    ("Xếp loại", 12.0),
    ("Ghi chú", 22.0),
)
_SURE = (("Khoảng tin cậy 95%", 14.0), ("Hạng có thể", 9.0))
"""After the rank, where the cycle held its own survey."""
_AFTER_RANK = next(at for at, (words, _) in enumerate(COLUMNS) if words == "Xếp hạng") + 1
MOST_PLACES = 15
"""A spreadsheet shows no more digits than these."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The units of one group and cluster, in the order of their ranks."""

    results: Results
    group: GroupResult
    cluster: str
    units: Sequence[UnitResult]


def write_ranking(ranked: Ranked, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write the whole sheet."""
    sure = _SURE if any(unit.survey for unit in ranked.units) else ()
    columns = (*COLUMNS[:_AFTER_RANK], *sure, *COLUMNS[_AFTER_RANK:])
    last = len(columns) - 1
    page = start_page(ranked.results, ranked.group, sheet, looks, [width for _, width in columns])
    cluster = f", {ranked.cluster}" if ranked.cluster else ""
    title = f"Kết quả Chỉ số cải cách hành chính năm {ranked.results.year}"
    set_title(page, ranked.results, ranked.group, title, f"({ranked.group.name}{cluster})", last)
    page.line(_law(ranked.group), "note", 0, last, 12)
    head = page.put([(words, "head") for words, _ in columns], least=50)
    page.sheet.repeat_rows(head)
    page.sheet.freeze_panes(head + 1, 2)
    for number, unit in enumerate(ranked.units, 1):
        cells = _cells(number, unit, ranked.group.places)
        more = _sure_cells(unit, ranked.group.places) if sure else ()
        page.put([*cells[:_AFTER_RANK], *more, *cells[_AFTER_RANK:]])
    for words in _footnotes(ranked.units):
        page.line(words, "note", 0, last, 12)


def _footnotes(units: Sequence[UnitResult]) -> Iterator[str]:
    if any(unit.provisional for unit in units):
        yield "* Tạm tính: còn nội dung chưa nộp, chờ điều tra hoặc chờ công nhận."
    if any(map(few, units)):
        yield "† Ít câu trả lời điều tra (dưới mức tối thiểu của bộ tiêu chí): đọc điểm điều tra thận trọng."
    if any(map(alike, units)):
        yield (
            "≈ Chưa phân biệt được với đơn vị ngay dưới: xác suất đứng trên dưới 97,5%, chỉ tính sai số chọn "
            "mẫu của điều tra. Thứ hạng chính thức vẫn theo chỉ số."
        )


def _sure_cells(unit: UnitResult, places: int) -> tuple[Cell, ...]:
    """Tell between what the index and the rank lie."""
    said = unit.survey
    if said is None:
        return ("–", "centre"), ("–", "centre")
    ranks = str(said.best or "–") if said.best == said.worst else f"{said.best}–{said.worst}"
    low, high = (shown(Fraction(text), places) for text in (said.low, said.high))
    return (f"{low}–{high}", "centre"), (f"{ranks}{' ≈' if alike(unit) else ''}", "centre")


def start_page(
    results: Results,
    group: GroupResult | None,
    sheet: Worksheet,
    looks: Mapping[str, Any],
    widths: Sequence[float],
    *,
    wide: bool = True,
) -> Page:
    """Begin a sheet of results: its columns, its printed page, the marks on every page."""
    page = Page(sheet, looks, widths)
    set_page(page, mark_line(results, group), wide=wide)
    return page


def set_title(
    page: Page, results: Results, group: GroupResult | None, title: str, below: str, last: int
) -> None:
    """Write the block above the table of a sheet of results."""
    heading = Heading(results.issuer, "Hội đồng thẩm định", title, below, mark_line(results, group))
    set_heading(page, heading, 0, last)


def _law(group: GroupResult) -> str:
    exact = "chỉ số chưa làm tròn" if group.ranked_by == "index_exact" else "chỉ số đã công bố"
    return (
        f"{group.set_name} ({group.criteria_set}). Căn cứ: {group.legal_basis}. Xếp hạng theo {exact}; "
        "chỉ số in thêm chữ số thập phân khi cần để phân biệt hai hạng."
    )


def _former_rank(former: LastYear | None) -> int | str:
    if former is not None and not former.comparable:
        return "không so sánh được"
    return former.rank if former is not None and former.rank is not None else "không có"


def _cells(number: int, unit: UnitResult, places: int) -> list[Cell]:
    former = unit.last_year
    return [
        (number, "whole"),
        (named(unit), "text"),
        (float(unit.appraised_points), "points"),
        ("chờ", "centre") if unit.awaits_survey else (float(unit.survey_points), "points"),
        *((float(text), "points") for text in (unit.bonus, unit.penalty)),
        (float(unit.points), "strong_points"),
        (float(unit.max_points), "points"),
        index_cell(unit, places),
        (unit.rank if unit.rank is not None else "–", "whole"),
        (_former_rank(former), "whole"),
        (former.change if former and former.change is not None else "–", "change"),
        (unit.grade or "–", "centre"),
        (_note(unit), "text"),
    ]


def named(unit: UnitResult) -> str:
    """Name a unit with the marks that its figures ask for."""
    return f"{unit.name}{' *' if unit.provisional else ''}{' †' if few(unit) else ''}"


def index_cell(unit: UnitResult, places: int) -> Cell:
    """Give the index with the decimals that tell it from its neighbours; a unit without maximum has none."""
    if not unit.index_shown:
        return "–", "centre"
    digits = len(unit.index_shown.partition(".")[2])
    return float(unit.index_shown), f"points_{min(max(digits, places), MOST_PLACES)}"


def _note(unit: UnitResult) -> str:
    subtotal = f"{_shown(unit.appraised_points)}/{_shown(unit.appraised_max)}"
    notes = [f"Tạm tính, đã thẩm định {subtotal}"] if unit.provisional else []
    if unit.grade_barred_by:
        notes.append(f"Bị khống chế xếp loại: {', '.join(unit.grade_barred_by)}")
    if unit.tie_broken_by:
        notes.append(f"Phân định đồng hạng theo {unit.tie_broken_by}")
    return "; ".join(notes)


def _shown(points: str) -> str:
    return shown(Fraction(points))
