# ruff: noqa: E501 - a table of refusals reads best whole
"""Each kind of figure as written, and each way it is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.model.facts import Written, WrittenKind
from par_index.model.plan import Input
from par_index.points import Numbers
from par_index.problem import Problem, Where
from par_index.read.figures import typed
from par_index.read.written import bare_figure, filed_text
from tests.read.offices import INPUTS, NEVER

BY_CODE = {entry.code: entry for entry in INPUTS}
CELL = Where("facts/snv.xlsx", cell="SNV!C7")


def read(code: str, text: str, kind: WrittenKind = "text", numbers: Numbers | None = None) -> int | Problem:
    return typed(BY_CODE[code], Written(text, kind, CELL), numbers)


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("ke_hoach", "Có", 1),
        ("ke_hoach", "  KHÔNG ".strip(), 0),
        ("ke_hoach", "khong", 0),
        ("muc", "kip_thoi", 2),
        ("muc", "ban hành chậm", 1),
        ("ho_so", "0", 0),
        ("ho_so", "12,0", 12),
        ("ho_so", "007", 7),
        ("ho_so", "٣", None),
        ("ho_so", "²", None),
        ("ty_le", "93", 9300),
        ("von", "12,5", 12_500),
        ("von", "12.505", None),
        ("von", "12,5050", 12_505),
        ("von", "1234,567", 1_234_567),
        ("ty_le", "93,5", 9_350),
        ("ty_le", "93.5%", 9_350),
        ("ty_le", "93,51 %", 9_351),
        ("ty_le", "100%", 10_000),
        ("hai_long", "0,9117", 911_700),
        ("hai_long", "91,17%", 911_700),
        ("ngay_kh", "31/01/2023", date(2023, 1, 31).toordinal()),
        ("ngay_kh", "1/2/2023", date(2023, 2, 1).toordinal()),
        ("ngay_kh", "Không ban hành", NEVER),
        ("ngay_kh", "never", NEVER),
        ("ngay_kh", "31/12/9999", None),
        ("diem", "1,75", 1_750_000),
    ],
)
def test_a_figure_is_read_in_its_own_scale(code: str, text: str, value: int | None) -> None:
    found = read(code, text)
    assert (found if isinstance(found, int) else None) == value


@pytest.mark.parametrize(
    ("code", "text", "kind", "value"),
    [
        ("von", "1,234", "number", 1_234),
        ("ho_so", "1234", "number", 1_234),
        ("ty_le", "93,5%", "percent", 9_350),
        ("ty_le", "93,5", "number", 9_350),
        ("hai_long", "91,17%", "percent", 911_700),
        ("ngay_bc", "15/12/2023", "date", date(2023, 12, 15).toordinal()),
    ],
)
def test_a_typed_cell_has_one_reading(code: str, text: str, kind: WrittenKind, value: int) -> None:
    assert read(code, text, kind) == value


@pytest.mark.parametrize(("numbers", "text", "value"), [("vi", "1.234", 1234), ("en", "1,234", 1234)])
def test_a_declared_style_settles_grouped_numbers(numbers: Numbers, text: str, value: int) -> None:
    assert read("ho_so", text, numbers=numbers) == value


REFUSALS = [
    ("ho_so", "12 hồ sơ", "text", "C14", "“Hồ sơ tiếp nhận” cần một số, nhưng ô ghi “12 hồ sơ”.",
     "Chỉ ghi con số, ví dụ 12; không kèm đơn vị hay chữ."),
    ("ho_so", "50%", "percent", "C14", "“Hồ sơ tiếp nhận” cần một số, nhưng ô ghi “50%”.",
     "Chỉ ghi con số, ví dụ 12; không kèm đơn vị hay chữ."),
    ("ho_so", "03/04/2023", "date", "C14", "“Hồ sơ tiếp nhận” cần một số, nhưng ô ghi “03/04/2023”.",
     "Chỉ ghi con số, ví dụ 12; không kèm đơn vị hay chữ."),
    ("von", "1e3", "text", "C14", "“Vốn đầu tư” cần một số, nhưng ô ghi “1e3”.",
     "Chỉ ghi con số, ví dụ 12,5; không kèm đơn vị hay chữ."),
    ("von", "inf", "text", "C14", "“Vốn đầu tư” cần một số, nhưng ô ghi “inf”.",
     "Chỉ ghi con số, ví dụ 12,5; không kèm đơn vị hay chữ."),
    ("ty_le", "NaN", "text", "C14", "“Tỷ lệ số hóa” cần một số, nhưng ô ghi “NaN”.",
     "Chỉ ghi con số, ví dụ 93,5%; không kèm đơn vị hay chữ."),
    ("ho_so", "1.234", "text", "C15", "“Hồ sơ tiếp nhận” ghi “1.234”: có thể là 1234 hoặc 1,234.",
     "Ghi 1234 (không có dấu phân cách hàng nghìn) hoặc 1,2340; hoặc khai numbers: vi (hay en) trong cycle.yaml."),
    ("ho_so", "-3", "text", "C16", "“Hồ sơ tiếp nhận” ghi -3; chỉ nhận từ 0 đến 10.000.000.",
     "Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."),
    ("ty_le", "101%", "percent", "C16", "“Tỷ lệ số hóa” ghi 101%; chỉ nhận từ 0% đến 100%.",
     "Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."),
    ("hai_long", "91,17", "text", "C16", "“Mức độ hài lòng” ghi 91,17; chỉ nhận từ 0% đến 100%.",
     "Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."),
    ("ngay_bc", "15/12/2033", "text", "C16", "“Ngày báo cáo” ghi 15/12/2033; chỉ nhận từ 01/01/2018 đến 31/12/2028.",
     "Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."),
    ("ho_so", "12,5", "number", "C50", "“Hồ sơ tiếp nhận” ghi 12,5; số liệu này không có phần lẻ.",
     "Xem lại báo cáo gốc và ghi số nguyên."),
    ("ty_le", "93,505%", "percent", "C17", "“Tỷ lệ số hóa” ghi 93,505%; chỉ nhận 2 chữ số thập phân.",
     "Làm tròn theo báo cáo gốc rồi ghi lại."),
    ("diem", "1,8", "text", "C36", "“Điểm chất lượng” ghi 1,8; chỉ nhận bội số của 0,25.",
     "Ghi một mức điểm là bội số của 0,25."),
    ("ngay_bc", "2023-12-15", "text", "C18", "“Ngày báo cáo” cần một ngày, nhưng ô ghi “2023-12-15”.",
     "Ghi ngày dạng dd/mm/yyyy, ví dụ 31/01/2023."),
    ("ngay_bc", "45275", "number", "C18", "“Ngày báo cáo” cần một ngày, nhưng ô ghi “45275”.",
     "Ghi ngày dạng dd/mm/yyyy, ví dụ 31/01/2023."),
    ("ngay_kh", "chưa có", "text", "C46", "“Ngày ban hành” cần một ngày, nhưng ô ghi “chưa có”.",
     "Ghi ngày dạng dd/mm/yyyy, ví dụ 31/01/2023, hoặc đúng chữ “Không ban hành”."),
    ("ngay_bc", "31/02/2023", "text", "C19", "“Ngày báo cáo” ghi “31/02/2023”; tháng 02/2023 không có ngày này.",
     "Xem lại văn bản gốc và ghi đúng ngày."),
    ("ke_hoach", "x", "text", "C20", "“Có kế hoạch” ghi “x”.", "Ghi một trong: Có; Không."),
    ("ke_hoach", "1", "number", "C20", "“Có kế hoạch” ghi “1”.", "Ghi một trong: Có; Không."),
    ("muc", "kịp thờ", "text", "C21", "“Mức ban hành” ghi “kịp thờ”, không có trong các lựa chọn. Có phải “Kịp thời”?",
     "Ghi đúng một trong: Không ban hành; Ban hành chậm; Kịp thời."),
    ("ho_so", "#DIV/0!", "error", "W07", "Ô này chứa lỗi tính toán #DIV/0!, không phải số liệu.",
     "Xóa ô rồi gõ số liệu bằng tay."),
    ("ho_so", "12", "formula", "W08",
     "Ô này là công thức, kết quả đang lưu là “12”; kết quả có thể đổi khi mở trên máy khác.",
     "Gõ thẳng số liệu vào ô (hoặc chép rồi dán dạng giá trị)."),
    ("ho_so", "", "formula", "W09", "Ô này là công thức nhưng tệp không lưu kết quả.", "Gõ thẳng số liệu vào ô."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "kind", "problem", "what", "remedy"), REFUSALS)
def test_a_refused_figure_names_its_cell_and_its_remedy(
    code: str, text: str, kind: WrittenKind, problem: str, what: str, remedy: str
) -> None:
    found = read(code, text, kind)
    assert isinstance(found, Problem)
    assert (found.code, found.where) == (problem, CELL)
    assert found.texts()[1:] == (what, remedy)
    assert all("{" not in words for words in found.texts("en"))


@given(st.sampled_from(INPUTS), st.data())
def test_what_we_write_we_read_back(entry: object, data: st.DataObject) -> None:
    """Printed grouping is Vietnamese, so the text is read as ``numbers: vi``."""
    one = BY_CODE[getattr(entry, "code", "")]
    value = data.draw(st.integers(one.low, one.high).map(lambda item: item - item % (one.step or 1)))
    assert typed(one, Written(bare_figure(one, value)), "vi") == value


FINE = (
    Input("chi", "amount", "Chi", 1000, -(10**6), 10**9, "neutral"),
    Input("giam", "percent", "Tỷ lệ giảm", 100_000, 0, 100_000, "more"),
    Input("hai_long_3", "share", "Hài lòng", 1000, 0, 1000, "more"),
)
"""Inputs of three decimals, whose text could be read as thousands."""


@given(st.sampled_from((*INPUTS, *FINE)), st.sampled_from((None, "vi", "en")), st.data())
def test_what_results_hold_is_read_back_in_every_style(
    one: Input, numbers: Numbers | None, data: st.DataObject
) -> None:
    value = data.draw(st.integers(one.low, one.high).map(lambda item: item - item % (one.step or 1)))
    assert typed(one, Written(filed_text(one, value)), numbers) == value


def test_three_decimals_are_not_taken_for_thousands() -> None:
    amount, percent, share = FINE
    assert [filed_text(amount, value) for value in (1234, -999_999, 123, 1230, 1_234_567)] == [
        "1.2340", "-999.9990", "0.123", "1.23", "1234.567",
    ]  # fmt: skip
    assert (filed_text(percent, 1234), filed_text(share, 912)) == ("1.2340%", "0.912")


@given(st.text(max_size=12), st.sampled_from(INPUTS), st.sampled_from(get_args(WrittenKind)))
def test_any_text_is_a_figure_in_bounds_or_a_problem(text: str, entry: object, kind: WrittenKind) -> None:
    """Typed cells hold what the sheet reader writes, so noise is only tried as text, errors and formulas."""
    one = BY_CODE[getattr(entry, "code", "")]
    found = typed(one, Written(text.strip(), "text" if kind in ("number", "percent") else kind, CELL), None)
    if isinstance(found, int):
        assert one.low <= found <= one.high or found == one.never
    else:
        assert found.text()


@given(st.decimals(-1000, 1000, places=4))
def test_a_decimal_is_read_exactly_or_refused(number: Decimal) -> None:
    found = read("von", f"{number:f}".replace(".", ","))
    exact = number * 1000
    if number >= 0 and exact == int(exact):
        assert found == int(exact)
    else:
        assert isinstance(found, Problem)
