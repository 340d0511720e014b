"""The example cycle, scored whole: what its README says it shows, with points worked out by hand.

The points of the vertical agencies are worked from what was lost of 58,5 (60 for Kho bạc, which alone has
5.2.1) and from the survey's shares, in the comments beside them.
"""

from __future__ import annotations

import csv
import json
import shutil
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.generate import CYCLE, write
from par_index.model.facts import Stage
from par_index.model.result import LeafResult, Results, UnitResult, is_intact, to_json
from par_index.places import libraries
from par_index.problem import Problem
from par_index.score.marks import mark_line
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.score.run import run

STAGES: tuple[Stage, ...] = ("self", "r1", "council")
DRAWN = (
    *("facts.csv", "evidence.csv", "inspections.csv", "survey/scores.csv", "appraisal/huyen.csv"),
    *("nam-truoc/facts.csv", "nam-truoc/results.json"),
)


Read = tuple[Opened, tuple[Problem, ...]]


def read(folder: Path) -> Read:
    opened, problems = open_cycle(folder, libraries())
    assert opened is not None
    return opened, problems


def counted(read: Read) -> Read:
    """Count the cycle's survey as well."""
    opened, asked = surveyed(read[0])
    return opened, (*read[1], *asked)


def scored(read: Read, stage: Stage) -> tuple[Results, tuple[Problem, ...]]:
    opened, problems = read
    results, found = run(opened.cycle, opened.plans, stage, previous=opened.previous, survey=opened.survey)
    assert results is not None
    return results, (*problems, *found)


@cache
def as_filed() -> Read:
    return read(CYCLE)


@cache
def as_counted() -> Read:
    return counted(as_filed())


@cache
def before_the_survey() -> Results:
    """Score the cycle as it stood before a form came back."""
    return scored(as_filed(), "council")[0]


@cache
def once(stage: Stage) -> tuple[Results, tuple[Problem, ...]]:
    return scored(as_counted(), stage)


def example(stage: Stage = "council") -> Results:
    return once(stage)[0]


def units(group: str, stage: Stage = "council") -> dict[str, UnitResult]:
    return {unit.unit: unit for one in example(stage).groups if one.group == group for unit in one.units}


def unit(code: str, stage: Stage = "council") -> UnitResult:
    return (units("so", stage) | units("nganh-doc", stage) | units("huyen", stage))[code]


def leaf(code: str, at: str, stage: Stage = "council") -> LeafResult:
    return next(one for one in unit(code, stage).leaves if one.code == at)


def earned(code: str, at: str, stage: Stage = "council") -> str:
    """Give a leaf's points out of its own maximum, as ``1.8/2``."""
    one = leaf(code, at, stage)
    return f"{one.points}/{one.max_points}"


def test_the_generator_writes_the_committed_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    for name in DRAWN:
        assert (tmp_path / name).read_bytes() == (CYCLE / name).read_bytes(), name


def test_the_folder_has_nothing_to_complain_about_at_any_stage() -> None:
    assert [problem.text("vi") for stage in STAGES for problem in once(stage)[1]] == []


def test_the_offices_are_those_of_the_published_list() -> None:
    path = Path(__file__).parent / "published" / "tien_giang_2020_cchc_points.csv"
    with path.open(encoding="utf-8", newline="") as file:
        listed = [row["unit"] for row in csv.DictReader(file) if "UBND cấp huyện" not in row["group"]]
    offices, districts = example().groups[:2], example().groups[2]
    assert sorted(listed) == sorted(one.name for group in offices for one in group.units)
    sizes = [(group.group, len(group.units)) for group in example().groups]
    assert sizes == [("so", 19), ("nganh-doc", 5), ("huyen", 11)]
    assert [len(list(found)) for _, found in groupby(unit.cluster for unit in districts.units)] == [6, 5]


def test_every_result_says_that_it_is_synthetic_and_proposed() -> None:
    words = "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"
    departments, agencies, districts = example().groups
    assert mark_line(example(), districts) == words
    assert mark_line(example(), agencies) == words
    assert mark_line(example(), departments) == words
    assert mark_line(example("self"), example("self").groups[0]) == f"{words} – TẠM TÍNH"
    tables = [path for path in CYCLE.rglob("*.csv") if path.name != "units.csv"]
    assert len(tables) == 13
    for table in tables:
        assert table.read_text("utf-8").partition("\n")[0].endswith(",SỐ LIỆU GIẢ LẬP"), table.name


def test_every_state_stands_somewhere_with_each_of_its_origins() -> None:
    origins = {
        (str(one.state), one.rule.partition(" ")[0].rpartition("/")[2])
        for results in (*map(example, STAGES), before_the_survey())
        for group in results.groups
        for member in group.units
        for one in member.leaves
        if one.state != "scored"
    }
    assert origins == {
        ("rejected", "empty-refuse"),
        ("not_applicable", "na-trait"),
        ("not_applicable", "na-granted"),
        ("not_applicable", "empty-not-applicable"),
        ("not_filed", "claimed"),
        ("not_filed", "not-filed"),
        ("no_evidence", "no-evidence"),
        ("pending_survey", "pending-survey"),
    }


@pytest.mark.parametrize(
    ("code", "appraised", "survey", "bonus", "points", "maximum", "index", "rank", "grade"),
    [
        # Nothing lost. Survey 1,92 + 2,925 + 1,9 + 5 + 8. Bonus 2 + 0,5 cut to 2.
        ("cuc-thue", "38.5", "19.745", "2", "60.245", "58.5", "12049/117", 1, "A"),
        # Lost 0,5 (1.4.1) + 1 (1.5.1) + 0,25 (2.1.1) + 0,8 (2.2.1) + 1 (4.2.1) + 0,38 (5.1.1) + 0,42 (5.2.1)
        # = 4,35 of 40. Survey 1,8 + 2,7 + 1,85 + 4,8 + 7,2.
        ("kho-bac", "35.65", "18.35", "0", "54", "60", "90/1", 2, "A"),
        # Lost 0,3 (1.1.2) + 0,5 (1.3.1) + 1 (1.5.1) + 0,6 (2.2.3) + 0,5 (3.1.2) + 0,78 (3.1.3) + 1,25 (4.1.1)
        # + 0,22 (5.1.1) = 5,15 of 38,5. Survey 1,76 + 2,73 + 1,81 + 4,5 + 8. Bonus 0,5.
        ("bao-hiem-xa-hoi", "33.35", "18.8", "0.5", "52.65", "58.5", "90/1", 2, "A"),
        # 38,5 − 3,5 not applicable; lost 2,5 (3.1.1: −0,5 of 2) + 1,5 (3.1.2).
        # Survey 1,7 + 2,5275 + 1,7 + 4,9 + 7,012.
        ("ngan-hang-nha-nuoc", "31", "17.8395", "0", "48.8395", "55", "97679/1100", 4, "B"),
        # Lost 2 (1.1.1) + 3 (1.1.2, gate) + 2 (1.2.1). Survey 1,8 + 2,64 + 1,8 + 5 + 8.
        ("cong-an", "31.5", "19.24", "0", "50.74", "58.5", "10148/117", 5, "C"),
    ],
)
def test_the_vertical_agencies_are_final_as_worked_by_hand(
    code: str,
    appraised: str,
    survey: str,
    bonus: str,
    points: str,
    maximum: str,
    index: str,
    rank: int,
    grade: str,
) -> None:
    found = unit(code)
    assert (found.appraised_points, found.survey_points, found.bonus) == (appraised, survey, bonus)
    assert (found.points, found.max_points, found.index_exact) == (points, maximum, index)
    assert (found.rank, found.grade, found.provisional) == (rank, grade, False)


def test_one_index_passes_100_percent_with_the_bonus_cut_at_its_ceiling() -> None:
    assert unit("cuc-thue").index == "102.98"
    assert (leaf("cuc-thue", "T.1").points, leaf("cuc-thue", "T.2").points) == ("2", "0")
    assert leaf("cuc-thue", "T.2").rule.endswith(" bonus-ceiling")


def test_the_bar_lowers_a_grade_that_the_index_would_give() -> None:
    barred = [one.unit for one in units("nganh-doc").values() if one.grade_barred_by]
    assert barred == ["cong-an"] and unit("cong-an").grade_barred_by == ("B1",)
    assert 80 <= Fraction(unit("cong-an").index) < 90  # "từ 80% đến dưới 90%: B"


def test_departments_stay_provisional_until_their_survey() -> None:
    departments = before_the_survey().groups[0].units
    for one in departments:
        assert one.provisional and one.grade == "" and one.grade_barred_by == () and one.survey is None
        assert one.survey_points == "0" and Fraction(one.survey_max) > 0
        assert Fraction(one.max_points) == Fraction(one.appraised_max) + Fraction(one.survey_max)
    first, second = (one for one in departments if one.unit in ("so-nong-nghiep", "so-tai-nguyen-moi-truong"))
    assert first.index == second.index == "74.08"
    assert (first.index_shown, second.index_shown) == ("74.084", "74.081")


def test_its_own_survey_makes_the_result_final_and_says_how_sure_it_is() -> None:
    for group in ("so", "huyen"):
        for one in units(group).values():
            assert not one.provisional and one.grade
            assert one.survey is not None and one.survey.best is not None and one.survey.worst is not None
            assert one.survey.best <= (one.rank or 0) <= one.survey.worst
            assert Fraction(one.survey.low) <= Fraction(one.index) <= Fraction(one.survey.high)
    assert all(one.survey is None for one in units("nganh-doc").values())
    few = [one.unit for one in units("so").values() if any(x.survey and x.survey.few for x in one.leaves)]
    assert few == ["ban-quan-ly-khu-cong-nghiep"]


@pytest.mark.parametrize(
    ("code", "at", "points", "rule"),
    [
        ("so-giao-duc-dao-tao", "1.1.3", "0/2", "G1"),  # 24/25 × 2 = 1,92 without the gate
        ("so-nong-nghiep", "1.3.2", "0.75/1.5", "G2"),  # 9/20 is above 30%: 1,5 without
        ("so-xay-dung", "3.2.1", "1.5/3", "G3"),  # 1.990/2.000 is above 98%: 3 without
        ("cong-an", "1.1.2", "0/3", "G1"),  # 20/20: 3 without
    ],
)
def test_gates_cap_what_the_figures_would_earn(code: str, at: str, points: str, rule: str) -> None:
    assert earned(code, at) == points
    assert leaf(code, at).rule.split()[-1] == rule


@pytest.mark.parametrize(
    ("code", "at", "state", "points"),
    [
        ("so-van-hoa-the-thao-du-lich", "1.2.1", "scored", "0.5/2"),  # 16/03, never, one more: 2 − 3 × 0,5
        ("so-giao-duc-dao-tao", "1.1.1", "scored", "0/1"),
        ("so-ke-hoach-dau-tu", "6.1.1", "scored", "2.4/3"),  # exactly 90%: 80% × 3
        ("so-ke-hoach-dau-tu", "5.3.1", "scored", "-0.5/1"),
        ("ngan-hang-nha-nuoc", "3.1.1", "scored", "-0.5/2"),
        ("van-phong", "6.3.2", "scored", "1/1"),  # nothing to recover
        ("van-phong", "2.1.1", "not_applicable", "0/0"),
        ("so-ngoai-vu", "3.2.2", "scored", "1/1"),  # 24,5 minutes after 26,0, both its own statement
        ("thanh-tra", "7.2.2", "rejected", "0/2"),
        ("thanh-tra", "3.2.1", "not_applicable", "0/0"),
        ("kho-bac", "5.2.1", "scored", "1.08/1.5"),  # 81%: 1,2 × 81 / 90
        ("cuc-thue", "5.2.1", "not_applicable", "0/0"),
        ("so-khoa-hoc-cong-nghe", "4.3.1", "scored", "0/1"),  # the council refused the claim
        ("so-lao-dong", "7.1.1", "scored", "0/2"),  # and counted what was never filed as not done
        ("so-lao-dong", "5.2.1", "scored", "0/1.5"),
        ("so-cong-thuong", "1.4.1", "no_evidence", "0/1"),
        ("so-thong-tin-truyen-thong", "8.4.1", "no_evidence", "0/0.5"),
    ],
)
def test_oddities_earn_what_the_set_declares(code: str, at: str, state: str, points: str) -> None:
    assert (str(leaf(code, at).state), earned(code, at)) == (state, points)


@pytest.mark.parametrize(
    ("code", "at", "by_stage"),
    [
        ("so-tu-phap", "1.1.3", ("2/2", "1.6/2", "1.8/2")),  # 30, then 24, then 27 of 30 tasks
        ("so-y-te", "6.2.1", ("2/2", "2/2", "1/2")),  # 39/40 is above 95%; 36/40 is not
        ("so-khoa-hoc-cong-nghe", "5.3.2", ("0.5/1", "0.5/1", "1/1")),
        ("van-phong", "1.5.1", ("1.5/1.5", "0/1.5", "1.5/1.5")),
        ("so-ngoai-vu", "4.1.1", ("0/2", "0/2", "0/0")),
        ("ngan-hang-nha-nuoc", "3.1.2", ("1.5/1.5", "0/1.5", "0/1.5")),
        ("ngan-hang-nha-nuoc", "4.2.1", ("0/2", "0/2", "0/0")),
        ("thanh-tra", "2.5.1", ("0/1", "0.25/1", "0.25/1")),  # only the appraisers may give it
    ],
)
def test_stages_stand_side_by_side_and_differ(code: str, at: str, by_stage: tuple[str, ...]) -> None:
    assert tuple(earned(code, at, stage) for stage in STAGES) == by_stage
    assert earned(code, at, "r2") == by_stage[1]  # nothing was decided at the second round
    assert leaf(code, at).self_points == by_stage[0].partition("/")[0]


def test_each_decision_keeps_its_reason_beside_the_points() -> None:
    first, last = leaf("so-tu-phap", "1.1.3").rounds
    assert (first.stage, first.points, last.stage, last.points) == ("r1", "1.6", "council", "1.8")
    assert last.decisions[0].reason == "Giải trình bổ sung sản phẩm của ba nhiệm vụ"
    (granted,) = leaf("so-ngoai-vu", "4.1.1").rounds
    assert (granted.stage, granted.decisions[0].by) == ("council", "Hội đồng thẩm định")


def test_a_claim_makes_an_agency_provisional_until_the_council_grants_it() -> None:
    code = "ngan-hang-nha-nuoc"
    assert [unit(code, stage).provisional for stage in STAGES] == [True, True, False]
    assert [unit(code, stage).rank for stage in STAGES] == [5, 5, 4]
    assert leaf(code, "4.2.1", "r1").flags == ("claimed",)


def test_last_year_stands_beside_this_year_where_there_was_one() -> None:
    absent = [one.unit for group in example().groups for one in group.units if one.last_year is None]
    assert absent == ["ban-quan-ly-khu-cong-nghiep"]
    for group in ("so", "nganh-doc"):
        for one in units(group).values():
            if one.last_year is not None:
                assert one.last_year.change == (one.last_year.rank or 0) - (one.rank or 0)


def test_one_office_is_flagged_for_a_jump_of_online_files() -> None:
    flagged = {one.unit: [flag.id for flag in one.flags] for one in units("so").values() if one.flags}
    assert flagged == {"so-noi-vu": ["F2"]}  # 720/1.200 after 300/1.000


def test_the_result_is_whole_and_checked_by_both_engines() -> None:
    assert example().engines == "both" and is_intact(example())
    for group in example().groups:
        for one in group.units:
            assert sum(Fraction(leaf.points) for leaf in one.leaves) == Fraction(one.points)


def without_places(results: Results) -> Any:
    """Give the results as JSON without the cells the figures were read from, and what digests them."""

    def stripped(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: stripped(item) for key, item in value.items() if key not in ("source", "digest")}
        return [stripped(item) for item in value] if isinstance(value, list) else value

    return stripped(json.loads(to_json(results)))


def shuffled(folder: Path, order: Random) -> None:
    """Copy the cycle with the rows of every table in another order, and the facts in several files."""
    shutil.copytree(CYCLE, folder)
    for table in sorted(folder.rglob("*.csv")):
        head, *lines = table.read_text("utf-8").splitlines(keepends=True)
        order.shuffle(lines)
        table.write_text("".join((head, *lines)), "utf-8")
    (folder / "facts").mkdir()
    head, *lines = (folder / "facts.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "facts.csv").unlink()
    names = order.sample("abcdef", 3)
    for at, name in enumerate(names):
        (folder / "facts" / f"{name}.csv").write_text("".join((head, *lines[at :: len(names)])), "utf-8")


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_order_of_files_and_rows_moves_nothing(seed: int) -> None:
    with TemporaryDirectory() as name:
        shuffled(Path(name) / "cycle", Random(seed))
        results, problems = scored(counted(read(Path(name) / "cycle")), "council")
    assert problems == ()
    assert results.inputs_digest == example().inputs_digest
    assert without_places(results) == without_places(example())
