"""Plans on the small sample cycle, whose points are worked out by hand (``tests.score.cycles``).

so-a has 8,1 of 10 (81%): a date in time, 97 of 100 files in time (2 of 3 points), 35 of 70% digitised (1 of
2), survey 1,6 of 2, one initiative (0,5). so-b has 9 of 10; so-c 4,5 of 7.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest
import yaml

from par_index.engine import forward
from par_index.model.case import UnitVerdict
from par_index.model.questions import Grade, Grades
from par_index.score.rank import standings
from par_index.whatif.basis import Basis
from par_index.whatif.planner import Costs, Planned, Price, Solver, Target, as_scenario, figures_of, plan
from par_index.whatif.planner.document import document
from par_index.whatif.planner.text import text
from tests.score.cycles import FIGURES, changed, cycle, sample_plan, without
from tests.whatif.planner.ground import Choice, cheapest, index_of, sample_basis

PRICES = {
    "so_hoa": Price(shared=False, per_step=1, step=5),
    "tre_han": Price(shared=False, fixed=2, per_step=3),
    "sang_kien": Price(shared=False, per_step=9),
}
COSTS = Costs("Thử", "công", "", "stay", Fraction(0), PRICES)


def planned(
    target: Target,
    costs: Costs | None = None,
    unit: str = "so-a",
    basis: Basis | None = None,
    solver: Solver = "auto",
    margin: Fraction | None = None,
) -> Planned:
    found, problems = plan(basis or sample_basis(), unit, target, costs, solver=solver, margin=margin)
    assert problems == ()
    assert found is not None
    return found


def rescored(one: Planned) -> UnitVerdict:
    """Judge the planned figures by the rules alone."""
    (verdict,) = forward.judge(one.plan, [one.case])
    return verdict


def choices() -> list[list[Choice]]:
    """List what so-a may do at the prices above, as a person would: every figure there is."""
    return [
        [(-(-n // 5), {"so_hoa": 35 + n}) for n in range(66)],
        [(0, {})] + [(2 + 3 * n, {"tre_han": 3 - n, "dung_han": 97 + n}) for n in (1, 2, 3)],
        [(9 * n, {"sang_kien": 1 + n}) for n in (0, 1)],
    ]


@pytest.mark.parametrize("solver", ["dp", "milp"])
@pytest.mark.parametrize("index", ["81.01", "84", "90", "91.1", "94", "96"])
def test_the_plan_is_the_cheapest_of_all(index: str, solver: Solver) -> None:
    wanted = Fraction(index)
    one = planned(Target(index=wanted), COSTS, solver=solver)
    ground = one.ground
    case = ground.facts[ground.at["so-a"]].case
    assert one.cost == cheapest(one.plan, case, choices(), lambda verdict: index_of(verdict) >= wanted)
    assert index_of(rescored(one)) >= wanted
    assert one.checked
    assert one.proved


def test_great_costs_are_left_to_the_mixed_integer_programme() -> None:
    great = {"so_hoa": 1_000_003, "tre_han": 3_000_001, "sang_kien": 9_000_007}
    prices = {code: Price(shared=False, per_step=cost) for code, cost in great.items()}
    one = planned(Target(index=Fraction(92)), replace(COSTS, prices=prices))
    own: list[list[Choice]] = [
        [(n * great["so_hoa"], {"so_hoa": 35 + n}) for n in range(36)],
        [(n * great["tre_han"], {"tre_han": 3 - n, "dung_han": 97 + n}) for n in range(4)],
        [(0, {}), (great["sang_kien"], {"sang_kien": 2})],
    ]
    case = one.ground.facts[one.ground.at["so-a"]].case
    assert one.solver == "milp"
    assert one.cost == cheapest(one.plan, case, own, lambda verdict: index_of(verdict) >= 92)


def test_no_greedy_plan_is_cheaper() -> None:
    """Buy the best bargain again and again: here that overshoots."""
    wanted = Fraction(85)
    one = planned(Target(index=wanted), COSTS)
    gained, spent = Fraction(0), 0
    bargains = sorted([(Fraction(1), 5), (Fraction(1), 7), (Fraction(1, 2), 9)], key=lambda b: -b[0] / b[1])
    for points, cost in bargains:
        if 81 + 10 * gained < wanted:
            gained, spent = gained + points, spent + cost
    assert one.cost <= spent


def test_a_rival_is_passed_strictly_and_no_further_than_needed() -> None:
    one = planned(Target(rank=1), COSTS)
    assert one.before.rank == 2
    assert one.after is not None
    assert one.after.rank == 1
    assert one.passed == ("so-b",)
    verdicts = [one.verdict, *(v for v in one.ground.verdicts if v.unit != "so-a")]
    assert standings(one.plan, verdicts)["so-a"].rank == 1
    assert one.verdict.points * 10_000_000 > 9_000_000 * one.verdict.max_points
    tie = planned(Target(index=Fraction(90)), COSTS)
    assert tie.cost <= one.cost


def test_rivals_may_rise_by_a_margin() -> None:
    still, rising = planned(Target(rank=1), COSTS), planned(Target(rank=1), COSTS, margin=Fraction(4))
    assert rising.cost > still.cost
    assert rising.after is not None
    assert rising.after.index is not None
    assert rising.after.index > 94
    assert rising.after.rank == 1
    assert "tăng thêm 4 điểm chỉ số" in text(rising)


def test_what_is_reached_already_costs_nothing() -> None:
    one = planned(Target(rank=2), COSTS)
    assert (one.cost, one.tasks, one.after) == (0, (), one.before)
    assert "Đã đạt" in text(one)
    assert as_scenario(one).endswith("\nfigures: []\n")


def test_late_files_become_timely_ones() -> None:
    one = planned(Target(index=Fraction(91)), replace(COSTS, prices={"tre_han": PRICES["tre_han"]}))
    assert one.figures == {"dung_han": 98, "tre_han": 2}
    (task,) = one.tasks
    assert [(move.input.code, move.cost, move.follows) for move in task.moves] == [
        ("tre_han", 5, ""),
        ("dung_han", 0, "tre_han"),
    ]
    assert [(gain.leaf.code, gain.before, gain.after) for gain in task.gains] == [
        ("1.2", 2_000_000, 3_000_000)
    ]


def test_figures_stay_within_relations_and_limits() -> None:
    one = planned(
        Target(index=Fraction(90)), replace(COSTS, prices={"so_hoa": replace(PRICES["so_hoa"], most=60)})
    )
    assert one.blocked is not None
    assert one.blocked.best.points == 8_100_000 + 714_286
    assert ("1.3", "limit", ("so_hoa",)) in [(s.leaf.code, s.reason, s.inputs) for s in one.blocked.stuck]


def test_a_target_out_of_reach_says_what_blocks_it() -> None:
    one = planned(Target(index=Fraction(107)), COSTS)
    assert one.after is None
    assert one.blocked is not None
    assert one.blocked.best.rank == 1
    reasons = {stuck.leaf.code: stuck.reason for stuck in one.blocked.stuck}
    assert reasons == {"2.1": "survey"}
    told = text(one)
    assert "Không có cách nào đạt chỉ số từ 107%" in told
    assert "theo điều tra xã hội học" in told
    assert document(one)["reached"] is False


def test_survey_moves_only_when_the_file_names_it() -> None:
    prices = {"hai_long": Price(shared=False, per_step=10, step=10_000)}
    one = planned(Target(index=Fraction(82)), replace(COSTS, prices=prices))
    assert [move.input.code for task in one.tasks for move in task.moves] == ["hai_long"]
    assert one.verdict.points >= 8_200_000
    assert one.cost == 50


def test_a_gate_is_opened_where_that_pays() -> None:
    """so-b loses half of 1.1.2 by gate G1 as its plan was never issued; the date is moved to open it."""
    one = planned(Target(index=Fraction(91)), None, "so-b")
    assert "ngay_kh" in one.figures
    gains = {gain.leaf.code for task in one.tasks for gain in task.gains}
    assert gains == {"1.1.1", "1.1.2"}
    assert len(one.tasks) == 1


def test_a_bar_of_a_grade_is_lifted() -> None:
    """so-b has 90% but is barred to B."""
    grades = sample_plan().grades
    assert grades is not None
    best = grades.rows[0].name
    one = planned(Target(grade=best), None, "so-b")
    assert one.before.grade == "B"
    assert rescored(one).grade == best
    assert one.after is not None
    assert one.after.grade == best


def test_leaves_that_were_not_filed_are_filed() -> None:
    basis = sample_basis(cycle(without(FIGURES, "so-a", "du_hs")))
    costs = replace(COSTS, prices={"du_hs": Price()})
    one = planned(Target(index=Fraction(81)), costs, basis=basis)
    (move,) = (move for task in one.tasks for move in task.moves)
    assert (move.input.code, move.filed, move.planned) == ("du_hs", None, 1)
    assert "chưa nộp → Có" in text(one)
    assert rescored(one).points == one.verdict.points


def test_prerequisites_and_exclusions_are_honoured() -> None:
    needing = {**PRICES, "so_hoa": replace(PRICES["so_hoa"], needs=("sang_kien",))}
    wanted = Fraction(91)
    free = planned(Target(index=wanted), COSTS)
    tied = planned(Target(index=wanted), replace(COSTS, prices=needing))
    case = tied.ground.facts[tied.ground.at["so-a"]].case

    def allowed(moved: Mapping[str, int]) -> bool:
        return "so_hoa" not in moved or "sang_kien" in moved

    assert tied.solver == "milp"
    assert tied.cost >= free.cost
    assert tied.cost == cheapest(tied.plan, case, choices(), lambda v: index_of(v) >= wanted, allowed)
    apart = replace(COSTS, exclusive=(("so_hoa", "tre_han"),))
    one = planned(Target(index=wanted), apart)
    assert not {"so_hoa", "tre_han"} <= set(one.figures)
    assert one.cost == cheapest(
        one.plan,
        case,
        choices(),
        lambda v: index_of(v) >= wanted,
        lambda moved: not {"so_hoa", "tre_han"} <= set(moved),
    )
    never = planned(Target(index=Fraction(97)), apart)
    assert never.blocked is not None


def test_the_frontier_prices_each_rank_and_the_next_point() -> None:
    one = planned(Target(rank=1), COSTS)
    (rung,) = one.frontier
    assert (rung.rank, rung.passes, rung.cost) == (1, "so-b", one.cost)
    assert one.next_now == cheapest(
        one.plan,
        one.ground.facts[one.ground.at["so-a"]].case,
        choices(),
        lambda verdict: verdict.points >= 9_100_000,
    )
    last = planned(Target(rank=1), COSTS, "so-c")
    assert [rung.rank for rung in last.frontier] == [2, 1]
    costs = [rung.cost for rung in last.frontier if rung.cost is not None]
    assert costs == sorted(costs)


def test_the_default_cost_is_the_share_of_the_way() -> None:
    """Of 70 that earn full points each further one is 1/70 of the way; per cents are rounded up."""
    one = planned(Target(index=Fraction(82)), replace(COSTS, others="stay", prices={"so_hoa": Price()}))
    assert one.figures == {"so_hoa": 39}
    assert one.cost == 6
    assert "Chi phí mặc định" in text(planned(Target(index=Fraction(82))))


def test_the_published_index_is_passed_from_half_a_place() -> None:
    basis = sample_basis(
        plan=replace(sample_plan(), ranking=replace(sample_plan().ranking, by="index_published"))
    )
    one = planned(Target(rank=1), COSTS, basis=basis)
    assert one.after is not None
    assert one.after.rank == 1
    verdicts = [one.verdict, *(v for v in one.ground.verdicts if v.unit != "so-a")]
    assert standings(one.plan, verdicts)["so-a"].rank == 1


def test_a_published_grade_is_reached_from_half_a_place() -> None:
    plan_ = sample_plan()
    assert plan_.grades is not None
    rows = (
        Grade("A", replace(plan_.grades.rows[0].interval, low=Fraction(8107, 10_000)), ""),
        Grade(
            "B", replace(plan_.grades.rows[-1].interval, high=Fraction(8107, 10_000), high_closed=False), ""
        ),
    )
    graded = replace(plan_, grades=Grades("index_published", rows))
    basis = sample_basis(plan=graded)
    one = planned(Target(grade="A"), None, basis=basis)
    assert rescored(one).grade == "A"


def test_a_scenario_holds_the_planned_figures_as_facts_write_them() -> None:
    one = planned(Target(index=Fraction(91)), COSTS)
    told = yaml.safe_load(as_scenario(one))
    assert {row["input"]: row["set"].removeprefix("= ") for row in told["figures"]} == figures_of(one)["so-a"]
    again = sample_basis(cycle(changed(FIGURES, "so-a", **figures_of(one)["so-a"])))
    ground = again.grounds[0]
    assert ground.verdicts[ground.at["so-a"]] == one.verdict


def test_the_document_is_whole() -> None:
    told = document(planned(Target(rank=1), COSTS))
    assert told["schema"] == "par-index/plan/1"
    assert told["marks"].startswith("SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT")
    assert told["engines"] == "both"
    assert sum(task["cost"] for task in told["tasks"]) == told["cost"]


@pytest.mark.parametrize(
    ("target", "unit", "code"),
    [
        (Target(rank=4), "so-a", "K12"),
        (Target(rank=0), "so-a", "K12"),
        (Target(grade="Tốtt"), "so-a", "K13"),
        (Target(rank=1), "so-x", "U01"),
    ],
)
def test_wrong_questions_are_told(target: Target, unit: str, code: str) -> None:
    found, (problem,) = plan(sample_basis(), unit, target)
    assert found is None
    assert problem.code == code
    assert all(problem.text(language) for language in ("vi", "en"))
