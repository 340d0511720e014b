"""The next better step and the figure that reaches it, against a search of every figure."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.explain.ladder import band_at, least_change, next_step, points_at
from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Input, Part, Plan, Relation
from par_index.points import MICRO
from par_index.problem import NOWHERE
from tests.engine import plans

A, B = ast.Input("a", 1), ast.Input("b", 1)
RATIO = plans.part(
    "1",
    ast.Divide(A, B),
    (plans.between(None, "1/2"), 0, 0),
    (plans.between("1/2", "9/10", high_closed=True), 2, -1),
    (plans.between("9/10", None, low_closed=False), 0, 1),
)
"""Below 50%: 0; from 50% to 90%: 2x − 1 points; above 90%: 1."""
LATE = plans.part(
    "1",
    A,
    (plans.between(None, 0, high_closed=True), 0, 1),
    (plans.between(0, 30, low_closed=False, high_closed=True), 0, Fraction(1, 2)),
    (plans.between(30, None, low_closed=False), 0, 0),
)
"""0 days late: 1; up to 30: 0,5; more: 0."""
ONE_BAND = plans.part("1", ast.Divide(A, B), (plans.between(0, 1, high_closed=True), 1, 0))


def plan_of(part: Part, *inputs: Input, relations: tuple[Relation, ...] = ()) -> Plan:
    return plans.plan(plans.leaf(part), inputs=inputs, relations=relations)


def count(code: str, better: str, high: int = 40, **more) -> Input:
    return Input(code, "count", code, 1, 0, high, better, **more)


def test_the_next_band_its_threshold_and_the_way():
    step = next_step(RATIO, Fraction(1, 4))
    assert step is not None
    assert (step.band.rule, step.threshold, step.closed, step.up, step.points) == (
        "1/b2",
        Fraction(1, 2),
        True,
        True,
        0,
    )
    further = next_step(RATIO, Fraction(3, 4))
    assert further is not None
    assert (further.band.rule, further.threshold, further.closed, further.points) == (
        "1/b3",
        Fraction(9, 10),
        False,
        MICRO,
    )
    assert next_step(RATIO, Fraction(95, 100)) is None


def test_less_may_be_better():
    step = next_step(LATE, Fraction(45))
    assert step is not None
    assert (step.band.rule, step.threshold, step.closed, step.up) == ("1/b2", 30, True, False)
    assert next_step(LATE, Fraction(0)) is None


def test_in_a_band_without_a_better_one_its_own_end_is_the_next_step():
    step = next_step(ONE_BAND, Fraction(1, 4))
    assert step is not None
    assert (step.band.rule, step.threshold, step.points) == ("1/b1", 1, MICRO)
    assert next_step(ONE_BAND, Fraction(1)) is None


def test_a_falling_line_leads_down():
    falling = plans.part("1", A, (plans.between(0, 4, high_closed=True), Fraction(-1, 4), 1))
    step = next_step(falling, Fraction(3))
    assert step is not None
    assert (step.threshold, step.up, step.points) == (0, False, MICRO)


def test_of_two_better_bands_the_nearer_is_next():
    valley = plans.part(
        "1",
        A,
        (plans.between(None, 2), 0, 1),
        (plans.between(2, 10), 0, 0),
        (plans.between(10, None), 0, 1),
    )
    steps = [next_step(valley, Fraction(x)) for x in (3, 9)]
    assert [(step.threshold, step.up) for step in steps if step] == [(2, False), (10, True)]


def test_a_value_outside_every_band_has_no_points_and_no_next_step():
    assert band_at(ONE_BAND, Fraction(2)) is None
    assert points_at(ONE_BAND, Fraction(2)) is None
    assert next_step(ONE_BAND, Fraction(2)) is None


def test_passing_a_threshold_that_does_not_count():
    # Above 90% of 20 is 19, not 18.
    plan = plan_of(RATIO, count("a", "more"), count("b", "neutral"))
    figures = {"a": 12, "b": 20}
    step = next_step(RATIO, Fraction(12, 20))
    assert step is not None
    assert least_change(plan, RATIO, step, figures, plan.inputs[0]) == 19
    assert least_change(plan, RATIO, step, figures, plan.inputs[1]) is None


def test_entering_a_band_that_begins_at_0_points_asks_for_more_than_0():
    # From 50% on a line starts at 0 points: of 10, 5 enters the band but earns nothing; 6 does.
    plan = plan_of(RATIO, count("a", "more"), count("b", "neutral"))
    step = next_step(RATIO, Fraction(1, 10))
    assert step is not None
    assert least_change(plan, RATIO, step, {"a": 1, "b": 10}, plan.inputs[0]) == 6


def test_a_relation_or_a_bound_may_stop_it():
    within = Relation(A, B, "a <= b", NOWHERE)
    figures = {"a": 1, "b": 1}
    over = plans.part("1", A, (plans.between(None, 3), 0, 0), (plans.between(3), 0, 1))
    step = next_step(over, Fraction(1))
    assert step is not None
    assert least_change(plan_of(over, count("a", "more")), over, step, figures, count("a", "more")) == 3
    bound = plan_of(over, count("a", "more"), count("b", "neutral"), relations=(within,))
    assert least_change(bound, over, step, figures, bound.inputs[0]) is None
    unfiled = {"a": 1}
    assert least_change(bound, over, step, unfiled, bound.inputs[0]) == 3
    small = plan_of(over, count("a", "more", 2))
    assert least_change(small, over, step, figures, small.inputs[0]) is None
    full = plan_of(over, count("a", "more", 1))
    assert least_change(full, over, step, figures, full.inputs[0]) is None


def test_never_comes_back_to_a_day():
    day = Input("a", "date", "Ngày", 1, 0, 100, "less", never=9999, never_label="Không")
    plan = plan_of(LATE, day)
    step = next_step(LATE, Fraction(9999))
    assert step is not None
    assert least_change(plan, LATE, step, {"a": 9999}, day) == 30


def test_the_last_day_itself_may_be_the_answer():
    day = Input("a", "date", "Ngày", 1, 0, 20, "less", never=9999, never_label="Không")
    step = next_step(LATE, Fraction(9999))
    assert step is not None
    assert least_change(plan_of(LATE, day), LATE, step, {"a": 9999}, day) == 20


def test_points_move_by_their_step():
    given_points = Input("a", "points", "Điểm", 4, 0, 16, "more", step=2)
    half = plans.part(
        "1", ast.Input("a", 4), (plans.between(None, "3/4"), 0, 0), (plans.between("3/4"), 0, 1)
    )
    step = next_step(half, Fraction(0))
    assert step is not None
    assert least_change(plan_of(half, given_points), half, step, {"a": 0}, given_points) == 4


def test_figures_it_does_not_read_are_not_asked_for():
    step = next_step(LATE, Fraction(45))
    assert step is not None
    assert (
        least_change(plan_of(LATE, count("c", "more")), LATE, step, {"a": 45, "c": 1}, count("c", "more"))
        is None
    )


def searched(part: Part, plan: Plan, figures: dict[str, int], entry: Input) -> int | None:
    """Find the nearest better figure by trying every one, in the order of distance."""
    x = part_value(part, figures)
    step = next_step(part, x)
    now = points_at(part, x)
    assert step is not None
    assert now is not None
    way = range(figures[entry.code] + 1, entry.high + 1)
    back = range(figures[entry.code] - 1, entry.low - 1, -1)
    for tried in way if entry.better == "more" else back:
        changed = {**figures, entry.code: tried}
        if part_value(part, changed) is None:
            continue
        y = part_value(part, changed)
        earned = points_at(part, y)
        if step.reached(y) and earned is not None and earned > now:
            return tried if all(changed["a"] <= changed["b"] for _ in plan.relations) else None
    return None


def part_value(part: Part, figures: dict[str, int]) -> Fraction | None:
    if part is LATE:
        return Fraction(figures["a"])
    return Fraction(figures["a"], figures["b"]) if figures["b"] else None


@given(st.sampled_from((RATIO, ONE_BAND)), st.integers(0, 40), st.integers(1, 40), st.booleans())
def test_the_search_finds_what_trying_every_figure_finds(part, a, b, bounded):
    figures = {"a": min(a, b), "b": b}
    relations = (Relation(A, B, "a <= b", NOWHERE),) if bounded else ()
    open_ended = replace(part, bands=(*part.bands[:-1], replace(part.bands[-1], interval=replace_high(part))))
    part = part if bounded else open_ended
    plan = plan_of(part, count("a", "more"), count("b", "less"), relations=relations)
    step = next_step(part, Fraction(figures["a"], b))
    if step is not None:
        for entry in plan.inputs:
            found = least_change(plan, part, step, figures, entry)
            assert found == searched(part, plan, figures, entry)


def replace_high(part: Part) -> Interval:
    last = part.bands[-1].interval
    return Interval(last.low, last.low_closed, None, False)


@pytest.mark.parametrize("a", range(46))
def test_fewer_days_late_are_found_the_same_way(a: int):
    entry = count("a", "less", 45)
    plan = plan_of(LATE, entry)
    step = next_step(LATE, Fraction(a))
    found = least_change(plan, LATE, step, {"a": a}, entry) if step else None
    assert found == (None if a == 0 else 0 if a <= 30 else 30)
