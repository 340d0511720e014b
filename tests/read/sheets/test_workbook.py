"""Cells of a workbook as text: against openpyxl and calamine, and as other programs write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import numbers
from python_calamine import CalamineWorkbook

from par_index.read.sheets import Cell, Sheet, read_book
from par_index.read.sheets.book import column_of, letters
from par_index.read.sheets.formats import iso_day, number_cell
from tests.read.sheets.parts import BOOK, MAIN, rows, workbook


def only_sheet(path: Path) -> Sheet:
    book, problems = read_book(path, "a.xlsx")
    assert book is not None, problems
    return book.sheets[0]


def cells(sheet: Sheet) -> dict[str, tuple[str, str]]:
    return {
        f"{letters(column)}{row.number}": (cell.text, cell.kind)
        for row in sheet.rows
        for column, cell in row.cells.items()
    }


def test_typed_cells_give_the_text_that_was_typed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page["A1"], page["A2"], page["A3"] = "Sở Nội vụ", 12, 0.1 + 0.2
    page["B1"], page["B1"].number_format = 0.935, numbers.FORMAT_PERCENTAGE_00
    page["B2"], page["B2"].number_format = 0.29, "0%"
    page["B3"] = date(2023, 1, 31)
    page["B4"] = datetime(2023, 12, 31, 23, 59)
    page["B5"], page["B5"].number_format = 12.5, '#,##0.0 "đồng/ngày"'
    page["C1"], page["C2"], page["C3"] = "=1+1", True, "#DIV/0!"
    book.save(tmp_path / "a.xlsx")
    assert cells(only_sheet(tmp_path / "a.xlsx")) == {
        "A1": ("Sở Nội vụ", "text"),
        "A2": ("12", "number"),
        "A3": ("0,3", "number"),
        "B1": ("93,5%", "percent"),
        "B2": ("29%", "percent"),
        "B3": ("31/01/2023", "date"),
        "B4": ("31/12/2023", "date"),
        "B5": ("12,5", "number"),
        "C1": ("", "formula"),
        "C2": ("TRUE", "text"),
        "C3": ("#DIV/0!", "error"),
    }


def test_formulas_keep_their_result_and_errors_stay_errors(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet("S")
    page.write_formula("A1", "=B1/C1", None, 0.5)
    page.write_formula("A2", "=B1/C1", book.add_format({"num_format": "0.0%"}), 0.5)
    page.write_formula("A3", '="a"&"b"', None, "ab")
    page.write_formula("A4", "=1/0", None, "#DIV/0!")
    book.close()
    found = cells(only_sheet(tmp_path / "a.xlsx"))
    assert found["A1"] == ("0,5", "formula")
    assert found["A2"] == ("50%", "formula")
    assert found["A3"] == ("ab", "formula")
    assert found["A4"] == ("#DIV/0!", "error")


def test_what_other_programs_write_is_read(tmp_path: Path) -> None:
    """Prefixed names, rows and cells without addresses, inline and rich text, phonetic marks, escapes."""
    sheet = (
        f'<x:worksheet {MAIN.replace("xmlns", "xmlns:x")}><x:sheetData>'
        '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>Sở </x:t></x:r><x:r><x:t>Y tế</x:t></x:r></x:is></x:c>'
        '<x:c><x:v>1E-3</x:v></x:c><x:c t="s"><x:v>0</x:v></x:c>'
        '<x:c t="d"><x:v>2023-01-31T00:00:00</x:v></x:c>'
        '</x:row><x:row/><x:row><x:c/><x:c t="str"><x:v>a_x000A_b</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    strings = f"<sst {MAIN}><si><r><t>Ủy </t></r><r><t>ban</t></r><rPh><t>x</t></rPh></si></sst>"
    path = workbook(tmp_path / "a.xlsx", sheet, {"xl/sharedStrings.xml": strings})
    assert cells(only_sheet(path)) == {
        "A1": ("Sở Y tế", "text"),
        "B1": ("0,001", "number"),
        "C1": ("Ủy ban", "text"),
        "D1": ("31/01/2023", "date"),
        "B3": ("a\nb", "text"),
    }


def test_text_is_composed_and_hidden_rows_and_merged_cells_are_known(tmp_path: Path) -> None:
    decomposed = "So\u031b\u0309"
    sheet = rows(
        f'<row r="2" hidden="1"><c r="AB2" t="str"><v>{decomposed}</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="C9"/></mergeCells>',
    )
    found = only_sheet(workbook(tmp_path / "a.xlsx", sheet))
    assert cells(found) == {"AB2": ("Sở", "text")}
    assert found.rows[0].hidden
    assert [found.swallowed(row, column) for row, column in ((1, 0), (1, 1), (2, 0), (3, 0))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert str(found.where(2, 27)) == "a.xlsx#S!AB2"


def test_sheets_of_the_program_itself_are_left_out_but_its_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("_lists", "_par", "Số liệu"):
        book.create_sheet(title)
    book.save(tmp_path / "a.xlsx")
    found, _ = read_book(tmp_path / "a.xlsx", "a.xlsx")
    assert found is not None
    assert [sheet.title for sheet in found.sheets] == ["Sheet", "_par", "Số liệu"]


def test_days_of_both_epochs(tmp_path: Path) -> None:
    styles = f'<styleSheet {MAIN}><cellXfs><xf/><xf numFmtId="14"/></cellXfs></styleSheet>'
    numbers_ = ("0", "1", "59", "60", "61", "45275", "2958465", "2958466")
    sheet = rows("<row>", *(f'<c s="1"><v>{serial}</v></c>' for serial in numbers_), "</row>")
    first = workbook(tmp_path / "a.xlsx", sheet, {"xl/styles.xml": styles})
    later = BOOK.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    second = workbook(tmp_path / "b.xlsx", sheet, {"xl/styles.xml": styles, "xl/workbook.xml": later})
    assert [text for text, _ in cells(only_sheet(first)).values()] == [
        "0", "01/01/1900", "28/02/1900", "60", "01/03/1900", "15/12/2023", "31/12/9999", "2958466",
    ]  # fmt: skip
    assert cells(only_sheet(second))["F1"] == ("16/12/2027", "date")


@pytest.mark.parametrize(
    ("code", "style"),
    [("0.00%", "percent"), ('0.0"%"', "number"), ("dd/mm/yyyy", "date"), ("[$-42A]d mmmm yyyy", "date"),
     ('#,##0 "ngày"', "number"), ("[Red]0", "number"), (r"0\d", "number"), ("h:mm", "number"),
     ('_("$"* #,##0_);[Red]_("$"* (#,##0)', "number")],
)  # fmt: skip
def test_a_format_says_what_a_number_is(tmp_path: Path, code: str, style: str) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    book.add_worksheet("S").write_number("A1", 45275, book.add_format({"num_format": code}))
    book.close()
    assert cells(only_sheet(tmp_path / "a.xlsx"))["A1"][1] == style


@pytest.mark.parametrize("stored", ["INF", "nan", "1E+300", "1e-40", "x"])
def test_what_is_no_sensible_number_stays_text(stored: str) -> None:
    assert number_cell(stored, "number", False) == Cell(stored, "text")
    assert iso_day(stored) == Cell(stored, "text")


@given(st.decimals(-(10**9), 10**9, places=4).filter(lambda number: abs(number) >= Decimal("0.001")))
def test_a_typed_decimal_survives_its_binary_form(number: Decimal) -> None:
    """Excel stores 17 digits of the nearest double; the typed decimal comes back from them."""
    typed = f"{number.normalize():f}".replace(".", ",")
    assert number_cell(f"{float(number):.17g}", "number", False).text == typed
    percent = f"{(number * 100).normalize():f}".replace(".", ",") + "%"
    assert number_cell(repr(float(number)), "percent", False).text == percent


@given(st.integers(0, 16_383))
def test_columns_are_named_as_spreadsheets_do(column: int) -> None:
    assert letters(column) == openpyxl.utils.get_column_letter(column + 1)
    assert column_of(letters(column)) == column


def test_calamine_reads_the_same_texts(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    page = book.add_worksheet("S")
    words = [[f"Ô {row}-{column} & <{row}>" for column in range(9)] for row in range(40)]
    for number, line in enumerate(words):
        page.write_row(number, 0, line)
    book.close()
    ours = [[row.cells[column].text for column in range(9)] for row in only_sheet(tmp_path / "a.xlsx").rows]
    assert ours == CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python() == words
