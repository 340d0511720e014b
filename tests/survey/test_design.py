"""Sizes, shares among strata and margins, against figures worked by hand and exact fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.model.instrument import Respondents
from par_index.survey.design import Aim, GroupSize, allocation, group_size, margin, sample_size
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame, Stratum

FIVE = Fraction(5, 100)


@pytest.mark.parametrize(
    ("population", "size"),
    [
        (1, 1),  # 1 / 1,0025 = 0,99…
        (60, 53),  # 60 / 1,15 = 52,17…
        (100, 80),  # 100 / 1,25 = 80 exactly: not 81
        (400, 200),  # 400 / 2 = 200 exactly
        (1200, 300),  # 1200 / 4 = 300 exactly
        (10_000, 385),  # 10 000 / 26 = 384,6…
        (1_700_000, 400),  # 1 700 000 / 4251 = 399,9…
    ],
)
def test_sizes_worked_by_hand(population: int, size: int) -> None:
    assert sample_size(population, FIVE) == size


@given(st.integers(1, 10**7), st.integers(1, 999).map(lambda number: Fraction(number, 1000)))
def test_the_size_is_the_least_that_reaches_the_formula(population: int, error: Fraction) -> None:
    size = sample_size(population, error)
    exact = Fraction(population, 1) / (1 + population * error * error)
    assert 1 <= size <= population
    assert size - 1 < exact <= size


@given(
    st.lists(st.integers(1, 5000), min_size=1, max_size=12),
    st.integers(1, 99).map(lambda percent: Fraction(percent, 100)),
)
def test_strata_get_their_proportion(people: list[int], error: Fraction) -> None:
    populations = {Cell("u", "g", f"{at:02}"): one for at, one in enumerate(people)}
    size = sample_size(sum(people), error)
    got = allocation(size, populations)
    assert list(got) == list(populations)
    least = {cell: min(2, one) for cell, one in populations.items()}
    assert all(least[cell] <= got[cell] <= one for cell, one in populations.items())
    assert sum(got.values()) == max(size, sum(least.values()))
    free = {cell: got[cell] for cell in got if got[cell] > least[cell]}
    held = sum(got.values()) - sum(free.values())
    rest = sum(populations[cell] for cell in free)
    for cell, one in free.items():
        assert abs(one - Fraction((size - held) * populations[cell], rest or 1)) < max(len(people), 1)


def test_shares_worked_by_hand() -> None:
    a, b, c = (Cell("u", "g", name) for name in "abc")
    # 385 of 10 000: 0,7 × 385 = 269,5 and 0,3 × 385 = 115,5: the first cell gets the odd one.
    assert allocation(385, {a: 7000, b: 3000}) == {a: 270, b: 115}
    # 10 of 100: the last would get 0,1, so it gets all it has: 9 are shared 75 : 24 = 6,82 and 2,18.
    assert allocation(10, {a: 75, b: 24, c: 1}) == {a: 7, b: 2, c: 1}
    # The last gets its two: 8 are shared 75 : 22 = 6,19 and 1,81.
    assert allocation(10, {a: 75, b: 22, c: 3}) == {a: 6, b: 2, c: 2}
    # Two of each are six, though the formula asks for three.
    assert allocation(3, {a: 9, b: 9, c: 9}) == {a: 2, b: 2, c: 2}


def test_margins_known_from_tables() -> None:
    # 1,96 × √(0,25 / 385 × 9615 / 9999) = 4,8976%; without the population's end it is 4,9945%.
    assert margin(10_000, 385, Fraction(95, 100)) == pytest.approx(0.048976, abs=1e-6)
    assert margin(10**12, 385, Fraction(95, 100)) == pytest.approx(0.049945, abs=1e-6)
    assert margin(10**12, 385, Fraction(99, 100)) == pytest.approx(2.575829 / 1.959964 * 0.049945, abs=1e-6)
    assert margin(60, 60, Fraction(95, 100)) == 0
    assert margin(1, 1, Fraction(95, 100)) == 0


def test_the_margin_is_that_of_every_sample_there_is() -> None:
    """The variance in the formula is that over all samples of 4 out of 10, half of whom say yes."""
    yes, people, asked = 5, 10, 4
    ways = [math.comb(yes, k) * math.comb(people - yes, asked - k) for k in range(asked + 1)]
    squares = sum(way * (Fraction(k, asked) - Fraction(1, 2)) ** 2 for k, way in enumerate(ways))
    variance = squares / math.comb(people, asked)
    assert margin(people, asked, Fraction(95, 100)) == pytest.approx(1.959964 * math.sqrt(variance), rel=1e-6)


def size_of(strata: dict[str, int], aim: Aim, least: int = 30) -> GroupSize | None:
    cells = {Cell("u", "g", name): Stratum(Cell("u", "g", name), one) for name, one in strata.items()}
    group = Respondents("g", "Nhóm", Fraction(1), least)
    return group_size("u", group, Frame("survey/frame.csv", cells), aim)


def test_more_forms_are_sent_where_fewer_come_back() -> None:
    size = size_of({"a": 7000, "b": 3000}, Aim(response_rate=Fraction(80, 100)))
    assert size is not None
    # 270 / 0,8 = 337,5 and 115 / 0,8 = 143,75
    assert [(one.answers, one.forms) for one in size.strata] == [(270, 338), (115, 144)]
    assert (size.population, size.answers, size.forms, size.few) == (10_000, 385, 482, False)
    everybody = size_of({"": 60}, Aim(response_rate=Fraction(1, 2)), least=60)
    assert everybody is not None
    assert (everybody.answers, everybody.forms, everybody.few) == (53, 60, True)


def test_a_group_without_people_has_no_size() -> None:
    assert size_of({}, Aim()) is None


def test_a_whole_stratum_and_most_of_another() -> None:
    size = size_of({"nong_thon": 5, "thanh_thi": 20}, Aim())
    assert size is not None
    # 25 / 1,0625 = 23,5…: 24; 24 × 20 / 25 = 19,2 and 4,8.
    assert [one.answers for one in size.strata] == [5, 19]
