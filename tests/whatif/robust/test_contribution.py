"""Effective weights and leaves that go together, against numpy and against hand-made points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from par_index.model.plan import Ranking
from par_index.whatif.robust.contribution import effective_weights, redundant
from par_index.whatif.robust.order import ranked
from tests import naive
from tests.engine.plans import between, leaf, part, plan, ratio

MICRO = 1_000_000


def four() -> tuple[object, np.ndarray, np.ndarray]:
    leaves = tuple(leaf(part(f"1.{k}", ratio("a", "b"), (between(), 0, 1))) for k in range(3))
    leaves = (*leaves, replace(leaf(part("T.1", ratio("a", "b"), (between(), 0, 1))), kind="bonus"))
    points = np.random.default_rng(45).integers(0, MICRO, (4, 12))
    points[1] = 1000 + points[0] // 2
    most = np.full((4, 12), MICRO)
    most[3] = 0
    most[2, :3] = 0
    points[2, :3] = 0
    return plan(*leaves), points, most


def test_effective_weights_sum_to_one_and_are_covariances() -> None:
    one, points, most = four()
    found = effective_weights(one, points, most)  # type: ignore[arg-type]
    assert sum(each.effective for each in found) == pytest.approx(1)
    assert [each.nominal for each in found] == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0])
    parts = points / most.sum(axis=0)
    index = parts.sum(axis=0)
    expected = [np.cov(row, index)[0, 1] / np.var(index, ddof=1) for row in parts]
    assert [each.effective for each in found] == pytest.approx(expected)


def test_leaves_that_go_together_are_named_once() -> None:
    one, points, most = four()
    (pair,) = redundant(one, points, most)  # type: ignore[arg-type]
    assert (pair.first, pair.second, pair.units) == ("1.0", "1.1", 12)
    assert pair.correlation == pytest.approx(1)
    points[1] = -points[1]
    (pair,) = redundant(one, points, most)  # type: ignore[arg-type]
    assert pair.correlation == pytest.approx(-1)
    # Where fewer than eight units have both, nothing is said; nor of a leaf that never moves.
    most[1, :5] = 0
    assert list(redundant(one, points, most)) == []  # type: ignore[arg-type]
    most[1], points[1] = MICRO, 7
    assert list(redundant(one, points, most)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("ties", ["competition", "dense", "break_by"])
@pytest.mark.parametrize("by", ["index_exact", "index_published"])
def test_ranks_follow_the_sets_own_law(ties: str, by: str) -> None:
    random = np.random.default_rng(45)
    points, most = random.integers(0, 6, (40, 9)) * 1000, random.integers(0, 4, (40, 9)) * 2000
    points[:, 0] = points[:, 1] = 2001
    most[:, :2] = 6000
    keys = [random.integers(0, 3, (40, 9)) for _ in range(2)] if ties == "break_by" else []
    law = Ranking(by, ties, ("bonus", "survey") if keys else ())  # type: ignore[arg-type]
    found = ranked(points, most, law, 0, keys)
    for draw in range(40):
        own = np.flatnonzero(most[draw]).tolist()
        figures = [naive.Fraction(int(100 * points[draw, k]), int(most[draw, k])) for k in own]
        if by == "index_published":
            figures = [naive.rounded(one, naive.Fraction(1)) for one in figures]
        weighed = [
            figure * 10**6 + sum(int(key[draw, k]) * 10 ** (2 - at) for at, key in enumerate(keys))
            for k, figure in zip(own, figures, strict=True)
        ]
        spread = [w * 10**6 for w in weighed] if keys else figures
        assert found[draw, own].tolist() == naive.ranks(spread, ties == "dense")
        assert not found[draw, most[draw] == 0].any()
