"""Set up a Word document as an official paper: page, fonts, header, one form after the other, same bytes.

Measures are those of Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, margins 20 mm above and below, 30 mm left, 15 mm
right, Times New Roman 13; page numbers stand centred above the text, but for the first page.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from par_index.papers.styles import FONT, SIZE

CENTRE = WD_PARAGRAPH_ALIGNMENT.CENTER
WIDTH = 165
"""The text's width in mm."""
BOX = "☐"
_BOX_FONT = "Segoe UI Symbol"
"""Times New Roman has no box; without a font of its own each program would choose another one."""
_RED = "C00000"
_NO_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_DATE = datetime(1980, 1, 1)
"""The first day an archive knows: the same content gives the same bytes."""


def new_document(title: str, author: str) -> Document:
    """Begin an empty paper whose page and plain text are set."""
    document = docx.Document()
    plain = document.styles["Normal"]
    plain.font.size = Pt(SIZE)
    _set_fonts(plain.element.get_or_add_rPr(), FONT)
    plain.element.rPr.append(element("w:lang", {"w:val": "vi-VN", "w:eastAsia": "vi-VN"}))
    plain.paragraph_format.space_after = plain.paragraph_format.space_before = Pt(0)
    (page,) = document.sections
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin = page.bottom_margin = Mm(20)
    page.left_margin, page.right_margin = Mm(30), Mm(15)
    page.header_distance = page.footer_distance = Mm(8)
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title[:255], author[:255], "", ""
    about.created = about.modified = _NO_DATE
    return document


def set_header(page: Section, marks: str) -> None:
    """Head each page with the marks, and each but the first with its number; every form counts from 1."""
    page.different_first_page_header_footer = True
    (columns,) = page._sectPr.findall(qn("w:cols"))
    columns.addprevious(element("w:pgNumType", {"w:start": "1"}))
    number = page.header.paragraphs[0]
    number.alignment = CENTRE
    for kind in ("begin", "", "end"):
        run = number.add_run()
        if kind:
            run._r.append(element("w:fldChar", {"w:fldCharType": kind}))
        else:
            run._r.append(element("w:instrText", {}, "PAGE"))
    if marks:
        _mark(page.header.add_paragraph(), marks)
        _mark(page.first_page_header.paragraphs[0], marks)


def _mark(paragraph: Paragraph, marks: str) -> None:
    paragraph.alignment = CENTRE
    paragraph.paragraph_format.space_after = Pt(6)
    run = written(paragraph, marks, bold=True)
    run.font.size, run.font.color.rgb = Pt(11), RGBColor.from_string(_RED)


def written(paragraph: Paragraph, text: str, *, bold: bool = False, italic: bool = False) -> Run:
    """Add a text to a paragraph; what no document can hold (control characters) is left out."""
    run = paragraph.add_run(_NO_XML.sub("", text))
    run.bold, run.italic = bold or None, italic or None
    return run


def boxed(paragraph: Paragraph, size: float) -> None:
    """Add an empty box to mark, in a font that has one."""
    run = paragraph.add_run(BOX)
    run.font.size = Pt(size)
    _set_fonts(run._r.get_or_add_rPr(), _BOX_FONT)


def _set_fonts(properties: BaseOxmlElement, font: str) -> None:
    """Name a font for every script, so that no letter with diacritics falls into another one."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    names = {f"w:{script}": font for script in ("ascii", "hAnsi", "eastAsia", "cs")}
    properties.insert(0, element("w:rFonts", names))


def element(tag: str, attributes: Mapping[str, str], text: str = "") -> BaseOxmlElement:
    """Make one element of WordprocessingML."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(name), value)
    if text:
        made.text = text
    return made


def sized(table: Table, widths: Sequence[float]) -> None:
    """Keep the columns' widths, in mm, whatever their words; what stands in a cell stands in its middle."""
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER


def repeat(document: Document, place: Run, texts: Sequence[str]) -> None:
    """Print the document once for each text, which stands at ``place``; every copy begins on a new page."""
    body = document.element.body
    form = [part for part in body if part.tag != qn("w:sectPr")]
    at = [run for part in form for run in part.iter(qn("w:r"))].index(place._r)
    end = body[-1]
    for text in texts[1:]:
        copy = [deepcopy(part) for part in form]
        runs = [run for part in copy for run in part.iter(qn("w:r"))]
        _put(runs[at], text)
        for part in (_break(end), *copy):
            end.addprevious(part)
    _put(place._r, texts[0])


def _put(run: BaseOxmlElement, text: str) -> None:
    for old in run.findall(qn("w:t")):
        run.remove(old)
    if text:
        run.append(element("w:t", {}, text))


def _break(section: BaseOxmlElement) -> BaseOxmlElement:
    """End a section as the last one ends: the next form starts a page, its numbers start at 1."""
    paragraph, properties = element("w:p", {}), element("w:pPr", {})
    properties.append(element("w:spacing", {"w:line": "20", "w:lineRule": "exact"}))
    properties.append(deepcopy(section))
    paragraph.append(properties)
    return paragraph


def content(document: Document) -> bytes:
    """Give the file's bytes, free of the day on which it was written."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with ZipFile(first) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for part in made.infolist():
            kept.writestr(ZipInfo(part.filename, _NO_DATE.timetuple()[:6]), made.read(part), ZIP_DEFLATED)
    return out.getvalue()
