"""The example of Tiền Giang: its file of costs and the guide's fit the set; a district's plan holds water."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from par_index.engine import forward
from par_index.places import libraries
from par_index.read.costs import read_costs
from par_index.score.opened import open_cycle, surveyed
from par_index.score.rank import standings
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.planner import DEFAULT, Costs, Target, costs_of, plan
from par_index.whatif.planner.everyone import plan_all
from par_index.whatif.planner.goal import League
from par_index.whatif.planner.knapsack import enough
from par_index.whatif.planner.search import Desk

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / "examples" / "tien-giang-2023"


@cache
def basis() -> Basis:
    opened, _ = open_cycle(EXAMPLE, libraries(), "huyen-cho-gao")
    assert opened is not None
    return lay_out(surveyed(opened)[0])[0]


def costs(path: Path) -> Costs:
    spec, problems = read_costs(path)
    assert problems == ()
    assert spec is not None
    made, doubts = costs_of(spec, basis().grounds[0].plan)
    assert doubts == ()
    return made


def test_the_guides_file_of_costs_is_sound(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs" / "plan.md").read_text("utf-8"), re.DOTALL)
    path = tmp_path / "costs.yaml"
    path.write_text(block, "utf-8")
    found = costs(path)
    assert found.margin == Fraction(1, 2)
    assert found.prices["hs_truc_tuyen"].most == 4000
    assert found.exclusive == (("hs_so_hoa", "xa_iso"),)


@pytest.mark.parametrize("default", [True, False])
def test_the_plan_to_the_top_is_true_and_no_greedier(default: bool) -> None:
    made = DEFAULT if default else costs(EXAMPLE / "costs.yaml")
    ground = basis().grounds[0]
    found, _ = plan(basis(), "huyen-cho-gao", Target(rank=1), made)
    assert found is not None
    assert found.after is not None
    assert found.checked
    assert found.proved
    (verdict,) = forward.judge(ground.plan, [found.case])
    others = [one for one in ground.verdicts if one.unit in ground.rivals("huyen-cho-gao")]
    assert standings(ground.plan, [verdict, *others])["huyen-cho-gao"].rank == 1
    free = replace(made, exclusive=(), prices={k: replace(p, needs=()) for k, p in made.prices.items()})
    goal = League(ground, made.margin).goal("huyen-cho-gao", Target(rank=1))
    desk = Desk(ground, free, "huyen-cho-gao")
    bench = desk.bench(desk.field(), goal)
    assert goal is not None
    greedy = enough(*bench.weighed(goal))
    assert greedy is not None
    untied = bench.cheapest(goal)
    assert untied is not None
    assert untied.cost <= found.cost
    assert not default or found.cost <= greedy


def test_both_solvers_and_the_many_agree_on_districts() -> None:
    ground = basis().grounds[0]
    briefs = {one.unit: one for one in plan_all(ground, Target(rank=1), most_states=2_000)}
    for unit in ("huyen-cho-gao", "tp-my-tho"):
        by_table, _ = plan(basis(), unit, Target(rank=1), solver="dp")
        by_milp, _ = plan(basis(), unit, Target(rank=1), solver="milp")
        assert by_table is not None
        assert by_milp is not None
        assert by_table.cost == by_milp.cost
        cost = briefs[unit].cost
        assert cost is not None
        assert cost >= by_table.cost


def test_two_processes_plan_as_one_does() -> None:
    ground = basis().grounds[0]
    assert plan_all(ground, Target(rank=2), workers=2) == plan_all(ground, Target(rank=2))
