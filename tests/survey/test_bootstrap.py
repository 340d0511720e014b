"""Draws: beside the linearised error, beside the exact law of resampling, and by how often they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import exp, factorial
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.model.instrument import Question
from par_index.survey.bootstrap import draws
from par_index.survey.error import spreads
from par_index.survey.forms import Cell
from par_index.survey.shares import shares
from tests.survey.naive_shares import Form, naive_share
from tests.survey.test_error import BASE, FOUR, GROUPS, made, told

TWO = replace(
    BASE,
    groups=(GROUPS[0], replace(GROUPS[1], strata="population")),
    questions=(
        Question("C1", "1.1", "?", FOUR, ("g", "h")),
        Question("C2", "1.1", "?", FOUR, ("g", "h"), 2),
        Question("C3", "1.2", "?", FOUR, ("h",)),
    ),
)
SIZES = {Cell("a", "g"): 120, Cell("a", "h", "x"): 90, Cell("a", "h", "y"): 90}
PEOPLE = {Cell("a", "g"): 300, Cell("a", "h", "x"): 200, Cell("a", "h", "y"): 500}


def answered(seed: int = 45) -> list[Form]:
    """Draw forms whose answers go together, a tenth of them blank."""
    random, forms = Random(seed), []
    for cell, number in SIZES.items():
        for _ in range(number):
            first = random.choices(range(5), (1, 4, 3, 2, 1))[0]
            rest = [first if random.random() < 0.5 else random.randint(0, 4) for _ in range(2)]
            forms.append((cell, (first, *rest)))
    return forms


def test_draws_agree_with_the_linearised_error() -> None:
    """A standard deviation of 20,000 draws is off by 1/√40000 = 0.5%; three of these, and 1/90 for the
    ratio's curve, which linearisation leaves out.
    """
    forms, count = made(TWO, answered()), 20_000
    found = draws(TWO, forms, PEOPLE.get, "a", count, "45").astype(np.float64)
    said, sure = shares(TWO, forms, PEOPLE.get)["a"], spreads(TWO, forms, PEOPLE.get)["a"]
    assert found.shape == (count, 2)
    for at, leaf in enumerate(TWO.leaves):
        share, error = float(said.leaves[leaf].share or 0), sure.error(leaf)
        assert abs(found[:, at].mean() - share) < 4 * error / count**0.5 + error / 90
        assert found[:, at].std() == pytest.approx(error, rel=3 / (2 * count) ** 0.5 + 1 / 90)
    correlation = sure.covariance[0, 1] / (sure.error("1.1") * sure.error("1.2"))
    assert correlation > 0.1
    assert np.corrcoef(found.T)[0, 1] == pytest.approx(correlation, abs=0.02)


def law(worths: list[Fraction], taken: int) -> dict[Fraction, Fraction]:
    """Give the exact law of the mean of so many answers taken with replacement, by repeated convolution."""
    found = {Fraction(0): Fraction(1)}
    for _ in range(taken):
        after: dict[Fraction, Fraction] = {}
        for so_far, chance in found.items():
            for worth in worths:
                after[so_far + worth] = after.get(so_far + worth, Fraction(0)) + chance / len(worths)
        found = after
    return {total / taken: chance for total, chance in found.items()}


def test_the_exact_law_is_that_of_all_resamples() -> None:
    worths = [Fraction(1), Fraction(1), Fraction(3, 5), Fraction(0)]
    every: dict[Fraction, Fraction] = {}
    for taken in product(worths, repeat=3):
        mean = sum(taken, Fraction(0)) / 3
        every[mean] = every.get(mean, Fraction(0)) + Fraction(1, 4**3)
    assert law(worths, 3) == every


def test_draws_follow_the_exact_law_of_resampling() -> None:
    """One question, lopsided answers: mean, variance and skewness are those of taking 39 of 40 again.

    Skewness of the law is about −0.5; 40,000 draws tell theirs to ±0.012.
    """
    rows, count = [(1,)] * 36 + [(3,)] + [(4,)] * 3, 40_000
    exact = law([FOUR[row[0] - 1].share or Fraction(0) for row in rows], 39)
    assert sum(exact.values()) == 1
    mean = float(sum(value * chance for value, chance in exact.items()))
    spread = float(sum(chance * (value - Fraction(mean)) ** 2 for value, chance in exact.items())) ** 0.5
    skew = sum(float(chance) * (float(value) - mean) ** 3 for value, chance in exact.items()) / spread**3
    found = draws(BASE, made(BASE, told("", *rows)), {}.get, "a", count, "1")[:, 0].astype(np.float64)
    assert found.mean() == pytest.approx(mean, abs=4 * spread / count**0.5)
    assert found.std() == pytest.approx(spread, rel=3 / (2 * count) ** 0.5 + 1 / 40)
    assert skew < -0.4
    assert ((found - found.mean()) ** 3).mean() / found.std() ** 3 == pytest.approx(skew, abs=0.06)


def test_a_dozen_forms_vary_as_their_weights_do() -> None:
    """Weights of 12 forms add up to v·K, K from Poisson(11), and given K the mean is that of K taken again:
    so its variance is σ²·E(1/K), and this to the draws' own error, with no allowance for the ratio.
    """
    rows, count = [(1,), (2,), (4,), (3,)] * 3, 40_000
    chances = [exp(-11) * 11**number / factorial(number) for number in range(60)]
    inverse = sum(chance / number for number, chance in enumerate(chances) if number) / (1 - chances[0])
    variance = np.var([1.0, 0.6, 0.0, 0.2]) * inverse
    found = draws(BASE, made(BASE, told("", *rows)), {}.get, "a", count, "1")[:, 0].astype(np.float64)
    assert np.nanvar(found) == pytest.approx(variance, rel=3 * (2 / count) ** 0.5)


def test_everybody_asked_leaves_one_share() -> None:
    forms = made(TWO, answered())
    found = draws(TWO, forms, SIZES.get, "a", 1500, "1")
    said = shares(TWO, forms, SIZES.get)["a"]
    for at, leaf in enumerate(TWO.leaves):
        assert found[:, at] == pytest.approx(float(said.leaves[leaf].share or 0), abs=1e-5)


@pytest.mark.parametrize("silent", ["reweigh", "zero", "stop"])
@pytest.mark.parametrize("strata", ["equal", "population"])
def test_a_group_that_a_draw_silences_follows_the_instrument(silent: Any, strata: Any) -> None:
    """g (3/4) says 1, the one form of h (1/4) says 0 and is left out of a share e⁻¹ of the draws.

    Where its people are known, its form keeps some weight in every draw, however little.
    """
    groups = (GROUPS[0], replace(GROUPS[1], strata=strata))
    question = replace(BASE.questions[0], groups=("g", "h"))
    instrument = replace(BASE, groups=groups, questions=(question,), no_answers=silent)
    forms = made(instrument, [*told("", *[(1,)] * 30), *told("", (4,), group="h")])
    people = {Cell("a", "h"): None if strata == "equal" else 10**9}
    found = draws(instrument, forms, people.get, "a", 2500, "1")[:, 0]
    if strata == "population":
        assert found == pytest.approx(0.75, abs=1e-5)
        return
    left_out = np.isnan(found) if silent == "stop" else np.isclose(found, 1.0)
    assert found[~left_out] == pytest.approx(0.75, abs=1e-5)
    assert left_out.mean() == (0 if silent == "zero" else pytest.approx(np.exp(-1), abs=0.03))


def test_a_group_that_never_answered_has_no_part_under_reweigh_and_all_of_it_under_zero() -> None:
    question = replace(BASE.questions[0], groups=("g", "h"))
    expected = {"reweigh": 0.6, "zero": 0.45, "stop": np.nan}
    for silent, share in expected.items():
        instrument: Any = replace(BASE, groups=GROUPS, questions=(question,), no_answers=silent)
        found = draws(instrument, made(instrument, told("", *[(2,)] * 9)), {}.get, "a", 50, "1")
        assert found[:, 0] == pytest.approx(share, abs=1e-6, nan_ok=True)


def test_a_leaf_that_a_draw_silences_has_no_share_even_where_silence_is_zero() -> None:
    instrument = replace(TWO, no_answers="zero")
    forms = [*told("", *[(1, 1, 0)] * 30), *told("x", (4, 4, 1), group="h")]
    one = replace(instrument, groups=(GROUPS[0], GROUPS[1]))
    found = draws(one, made(one, forms), {}.get, "a", 2500, "1")[:, 1]
    assert np.isnan(found).mean() == pytest.approx(np.exp(-1), abs=0.03)
    assert found[~np.isnan(found)] == pytest.approx(1, abs=1e-6)


def test_the_seed_and_the_unit_name_the_stream() -> None:
    """Other units, and the order of forms, have no part in a unit's draws."""
    forms = answered()
    others = [(Cell("0", "g"), (1, 1, 0))] * 7 + [(Cell("b", "h", "x"), (2, 1, 3))] * 5
    alone = draws(TWO, made(TWO, forms), PEOPLE.get, "a", 1200, "1")
    people: Mapping[Cell, int] = {**PEOPLE, Cell("b", "h", "x"): 50}
    among = draws(TWO, made(TWO, [*others, *reversed(forms)]), people.get, "a", 1200, "1")
    assert alone.tobytes() == among.tobytes()
    assert alone.tobytes() != draws(TWO, made(TWO, forms), PEOPLE.get, "a", 1200, "2").tobytes()
    moved = [(cell._replace(unit="c"), answers) for cell, answers in forms]
    people = {cell._replace(unit="c"): number for cell, number in PEOPLE.items()}
    assert alone.tobytes() != draws(TWO, made(TWO, moved), people.get, "c", 1200, "1").tobytes()


ROWS = st.lists(st.tuples(st.sampled_from(list(SIZES)), st.tuples(*[st.integers(0, 4)] * 3)), min_size=1)


@given(ROWS, st.sampled_from(["reweigh", "zero", "stop"]))
def test_draws_are_shares_and_none_comes_from_nothing(forms: list[Form], silent: Any) -> None:
    instrument = replace(TWO, no_answers=silent)
    held = made(instrument, forms)
    found = draws(instrument, held, PEOPLE.get, "a", 40, "1")
    said = shares(instrument, held, PEOPLE.get)["a"]
    for at, leaf in enumerate(instrument.leaves):
        if said.leaves[leaf].share is None:
            assert np.isnan(found[:, at]).all()
        else:
            assert (found[:, at] >= -1e-5).all()
            assert (found[:, at] <= 1 + 1e-5).all()


def test_the_middle_of_the_draws_holds_the_truth_as_often_as_it_says() -> None:
    """300 samples of a population known in full; 95% ± 3·√(0,95·0,05/300) = 91,2% to 98,8%."""
    random, drawn = Random(7), np.random.default_rng(7)
    people = {
        cell: [
            (random.choices(range(5), (1, 4, 3, 2, 1))[0], random.randint(0, 4), random.randint(0, 4))
            for _ in range(size)
        ]
        for cell, size in {Cell("a", "g"): 150, Cell("a", "h", "x"): 90, Cell("a", "h", "y"): 400}.items()
    }
    number = {cell: len(every) for cell, every in people.items()}
    truth = float(
        naive_share(TWO, "a", "1.1", [(cell, row) for cell in people for row in people[cell]], number) or 0
    )
    hits = 0
    for sample in range(300):
        forms = [
            (cell, every[at])
            for cell, every in people.items()
            for at in drawn.choice(len(every), 40, replace=False)
        ]
        found = draws(TWO, made(TWO, forms), number.get, "a", 1000, str(sample))[:, 0]
        low, high = np.percentile(found, (2.5, 97.5))
        hits += bool(low <= truth <= high)
    assert 0.912 <= hits / 300 <= 0.988
