"""Write ``slips.xlsx``: one printed page a unit, with what it lost, why, and the next step.

Units beyond ``MOST_SLIPS`` go on in ``slips-2.xlsx`` and further: a book of thousands of sheets is of no use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.plan import Leaf, Plan
from par_index.model.result import GroupResult, LeafResult, Results, UnitResult
from par_index.model.sampling import UnitSurvey
from par_index.model.states import State
from par_index.papers.ranking_sheet import set_title
from par_index.papers.results import sheet_name
from par_index.papers.slip_text import Slip, next_words, slip_of, why
from par_index.papers.styles import Cell, Page, add_sheet, formats, opened, set_page
from par_index.points import shown
from par_index.score.marks import few, mark_line

_WIDTHS = (8.0, 30.0, 9.0, 9.0, 9.0, 34.0, 34.0)
LAST = len(_WIDTHS) - 1
MOST_LEAVES = 16
"""More would not fit one page."""
MOST_SLIPS = 500
MOST_FIGURES = 6
"""For so many of the greatest losses the slip names the figure that reaches the next step."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A leaf and the points it lacks."""

    leaf: Leaf
    result: LeafResult
    points: Fraction


Ranked = tuple[GroupResult, UnitResult, int]
"""A unit to write a slip for: its group, itself, and among how many it is ranked."""


def slips(results: Results, plans: Sequence[Plan]) -> Mapping[str, Callable[[Path], None]]:
    """Give each book of slips, by its name, as what writes it at a path."""
    units: list[Ranked] = []
    for group in results.groups:
        counts = _counts(group)
        units.extend((group, unit, counts[unit.cluster]) for unit in group.units)
    batches = [units[at : at + MOST_SLIPS] for at in range(0, max(len(units), 1), MOST_SLIPS)]
    return {
        f"slips-{number}.xlsx" if number > 1 else "slips.xlsx": partial(_write, results, plans, batch)
        for number, batch in enumerate(batches, 1)
    }


def _write(results: Results, plans: Sequence[Plan], units: Sequence[Ranked], path: Path) -> None:
    """Write slips, a sheet each, named after the unit's code."""
    by_set = {(plan.set_id, plan.kind): plan for plan in plans}
    with opened(path) as book:
        looks, taken = formats(book), set[str]()
        for group, unit, among in units:
            sheet = add_sheet(book, sheet_name(unit.unit, taken))
            slip = slip_of(by_set[group.criteria_set, group.kind], unit)
            _write_slip(results, group, slip, among, sheet, looks)


def _counts(group: GroupResult) -> Mapping[str, int]:
    return Counter(unit.cluster for unit in group.units)


def _write_slip(
    results: Results,
    group: GroupResult,
    slip: Slip,
    among: int,
    sheet: Worksheet,
    looks: Mapping[str, Any],
) -> None:
    page = Page(sheet, looks, _WIDTHS)
    set_page(page, mark_line(results, group), tall=1, wide=False)
    title = f"Phiếu kết quả Chỉ số cải cách hành chính năm {results.year}"
    set_title(page, results, group, title, slip.unit.name, LAST)
    page.line(_standing(slip.unit, group, among), "bold", 0, LAST)
    page.line(_sums(slip.unit), "note", 0, LAST, 12)
    if slip.unit.survey is not None:
        page.line(_sureness(slip.unit, slip.unit.survey), "note", 0, LAST, 12)
    page.row += 1
    _write_areas(page, slip.unit, group)
    _write_losses(page, slip)


def _standing(unit: UnitResult, group: GroupResult, among: int) -> str:
    index = f"{_index(unit)}%" if unit.index_shown else "không có"
    rank = f"hạng {unit.rank}/{among} {unit.cluster or group.name}" if unit.rank else "không xếp hạng"
    former = unit.last_year
    before = f" (năm trước hạng {former.rank})" if former and former.rank else ""
    if former is not None and not former.comparable:
        before = " (không so sánh được với năm trước)"
    grade = f", xếp loại {unit.grade}" if unit.grade else ""
    return f"Chỉ số {index}, {rank}{before}{grade}{' – tạm tính' if unit.provisional else ''}."


def _index(unit: UnitResult) -> str:
    return unit.index_shown.replace(".", ",")


def _sums(unit: UnitResult) -> str:
    rows = (
        ("Điểm thẩm định", unit.appraised_points, unit.appraised_max),
        ("Điểm điều tra xã hội học", "" if unit.awaits_survey else unit.survey_points, unit.survey_max),
        ("Điểm thưởng", unit.bonus, ""),
        ("Điểm trừ", unit.penalty, ""),
        ("Tổng điểm", unit.points, unit.max_points),
    )
    said = "; ".join(
        f"{name} {_points(got) if got else 'chờ'}{f'/{_points(most)}' if most else ''}"
        for name, got, most in rows
    )
    return f"{said}."


def _sureness(unit: UnitResult, said: UnitSurvey) -> str:
    """Say how far the survey's sample could have moved the index and the rank."""
    ranks = f"hạng {said.best}" if said.best == said.worst else f"hạng từ {said.best} đến {said.worst}"
    index = f"chỉ số từ {_points(said.low)}% đến {_points(said.high)}%"
    less = "; ít câu trả lời, cần đọc thận trọng" if few(unit) else ""
    told = f"Điều tra {said.forms} phiếu: {index}, {ranks}"
    return f"{told} (độ tin cậy 95%, chỉ tính sai số chọn mẫu){less}."


def _points(text: str) -> str:
    return shown(Fraction(text))


def _write_areas(page: Page, unit: UnitResult, group: GroupResult) -> None:
    page.put([(words, "head") for words in ("Mã", "Lĩnh vực", "Điểm", "Tối đa", "%")])
    for name, area in zip(group.areas, unit.areas, strict=True):
        got, most = Fraction(area.points), Fraction(area.max_points)
        share: Cell = (100 * got / most, "points") if most else ("–", "centre")
        page.put([(area.code, "centre"), (name.name, "text"), (got, "points"), (most, "points"), share])
    page.row += 1


def _write_losses(page: Page, slip: Slip) -> None:
    lost = sorted(_lost(slip), key=lambda one: -one.points)
    heads = ("Mã", "Mục mất điểm", "Điểm đạt", "Tối đa", "Điểm mất", "Vì sao", "Bước tiếp theo")
    page.put([(words, "head") for words in heads])
    for at, loss in enumerate(lost[:MOST_LEAVES]):
        page.put(_loss_cells(slip, loss, name_figure=at < MOST_FIGURES))
    rest = lost[MOST_LEAVES:]
    if rest:
        points = shown(sum((one.points for one in rest), Fraction(0)))
        page.line(f"Và {len(rest)} mục khác, mất {points} điểm: xem báo cáo giải trình.", "note", 0, LAST, 12)
    if not lost:
        page.line("Đơn vị không mất điểm ở mục nào đã chấm.", "note", 0, LAST, 12)
    page.line(_waiting(slip.unit), "note", 0, LAST, 12)


def _waiting(unit: UnitResult) -> str:
    """Say how many points still wait for the survey: they are not lost."""
    waiting = [leaf for leaf in unit.leaves if leaf.state == State.PENDING_SURVEY]
    points = sum((Fraction(leaf.max_points) for leaf in waiting), Fraction(0))
    codes = ", ".join(leaf.code for leaf in waiting)
    return f"Chờ kết quả điều tra xã hội học: {shown(points)} điểm (mục {codes})." if waiting else ""


def _lost(slip: Slip) -> list[Loss]:
    """List leaves with less than their maximum; bonus and penalty have none, the survey may still come."""
    pairs = zip(slip.plan.leaves, slip.unit.leaves, strict=True)
    judged = [(leaf, result) for leaf, result in pairs if result.state != State.PENDING_SURVEY]
    short = [(leaf, result) for leaf, result in judged if result.points != result.max_points]
    found = (Loss(leaf, one, Fraction(one.max_points) - Fraction(one.points)) for leaf, one in short)
    return [loss for loss in found if loss.points > 0]


def _loss_cells(slip: Slip, loss: Loss, *, name_figure: bool) -> list[Cell]:
    leaf, result = loss.leaf, loss.result
    return [
        (leaf.code, "centre"),
        (leaf.name, "text"),
        (Fraction(result.points), "points"),
        (Fraction(result.max_points), "points"),
        (loss.points, "strong_points"),
        (why(slip, leaf, result), "text"),
        (next_words(slip, leaf, result, name_figure=name_figure), "text"),
    ]
