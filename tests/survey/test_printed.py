"""Which questionnaires are printed, and the list of their codes: every wrong row told at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.problem import Problem
from par_index.survey.codes import form_code
from par_index.survey.printed import Codes, questionnaires, read_codes, without_codes
from tests.cli.sample import SET
from tests.survey.instrument import INSTRUMENT, opened, surveyed

HEAD = "form,unit,group,stratum,SỐ LIỆU GIẢ LẬP\n"
SCALED = "      scale: bon_muc\n"
SECOND = f"""\
    - id: C2
      leaf: "2.1"
      ask: Câu hai?
{SCALED}      groups: [so_nganh]
"""
GOOD = form_code("so-a", "nguoi_dan", 1)


def read(place: Path, rows: str) -> tuple[Codes | None, tuple[Problem, ...]]:
    folder = surveyed(place, files={"survey/forms.csv": HEAD + rows})
    made = opened(folder)
    return read_codes(folder, made.cycle, made.plans)


def test_every_group_that_is_asked_gets_its_questions(tmp_path: Path) -> None:
    made = opened(surveyed(tmp_path, files={SET: INSTRUMENT.replace(SCALED, SCALED + SECOND)}))
    asked, problems = questionnaires(made.cycle, made.plans)
    assert problems == ()
    assert [(one.group.id, [question.id for question in one.questions]) for one in asked] == [
        ("dai_bieu", ["C1"]), ("so_nganh", ["C1", "C2"]), ("nguoi_dan", ["C1"]),
    ]  # fmt: skip
    assert [unit.code for unit in asked[0].units] == ["so-a", "so-b", "so-c"]
    (one,), _ = questionnaires(made.cycle, made.plans, "so_nganh", made.cycle.units[1])
    assert ([unit.code for unit in one.units], one.group.id) == (["so-b"], "so_nganh")


def test_codes_stand_by_unit_and_group_in_the_lists_order(tmp_path: Path) -> None:
    forms = [("so-b", "nguoi_dan", 2), ("so-a", "nguoi_dan", 1), ("so-b", "nguoi_dan", 1)]
    codes, problems = read(tmp_path, "".join(f"{form_code(*one)},{one[0]},{one[1]},\n" for one in forms))
    assert problems == ()
    assert codes == {
        ("so-b", "nguoi_dan"): (form_code("so-b", "nguoi_dan", 2), form_code("so-b", "nguoi_dan", 1)),
        ("so-a", "nguoi_dan"): (GOOD,),
    }


def test_no_list_is_no_problem(tmp_path: Path) -> None:
    folder = surveyed(tmp_path)
    made = opened(folder)
    assert read_codes(folder, made.cycle, made.plans) == (None, ())


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{GOOD[:-1]}?,so-a,nguoi_dan,", "S21"),
        (f"{GOOD},so-b,nguoi_dan,", "S22"),
        (f"{GOOD},so-a,dai_bieu,", "S22"),
        (f"{form_code('so-x', 'nguoi_dan', 1)},so-x,nguoi_dan,", "S23"),
        (f"{form_code('so-a', 'xa', 1)},so-a,xa,", "S23"),
        (f"{form_code('so-b', 'nguoi_dan', 1).upper()},so-b,nguoi_dan,", "S24"),
        (f"{form_code('so-b', 'nguoi_dan', 1)},so-b,nguoi_dan,", "S24"),
    ],
)
def test_a_wrong_row_is_told_at_its_place(tmp_path: Path, row: str, code: str) -> None:
    first = f"{form_code('so-b', 'nguoi_dan', 1)},so-b,nguoi_dan,\n"
    codes, (problem,) = read(tmp_path, f"{first}{row}\n")
    assert codes is None
    assert (problem.code, problem.where.file, problem.where.line) == (code, "survey/forms.csv", 3)


def test_units_without_codes_are_named_once_a_group(tmp_path: Path) -> None:
    made = opened(surveyed(tmp_path))
    asked, _ = questionnaires(made.cycle, made.plans, "nguoi_dan")
    (problem,) = without_codes(asked, {("so-b", "nguoi_dan"): ("x",)})
    assert (problem.code, problem.args["units"], problem.args["count"]) == ("S25", "so-a, so-c", "2")
    assert (
        list(without_codes(asked, {(unit, "nguoi_dan"): ("x",) for unit in ("so-a", "so-b", "so-c")})) == []
    )
