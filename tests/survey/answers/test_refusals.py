"""Each thing wrong with a row is named with its file, row and value; the other rows count."""

from __future__ import annotations

import dataclasses

import pytest

from par_index.problem import Where
from par_index.survey.answers.told import ranges
from par_index.survey.codes import form_code
from tests.survey.answers.room import Form, Room, as_parquet, as_workbook, table, wide

A1 = form_code("so-a", "dai_bieu", 1)
FRAME = """\
unit,group,stratum,population,respondent,works_at
*,dai_bieu,,60,,
*,so_nganh,,,An,so-a
*,so_nganh,,,Bình,so-b
so-a,nguoi_dan,thanh_thi,2,,
so-a,nguoi_dan,nong_thon,7000,,
so-b,nguoi_dan,,400,,
"""
WIDE = "unit,group,stratum,respondent,works_at,C1,C3"
LONG = "unit,group,form,question,option"


@pytest.mark.parametrize(
    ("rows", "code", "args"),
    [
        (["form,C1", "so-a.dai_bieu.0001.22,a"], "S38", {"form": "so-a.dai_bieu.0001.22"}),
        (["form,C1", "17,a"], "S38", {"form": "17"}),
        (["unit,group,form,C1", f"so-b,dai_bieu,{A1},a"], "S39", {"form": A1, "unit": "so-b"}),
        (["unit,group,form,C1", f",nguoi_dan,{A1},a"], "S39", {"group": "nguoi_dan"}),
        (["unit,group,C1", ",dai_bieu,a"], "S40", {"column": "unit"}),
        (["form,C1", ",a"], "S40", {"column": "form"}),
        (["unit,group,C1", "so-a,,a"], "S40", {"column": "group"}),
        (["unit,group,C1", "so-aa,dai_bieu,a"], "S41", {"unit": "so-aa", "nearest": "so-a"}),
        (["unit,group,C1", "so-a,dai_bie,a"], "S42", {"group": "dai_bie", "nearest": "dai_bieu"}),
        (["unit,group,C1", "so-a,xa,a"], "S42", {"group": "xa", "unit": "so-a"}),
        ([LONG, "so-a,dai_bieu,1,C11,a"], "S43", {"question": "C11", "nearest": "C1"}),
        ([LONG, "so-a,dai_bieu,1,C3,1"], "S44", {"question": "C3", "group": "dai_bieu"}),
        (["unit,group,C1,C3", "so-a,dai_bieu,a,1"], "S44", {"question": "C3", "rows": "2"}),
        (["unit,group,C1", "so-a,dai_bieu,tót"], "S51", {"question": "C1", "option": "tót", "nearest": "a"}),
        (["unit,group,C3", "so-a,nguoi_dan,4"], "S51", {"known": "1 (Rất kém), 2 (Được), 3 (Rất tốt)"}),
        (["unit,group,C3", "so-a,nguoi_dan,1.5"], "S51", {"option": "1.5"}),
        (["unit,group,C1", "so-a,dai_bieu,Tèt ®Ñp"], "W13", {"encoding": "TCVN3"}),
        (["unit,group,form,C1", "so-a,dai_bieu,0912 345 678,a"], "S52", {"column": "form"}),
        (["unit,group,respondent,C1", "so-a,dai_bieu,an@thu.vn,a"], "S52", {"column": "respondent"}),
        (["unit,group,C1", "so-a,dai_bieu,an@thu.vn"], "S51", {"option": "•••"}),
    ],
)
def test_a_wrong_row_is_named(room: Room, rows: list[str], code: str, args: dict[str, str]) -> None:
    content = "\n".join([*rows, ""])
    answers, problems = room.read({"responses/a.csv": content, "responses/b.csv": f"form,C1\n{A1},a\n"})
    assert answers is not None
    assert [(one.code, one.where) for one in problems] == [(code, Where("survey/responses/a.csv", 2))]
    assert problems[0].args.items() >= args.items()
    assert all(problems[0].texts("en")) and all(problems[0].texts("vi"))
    assert [(one.file, one.row, one.problem) for one in answers.refused] == [
        ("survey/responses/a.csv", 2, problems[0])
    ]
    assert [(one.rows, one.accepted, one.refused) for one in answers.files] == [(1, 0, 1), (1, 1, 0)]
    assert answers.forms["so"].answers[:, 0].tolist() == [1]


@pytest.mark.parametrize(
    ("row", "code", "args"),
    [
        ("so-a,nguoi_dan,ven_bien,,,a,1", "S46", {"stratum": "ven_bien", "known": "nong_thon, thanh_thi"}),
        ("so-c,nguoi_dan,,,,a,1", "S46", {"unit": "so-c", "known": "–"}),
        ("so-a,so_nganh,,An,,a,", "S50", {"unit": "so-a"}),
        ("so-b,so_nganh,,An,so-b,a,", "S49", {"unit": "so-b", "group": "so_nganh"}),
    ],
)
def test_a_row_outside_the_frame_is_named(room: Room, row: str, code: str, args: dict[str, str]) -> None:
    content = f"{WIDE}\n{row}\nso-b,so_nganh,,An,,b,\n"
    answers, problems = room.read({"frame.csv": FRAME, "responses/a.csv": content})
    assert answers is not None
    assert [(one.code, one.where.line) for one in problems] == [(code, 2)]
    assert problems[0].args.items() >= args.items()
    assert answers.forms["so"].answers[:, 0].tolist() == [2]


def test_respondents_of_their_own_unit_may_be_kept_and_told(room: Room) -> None:
    rows = ["so-a,so_nganh,,,so-a,a,", "so-a,so_nganh,,,Sở A,b,", "so-b,so_nganh,,,so-a,a,"]
    files = {"responses/a.csv": "\n".join([WIDE, *rows])}
    answers, problems = room.read(files, flag_own=True)
    assert answers is not None
    assert [(one.code, one.level, one.args["count"]) for one in problems] == [("S56", "warning", "2")]
    assert answers.flags == problems
    assert answers.files[0].accepted == 3


def test_a_form_that_was_not_printed_or_is_of_another_stratum_is_named(room: Room) -> None:
    other = form_code("so-a", "nguoi_dan", 2)
    files = {
        "forms.csv": f"form,unit,group,stratum\n{other},so-a,nguoi_dan,nong_thon\n",
        "responses/a.csv": f"form,stratum,C1\n{A1},,a\n{other},thanh_thi,a\n",
    }
    answers, problems = room.read(files)
    assert [(one.code, one.where.line) for one in problems] == [("S47", 2), ("S48", 3)]
    assert answers is not None and answers.files[0].refused == 2 and not answers.forms


FORMS: list[Form] = [("so-a", "dai_bieu", at, ("abcd"[at % 4], "", "", "", "", "")) for at in range(8)]


def test_the_same_form_again_counts_once(room: Room) -> None:
    again = wide(FORMS[2:5])
    answers, problems = room.read({"responses/a.csv": wide(FORMS), "responses/b.csv": again})
    assert answers is not None
    assert [(one.code, one.where, one.args["rows"], one.args["count"]) for one in problems] == [
        ("S45", Where("survey/responses/b.csv", 2), "2–4", "3")
    ]
    assert problems[0].args["first"] == "survey/responses/a.csv:4"
    assert [(one.row, one.form) for one in answers.refused] == [
        (at, form_code(*FORMS[at][:3])) for at in (2, 3, 4)
    ]
    assert answers.forms["so"].answers.shape == (8, 6)
    assert sum(one.accepted for one in answers.files) == 8


def test_a_form_of_two_minds_counts_not_at_all(room: Room) -> None:
    other: list[Form] = [("so-a", "dai_bieu", 3, ("k", "", "", "", "", ""))]
    answers, problems = room.read({"responses/a.csv": wide(FORMS), "responses/b.csv": wide(other)})
    assert answers is not None
    assert [(one.code, str(one.where)) for one in problems] == [
        ("S53", "survey/responses/a.csv:5"),
        ("S53", "survey/responses/b.csv:2"),
    ]
    assert answers.forms["so"].answers.shape == (7, 6)


def test_a_column_left_empty_says_nothing_new(room: Room) -> None:
    files = {"responses/a.csv": wide(FORMS), "responses/b.csv": f"form,C1\n{form_code(*FORMS[2][:3])},c\n"}
    _, problems = room.read(files)
    assert [(one.code, str(one.where)) for one in problems] == [("S45", "survey/responses/b.csv:2")]


def test_without_a_form_the_respondent_tells_forms_apart(room: Room) -> None:
    rows = [f"so-a,dai_bieu,{one}" for one in ("x,a", "y,a", "X,b", "x,a")]
    content = "\n".join(["unit,group,respondent,C1", *rows])
    answers, problems = room.read({"responses/a.csv": content})
    assert answers is not None
    assert [(one.code, one.args["rows"]) for one in problems] == [("S45", "5")]
    assert answers.forms["so"].answers[:, 0].tolist() == [1, 1, 2]


def test_an_answer_given_twice_in_a_long_table_stands_alone(room: Room) -> None:
    rows = ["1,C1,a", "1,C1,a", "1,C2,b", "2,C1,a", "2,C1,b", "2,C2,c"]
    content = "\n".join([LONG, *(f"so-a,dai_bieu,{row}" for row in rows)])
    answers, problems = room.read({"responses/a.csv": content})
    assert answers is not None
    assert [(one.code, one.args["rows"]) for one in problems] == [("S45", "3"), ("S53", "5–6")]
    assert answers.forms["so"].answers[:, :2].tolist() == [[0, 3], [1, 2]]


def test_a_form_in_two_strata_counts_in_neither(room: Room) -> None:
    rows = ["thanh_thi,1,C1,a", "nong_thon,1,C2,a", "nong_thon,2,C2,a"]
    content = "unit,group,stratum,form,question,option\n" + "".join(f"so-a,nguoi_dan,{row}\n" for row in rows)
    answers, problems = room.read({"responses/a.csv": content})
    assert answers is not None
    assert [(one.code, one.args["rows"]) for one in problems] == [("S54", "2–3")]
    assert answers.forms["so"].answers.tolist() == [[0, 1, 0, 0, 0, 0]]


def test_a_form_in_both_layouts_counts_as_the_whole_row(room: Room) -> None:
    files = {"responses/a.csv": wide(FORMS), "responses/b.csv": f"{LONG}\nso-a,dai_bieu,3,C1,d\n"}
    answers, problems = room.read(files)
    assert answers is not None
    assert [(one.code, str(one.where)) for one in problems] == [("S55", "survey/responses/b.csv:2")]
    assert answers.forms["so"].answers.shape == (8, 6)


def test_rows_of_one_fault_make_one_problem(room: Room) -> None:
    rows = [["unit", "group", "C1"], *(["so-a", "dai_bieu", "z" if at % 2 else "a"] for at in range(100))]
    answers, problems = room.read({"responses/a.csv": table(rows)})
    assert answers is not None
    assert [(one.code, one.args["rows"], one.args["count"]) for one in problems] == [
        ("S51", "3, 5, 7, 9, 11, 13, … (+44)", "50")
    ]
    assert len(answers.refused) == 50


def test_two_faults_of_a_row_are_both_told_and_refuse_it_once(room: Room) -> None:
    answers, problems = room.read({"responses/a.csv": "unit,group,C1,C2\nso-a,dai_bieu,x,y\n"})
    assert answers is not None
    assert [one.args["question"] for one in problems] == ["C1", "C2"]
    assert len(answers.refused) == answers.files[0].refused == 1


def test_a_row_of_parquet_is_named_by_its_number(room: Room) -> None:
    content = as_parquet("unit,group,C1\nso-a,dai_bieu,a\nso-a,dai_bieu,z\n")
    _, problems = room.read({"responses/a.parquet": content})
    assert [str(one.where) for one in problems] == ["survey/responses/a.parquet:2"]


def test_a_cell_of_a_workbook_is_named_by_its_address(room: Room) -> None:
    content = as_workbook("unit,group,C1\nso-a,dai_bieu,a\nso-a,dai_bieu,z\n")
    _, problems = room.read({"responses/a.xlsx": content})
    assert [str(one.where) for one in problems] == ["survey/responses/a.xlsx#Sheet!C3"]


def test_forms_in_a_straight_line_are_told_and_kept(room: Room) -> None:
    lines: list[Form] = [("so-a", "dai_bieu", at, ("b", "b", "", "b", "b", "b")) for at in range(5)]
    mixed: list[Form] = [("so-a", "dai_bieu", at, ("a", "b", "", "b", "b", "b")) for at in range(5, 9)]
    short: list[Form] = [("so-b", "dai_bieu", at, ("b", "b", "", "b", "b", "")) for at in range(9)]
    few: list[Form] = [("so-c", "dai_bieu", at, ("b", "b", "", "b", "b", "b")) for at in range(4)]
    answers, problems = room.read({"responses/a.csv": wide([*lines, *mixed, *short, *few])})
    assert answers is not None
    assert answers.flags == problems
    told = [(one.code, one.level, one.args["units"]) for one in problems]
    assert told == [("S57", "warning", "so-a (5/9)")]
    half: list[Form] = [("so-a", "dai_bieu", 9, ("a", "b", "", "b", "b", "b"))]
    _, problems = room.read({"responses/b.csv": wide(half)})
    assert not problems, "half of them is not most"


def test_a_wrong_row_of_the_printed_forms_is_told_and_nothing_is_read(room: Room) -> None:
    codes = [form_code("so-a", "nguoi_dan", at) for at in (1, 2)]
    printed = "form;unit;group;stratum\n" + "".join(f"{code};so-a;nguoi_dan;\n" for code in codes)
    answer = f"form,C1\n{codes[1]},a\n"
    answers = room.answers({"forms.csv": printed, "responses/a.csv": answer})
    assert answers.forms["so"].answers.tolist() == [[1, 0, 0, 0, 0, 0]], "semicolons part columns too"
    nothing, problems = room.read({"forms.csv": f"{printed}{codes[0][:-1]}?;so-a;nguoi_dan;\n"})
    assert nothing is None
    assert [(one.code, str(one.where)) for one in problems] == [("S21", "survey/forms.csv:4")]


def test_more_forms_than_people_or_than_printed_are_told(room: Room) -> None:
    printed = [f"{form_code('so-a', 'nguoi_dan', at)},so-a,nguoi_dan,thanh_thi\n" for at in (1, 2)]
    files = {
        "frame.csv": FRAME,
        "forms.csv": "form,unit,group,stratum\n" + "".join(printed),
        "responses/a.csv": "unit,group,stratum,C1\n" + "so-a,nguoi_dan,thanh_thi,a\n" * 3,
    }
    answers, problems = room.read(files)
    assert answers is not None
    assert [(one.code, one.args["forms"]) for one in problems] == [("S58", "3"), ("S59", "3")]
    assert (problems[0].args["people"], problems[1].args["printed"]) == ("2", "2")
    assert answers.files[0].accepted == 3


def test_without_the_engine_the_command_is_named(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("par_index.survey.answers.engine.find_spec", lambda _: None)
    answers, problems = room.read({"responses/a.csv": wide(FORMS)})
    assert answers is None
    assert [(one.code, str(one.where)) for one in problems] == [("S30", "survey/responses")]
    assert "pip install" in problems[0].args["command"]


def test_ranges_are_written_shortly() -> None:
    assert ranges([1]) == "1"
    assert ranges([1, 2, 3, 5, 8, 9]) == "1–3, 5, 8–9"
    assert ranges(range(12, 1_000_013)) == "12–1000012"


def test_records_are_frozen(room: Room) -> None:
    answers = room.answers({"responses/a.csv": wide(FORMS)})
    with pytest.raises(dataclasses.FrozenInstanceError):
        answers.digest = ""  # type: ignore[misc]
