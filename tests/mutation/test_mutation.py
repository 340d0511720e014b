"""A slip in a set is named by ``check`` at its place: three hundred of all possible slips, drawn by a seed.

``make mutate`` tries them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutation.judge import explained, named, originals, problems_of, some_mutants
from tests.mutation.mutants import WAYS

SEED, COUNT, BATCHES = 20231, 300, 10


@pytest.mark.parametrize("batch", range(BATCHES))
def test_slips_are_named_at_their_place(batch: int, tmp_path: Path) -> None:
    drawn = some_mutants(COUNT, SEED)[batch::BATCHES]
    place = tmp_path / "bo.yaml"
    missed = [
        (original.set_id, mutant.way, mutant.leaf)
        for original, mutant in drawn
        if not named(mutant, place) and not explained(original, mutant)
    ]
    assert missed == []


def test_every_way_is_drawn() -> None:
    assert {mutant.way for _, mutant in some_mutants(COUNT, SEED)} == set(WAYS)


def test_the_sets_themselves_raise_no_doubt(tmp_path: Path) -> None:
    for original in originals():
        told = [problem.text() for problem in problems_of(original.text, tmp_path / "bo.yaml")]
        assert [text for text in told if "  V50  " not in text] == []
