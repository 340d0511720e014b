"""The frame: strata and persons by cell, and every way a row may be wrong, told at its place."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter

from par_index.problem import Problem
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame, read_frame
from tests.survey.instrument import FRAME, opened, surveyed

HEAD = "unit,group,stratum,population,respondent,works_at\n"


def read(place: Path, frame: str = FRAME) -> tuple[Frame | None, tuple[Problem, ...]]:
    folder = surveyed(place, frame)
    made = opened(folder)
    return read_frame(folder, made.cycle, made.plans)


def sound(place: Path, frame: str = FRAME) -> Frame:
    found, problems = read(place, frame)
    assert problems == ()
    assert found is not None
    return found


def told(place: Path, rows: str) -> list[tuple[str, str]]:
    """Give (code, place) of every problem of a frame with these rows."""
    found, problems = read(place, HEAD + rows)
    assert found is None
    assert all(one.text("vi") and one.text("en") for one in problems)
    return [(one.code, str(one.where)) for one in problems]


def test_strata_and_persons(tmp_path: Path) -> None:
    frame = sound(tmp_path)
    assert [frame.population(Cell(unit, "dai_bieu")) for unit in ("so-a", "so-b", "so-c")] == [60, 60, 60]
    assert frame.population(Cell("so-a", "nguoi_dan", "nong_thon")) == 7000
    assert frame.population(Cell("so-a", "nguoi_dan")) is None
    assert [one.population for one in frame.of("so-a", "nguoi_dan")] == [7000, 3000], "in the strata's order"
    assert list(frame.strata) == sorted(frame.strata)
    assert frame.file == "survey/frame.csv"


def test_nobody_is_listed_for_their_own_unit(tmp_path: Path) -> None:
    frame = sound(tmp_path)
    names = {
        unit: [one.id for one in frame.strata[Cell(unit, "so_nganh")].persons] for unit in ("so-a", "so-b")
    }
    assert names == {
        "so-a": ["Lê Văn Cường", "Phạm Thị Dung", "Trần Thị Bình"],
        "so-b": ["Lê Văn Cường", "Nguyễn Văn An", "Phạm Thị Dung"],
    }
    assert frame.population(Cell("so-a", "so_nganh")) == 3


def test_where_self_rating_is_only_flagged_all_are_listed(tmp_path: Path) -> None:
    folder = surveyed(tmp_path)
    file = folder / "criteria" / "thu" / "2023" / "so.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("  points: 2\n", "  points: 2\n  self_rating: flag\n", 1), "utf-8")
    made = opened(folder)
    frame, problems = read_frame(folder, made.cycle, made.plans)
    assert (problems, frame and frame.population(Cell("so-a", "so_nganh"))) == ((), 4)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    rows = FRAME.splitlines(keepends=True)[1:]
    random.Random(4).shuffle(rows)
    assert sound(tmp_path / "a").strata == sound(tmp_path / "b", HEAD + "".join(rows)).strata


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    folder = surveyed(tmp_path / "x", None)
    with xlsxwriter.Workbook(str(folder / "survey" / "frame.xlsx")) as book:
        sheet = book.add_worksheet("khung")
        for at, row in enumerate(FRAME.splitlines()):
            for column, text in enumerate(row.split(",")):
                sheet.write(at, column, int(text) if text.isdigit() else text)
    made = opened(folder)
    frame, problems = read_frame(folder, made.cycle, made.plans)
    assert problems == ()
    assert frame is not None
    assert (frame.file, frame.strata) == ("survey/frame.xlsx", sound(tmp_path / "c").strata)
    (folder / "survey" / "frame.csv").write_text(FRAME, "utf-8")
    both, problems = read_frame(folder, made.cycle, made.plans)
    assert (both, [one.code for one in problems]) == (None, ["S01"])


def test_no_frame_is_no_mistake(tmp_path: Path) -> None:
    folder = surveyed(tmp_path, None)
    made = opened(folder)
    assert read_frame(folder, made.cycle, made.plans) == (None, ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("so-d,dai_bieu,,5,,", "C10"),
        ("so-a,dai_bieux,,5,,", "S02"),
        ("so-a,xa,,5,,", "S02"),
        (",dai_bieu,,5,,", "C02"),
        ("so-a,,,5,,", "C02"),
        ("so-a,dai_bieu,,0,,", "S04"),
        ("so-a,dai_bieu,,-4,,", "S04"),
        ('so-a,dai_bieu,,"4,5",,', "S04"),
        ("so-a,dai_bieu,,nhiều,,", "S04"),
        ("so-a,dai_bieu,,1.234,,", "S04"),
        ("so-a,dai_bieu,,,,", "S04"),
        ("so-a,dai_bieu,,5,An,", "S06"),
        ("so-a,so_nganh,,,An,so-a", "S09"),
    ],
)
def test_a_wrong_row_is_refused_at_its_place(tmp_path: Path, row: str, code: str) -> None:
    assert told(tmp_path, f"so-b,dai_bieu,,5,,\n{row}\n") == [(code, "survey/frame.csv:3")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("so-a,nguoi_dan,x,5,,\nso-a,nguoi_dan,x,6,,", "S05"),
        ("*,nguoi_dan,x,5,,\nso-a,nguoi_dan,x,5,,", "S05"),
        ("so-b,nguoi_dan,,5,,\n*,nguoi_dan,,5,,", "S05"),
        ("so-a,nguoi_dan,x,5,,\nso-a,nguoi_dan,x,,An,", "S07"),
        ("so-a,nguoi_dan,x,,An,\nso-a,nguoi_dan,x,7,,", "S07"),
        ("so-a,nguoi_dan,x,,An,\nso-a,nguoi_dan,x,,An,", "S08"),
        ("*,nguoi_dan,x,,An,\nso-a,nguoi_dan,y,,An,", "S08"),
    ],
)
def test_a_row_against_another_names_both_places(tmp_path: Path, rows: str, code: str) -> None:
    found, problems = read(tmp_path, f"{HEAD}{rows}\n")
    assert (found, [(one.code, str(one.where)) for one in problems]) == (
        None,
        [(code, "survey/frame.csv:3")],
    )
    assert problems[0].args["first"] == "survey/frame.csv:2"


def test_names_written_by_another_keyboard_are_the_same(tmp_path: Path) -> None:
    composed = "Nguyễn"
    parts = unicodedata.normalize("NFD", composed)
    rows = f"so-a,nguoi_dan,,,{composed},\nso-a,nguoi_dan,,,{parts},\n"
    assert told(tmp_path, rows) == [("S08", "survey/frame.csv:3")]


def test_a_unit_of_a_kind_the_group_does_not_rate(tmp_path: Path) -> None:
    folder = surveyed(tmp_path, HEAD + "so-a,xa,,5,,\nh1,xa,,5,,\n")
    cycle = (folder / "cycle.yaml").read_text("utf-8")
    more = "  - id: huyen\n    set: thu/2023/so\n    units: huyen\n"
    (folder / "cycle.yaml").write_text(cycle + more, "utf-8")
    units = folder / "units.csv"
    units.write_text(units.read_text("utf-8") + "h1,Huyện Một,huyen,\n", "utf-8")
    made = opened(folder)
    _, problems = read_frame(folder, made.cycle, made.plans)
    assert [(one.code, str(one.where), one.args["kinds"]) for one in problems] == [
        ("S03", "survey/frame.csv:2", "huyen")
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    rows = "so-d,dai_bieu,,0,,\n*,khac,,5,,\nso-a,nguoi_dan,,x,,\n"
    assert told(tmp_path, rows) == [
        ("C10", "survey/frame.csv:2"),
        ("S04", "survey/frame.csv:2"),
        ("S02", "survey/frame.csv:3"),
        ("S04", "survey/frame.csv:4"),
    ]


def test_a_group_that_works_elsewhere_may_name_any_office(tmp_path: Path) -> None:
    frame = sound(tmp_path, HEAD + "*,dai_bieu,,,Lê Văn Giang,so-a\n")
    assert [frame.population(Cell(unit, "dai_bieu")) for unit in ("so-a", "so-b")] == [1, 1]


def test_a_workplace_that_resembles_a_unit_is_told_once(tmp_path: Path) -> None:
    rows = "*,so_nganh,,,An,so_a\n*,so_nganh,,,Bình,so_a\n*,so_nganh,,,Cường,Báo Ấp Bắc\n"
    found, problems = read(tmp_path, HEAD + rows)
    assert found is not None
    assert [(one.code, str(one.where), one.args["nearest"]) for one in problems] == [
        ("S18", "survey/frame.csv:2", "so-a")
    ]
