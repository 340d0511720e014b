"""Many what-ifs of one unit at once are the what-ifs one by one."""

from __future__ import annotations

import numpy as np
import pytest

from par_index.read.written import filed_text
from par_index.whatif.basis import Basis
from par_index.whatif.many import many
from par_index.whatif.scenario import lay, scenario_of
from par_index.whatif.scenario.compare import side
from tests.whatif.sample import basis, laid

UNIT = "huyen-cho-gao"
FIGURES = {
    "hs_truc_tuyen": np.array([0, 2000, 3684, 5000, 7368, 7000]),
    "hs_dvc": np.array([7368, 7368, 7368, 6000, 7368, 6900]),
    "nhiem_vu": np.array([30, 31, 32, 33, 34, 35]),
}


@pytest.mark.parametrize(
    "first",
    [
        {},
        {"sets": {"tien-giang/2023/huyen": {"ranking": {"ties": "dense"}}}},
        {"figures": [{"units": [UNIT], "input": "hs_truc_tuyen", "set": "missing"}]},
    ],
    ids=["as it stands", "dense", "a figure missing"],
)
def test_each_is_the_scenario_of_its_figures(first: dict[str, object]) -> None:
    after: Basis = laid(scenario_of(first)[0]).after
    ground, _ = after.find(UNIT) or pytest.fail()
    found = many(ground, UNIT, FIGURES)
    for at in range(6):
        figures = [
            {"units": [UNIT], "input": code, "set": filed_text(ground.plan.input_by_code[code], int(row[at]))}
            for code, row in FIGURES.items()
        ]
        made, _ = lay(after, scenario_of({"figures": figures})[0])
        assert bool(found.lawful[at]) == (made is not None)
        if made is None:
            assert found.rank is not None and found.rank[at] == 0
            continue
        own = side((made.after.find(UNIT) or pytest.fail())[0], UNIT)
        assert (int(found.points[at]), int(found.max_points[at])) == (own.points, own.max_points)
        assert found.rank is not None and int(found.rank[at]) == own.rank
    assert not found.lawful.all() and found.lawful.any()


def test_another_law_of_ranking_gives_no_rank_rather_than_a_wrong_one() -> None:
    first = {"sets": {"tien-giang/2023/huyen": {"ranking": {"by": "index_published"}}}}
    ground, _ = laid(scenario_of(first)[0]).after.find(UNIT) or pytest.fail()
    assert many(ground, UNIT, {"nhiem_vu": np.array([30])}).rank is None


def test_what_does_not_fit_is_refused() -> None:
    ground, _ = basis().find(UNIT) or pytest.fail()
    for figures in ({"nhiem_vu": np.array([-1])}, {"nhiem_vu": np.array([1]), "hs_dvc": np.array([1, 2])}):
        with pytest.raises(ValueError, match=r"bounds|shape"):
            many(ground, UNIT, figures)
    with pytest.raises(KeyError):
        many(ground, "huyen-x", {"nhiem_vu": np.array([1])})
    with pytest.raises(ValueError, match="khong_co"):
        many(ground, UNIT, {"khong_co": np.array([1])})
