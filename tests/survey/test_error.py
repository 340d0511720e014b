"""Standard errors: by hand, beside samplics, by the theory of samples in full, and by how often they hold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from random import Random
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.model.instrument import Instrument, Option, Question, Respondents
from par_index.survey.error import Spread, spreads
from par_index.survey.forms import Cell, Forms, in_canonical_order
from par_index.survey.shares import shares
from tests.survey.naive_shares import Form, naive_share

REFERENCE = Path(__file__).parent / "reference" / "samplics.json"
FOUR = tuple(Option(name, name, Fraction(share, 5)) for name, share in zip("abcd", (5, 3, 1, 0), strict=True))
ONE = Respondents("g", "g", Fraction(1), 1)
BASE = Instrument((ONE,), (Question("C1", "1.1", "?", FOUR, ("g",)),), 1, "reweigh", "leave_out", "refuse")


def made(instrument: Instrument, forms: Sequence[Form]) -> Forms:
    cells = {cell: at for at, cell in enumerate(dict.fromkeys(cell for cell, _ in forms))}
    at = np.array([cells[cell] for cell, _ in forms], np.int32)
    answers = np.array([row for _, row in forms], np.int8)
    return in_canonical_order(list(cells), [one.id for one in instrument.questions], at, answers)


def spread(instrument: Instrument, forms: Sequence[Form], people: Mapping[Cell, int]) -> Spread:
    return spreads(instrument, made(instrument, forms), people.get)["a"]


def told(stratum: str, *rows: tuple[int, ...], group: str = "g") -> list[Form]:
    return [(Cell("a", group, stratum), row) for row in rows]


def test_a_mean_of_four_answers_of_ten_people() -> None:
    """Shares 1, 1, 3/5, 1/5: mean 7/10, sum of squares 9/100 + 9/100 + 1/100 + 25/100 = 44/100.

    s² = 44/300; variance (1 − 4/10)·s²/4 = 22/1000.
    """
    found = spread(BASE, told("", (1,), (1,), (2,), (3,)), {Cell("a", "g"): 10})
    assert found.leaves == ("1.1",)
    assert found.lonely == ()
    assert found.covariance[0, 0] == pytest.approx(22 / 1000, rel=1e-12)
    assert found.error("1.1") == pytest.approx((22 / 1000) ** 0.5, rel=1e-12)


def test_strata_that_weigh_their_people_worked_by_hand() -> None:
    """x: 1, 0 of 6 people: s² = 1/2, (1 − 2/6)·(1/2)/2 = 1/6. y: 1, 3/5, 1/5 of 4: mean 3/5, s² = 4/25,
    (1 − 3/4)·(4/25)/3 = 1/75. Weights 6/10 and 4/10: 36/100·1/6 + 16/100·1/75 = 3/50 + 4/1875 = 233/3750.
    """
    by_people = replace(BASE, groups=(replace(ONE, strata="population"),))
    forms = [*told("x", (1,), (4,)), *told("y", (1,), (2,), (3,))]
    found = spread(by_people, forms, {Cell("a", "g", "x"): 6, Cell("a", "g", "y"): 4})
    assert found.covariance[0, 0] == pytest.approx(233 / 3750, rel=1e-12)


def test_blanks_make_a_ratio_worked_by_hand() -> None:
    """Answers 1, 0, 3/5 and a blank, people unknown: share 8/15 of 3 answers.

    z = (7/15, −8/15, 1/15, 0)/3 sums to 0; 4/3 · (49 + 64 + 1)/225/9 = 4/3 · 114/2025 = 152/2025.
    """
    found = spread(BASE, told("", (1,), (4,), (2,), (0,)), {})
    assert found.covariance[0, 0] == pytest.approx(152 / 2025, rel=1e-12)


def test_strata_and_questions_without_an_answer_have_no_part() -> None:
    """y left C1 blank and nobody answered C2, which weighs 3: all rests on x's 1 and 0 of 6 people, 1/6."""
    by_people = replace(BASE, groups=(replace(ONE, strata="population"),))
    questions = (*BASE.questions, Question("C2", "1.1", "?", FOUR, ("g",), 3))
    forms = [*told("x", (1, 0), (4, 0)), *told("y", (0, 0), (0, 0))]
    people = {Cell("a", "g", "x"): 6, Cell("a", "g", "y"): 400}
    found = spread(replace(by_people, questions=questions), forms, people)
    assert found.covariance[0, 0] == pytest.approx(1 / 6, rel=1e-12)


def test_questions_of_one_form_vary_together() -> None:
    """Two leaves answered alike by each: covariance is the variance; answered inversely: minus it."""
    two = replace(BASE, questions=(*BASE.questions, Question("C2", "1.2", "?", FOUR, ("g",))))
    alike = spread(two, told("", (1, 1), (4, 4), (1, 1), (4, 4)), {})
    inverse = spread(two, told("", (1, 4), (4, 1), (1, 4), (4, 1)), {})
    assert alike.covariance == pytest.approx(np.full((2, 2), 1 / 12))
    assert inverse.covariance == pytest.approx(np.array([[1, -1], [-1, 1]]) / 12)


GROUPS = (Respondents("g", "g", Fraction(3, 4), 1), Respondents("h", "h", Fraction(1, 4), 1))


@pytest.mark.parametrize(("silent", "weight"), [("reweigh", 1), ("zero", Fraction(3, 4)), ("stop", None)])
def test_a_silent_group_follows_the_instrument(silent: Any, weight: Fraction | None) -> None:
    question = replace(BASE.questions[0], groups=("g", "h"))
    two = replace(BASE, groups=GROUPS, questions=(question,), no_answers=silent)
    found = spread(two, told("", (1,), (1,), (2,), (3,)), {Cell("a", "g"): 10})
    if weight is None:
        assert found.leaves == ()
        assert found.covariance.shape == (0, 0)
    else:
        assert found.covariance[0, 0] == pytest.approx(float(weight**2) * 22 / 1000, rel=1e-12)


@pytest.mark.parametrize("strata", ["equal", "population"])
def test_a_stratum_with_one_form_takes_the_widest_spread_and_is_named(strata: Any) -> None:
    """Half a share, (1 − 1/9)·(1/2)²; and its group is named. Asked of its only person, it is sure."""
    instrument = replace(BASE, groups=(replace(ONE, strata=strata),))
    alone = spread(instrument, told("", (2,)), {Cell("a", "g"): 9})
    assert alone.lonely == ("g",)
    assert alone.covariance[0, 0] == pytest.approx(8 / 9 / 4, rel=1e-12)
    assert spread(instrument, told("", (2,)), {Cell("a", "g"): 1}).error("1.1") == 0


def test_everybody_asked_leaves_no_error() -> None:
    for strata in ("equal", "population"):
        instrument = replace(BASE, groups=(replace(ONE, strata=strata),))
        forms = [*told("x", (1,), (3,), (4,)), *told("y", (2,), (2,), (1,), (4,))]
        found = spread(instrument, forms, {Cell("a", "g", "x"): 3, Cell("a", "g", "y"): 4})
        assert not found.covariance.any()


def test_samplics_says_the_same() -> None:
    known = json.loads(REFERENCE.read_text(encoding="utf-8"))
    assert "SỐ LIỆU GIẢ LẬP" in known["note"]
    people = {Cell("a", "g", name): number for name, number in known["people"].items()}
    forms = [(Cell("a", "g", stratum), tuple(rows)) for stratum, *rows in known["forms"]]
    leaves = {
        "mean of C1, strata by population": ("population", "1.1"),
        "mean of (C1 + 3 C2) / 4, strata by population": ("population", "1.2"),
        "ratio of C3 to its answers, every form alike": ("equal", "1.3"),
    }
    assert known["figures"].keys() == leaves.keys()
    for name, (strata, leaf) in leaves.items():
        bound = {"1.1": {"C1": 1}, "1.2": {"C1": 1, "C2": 3}, "1.3": {"C3": 1}}[leaf]
        questions = tuple(
            Question(code, leaf if code in bound else "other", "?", FOUR, ("g",), bound.get(code, 1))
            for code in ("C1", "C2", "C3")
        )
        instrument = replace(BASE, groups=(replace(ONE, strata=strata),), questions=questions)
        found, figure = made(instrument, forms), known["figures"][name]
        share = shares(instrument, found, people.get)["a"].leaves[leaf].share
        assert float(share or 0) == pytest.approx(figure["share"], rel=1e-9), name
        error = spreads(instrument, found, people.get)["a"].error(leaf)
        assert error == pytest.approx(figure["error"], rel=1e-9), name


def test_it_estimates_the_variance_over_all_samples_without_bias() -> None:
    """All samples of 3 of 6 and 2 of 4 people: the mean of the estimates is the variance of the shares."""
    by_people = replace(BASE, groups=(replace(ONE, strata="population"),))
    people = {Cell("a", "g", "x"): 6, Cell("a", "g", "y"): 4}
    found, estimates = [], []
    for first in combinations((1, 1, 2, 3, 3, 4), 3):
        for second in combinations((4, 2, 2, 1), 2):
            forms = told("x", *((one,) for one in first)) + told("y", *((one,) for one in second))
            found.append(naive_share(by_people, "a", "1.1", forms, people) or Fraction(0))
            estimates.append(float(spread(by_people, forms, people).covariance[0, 0]))
    middle = sum(found, Fraction(0)) / len(found)
    variance = sum(((one - middle) ** 2 for one in found), Fraction(0)) / len(found)
    assert np.mean(estimates) == pytest.approx(float(variance), rel=1e-12)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 4)), min_size=1), st.randoms())
def test_the_order_of_forms_changes_nothing(rows: list[tuple[str, int]], random: Random) -> None:
    forms = [(Cell("a", "g", stratum), (answer,)) for stratum, answer in rows]
    moved = list(forms)
    random.shuffle(moved)
    first, second = spread(BASE, forms, {}), spread(BASE, moved, {})
    assert first.covariance.tobytes() == second.covariance.tobytes()
    assert first.lonely == second.lonely


@given(st.lists(st.tuples(st.sampled_from("xy"), *[st.integers(0, 4)] * 3), min_size=1))
def test_a_covariance_never_makes_a_negative_variance(rows: list[tuple[str, int, int, int]]) -> None:
    questions = tuple(Question(f"C{k}", f"1.{k}", "?", FOUR, ("g",)) for k in (1, 2, 3))
    forms = [(Cell("a", "g", stratum), tuple(answers)) for stratum, *answers in rows]
    found = spread(replace(BASE, questions=questions), forms, {})
    assert found.covariance == pytest.approx(found.covariance.T, abs=1e-15)
    assert not len(found.covariance) or np.linalg.eigvalsh(found.covariance).min() > -1e-12


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Two groups, strata, blanks, of people whose true shares are known; 95% within the binomial's reach.

    600 samples, so an honest 95% lies in 95% ± 3·√(0,95·0,05/600) = 92,3% to 97,7%.
    """
    questions = (
        Question("C1", "1.1", "?", FOUR, ("g", "h")),
        Question("C2", "1.1", "?", FOUR, ("g", "h"), 2),
    )
    groups = (GROUPS[0], replace(GROUPS[1], strata="population"))
    instrument = replace(BASE, groups=groups, questions=questions)
    sizes = {("g", ""): (120, 40), ("h", "x"): (300, 30), ("h", "y"): (90, 30)}
    random, drawn = Random(45), np.random.default_rng(45)
    people = {
        Cell("a", *key): [(random.choices(range(5), (1, 4, 3, 2, 1))[0], random.randint(0, 4))
                          for _ in range(size)]
        for key, (size, _) in sizes.items()
    }  # fmt: skip
    number = {cell: len(every) for cell, every in people.items()}
    whole = [(cell, row) for cell, every in people.items() for row in every]
    truth = float(naive_share(instrument, "a", "1.1", whole, number) or 0)
    # Each sample stands as a unit of its own, so that all are worked out at once.
    forms = [
        (Cell(f"{sample:03}", cell.group, cell.stratum), every[at])
        for sample in range(600)
        for cell, every in people.items()
        for at in drawn.choice(len(every), sizes[cell.group, cell.stratum][1], replace=False)
    ]
    held = made(instrument, forms)

    def population(cell: Cell) -> int:
        return number[Cell("a", cell.group, cell.stratum)]

    said, sure = shares(instrument, held, population), spreads(instrument, held, population)
    bound = NormalDist().inv_cdf(0.975)
    hits = sum(
        abs(float(one.leaves["1.1"].share or 0) - truth) <= bound * sure[unit].error("1.1")
        for unit, one in said.items()
    )
    assert 0.923 <= hits / 600 <= 0.977
