"""How long does the cheapest plan take: of one unit, of every district, of every commune of the country?

    python -m benchmarks.plan

The districts are those of the example of Tiền Giang, planned to rank 3 or to one rank better. The communes
are made up: 3,321 in 34 clusters, the filings of the two-tier example with their counts drawn anew (no office
stands behind them), each planned to ten ranks better. Times are of wall and, as other work may run beside
it, of the processor. The last line tells how often hunting for the best bargains pays more than the plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from random import Random
from statistics import mean
from time import perf_counter, process_time

from benchmarks.running import machine
from par_index.model.case import Case
from par_index.model.plan import Plan
from par_index.places import libraries, shipped
from par_index.read.relations import broken
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, Ground, ground_of, lay_out
from par_index.whatif.planner import DEFAULT, Target, plan
from par_index.whatif.planner.everyone import plan_all
from par_index.whatif.planner.goal import League
from par_index.whatif.planner.knapsack import enough
from par_index.whatif.planner.relations import bounded, laws_of
from par_index.whatif.planner.search import Desk

COMMUNES, PROVINCES = 3321, 34


def laid(example: str, unit: str) -> Basis:
    """Lay the group of one unit of an example out."""
    opened, _ = open_cycle(shipped("examples") / example, libraries(), unit)
    assert opened is not None
    return lay_out(surveyed(opened)[0])[0]


def communes() -> Ground:
    """Repeat the communes of the two-tier example, each with counts of its own."""
    basis = laid("mau-hai-cap-2025", "")
    ground = max(basis.grounds, key=lambda one: len(one.facts))
    pairs = [pair for law in laws_of(ground.plan) if (pair := bounded(law))]
    facts = []
    for number in range(COMMUNES):
        filed = ground.facts[number % len(ground.facts)]
        code = f"xa-{number:05}"
        case = replace(filed.case, unit=code, values=drawn(ground.plan, filed.case, pairs, Random(number)))
        unit = replace(filed.unit, code=code, name=code, cluster=f"Tỉnh {number % PROVINCES}")
        facts.append(replace(filed, unit=unit, case=case))
    return ground_of(ground.group, ground.plan, facts)


def drawn(plan_: Plan, case: Case, pairs: list[tuple[int, int]], rng: Random) -> dict[str, int]:
    """Draw what is done of what was to be done, from half of it on."""
    values = dict(case.values)
    for done, due in pairs:
        code, whole = plan_.inputs[done].code, values.get(plan_.inputs[due].code)
        if code in values and whole is not None:
            values[code] = rng.randint(whole // 2, whole)
    return dict(case.values) if list(broken(plan_, values)) else values


def better(ground: Ground, by: int, least: int = 1) -> Callable[[str], Target]:
    """Ask for a rank so much better, or at least for a good one."""

    def target(unit: str) -> Target:
        rank = ground.standing[unit].rank or 1
        return Target(rank=least if rank > least > 1 else max(rank - by, 1))

    return target


def told(name: str, work: Callable[[], object], rounds: int = 5) -> None:
    """Print the median of some rounds."""
    times = []
    for _ in range(rounds):
        start, used = perf_counter(), process_time()
        work()
        times.append((perf_counter() - start, process_time() - used))
    wall, processor = (sorted(column)[rounds // 2] for column in zip(*times, strict=True))
    print(f"{name:44}{wall:8.3f} s wall {processor:8.3f} s processor")


def overpaid(ground: Ground, ask: Callable[[str], Target]) -> str:
    """Compare the cheapest plans with those of a bargain hunter."""
    league, more = League(ground, Fraction(0)), []
    for unit in ground.at:
        goal = league.goal(unit, ask(unit))
        desk = Desk(ground, DEFAULT, unit)
        bench = desk.bench(desk.field(), goal)
        if goal is None or goal.reached(bench.points, bench.max_points):
            continue
        groups, need = bench.weighed(goal)
        bought, chosen = enough(groups, need), bench.cheapest(goal)
        if bought is not None and chosen is not None and chosen.cost:
            more.append(bought / chosen.cost - 1)
    return f"{sum(one > 0 for one in more)} of {len(more)} districts, {100 * mean(more):.0f}% more on average"


def main() -> None:
    """Print one line a question."""
    print(machine())
    basis = laid("tien-giang-2023", "huyen-cho-gao")
    ground, unit, target = basis.grounds[0], "huyen-cho-gao", Target(rank=1)
    ask = better(ground, 1, 3)
    plan(basis, unit, target, solver="milp")
    told("one district, milp", lambda: plan(basis, unit, target, solver="milp"))
    told("one district, dynamic programme", lambda: plan(basis, unit, target, solver="dp"))
    told("11 districts, milp", lambda: [plan(basis, one, ask(one), solver="milp") for one in ground.at], 3)
    told("11 districts, dynamic programme", lambda: [plan(basis, one, ask(one)) for one in ground.at], 3)
    told("11 districts, plan_all", lambda: plan_all(ground, ask))
    many = communes()
    climb = better(many, 10)
    climb(many.facts[0].unit.code)
    told("3,321 communes, plan_all", lambda: plan_all(many, climb), 3)
    told("3,321 communes, plan_all, 2 processes", lambda: plan_all(many, climb, workers=2), 3)
    print(f"bargain hunting pays more: {overpaid(ground, ask)}")


if __name__ == "__main__":
    main()
