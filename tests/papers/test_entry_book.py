"""Workbooks into which forms are typed: what a clerk sees, and what the reader finds again."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from par_index.model.facts import Unit
from par_index.model.instrument import Option, Question, Respondents
from par_index.papers.entry_book import BLANK_ROWS, EntrySheet, write_entry_book
from par_index.problem import has_errors
from par_index.read.sheets import read_book
from par_index.read.tables import Layout, table
from tests.score.cycles import cycle, sample_plan

SCALE = tuple(Option(id_, label, None) for id_, label in (("a", "Tốt"), ("b", "=Khá"), ("k", "Không biết")))
OTHER = tuple(Option(id_, label, None) for id_, label in (("1", "Hài lòng"), ("2", "Không")))
CODES = ("=so-a.g.0001.XX", "so-a.g.0002.YY")
UNIT = Unit("so-a", "=Sở A & “B”", "so")


def sheet(name: str = "Người dân", codes: tuple[str, ...] = CODES, count: int = 3) -> EntrySheet:
    group = Respondents("g", name, Fraction(1), 30)
    asked = tuple(Question(f"C{at}", "2.1", f"+Câu {at}?", SCALE, ("g",)) for at in range(1, count))
    return EntrySheet(group, (*asked, Question(f"C{count}", "2.1", "@Cuối?", OTHER, ("g",))), codes)


def book(place: Path, *sheets: EntrySheet) -> Workbook:
    write_entry_book(UNIT, sample_plan(), cycle(), sheets, place / "nhap.xlsx")
    return load_workbook(place / "nhap.xlsx")


def key_row(made: Workbook) -> int:
    found = [cell.row for cell in made.worksheets[0]["A"] if cell.value == "_columns"]
    assert len(found) == 1
    return int(found[0])


def test_it_says_what_it_is_for(tmp_path: Path) -> None:
    made = book(tmp_path, sheet())
    assert {str(key): str(value) for key, value in made["_par"].iter_rows(values_only=True)} == {
        "schema": "par-index/answers/1",
        "set": "thu/2023/so",
        "digest": sample_plan().digest,
        "year": "2023",
        "cycle": "thu-2023",
        "kind": "so",
        "unit": "so-a",
    }
    assert {name: made[name].sheet_state for name in made.sheetnames} == {
        "Người dân": "visible", "_danh_muc": "veryHidden", "_par": "veryHidden",
    }  # fmt: skip


def test_a_row_stands_for_each_form_and_only_answers_are_open(tmp_path: Path) -> None:
    made = book(tmp_path, sheet())
    page, keys = made.worksheets[0], key_row(made)
    assert page.row_dimensions[keys].hidden
    assert [cell.value for cell in page[keys - 1]][:4] == [
        "Mã phiếu", "Câu 1. +Câu 1?", "Câu 2. +Câu 2?", "Câu 3. @Cuối?",
    ]  # fmt: skip
    assert [cell.value for cell in page[keys]][:4] == ["_columns", "C1", "C2", "C3"]
    assert [page.cell(keys + at, 1).value for at in (1, 2, 3)] == [*CODES, None]
    assert page.cell(keys + 1, 1).data_type == "s"
    assert page.protection.sheet
    assert [page.cell(keys + 1, at).protection.locked for at in (1, 2, 4)] == [True, False, False]
    assert page.freeze_panes == f"B{keys + 1}"
    assert page.oddHeader.center.text == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"


def test_cells_offer_the_answers_of_their_question(tmp_path: Path) -> None:
    made = book(tmp_path, sheet())
    page, keys = made.worksheets[0], key_row(made)
    offered = {}
    for rule in page.data_validations.dataValidation:
        place, cells = rule.formula1.split("!")
        words = [str(cell.value) for (cell,) in made[place][cells.replace("$", "")]]
        offered[str(rule.sqref)] = words
    assert offered == {
        f"B{keys + 1}:B{keys + 2}": ["Tốt", "=Khá", "Không biết"],
        f"C{keys + 1}:C{keys + 2}": ["Tốt", "=Khá", "Không biết"],
        f"D{keys + 1}:D{keys + 2}": ["Hài lòng", "Không"],
    }


def test_without_a_list_codes_are_typed(tmp_path: Path) -> None:
    made = book(tmp_path, sheet(codes=()))
    page, keys = made.worksheets[0], key_row(made)
    assert page.max_row == keys + BLANK_ROWS
    assert not page.cell(keys + 1, 1).protection.locked


@pytest.mark.parametrize("count", [1, 2, 40])
def test_the_tables_reader_finds_codes_and_questions_again(tmp_path: Path, count: int) -> None:
    made = book(tmp_path, sheet(count=count))
    keys = key_row(made)
    made.worksheets[0].cell(keys + 2, 1 + count, "Không")
    made.save(tmp_path / "nhap.xlsx")
    read, problems = read_book(tmp_path / "nhap.xlsx", "nhap.xlsx")
    assert read is not None
    ids = tuple(f"c{at}" for at in range(1, count + 1))
    found, refused = table(read.sheets[0], Layout(required=ids))
    assert not has_errors((*problems, *refused))
    assert found is not None
    assert list(found.columns) == list(ids)
    assert [line.key for line in found.lines] == list(CODES)
    assert [line.text(ids[-1]) for line in found.lines] == ["", "Không"]


def test_groups_have_sheets_of_their_own_however_named(tmp_path: Path) -> None:
    long = "Lãnh đạo, công chức các sở, ban, ngành khác"
    made = book(tmp_path, sheet(long), sheet(long), sheet("[a]:*?/\\'"), sheet("_par"))
    names = made.sheetnames
    assert len(names) == len(set(names)) == 6
    assert all(len(name) <= 31 for name in names)


def test_the_same_workbook_is_the_same_bytes(tmp_path: Path) -> None:
    book(tmp_path, sheet())
    first = (tmp_path / "nhap.xlsx").read_bytes()
    book(tmp_path, sheet())
    assert (tmp_path / "nhap.xlsx").read_bytes() == first
