"""Cells read as the reader reads them: figures, relations, working days, and the way from figure to cell."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from openpyxl.workbook import Workbook

from par_index.language import ast
from par_index.model.plan import Input, Relation
from par_index.papers.figures import cell_value, hint, rule, style_of
from par_index.papers.filing import Cells, Filing, kept_cell
from par_index.papers.formulas import Ledger, Measures
from par_index.problem import NOWHERE
from tests import naive
from tests.engine.plans import leaf, part, plan, ratio
from tests.papers.spreadsheet import Sheets

DAY = date(2023, 1, 31).toordinal()
NEVER = date.max.toordinal()
COUNT = Input("n", "count", "Số hồ sơ", 1, 0, 10_000_000, "more")
AMOUNT = Input("v", "amount", "Vốn", 1000, 0, 5_000_000, "more", unit="triệu đồng")
PERCENT = Input("t", "percent", "Tỷ lệ", 10_000, 0, 10_000, "more")
POINTS = Input("d", "points", "Điểm", 10**6, 0, 2 * 10**6, "more", step=250_000)
ANSWER = Input("c", "yes_no", "Có kế hoạch", 1, 0, 1, "more")
CHOICE = Input("m", "choice", "Mức", 1, 0, 1, "more", choices=("a", "b"), choice_labels=("Chậm", "Kịp"))
WHEN = Input("k", "date", "Ngày", 1, DAY - 100, DAY + 100, "less", never=NEVER, never_label="Không gửi")
PLAIN_DAY = Input("p", "date", "Ngày", 1, DAY - 100, DAY + 100, "less")


def kept(entry: Input, typed: object) -> object:
    """Give what the ledger keeps of a typed cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "F"
    sheet["A1"], sheet["A2"], sheet["A3"] = typed, "Chậm", "Kịp"
    sheet["B1"] = f"={kept_cell(entry, 'F!$A$1', ('F!$A$2', 'F!$A$3'))}"
    return Sheets(book).value("F!B1")


@pytest.mark.parametrize(
    ("entry", "typed", "expected"),
    [
        (COUNT, None, ""),
        (COUNT, 12, 12),
        (COUNT, 2.5, "?"),
        (COUNT, -1, "?"),
        (COUNT, "mười", "?"),
        (AMOUNT, 12.345, 12_345),
        (AMOUNT, 12.3456, "?"),
        (AMOUNT, 5000.001, "?"),
        (PERCENT, 0.935, 9350),
        (PERCENT, 93.5, "?"),
        (POINTS, 1.75, 1_750_000),
        (POINTS, 1.7, "?"),
        (ANSWER, "Có", 1),
        (ANSWER, "Không", 0),
        (ANSWER, "x", "?"),
        (CHOICE, "Chậm", 0),
        (CHOICE, "Kịp", 1),
        (CHOICE, "Sớm", "?"),
        (WHEN, date(2023, 1, 31), DAY),
        (WHEN, date(2024, 1, 31), "?"),
        (WHEN, "Không gửi", NEVER),
        (WHEN, "31/01/2023", "?"),
        (PLAIN_DAY, "Không gửi", "?"),
    ],
)
def test_a_cell_is_kept_as_the_reader_keeps_it_or_marked(
    entry: Input, typed: object, expected: object
) -> None:
    assert kept(entry, typed) == expected


@pytest.mark.parametrize(
    ("entry", "integer"),
    [
        (COUNT, 12),
        (AMOUNT, 12_345),
        (PERCENT, 9350),
        (POINTS, 1_750_000),
        (ANSWER, 1),
        (CHOICE, 0),
        (WHEN, DAY),
        (WHEN, NEVER),
    ],
)
def test_a_figure_written_into_a_cell_is_kept_again(entry: Input, integer: int) -> None:
    value = cell_value(entry, integer)
    assert kept(entry, float(value) if isinstance(value, int | Fraction) else value) == integer


def test_a_relation_is_broken_only_when_both_sides_have_a_value() -> None:
    a, b, c = (Input(code, "count", code, 1, 0, 100, "more") for code in "abc")
    relation = Relation(ratio("a", "b"), ast.Input("c", 1), "a / b <= c", NOWHERE)
    one = plan(leaf(part("1.1", ast.Input("a", 1))), inputs=(a, b, c), relations=(relation,))
    for figures, broken in (((4, 2, 1), 64), ((4, 2, 2), 0), ((4, 0, 1), 0), ((4, 2, None), 0)):
        book = Workbook()
        sheet = book.active
        sheet.title = "F"
        for row, figure in enumerate(figures, 1):
            sheet.cell(row, 1, figure)
        ledger = Ledger("L")
        cells = {code: Cells(f"F!$A${row}", f"F!$B${row}") for row, code in enumerate("abc", 1)}
        filing = Filing(one, ledger, cells, {})
        measures = Measures(ledger, filing.kept())
        flags = filing.flags(measures, frozenset())
        hidden = book.create_sheet("L")
        for row, (_, formula) in enumerate(ledger.rows, 1):
            hidden.cell(row, 2, f"={formula}")
        hidden["C1"] = f"={flags['1.1']}"
        assert Sheets(book).value("L!C1") == broken, figures


def test_working_days_count_as_the_reference_counts() -> None:
    holidays = (date(2023, 1, 2), date(2023, 1, 7), date(2023, 1, 20))
    tree = ast.WorkingDays(ast.Input("k", 1))
    ledger = Ledger("L")
    value, _ = Measures(ledger, {"k": "L!$D$1"}, holidays).compile(tree, "k")
    for days in range(25):
        ordinal = (date(2022, 12, 30) + timedelta(days)).toordinal()
        book = Workbook()
        sheet = book.active
        sheet.title = "L"
        sheet["D1"] = ordinal
        for row, (_, formula) in enumerate(ledger.rows, 1):
            sheet.cell(row, 2, f"={formula}")
        assert Sheets(book).value(value.over.replace("$", "")) == naive.worth(tree, {"k": ordinal}, holidays)


def test_a_hint_says_what_may_be_written() -> None:
    assert {entry.code: hint(entry) for entry in (COUNT, AMOUNT, PERCENT, POINTS, ANSWER, CHOICE, WHEN)} == {
        "n": "Số nguyên không âm.",
        "v": "Số từ 0 đến 5.000 (triệu đồng).",
        "t": "Tỷ lệ từ 0% đến 100%, ví dụ 93,5%.",
        "d": "Số từ 0 đến 2.",
        "c": "Chọn Có hoặc Không.",
        "m": "Chọn trong danh sách.",
        "k": "Ngày/tháng/năm hoặc “Không gửi”.",
    }


def test_a_cell_shows_as_many_decimals_as_its_input_keeps() -> None:
    shown = [style_of(entry, "open") for entry in (COUNT, AMOUNT, PERCENT, POINTS, ANSWER, WHEN)]
    assert shown == ["open_0", "open_3", "open_percent_2", "open_2", "open_centre", "open_date"]


def test_a_rule_has_the_inputs_bounds_and_a_message_in_words() -> None:
    asked = rule(AMOUNT, "E5", "")
    assert (asked["validate"], asked["minimum"], asked["maximum"]) == ("decimal", 0, 5000)
    assert asked["error_message"] == "Vốn: Số từ 0 đến 5.000 (triệu đồng)."
    long = rule(Input("x", "count", "dài " * 100, 1, 0, 5, "more"), "E5", "")
    assert len(long["error_message"]) <= 255
