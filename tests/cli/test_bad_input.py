# ruff: noqa: E501 - a table of refusals reads best whole
"""Bad input as an office meets it through ``score``: place, cause and remedy; exit 1; nothing written over."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.sample import (
    CYCLE,
    FACTS,
    FIGURES,
    SCORES,
    SET,
    SOUND_SET,
    UNIT_LIST,
    Files,
    facts,
    folder,
    run,
    tree,
)
from tests.read.offices import HEADER, form
from tests.read.sheets.parts import rows, workbook
from tests.read.sheets.test_refusals import damaged, locked, million_rows, zip_bomb

Make = Callable[[Path], object]
LAST = len(FACTS.splitlines()) + 1
WITHOUT_ONE = facts({**FIGURES, "so-a": {code: text for code, text in FIGURES["so-a"].items() if code != "dung_han"}})
OURS = {**HEADER, "digest": "", "unit": "so-a"}
"""The header of a form that belongs to the sample cycle."""


def cell(xml: str) -> Make:
    """Put one cell into a table of one row, in the column of values."""

    def text(address: str, content: str) -> str:
        return f'<c r="{address}" t="inlineStr"><is><t>{content}</t></is></c>'

    head = "".join(text(f"{column}1", name) for column, name in zip("ABC", ("unit", "input", "value"), strict=True))
    row = text("A2", "so-a") + text("B2", "dung_han") + xml
    return lambda path: workbook(path, rows(f'<row r="1">{head}</row>', f'<row r="2">{row}</row>'))


def filed(**header: str) -> Make:
    """Fill a form whose header differs from the right one."""
    return lambda path: form(path, [("1.2|dung_han", "Hồ sơ đúng hạn", 97)], {**OURS, **header})


CYCLES: list[tuple[str, Files, str]] = [
    ("no cycle.yaml", {"cycle.yaml": None}, """\
cycle.yaml  C01  Thiếu tệp cycle.yaml
    Không có cycle.yaml trong thư mục {folder}.
    Cách sửa: Đặt tệp cycle.yaml vào thư mục này, hoặc chỉ lại đúng thư mục của kỳ chấm điểm."""),
    ("no units.csv", {"units.csv": None}, """\
units.csv  C01  Thiếu tệp units.csv
    Không có units.csv trong thư mục {folder}.
    Cách sửa: Đặt tệp units.csv vào thư mục này, hoặc chỉ lại đúng thư mục của kỳ chấm điểm."""),
    ("no figures", {"facts.csv": None}, """\
facts.csv  C31  Chưa có số liệu
    Thư mục {folder} không có facts.csv và không có tệp nào trong facts/.
    Cách sửa: Đặt các biểu mẫu đã điền vào facts/, hoặc ghi số liệu vào facts.csv."""),
    ("no set", {SET: None}, """\
L40  Không tìm thấy bộ tiêu chí
    Không có bộ “thu/2023/so”. Có phải “tien-giang/2023/so”?"""),
    ("a set with a gap", {SET: SOUND_SET.replace("dưới 95%: 0", "dưới 94%: 0")}, """\
{folder}/criteria/thu/2023/so.yaml:102:11  V01  Bậc điểm bị hở
    Từ 94% đến dưới 95% chưa có mức điểm, giữa “dưới 94%” và “từ 95% đến dưới 98%”.
    Cách sửa: Thêm mức “từ 94% đến dưới 95%”, hoặc đổi “từ 95% đến dưới 98%” thành “từ 94% đến dưới 98%”."""),
    ("a set of another year", {SET: SOUND_SET.replace("year: 2023", "year: 2022")}, """\
cycle.yaml:6:5  C45  Bộ tiêu chí của năm khác
    Bộ thu/2023/so là của năm 2022, kỳ chấm điểm là năm 2023.
    Cách sửa: Chọn bộ tiêu chí ban hành cho năm 2023 trong cycle.yaml."""),
    ("another version of the set", {"cycle.yaml": CYCLE + "    digest: sha256-khac\n"}, """\
cycle.yaml:6:5  E205  Bộ tiêu chí đã khác với bản được ghim
    Nhóm so ghim bộ thu/2023/so bản sha256-khac, nhưng bản đang đọc là sha256-"""),
    ("unit not in the list", {"facts.csv": FACTS + "so-x,dung_han,1,,\n"}, f"""\
facts.csv:{LAST}  C10  Đơn vị không có trong danh sách
    Đơn vị “so-x” không có trong units.csv, hoặc không còn hiệu lực năm 2023. Có phải “so-c”?
    Cách sửa: Sửa lại mã đơn vị, hoặc thêm đơn vị vào units.csv."""),
    ("unit twice", {"units.csv": UNIT_LIST + "so-a,Sở A,so,\n"}, """\
units.csv:5  C08  Đơn vị ghi hai lần
    Đơn vị so-a đã có ở units.csv:2.
    Cách sửa: Giữ một dòng cho đơn vị so-a."""),
    ("figure twice", {"facts.csv": FACTS + "so-a,dung_han,98,,\n"}, f"""\
facts.csv:{LAST}  C12  Số liệu khai hai lần
    Số liệu dung_han của so-a ghi “98” ở đây và “97” ở facts.csv:5.
    Cách sửa: Giữ một chỗ, xóa chỗ kia."""),
    ("unknown input", {"facts.csv": FACTS + "so-a,dunghan,98,,\n"}, f"""\
facts.csv:{LAST}  C22  Số liệu không có trong bộ tiêu chí
    Bộ thu/2023/so không có số liệu “dunghan” (so-a). Có phải “dung_han”?
    Cách sửa: Sửa lại mã số liệu, hoặc xóa dòng này."""),
    ("negative count", {"facts.csv": FACTS.replace("dung_han,97", "dung_han,-97")}, """\
facts.csv:5  C16  Số liệu ngoài khoảng cho phép
    “Hồ sơ đúng hạn” ghi -97; chỉ nhận từ 0 đến 10.000.000.
    Cách sửa: Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."""),
    ("101%", {"survey/scores.csv": SCORES.replace("80%", "101%")}, """\
survey/scores.csv:2  C16  Số liệu ngoài khoảng cho phép
    “Mức độ hài lòng” ghi 101%; chỉ nhận từ 0% đến 100%.
    Cách sửa: Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó."""),
    ("31/02", {"facts.csv": FACTS.replace("20/01/2023", "31/02/2023")}, """\
facts.csv:2  C19  Ngày không có thật
    “Ngày ban hành kế hoạch” ghi “31/02/2023”; tháng 02/2023 không có ngày này.
    Cách sửa: Xem lại văn bản gốc và ghi đúng ngày."""),
    ("words in a number", {"facts.csv": FACTS.replace("dung_han,97", "dung_han,97 hồ sơ")}, """\
facts.csv:5  C14  Không phải số
    “Hồ sơ đúng hạn” cần một số, nhưng ô ghi “97 hồ sơ”.
    Cách sửa: Chỉ ghi con số, ví dụ 12; không kèm đơn vị hay chữ."""),
    ("two readings", {"facts.csv": FACTS.replace("dung_han,97", "dung_han,1.234")}, """\
facts.csv:5  C15  Số viết hai cách hiểu
    “Hồ sơ đúng hạn” ghi “1.234”: có thể là 1234 hoặc 1,234."""),
    ("part over whole", {"facts.csv": FACTS.replace("so_hoa,35", "so_hoa,101", 1)}, """\
facts.csv:7  C24  Số liệu mâu thuẫn
    Phải có so_hoa <= phai_so_hoa, nhưng so-a ghi: Kết quả đã số hóa = 101 (facts.csv:7); Kết quả phải số hóa = 100 (facts.csv:8).
    Cách sửa: Đối chiếu báo cáo gốc và sửa ô sai; phần không thể lớn hơn tổng."""),
    ("old encoding", {"facts.csv": FACTS.replace("so-a,muc,kip,,", "so-a,muc,kip,,Së Néi vô")}, """\
facts.csv:3  W13  Chữ theo bảng mã cũ
    “Së Néi vô” có vẻ là chữ TCVN3, không phải Unicode.
    Cách sửa: Chuyển cả bảng sang Unicode (ví dụ bằng Unikey, Ctrl+Shift+F6) rồi lưu lại."""),
]  # fmt: skip

WORKBOOKS: list[tuple[str, Make, str]] = [
    ("corrupt", damaged, """\
facts/so-a.xlsx  W01  Tệp Excel bị hỏng
    Không đọc được nội dung tệp (File is not a zip file).
    Cách sửa: Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."""),
    ("password", locked, """\
facts/so-a.xlsx  W02  Tệp Excel có mật khẩu
    Tệp được khóa bằng mật khẩu nên không đọc được số liệu bên trong.
    Cách sửa: Mở tệp, vào Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu lại."""),
    ("zip bomb", zip_bomb, """\
facts/so-a.xlsx  W04  Tệp nén bung ra quá lớn
    Nội dung tệp bung ra quá 64 MB (ở phần xl/worksheets/sheet1.xml); tệp số liệu bình thường chỉ vài MB.
    Cách sửa: Xóa các dòng, cột trống đã định dạng và ảnh chèn trong tệp rồi lưu lại; nếu không rõ tệp từ đâu, đừng mở."""),
    ("a million rows", million_rows, """\
facts/so-a.xlsx#S  W05  Trang tính quá nhiều dòng
    Trang tính có số liệu ở sau dòng 20000.
    Cách sửa: Xóa các dòng thừa phía dưới bảng, hoặc chia số liệu thành nhiều tệp."""),
    ("#DIV/0!", cell('<c r="C2" t="e"><v>#DIV/0!</v></c>'), """\
facts/so-a.xlsx#S!C2  W07  Ô bị lỗi #DIV/0!
    Ô này chứa lỗi tính toán #DIV/0!, không phải số liệu.
    Cách sửa: Xóa ô rồi gõ số liệu bằng tay."""),
    ("formula", cell('<c r="C2"><f>90+7</f><v>97</v></c>'), """\
facts/so-a.xlsx#S!C2  W08  Ô nhập số liệu chứa công thức
    Ô này là công thức, kết quả đang lưu là “97”; kết quả có thể đổi khi mở trên máy khác.
    Cách sửa: Gõ thẳng số liệu vào ô (hoặc chép rồi dán dạng giá trị)."""),
    ("formula without a kept result", cell('<c r="C2"><f>90+7</f></c>'), """\
facts/so-a.xlsx#S!C2  W09  Công thức chưa có kết quả
    Ô này là công thức nhưng tệp không lưu kết quả.
    Cách sửa: Gõ thẳng số liệu vào ô."""),
    ("another cycle", filed(cycle="thu-2022"), """\
facts/so-a.xlsx  C25  Tệp của kỳ chấm điểm khác
    Biểu mẫu này thuộc kỳ thu-2022, thư mục này là kỳ thu-2023.
    Cách sửa: Chuyển tệp về đúng thư mục, hoặc xin đơn vị điền biểu mẫu của kỳ thu-2023."""),
    ("another year", filed(year="2022"), """\
facts/so-a.xlsx  C26  Tệp của năm khác
    Biểu mẫu này là của năm 2022, cần năm 2023.
    Cách sửa: Xin đơn vị điền biểu mẫu của năm 2023."""),
    ("another set", filed(set="thu/2022/so"), """\
facts/so-a.xlsx  C27  Tệp của bộ tiêu chí khác
    Biểu mẫu theo bộ thu/2022/so, nhưng nhóm so chấm theo bộ thu/2023/so.
    Cách sửa: Xuất lại biểu mẫu theo bộ thu/2023/so và chuyển số liệu sang."""),
]  # fmt: skip


@cache
def former() -> dict[str, bytes]:
    """Score the sound cycle once, and give the files of its result."""
    with TemporaryDirectory() as place:
        assert run("score", folder(Path(place) / "cycle")).exit_code == 0
        return tree(Path(place) / "cycle" / "ket-qua")


def refused(cycle: Path) -> str:
    """Score a spoilt cycle that was scored before: give what the run says; nothing may be written over."""
    before = former()
    for name, content in before.items():
        (cycle / "ket-qua" / name).parent.mkdir(parents=True, exist_ok=True)
        (cycle / "ket-qua" / name).write_bytes(content)
    result = run("score", cycle)
    assert (result.exit_code, result.stdout) == (1, "")
    assert tree(cycle / "ket-qua") == before
    return result.stderr


@pytest.mark.parametrize(("files", "said"), [row[1:] for row in CYCLES], ids=[row[0] for row in CYCLES])
def test_a_spoilt_cycle(tmp_path: Path, files: Files, said: str) -> None:
    assert said.format(folder=tmp_path) in refused(folder(tmp_path, files))


@pytest.mark.parametrize(("make", "said"), [row[1:] for row in WORKBOOKS], ids=[row[0] for row in WORKBOOKS])
def test_a_spoilt_workbook(tmp_path: Path, make: Make, said: str) -> None:
    cycle = folder(tmp_path, {"facts.csv": WITHOUT_ONE})
    (cycle / "facts").mkdir()
    make(cycle / "facts" / "so-a.xlsx")
    told = refused(cycle)
    assert said in told
    assert told.splitlines()[-1].startswith("1 lỗi")


def test_a_sound_workbook_is_taken(tmp_path: Path) -> None:
    """The refusals above are of what is wrong in them, not of the form itself."""
    cycle = folder(tmp_path, {"facts.csv": WITHOUT_ONE})
    filed()(cycle / "facts" / "so-a.xlsx")
    result = run("score", cycle)
    assert (result.exit_code, "8,10" in result.stdout) == (0, True)


def test_all_mistakes_of_files_and_figures_are_told_in_one_run(tmp_path: Path) -> None:
    spoilt = {
        "units.csv": UNIT_LIST + "so-a,Sở A,so,\n",
        "facts.csv": FACTS.replace("dung_han,97", "dung_han,-97") + "so-a,dunghan,98,,\n",
        "survey/scores.csv": SCORES.replace("80%", "101%"),
    }
    told = refused(folder(tmp_path, spoilt))
    heads = [line.split("  ")[:2] for line in told.splitlines() if line[:1].islower()]
    assert heads == [
        ["cycle.yaml:1:1", "C48"],
        ["facts.csv:5", "C16"],
        [f"facts.csv:{LAST}", "C22"],
        ["survey/scores.csv:2", "C16"],
        ["units.csv:5", "C08"],
    ]
    assert told.splitlines()[-1] == "4 lỗi, 1 cảnh báo"


def test_a_broken_set_does_not_fell_the_reading_of_figures(tmp_path: Path) -> None:
    spoilt = {
        SET: SOUND_SET.replace("measure: hai_long", "measure: hai_lon"),
        "facts.csv": FACTS + "so-x,dung_han,1,,\n",
    }
    told = refused(folder(tmp_path, spoilt))
    assert "L20" in told
    assert f"facts.csv:{LAST}  C10" in told


def test_the_words_are_english_when_asked(tmp_path: Path) -> None:
    cycle = folder(tmp_path, {"facts.csv": FACTS + "so-a,dunghan,98,,\nso-a,nophoso,1,,\n"})
    result = run("score", cycle, "--lang", "en")
    assert result.exit_code == 1
    assert f"""\
facts.csv:{LAST}  C22  An input the set does not have
    The set thu/2023/so has no input “dunghan” (so-a). Did you mean “dung_han”?
    Remedy: Correct the input's code, or delete the row.
""" in result.stderr
    assert result.stderr.splitlines()[-1] == "2 errors, 1 warning"
