"""Write the sheet on which an agency appraises: one row a figure, grouped by criterion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import Cycle, Stage, Unit
from par_index.model.plan import Input, Leaf, Plan
from par_index.papers.figures import hint, rule, style_of
from par_index.papers.lists import Lists, list_name
from par_index.papers.marks import form_marks
from par_index.papers.styles import Cell, Formula, Heading, Page, set_heading, set_page
from par_index.points import MICRO, shown_points

COLUMNS = (
    ("_columns", "", 1.0),
    ("", "STT", 6.0),
    ("", "Đơn vị", 24.0),
    ("", "Số liệu cần thẩm định", 30.0),
    ("", "Số liệu đã có", 14.0),
    ("", "Điểm đã có", 9.0),
    ("", "Tài liệu kiểm chứng", 32.0),
    ("value", "Số liệu thẩm định", 14.0),
    ("status", "Trường hợp khác", 13.0),
    ("reason", "Lý do điều chỉnh", 26.0),
    ("by", "Người thẩm định", 15.0),
    ("at", "Ngày", 11.0),
    ("", "Kiểm tra", 14.0),
)
"""Hidden key, heading and width of each column."""
LAST = len(COLUMNS) - 1
_HEAD_ROW = 11
_FIRST = _HEAD_ROW + 1
_STAGES: Mapping[Stage, str] = {
    "self": "tự chấm",
    "r1": "thẩm định lần 1",
    "r2": "thẩm định lần 2",
    "council": "Hội đồng thẩm định",
}
_GUIDE = (
    "Chỉ ghi ở ô nền vàng, và chỉ khi số liệu hoặc trường hợp khác với đơn vị kê khai; để trống là đồng ý. "
    "Mỗi điều chỉnh phải có lý do, người và ngày; lý do có thể chọn trong danh sách hoặc ghi khác."
)


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A row: a criterion's title, a leaf decided as a whole, a figure, or one decided elsewhere."""

    kind: Literal["criterion", "whole", "figure", "elsewhere"]
    leaf: Leaf
    unit: Unit | None = None
    number: int | None = None
    input: Input | None = None
    figure: str = ""
    points: int | None = None
    evidence: str = ""
    owner: str = ""

    @property
    def key(self) -> str:
        """Give the hidden key the reader finds the row by."""
        if self.unit is None or self.kind in ("criterion", "elsewhere"):
            return "_"
        return f"{self.unit.code}|{self.leaf.code}|{self.input.code if self.input else ''}"


@dataclass(frozen=True, slots=True)
class LeadPaper:
    """Everything one sheet shows."""

    plan: Plan
    lead: str
    stage: Stage
    cycle: Cycle | None
    lists: Lists
    rows: Sequence[LeadRow]


def write_lead_sheet(paper: LeadPaper, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write all rows of one kind of unit and protect what is not the appraiser's."""
    page = Page(sheet, looks, [width for _, _, width in COLUMNS])
    plan, marks = paper.plan, form_marks(paper.plan, paper.cycle)
    set_page(page, marks)
    sheet.set_column(0, 0, 1, None, {"hidden": True})
    title = f"Bảng {_STAGES[paper.stage]} Chỉ số cải cách hành chính năm {plan.year}"
    below = f"({plan.kind_name}; {plan.name})"
    set_heading(page, Heading(plan.issuer, paper.lead, title, below, marks), 1, LAST)
    page.line(_GUIDE, "note", 1, LAST, 12)
    _write_head(page)
    for row in paper.rows:
        page.put(_cells(row, page.row))
        if row.kind in ("whole", "figure"):
            _rules(page, plan, row, paper.lists)
    _alarm(page, paper.lists)
    sheet.freeze_panes(_FIRST, 4)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.print_area(0, 1, page.row, LAST - 1)
    sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})


def _write_head(page: Page) -> None:
    page.row = _HEAD_ROW - 1
    for column, (key, _, _) in enumerate(COLUMNS):
        page.sheet.write_string(page.row, column, key)
    page.sheet.set_row(page.row, None, None, {"hidden": True})
    page.row = _HEAD_ROW
    page.put([("_head", "plain"), *((words, "head") for _, words, _ in COLUMNS[1:])], least=34)


def _cells(row: LeadRow, at: int) -> list[Cell]:
    if row.kind == "criterion":
        title = f"{row.leaf.name} (tối đa {shown_points(row.leaf.max)} điểm)"
        head: list[Cell] = [("_", "plain"), (row.leaf.code, "band_centre"), (title, "band")]
        return [*head, *([("", "band")] * (LAST - 2))]
    name = row.unit.name if row.unit and row.number is not None else ""
    points = None if row.points is None else row.points / MICRO
    cells: list[Cell] = [(row.key, "plain"), (str(row.number or ""), "centre"), (name, "text")]
    cells += [(_asked(row), "text"), (row.figure, "centre"), (points, "points"), (row.evidence, "text")]
    return [*cells, *_answers(row, at)]


def _asked(row: LeadRow) -> str:
    if row.input is None:
        return "Cả tiêu chí"
    unit = f" ({row.input.unit})" if row.input.unit else ""
    return f"– {row.input.label}{unit}"


def _answers(row: LeadRow, at: int) -> list[Cell]:
    if row.kind == "elsewhere":
        said = f"Do {row.owner} thẩm định." if row.owner != row.leaf.lead else "Thẩm định ở mục trên."
        return [(said, "grey"), *([("", "grey")] * 5)]
    value: Cell = (None, style_of(row.input, "open")) if row.input else ("", "grey")
    complete = f"COUNTA(J{at + 1}:L{at + 1})=3"
    missing = Formula(f'IF(AND({_decided(at)},NOT({complete})),"Thiếu lý do, người hoặc ngày","")')
    return [value, ("", "open"), ("", "open"), ("", "open"), ("", "open_date"), (missing, "check")]


def _decided(at: int) -> str:
    return f'OR($H{at + 1}<>"",$I{at + 1}<>"")'


def _rules(page: Page, plan: Plan, row: LeadRow, lists: Lists) -> None:
    at, sheet = page.row - 1, page.sheet
    if row.input is not None:
        listed = row.input.kind in ("yes_no", "choice")
        words = lists.source(list_name(plan, row.input)) if listed else ""
        told = {"input_title": "Số liệu thẩm định", "input_message": hint(row.input)[:255]}
        sheet.data_validation(at, 7, at, 7, {**rule(row.input, f"H{at + 1}", words), **told})


def _alarm(page: Page, lists: Lists) -> None:
    """Paint what a decision still lacks, and offer the words of statuses and reasons."""
    sheet, last = page.sheet, max(page.row - 1, _FIRST)
    sheet.data_validation(_FIRST, 8, last, 8, {"validate": "list", "source": lists.source("status")})
    reasons = {"validate": "list", "source": lists.source("reason"), "error_type": "information"}
    other = {"error_title": "Lý do khác", "error_message": "Lý do không có trong danh sách, vẫn ghi được."}
    sheet.data_validation(_FIRST, 9, last, 9, {**reasons, **other})
    days = {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
    sheet.data_validation(_FIRST, 11, last, 11, {**days, "error_message": "Ghi ngày/tháng/năm."})
    formula = f'=AND({_decided(_FIRST)},J{_FIRST + 1}="",LEFT($A{_FIRST + 1},1)<>"_")'
    alarm = {"type": "formula", "criteria": formula, "format": page.looks["alarm"]}
    sheet.conditional_format(_FIRST, 9, last, 11, alarm)
