"""Both engines and the reference in fractions judge random plans alike, to the last rule."""

import pytest
from hypothesis import given, settings

from par_index.engine import array, forward
from tests.strategies import World, world, worlds


def by_array(drawn: World) -> object:
    return array.judge(drawn.plan, array.load(drawn.plan, drawn.cases)).verdicts()


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_rules_arrays_and_fractions_agree(drawn: World) -> None:
    expected = drawn.expected()
    assert by_array(drawn) == expected
    assert forward.judge(drawn.plan, drawn.cases) == expected


@settings(max_examples=200, deadline=None)
@given(worlds(most_leaves=3, most_cases=20, fine=True))
def test_arrays_and_fractions_agree_on_cuts_as_fine_as_any(drawn: World) -> None:
    assert by_array(drawn) == drawn.expected()


@pytest.mark.parametrize("first", range(0, 300, 100))
def test_a_fixed_corpus_agrees(first: int) -> None:
    for seed in range(first, first + 100):
        drawn = world(seed, leaves=1 + seed % 7, cases=12)
        assert by_array(drawn) == drawn.expected(), seed
        assert forward.judge(drawn.plan, drawn.cases) == drawn.expected(), seed
