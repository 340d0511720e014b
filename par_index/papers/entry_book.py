"""Write the workbooks into which filled paper forms are typed: one a unit, a sheet a group, a row a form.

Column A holds the form's code, each further column a question with its answers as a drop-down. The reader
(``par_index.survey.answers``) finds the columns by a hidden row that holds ``_columns`` and the questions'
ids; the hidden sheet ``_par`` says which cycle, unit and set the workbook is for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import Cycle, Unit
from par_index.model.instrument import Question, Respondents
from par_index.model.plan import Plan
from par_index.papers.lists import LISTS, Lists
from par_index.papers.marks import form_marks
from par_index.papers.results import sheet_name
from par_index.papers.styles import Page, add_sheet, formats, opened, set_page
from par_index.papers.template import header, write_header
from par_index.survey.answers.sheets import SCHEMA

BLANK_ROWS = 400
"""Rows where no list of forms says how many: the most that the sample size asks of a group (e = 5%)."""
_CODE_WIDTH, _QUESTION_WIDTH = 30.0, 20.0
_LEAST_COLUMNS = 5
_GUIDE = (
    "Mỗi dòng một phiếu: tìm mã phiếu ở cột đầu rồi chọn câu trả lời ở từng cột. Câu không trả lời thì để "
    "trống; phiếu không thu về thì để trống cả dòng. Chỉ nhập vào ô nền vàng. Nhập xong, chép tệp này vào "
    "thư mục survey/responses của đợt chấm."
)


@dataclass(frozen=True, slots=True)
class EntrySheet:
    """The forms of one group; without ``codes`` rows are left in which codes are typed."""

    group: Respondents
    questions: tuple[Question, ...]
    codes: tuple[str, ...]


def write_entry_book(unit: Unit, plan: Plan, cycle: Cycle, sheets: Sequence[EntrySheet], path: Path) -> None:
    """Write one unit's workbook."""
    lists = Lists({_list(one): _labels(one) for sheet in sheets for one in sheet.questions})
    about = {"schema": SCHEMA, "kind": unit.kind, "unit": unit.code}
    with opened(path) as book:
        looks, taken = formats(book), {LISTS, "_par"}
        for one in sheets:
            sheet = add_sheet(book, sheet_name(one.group.name, taken))
            _write_sheet(_Sheet(unit, plan, cycle, one, lists), sheet, looks)
        lists.write(add_sheet(book, LISTS))
        write_header(book, {**header(plan, cycle), **about})


def _labels(question: Question) -> tuple[str, ...]:
    """Give the words a cell may hold; ``check`` lets no two options of a scale be read as one another."""
    return tuple(option.label for option in question.options)


def _list(question: Question) -> str:
    return "\n".join(_labels(question))


@dataclass(frozen=True, slots=True)
class _Sheet:
    unit: Unit
    plan: Plan
    cycle: Cycle
    forms: EntrySheet
    lists: Lists


def _write_sheet(paper: _Sheet, sheet: Worksheet, looks: Mapping[str, Any]) -> None:
    questions, codes = paper.forms.questions, paper.forms.codes
    columns = max(len(questions), _LEAST_COLUMNS)
    page = Page(sheet, looks, [_CODE_WIDTH, *(_QUESTION_WIDTH for _ in range(columns))])
    marks = form_marks(paper.plan, paper.cycle)
    set_page(page, marks)
    _write_top(paper, page, marks)
    head = _write_head(questions, page)
    for code in codes or ("",) * BLANK_ROWS:
        page.put([(code, "text" if code else "open_text"), *(("", "open_text") for _ in questions)])
    for column, question in enumerate(questions, 1):
        rule = {"validate": "list", "source": paper.lists.source(_list(question)), **_REFUSAL}
        sheet.data_validation(head + 1, column, page.row - 1, column, rule)
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head - 1)
    sheet.print_area(0, 0, page.row - 1, columns)
    sheet.protect("", {"format_rows": True, "format_columns": True})


_REFUSAL = {
    "error_title": "Không có câu trả lời này",
    "error_message": "Chọn một câu trả lời trong danh sách, hoặc để trống.",
}


def _write_top(paper: _Sheet, page: Page, marks: str) -> None:
    group, last = paper.forms.group, min(_LEAST_COLUMNS, len(page.widths) - 1)
    page.line(f"Nhập phiếu điều tra xã hội học năm {paper.cycle.year}".upper(), "bold", 0, last)
    page.line(f"Đơn vị được đánh giá: {paper.unit.name}. Nhóm trả lời: {group.name}.", "bold", 0, last)
    page.line(_GUIDE, "note", 0, last, 12)
    page.line(marks, "marks", 0, last)


def _write_head(questions: Sequence[Question], page: Page) -> int:
    """Write the headings and the hidden row of keys below them; give that row's number from 0."""
    words = (f"Câu {number}. {question.text}" for number, question in enumerate(questions, 1))
    page.put([("Mã phiếu", "head"), *((text, "head") for text in words)])
    keys = ("_columns", *(question.id for question in questions))
    row = page.put([(key, "plain") for key in keys])
    page.sheet.set_row(row, None, None, {"hidden": True})
    return row
