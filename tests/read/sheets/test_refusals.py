# ruff: noqa: E501 - a table of refusals reads best whole
"""Files that cannot be read are refused by name, with the words that mend them."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from par_index.problem import Problem
from par_index.read.sheets import read_book
from tests.read.sheets.parts import MAIN, rows, workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROW = '<row r="{0}"><c r="A{0}"><v>1</v></c></row>'


def refused(path: Path) -> Problem:
    book, problems = read_book(path, "facts/a.xlsx")
    assert book is None
    (problem,) = problems
    assert all("{" not in words for words in problem.texts("en"))
    return problem


def damaged(place: Path) -> None:
    book = xlsxwriter.Workbook(str(place))
    book.add_worksheet().write(0, 0, "x" * 5000)
    book.close()
    place.write_bytes(place.read_bytes()[:-400])


def locked(place: Path) -> None:
    place.write_bytes(OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512))


def locked_zip(place: Path) -> None:
    """Set the encryption bit of every entry, in both of its headers."""
    raw = bytearray(workbook(place, rows()).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            struct.pack_into("<H", raw, at + offset, 1)
            at = raw.find(mark, at + 4)
    place.write_bytes(raw)


def old_format(place: Path) -> None:
    place.write_bytes(OLE + bytes(512) + "Workbook".encode("utf-16-le"))


def zip_bomb(place: Path) -> None:
    workbook(place, rows("<row>", " " * 65_000_000, "</row>"))


def million_rows(place: Path) -> None:
    workbook(place, rows(*(ROW.format(number) for number in range(1, 1_000_001))))


def wide_row(place: Path) -> None:
    workbook(place, rows('<row r="3"><c r="GR3"><v>1</v></c><c r="GS3"><v>1</v></c></row>'))


def laughing(place: Path) -> None:
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    workbook(place, f'<!DOCTYPE w [<!ENTITY l0 "ha">{entities}]><worksheet {MAIN}>&l9;</worksheet>')


def no_sheet(place: Path) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def bad_address(place: Path) -> None:
    workbook(place, rows('<row r="3"><c r="3"><v>1</v></c></row>'))


def not_a_zip(place: Path) -> None:
    place.write_text("Đây không phải tệp Excel")


def huge_file(place: Path) -> None:
    with place.open("wb") as stream:
        os.truncate(stream.fileno(), 64_000_001)


def a_folder(place: Path) -> None:
    place.mkdir()


WORKBOOKS = [
    (damaged, "W01", "", "Không đọc được nội dung tệp (File is not a zip file).", "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."),
    (not_a_zip, "W01", "", "Không đọc được nội dung tệp (File is not a zip file).", "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."),
    (no_sheet, "W01", "", "Không đọc được nội dung tệp (\"There is no item named 'xl/workbook.xml' in the archive\").", "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."),
    (bad_address, "W01", "", "Không đọc được nội dung tệp (cell address in row 3).", "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."),
    (laughing, "W01", "", "Không đọc được nội dung tệp (DOCTYPE).", "Mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi gửi lại; nếu không mở được, xin đơn vị gửi bản khác."),
    (locked, "W02", "", "Tệp được khóa bằng mật khẩu nên không đọc được số liệu bên trong.", "Mở tệp, vào Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu lại."),
    (locked_zip, "W02", "", "Tệp được khóa bằng mật khẩu nên không đọc được số liệu bên trong.", "Mở tệp, vào Tệp > Thông tin > Bảo vệ sổ làm việc > Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu lại."),
    (old_format, "W03", "", "Tệp theo khuôn dạng Excel 97–2003.", "Mở tệp, chọn Lưu thành (Save As), dạng “Sổ làm việc Excel (.xlsx)”, rồi gửi tệp .xlsx."),
    (zip_bomb, "W04", "", "Nội dung tệp bung ra quá 64 MB (ở phần xl/worksheets/sheet1.xml); tệp số liệu bình thường chỉ vài MB.", "Xóa các dòng, cột trống đã định dạng và ảnh chèn trong tệp rồi lưu lại; nếu không rõ tệp từ đâu, đừng mở."),
    (million_rows, "W05", "S", "Trang tính có số liệu ở sau dòng 20000.", "Xóa các dòng thừa phía dưới bảng, hoặc chia số liệu thành nhiều tệp."),
    (wide_row, "W06", "S", "Dòng 3 có số liệu ở sau cột thứ 200.", "Xóa các cột thừa bên phải bảng."),
    (a_folder, "W17", "", "Hệ thống không cho đọc tệp (Is a directory).", "Kiểm tra tệp có đang mở ở chương trình khác không và quyền đọc tệp."),
    (huge_file, "W18", "", "Tệp lớn hơn 64 MB.", "Bỏ ảnh và trang thừa trong tệp, hoặc chia thành nhiều tệp."),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code", "cell", "what", "remedy"), WORKBOOKS)
def test_a_workbook_that_cannot_be_read(
    tmp_path: Path, make: Callable[[Path], None], code: str, cell: str, what: str, remedy: str
) -> None:
    make(tmp_path / "a.xlsx")
    problem = refused(tmp_path / "a.xlsx")
    assert (problem.code, problem.where.file, problem.where.cell) == (code, "facts/a.xlsx", cell)
    assert problem.texts()[1:] == (what, remedy)


CSV_FILES = [
    ("unit,ten\nSNV,Sở Nội vụ\n".encode("utf-16"), "W10", 1, "Tệp có vẻ được lưu theo bảng mã UTF-16."),
    (b"unit,ten\nSNV," + "Së Néi vô".encode("cp1252"), "W10", 2, "Tệp có vẻ được lưu theo bảng mã TCVN3."),
    (b"unit,ten\nSNV," + "Sôû Noäi vuï".encode("cp1252"), "W10", 2, "Tệp có vẻ được lưu theo bảng mã VNI."),
    ("unit,ten\n\nSNV,đơn vi\u0323, Sơ\u0309 Nôi\u0323 vu\u0323".encode("cp1258"), "W10", 3, "Tệp có vẻ được lưu theo bảng mã Windows-1258."),
    (b"unit,ten\nSNV,a\0b\n", "W11", 2, "Tệp chứa ký tự mã 0, thường do tệp bị hỏng hoặc không phải tệp chữ."),
    ('unit,ten\nSTC,b\nSNV,"Sở Nội vụ\n'.encode(), "W12", 3, "Từ dòng này không tách được các ô (unexpected end of data)."),
    (b'unit,ten\nSNV,"a"b\n', "W12", 2, "Từ dòng này không tách được các ô (',' expected after '\"')."),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code", "line", "what"), CSV_FILES)
def test_a_csv_file_that_cannot_be_read(tmp_path: Path, raw: bytes, code: str, line: int, what: str) -> None:
    (tmp_path / "a.csv").write_bytes(raw)
    problem = refused(tmp_path / "a.csv")
    assert (problem.code, problem.where.line, problem.texts()[1]) == (code, line, what)


def test_csv_files_of_no_size_and_of_too_much(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.csv").code == "W17"
    huge_file(tmp_path / "a.csv")
    assert refused(tmp_path / "a.csv").code == "W18"
