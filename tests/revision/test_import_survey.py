"""A set's survey leaves on sheets of its own and comes back; a mistake in it is told at its cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from par_index.model.set_layout import Layout
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES
from par_index.model.text import Tree
from par_index.places import libraries
from par_index.read.yaml_tree import read_tree
from par_index.revision.import_set import import_set
from tests.compile.sample import SOUND
from tests.compile.test_survey_doubts import WHOLE, survey
from tests.revision.test_import_set import Edit, beside, exported, put


def imported(folder: Path, text: str, edit: Edit) -> tuple[str, list[tuple[str, str, str]]]:
    """Export a set, edit its workbook, import it: the survey as YAML, and the problems with their cells."""
    path = exported(folder, text)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    made, problems = import_set(path, folder / "moi.yaml", folder, libraries())
    written = (folder / "moi.yaml").read_text("utf-8") if made else "survey:"
    own = written[written.index("survey:") :].partition("\ntraits:")[0].partition("\n\n")[0]
    return own.rstrip(), [(one.code, one.where.cell, one.text()) for one in problems]


def tree(text: str, folder: Path) -> Tree | None:
    """Read what YAML says."""
    (folder / "doc.yaml").write_text(f"{text}\n", "utf-8")
    return read_tree(folder / "doc.yaml")[0]


def added(layout: Layout, **cells: object) -> Edit:
    """Write a row below a sheet's last."""

    def edit(book: Any) -> None:
        sheet = book[layout.title]
        row = sheet.max_row + 1
        for at, column in enumerate(layout.columns, 1):
            sheet.cell(row, at).value = cells.get(column.key)

    return edit


@pytest.mark.parametrize(
    ("edit", "code", "cell", "said"),
    [
        (put("Nhóm trả lời", "xa", "weight", "hai mươi"), "Y26", "Nhóm trả lời!C5", "hai mươi"),
        (put("Nhóm trả lời", "xa", "weight", "30%"), "S93", "Nhóm trả lời!A4", "110"),
        (put("Nhóm trả lời", "xa", "peers", "có"), "Y24", "Nhóm trả lời!E5", "true, false"),
        (put("Nhóm trả lời", "xa", "strata", "populaton"), "Y24", "Nhóm trả lời!F5", "“population”"),
        (put("Nhóm trả lời", "xa", "rates", "so; huyn"), "L85", "Nhóm trả lời!D5", "huyn"),
        (put("Nhóm trả lời", "xa", "min_answers", "10,5"), "Y32", "Nhóm trả lời!G5", "10,5"),
        (put("Nhóm trả lời", "xa", "name", None), "Y21", "Nhóm trả lời!A5", "name"),
        (put("Nhóm trả lời", "dai_bieu", "id", "dan"), "L62", "Nhóm trả lời!A6", "dan"),
        (put("Nhóm trả lời", "xa", "min_answers", "=2+3"), "X07", "Nhóm trả lời!G5", ""),
        (put("Thang trả lời", "b", "share", "160%"), "L86", "Thang trả lời!A5", "1,6"),
        (put("Thang trả lời", "b", "id", "a"), "L62", "Thang trả lời!B5", "Thang trả lời!B4"),
        (put("Thang trả lời", "b", "scale", None), "X09", "Thang trả lời!B5", "scale"),
        (put("Thang trả lời", "a", "share", "90%"), "S95", "Thang trả lời!A4", "90"),
        (added(SCALES, scale="ba_muc"), "L87", "Thang trả lời!A9", "ba_muc"),
        (added(SCALES, scale="bon_muc"), "Y21", "Thang trả lời!A9", "id"),
        (put("Phiếu hỏi", "C2", "leaf", "2.9"), "L81", "Phiếu hỏi!B5", "2.9"),
        (put("Phiếu hỏi", "C2", "leaf", 2.1), "X06", "Phiếu hỏi!B5", "2,1"),
        (put("Phiếu hỏi", "C2", "scale", "hai_mc"), "Y24", "Phiếu hỏi!D5", "“hai_muc”"),
        (put("Phiếu hỏi", "C1", "groups", "dai_bieu; dam"), "Y24", "Phiếu hỏi!E4", "“dan”"),
        (put("Phiếu hỏi", "C1", "groups", "dan; dan"), "L88", "Phiếu hỏi!E4", "dan"),
        (added(ASKS, id="C1", leaf="2.1", ask="Lần nữa?", scale="hai_muc"), "L62", "Phiếu hỏi!A6", "C1"),
        (put("Thông tin chung", "survey", "value", None), "Y21", "Thông tin chung!B18", "points"),
        (put("Thông tin chung", "survey", "value", "hai"), "Y26", "Thông tin chung!B17", "hai"),
        (put("Thông tin chung", "survey.no_answers", "value", "bỏ"), "Y24", "Thông tin chung!B19", "reweigh"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_cell(edit: Edit, code: str, cell: str, said: str, tmp_path: Path) -> None:
    _, problems = imported(tmp_path, survey(WHOLE), edit)
    assert [text for one, where, text in problems if (one, where) == (code, cell) and said in text], problems


def test_what_people_type_is_read_as_they_mean_it(tmp_path: Path) -> None:
    """Percent and number cells, a line a piece, an option of a scale below those of another."""

    def edit(book: Any) -> None:
        weight = beside(book["Nhóm trả lời"], "xa", "weight")
        weight.value, weight.number_format = 0.2, "0%"
        beside(book["Nhóm trả lời"], "dai_bieu", "weight").value = 0.4
        beside(book["Nhóm trả lời"], "dai_bieu", "min_answers").value = 12
        beside(book["Thang trả lời"], "b", "share").value = 0.6
        beside(book["Phiếu hỏi"], "C1", "groups").value = "dai_bieu\ndan;"
        beside(book["Thông tin chung"], "survey", "value").value = 2
        added(SCALES, scale="bon_muc", id="d", label="Kém", share="0%")(book)

    written, problems = imported(tmp_path, survey(WHOLE), edit)
    assert [one for one in problems if one[0] != "L94"] == []
    meant = WHOLE.replace("min_answers: 10", "min_answers: 12").replace("weight: 0,2", "weight: 20%")
    meant = meant.replace("weight: 40%", "weight: 0,4", 1).replace("share: 60%", "share: 0,6")
    meant = meant.replace(
        "        label: Không biết\n",
        "        label: Không biết\n      - id: d\n        label: Kém\n        share: 0%\n",
    )
    assert tree(written, tmp_path) == tree(meant, tmp_path)


@pytest.mark.parametrize("own", ["survey: 2", "survey:\n  points: 2", WHOLE.rstrip()])
def test_it_is_written_again_as_its_author_wrote_it(own: str, tmp_path: Path) -> None:
    written, problems = imported(tmp_path, survey(f"{own}\n"), lambda _: None)
    assert problems == []
    assert written.splitlines()[0] == own.splitlines()[0]
    assert tree(written, tmp_path) == tree(own, tmp_path)


def test_a_bare_number_becomes_the_points_when_questions_are_added(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        added(RESPONDENTS, id="dan", name="Người dân", weight="100%")(book)
        added(SCALES, scale="hai_muc", id="y", label="Đồng ý", share="100%")(book)
        added(SCALES, scale="hai_muc", id="n", label="Không đồng ý", share="0%")(book)
        added(ASKS, id="C1", leaf="2.1", ask="Ông/Bà có đồng ý không?", scale="hai_muc")(book)

    written, problems = imported(tmp_path, SOUND, edit)
    assert problems == []
    assert written.splitlines()[:3] == ["survey:", "  points: 2", "  groups:"]


def test_the_scales_and_closed_words_are_offered(tmp_path: Path) -> None:
    book = load_workbook(exported(tmp_path, survey(WHOLE)))
    offered = {
        sheet.title: {
            str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation
        }
        for sheet in book
    }
    assert set(offered["Nhóm trả lời"]) == {"E4", "F4"} and offered["Thang trả lời"] == {}
    assert offered["Phiếu hỏi"] == {"D4": "'Thang trả lời'!$A$4:$A$1000"}
    assert {"B19", "B20", "B21"} <= set(offered["Thông tin chung"])


def test_titles_lie_over_what_is_printed(tmp_path: Path) -> None:
    """A sheet of this set prints its columns in use; one without rows prints all its headings."""
    books = [exported(tmp_path, survey(WHOLE)), exported(tmp_path / "tran", SOUND)]
    printed = [load_workbook(book)[SCALES.title] for book in books]
    assert [sheet.print_area for sheet in printed] == [
        "'Thang trả lời'!$A$1:$D$8",
        "'Thang trả lời'!$A$1:$D$3",
    ]
    items = load_workbook(books[0])["Tiêu chí"]
    last = items.print_area.split("$")[3]
    assert {str(cells) for cells in items.merged_cells.ranges} == {f"A1:{last}1", f"A2:{last}2"}
