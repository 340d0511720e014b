from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.engine.array import ranks
from tests import naive

MICRO = 10**6
HALVES = st.integers(1, 20).map(lambda halves: halves * MICRO // 2)
SMALL = st.tuples(st.integers(-5, 5).map(lambda quarter: quarter * MICRO // 4), HALVES)
NEAR = st.tuples(st.integers(80 * MICRO, 80 * MICRO + 3), st.integers(100 * MICRO - 3, 100 * MICRO))
HUGE = st.tuples(st.integers(0, 10**15), st.integers(1, 10**15))


def exact(pairs: list[tuple[int, int]], dense: bool) -> list[int]:
    return naive.ranks([Fraction(*pair) for pair in pairs], dense)


@pytest.mark.parametrize("dense", [False, True])
@given(pairs=st.one_of(*(st.lists(kind, min_size=1, max_size=40) for kind in (SMALL, NEAR, HUGE))))
def test_ranks_are_those_of_the_fractions(dense: bool, pairs: list[tuple[int, int]]) -> None:
    points, maxima = np.array(pairs, np.int64).T
    assert ranks(points, maxima, dense).tolist() == exact(pairs, dense)


def test_equals_share_a_rank_and_the_next_is_skipped() -> None:
    points, maxima = np.array([[80, 68, 40, 90], [100, 85, 50, 100]]) * MICRO
    assert ranks(points, maxima).tolist() == [2, 2, 2, 1]
    assert ranks(points - MICRO * np.array([0, 0, 10, 0]), maxima).tolist() == [2, 2, 4, 1]
    assert ranks(points - MICRO * np.array([0, 0, 10, 0]), maxima, dense=True).tolist() == [2, 2, 3, 1]


def test_neighbours_that_float64_cannot_tell_apart_are_not_tied() -> None:
    points, maxima = np.array([[10**15 - 1, 10**15 - 2], [10**15, 10**15 - 1]])
    assert Fraction(10**15 - 1, 10**15) > Fraction(10**15 - 2, 10**15 - 1)
    assert ranks(points, maxima).tolist() == [1, 2]


def test_a_unit_without_a_maximum_has_no_rank() -> None:
    assert ranks(np.array([5, 0, 9]), np.array([10, 0, 10])).tolist() == [2, 0, 1]
    assert ranks(np.array([0]), np.array([0])).tolist() == [0]
    assert ranks(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_thousands_are_ranked_as_the_fractions_are() -> None:
    rng = np.random.default_rng(45)
    points, maxima = rng.integers(0, 400, 3321) * MICRO // 4, rng.integers(150, 200, 3321) * MICRO // 2
    figures = [Fraction(*pair) for pair in zip(points.tolist(), maxima.tolist(), strict=True)]
    place = {figure: 1 + k for k, figure in reversed(list(enumerate(sorted(figures, reverse=True))))}
    assert ranks(points, maxima).tolist() == [place[figure] for figure in figures]
