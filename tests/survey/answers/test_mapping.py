"""Exports of other programs: columns declared, stripped, constant or translated."""

from __future__ import annotations

import pytest

from par_index.survey.forms import Cell
from tests.survey.answers.room import Content, Room, as_parquet, as_workbook

MAPPING = """\
columns:
  Cơ quan Ông/Bà đánh giá: unit
  "Câu 1. Thái độ phục vụ?": C1
  Câu 3: C3
strip: [Dấu thời gian, Địa chỉ email, Họ và tên]
constants:
  group: nguoi_dan
values:
  unit:
    Trung tâm hành chính công: so-b
  option:
    Hài lòng lắm: a
  C3:
    Rẻ: "3"
"""
EXPORT = """\
Dấu thời gian,Địa chỉ email,Họ và tên,Cơ quan Ông/Bà đánh giá,Câu 1. Thái độ phục vụ?,Câu 3
01/02/2024 8:00:12,an@thu.vn,Nguyễn Văn An,so-a,Hài lòng lắm,Rẻ
01/02/2024 8:01:55,binh@thu.vn,Trần Thị Bình,TRUNG TÂM  hành chính công,khá,2
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("form.csv", EXPORT),
        ("form.xlsx", as_workbook(EXPORT)),
        ("form.parquet", as_parquet(EXPORT)),
    ],
)
def test_an_export_is_read_as_declared(room: Room, name: str, content: Content) -> None:
    answers = room.answers({"responses.yaml": MAPPING, f"responses/{name}": content})
    forms = answers.forms["so"]
    assert forms.cells == (Cell("so-a", "nguoi_dan"), Cell("so-b", "nguoi_dan"))
    assert forms.answers.tolist() == [[1, 0, 3, 0, 0, 0], [2, 0, 2, 0, 0, 0]]
    told = repr([answers.files, answers.refused, answers.flags, forms])
    assert not any(word in told for word in ("an@thu.vn", "Nguyễn", "8:00"))


def test_without_the_mapping_the_export_is_refused_column_by_column(room: Room) -> None:
    _, problems = room.read({"responses/form.csv": EXPORT})
    assert {(one.code, one.args.get("column", "")) for one in problems} == {
        ("S33", "Dấu thời gian"),
        ("S34", "Địa chỉ email"),
        ("S34", "Họ và tên"),
        ("S33", "Cơ quan Ông/Bà đánh giá"),
        ("S33", "Câu 1. Thái độ phục vụ?"),
        ("S33", "Câu 3"),
        ("S35", ""),
    }


def test_a_column_stands_above_a_constant(room: Room) -> None:
    files: dict[str, Content] = {
        "responses.yaml": "constants: {group: nguoi_dan, stratum: phường}\n",
        "responses/a.csv": "unit,group,C1\nso-a,dai_bieu,a\n",
    }
    assert room.answers(files).forms["so"].cells == (Cell("so-a", "dai_bieu", "phường"),)


def test_questions_and_options_of_a_long_table_are_translated(room: Room) -> None:
    files: dict[str, Content] = {
        "responses.yaml": "columns: {Câu 3: C3, Hỏi: question, Đáp: option}\nvalues: {c3: {Rẻ: '3'}}\n",
        "responses/a.csv": "unit,group,form,Hỏi,Đáp\nso-a,nguoi_dan,1,câu 3,rẻ\nso-a,nguoi_dan,1,C1,tốt\n",
    }
    assert room.answers(files).forms["so"].answers.tolist() == [[1, 0, 3, 0, 0, 0]]


@pytest.mark.parametrize(
    ("name", "content"),
    [("form.csv", EXPORT), ("form.xlsx", as_workbook(EXPORT)), ("form.parquet", as_parquet(EXPORT))],
)
def test_a_declared_column_that_no_file_has_is_told_at_its_line(
    room: Room, name: str, content: Content
) -> None:
    mapping = MAPPING.replace("  Câu 3: C3", "  Câu 3: C3\n  Câu 4. Kết quả: C4")
    mapping = mapping.replace("[Dấu thời gian, ", "[Dấu thời giann, ")
    _, problems = room.read({"responses.yaml": mapping, f"responses/{name}": content})
    told = [(one.where.line, one.where.column, one.args) for one in problems if one.code == "S61"]
    assert told == [
        (5, 3, {"key": "columns", "column": "Câu 4. Kết quả", "nearest": ""}),
        (6, 9, {"key": "strip", "column": "Dấu thời giann", "nearest": "Dấu thời gian"}),
    ]
    assert not any(one.is_error for one in problems if one.code == "S61")


def test_the_column_may_stand_in_another_file(room: Room) -> None:
    other = "unit,group,C1,Ghi chú\nso-b,nguoi_dan,a,x\n"
    files: dict[str, Content] = {"responses/form.csv": EXPORT, "responses/other.csv": other}
    _, problems = room.read({"responses.yaml": MAPPING.replace("strip: [", "strip: [Ghi chú, "), **files})
    assert problems == ()


def test_a_file_that_cannot_be_read_may_have_the_column(room: Room) -> None:
    mapping = MAPPING.replace("strip: [", "strip: [Ghi chú, ")
    files: dict[str, Content] = {"responses/form.csv": EXPORT, "responses/broken.xlsx": b"PK"}
    _, problems = room.read({"responses.yaml": mapping, **files})
    assert "S61" not in {one.code for one in problems}


def test_personal_data_in_place_of_a_header_is_not_offered(room: Room) -> None:
    files: dict[str, Content] = {"responses/a.csv": "unit,group,C1,an@thu.vn\nso-a,nguoi_dan,a,binh@thu.vn\n"}
    _, problems = room.read({"responses.yaml": "strip: [an@thu.v]\n", **files})
    assert [one.args["nearest"] for one in problems if one.code == "S61"] == [""]


@pytest.mark.parametrize(
    ("mapping", "places"),
    [
        ("columns: {X: unitt}\n", [("S60", 1, "unitt")]),
        ("constants: {C1: a}\n", [("S60", 1, "C1")]),
        ("values:\n  unit: {A: so-a}\n  C9: {A: a}\n", [("S60", 3, "C9")]),
        ("column: {X: unit}\n", [("Y20", 1, None)]),
        ("columns: [X]\n", [("Y23", 1, None)]),
    ],
)
def test_a_wrong_mapping_is_named_and_nothing_is_read(
    room: Room, mapping: str, places: list[tuple[str, int, str | None]]
) -> None:
    answers, problems = room.read({"responses.yaml": mapping, "responses/a.csv": EXPORT})
    assert answers is None
    found = [(one.code, one.where.line, one.args.get("name")) for one in problems]
    assert found == places
    assert all(one.where.file == "survey/responses.yaml" for one in problems)
