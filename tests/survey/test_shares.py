"""Shares: worked by hand, held against plain fractions, and what may never change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.model.instrument import Instrument, Option, Question, Respondents
from par_index.survey.forms import Cell, Forms, in_canonical_order
from par_index.survey.shares import LeafShare, UnitSurvey, shares
from par_index.survey.tally import tally
from tests.survey.naive_shares import Form, naive_share

FOUR = (
    Option("a", "Tốt", Fraction(1)),
    Option("b", "Khá", Fraction(3, 5)),
    Option("c", "Trung bình", Fraction(1, 5)),
    Option("d", "Kém", Fraction(0)),
    Option("k", "Không biết", None),
)  # fmt: skip
TWO = (Option("y", "Có", Fraction(1)), Option("n", "Không", Fraction(0)))
GROUPS = (
    Respondents("nhieu", "Nhiều", Fraction(3, 10), 2),
    Respondents("tang", "Theo tầng", Fraction(1, 2), 1, strata="population"),
    Respondents("it", "Ít", Fraction(1, 5), 1),
)
QUESTIONS = (
    Question("C1", "1.1", "?", FOUR, ("nhieu", "tang")),
    Question("C2", "1.1", "?", TWO, ("nhieu", "it"), 3),
    Question("C3", "1.2", "?", FOUR, ("it",)),
)
BASE = Instrument(GROUPS, QUESTIONS, 5, "reweigh", "leave_out", "refuse")
CELLS = [
    Cell(unit, group, stratum)
    for unit in ("a", "b")
    for group, strata in (("nhieu", ("x", "y")), ("tang", ("x", "y", "z")), ("it", ("",)))
    for stratum in strata
]
PEOPLE = {cell: 7 * at + 3 for at, cell in enumerate(CELLS)}
INSTRUMENTS = [
    replace(BASE, no_answers=silent, dont_know=unsure)
    for silent in ("reweigh", "zero", "stop")
    for unsure in ("leave_out", "count")
]
FORM = st.tuples(st.sampled_from(CELLS), st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(0, 5)))
FORMS = st.lists(FORM, max_size=14)


def made(forms: Sequence[Form]) -> Forms:
    cells = list(dict.fromkeys(cell for cell, _ in forms))
    at = np.array([cells.index(cell) for cell, _ in forms], np.int32)
    answers = np.array([row for _, row in forms], np.int8).reshape(len(forms), len(QUESTIONS))
    return in_canonical_order(cells, [question.id for question in QUESTIONS], at, answers)


def of(
    instrument: Instrument, forms: Sequence[Form], people: Mapping[Cell, int] = PEOPLE
) -> Mapping[str, UnitSurvey]:
    return shares(instrument, made(forms), people.get)


def leaf(instrument: Instrument, forms: Sequence[Form], code: str = "1.1") -> LeafShare:
    return of(instrument, forms)["a"].leaves[code]


def said(group: str, stratum: str, *rows: tuple[int, int, int]) -> list[Form]:
    return [(Cell("a", group, stratum), row) for row in rows]


HAND = [
    *said("nhieu", "x", (1, 1, 0), (2, 2, 0)),
    *said("nhieu", "y", (5, 1, 0)),
    *said("tang", "x", (1, 0, 0)),
    *said("tang", "y", (4, 0, 0), (2, 0, 0)),
]
HAND_PEOPLE = {Cell("a", "tang", "x"): 100, Cell("a", "tang", "y"): 300}


@pytest.mark.parametrize(
    ("silent", "unsure", "share"),
    [
        ("reweigh", "leave_out", Fraction(179, 320)),
        ("zero", "leave_out", Fraction(179, 400)),
        ("stop", "leave_out", None),
        ("reweigh", "count", Fraction(171, 320)),
    ],
)
def test_a_leaf_worked_by_hand(silent: str, unsure: str, share: Fraction | None) -> None:
    """Three groups are asked about 1.1, with weights 3, 5 and 2; the third gave no form.

    nhieu: C1 (weight 1) = (1 + 3/5)/2 = 4/5, "don't know" left out; C2 (weight 3) = (1 + 0 + 1)/3 = 2/3;
    together (4/5 + 3·2/3)/4 = 7/10. tang, by people: x 1, y (0 + 3/5)/2 = 3/10;
    (100·1 + 300·3/10)/400 = 19/40. Reweighed: (3·7/10 + 5·19/40)/8 = (84 + 95)/320 = 179/320.
    With a silent third at zero: (84 + 95)/400 = 179/400.
    "Don't know" counted: C1 = (1 + 3/5 + 0)/3 = 8/15; (8/15 + 2)/4 = 19/30;
    (3·19/30 + 5·19/40)/8 = (19/10 + 19/8)/8 = 171/320.
    """
    instrument = replace(BASE, no_answers=silent, dont_know=unsure)
    assert of(instrument, HAND, HAND_PEOPLE)["a"].leaves["1.1"].share == share


def test_a_leaf_nobody_spoke_of_has_no_share_under_any_policy() -> None:
    for instrument in INSTRUMENTS:
        assert leaf(instrument, HAND, "1.2").share is None


def test_few_answers_are_told_at_unit_leaf_and_group() -> None:
    """Six forms reach the unit's five; leaf 1.1 has 3 + 3 answers, and only the silent group is few."""
    unit = of(BASE, HAND)["a"]
    found = unit.leaves["1.1"]
    assert (unit.forms, unit.few) == (6, False)
    assert [(one.group, one.answers, one.forms, one.few, one.weight) for one in found.groups] == [
        ("nhieu", 3, 3, False, Fraction(3, 10)),
        ("tang", 3, 3, False, Fraction(1, 2)),
        ("it", 0, 0, True, 0),
    ]
    assert (found.answers, found.few) == (6, False)
    assert leaf(replace(BASE, min_answers=7), HAND).few
    strict = (replace(GROUPS[0], min_answers=4), *GROUPS[1:])
    assert leaf(replace(BASE, groups=strict), HAND).few
    assert leaf(replace(BASE, no_answers="zero"), HAND).few, "the silent group weighs there"


def test_answers_are_counted_cell_by_cell() -> None:
    counts = tally(made(HAND), 5)
    assert counts.dtype == np.int64
    assert counts.shape == (4, 3, 6)
    assert counts[0, 0].tolist() == [0, 1, 1, 0, 0, 0]
    assert counts[1, 0].tolist() == [0, 0, 0, 0, 0, 1]
    assert counts[3, 1].tolist() == [2, 0, 0, 0, 0, 0]


@given(FORMS, st.sampled_from(INSTRUMENTS))
def test_shares_are_those_of_plain_fractions(forms: list[Form], instrument: Instrument) -> None:
    found = of(instrument, forms)
    assert found.keys() == {cell.unit for cell, _ in forms}
    for unit, one in found.items():
        for code in ("1.1", "1.2"):
            assert one.leaves[code].share == naive_share(instrument, unit, code, forms, PEOPLE)


@given(FORMS, st.sampled_from(INSTRUMENTS), st.randoms(use_true_random=False))
def test_the_order_of_forms_changes_nothing(
    forms: list[Form], instrument: Instrument, random: Random
) -> None:
    moved = list(forms)
    random.shuffle(moved)
    assert of(instrument, moved) == of(instrument, forms)


@given(FORMS, FORMS)
def test_two_batches_count_as_their_union(first: list[Form], second: list[Form]) -> None:
    def counted(forms: list[Form]) -> dict[tuple[Cell, int, int], int]:
        one = made(forms)
        places = np.argwhere(counts := tally(one, 5))
        return {(one.cells[c], q, k): int(counts[c, q, k]) for c, q, k in places.tolist()}

    one, other, both = counted(first), counted(second), counted(first + second)
    assert both == {key: one.get(key, 0) + other.get(key, 0) for key in one | other}


@given(FORMS.filter(bool), st.sampled_from(INSTRUMENTS), st.data())
def test_a_better_answer_never_lowers_a_unit(
    forms: list[Form], instrument: Instrument, data: st.DataObject
) -> None:
    at, place = data.draw(st.integers(0, len(forms) - 1)), data.draw(st.integers(0, 2))
    cell, answers = forms[at]
    if answers[place] not in range(2, 3 if place == 1 else 5):
        answers = (*answers[:place], 2, *answers[place + 1 :])
        forms = [*forms[:at], (cell, answers), *forms[at + 1 :]]
    better = (*answers[:place], answers[place] - 1, *answers[place + 1 :])
    before = of(instrument, forms)[cell.unit]
    after = of(instrument, [*forms[:at], (cell, better), *forms[at + 1 :]])[cell.unit]
    for code, one in before.leaves.items():
        share = after.leaves[code].share
        assert (one.share is None) == (share is None)
        assert one.share is None or (share is not None and share >= one.share)


@given(FORMS, st.lists(st.integers(1, 50), min_size=3, max_size=3))
def test_reweighing_keeps_a_share_between_its_groups(forms: list[Form], weights: list[int]) -> None:
    groups = tuple(replace(one, weight=Fraction(w)) for one, w in zip(GROUPS, weights, strict=True))
    for unit in of(replace(BASE, groups=groups), forms).values():
        for one in unit.leaves.values():
            heard = [group.share for group in one.groups if group.share is not None]
            assert (one.share is None) == (not heard)
            assert one.share is None or min(heard) <= one.share <= max(heard)
