"""Factors part the noise: each figure and weight belongs to one; mixing takes just what a factor owns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from par_index.whatif.robust.draw import Piece, Taken, laid, mixed, piece_of, shares_of
from par_index.whatif.robust.factors import REST, factors_of
from par_index.whatif.robust.tasks import Group
from tests.whatif.robust.sample import ALL, example, payload, spec

COUNT = 20
SOURCES = ("survey", "appraisal", "data")


@pytest.fixture
def drawn(tmp_path: Path) -> tuple[Group, Piece, Piece]:
    group = payload(example(), spec(ALL, tmp_path), COUNT).groups[0]
    shares = shares_of(group.base, 2 * COUNT, "45")
    assert shares is not None
    a, b = (piece_of(group.base, COUNT, shares[begin : begin + COUNT], 45, begin) for begin in (0, COUNT))
    return group, a, b


def figures(group: Group, piece: Piece) -> np.ndarray:
    return laid(group.base, piece, COUNT).population.figures.values


def test_every_figure_belongs_to_one_factor_of_each_parting(drawn: tuple[Group, Piece, Piece]) -> None:
    group, *_ = drawn
    plan = group.kernel.plan
    factors = factors_of(group.base, plan, ["8.1.1", "8.2.1"])
    assert [one.code for one in factors if one.parting == "source"] == [*SOURCES, "weights"]
    assert {one.code for one in factors if one.parting == "leaf"} == {"8.1.1", "8.2.1", REST}
    for parting in ("source", "area", "leaf"):
        own = [one.taken for one in factors if one.parting == parting]
        for name in (*SOURCES, "weights"):
            owned = np.sum([getattr(one, name) for one in own], axis=0)
            assert owned.max() <= 1
            moved = plan.leaves if name == "weights" else plan.inputs
            assert (owned == 1).sum() > 0.9 * len(moved) or parting == "source"


def test_mixing_takes_all_nothing_or_just_what_is_owned(drawn: tuple[Group, Piece, Piece]) -> None:
    group, a, b = drawn
    inputs, leaves = len(group.base.families), group.base.leaves
    for whole, expected in ((True, b), (False, a)):
        rows = np.full(inputs, whole)
        found = mixed(group.base, a, b, Taken(rows, rows, rows, np.full(leaves, whole)))
        assert np.array_equal(figures(group, found), figures(group, expected))
        assert np.array_equal(found.weights, expected.weights)
    assert not np.array_equal(figures(group, a), figures(group, b))


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_is_taken_alone(drawn: tuple[Group, Piece, Piece], name: str) -> None:
    group, a, b = drawn
    factor = next(one for one in factors_of(group.base, group.kernel.plan, []) if one.code == name)
    found = mixed(group.base, a, b, factor.taken)
    for source in (*SOURCES, "weights"):
        expected = getattr(b if source == name else a, source)
        assert all(
            np.array_equal(one, other)
            for one, other in zip(
                getattr(found, source) if source == "appraisal" else [getattr(found, source)],
                expected if source == "appraisal" else [expected],
                strict=True,
            )
        )


def test_an_area_takes_its_own_rows(drawn: tuple[Group, Piece, Piece]) -> None:
    group, a, b = drawn
    factor = next(one for one in factors_of(group.base, group.kernel.plan, []) if one.parting == "area")
    found = mixed(group.base, a, b, factor.taken)
    assert found.appraisal is not None
    assert a.appraisal is not None
    assert b.appraisal is not None
    own = factor.taken.appraisal
    assert sorted(found.appraisal[1][own[found.appraisal[0]]]) == sorted(b.appraisal[1][own[b.appraisal[0]]])
    assert sorted(found.appraisal[1][~own[found.appraisal[0]]]) == sorted(
        a.appraisal[1][~own[a.appraisal[0]]]
    )
