# ruff: noqa: E501 - a table of refusals reads best whole
"""Each mistake an office can make in a cycle's folder: its place, what it is, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from par_index.problem import Problem
from tests.read.offices import (
    CYCLE,
    FIGURES,
    FORM_COLUMNS,
    HEADER,
    LEAVES,
    PLAN,
    SCORES,
    UNITS,
    all_problems,
    facts,
    form,
)

FACTS = facts()
LAST = len(FACTS.splitlines()) + 1
DECISIONS = "unit,code,input,stage,value,points,reason,by,at\n"
LEAD = ("_columns", "", "value", "points", "status", "reason", "by", "at")
FORMS: Mapping[str, str | None] = {"facts.csv": None}
Files = Mapping[str, str | bytes | None]
Told = tuple[str, str, str, str]


def told(problem: Problem) -> Told:
    return problem.code, str(problem.where), *problem.texts()[1:]


BROKEN: list[tuple[Files, Told]] = [
    # the folder and its own files
    ({"cycle.yaml": None},
     ("C01", "cycle.yaml", "Không có cycle.yaml trong thư mục {folder}.", "Đặt tệp cycle.yaml vào thư mục này, hoặc chỉ lại đúng thư mục của kỳ chấm điểm.")),
    ({"units.csv": None, "facts.csv": "unit,input,value\n", "survey/scores.csv": None},
     ("C01", "units.csv", "Không có units.csv trong thư mục {folder}.", "Đặt tệp units.csv vào thư mục này, hoặc chỉ lại đúng thư mục của kỳ chấm điểm.")),
    ({"cycle.yaml": CYCLE + "previous:\n  facts: ../2022\n"},
     ("C01", "cycle.yaml:10:10", "Không có ../2022 trong thư mục {folder}.", "Đặt tệp ../2022 vào thư mục này, hoặc chỉ lại đúng thư mục của kỳ chấm điểm.")),
    ({"facts.csv": None, "survey/scores.csv": None},
     ("C31", "facts.csv", "Thư mục {folder} không có facts.csv và không có tệp nào trong facts/.", "Đặt các biểu mẫu đã điền vào facts/, hoặc ghi số liệu vào facts.csv.")),
    ({"cycle.yaml": CYCLE + "  - id: so2\n    set: thu/2023/so\n    units: so\n"},
     ("C07", "cycle.yaml:11:12", "“units: so” đã khai ở cycle.yaml:8:12.", "Mỗi nhóm có một mã riêng và mỗi loại đơn vị chỉ thuộc một nhóm: sửa hoặc bỏ một trong hai nhóm.")),
    ({"cycle.yaml": CYCLE + "  - id: xa\n    set: thu/2023/xa\n    units: xa\n"},
     ("C33", "cycle.yaml:9:5", "Nhóm xa chấm loại “xa”, nhưng units.csv chỉ có: so.", "Sửa dòng units của nhóm, hoặc cột kind của các đơn vị.")),
    ({"facts/ghi-chu.docx": "x"},
     ("W16", "facts/ghi-chu.docx", "Chương trình chỉ đọc các tệp .csv, .xlsx, .xlsm; tệp này bị bỏ qua.", "Nếu tệp có số liệu, lưu lại thành .xlsx hoặc .csv; nếu không, chuyển tệp sang thư mục khác.")),
    # the list of units
    ({"units.csv": UNITS + "SNV,Sở Nội vụ,so,,,,,,\n"},
     ("C08", "units.csv:4", "Đơn vị SNV đã có ở units.csv:2.", "Giữ một dòng cho đơn vị SNV.")),
    ({"units.csv": UNITS.encode("utf-16")},
     ("W10", "units.csv:1", "Tệp có vẻ được lưu theo bảng mã UTF-16.", "Mở tệp, chọn Lưu thành (Save As), dạng “CSV UTF-8”, rồi gửi lại.")),
    ({"units.csv": UNITS + "SYT,,so,,,,,,\n"},
     ("C02", "units.csv:4", "Cột “name” của dòng này chưa ghi gì.", "Điền cột “name”, hoặc xóa cả dòng.")),
    ({"units.csv": UNITS + "SYT,Sở Y tế,so,,,,30/02/2023,,\n"},
     ("C09", "units.csv:4", "Cột “valid_from” ghi “30/02/2023”, không phải một ngày có thật.", "Ghi ngày dạng dd/mm/yyyy, ví dụ 31/01/2023.")),
    ({"units.csv": UNITS + "H1,Huyện,huyen,,,,,,\n"},
     ("C11", "units.csv:4", "Đơn vị H1 thuộc loại “huyen”, không nhóm nào chấm loại này; đơn vị sẽ không có kết quả.", "Sửa cột kind (các loại được chấm: so), hoặc thêm nhóm vào cycle.yaml.")),
    ({"units.csv": UNITS.replace("co_tthc", "co_tthcc")},
     ("C47", "units.csv:2", "Đơn vị SNV ghi đặc điểm “co_tthcc”, bộ tiêu chí không có. Có phải “co_tthc”?", "Sửa cột traits. Các đặc điểm của bộ: co_tthc.")),
    # tables
    ({"facts.csv": "unit,inputs,value\nSNV,ho_so,1\n"},
     ("C04", "facts.csv:1", "Bảng chưa có cột: input. Các cột khác đang có: inputs.", "Sửa lại tên cột ở dòng tiêu đề, hoặc thêm cột còn thiếu.")),
    ({"facts.csv": ""},
     ("C04", "facts.csv:1", "Bảng chưa có cột: unit, input, value. Các cột khác đang có: –.", "Sửa lại tên cột ở dòng tiêu đề, hoặc thêm cột còn thiếu.")),
    ({"facts.csv": FACTS.replace("unit,input,value", "unit,input,value,value", 1)},
     ("C05", "facts.csv:1", "Cột “value” có hai lần trong dòng tiêu đề.", "Giữ một cột “value”, đổi tên hoặc xóa cột kia.")),
    ({"facts.csv": FACTS.replace("status", "statuss", 1)},
     ("C06", "facts.csv:1", "Cột “statuss” không được đọc. Có phải “status”?", "Sửa tên cột nếu viết nhầm. Các cột được đọc: unit, input, value, status, note, evidence_ref, evidence_date, evidence_subject, evidence_section, evidence_pages, evidence_file.")),
    ({"facts.csv": FACTS.replace('"1000",,', '"1000",,Së Néi vô', 1)},
     ("W13", "facts.csv:4", "“Së Néi vô” có vẻ là chữ TCVN3, không phải Unicode.", "Chuyển cả bảng sang Unicode (ví dụ bằng Unikey, Ctrl+Shift+F6) rồi lưu lại.")),
    # figures
    ({"facts.csv": FACTS + "SNW,ho_so,1,,\n"},
     ("C10", f"facts.csv:{LAST}", "Đơn vị “SNW” không có trong units.csv, hoặc không còn hiệu lực năm 2023. Có phải “SNV”?", "Sửa lại mã đơn vị, hoặc thêm đơn vị vào units.csv.")),
    ({"facts.csv": FACTS + ",ho_so,1,,\n"},
     ("C02", f"facts.csv:{LAST}", "Cột “unit” của dòng này chưa ghi gì.", "Điền cột “unit”, hoặc xóa cả dòng.")),
    ({"facts.csv": FACTS + "SNV,ho_so,999,,\n"},
     ("C12", f"facts.csv:{LAST}", "Số liệu ho_so của SNV ghi “999” ở đây và “1000” ở facts.csv:4.", "Giữ một chỗ, xóa chỗ kia.")),
    ({"facts.csv": FACTS + "SNV,dung_hann,1,,\n"},
     ("C22", f"facts.csv:{LAST}", "Bộ thu/2023/so không có số liệu “dung_hann” (SNV). Có phải “dung_han”?", "Sửa lại mã số liệu, hoặc xóa dòng này.")),
    ({"facts.csv": FACTS.replace('"Có",,', '"",chưa làm,', 1)},
     ("C13", "facts.csv:2", "“chưa làm” không phải một tình trạng của số liệu.", "Để trống, hoặc ghi một trong: Không áp dụng; Không có tài liệu kiểm chứng.")),
    ({"facts.csv": FACTS.replace('"Có",,', '"Có",not_applicable,', 1)},
     ("C23", "facts.csv:2", "SNV ghi “Có” nhưng tình trạng là không áp dụng.", "Xóa số liệu nếu không áp dụng, hoặc bỏ tình trạng nếu có số liệu.")),
    ({"facts.csv": FACTS.replace('"1000"', '"979"', 1)},
     ("C24", "facts.csv:5", "Phải có dung_han <= ho_so, nhưng SNV ghi: Hồ sơ đúng hạn = 980 (facts.csv:5); Hồ sơ tiếp nhận = 979 (facts.csv:4).", "Đối chiếu báo cáo gốc và sửa ô sai; phần không thể lớn hơn tổng.")),
    ({"facts.csv": FACTS.replace("93,5%", "101%", 1)},
     ("C16", "facts.csv:7", "“Tỷ lệ số hóa” ghi 101%; chỉ nhận từ 0% đến 100%.", "Kiểm tra lại số liệu và ghi một giá trị trong khoảng đó.")),
    ({"facts.csv": FACTS + "SNV,hai_long,99%,,\n"},
     ("C44", f"facts.csv:{LAST}", "“Mức độ hài lòng” là kết quả điều tra xã hội học, nhưng SNV tự khai.", "Xóa số liệu này; kết quả điều tra ghi trong survey/scores.csv.")),
    # evidence
    ({"evidence.csv": "unit,code,ref\nSNV,1.22,7/BC\n"},
     ("C39", "evidence.csv:2", "Bộ thu/2023/so không có tiêu chí “1.22” (SNV). Có phải “1.2”?", "Sửa lại mã tiêu chí, hoặc xóa dòng này.")),
    ({"evidence.csv": "unit,code,ref\nSNV,,7/BC\n"},
     ("C02", "evidence.csv:2", "Cột “code” của dòng này chưa ghi gì.", "Điền cột “code”, hoặc xóa cả dòng.")),
    # the appraisal
    ({"appraisal/a.csv": DECISIONS + "SNV,,ho_so,r1,990,,,Lan,01/12/2023\n"},
     ("C32", "appraisal/a.csv:2", "Quyết định về ho_so của SNV chưa ghi lý do.", "Ghi lý do vào cột reason; mọi thay đổi khi thẩm định đều phải có lý do.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,,ho_so,r1,990,,Sai,,01/12/2023\n"},
     ("C02", "appraisal/a.csv:2", "Cột “by” của dòng này chưa ghi gì.", "Điền cột “by”, hoặc xóa cả dòng.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,,ho_so,self,990,,Sai,Lan,01/12/2023\n"},
     ("C34", "appraisal/a.csv:2", "“self” không phải một bước thẩm định.", "Ghi một trong: r1, r2, council.")),
    ({"appraisal/a.csv": DECISIONS + 2 * "SNV,,ho_so,r1,990,,Sai,Lan,01/12/2023\n"},
     ("C35", "appraisal/a.csv:3", "ho_so của SNV ở bước r1 đã được quyết định ở appraisal/a.csv:2.", "Giữ một quyết định, xóa quyết định kia.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,1.2,ho_so,r1,990,,Sai,Lan,01/12/2023\nSNV,1.7,ho_so,r1,990,,Sai,Lan,01/12/2023\n"},
     ("C35", "appraisal/a.csv:3", "ho_so của SNV ở bước r1 đã được quyết định ở appraisal/a.csv:2.", "Giữ một quyết định, xóa quyết định kia.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,1.3,,r1,,1,Sai,Lan,01/12/2023\n"},
     ("C37", "appraisal/a.csv:2", "Điểm của 1.3 do số liệu tính ra, không cho điểm trực tiếp.", "Sửa số liệu (cột input và value) thay vì ghi điểm.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,,muc,r1,,1,Sai,Lan,01/12/2023\n"},
     ("C37", "appraisal/a.csv:2", "Điểm của muc do số liệu tính ra, không cho điểm trực tiếp.", "Sửa số liệu (cột input và value) thay vì ghi điểm.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,1.2,,r1,990,,Sai,Lan,01/12/2023\n"},
     ("C38", "appraisal/a.csv:2", "Tiêu chí 1.2 dùng nhiều số liệu: dung_han, ho_so.", "Ghi mã số liệu cần sửa vào cột input.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,9.9,,r1,990,,Sai,Lan,01/12/2023\n"},
     ("C39", "appraisal/a.csv:2", "Bộ thu/2023/so không có tiêu chí “9.9” (SNV).", "Sửa lại mã tiêu chí, hoặc xóa dòng này.")),
    ({"appraisal/a.csv": DECISIONS + "SNV,,hoso,r1,990,,Sai,Lan,01/12/2023\n"},
     ("C22", "appraisal/a.csv:2", "Bộ thu/2023/so không có số liệu “hoso” (SNV). Có phải “ho_so”?", "Sửa lại mã số liệu, hoặc xóa dòng này.")),
    # the survey
    ({"survey/scores.csv": SCORES + "SNV,1.1,1,1,\n"},
     ("C40", "survey/scores.csv:4", "Tiêu chí 1.1 của SNV phải có đúng một trong hai cột share, points.", "Ghi tỷ lệ vào share, hoặc điểm vào points, bỏ trống cột kia.")),
    ({"survey/scores.csv": SCORES + "SNV,2.1,0.9,,\n"},
     ("C42", "survey/scores.csv:4", "Tiêu chí 2.1 của SNV đã có ở survey/scores.csv:2.", "Giữ một dòng, xóa dòng kia.")),
    ({"survey/scores.csv": SCORES + "SNV,1.1,0.9,,\n"},
     ("C43", "survey/scores.csv:4", "Tiêu chí 1.1 có 0 số liệu điều tra; cần đúng một, nhận ở cột share.", "Kiểm tra mã tiêu chí và ghi vào cột share.")),
    ({"survey/scores.csv": SCORES + "SNV,2.2,0.9,,\n"},
     ("C39", "survey/scores.csv:4", "Bộ thu/2023/so không có tiêu chí “2.2” (SNV). Có phải “2.1”?", "Sửa lại mã tiêu chí, hoặc xóa dòng này.")),
    ({"survey/scores.csv": SCORES + ",2.1,0.9,,\n"},
     ("C02", "survey/scores.csv:4", "Cột “unit” của dòng này chưa ghi gì.", "Điền cột “unit”, hoặc xóa cả dòng.")),
    ({"survey/scores.csv": SCORES.replace("2.7", "2.5")},
     ("C41", "survey/scores.csv:3", "2.5 trên 3,00 điểm của 2.1 được hiểu là 83,3333%; điểm tính lại có thể lệch vài phần triệu.", "Ghi tỷ lệ vào cột share, hoặc khai số liệu này kiểu points trong bộ tiêu chí.")),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), BROKEN)
def test_one_mistake_is_told_once_with_its_place_and_remedy(tmp_path: Path, files: Files, expected: Told) -> None:
    found = [problem for problem in all_problems(tmp_path, files) if problem.code == expected[0]]
    code, where, what, remedy = expected
    assert [told(problem) for problem in found] == [(code, where, what.format(folder=tmp_path.as_posix()), remedy)]
    assert all("{" not in words for problem in found for words in problem.texts("en"))


def test_every_mistake_of_every_file_is_told_in_one_run(tmp_path: Path) -> None:
    """All single mistakes that can stand together, at once."""
    files = {
        "units.csv": UNITS + "SNV,Sở Nội vụ,so,,,,,,\nH1,Huyện,huyen,,,,,,\n",
        "facts.csv": FACTS + "SNW,ho_so,1,,\nSNV,ho_so,999,,\nSNV,la,1,,\n",
        "evidence.csv": "unit,code,ref\nSNV,1.22,7/BC\n",
        "appraisal/a.csv": DECISIONS + "SNV,,ho_so,r1,990,,,Lan,01/12/2023\n",
        "survey/scores.csv": SCORES + "SNV,2.1,0.9,,\n",
        "facts/x.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    }
    codes = [problem.code for problem in all_problems(tmp_path, files)]
    assert sorted(codes) == ["C08", "C10", "C11", "C12", "C22", "C32", "C39", "C42", "W03"]


def of_form(
    rows: list[tuple[object, ...]], header: Mapping[str, str] = HEADER, columns: tuple[str, ...] = FORM_COLUMNS
) -> Callable[[Path], None]:
    return lambda place: form(place / "facts" / "snv.xlsx", rows, header, columns)


def two_forms(place: Path) -> None:
    for name in ("a", "b"):
        form(place / "facts" / f"{name}.xlsx", [("ho_so", "", 1)])


def merged(place: Path) -> None:
    form(place / "facts" / "snv.xlsx", [("ho_so", "", 1000), ("dung_han", "", "")])
    book = openpyxl.load_workbook(place / "facts" / "snv.xlsx")
    book["Tự chấm"].merge_cells("C5:C6")
    book.save(place / "facts" / "snv.xlsx")


def hidden(place: Path) -> None:
    form(place / "facts" / "snv.xlsx", [("ho_so", "", 1000)])
    book = openpyxl.load_workbook(place / "facts" / "snv.xlsx")
    book["Tự chấm"].row_dimensions[5].hidden = True
    book.save(place / "facts" / "snv.xlsx")


def without_result(place: Path) -> None:
    form(place / "facts" / "snv.xlsx", [("ho_so", "", 1000)])
    book = openpyxl.load_workbook(place / "facts" / "snv.xlsx")
    book["Tự chấm"]["C5"] = "=500+500"
    book.save(place / "facts" / "snv.xlsx")


def no_table(place: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Báo cáo năm"
    (place / "facts").mkdir()
    book.save(place / "facts" / "snv.xlsx")


def in_appraisal(place: Path) -> None:
    form(place / "appraisal" / "snv.xlsx", [("ho_so", "", 1000)])
    of_form([("ho_so", "", 1000)])(place)


TYPE_IT = "Gõ thẳng số liệu vào ô (hoặc chép rồi dán dạng giá trị)."
FORMS_BROKEN: list[tuple[Callable[[Path], None], Told]] = [
    (of_form([("ho_so", "", "=1/0")]),
     ("W08", "facts/snv.xlsx#Tự chấm!C5", "Ô này là công thức, kết quả đang lưu là “0”; kết quả có thể đổi khi mở trên máy khác.", TYPE_IT)),
    (of_form([("ho_so", "", 1000, "", "=A1")]),
     ("W08", "facts/snv.xlsx#Tự chấm!E5", "Ô này là công thức, kết quả đang lưu là “0”; kết quả có thể đổi khi mở trên máy khác.", TYPE_IT)),
    (without_result,
     ("W09", "facts/snv.xlsx#Tự chấm!C5", "Ô này là công thức nhưng tệp không lưu kết quả.", "Gõ thẳng số liệu vào ô.")),
    (merged,
     ("W14", "facts/snv.xlsx#Tự chấm!C6", "Ô này bị gộp với ô khác nên không biết số liệu thuộc dòng nào.", "Bỏ gộp ô (Merge & Center) rồi gõ số liệu cho từng dòng.")),
    (hidden,
     ("W15", "facts/snv.xlsx#Tự chấm!C5", "Dòng 5 đang bị ẩn nhưng có số liệu “1000”; số liệu này vẫn được tính.", "Bỏ ẩn dòng để kiểm tra, hoặc xóa số liệu nếu không dùng.")),
    (of_form([("ho_so", "", 1000), ("", "", 7)]),
     ("W20", "facts/snv.xlsx#Tự chấm!C6", "Dòng này không thuộc số liệu nào nhưng có ghi “7”; số liệu sẽ không được tính.", "Chuyển số liệu về đúng dòng của biểu mẫu rồi xóa ô này.")),
    (of_form([("ho_so", "", 1000)], columns=("_columns", "", "gia_tri", "status")),
     ("C04", "facts/snv.xlsx#Tự chấm!A3", "Bảng chưa có cột: value. Các cột khác đang có: _columns, gia_tri.", "Sửa lại tên cột ở dòng tiêu đề, hoặc thêm cột còn thiếu.")),
    (of_form([("ho_so", "", 1000), ("1.2|ho_so", "", 1001)]),
     ("C12", "facts/snv.xlsx#Tự chấm!C6", "Số liệu ho_so của SNV ghi “1001” ở đây và “1000” ở facts/snv.xlsx#Tự chấm!C5.", "Giữ một chỗ, xóa chỗ kia.")),
    (no_table,
     ("C03", "facts/snv.xlsx", "Không trang tính nào có dòng tiêu đề với các cột cần đọc.", "Thêm dòng tiêu đề gồm các cột: input, value, unit, status, note, evidence_ref, evidence_date, evidence_subject, evidence_section, evidence_pages, evidence_file; hoặc dùng biểu mẫu do par-index template xuất ra.")),
    (of_form([("ho_so", "", 1)], {**HEADER, "schema": "par-index/template/9"}),
     ("W19", "facts/snv.xlsx", "Biểu mẫu ghi “par-index/template/9”, chương trình này đọc “par-index/template/1”.", "Xuất lại biểu mẫu bằng par-index template và chuyển số liệu sang.")),
    (of_form([("ho_so", "", 1)], {**HEADER, "unit": "SNVV"}),
     ("C10", "facts/snv.xlsx", "Đơn vị “SNVV” không có trong units.csv, hoặc không còn hiệu lực năm 2023. Có phải “SNV”?", "Sửa lại mã đơn vị, hoặc thêm đơn vị vào units.csv.")),
    (of_form([("ho_so", "", 1)], {**HEADER, "cycle": "thu-2022"}),
     ("C25", "facts/snv.xlsx", "Biểu mẫu này thuộc kỳ thu-2022, thư mục này là kỳ thu-2023.", "Chuyển tệp về đúng thư mục, hoặc xin đơn vị điền biểu mẫu của kỳ thu-2023.")),
    (of_form([("ho_so", "", 1)], {**HEADER, "year": "2022"}),
     ("C26", "facts/snv.xlsx", "Biểu mẫu này là của năm 2022, cần năm 2023.", "Xin đơn vị điền biểu mẫu của năm 2023.")),
    (of_form([("ho_so", "", 1)], {**HEADER, "set": "thu/2023/huyen"}),
     ("C27", "facts/snv.xlsx", "Biểu mẫu theo bộ thu/2023/huyen, nhưng nhóm so chấm theo bộ thu/2023/so.", "Xuất lại biểu mẫu theo bộ thu/2023/so và chuyển số liệu sang.")),
    (two_forms,
     ("C29", "facts/b.xlsx", "Đơn vị SNV đã có biểu mẫu facts/a.xlsx.", "Giữ biểu mẫu cuối cùng, chuyển tệp kia ra khỏi thư mục.")),
    (in_appraisal,
     ("C30", "appraisal/snv.xlsx", "Biểu mẫu này của bước “self”, ở đây chỉ nhận: r1, r2, council.", "Biểu mẫu tự chấm để trong facts/, biểu mẫu thẩm định để trong appraisal/.")),
]  # fmt: skip


@pytest.mark.parametrize(("make", "expected"), FORMS_BROKEN)
def test_a_broken_form_is_told_at_its_cell(tmp_path: Path, make: Callable[[Path], None], expected: Told) -> None:
    make(tmp_path)
    problems = all_problems(tmp_path, FORMS)
    assert [told(problem) for problem in problems if problem.code == expected[0]] == [expected]
    assert all("{" not in words for problem in problems for words in problem.texts("en"))


def test_an_error_cell_is_told_by_its_name(tmp_path: Path) -> None:
    form(tmp_path / "facts" / "snv.xlsx", [("ho_so", "", 1000)])
    book = openpyxl.load_workbook(tmp_path / "facts" / "snv.xlsx")
    book["Tự chấm"]["C5"] = "#DIV/0!"
    book.save(tmp_path / "facts" / "snv.xlsx")
    (problem,) = [problem for problem in all_problems(tmp_path, FORMS) if problem.code == "W07"]
    assert problem.text() == (
        "facts/snv.xlsx#Tự chấm!C5  W07  Ô bị lỗi #DIV/0!\n"
        "    Ô này chứa lỗi tính toán #DIV/0!, không phải số liệu.\n"
        "    Cách sửa: Xóa ô rồi gõ số liệu bằng tay."
    )


def test_a_form_of_another_version_of_a_pinned_set(tmp_path: Path) -> None:
    form(tmp_path / "facts" / "snv.xlsx", [("ho_so", "", 1)], {**HEADER, "digest": "sha256-0"})
    pinned = CYCLE.replace("units: so", "units: so\n    digest: sha256-1")
    problem = all_problems(tmp_path, {**FORMS, "cycle.yaml": pinned})[0]
    assert told(problem) == (
        "C28",
        "facts/snv.xlsx",
        "Biểu mẫu theo bản sha256-0 của bộ thu/2023/so, nhưng kỳ này chốt bản sha256-1.",
        "Xuất lại biểu mẫu theo bản đã chốt và chuyển số liệu sang.",
    )


def test_a_set_of_another_year(tmp_path: Path) -> None:
    (problem,) = all_problems(tmp_path, {}, replace(PLAN, year=2022))
    assert told(problem) == (
        "C45",
        "cycle.yaml:6:5",
        "Bộ thu/2023/so là của năm 2022, kỳ chấm điểm là năm 2023.",
        "Chọn bộ tiêu chí ban hành cho năm 2023 trong cycle.yaml.",
    )


def test_leaves_that_need_last_year_without_it(tmp_path: Path) -> None:
    figures = {code: text for code, text in FIGURES.items() if code != "dung_han_nt"}
    plan = replace(PLAN, leaves=(replace(LEAVES[0], use_previous=True), *LEAVES[1:]))
    (problem,) = all_problems(tmp_path, {"facts.csv": facts(figures)}, plan)
    assert told(problem) == (
        "C48",
        "cycle.yaml:1:1",
        "Nhóm so có tiêu chí cần số liệu năm trước: 1.1, 1.8; cycle.yaml chưa khai previous.facts.",
        "Khai previous: facts trong cycle.yaml; nếu không có, số liệu năm trước coi như chưa nộp.",
    )
    assert not problem.is_error


def test_a_figure_that_contradicts_last_year(tmp_path: Path) -> None:
    (tmp_path / "2022.csv").write_text(facts({"dung_han": "899"}, ("SNV",)))
    previous = CYCLE + "previous:\n  facts: ../2022.csv\n"
    (problem,) = all_problems(tmp_path / "2023", {"cycle.yaml": previous})
    where = f"facts.csv:{2 + list(FIGURES).index('dung_han_nt')}"
    assert told(problem) == (
        "C49",
        where,
        "“Hồ sơ đúng hạn năm trước” khai 900, nhưng số liệu năm trước là 899 (../2022.csv:2).",
        "Xóa số liệu này (chương trình lấy từ số liệu năm trước), hoặc sửa số liệu năm trước nếu sai.",
    )
