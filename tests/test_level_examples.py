"""The cycles of communes, scored whole: a district with its own extension, a province of two tiers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from examples.levels import EXAMPLES, Example, cai_be, two_tiers, write
from par_index.model.result import Results
from par_index.places import libraries
from par_index.problem import Problem, in_order
from par_index.score.marks import mark_line
from par_index.score.opened import open_cycle, surveyed
from par_index.score.run import run

each = pytest.mark.parametrize("make", EXAMPLES)
Make = Callable[[], Example]


@cache
def scored(folder: Path) -> tuple[Results, tuple[Problem, ...]]:
    opened, problems = open_cycle(folder, libraries())
    assert opened is not None
    opened, asked = surveyed(opened)
    results, found = run(
        opened.cycle, opened.plans, "council", previous=opened.previous, survey=opened.survey
    )
    assert results is not None
    return results, in_order((*problems, *asked, *found))


@each
def test_the_generator_writes_the_committed_bytes(make: Make, tmp_path: Path) -> None:
    example = make()
    write(example, tmp_path)
    drawn = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(drawn) >= 3
    for path in drawn:
        name = path.relative_to(tmp_path)
        assert path.read_bytes() == (example.folder / name).read_bytes(), name
        assert path.read_text("utf-8").partition("\n")[0].endswith(",SỐ LIỆU GIẢ LẬP"), name


@each
def test_the_folder_has_nothing_to_complain_about(make: Make) -> None:
    """One group of one commune gave the same answer to every question on most of its forms: a warning."""
    told = [(problem.code, problem.is_error) for problem in scored(make().folder)[1]]
    assert told == ([("S57", False)] if make().own_survey else [])


@each
def test_results_are_final_marked_and_judged_twice(make: Make) -> None:
    results, _ = scored(make().folder)
    assert results.engines == "both"
    assert mark_line(results) == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"
    assert all(unit.grade for group in results.groups for unit in group.units)


def test_a_district_scores_its_communes_by_its_own_extension() -> None:
    """The framework's 98 points and the district's two: 100, of which a unit's traits may drop some."""
    (group,) = scored(cai_be().folder)[0].groups
    assert (group.criteria_set, len(group.units)) == ("cai-be/2023/xa", 25)
    codes = [leaf.code for leaf in group.criteria]
    assert {"1.4.1.a", "1.4.1.b", "1.6.1", "1.6.2"} <= set(codes)
    assert "1.4.1" not in codes
    assert {"100"} <= {unit.max_points for unit in group.units}
    own = {leaf.code: leaf for leaf in group.units[0].leaves}
    assert [cite.document for cite in own["1.6.1"].cites] == ["KHH"]


def test_a_province_of_two_tiers_ranks_all_its_communes_in_one_list() -> None:
    departments, communes = scored(two_tiers().folder)[0].groups
    assert (len(departments.units), len(communes.units)) == (14, 102)
    assert {unit.cluster for unit in communes.units} == {""}
    assert sorted(unit.rank or 0 for unit in communes.units)[-1] in (101, 102)
    assert not [unit for unit in communes.units if unit.unit.startswith("cu-")]
    penalised = [unit for unit in communes.units if unit.penalty != "0"]
    assert penalised
