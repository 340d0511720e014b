"""The same answers make the same record, however they are laid out and whatever file holds them."""

from __future__ import annotations

import pytest

from par_index.survey.answers import FileCount
from par_index.survey.codes import form_code
from par_index.survey.forms import Cell
from tests.survey.answers.room import (
    Form,
    Room,
    as_parquet,
    as_workbook,
    counted,
    long,
    oracle,
    table,
    wide,
)

FORMS: list[Form] = [
    ("so-a", "dai_bieu", 1, ("a", "b", "", "c", "d", "k")),
    ("so-a", "dai_bieu", 2, ("a", "", "", "", "", "")),
    ("so-a", "nguoi_dan", 1, ("b", "b", "3", "a", "a", "a")),
    ("so-b", "nguoi_dan", 7, ("d", "d", "1", "", "k", "c")),
    ("so-c", "so_nganh", 12, ("", "c", "", "c", "b", "a")),
]
LAYOUTS = {
    "wide by code": ("a.csv", wide(FORMS)),
    "wide by unit and group": ("a.csv", wide(FORMS, coded=False)),
    "long by code": ("a.csv", long(FORMS, coded=True)),
    "long by unit and group": ("a.csv", long(FORMS)),
    "semicolons": ("a.csv", wide(FORMS).replace(",", ";")),
    "a workbook": ("a.xlsx", as_workbook(wide(FORMS, coded=False))),
    "a workbook of entries": ("a.xlsx", as_workbook(wide(FORMS), entry=True)),
    "Parquet, long": ("a.parquet", as_parquet(long(FORMS))),
    "Parquet, wide": ("a.parquet", as_parquet(wide(FORMS, coded=False))),
    "Parquet, by code": ("a.parquet", as_parquet(wide(FORMS))),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_layout_gives_the_same_answers(room: Room, layout: str) -> None:
    name, content = LAYOUTS[layout]
    answers = room.answers({f"responses/{name}": content})
    assert counted(answers) == oracle(FORMS)
    assert answers.forms["so"].cell.tolist() == [0, 0, 1, 2, 3]
    assert [(one.rows, one.refused) for one in answers.files] in ([(5, 0)], [(27, 0)])
    assert answers.digest == "sha256-c7bb4fbbe520b11afba2aff8db1923fac070c3ea37f357af89841ccb3d114495"


def test_forms_stand_in_canonical_order(room: Room) -> None:
    answers = room.answers({"responses/a.csv": wide(FORMS)})
    forms = answers.forms["so"]
    assert forms.cells == (
        Cell("so-a", "dai_bieu"),
        Cell("so-a", "nguoi_dan"),
        Cell("so-b", "nguoi_dan"),
        Cell("so-c", "so_nganh"),
    )
    assert forms.answers.tolist() == [
        [1, 0, 0, 0, 0, 0],
        [1, 2, 0, 3, 4, 5],
        [2, 2, 3, 1, 1, 1],
        [4, 4, 1, 0, 5, 3],
        [0, 3, 0, 3, 2, 1],
    ]


def test_units_groups_and_options_go_by_name_too(room: Room) -> None:
    rows = [
        ["Unit", "group", "C1", "c2", "C3"],
        ["SO-A", "NGƯỜI DÂN", "tốt", "Khá ", "3,0"],
        ["Sở A", "nguoi_dan", "A", "Kém", "Rất tốt"],
    ]
    answers = room.answers({"responses/a.csv": table(rows)})
    assert answers.forms["so"].answers.tolist() == [[1, 2, 3, 0, 0, 0], [1, 4, 3, 0, 0, 0]]


def test_text_that_is_not_composed_is_read_like_composed_text(room: Room) -> None:
    content = as_parquet("unit,group,C1\nso-a,nguoi_dan,To\u0302\u0301t\n")
    answers = room.answers({"responses/a.parquet": content})
    assert answers.forms["so"].answers.tolist() == [[1, 0, 0, 0, 0, 0]]


def test_any_name_of_a_form_serves_within_unit_and_group(room: Room) -> None:
    rows = [
        ["unit", "group", "form", "C1"],
        ["so-a", "nguoi_dan", "xyz", "a"],
        ["so-b", "nguoi_dan", "xyz", "b"],
        ["so-a", "dai_bieu", "xyz", "c"],
        ["so-a", "nguoi_dan", "900000000001", "d"],
        ["so-a", "nguoi_dan", "", "d"],
        ["so-a", "nguoi_dan", "", "d"],
    ]
    answers = room.answers({"responses/a.csv": table(rows).replace("900000000001", "90000000001")})
    assert answers.forms["so"].answers[:, 0].tolist() == [3, 1, 4, 4, 4, 2]


def test_a_code_beside_unit_and_group_is_the_form_of_that_number(room: Room) -> None:
    code = form_code("so-a", "dai_bieu", 7)
    files = {
        "responses/a.csv": table([["unit", "group", "form", "C1"], ["so-a", "dai_bieu", code.upper(), "a"]]),
        "responses/b.csv": table([["form", "question", "option"], [code, "C2", "b"]]),
        "responses/c.csv": table([["unit", "group", "form", "C4"], ["so-a", "dai_bieu", "07", "c"]]),
    }
    assert room.answers(files).forms["so"].answers.tolist() == [[1, 2, 0, 3, 0, 0]]


def test_a_long_form_may_lie_in_several_files(room: Room) -> None:
    head = "unit,group,form,question,option\n"
    files = {f"responses/{at}.csv": f"{head}so-a,dai_bieu,1,C{at},b\n" for at in (1, 2, 4)}
    assert room.answers(files).forms["so"].answers.tolist() == [[2, 2, 0, 2, 0, 0]]


def test_an_entry_form_left_empty_is_none_and_a_returned_one_is(room: Room) -> None:
    forms: list[Form] = [*FORMS[:1], ("so-a", "dai_bieu", 9, ("",) * 6)]
    entry = room.answers({"responses/a.xlsx": as_workbook(wide(forms), entry=True)})
    assert [one.rows for one in entry.files] == [1]
    (room.place / "survey" / "responses" / "a.xlsx").unlink()
    assert room.answers({"responses/a.csv": wide(forms)}).forms["so"].answers.shape == (2, 6)


def test_empty_columns_and_the_mark_are_no_strangers(room: Room) -> None:
    content = "form,C1,SỐ LIỆU GIẢ LẬP,ghi chú\n" + f"{form_code('so-a', 'dai_bieu', 1)},a,,\n"
    assert room.answers({"responses/a.csv": content}).forms["so"].answers[0, 0] == 1


def test_the_stratum_comes_from_the_list_of_forms(room: Room) -> None:
    code = form_code("so-a", "nguoi_dan", 3)
    files = {
        "forms.csv": f"form,unit,group,stratum\n{code},so-a,nguoi_dan,nong_thon\n",
        "responses/a.csv": f"form,C1\n{code},a\n",
    }
    answers, problems = room.read(files)
    assert answers is not None
    assert not problems, "as many came back as were printed"
    assert answers.forms["so"].cells == (Cell("so-a", "nguoi_dan", "nong_thon"),)


def test_without_files_there_are_no_answers(room: Room) -> None:
    assert room.read({}) == (None, ())
    assert room.read({"responses/.hidden.csv": "x", "responses/~$a.xlsx": "x"}) == (None, ())


def test_every_file_is_counted(room: Room) -> None:
    answers = room.answers({"responses/b.csv": wide(FORMS[:2]), "responses/a.csv": wide(FORMS[2:])})
    assert [(one.file, one.rows, one.accepted, one.refused) for one in answers.files] == [
        ("survey/responses/a.csv", 3, 3, 0),
        ("survey/responses/b.csv", 2, 2, 0),
    ]
    assert all(isinstance(one, FileCount) and len(one.digest) == 71 for one in answers.files)
