"""One cycle under two sets: the same as scoring it twice, each set in its own cycle."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

from par_index.compile import load_plans
from par_index.places import libraries, shipped
from par_index.read.cycle import load_cycle
from par_index.revision.scores import under_both
from tests.cli.sample import CYCLE, SET, SOUND_SET, folder, run

FORMER = SOUND_SET.replace("set: thu/2023/so", "set: thu/2022/so").replace("year: 2023", "year: 2022")
FORMER = FORMER.replace('code: "2.1"', 'code: "2.9"').replace("từ 98% trở lên: max", "từ 99% trở lên: max")
FORMER = FORMER.replace(
    "từ 95% đến dưới 98%: max * (x - 95%) / 3%", "từ 95% đến dưới 99%: max * (x - 95%) / 4%"
)
FORMER_SET = "criteria/thu/2022/so.yaml"


def test_units_stand_as_if_each_set_had_scored_them(tmp_path: Path) -> None:
    place = folder(tmp_path / "nay", {FORMER_SET: FORMER})
    shelves = libraries(place / "criteria")
    (before, *_), _ = load_plans("thu/2022/so", shelves)
    (after, *_), _ = load_plans("thu/2023/so", shelves)
    cycle, _ = load_cycle(place)
    assert cycle is not None
    (group,) = under_both(cycle, (before, after))
    assert group.missing == ((), ())
    told = {unit.unit: unit for unit in group.units}
    for side, text in enumerate((FORMER.replace('code: "2.9"', 'code: "2.1"'), SOUND_SET)):
        text = text.replace("2022", "2023")
        alone = folder(tmp_path / f"rieng-{side}", {SET: text, "cycle.yaml": CYCLE})
        document = json.loads(run("score", alone, "--json").stdout)
        for unit in document["groups"][0]["units"]:
            both = told[unit["unit"]]
            found = both.points[side], both.max_points[side], both.rank[side], both.grade[side]
            assert found == (unit["points"], unit["max_points"], str(unit["rank"]), unit["grade"])
    assert any(Fraction(unit.points[0]) != Fraction(unit.points[1]) for unit in group.units)


def test_figures_one_set_asks_for_and_nobody_filed_are_named(tmp_path: Path) -> None:
    other = FORMER.replace("  du_hs:", "  du_ho_so:").replace("measure: du_hs", "measure: du_ho_so")
    place = folder(tmp_path, {FORMER_SET: other})
    result = run("diff", "thu/2022/so", "thu/2023/so", "--criteria", place / "criteria", "--cycle", place)
    assert result.exit_code == 0, result.stderr
    assert "Số liệu đợt chấm không có mà bộ thu/2022/so cần: du_ho_so" in result.stdout
    assert "* tạm tính" in result.stdout
    assert "SỐ LIỆU GIẢ LẬP" in result.stdout


def test_diff_of_sets_as_a_document_and_mistakes(tmp_path: Path) -> None:
    place = folder(tmp_path, {FORMER_SET: FORMER})
    shelf = ("--criteria", place / "criteria")
    document = json.loads(run("diff", "thu/2022/so", "thu/2023/so", *shelf, "--json").stdout)
    assert document["schema"] == "par-index/revision/1"
    assert [one["kind"] for one in document["sets"]] == [["Sở", "Sở"], ["Huyện", "Huyện"]]
    misspelt = run("diff", "thu/2022/soo", "thu/2023/so", *shelf)
    assert (misspelt.exit_code, "L40" in misspelt.stderr) == (1, True)
    mixed = run("diff", place, "thu/2023/so", *shelf)
    assert mixed.exit_code == 1
    assert "U04  Không so sánh được" in mixed.stderr
    assert "một bên là kết quả chấm, một bên là bộ tiêu chí" in mixed.stderr


def test_figures_filed_last_year_are_not_said_to_be_missing() -> None:
    """The two-tier set asks for reminders, which no one filed; both sets read last year's figures."""
    shelves = libraries(shipped("examples") / "cai-be-2023" / "criteria")
    (model, *_), _ = load_plans("mau-hai-cap/2025/xa", shelves)
    (own, *_), _ = load_plans("tien-giang/2023/xa", shelves)
    assert [entry.code for entry in own.inputs if entry.previous and entry.code.endswith("_nt")]
    cycle, problems = load_cycle(shipped("examples") / "cai-be-2023")
    assert cycle is not None and problems == ()
    (group,) = under_both(cycle, (model, own))
    assert group.missing == (("nhac_nho",), ())
