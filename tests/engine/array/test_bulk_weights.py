"""Ranks under drawn weights are those of Python's fractions, draw by draw."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine.array.bulk import rank_rows, weighted_ranks, weights
from tests import naive

MICRO = 10**6


def expected(points: np.ndarray, maxima: np.ndarray, draws: np.ndarray, dense: bool) -> list[list[int]]:
    """Rank every draw by fractions; a unit without a maximum has none."""
    found = []
    for draw in draws.tolist():
        sums = [
            (
                sum(w * p for w, p in zip(draw, own, strict=True)),
                sum(w * m for w, m in zip(draw, top, strict=True)),
            )
            for own, top in zip(points.T.tolist(), maxima.T.tolist(), strict=True)
        ]
        places = iter(naive.ranks([Fraction(*each) for each in sums if each[1]], dense))
        found.append([next(places) if each[1] else 0 for each in sums])
    return found


def together(*given: object) -> list[list[int]]:
    return np.concatenate(list(weighted_ranks(*given))).tolist()  # type: ignore[arg-type]


@st.composite
def drawn(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw a few leaves, units of few different figures (so that many tie), and weights, some of them 0."""
    leaves, units, draws = (draw(st.integers(1, most)) for most in (5, 9, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**40)))
    full = rng.choice([MICRO // 2, MICRO, 2 * MICRO], (leaves, 1))
    kept = rng.random((leaves, units)) < draw(st.sampled_from([0.3, 0.8, 1.0]))
    points = full * rng.integers(-1, 4, (leaves, units)) // 3 * kept
    points += rng.integers(0, 2, (leaves, units)) * draw(st.sampled_from([0, 1]))
    return points, full * kept, rng.choice([0, 1, 900, 999, 1000, 1100], (draws, leaves))


@pytest.mark.parametrize("dense", [False, True])
@settings(max_examples=60, deadline=None)
@given(drawn())
def test_ranks_are_those_of_the_fractions(
    dense: bool, drawn_: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> None:
    assert together(*drawn_, dense) == expected(*drawn_, dense)


def near_ties(rows: int, units: int) -> tuple[np.ndarray, np.ndarray]:
    """Make quotients k/(k+1) of neighbouring great k, some multiplied: float64 takes them for equal."""
    rng = np.random.default_rng(7)
    k = 2**40 + rng.integers(0, 4, (rows, units))
    factor = rng.integers(1, 3, (rows, units))
    return k * factor, (k + 1) * factor


@pytest.mark.parametrize("dense", [False, True])
def test_neighbours_that_float64_cannot_tell_apart_are_not_tied(dense: bool) -> None:
    points, maxima = near_ties(30, 12)
    exact = {Fraction(*each) for each in zip(points.ravel().tolist(), maxima.ravel().tolist(), strict=True)}
    assert len(np.unique(points / maxima)) < len(exact)
    found = rank_rows(points.astype(np.float64), maxima.astype(np.float64), dense)
    for row, own, top in zip(found.tolist(), points.tolist(), maxima.tolist(), strict=True):
        assert row == naive.ranks([Fraction(*each) for each in zip(own, top, strict=True)], dense)


def test_products_that_agree_in_their_last_64_bits_are_told_apart() -> None:
    points, maxima = np.array([[2**52, 2**51, 2**51 + 2**12]]), np.array([[1, 2**52, 2**52]])
    assert rank_rows(points, maxima).tolist() == [[1, 3, 2]]


def test_equals_share_a_rank_whatever_stands_between() -> None:
    points = np.array([[80, 68, 40, 90, 0], [80, 67, 40, 90, 0]]) * 1e6
    maxima = np.array([[100, 85, 50, 100, 0]] * 2) * 1e6
    assert rank_rows(points, maxima).tolist() == [[2, 2, 2, 1, 0], [2, 4, 2, 1, 0]]
    assert rank_rows(points, maxima, dense=True).tolist() == [[2, 2, 2, 1, 0], [2, 3, 2, 1, 0]]


def test_blocks_of_draws_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    full = rng.integers(1, 5, (12, 1)) * MICRO // 2
    kept = rng.random((12, 40)) < 0.9
    points, maxima = full * rng.integers(0, 5, (12, 40)) // 4 * kept, full * kept
    draws = rng.integers(900, 1101, (25, 12))
    whole = together(points, maxima, draws)
    assert whole == expected(points, maxima, draws, dense=False)
    for cells in (1, 3 * 40, 7 * 40 + 1):
        monkeypatch.setattr(weights, "CELLS", cells)
        assert together(points, maxima, draws) == whole


def test_one_maximum_for_all_units_is_multiplied_once() -> None:
    points, maxima = np.array([[1, 2, 3], [3, 2, 1]]) * MICRO, np.full((2, 3), 3 * MICRO)
    draws = np.array([[1000, 1000], [1001, 1000], [0, 0], [0, 7]])
    assert together(points, maxima, draws) == [[1, 1, 1], [3, 2, 1], [0, 0, 0], [1, 2, 3]]


def test_no_draws_and_no_units() -> None:
    none = np.zeros((2, 0), np.int64)
    assert list(weighted_ranks(none, none, np.zeros((0, 2), np.int64))) == []
    assert [block.shape for block in weighted_ranks(none, none, np.ones((3, 2), np.int64))] == [(3, 0)]


@pytest.mark.parametrize(
    ("points", "maxima", "draws", "words"),
    [
        ([[1]], [[1, 1]], [[1]], "leaves × units"),
        ([[1]], [[1]], [[1, 1]], "draws × leaves"),
        ([[1]], [[-1]], [[1]], "below 0"),
        ([[1]], [[1]], [[-1]], "below 0"),
        ([[2**43]], [[1]], [[2**10]], "2\\^53"),
        ([[-(2**43)]], [[1]], [[2**10]], "2\\^53"),
        ([[1, 1]], [[2**43 - 1, 2**43]], [[2**11]], "2\\^53"),
    ],
)
def test_what_cannot_be_weighed_exactly_is_refused(
    points: list, maxima: list, draws: list, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        list(weighted_ranks(np.array(points), np.array(maxima), np.array(draws)))
