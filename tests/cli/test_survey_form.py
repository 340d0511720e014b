"""``survey form``: which files it writes, for whom, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from par_index.papers import questionnaires as papers
from par_index.survey.answers import read_answers
from par_index.survey.frame import read_frame
from tests.cli.sample import folder, run, tree
from tests.survey.instrument import opened, surveyed

FORMS = {f"phieu-so-{group}.docx" for group in ("dai_bieu", "so_nganh", "nguoi_dan")}
BOOKS = {f"nhap-{unit}.xlsx" for unit in ("so-a", "so-b", "so-c")}


def test_it_writes_a_form_a_group_and_a_workbook_a_unit(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path, files={"facts.csv": None})
    result = run("survey", "form", cycle)
    assert result.exit_code == 0, result.stderr
    assert set(tree(cycle / "survey" / "phieu")) == FORMS | BOOKS
    assert {Path(line).name for line in result.stdout.splitlines()} == FORMS | BOOKS
    made = load_workbook(cycle / "survey" / "phieu" / "nhap-so-b.xlsx")
    assert made.sheetnames[:3] == ["Đại biểu HĐND tỉnh", "Sở, ngành khác", "Người dân"]


def test_one_unit_has_all_its_forms_with_their_codes(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    assert run("survey", "plan", cycle, "--seed", "1").exit_code == 0
    result = run("survey", "form", cycle, "--unit", "Sở B", "--out", tmp_path / "in")
    assert result.exit_code == 0, result.stderr
    assert set(tree(tmp_path / "in")) == {
        *(f"phieu-so-b-{group}.docx" for group in ("dai_bieu", "so_nganh", "nguoi_dan")), "nhap-so-b.xlsx",
    }  # fmt: skip
    rows = (cycle / "survey" / "forms.csv").read_text("utf-8-sig").splitlines()[1:]
    codes = [row.split(",")[0] for row in rows if row.split(",")[1:3] == ["so-b", "nguoi_dan"]]
    assert len(codes) == 200
    printed = Document(str(tmp_path / "in" / "phieu-so-b-nguoi_dan.docx"))
    cells = [table.cell(1, 1).text for table in printed.tables if table.cell(0, 0).text.startswith("Cơ quan")]
    assert cells == codes
    typed = load_workbook(tmp_path / "in" / "nhap-so-b.xlsx")["Người dân"]
    assert [cell.value for cell in typed["A"] if str(cell.value).startswith("so-b.")] == codes


def test_one_group_of_one_unit(tmp_path: Path) -> None:
    words = ("survey", "form", surveyed(tmp_path), "--group", "nguoi_dan", "--unit", "so-a")
    assert run(*words, "--out", tmp_path / "in").exit_code == 0
    assert set(tree(tmp_path / "in")) == {"phieu-so-a-nguoi_dan.docx", "nhap-so-a-nguoi_dan.xlsx"}


def test_what_stands_there_is_kept(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    assert run("survey", "form", cycle).exit_code == 0
    used = cycle / "survey" / "phieu" / "nhap-so-a.xlsx"
    used.write_bytes(b"typed in")
    (cycle / "survey" / "phieu" / "nhap-so-b.xlsx").unlink()
    again = run("survey", "form", cycle)
    assert again.exit_code == 1
    assert again.stderr.count("P03  Biểu đã có") == 5
    assert f"{used}  P03" in again.stderr
    assert [Path(line).name for line in again.stdout.splitlines()] == ["nhap-so-b.xlsx"]
    assert used.read_bytes() == b"typed in"


@pytest.mark.parametrize(
    ("words", "code", "nearest"),
    [
        (("--group", "nguoi_dn"), "S02", "nguoi_dan"),
        (("--group", "xa"), "S02", ""),
        (("--unit", "so-d"), "U01", "so-"),
    ],
)
def test_an_unknown_group_or_unit_gets_the_nearest(
    tmp_path: Path, words: tuple[str, str], code: str, nearest: str
) -> None:
    cycle = surveyed(tmp_path)
    result = run("survey", "form", cycle, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{code}  " in result.stderr
    assert f"Có phải “{nearest}" in result.stderr or not nearest
    assert not (cycle / "survey" / "phieu").exists()


def test_a_unit_of_another_kind_has_no_questionnaire(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    listed = cycle / "units.csv"
    listed.write_text(listed.read_text("utf-8") + "x-1,Xã một,xa,\n", "utf-8")
    result = run("survey", "form", cycle, "--unit", "x-1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "S20  Đơn vị không có phiếu hỏi" in result.stderr


def test_a_wrong_list_of_forms_stops_the_printing(tmp_path: Path) -> None:
    wrong = "form,unit,group\nso-a.nguoi_dan.0001.AA,so-a,nguoi_dan\n"
    cycle = surveyed(tmp_path, files={"survey/forms.csv": wrong})
    result = run("survey", "form", cycle)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "survey/forms.csv:2  S21  Mã phiếu không đúng" in result.stderr
    assert not (cycle / "survey" / "phieu").exists()


def test_units_the_list_forgot_are_told_and_printed_blank(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path, files={"survey/forms.csv": "form,unit,group\n"})
    result = run("survey", "form", cycle)
    assert result.exit_code == 0
    assert result.stderr.count("S25  Đơn vị chưa có mã phiếu") == 3
    assert set(tree(cycle / "survey" / "phieu")) == FORMS | BOOKS


def test_without_the_word_library_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "find_spec", lambda _: None)
    cycle = surveyed(tmp_path)
    result = run("survey", "form", cycle)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "S26  Thiếu thư viện ghi tệp Word" in result.stderr
    assert "pip install" in result.stderr
    assert not (cycle / "survey" / "phieu").exists()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    (tmp_path / "in").write_text("a file")
    result = run("survey", "form", cycle, "--out", tmp_path / "in")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{tmp_path / 'in'}  S27  Không ghi được phiếu" in result.stderr


def test_a_cycle_without_questions_has_no_forms(tmp_path: Path) -> None:
    result = run("survey", "form", folder(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "S10  " in result.stderr


def test_forms_are_the_sample_instruments(tmp_path: Path) -> None:
    """Every printed form asks what its group is asked, and nothing else."""
    cycle = surveyed(tmp_path)
    assert run("survey", "form", cycle).exit_code == 0
    (plan,) = (one for one in opened(cycle).plans if one.kind == "so")
    assert plan.instrument is not None
    for group in ("dai_bieu", "so_nganh", "nguoi_dan"):
        printed = Document(str(cycle / "survey" / "phieu" / f"phieu-so-{group}.docx"))
        grid = [[cell.text for cell in row.cells] for row in printed.tables[-1].rows]
        assert [row[1] for row in grid[1:]] == [one.text for one in plan.instrument.asked(group)]


def test_what_a_clerk_types_is_read_as_answers(tmp_path: Path) -> None:
    """Labels, an id and a code in another case count; a form without answers is none."""
    cycle = surveyed(tmp_path)
    assert run("survey", "plan", cycle, "--seed", "1").exit_code == 0
    assert run("survey", "form", cycle, "--unit", "so-b").exit_code == 0
    book = load_workbook(cycle / "survey" / "phieu" / "nhap-so-b.xlsx")
    page = book["Người dân"]
    (keys,) = (cell.row for cell in page["A"] if cell.value == "_columns")
    for row, words in ((1, "Tốt"), (2, "b"), (3, "KÉM")):
        page.cell(keys + row, 2, words)
    page.cell(keys + 3, 1, str(page.cell(keys + 3, 1).value).upper())
    (cycle / "survey" / "responses").mkdir()
    book.save(cycle / "survey" / "responses" / "nhap-so-b.xlsx")
    made = opened(cycle)
    frame, _ = read_frame(cycle, made.cycle, made.plans)
    answers, problems = read_answers(cycle, made.cycle, made.plans, frame)
    assert not [one.text() for one in problems if one.is_error]
    assert answers is not None
    forms = answers.forms["so"]
    assert [(one.unit, one.group) for one in forms.cells] == [("so-b", "nguoi_dan")]
    assert sorted(forms.answers[:, 0].tolist()) == [1, 2, 4]
