"""Small grounds to plan on: the sample cycle, plans made by hand; and an oracle that tries everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path

from par_index.model.case import Case, UnitVerdict
from par_index.model.facts import Cycle, Group, Unit, UnitFacts
from par_index.model.plan import Plan
from par_index.places import libraries
from par_index.problem import has_errors
from par_index.read.cases import cases
from par_index.read.relations import broken
from par_index.score.opened import Opened
from par_index.whatif.basis import Basis, Ground, ground_of
from tests.naive import judge as naive
from tests.score.cycles import cycle as sample_cycle
from tests.score.cycles import sample_plan

Choice = tuple[int, Mapping[str, int]]
"""A cost and the figures that it changes."""


def sample_basis(cycle: Cycle | None = None, plan: Plan | None = None) -> Basis:
    """Lay the sample cycle out."""
    cycle, plan = cycle or sample_cycle(), plan or sample_plan()
    (group,) = cycle.groups
    facts, problems = cases(cycle, plan, group, "council")
    assert not has_errors(problems)
    return basis_of(ground_of(group, plan, facts), cycle)


def made_basis(plan: Plan, figures: Mapping[str, Mapping[str, int]]) -> Basis:
    """Lay units of a plan made by hand out."""
    group = Group("so", plan.set_id, "", plan.kind)
    facts = [UnitFacts(Unit(unit, unit, plan.kind), Case(unit, own), {}, {}) for unit, own in figures.items()]
    cycle = Cycle("tay", 2023, "", True, None, (group,), tuple(one.unit for one in facts))
    return basis_of(ground_of(group, plan, facts), cycle)


def basis_of(ground: Ground, cycle: Cycle) -> Basis:
    return Basis(Opened(Path(), cycle, (ground.plan,), None, libraries()), "council", (ground,))


def cheapest(
    plan: Plan,
    case: Case,
    choices: Sequence[Sequence[Choice]],
    reached: Callable[[UnitVerdict], bool],
    allowed: Callable[[Mapping[str, int]], bool] = lambda _: True,
) -> int | None:
    """Try every combination of choices, judge each with fractions alone, and give the least cost that serves.

    ``allowed`` is asked about the figures that a combination changes.
    """
    found = None
    for cost, changed in sorted(_combined(choices), key=lambda one: one[0]):
        values = {**case.values, **changed}
        moved = {code: value for code, value in changed.items() if case.values.get(code) != value}
        if allowed(moved) and not list(broken(plan, values)) and reached(naive(plan, _case(case, values))):
            found = cost
            break
    return found


def _case(case: Case, values: Mapping[str, int]) -> Case:
    return Case(case.unit, values, case.flags, case.previous)


def _combined(choices: Sequence[Sequence[Choice]]) -> Iterator[Choice]:
    for one in product(*choices):
        changed: dict[str, int] = {}
        for _, own in one:
            changed |= own
        yield sum(cost for cost, _ in one), changed


def index_of(verdict: UnitVerdict) -> Fraction:
    """Give points of the maximum in percent."""
    return Fraction(100 * verdict.points, verdict.max_points)
