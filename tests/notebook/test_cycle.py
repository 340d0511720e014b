"""A cycle in a notebook says what the official run and the command line say."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import par_index
from par_index.notebook import Cycle, RefusedError, Sheet
from par_index.points import points_text
from tests.cli.sample import folder
from tests.whatif.sample import CYCLE

ONLINE = {"figures": [{"units": ["huyen-cho-gao"], "input": "hs_truc_tuyen", "set": "at least 98%"}]}
MARK = "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"


@cache
def cycle() -> Cycle:
    return Cycle.load(CYCLE)


def test_the_package_gives_the_cycle_and_nothing_else() -> None:
    assert par_index.Cycle is Cycle
    with pytest.raises(AttributeError, match="Cycles"):
        _ = par_index.Cycles


def test_a_score_is_the_official_result_as_exact_arrays() -> None:
    ranking = cycle().score()
    units = [unit for group in ranking.results.groups for unit in group.units]
    assert ranking.results.engines == "both"
    points = ranking.sheet.array("points")
    assert points.dtype == np.int64
    assert [points_text(int(one)) for one in points] == [unit.points for unit in units]
    assert [f"{one.numerator}/{one.denominator}" for one in ranking.sheet.array("index")] == [
        unit.index_exact for unit in units
    ]
    assert MARK in ranking._repr_html_()
    with pytest.raises(ValueError, match="diem"):
        ranking.sheet.array("diem")


def test_scenarios_stack_and_are_undone() -> None:
    what = cycle().whatif(ONLINE)
    assert {row["code"] for row in what.leaves.records()} == {"7.3.2", "7.3.3"}
    back = what.after.whatif(
        {"figures": [{"units": ["huyen-cho-gao"], "input": "hs_truc_tuyen", "set": "2947"}]}
    )
    assert [row["rank_after"] for row in back.units.records() if row["unit"] == "huyen-cho-gao"] == [4]
    assert what.undo() is cycle()
    assert cycle().whatif(ONLINE, ONLINE).document()["units"] == what.document()["units"]
    assert len(cycle().whatif().units) == 0
    assert what.after.score().of("huyen", "Cụm 1").array("unit")[1] == "huyen-cho-gao"
    assert MARK in what._repr_html_()


def test_a_plan_carried_out_reaches_its_target() -> None:
    plan = cycle().plan("Huyện Chợ Gạo", rank=2)
    after = {row["unit"]: row["rank_after"] for row in plan.whatif().units.records()}
    assert plan.reached and after["huyen-cho-gao"] <= 2
    assert plan.cost == sum(row["cost"] for row in plan.work.records())
    assert "Huyện Chợ Gạo" in str(plan) and MARK in plan._repr_html_()
    with pytest.raises(ValueError, match="one of"):
        cycle().plan("huyen-cho-gao", rank=2, grade="Tốt")


def test_a_plan_written_as_a_file_is_a_scenario(tmp_path: Path) -> None:
    plan = cycle().plan("huyen-cho-gao", index="92,5")
    path = tmp_path / "ke-hoach.yaml"
    path.write_text(plan.scenario(), "utf-8")
    (row,) = [row for row in cycle().whatif(path).units.records() if row["unit"] == "huyen-cho-gao"]
    assert row["index_after"] >= Fraction(925, 10)


def test_robustness_is_the_same_on_one_worker_and_two() -> None:
    one, two = (cycle().robust(draws=300, sobol_draws=8, workers=workers) for workers in (1, 2))
    for group in ("so", "huyen"):
        assert (one.group(group).rank_counts == two.group(group).rank_counts).all()
        assert one.sheet(group) == two.sheet(group) or "nan" in str(one.sheet(group).rows)
    assert MARK in one._repr_html_()
    with pytest.raises(KeyError):
        one.group("xa")


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda: cycle().whatif({"figures": [{"units": ["huyen-x"], "input": "hs_dvc", "set": "1"}]}), "Q01"),
        (lambda: cycle().whatif({"figuress": []}), "Y20"),
        (lambda: cycle().plan("huyen-x", rank=1), "U01"),
        (lambda: Cycle.load("khong-co"), "C01"),
    ],
)
def test_what_is_wrong_is_raised_with_its_remedy(ask, code: str) -> None:
    with pytest.raises(RefusedError) as raised:
        ask()
    assert code in [problem.code for problem in raised.value.problems]
    assert "Cách sửa" in str(raised.value)


def test_a_cycle_with_a_refused_figure_is_not_loaded(tmp_path: Path) -> None:
    facts = "unit,input,value,status,note\nso-a,ho_so,nhiều,,\n"
    with pytest.raises(RefusedError):
        Cycle.load(folder(tmp_path, {"facts.csv": facts}))


def test_a_sheet_shows_itself_and_hides_nothing() -> None:
    sheet = Sheet("Bảng <1>", "", ("tên", "số"), (("A & B", Fraction(1, 3)), ("C", None)))
    assert "<caption>Bảng &lt;1&gt;</caption>" in sheet._repr_html_()
    assert "A &amp; B" in sheet._repr_html_() and "0,33" in sheet._repr_html_()
    assert str(sheet).splitlines() == ["Bảng <1>", "tên    số", "A & B  0,33", "C"]
    assert sheet.records()[1] == {"tên": "C", "số": None}
