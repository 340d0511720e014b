"""Places keep every comparison of a ratio with a boundary: against Fraction, and through the library."""

from contextlib import closing
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.engine.forward.place import LIMIT, Scale, scale_of
from par_index.engine.forward.ruleset import Rule, Ruleset
from par_index.language.interval import Interval
from tests.engine.plans import between

fractions = st.fractions(min_value=-5, max_value=5, max_denominator=60)
sides = st.one_of(st.none(), fractions)


@st.composite
def intervals(draw) -> Interval:
    low, high = draw(sides), draw(sides)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, draw(st.booleans()), high, draw(st.booleans()))


def within(place: int, span: tuple[int | None, int | None]) -> bool:
    low, high = span
    return (low is None or low <= place) and (high is None or place <= high)


@given(st.lists(intervals(), min_size=1, max_size=4), fractions, st.integers(1, 50))
def test_a_place_lies_in_a_span_exactly_when_the_value_lies_in_the_interval(ladder, value, times):
    scale = scale_of(ladder)
    place = scale.place(value.numerator * times, value.denominator * times)
    assert scale.low <= place <= scale.high
    for interval in ladder:
        assert within(place, scale.span(interval)) == interval.holds(value)


@given(st.lists(intervals(), min_size=1, max_size=4), st.data())
def test_the_boundaries_themselves_and_their_nearest_neighbours_are_told_apart(ladder, data):
    ends = [end for item in ladder for end in (item.low, item.high) if end is not None] or [Fraction(0)]
    value = data.draw(st.sampled_from(ends)) + data.draw(st.sampled_from([0, 1, -1])) * Fraction(1, 10**15)
    scale = scale_of(ladder)
    for interval in ladder:
        assert within(scale.place(*value.as_integer_ratio()), scale.span(interval)) == interval.holds(value)


def test_the_places_of_a_written_ladder():
    """From 90% on and from 66.67% on: G = 10 000, so 90% stands at 18 000 and the largest place is 18 001."""
    scale = scale_of([between("9/10"), between("6667/10000", "9/10"), between(high="6667/10000")])
    assert scale == Scale(10_000, 13_333, 18_001)
    assert [scale.place(n, 10_000_000) for n in (8_999_999, 9_000_000, 9_000_001)] == [17_999, 18_000, 18_001]
    assert scale.place(1, 2) == 13_333
    assert scale.span(between("6667/10000", "9/10")) == (13_334, 17_999)


def test_a_ladder_without_boundaries_has_one_place():
    scale = scale_of([between()])
    assert (scale.place(-7, 3), scale.span(between())) == (0, (None, None))


@pytest.mark.parametrize(("most", "fits"), [(LIMIT // 2 - 1, True), (LIMIT // 2, False)])
def test_places_stay_below_the_library_limit(most, fits):
    assert scale_of([between(most)]).fits is fits
    assert scale_of([between(-most)]).fits is fits


LADDERS = {
    "nửa": (between(high="1/2"), between("1/2")),
    "trên 90%": (
        between(high="7/10"),
        between("7/10", "9/10", high_closed=True),
        between("9/10", low_closed=False),
    ),
    "lẻ": (
        between(high="1/3", high_closed=True),
        between("1/3", "6667/10000", low_closed=False),
        between("6667/10000"),
    ),
    "bằng": (between(high=0), between(0, 0, high_closed=True), between(0, 1, low_closed=False), between(1)),
}


@pytest.mark.parametrize("name", LADDERS)
def test_every_ratio_below_120_fires_the_one_right_rule_of_the_library(name):
    ladder = LADDERS[name]
    scale = scale_of(ladder)
    rules = [Rule(f"b{k}", name, (("f", 0, 0), ("v", *scale.span(item)))) for k, item in enumerate(ladder)]
    ratios = [(a, b) for b in range(1, 120) for a in range(b + 1) if gcd(a, b) == 1]
    facts = [(f"{a}/{b}", name, 0, scale.place(a, b)) for a, b in ratios]
    with closing(Ruleset("thử", rules, catch_all=False)) as ruleset:
        fired = [pair for at in range(0, len(facts), 200) for pair in ruleset.fire(facts[at : at + 200])]
    right = {f"{a}/{b}": f"b{k}" for a, b in ratios for k, i in enumerate(ladder) if i.holds(Fraction(a, b))}
    assert len(fired) == len(ratios)
    assert dict(fired) == right
