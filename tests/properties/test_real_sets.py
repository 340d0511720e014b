"""What must hold of the sets of Tiền Giang 2023 for any office, figures on and beside thresholds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine import array, forward
from par_index.language import ast
from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Leaf, Part, Plan
from par_index.model.states import GRANTED, State, StateRule
from tests import naive
from tests.properties.filings import Office, filings, thresholds
from tests.worked.cases import SETS, compiled

SEEDS = st.integers(0, 2**40)
CORPUS = 120
UNREACHABLE = "bu_tong", "/b2"
"""More than all files late or complained of: the sets' own relations forbid it."""

by_set = pytest.mark.parametrize("set_id", SETS)


def plan_of(set_id: str) -> Plan:
    return compiled(set_id)[0]


@cache
def corpus(set_id: str) -> tuple[list[Case], tuple[UnitVerdict, ...]]:
    """Draw one fixed population, and judge it by fractions."""
    plan = plan_of(set_id)
    cases = filings(plan, 2023, CORPUS)
    return cases, tuple(naive.judge(plan, case) for case in cases)


def by_array(plan: Plan, cases: list[Case]) -> tuple[UnitVerdict, ...]:
    return array.judge(plan, array.load(plan, cases)).verdicts()


@by_set
def test_the_corpus_reaches_every_band_and_stands_on_the_thresholds(set_id: str) -> None:
    """Without this the agreements below could be of easy figures alone."""
    plan, (cases, verdicts) = plan_of(set_id), corpus(set_id)
    fired = {rule for verdict in verdicts for leaf in verdict.leaves for rule in leaf.rules}
    parts = [part for leaf in plan.leaves for part in leaf.parts]
    method, band = UNREACHABLE
    spared = {f"{leaf.code}{band}" for leaf in plan.leaves if leaf.method == method}
    assert {step.rule for part in parts for step in part.bands} - fired <= spared
    states = {leaf.state for verdict in verdicts for leaf in verdict.leaves}
    assert states == set(State) - (set() if plan.relations else {State.REJECTED})
    assert {gate.id for gate in plan.gates} <= fired
    judged = [part for part in parts if not is_given(part, plan)]
    found = [(reached(part.measure, cases, plan), thresholds(part)) for part in judged]
    stood_on = [cut in values for values, cuts in found for cut in cuts]
    assert sum(stood_on) >= 0.95 * len(stood_on)


def is_given(part: Part, plan: Plan) -> bool:
    """Tell points that appraisers give: their ends are no thresholds of a decision."""
    return isinstance(part.measure, ast.Input) and plan.input_by_code[part.measure.code].kind == "points"


def reached(measure: ast.Expression, cases: list[Case], plan: Plan) -> set[Fraction]:
    found = set()
    for case in cases:
        try:
            found.add(naive.worth(measure, case.values, plan.holidays))
        except (KeyError, ZeroDivisionError):
            continue
    return found


@by_set
def test_rules_arrays_and_fractions_agree_on_the_corpus(set_id: str) -> None:
    plan, (cases, expected) = plan_of(set_id), corpus(set_id)
    assert by_array(plan, cases) == expected
    assert forward.judge(plan, cases) == expected


@by_set
@settings(max_examples=8, deadline=None)
@given(seed=SEEDS)
def test_rules_arrays_and_fractions_agree_on_any_office(set_id: str, seed: int) -> None:
    plan = plan_of(set_id)
    cases = filings(plan, seed, 4)
    expected = tuple(naive.judge(plan, case) for case in cases)
    assert by_array(plan, cases) == expected
    assert forward.judge(plan, cases) == expected


@by_set
def test_the_number_of_processes_changes_nothing(set_id: str) -> None:
    plan, (cases, expected) = plan_of(set_id), corpus(set_id)
    assert forward.judge_many(plan, cases, 2) == forward.judge_many(plan, cases, 1) == expected


@by_set
def test_points_lie_within_their_bounds(set_id: str) -> None:
    plan, (_, verdicts) = plan_of(set_id), corpus(set_id)
    for verdict in verdicts:
        for leaf, found in zip(plan.leaves, verdict.leaves, strict=True):
            assert leaf.min <= found.points <= leaf.max
            assert found.max_points in (0, leaf.max)
        assert verdict.points == sum(leaf.points for leaf in verdict.leaves)
        assert verdict.max_points <= plan.appraised_max + plan.survey_max
        assert -plan.penalty_ceiling <= verdict.points <= verdict.max_points + plan.bonus_ceiling


@by_set
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_better_figures_never_lower_points(set_id: str, seed: int) -> None:
    """One figure after another of one office is bettered as far as its bounds and relations let it.

    Of bonus leaves only the sum is held: what one gains, the ceiling may take from a later one.
    """
    plan, rng = plan_of(set_id), Random(seed)
    office = Office(plan, rng)
    steps = [Case("0", dict(office.file()))]
    movable = [entry for entry in plan.inputs if entry.better != "neutral"]
    for entry in rng.sample(movable, 12):
        best = entry.high if entry.better == "more" else entry.low
        place = office.values[entry.code]
        for aim in (best, (best + place) // 2, place + (best > place) - (best < place)):
            if aim != place and office.holds(entry.code, aim):
                office.values[entry.code] = aim
                steps.append(Case(entry.code, dict(office.values)))
                break
    verdicts = by_array(plan, steps)
    for worse, better in pairwise(verdicts):
        for leaf, old, new in zip(plan.leaves, worse.leaves, better.leaves, strict=True):
            assert leaf.kind == "bonus" or new.points >= old.points, (better.unit, new.code)
        assert better.bonus >= worse.bonus
        assert better.points >= worse.points
        if better.max_points == worse.max_points:
            assert names_from_best(plan).index(better.grade) <= names_from_best(plan).index(worse.grade)


def names_from_best(plan: Plan) -> list[str]:
    return [row.name for row in plan.grades.rows] if plan.grades else [""]


@by_set
@settings(max_examples=5, deadline=None)
@given(seed=SEEDS)
def test_the_order_of_leaves_changes_nothing(set_id: str, seed: int) -> None:
    """Bonus and penalty leaves keep theirs: a ceiling trims the last."""
    plan, rng = plan_of(set_id), Random(seed)
    counted = [leaf for leaf in plan.leaves if leaf.kind in ("appraised", "survey")]
    rest = [leaf for leaf in plan.leaves if leaf not in counted]
    mixed = replace(plan, leaves=(*rng.sample(counted, len(counted)), *rest))
    cases = filings(plan, seed, 3)
    for judge in (by_array, forward.judge):
        before, after = ([in_one_order(one) for one in judge(each, cases)] for each in (plan, mixed))
        assert after == before


def in_one_order(verdict: UnitVerdict) -> UnitVerdict:
    return replace(verdict, leaves=tuple(sorted(verdict.leaves, key=lambda leaf: leaf.code)))


@by_set
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_not_applicable_moves_points_and_maximum_as_declared(set_id: str, seed: int) -> None:
    """A leaf that asks or bears a gate is left out: there another leaf may move as well."""
    plan, rng = plan_of(set_id), Random(seed)
    gated = {code for gate in plan.gates for code in (gate.when.code, *(code for code, _ in gate.caps))}
    free = [leaf for leaf in plan.leaves if leaf.code not in gated and leaf.kind == "appraised"]
    leaf = rng.choice([one for one in free if granted(one).state == State.NOT_APPLICABLE])
    case = Case("0", Office(plan, rng).file())
    before, after = by_array(plan, [case, replace(case, flags={leaf.code: GRANTED})])
    place = plan.leaves.index(leaf)
    old, new = before.leaves[place], after.leaves[place]
    declared = {"drop": (0, 0), "zero": (0, leaf.max), "full": (leaf.max, leaf.max)}
    assert (new.points, new.max_points) == declared[granted(leaf).earn]
    assert without(after, place) == without(before, place)
    assert after.points - before.points == new.points - old.points
    assert after.max_points - before.max_points == new.max_points - old.max_points


def granted(leaf: Leaf) -> StateRule:
    """Give what a leaf declares for “không áp dụng” granted by the council."""
    return next(rule for rule in leaf.states if rule.low <= GRANTED <= rule.high)


def without(verdict: UnitVerdict, place: int) -> tuple[LeafVerdict, ...]:
    return verdict.leaves[:place] + verdict.leaves[place + 1 :]
