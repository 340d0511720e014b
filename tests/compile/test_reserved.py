# ruff: noqa: E501 - a table of mistakes reads best one a line
"""Room that a set reserves for the level below: what it weighs while nobody has filled it."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.check import check
from par_index.cli.check import summary
from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.places import libraries
from par_index.points import MICRO
from par_index.problem import Problem
from tests.compile.sample import SOUND, broken, compiled, line_of

AREA = """\
  - code: "3"
    name: Nhiệm vụ riêng của huyện
    max: 2
    reserved_for: huyen
    unfilled: drop
"""
CRITERION = """\
  - code: "3"
    name: Nhiệm vụ riêng của huyện
    max: 2
    criteria:
      - code: "3.1"
        name: Do huyện đặt
        max: 2
        reserved_for: huyen
        unfilled: {unfilled}
        cites: [II.5]
"""
BESIDE = """\
      - code: "1.4"
        name: Do huyện đặt
        max: 2
        reserved_for: huyen
        unfilled: drop
"""
FIGURES = {
    "dung_han": 95,
    "tre_han": 5,
    "so_hoa": 7,
    "phai_so_hoa": 10,
    "ngay_kh": 738000,
    "muc": 2,
    "du_hs": 1,
}
"""Full points but for 1.2, which earns 0 at exactly 95%, and the survey: 5 of 8, then 1,8 of 2."""


def held(text: str, total: int = 12) -> str:
    """Put a piece of text behind the areas of the sound set, and declare the total it then has."""
    return broken("bonus:\n  code: T\n", f"{text}bonus:\n  code: T\n").replace(
        "total: 10\n", f"total: {total}\n"
    )


def judged(plan: Plan) -> UnitVerdict:
    case = Case("đv", {**FIGURES, "hai_long": 900_000, "sang_kien": 0})
    (one,) = array.judge(plan, array.load(plan, [case])).verdicts()
    assert [one] == list(forward.judge(plan, [case]))
    return one


def errors(problems: tuple[Problem, ...]) -> list[str]:
    return [item.code for item in problems if item.is_error]


@pytest.mark.parametrize("text", [held(AREA), held(CRITERION.format(unfilled="drop"))])
def test_an_unfilled_node_that_drops_leaves_the_plan_and_the_maximum(text: str, tmp_path: Path) -> None:
    (plan, _), problems = compiled(text, tmp_path)
    assert errors(problems) == []
    assert [node.code for node in plan.areas] == ["1", "2"]
    assert (plan.appraised_max, plan.survey_max, plan.unfilled_max) == (8 * MICRO, 2 * MICRO, 2 * MICRO)
    verdict = judged(plan)
    assert (verdict.points, verdict.max_points) == (6_800_000, 10 * MICRO)
    assert "8 + 2 = 10 điểm; 2 điểm dành riêng chưa ai điền" in summary(plan, "vi")


def test_a_node_beside_scored_ones_lowers_what_its_area_can_earn(tmp_path: Path) -> None:
    text = broken('  - code: "2"\n', f'{BESIDE}  - code: "2"\n').replace("total: 10\n", "total: 12\n")
    (plan, _), problems = compiled(text.replace("    max: 8\n", "    max: 10\n"), tmp_path)
    assert errors(problems) == []
    assert [(node.max, node.unfilled) for node in plan.areas] == [(8 * MICRO, 2 * MICRO), (2 * MICRO, 0)]
    assert judged(plan).max_points == 10 * MICRO


def test_an_unfilled_node_that_keeps_its_points_earns_nothing_of_them(tmp_path: Path) -> None:
    (plan, _), problems = compiled(held(CRITERION.format(unfilled="zero")), tmp_path)
    assert errors(problems) == []
    assert [(node.code, node.max) for node in plan.areas] == [
        ("1", 8 * MICRO),
        ("2", 2 * MICRO),
        ("3", 2 * MICRO),
    ]
    assert (plan.appraised_max, plan.unfilled_max) == (10 * MICRO, 0)
    verdict = judged(plan)
    assert (verdict.points, verdict.max_points) == (6_800_000, 12 * MICRO)
    (leaf,) = [leaf for leaf in verdict.leaves if leaf.code == "3.1"]
    assert (leaf.state, leaf.points, leaf.max_points, leaf.rules) == ("scored", 0, 2 * MICRO, ("3.1/b1",))


def test_nobody_is_told_that_an_unfilled_node_earns_nothing(tmp_path: Path) -> None:
    compiled(held(CRITERION.format(unfilled="zero")), tmp_path)
    _, problems = check([tmp_path / "thu" / "2023" / "so.yaml"], libraries())
    assert "1.1.1" in [item.args.get("code") for item in problems]
    assert [item.code for item in problems if item.args.get("code") == "3.1"] == []


def test_the_sets_own_sums_are_proved_with_what_is_reserved(tmp_path: Path) -> None:
    _, problems = compiled(held(AREA, total=11), tmp_path)
    (told,) = [item for item in problems if item.is_error]
    assert (told.code, told.args["declared"], told.args["terms"]) == ("V23", "11", "8 + 2 + 2")
    text = held(
        CRITERION.format(unfilled="drop").replace("    max: 2\n    criteria", "    max: 3\n    criteria"), 13
    )
    _, problems = compiled(text, tmp_path)
    (told,) = [item for item in problems if item.is_error]
    assert (told.code, told.args["declared"], told.args["terms"]) == ("V20", "3", "2")


@pytest.mark.parametrize(
    ("text", "code", "mark", "words"),
    [
        (held(AREA.replace("    unfilled: drop\n", "")), "L100", 'code: "3"', "Mục 3: reserved_for"),
        (held(AREA.replace("    reserved_for: huyen\n", "")), "L100", 'code: "3"', "unfilled: zero (giữ điểm tối đa"),
        (held(AREA + "    measure: sang_kien\n"), "L101", 'code: "3"', "“measure” ở đây không có tác dụng"),
        (held(AREA + "    source: survey\n"), "L101", 'code: "3"', "“source”"),
        (held(AREA + "    may_split: huyen\n"), "L101", 'code: "3"', "“may_split”"),
        (held(AREA.replace("drop", "zero")), "L102", 'code: "3"', "Ghi trong lĩnh vực một tiêu chí"),
        (held(AREA.replace("max: 2", "max: -2")), "L71", 'code: "3"', "điểm tối đa dưới 0"),
        (held(AREA.replace("drop", "lost")), "Y24", "lost", "Chọn một trong: drop, zero"),
        (broken("cites: [II.4]", "may_split: huyen\n      cites: [II.4]"), "L103", "code: T.1", "Mục T.1 nằm trong bonus"),
        (
            broken("      cites: [II.4]\n", "      cites: [II.4]\n    - {code: T.2, name: a, max: 1, reserved_for: huyen, unfilled: drop}\n"),
            "L103", "code: T.2", "Mục T.2 nằm trong bonus",
        ),
        (held(AREA).replace('    when:\n      leaf: "1.1.1"', '    when:\n      area: "3"'), "L81", 'area: "3"', "Không có mục “3”"),
        (
            held(AREA).replace("survey: 2\n", 'survey: 2\nranking: {ties: break_by, break_by: ["area:3"]}\n'),
            "L90", "break_by", "“area:3” không phải khóa",
        ),
        (
            held(CRITERION.format(unfilled="drop")).replace("survey: 2\n", 'survey: 2\nranking: {ties: break_by, break_by: ["leaf:3.1"]}\n'),
            "L90", "break_by", "“leaf:3.1” không phải khóa",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_line(
    text: str, code: str, mark: str, words: str, tmp_path: Path
) -> None:
    _, problems = compiled(text, tmp_path)
    told = [item for item in problems if item.code == code]
    assert line_of(text, mark) in [item.where.line for item in told]
    assert any(words in item.text("vi") for item in told)


def test_a_leaf_that_may_be_split_is_as_it_was(tmp_path: Path) -> None:
    before = compiled(SOUND, tmp_path)[0][0]
    text = broken("        cites: [II.6b]\n", "        may_split: huyen\n        cites: [II.6b]\n")
    (plan, _), problems = compiled(text, tmp_path)
    assert errors(problems) == []
    assert judged(plan) == judged(before)
