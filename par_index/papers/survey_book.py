"""Write the workbook of a survey: what was found, who answered, how answers are spread, what was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import Cycle
from par_index.model.plan import Plan
from par_index.papers.results import sheet_name
from par_index.papers.spread_sheet import scales, write_scale
from par_index.papers.styles import Cell, Heading, Page, add_sheet, formats, opened, set_heading, set_page
from par_index.survey.answers import Answers
from par_index.survey.report import KindFound, LeafFound, Rate, UnitFound

NAME = "ket-qua-dieu-tra.xlsx"
_SAMPLED = (
    "Mức đạt là tỷ lệ điểm tối đa của mục. Sai số chuẩn tính theo mẫu ngẫu nhiên trong từng tầng, có hiệu "
    "chỉnh tổng thể hữu hạn; cột rút lại là độ lệch của các lần rút lại người trả lời, khoảng 95% lấy từ các "
    "lần ấy; đpt là điểm phần trăm. † Ít câu trả lời hơn mức tối thiểu của bộ tiêu chí."
)


@dataclass(frozen=True, slots=True)
class SurveyPaper:
    """What the workbook tells: of which cycle, by which plans (by kind), what was found and read."""

    cycle: Cycle
    plans: Mapping[str, Plan]
    kinds: Sequence[KindFound]
    answers: Answers
    targets: Sequence[tuple[str, ...]]
    """Target, level or unit, value, threshold, met or not."""
    marks: str


def write_survey(paper: SurveyPaper, path: Path) -> None:
    """Write the workbook, a sheet of results, groups and spreads for each kind of unit."""
    with opened(path) as book:
        looks, taken = formats(book), set[str]()
        for kind in paper.kinds:
            _write_kind(paper, kind, book, looks, taken)
        rates = [_rate(one) for kind in paper.kinds for one in kind.rates]
        _table(paper, book, looks, "Tỷ lệ thu phiếu", _RATES, rates)
        targets = [[(words, "text") for words in row] for row in paper.targets]
        _table(paper, book, looks, "Chỉ tiêu hài lòng", _TARGETS, targets)
        _table(paper, book, looks, "Tệp đã đọc", _FILES, _files(paper.answers))
        _table(paper, book, looks, "Không nhận", _REFUSED, _refused(paper.answers))
        _table(paper, book, looks, "Lưu ý", _FLAGS, _flags(paper.answers))


def _write_kind(
    paper: SurveyPaper, kind: KindFound, book: Workbook, looks: Mapping[str, Any], taken: set[str]
) -> None:
    plan = paper.plans[kind.kind]
    below = f"({plan.kind_name})"
    found = [(unit, leaf) for unit in kind.units for leaf in unit.leaves if _applies(plan, unit, leaf)]
    rows = [_found(plan, *one) for one in found]
    _table(paper, book, looks, sheet_name(f"Kết quả {kind.kind}", taken), _FOUND, rows, below, _SAMPLED)
    groups = [cells for one in found for cells in _groups(kind, plan, *one)]
    _table(paper, book, looks, sheet_name(f"Theo nhóm {kind.kind}", taken), _GROUPS, groups, below)
    for run in scales(kind):
        sheet = add_sheet(book, sheet_name(f"Phân bố {kind.kind}", taken))
        widths = [8.0, 60.0, *[12.0] * (len(run[0].question.options) + 2)]
        page = start(paper, sheet, looks, "Phân bố câu trả lời", below, widths)
        write_scale(page, book, run, paper.marks)


def _applies(plan: Plan, unit: UnitFound, leaf: LeafFound) -> bool:
    trait = plan.leaf_by_code[leaf.said.leaf].trait
    return trait is None or trait in unit.unit.traits


_FOUND = (
    ("Mã đơn vị", 18.0), ("Đơn vị", 30.0), ("Mục", 8.0), ("Nội dung", 34.0), ("Mức đạt (%)", 10.0),
    ("Điểm tối đa", 9.0), ("Điểm", 9.0), ("Câu trả lời", 9.0), ("Sai số chuẩn (đpt)", 10.0),
    ("Sai số rút lại (đpt)", 10.0), ("Khoảng 95% (%)", 15.0), ("Ghi chú", 12.0),
)  # fmt: skip
_GROUPS = (
    ("Mã đơn vị", 18.0), ("Đơn vị", 30.0), ("Mục", 8.0), ("Nội dung", 34.0), ("Nhóm trả lời", 34.0),
    ("Mức đạt (%)", 10.0), ("Câu trả lời", 10.0), ("Phiếu", 9.0), ("Trọng số (%)", 10.0), ("Ghi chú", 12.0),
)  # fmt: skip
_RATES = (
    ("Mã đơn vị", 18.0), ("Đơn vị", 30.0), ("Nhóm trả lời", 36.0), ("Số người", 11.0), ("Phiếu phát", 11.0),
    ("Phiếu thu", 11.0), ("Tỷ lệ thu (%)", 11.0), ("Tối thiểu", 10.0), ("Ghi chú", 14.0),
)  # fmt: skip
_TARGETS = (
    ("Chỉ tiêu", 10.0), ("Nội dung", 44.0), ("Cấp, đơn vị", 34.0), ("Giá trị", 16.0), ("Ngưỡng", 20.0),
    ("Kết quả", 18.0),
)  # fmt: skip
_FILES = (
    ("Tệp", 44.0), ("Số dòng", 11.0), ("Nhận", 11.0), ("Không nhận", 11.0), ("Trùng với tệp", 34.0),
)  # fmt: skip
_REFUSED = (("Tệp", 36.0), ("Dòng", 9.0), ("Phiếu", 34.0), ("Vì sao", 50.0), ("Cách sửa", 50.0))
_FLAGS = (("Nơi", 36.0), ("Điều cần xem", 60.0), ("Cách xử lý", 50.0))
Columns = Sequence[tuple[str, float]]


def start(
    paper: SurveyPaper,
    sheet: Worksheet,
    looks: Mapping[str, Any],
    title: str,
    below: str,
    widths: Sequence[float],
) -> Page:
    """Begin a sheet: its printed page and the official block above the table."""
    page = Page(sheet, looks, widths)
    set_page(page, paper.marks)
    whole = f"Điều tra xã hội học năm {paper.cycle.year}: {title}"
    heading = Heading(paper.cycle.issuer, "Hội đồng thẩm định", whole, below, paper.marks)
    set_heading(page, heading, 0, len(widths) - 1)
    return page


def _table(
    paper: SurveyPaper,
    book: Workbook,
    looks: Mapping[str, Any],
    name: str,
    columns: Columns,
    rows: Sequence[Sequence[Cell]],
    below: str = "",
    note: str = "",
) -> None:
    sheet = add_sheet(book, name)
    page = start(paper, sheet, looks, name, below, [width for _, width in columns])
    page.line(note, "note", 0, len(columns) - 1, 12)
    head = page.put([(words, "head") for words, _ in columns], least=34)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    for cells in rows:
        page.put(cells)
    if not rows:
        page.line("Không có.", "note", 0, len(columns) - 1, 12)


def _found(plan: Plan, unit: UnitFound, leaf: LeafFound) -> list[Cell]:
    item = plan.leaf_by_code[leaf.said.leaf]
    share = leaf.said.share
    points = share * Fraction(item.max, 1_000_000) if share is not None else None
    bounds = f"{_percent(leaf.low)}–{_percent(leaf.high)}" if leaf.low is not None else "–"
    return [
        (unit.unit.code, "text"),
        (unit.unit.name, "text"),
        (item.code, "centre"),
        (item.name, "text"),
        (100 * share if share is not None else "chờ", "points"),
        (Fraction(item.max, 1_000_000), "points"),
        (points if points is not None else "–", "points"),
        (leaf.said.answers, "whole"),
        (100 * leaf.error if leaf.error is not None else "–", "points"),
        (100 * leaf.redrawn if leaf.redrawn is not None else "–", "points"),
        (bounds, "centre"),
        ("† ít câu trả lời" if leaf.said.few else "", "text"),
    ]


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.2f}".replace(".", ",")


def _groups(kind: KindFound, plan: Plan, unit: UnitFound, leaf: LeafFound) -> list[list[Cell]]:
    names = {group.id: group.name for group in kind.instrument.groups}
    total = sum((group.weight for group in leaf.said.groups), Fraction(0))
    return [
        [
            (unit.unit.code, "text"),
            (unit.unit.name, "text"),
            (leaf.said.leaf, "centre"),
            (plan.leaf_by_code[leaf.said.leaf].name, "text"),
            (names[group.group], "text"),
            (100 * group.share if group.share is not None else "không có", "points"),
            (group.answers, "whole"),
            (group.forms, "whole"),
            (100 * group.weight / total if total else "–", "points"),
            ("† ít câu trả lời" if group.few else "", "text"),
        ]
        for group in leaf.said.groups
    ]


def _rate(one: Rate) -> list[Cell]:
    few = one.returned < one.group.min_answers
    return [
        (one.unit.code, "text"),
        (one.unit.name, "text"),
        (one.group.name, "text"),
        (one.people if one.people is not None else "–", "whole"),
        (one.sent if one.sent is not None else "–", "whole"),
        (one.returned, "whole"),
        (Fraction(100 * one.returned, one.sent) if one.sent else "–", "points"),
        (one.group.min_answers, "whole"),
        ("† ít phiếu" if few else "", "text"),
    ]


def _files(answers: Answers) -> list[list[Cell]]:
    return [
        [
            (one.file, "text"),
            (one.rows, "whole"),
            (one.accepted, "whole"),
            (one.refused, "whole"),
            (one.skipped_as, "text"),
        ]
        for one in answers.files
    ]


def _refused(answers: Answers) -> list[list[Cell]]:
    return [
        [(one.file, "text"), (one.row, "whole"), (one.form, "text"), (what, "text"), (mend, "text")]
        for one in answers.refused
        for _, what, mend in [one.problem.texts()]
    ]


def _flags(answers: Answers) -> list[list[Cell]]:
    return [
        [(str(one.where), "text"), (what, "text"), (mend, "text")]
        for one in answers.flags
        for _, what, mend in [one.texts()]
    ]
