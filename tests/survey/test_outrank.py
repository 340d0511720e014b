"""Which index is really higher: by hand, by simulation, and what must hold of every interval of ranks."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.survey.outrank import critical, probability, rank_intervals

INDEX = st.floats(0, 110)
ERROR = st.floats(0.001, 5)
UNITS = st.lists(st.tuples(INDEX, ERROR), min_size=1, max_size=12)


def test_the_critical_value_is_the_textbook_one() -> None:
    assert critical(0.95) == pytest.approx(1.959964, abs=1e-6)
    assert critical(0.9) == pytest.approx(1.644854, abs=1e-6)


def test_a_difference_of_one_error_is_84_percent_sure() -> None:
    """Errors 0.6 and 0.8 make 1.0 together; Φ(1) = 0.841345."""
    assert probability(88.0, 0.6, 87.0, 0.8) == pytest.approx(0.841345, abs=1e-6)


def test_sure_indices_are_told_apart_by_their_figures_alone() -> None:
    assert probability(88.01, 0, 88.0, 0) == 1
    assert probability(88.0, 0, 88.01, 0) == 0
    assert probability(88.0, 0, 88.0, 0) == 0.5


def test_a_probability_is_how_often_it_happens() -> None:
    drawn = np.random.default_rng(45)
    first, second = drawn.normal(88, 0.5, 40_000), drawn.normal(87.4, 1.2, 40_000)
    assert (first > second).mean() == pytest.approx(probability(88, 0.5, 87.4, 1.2), abs=3 * 0.5 / 200)


@given(INDEX, ERROR, INDEX, ERROR)
def test_one_of_two_is_above_the_other(a: float, a_error: float, b: float, b_error: float) -> None:
    one, other = probability(a, a_error, b, b_error), probability(b, b_error, a, a_error)
    assert one + other == pytest.approx(1)
    assert (one > 0.5) <= (a > b)


def test_three_units_worked_by_hand() -> None:
    """Errors 1 each, so a pair is sure from 1.96·√2 = 2.77 apart: 90 over 87, but neither apart from 88.5."""
    assert rank_intervals([90.0, 88.5, 87.0], [1.0, 1.0, 1.0]) == [(1, 2), (1, 3), (2, 3)]
    assert rank_intervals([90.0, 88.5, 87.0], [0.0, 0.0, 0.0]) == [(1, 1), (2, 2), (3, 3)]
    assert rank_intervals([90.0, 90.0], [0.0, 0.0]) == [(1, 2), (1, 2)]
    assert rank_intervals([], []) == []


@given(UNITS)
def test_intervals_are_those_of_every_pair(units: list[tuple[float, float]]) -> None:
    """Beside a plain count of pairs that are more than 97.5% sure one way."""
    indices, errors = [index for index, _ in units], [error for _, error in units]
    bound = NormalDist().inv_cdf(0.975)
    for (best, worst), mine in zip(rank_intervals(indices, errors), units, strict=True):
        gaps = [(other[0] - mine[0]) / float(np.hypot(other[1], mine[1])) for other in units]
        if any(abs(abs(gap) - bound) < 1e-9 for gap in gaps):
            continue
        assert best == 1 + sum(gap > bound for gap in gaps)
        assert worst == len(units) - sum(-gap > bound for gap in gaps)


@given(UNITS)
def test_the_official_rank_lies_within_and_confidence_widens(units: list[tuple[float, float]]) -> None:
    indices, errors = [index for index, _ in units], [error for _, error in units]
    narrow, wide = rank_intervals(indices, errors, 0.8), rank_intervals(indices, errors, 0.99)
    for index, inner, outer in zip(indices, narrow, wide, strict=True):
        rank = 1 + sum(other > index for other in indices)
        assert outer[0] <= inner[0] <= rank <= inner[1] <= outer[1]


def test_thousands_of_units_come_out_as_they_do_in_parts() -> None:
    """More units than are compared at a time: unit k is one point above the next, and 2.77 are sure."""
    found = rank_intervals([float(-k) for k in range(1300)], [1.0] * 1300)
    assert found[:3] == [(1, 3), (1, 4), (1, 5)]
    assert found[600] == (599, 603)
    assert found[-1] == (1298, 1300)
