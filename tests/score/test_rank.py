"""Ranks are exact, follow the declared tie law, and never depend on the order of units."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.language import ast
from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.plan import Ranking
from par_index.model.states import State
from par_index.score.rank import standings
from tests import naive
from tests.engine import plans

MICRO = 1_000_000
PLAN = plans.plan(
    *(
        plans.leaf(plans.part(code, ast.Input("x", 1), (plans.between(), 0, 1)))
        for code in ("1.1", "1.2", "2.1")
    )
)


def unit(code: str, *points: int, most: int = 100 * MICRO) -> UnitVerdict:
    """Write a verdict whose leaves 1.1, 1.2, 2.1 earn these micro-points."""
    leaves = tuple(
        LeafVerdict(leaf.code, State.SCORED, each, most // 3, ())
        for leaf, each in zip(PLAN.leaves, points, strict=False)
    )
    return UnitVerdict(code, leaves, sum(points), 0, 0, 0, sum(points), most)


def ranked(verdicts, **law):
    plan = replace(PLAN, ranking=Ranking(**law))
    return {code: standing.rank for code, standing in standings(plan, verdicts).items()}


def test_competition_skips_after_equals_and_dense_does_not():
    four = [unit("a", 90), unit("b", 80), unit("c", 80), unit("d", 70)]
    assert ranked(four) == {"a": 1, "b": 2, "c": 2, "d": 4}
    assert ranked(four, ties="dense") == {"a": 1, "b": 2, "c": 2, "d": 3}


def test_the_published_figure_may_be_the_ranked_one():
    near = [unit("a", 90_024_000), unit("b", 90_016_000), unit("c", 90_000_000)]
    assert ranked(near, by="index_exact") == {"a": 1, "b": 2, "c": 3}
    assert ranked(near, by="index_published") == {"a": 1, "b": 1, "c": 3}


def test_keys_break_ties_in_turn_and_name_themselves():
    three = [unit("a", 50, 20, 10), unit("b", 40, 30, 10), unit("c", 40, 25, 15), unit("d", 1, 1, 1)]
    law = Ranking(ties="break_by", break_by=("area:2", "leaf:1.1"))
    found = standings(replace(PLAN, ranking=law), three)
    assert {code: one.rank for code, one in found.items()} == {"c": 1, "a": 2, "b": 3, "d": 4}
    assert {code: one.broken_by for code, one in found.items()} == {
        "a": "leaf:1.1",
        "b": "leaf:1.1",
        "c": "area:2",
        "d": "",
    }


@pytest.mark.parametrize("key", ["appraised", "survey", "bonus"])
def test_totals_may_break_ties(key: str):
    one, other = unit("a", 50), replace(unit("b", 50), appraised=40, survey=5, bonus=5)
    better = "a" if key == "appraised" else "b"
    assert ranked([one, other], ties="break_by", break_by=(key,))[better] == 1


def test_equals_under_all_keys_share_a_rank():
    same = [unit("a", 50), unit("b", 50)]
    found = standings(replace(PLAN, ranking=Ranking(ties="break_by", break_by=("appraised",))), same)
    assert [(one.rank, one.broken_by) for one in found.values()] == [(1, ""), (1, "")]


def test_printed_equals_of_different_rank_show_the_deciding_decimals():
    # 90,0244 and 90,0216 both print 90,02; the third decimal tells them apart (90,024 and 90,022).
    found = standings(PLAN, [unit("a", 90_024_400), unit("b", 90_021_600), unit("c", 80_000_000)])
    assert {code: one.shown for code, one in found.items()} == {"a": "90.024", "b": "90.022", "c": "80.00"}


def test_as_many_decimals_as_it_takes_for_both_units():
    # 1/3 and 1/3 + 10⁻⁸: as percents 33,333333… and 33,333334…, apart in the sixth decimal.
    found = standings(PLAN, [unit("a", 10**8, most=3 * 10**8), unit("b", 10**8 + 3, most=3 * 10**8)])
    assert {code: one.shown for code, one in found.items()} == {"a": "33.333333", "b": "33.333334"}


def test_exact_equals_show_no_more_decimals():
    found = standings(PLAN, [unit("a", 1, most=3), unit("b", 2, most=6)])
    assert {one.shown for one in found.values()} == {"33.33"}


def test_a_unit_without_a_maximum_has_no_index_and_no_rank():
    found = standings(PLAN, [unit("a", 0, most=0), unit("b", 5, most=10)])
    assert (found["a"].rank, found["a"].index, found["a"].shown) == (None, None, "")
    assert found["b"].rank == 1


figures = st.lists(st.tuples(st.integers(-5, 30), st.integers(1, 30)), min_size=1, max_size=12)


@given(figures, st.booleans(), st.randoms(use_true_random=False))
def test_ranks_are_those_of_exact_fractions_in_any_order(pairs, dense, rng):
    verdicts = [unit(f"u{at}", points, most=most) for at, (points, most) in enumerate(pairs)]
    truth = naive.ranks([Fraction(*pair) for pair in pairs], dense)
    expected = {verdict.unit: rank for verdict, rank in zip(verdicts, truth, strict=True)}
    rng.shuffle(verdicts)
    assert ranked(verdicts, ties="dense" if dense else "competition") == expected


@given(figures)
def test_equal_index_equal_rank_and_different_rank_prints_differently(pairs):
    verdicts = [unit(f"u{at}", points, most=most) for at, (points, most) in enumerate(pairs)]
    found = standings(PLAN, verdicts)
    for one in found.values():
        for other in found.values():
            assert (one.index == other.index) == (one.rank == other.rank) == (one.shown == other.shown)


keys = st.lists(st.tuples(*[st.integers(0, 2)] * 3), min_size=1, max_size=9)


@given(keys)
def test_the_key_named_is_the_last_that_was_needed(triples):
    verdicts = [unit(f"u{at}", *points) for at, points in enumerate(triples)]
    verdicts = [replace(verdict, points=1) for verdict in verdicts]
    law = Ranking(ties="break_by", break_by=("leaf:1.1", "leaf:1.2", "leaf:2.1"))
    found = standings(replace(PLAN, ranking=law), verdicts)
    for verdict, mine in zip(verdicts, triples, strict=True):
        differing = [next(k for k in range(3) if mine[k] != other[k]) for other in triples if other != mine]
        expected = law.break_by[max(differing)] if differing else ""
        assert found[verdict.unit].broken_by == expected
        assert found[verdict.unit].rank == 1 + sum(other > mine for other in triples)
