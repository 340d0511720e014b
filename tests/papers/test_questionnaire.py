"""Printed questionnaires, read back from the XML itself: who is asked what, in which order, on which page."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from par_index.model.instrument import Option, Question, Respondents
from par_index.papers.questionnaire import Questionnaire, made, write_questionnaire
from par_index.papers.questionnaire_grid import option_width
from par_index.papers.questionnaire_page import BOX, WIDTH, content

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SCALE = tuple(Option(id_, label, None) for id_, label in (("a", "Tốt"), ("b", "Khá"), ("k", "Không biết")))
LONG = tuple(Option(str(at), f"Phương án dài thứ {at}, cần đọc cả dòng mới rõ", None) for at in range(9))
GROUP = Respondents("nguoi_dan", "Người dân", Fraction(1), 30)
MARKS = "SỐ LIỆU GIẢ LẬP"


def questions(count: int, options: tuple[Option, ...] = SCALE, first: int = 1) -> tuple[Question, ...]:
    return tuple(
        Question(f"C{at}", "2.1", f"Câu hỏi về việc {at}?", options, ("nguoi_dan",))
        for at in range(first, first + count)
    )


PAPER = Questionnaire("Ủy ban nhân dân tỉnh thử", 2023, GROUP, questions(3), MARKS)


def parts(paper: Questionnaire) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content(made(paper)))) as file:
        return {name: file.read(name) for name in file.namelist()}


def body(paper: Questionnaire) -> ElementTree.Element:
    (found,) = ElementTree.fromstring(parts(paper)["word/document.xml"])
    return found


def text(node: ElementTree.Element) -> str:
    return "".join(piece.text or "" for piece in node.iter(f"{W}t"))


def paragraphs(paper: Questionnaire) -> list[str]:
    return [text(one) for one in body(paper).iter(f"{W}p")]


def grids(paper: Questionnaire) -> list[list[list[str]]]:
    """Give the tables of questions: those that are not the heading's or the code's."""
    tables = [
        [[text(cell) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")]
        for table in body(paper).iter(f"{W}tbl")
    ]
    return [table for table in tables if table[0][0] == "TT"]


def test_it_looks_like_an_official_paper() -> None:
    said = paragraphs(PAPER)
    for line in (
        "ỦY BAN NHÂN DÂN TỈNH THỬ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "thử, ngày … tháng … năm …",
        "PHIẾU ĐIỀU TRA XÃ HỘI HỌC",
        "(Dành cho: Người dân)",
        "Trân trọng cảm ơn Ông/Bà!",
    ):
        assert line in said
    assert "Phiếu không ghi tên người trả lời" in " ".join(said)
    size, margins = (next(body(PAPER).iter(f"{W}{name}")).attrib for name in ("pgSz", "pgMar"))
    # 20, 20, 30 and 15 mm of 1440/25,4 twentieths of a point; A4 is 210 × 297 mm.
    assert (size[f"{W}w"], size[f"{W}h"]) == ("11906", "16838")
    assert [margins[f"{W}{side}"] for side in ("top", "bottom", "left", "right")] == [
        "1134", "1134", "1701", "850",
    ]  # fmt: skip


def test_every_script_has_the_font() -> None:
    styles = ElementTree.fromstring(parts(PAPER)["word/styles.xml"])
    (plain,) = (one for one in styles.iter(f"{W}style") if one.attrib[f"{W}styleId"] == "Normal")
    (fonts,) = plain.iter(f"{W}rFonts")
    assert fonts.attrib == {
        f"{W}{script}": "Times New Roman" for script in ("ascii", "hAnsi", "eastAsia", "cs")
    }


def test_questions_on_one_scale_share_a_grid_in_their_order() -> None:
    satisfied = tuple(Option(id_, label, None) for id_, label in (("1", "Hài lòng"), ("2", "Không")))
    paper = replace(PAPER, questions=(*questions(2), *questions(2, satisfied, 3), *questions(1, SCALE, 5)))
    assert grids(paper) == [
        [
            ["TT", "Nội dung", "Tốt", "Khá", "Không biết"],
            ["1", "Câu hỏi về việc 1?", BOX, BOX, BOX],
            ["2", "Câu hỏi về việc 2?", BOX, BOX, BOX],
        ],
        [
            ["TT", "Nội dung", "Hài lòng", "Không"],
            ["3", "Câu hỏi về việc 3?", BOX, BOX],
            ["4", "Câu hỏi về việc 4?", BOX, BOX],
        ],
        [["TT", "Nội dung", "Tốt", "Khá", "Không biết"], ["5", "Câu hỏi về việc 5?", BOX, BOX, BOX]],
    ]


def test_options_too_many_for_a_grid_stand_in_a_list() -> None:
    paper = replace(PAPER, questions=(*questions(1), *questions(1, LONG, 2)))
    (grid,) = grids(paper)
    assert len(grid) == 2
    said = paragraphs(paper)
    at = said.index("2. Câu hỏi về việc 2?")
    assert said[at + 1 : at + 10] == [f"{BOX} {option.label}" for option in LONG]


@pytest.mark.parametrize("count", [2, 4, 6])
def test_a_grid_leaves_room_for_the_question(count: int) -> None:
    width = option_width(SCALE[:1] * count)
    assert width is not None
    assert WIDTH - count * width >= 72


def test_no_page_parts_a_question() -> None:
    paper = replace(PAPER, questions=(*questions(40), *questions(2, LONG, 41)))
    (grid,) = (one for one in body(paper).iter(f"{W}tbl") if text(one).startswith("TT"))
    rows = list(grid.iter(f"{W}tr"))
    assert len(rows) == 41
    assert all(len(list(row.iter(f"{W}cantSplit"))) == 1 for row in rows)
    assert [len(list(row.iter(f"{W}tblHeader"))) for row in rows] == [1, *[0] * 40]
    listed = [one for one in body(paper).iter(f"{W}p") if text(one).startswith(("41.", BOX + " "))][:10]
    assert [len(list(one.iter(f"{W}keepNext"))) for one in listed] == [1] * 9 + [0]


def test_each_code_has_a_form_of_its_own_that_begins_a_page() -> None:
    codes = ("so-a.nguoi_dan.0001.XX", "so-a.nguoi_dan.0002.YY", "so-a.nguoi_dan.0003.ZZ")
    paper = replace(PAPER, office="Sở A", codes=codes)
    said = paragraphs(paper)
    assert [line for line in said if line.startswith("so-a.")] == list(codes)
    assert said.count("Sở A") == 3
    assert said.count("PHIẾU ĐIỀU TRA XÃ HỘI HỌC") == 3
    assert len(grids(paper)) == 3
    sections = list(body(paper).iter(f"{W}sectPr"))
    assert len(sections) == 3
    for one in sections:
        (start,) = one.iter(f"{W}pgNumType")
        assert start.attrib[f"{W}start"] == "1"
        assert len(list(one.iter(f"{W}titlePg"))) == 1


def test_a_blank_form_leaves_room_for_unit_and_code() -> None:
    tables = [[text(cell) for cell in table.iter(f"{W}tc")] for table in body(PAPER).iter(f"{W}tbl")]
    assert ["Cơ quan, đơn vị được đánh giá", "", "Mã phiếu", ""] in tables


def test_marks_head_every_page_and_only_later_ones_are_numbered() -> None:
    heads = [body.decode() for name, body in parts(PAPER).items() if re.match(r"word/header\d", name)]
    assert len(heads) == 2
    assert all(MARKS in head for head in heads)
    assert sorted("PAGE" in head for head in heads) == [False, True]
    unmarked = parts(replace(PAPER, marks=""))
    assert not any(MARKS in body.decode() for name, body in unmarked.items() if name.endswith(".xml"))


def test_peers_are_told_not_to_rate_their_own() -> None:
    told = "Ông/Bà không đánh giá cơ quan, đơn vị nơi mình công tác."
    assert told not in " ".join(paragraphs(PAPER))
    assert told in " ".join(paragraphs(replace(PAPER, group=replace(GROUP, peers=True))))


def test_the_same_form_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("một", "hai"):
        write_questionnaire(PAPER, tmp_path / name)
    assert (tmp_path / "một").read_bytes() == (tmp_path / "hai").read_bytes()
    with ZipFile(tmp_path / "một") as file:
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = file.read("docProps/core.xml").decode()
    assert "1980-01-01" in about
    assert "python" not in about


@settings(max_examples=15, deadline=None)
@example(words="\ufffe\x00Sở\uffffA")
@given(words=st.text(st.characters(codec="utf-8", exclude_characters="\t"), min_size=1, max_size=40))
def test_any_words_stay_words(words: str) -> None:
    """What XML can hold comes back as it was; control characters, which it cannot, are left out."""
    paper = replace(PAPER, office=words, codes=("=1+1",))
    shown = "".join(sign for sign in words if sign >= " " and sign not in "\ufffe\uffff")
    said = paragraphs(paper)
    assert "=1+1" in said
    assert shown in said


@pytest.mark.parametrize("name", ["=1+1", "+84", "-Sở", "@sở", "Sở <A> & “B”", "Trung tâm 'C'"])
def test_names_with_signs_survive(name: str) -> None:
    assert name in paragraphs(replace(PAPER, office=name))
