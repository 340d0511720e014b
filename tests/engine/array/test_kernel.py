from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine.array import judge, load, prepare, ranks
from par_index.model.states import State
from tests import naive
from tests.strategies import World, world, worlds


@settings(max_examples=40, deadline=None)
@given(worlds(fine=True), st.randoms())
def test_the_order_of_units_changes_no_verdict(drawn: World, rng: object) -> None:
    order = list(range(len(drawn.cases)))
    rng.shuffle(order)  # type: ignore[attr-defined]
    kernel = prepare(drawn.plan)
    verdicts = kernel.judge(load(drawn.plan, drawn.cases)).verdicts()
    shuffled = kernel.judge(load(drawn.plan, [drawn.cases[k] for k in order])).verdicts()
    assert shuffled == tuple(verdicts[k] for k in order)


@settings(max_examples=40, deadline=None)
@given(worlds(fine=True), st.integers(0, 12))
def test_units_are_judged_apart(drawn: World, cut: int) -> None:
    """A population in two blocks, the smallest one unit or none, gets the verdicts of the whole."""
    kernel = prepare(drawn.plan)
    blocks = drawn.cases[:cut], drawn.cases[cut:]
    apart = [kernel.judge(load(drawn.plan, block)).verdicts() for block in blocks]
    assert sum(apart, ()) == kernel.judge(load(drawn.plan, drawn.cases)).verdicts()


def test_a_kernel_may_judge_again() -> None:
    """What an earlier judgement holds is not overwritten by a later one."""
    drawn, other = world(7, 5, 12), world(7, 5, 12)
    kernel = prepare(drawn.plan)
    first = kernel.judge(load(drawn.plan, drawn.cases))
    kept = first.points
    kernel.judge(load(drawn.plan, other.cases[::-1]))
    assert np.array_equal(first.points, kept)
    assert first.verdicts() == drawn.expected()


def test_the_arrays_say_what_the_verdicts_say() -> None:
    for seed in range(40):
        drawn = world(seed, 6, 12)
        judgement = judge(drawn.plan, load(drawn.plan, drawn.cases))
        expected = drawn.expected()
        leaves = list(zip(*(verdict.leaves for verdict in expected), strict=True))
        assert judgement.points.tolist() == [[each.points for each in row] for row in leaves]
        assert judgement.max_points.tolist() == [[each.max_points for each in row] for row in leaves]
        states = [[tuple(State)[k] for k in row] for row in judgement.states.tolist()]
        assert states == [[each.state for each in row] for row in leaves]
        measured = [verdict for verdict in expected if verdict.max_points]
        places = iter(naive.ranks([naive.index_of(verdict.leaves) for verdict in measured]))
        of_all = [next(places) if verdict.max_points else 0 for verdict in expected]
        assert ranks(judgement.totals.points, judgement.totals.max_points).tolist() == of_all


def test_a_plan_without_grades_gives_none() -> None:
    drawn = world(3, 4, 6)
    plan = replace(drawn.plan, grades=None)
    verdicts = judge(plan, load(plan, drawn.cases)).verdicts()
    assert {verdict.grade for verdict in verdicts} == {""}


def test_a_plan_is_judged_by_itself_whatever_was_judged_before() -> None:
    first, second = world(7, 5, 12), world(8, 5, 12)
    alike = replace(first.plan, leaf_grid=10 * first.plan.leaf_grid)
    for plan, cases in ((first.plan, first.cases), (second.plan, second.cases), (alike, first.cases)) * 2:
        units = load(plan, cases)
        assert judge(plan, units).verdicts() == prepare(plan).judge(units).verdicts()
