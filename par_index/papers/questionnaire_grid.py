"""Lay out the questions of a printed form: a grid a run of questions on one scale, else boxes in a list.

No question is parted by a page: a grid's rows stay whole and its head is repeated; a listed question keeps
with its options. All are numbered through, as the entry workbook numbers them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Row

from par_index.model.instrument import Option, Question
from par_index.papers.questionnaire_page import CENTRE, WIDTH, boxed, element, sized, written
from par_index.papers.widths import points_wide

_NUMBER, _ASKED = 10.0, 62.0
"""Widths in mm: the number's column, and the least that leaves a question readable."""
_LEAST_OPTION, _EDGE = 15.0, 2.0
_SIZE, _HEAD_SIZE, _BOX_SIZE = 12, 11, 14
_MM_PER_POINT = 25.4 / 72
Numbered = tuple[int, Question]


def add_questions(document: Document, questions: Sequence[Question]) -> None:
    """Add all questions in their order."""
    for options, run in groupby(enumerate(questions, 1), key=lambda numbered: numbered[1].options):
        width = option_width(options)
        if width is None:
            for number, question in run:
                _add_listed(document, number, question)
        else:
            _add_grid(document, options, tuple(run), width)


def option_width(options: Sequence[Option]) -> float | None:
    """Give each option's column in a grid, in mm; ``None`` when they leave too little for the question."""
    words = (word for option in options for word in option.label.split())
    widest = max((points_wide(word, _HEAD_SIZE, True) for word in words), default=0) * _MM_PER_POINT
    width = max(_LEAST_OPTION, widest + 2 * _EDGE)
    return width if WIDTH - _NUMBER - width * len(options) >= _ASKED else None


def _add_grid(document: Document, options: Sequence[Option], run: Sequence[Numbered], width: float) -> None:
    table = document.add_table(rows=0, cols=2 + len(options), style="Table Grid")
    _set_edges(table)
    _add_head(table.add_row(), options)
    for number, question in run:
        _add_row(table.add_row(), number, question)
    sized(table, (_NUMBER, WIDTH - _NUMBER - width * len(options), *(width for _ in options)))
    _part(document)


def _add_head(row: _Row, options: Sequence[Option]) -> None:
    _whole(row, "w:tblHeader")
    words = ("TT", "Nội dung", *(option.label for option in options))
    for cell, text in zip(row.cells, words, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment = CENTRE
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(2)
        shape.keep_with_next = True
        written(paragraph, text, bold=True).font.size = Pt(_HEAD_SIZE)
        cell._tc.get_or_add_tcPr().append(element("w:shd", {"w:val": "clear", "w:fill": "EDEDED"}))


def _add_row(row: _Row, number: int, question: Question) -> None:
    _whole(row)
    first, asked, *boxes = (cell.paragraphs[0] for cell in row.cells)
    first.alignment = CENTRE
    written(first, str(number)).font.size = Pt(_SIZE)
    written(asked, question.text).font.size = Pt(_SIZE)
    asked.paragraph_format.space_before = asked.paragraph_format.space_after = Pt(3)
    for paragraph in boxes:
        paragraph.alignment = CENTRE
        boxed(paragraph, _BOX_SIZE)


def _add_listed(document: Document, number: int, question: Question) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.space_before = Pt(6)
    written(asked, f"{number}. ", bold=True)
    written(asked, question.text)
    paragraphs = [asked]
    for option in question.options:
        line = document.add_paragraph()
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(16), Mm(-7)
        boxed(line, _BOX_SIZE)
        written(line, f" {option.label}")
        paragraphs.append(line)
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_together = True
    for paragraph in paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


def _whole(row: _Row, *more: str) -> None:
    """Let no page part a row."""
    for tag in ("w:cantSplit", *more):
        row._tr.get_or_add_trPr().append(element(tag, {}))


def _set_edges(table: Table) -> None:
    """Leave narrow margins inside the cells: the columns of options are narrow themselves."""
    edges = element("w:tblCellMar", {})
    for side in ("left", "right"):
        edges.append(element(f"w:{side}", {"w:w": "60", "w:type": "dxa"}))
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(edges)
    else:
        look.addprevious(edges)


def _part(document: Document) -> None:
    """Part two tables, which would grow together without a paragraph between them."""
    document.add_paragraph().paragraph_format.line_spacing = Pt(8)
