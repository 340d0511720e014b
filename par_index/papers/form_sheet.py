"""Write the visible sheet of a self-assessment form, in the column order of the official form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import STATUS_LABELS, Cycle, Unit
from par_index.model.plan import Input, Leaf, Plan
from par_index.papers.figures import cell_value, hint, rule, style_of
from par_index.papers.form import Form, FormRow
from par_index.papers.formulas import total
from par_index.papers.lists import Lists, list_name
from par_index.papers.marks import form_marks
from par_index.papers.scoring import LeafCells
from par_index.papers.styles import Cell, Formula, Heading, Page, Value, set_heading, set_page
from par_index.points import MICRO, shown_points

FORM = "Tự chấm"
VALUE_COLUMN, STATUS_COLUMN = "E", "F"
COLUMNS = (
    ("_columns", "", 1.0),
    ("", "STT", 6.5),
    ("", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", 28.0),
    ("", "Điểm tối đa", 7.0),
    ("value", "Số liệu kê khai", 13.0),
    ("status", "Trường hợp khác", 11.0),
    ("", "Cách tính điểm", 32.0),
    ("", "Yêu cầu và tài liệu kiểm chứng", 24.0),
    ("", "Điểm tự đánh giá", 8.0),
    ("evidence_ref", "Số, ký hiệu", 10.0),
    ("evidence_date", "Ngày", 10.5),
    ("evidence_subject", "Trích yếu", 14.0),
    ("evidence_section", "Mục", 6.0),
    ("evidence_pages", "Trang", 6.5),
    ("evidence_file", "Tệp", 8.0),
    ("note", "Giải trình/Ghi chú", 14.0),
    ("", "Kiểm tra", 16.0),
)
"""Hidden key, heading and width of each column."""
EVIDENCE = range(9, 15)
LAST = len(COLUMNS) - 1
_HEAD_ROW = 11
FIRST_ROW = _HEAD_ROW + 2
_GUIDE = (
    "Chỉ nhập vào ô nền vàng; điểm tự tính khi nhập. Mỗi số liệu kê khai một lần, các mục sau tự lấy lại. "
    "Để trống khi chưa có số liệu; chọn “Không áp dụng” ở cột Trường hợp khác khi không phát sinh. "
    "Tài liệu kiểm chứng ghi rõ số, ngày, mục và trang."
)


@dataclass(frozen=True, slots=True)
class FormPaper:
    """Everything one form shows."""

    plan: Plan
    unit: Unit
    cycle: Cycle | None
    form: Form
    leaves: Mapping[str, LeafCells]
    kept: Mapping[str, str]
    known: Mapping[str, int]
    lists: Lists
    words: Mapping[str, str]
    """How each leaf is scored."""


def write_form(paper: FormPaper, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    """Write the whole sheet and protect it: only the cells of figures, evidence and notes are open."""
    page = Page(sheet, looks, [width for _, _, width in COLUMNS])
    marks = form_marks(paper.plan, paper.cycle)
    set_page(page, marks)
    sheet.set_column(0, 0, 1, None, {"hidden": True})
    _write_top(paper, page, marks)
    _write_head(page)
    for row in paper.form.rows:
        page.put(_cells(paper, row, page.row))
        _rules(paper, row, page)
    _write_totals(paper, page)
    _write_signatures(page)
    sheet.freeze_panes(FIRST_ROW, 3)
    sheet.repeat_rows(_HEAD_ROW, FIRST_ROW - 1)
    sheet.print_area(0, 1, page.row, LAST - 1)
    sheet.protect("", {"format_rows": True, "format_columns": True})


def _write_top(paper: FormPaper, page: Page, marks: str) -> None:
    plan = paper.plan
    title = f"Bảng tự chấm điểm Chỉ số cải cách hành chính năm {plan.year}"
    heading = Heading(plan.issuer, paper.unit.name, title, f"({plan.name})", marks)
    set_heading(page, heading, 1, LAST - 1)
    page.line(f"Đơn vị: {paper.unit.name} (mã {paper.unit.code}; {plan.kind_name}).", "bold", 1, LAST - 1)
    page.line(_GUIDE, "note", 1, LAST - 1, 12)
    page.row = _HEAD_ROW - 1


def _write_head(page: Page) -> None:
    """Write the hidden row of column keys and the two rows of headings."""
    sheet, head = page.sheet, page.looks["head"]
    for column, (key, _, _) in enumerate(COLUMNS):
        sheet.write_string(page.row, column, key)
    sheet.set_row(page.row, None, None, {"hidden": True})
    top, below = _HEAD_ROW, _HEAD_ROW + 1
    for row in (top, below):
        sheet.write_string(row, 0, "_head")
    sheet.merge_range(top, EVIDENCE[0], top, EVIDENCE[-1], "Tài liệu kiểm chứng", head)
    for column, (_, words, _) in enumerate(COLUMNS[1:], 1):
        if column in EVIDENCE:
            sheet.write_string(below, column, words, head)
        else:
            sheet.merge_range(top, column, below, column, words, head)
    sheet.set_row(top, 24)
    sheet.set_row(below, 36)
    page.row = FIRST_ROW


def _cells(paper: FormPaper, row: FormRow, at: int) -> list[Cell]:
    if row.node is not None:
        return _node_cells(paper, row)
    if row.input is not None:
        return _input_cells(paper, row, row.input, at)
    if row.leaf is not None:
        return _leaf_cells(paper, row, row.leaf)
    return [("_", "plain"), ("", "band"), ("Số liệu phục vụ đối chiếu", "band"), *([("", "band")] * 14)]


def _node_cells(paper: FormPaper, row: FormRow) -> list[Cell]:
    node = row.node
    assert node is not None
    scored = [code for code in node.leaves if paper.plan.leaf_by_code[code].kind != "survey"]
    points = Formula(f"{total([paper.leaves[code].points for code in scored])}/{MICRO}") if scored else None
    cells: list[Cell] = [("_", "plain"), (node.code, "band_centre"), (node.name, "band")]
    cells += [(node.max / MICRO, "band_points"), *([("", "band")] * 4), (points, "band_points")]
    return [*cells, *([("", "band")] * 8)]


def _leaf_cells(paper: FormPaper, row: FormRow, leaf: Leaf) -> list[Cell]:
    most = leaf.max if leaf.kind != "penalty" else leaf.min
    if row.kind == "survey":
        said, points = "Điều tra xã hội học: đơn vị không tự chấm.", None
    elif row.kind == "absent":
        trait = paper.plan.traits.get(leaf.trait or "", leaf.trait or "")
        said = f"Không áp dụng: đơn vị không thuộc diện “{trait}”."
        points = Formula(f"{paper.leaves[leaf.code].points}/{MICRO}")
    else:
        return _open_leaf(paper, row, leaf)
    cells: list[Cell] = [(row.key, "plain"), (leaf.code, "grey_centre"), (leaf.name, "grey")]
    cells += [(most / MICRO, "grey_points"), ("", "grey"), ("", "grey"), (said, "grey")]
    return [*cells, (leaf.evidence, "grey"), (points, "grey_points"), *([("", "grey")] * 8)]


def _open_leaf(paper: FormPaper, row: FormRow, leaf: Leaf) -> list[Cell]:
    cells: list[Cell] = [(row.key, "plain"), (leaf.code, "centre"), (leaf.name, "strong")]
    most = leaf.max if leaf.kind != "penalty" else leaf.min
    cells += [(most / MICRO, "points"), ("", "text"), ("", "text"), (paper.words[leaf.code], "text")]
    asked = "\n".join(filter(None, (leaf.evidence, leaf.guidance and f"Lưu ý: {leaf.guidance}")))
    points = Formula(f"{paper.leaves[leaf.code].points}/{MICRO}")
    evidence: list[Cell] = [("", "open_text") for _ in EVIDENCE]
    check = Formula(_leaf_check(paper.plan, leaf, paper.leaves[leaf.code]))
    return [*cells, (asked, "text"), (points, "strong_points"), *evidence, ("", "text"), (check, "check")]


def _leaf_check(plan: Plan, leaf: Leaf, cells: LeafCells) -> str:
    flags = cells.flags
    given = all(plan.input_by_code[code].kind == "points" for code in leaf.inputs)
    dropped = f'IF({cells.max_points}<{leaf.max},"Không phát sinh","")' if leaf.max > 0 else '""'
    capped = f'IF({cells.points}<{cells.earned},"Điểm bị khống chế",{dropped})'
    missing = "Chờ thẩm định" if given else "Chưa đủ số liệu"
    rows = ((1, "Thiếu tài liệu"), (4, missing), (8, "Đề nghị không áp dụng"), (64, "Số liệu sai"))
    for low, words in rows:
        capped = f'IF({flags}>={low},"{words}",{capped})'
    return capped


def _input_cells(paper: FormPaper, row: FormRow, entry: Input, at: int) -> list[Cell]:
    unit = f" ({entry.unit})" if entry.unit else ""
    value, look, said = _figure(paper, row, entry)
    is_open = row.kind == "figure"
    base = "open" if is_open else "grey"
    text = "text" if is_open else "grey"
    cells: list[Cell] = [(row.key, "plain"), ("", text), (f"– {entry.label}{unit}", text), ("", text)]
    cells += [(value, look), ("", base), (said, text), (entry.note, text), ("", text)]
    evidence: list[Cell] = [("", "open_text" if is_open else "grey") for _ in EVIDENCE]
    check = Formula(_figure_check(paper.kept[entry.code], at)) if is_open else None
    return [*cells, *evidence, ("", base), (check, "check" if is_open else "grey")]


def _figure(paper: FormPaper, row: FormRow, entry: Input) -> tuple[Value, str, str]:
    """Give what stands in an input's cell, its style, and what is said about it."""
    grey = style_of(entry, "grey")
    if row.kind == "figure":
        return None, style_of(entry, "open"), hint(entry)
    if row.kind == "last_year":
        return cell_value(entry, paper.known[entry.code]), grey, "Số liệu năm trước đã có trong hồ sơ."
    if row.kind == "reference":
        place = paper.form.filed_at[entry.code]
        cell, first = f"{VALUE_COLUMN}{FIRST_ROW + place + 1}", paper.form.rows[place].leaf
        said = f"Đã kê khai ở mục {first.code}." if first else ""
        return Formula(f'IF({cell}="","",{cell})'), grey, said
    return None, grey, "Cơ quan thẩm định cho điểm." if row.kind == "given" else ""


def _figure_check(kept: str, at: int) -> str:
    status = f"{STATUS_COLUMN}{at + 1}"
    absent = STATUS_LABELS["not_applicable"]
    both = f'IF(AND({kept}<>"",{status}="{absent}"),"Bỏ trống khi không áp dụng","")'
    empty = f'IF(AND({kept}="",{status}=""),"Chưa kê khai",{both})'
    return f'IF({kept}="?","Số liệu sai",{empty})'


def _rules(paper: FormPaper, row: FormRow, page: Page) -> None:
    """Let the sheet refuse what cannot be a figure."""
    if row.kind != "figure" or row.input is None:
        return
    at, entry = page.row - 1, row.input
    listed = entry.kind in ("yes_no", "choice")
    words = paper.lists.source(list_name(paper.plan, entry)) if listed else ""
    page.sheet.data_validation(at, 4, at, 4, dict(rule(entry, f"{VALUE_COLUMN}{at + 1}", words)))
    page.sheet.data_validation(at, 5, at, 5, {"validate": "list", "source": paper.lists.source("status")})


def _write_totals(paper: FormPaper, page: Page) -> None:
    """Sum up: what the unit gives itself, out of what applies to it, the survey left out."""
    own = [leaf for leaf in paper.plan.leaves if leaf.kind == "appraised"]
    points = total([paper.leaves[leaf.code].points for leaf in own])
    most = total([paper.leaves[leaf.code].max_points for leaf in own])
    survey = shown_points(paper.plan.survey_max)
    rows: list[tuple[str, str, str]] = [
        ("Tổng điểm tự đánh giá (không gồm điểm thưởng, trừ)", f"{points}/{MICRO}", ""),
        ("Tổng điểm tối đa áp dụng", f"{most}/{MICRO}", f"Không gồm {survey} điểm điều tra xã hội học."),
    ]
    for kind, words in (("bonus", "Điểm thưởng"), ("penalty", "Điểm trừ")):
        extra = [paper.leaves[leaf.code].points for leaf in paper.plan.leaves if leaf.kind == kind]
        rows += [(words, f"{total(extra)}/{MICRO}", "")] if extra else []
    for words, formula, said in rows:
        cells: list[Cell] = [("_", "plain"), ("", "band"), (words, "band"), *([("", "band")] * 4)]
        page.put([*cells, (said, "band"), (Formula(formula), "band_points"), *([("", "band")] * 8)])


def _write_signatures(page: Page) -> None:
    page.row += 1
    page.across("NGƯỜI LẬP BIỂU", "signature", 1, 6)
    page.across("THỦ TRƯỞNG ĐƠN VỊ", "signature", 9, LAST - 1)
    page.row += 5
