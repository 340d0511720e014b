"""Write a printable questionnaire: one form of a group of respondents, or one after the other by code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.run import Run

from par_index.model.instrument import Question, Respondents
from par_index.papers.questionnaire_grid import add_questions
from par_index.papers.questionnaire_page import (
    BOX,
    CENTRE,
    WIDTH,
    content,
    element,
    new_document,
    repeat,
    set_header,
    sized,
    written,
)
from par_index.papers.styles import place_of
from par_index.papers.widths import points_wide

TITLE = "PHIẾU ĐIỀU TRA XÃ HỘI HỌC"
_NATION, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_LEFT, _RIGHT = 68.0, WIDTH - 68.0
_LABEL = 66.0
_MM_PER_POINT = 25.4 / 72
_WHY = (
    "Để đánh giá khách quan kết quả cải cách hành chính năm {year}, {issuer} trân trọng đề nghị Ông/Bà cho "
    "biết ý kiến về {office}. Phiếu không ghi tên người trả lời; mã phiếu chỉ cho biết cơ quan, đơn vị được "
    "đánh giá, nhóm trả lời và số thứ tự của phiếu. Ý kiến của Ông/Bà chỉ dùng để tổng hợp."
)
_PEERS = "Ông/Bà không đánh giá cơ quan, đơn vị nơi mình công tác."
_HOW = (
    f"Cách trả lời: ở mỗi câu, Ông/Bà đánh dấu X vào một ô {BOX} phù hợp nhất với ý kiến của mình. Nếu đánh "
    "nhầm, khoanh tròn ô đã đánh rồi đánh dấu X vào ô khác."
)
_THANKS = "Trân trọng cảm ơn Ông/Bà!"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What is printed; a form for each of ``codes``, where "" leaves room to write one.

    ``office`` names the unit rated, or is empty: then it is written by hand.
    """

    issuer: str
    year: int
    group: Respondents
    questions: tuple[Question, ...]
    marks: str
    office: str = ""
    codes: tuple[str, ...] = ("",)


def write_questionnaire(paper: Questionnaire, path: Path) -> None:
    """Write the document."""
    path.write_bytes(content(made(paper)))


def made(paper: Questionnaire) -> Document:
    """Lay out one form and print it as often as there are codes."""
    document = new_document(f"{TITLE.capitalize()} năm {paper.year}: {paper.group.name}", paper.issuer)
    set_header(document.sections[0], paper.marks)
    _add_heading(document, paper.issuer)
    place = _add_title(document, paper)
    _add_intro(document, paper)
    add_questions(document, paper.questions)
    _add_paragraph(document, _THANKS, bold=True, italic=True, centred=True, above=4)
    repeat(document, place, paper.codes)
    return document


def _add_heading(document: Document, issuer: str) -> None:
    """Write the block of official papers: issuing body left, the nation's name, motto and date right."""
    table = document.add_table(rows=1, cols=2)
    sized(table, (_LEFT, _RIGHT))
    left, right = table.rows[0].cells
    left.vertical_alignment = right.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.TOP
    _add_line(left, issuer.upper(), 12, bold=True, first=True)
    _add_rule(left, _LEFT, _LEFT * 0.35)
    _add_line(right, _NATION, 12, bold=True, first=True)
    _add_line(right, _MOTTO, 13, bold=True)
    _add_rule(right, _RIGHT, points_wide(_MOTTO, 13, True) * _MM_PER_POINT)
    _add_line(right, f"{place_of(issuer)}, ngày … tháng … năm …", 13, italic=True)
    right.paragraphs[-1].paragraph_format.space_before = Pt(4)


def _add_line(
    cell: _Cell, text: str, size: float, *, bold: bool = False, italic: bool = False, first: bool = False
) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = CENTRE
    written(paragraph, text, bold=bold, italic=italic).font.size = Pt(size)


def _add_rule(cell: _Cell, width: float, long: float) -> None:
    """Draw a line of so many mm in the middle below the last words."""
    paragraph = cell.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(2)
    shape.left_indent = shape.right_indent = Mm(max((width - 3.8 - long) / 2, 0))
    border = element("w:pBdr", {})
    border.append(element("w:bottom", {"w:val": "single", "w:sz": "6", "w:space": "1", "w:color": "auto"}))
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def _add_title(document: Document, paper: Questionnaire) -> Run:
    """Write title and what is rated; give the place of the form's code."""
    _add_paragraph(document, TITLE, bold=True, centred=True, above=14, size=14)
    about = f"về công tác cải cách hành chính năm {paper.year}"
    _add_paragraph(document, about, bold=True, centred=True)
    _add_paragraph(document, f"(Dành cho: {paper.group.name})", italic=True, centred=True, below=6)
    table = document.add_table(rows=2, cols=2, style="Table Grid")
    sized(table, (_LABEL, WIDTH - _LABEL))
    for row, label in zip(table.rows, ("Cơ quan, đơn vị được đánh giá", "Mã phiếu"), strict=True):
        paragraph = row.cells[0].paragraphs[0]
        written(paragraph, label)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    rated, code = (row.cells[1].paragraphs[0] for row in table.rows)
    written(rated, paper.office, bold=True)
    return written(code, "", bold=True)


def _add_intro(document: Document, paper: Questionnaire) -> None:
    """Say why, that nobody is named, and how to mark."""
    office = paper.office or "cơ quan, đơn vị nêu trên"
    why = _WHY.format(year=paper.year, issuer=paper.issuer, office=office)
    _add_paragraph(document, "Kính gửi Ông/Bà,", bold=True, above=6)
    _add_paragraph(document, f"{why} {_PEERS}" if paper.group.peers else why, above=3, justified=True)
    _add_paragraph(document, _HOW, italic=True, above=3, below=6, justified=True)


def _add_paragraph(
    document: Document,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    justified: bool = False,
    above: float = 0,
    below: float = 0,
    size: float = 13,
) -> None:
    paragraph = document.add_paragraph()
    written(paragraph, text, bold=bold, italic=italic).font.size = Pt(size)
    if centred or justified:
        paragraph.alignment = CENTRE if centred else WD_PARAGRAPH_ALIGNMENT.JUSTIFY
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(above), Pt(below)
