"""The small pieces: the schema, figures as text, questions, comparison, and laws over random worlds."""

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.case import Case
from par_index.model.facts import Figure, Group, Step, Unit, UnitFacts
from par_index.model.plan import Input
from par_index.model.questions import Test
from par_index.model.result import SCHEMA, from_json, is_intact, to_json
from par_index.model.states import State
from par_index.points import MICRO, decimal_text
from par_index.problem import NOWHERE
from par_index.read.lineage import lineages
from par_index.read.written import filed_text, shown_figure, shown_number
from par_index.score.assemble import is_provisional
from par_index.score.compare import differences, rank_differences
from par_index.score.engines import array_ranks
from par_index.score.figures import deciding_step
from par_index.score.last_year import Former
from par_index.score.leaves import Judged
from par_index.score.marks import state_word
from par_index.score.measure import value
from par_index.score.questions import answer, subject_value
from par_index.score.run import Beside, group_result, ranked, run
from tests import naive
from tests.engine import plans
from tests.score.cycles import cycle, sample_plan
from tests.strategies import worlds

A, B = ast.Input("a", 1), ast.Input("b", 1)
PLAN = plans.plan(
    plans.leaf(plans.part("1.1", plans.ratio("a", "b"), (plans.between(), 0, 1))),
    plans.leaf(plans.part("1.2", A, (plans.between(), 0, 1))),
    plans.leaf(plans.part("2.1", A, (plans.between(), 0, 1))),
)

UNIT_KEYS = """unit name cluster rank grade grade_barred_by provisional points max_points index index_exact
    appraised_points survey_points bonus penalty last_year areas leaves"""
LEAF_KEYS = "code state points max_points rule inputs measure source evidence self appraised flags cites"


def test_the_schema_has_the_contract_s_keys():
    results, _ = run(cycle(), [sample_plan()])
    assert results is not None
    told = json.loads(to_json(results))
    assert told["schema"] == SCHEMA
    assert {"cycle", "synthetic", "stage", "groups", "inputs_digest", "digest"} <= set(told)
    group = told["groups"][0]
    assert {"group", "criteria_set", "set_status", "set_digest", "units"} <= set(group)
    unit = group["units"][0]
    assert set(UNIT_KEYS.split()) <= set(unit)
    assert set(LEAF_KEYS.split()) <= set(unit["leaves"][0])


def test_unknown_keys_are_passed_over_and_wrong_values_refused():
    results, _ = run(cycle(), [sample_plan()])
    assert results is not None
    told = json.loads(to_json(results))
    assert from_json(json.dumps({**told, "later": 1}).encode()) == results
    told["groups"][0]["units"][0]["points"] = 9
    with pytest.raises(ValueError, match=r"groups\.0\.units\.0\.points: Input should be a valid string"):
        from_json(json.dumps(told).encode())
    told["groups"][0]["units"][0]["points"] = "9,5"
    with pytest.raises(ValueError, match=r"groups\.0\.units\.0\.points: String should match pattern"):
        from_json(json.dumps(told).encode())


def test_a_touched_result_is_no_longer_intact():
    results, _ = run(cycle(), [sample_plan()])
    assert results is not None
    assert is_intact(results)
    assert not is_intact(replace(results, synthetic=False))
    assert not is_intact(replace(results, digest=""))


@pytest.mark.parametrize(
    ("entry", "kept", "filed", "shown", "english"),
    [
        (Input("x", "yes_no", "", 1, 0, 1, "more"), 1, "Có", "Có", "Yes"),
        (
            Input("x", "count", "", 1, 0, 10**7, "more", unit="hồ sơ"),
            1234,
            "1234",
            "1.234 hồ sơ",
            "1,234 hồ sơ",
        ),
        (Input("x", "amount", "", 1000, 0, 10**9, "more"), 1234500, "1234.5", "1.234,5", "1,234.5"),
        (Input("x", "percent", "", 10**4, 0, 10**4, "more"), 9350, "93.5%", "93,5%", "93.5%"),
        (Input("x", "share", "", 10**6, 0, 10**6, "more"), 911700, "0.9117", "91,17%", "91.17%"),
        (Input("x", "points", "", 10**6, 0, 10**6, "more"), 250000, "0.25", "0,25", "0.25"),
        (Input("x", "date", "", 1, 0, 10**6, "less"), 738553, "02/02/2023", "02/02/2023", "02/02/2023"),
        (
            Input("x", "date", "", 1, 0, 10**6, "less", never=3652059, never_label="Không làm"),
            3652059,
            "never",
            "Không làm",
            "Không làm",
        ),
        (
            Input("x", "choice", "", 1, 0, 1, "more", choices=("a", "b"), choice_labels=("Kém", "Tốt")),
            1,
            "b",
            "Tốt",
            "Tốt",
        ),
        (Input("x", "choice", "", 1, 0, 1, "more", choices=("a", "b")), 0, "a", "a", "a"),
    ],
)
def test_figures_are_written_for_files_and_for_people(entry, kept, filed, shown, english):
    assert (filed_text(entry, kept), shown_figure(entry, kept)) == (filed, shown)
    assert shown_figure(entry, kept, "en") == english


def test_numbers_without_an_end_are_marked():
    assert shown_number(Fraction(1, 3)) == "≈ 0,333333"
    assert shown_number(Fraction(-5, 4), "en") == "-1.25"


def test_the_step_that_counts_is_the_last_with_a_value():
    filed = Step("self", 5, "5", "", NOWHERE)
    unproven = Step("r1", None, "", "no_evidence", NOWHERE)
    assert deciding_step(Figure("a", (filed, unproven))) == filed
    assert deciding_step(Figure("a", (unproven,))) == unproven


def test_a_measure_without_figures_or_with_an_empty_denominator_has_no_value():
    assert value(ast.Divide(A, B), {"a": 1, "b": 3}) == Fraction(1, 3)
    assert value(ast.Divide(A, B), {"a": 1}) is None
    assert value(ast.Divide(A, B), {"a": 1, "b": 0}) is None


def question(subject, code="", measure=None, low="1/2"):
    return Test(subject, code, Interval(Fraction(low), True, None, False), "", measure)


def test_questions_ask_of_leaf_area_index_and_measure():
    verdict = naive.judge(PLAN, Case("u", {"a": 1, "b": 2}, {"1.2": 4}))  # 1 + 0 + 1 of 3
    case = Case("u", {"a": 1, "b": 2})
    assert subject_value(question("leaf", "1.1"), PLAN, verdict, case) == 1
    assert subject_value(question("leaf", "1.2"), PLAN, verdict, case) == 0
    assert subject_value(question("area", "1"), PLAN, verdict, case) == 1
    assert subject_value(question("index"), PLAN, verdict, case) == Fraction(2, 3)
    assert answer(question("index"), PLAN, verdict, case) is True
    assert answer(question("index", low="67/100"), PLAN, verdict, case) is False
    assert answer(question("measure", measure=ast.Divide(A, B)), PLAN, verdict, case) is True


def test_questions_without_a_subject_are_not_answered():
    left_out = naive.judge(PLAN, Case("u", {}, {"1.1": 32, "1.2": 32, "2.1": 32}))
    case = Case("u", {"a": 1, "b": 0})
    assert answer(question("leaf", "1.1", low="0"), PLAN, left_out, case) is None
    assert answer(question("index", low="0"), PLAN, left_out, case) is None
    assert answer(question("measure", measure=ast.Divide(A, B)), PLAN, left_out, case) is None


def test_every_difference_is_named():
    good = naive.judge(PLAN, Case("u", {"a": 1, "b": 2}))
    bad_leaf = replace(good.leaves[0], state=State.NO_EVIDENCE, max_points=0)
    bad = replace(good, leaves=(bad_leaf,), max_points=5, grade="A", barred_by=("B1",))
    told = [problem.texts("en")[1] for problem in differences(PLAN, [good], [bad])]
    assert told == [
        "Unit u, leaf 1.1: the arrays give 1/1 scored [1.1/b1]; the rules give 1/0 no_evidence [1.1/b1].",
        "Unit u, leaf 1.2: the arrays give 1/1 scored [1.2/b1]; the rules give –.",
        "Unit u, leaf 2.1: the arrays give 1/1 scored [2.1/b1]; the rules give –.",
        "Unit u, max_points: the arrays give 3; the rules give 0.000005.",
        "Unit u, grade: the arrays give –; the rules give A B1.",
    ]
    assert differences(PLAN, [good], [good]) == ()
    assert [problem.code for problem in differences(PLAN, [good], [])] == ["E202"]
    assert rank_differences(None, {"u": 1}) == rank_differences({"u": 1}, {"u": 1}) == ()
    assert rank_differences({"u": 2}, {"u": 1})[0].texts("en")[1] == (
        "Unit u: the arrays rank it 2; exact fractions rank it 1."
    )


def test_a_claim_is_provisional_whatever_state_the_set_gives_it():
    assert not is_provisional(naive.judge(PLAN, Case("u", {"a": 1, "b": 2})))
    assert is_provisional(naive.judge(PLAN, Case("u", {"a": 1, "b": 2}, {"1.1": 8})))


def test_the_arrays_rank_no_unit_without_a_maximum():
    some = naive.judge(PLAN, Case("so-a", {"a": 1, "b": 2}))
    none = naive.judge(PLAN, Case("so-b", {}, {"1.1": 32, "1.2": 32, "2.1": 32}))
    assert array_ranks(PLAN, [none, some]) == {"so-a": 1, "so-b": None}


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word(state: State):
    assert state_word(state) != state_word(state, "en")


def with_choices(entry: Input) -> Input:
    """Name the choices of a drawn input, as every compiled one has them named."""
    names = tuple(f"muc_{k}" for k in range(entry.high + 1)) if entry.kind == "choice" else ()
    return replace(entry, choices=names, choice_labels=names)


def judged(world):
    verdicts = [naive.judge(world.plan, case) for case in world.cases]
    return [
        Judged("self", UnitFacts(Unit(case.unit, case.unit, "so"), case, {}, {}), verdict, {"self": verdict})
        for case, verdict in zip(world.cases, verdicts, strict=True)
    ]


@settings(max_examples=40, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_points_add_up_and_units_may_come_in_any_order(world, rng):
    world = replace(world, plan=replace(world.plan, inputs=tuple(map(with_choices, world.plan.inputs))))
    members = judged(world)
    group = Group("nhom", world.plan.set_id, "", "so")
    beside = Beside(Former({}, lineages([one.facts.unit for one in members], ()), "not_comparable"))
    result = group_result(world.plan, group, ranked(world.plan, members), beside)
    verdicts = {one.verdict.unit: one.verdict for one in members}
    for unit in result.units:
        verdict = verdicts[unit.unit]
        assert sum(Fraction(leaf.points) for leaf in unit.leaves) == Fraction(unit.points)
        parts = (unit.appraised_points, unit.survey_points, unit.bonus, unit.penalty)
        assert sum(map(Fraction, parts)) == Fraction(unit.points)
        assert Fraction(unit.appraised_max) + Fraction(unit.survey_max) == Fraction(unit.max_points)
        assert unit.points == decimal_text(Fraction(verdict.points, MICRO))
        assert unit.provisional == is_provisional(verdict)
        assert not (unit.provisional and unit.grade)
        if unit.index_exact:
            exact = Fraction(100 * verdict.points, verdict.max_points)
            assert unit.index_exact == f"{exact.numerator}/{exact.denominator}"
    rng.shuffle(members)
    assert group_result(world.plan, group, ranked(world.plan, members), beside) == result
