"""One unit at a time: states, empty measures, parts, gates, ceilings, grades and bars, worked by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from par_index.engine.forward import judge
from par_index.language import ast
from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.questions import Bar, Gate, Grade, Grades, Test
from par_index.model.states import State
from tests.engine.plans import between, empty, leaf, part, plan, ratio

M = 1_000_000
PROPORTIONAL = (between(0, 1, high_closed=True), 1, 0)
EIGHTY = (between(high="4/5"), 0, 0), (between("4/5"), 1, 0)
A_OVER_B = ratio("a", "b")


def one(plan_: Plan, case: Case) -> UnitVerdict:
    (verdict,) = judge(plan_, [case])
    return verdict


def first(plan_: Plan, **fields) -> LeafVerdict:
    return one(plan_, Case("Sở A", **fields)).leaves[0]


@pytest.mark.parametrize(
    ("a", "points", "rule"),
    [(79, 0, "1.1/b1"), (80, 800_000, "1.1/b2"), (81, 810_000, "1.1/b2"), (100, M, "1.1/b2")],
)
def test_the_band_that_fires_earns_its_line(a, points, rule):
    """San rồi tỷ lệ: từ 80% trở lên 1 × x; dưới 80%: 0."""
    found = first(plan(leaf(part("1.1", A_OVER_B, *EIGHTY))), values={"a": a, "b": 100})
    assert found == LeafVerdict("1.1", State.SCORED, points, M, (rule,))


STATES = [
    (1, "pending-survey", State.PENDING_SURVEY, M),
    (2, "no-evidence", State.NO_EVIDENCE, M),
    (3, "no-evidence", State.NO_EVIDENCE, M),
    (4, "not-filed", State.NOT_FILED, M),
    (7, "not-filed", State.NOT_FILED, M),
    (8, "claimed", State.SCORED, M),
    (16, "na-granted", State.NOT_APPLICABLE, 0),
    (32, "na-trait", State.NOT_APPLICABLE, 0),
    (63, "na-trait", State.NOT_APPLICABLE, 0),
    (64, "rejected", State.REJECTED, M),
    (127, "rejected", State.REJECTED, M),
]


@pytest.mark.parametrize(("flags", "word", "state", "most"), STATES)
def test_the_highest_flag_decides_and_bands_are_not_asked(flags, word, state, most):
    given = plan(leaf(part("1.1", A_OVER_B, PROPORTIONAL)))
    found = first(given, values={"a": 1, "b": 1}, flags={"1.1": flags})
    assert found == LeafVerdict("1.1", state, 0, most, (f"1.1/{word}",))


@pytest.mark.parametrize(
    ("kind", "most", "earn", "points", "in_maximum"),
    [
        ("appraised", M, "zero", 0, M),
        ("appraised", M, "full", M, M),
        ("appraised", M, "drop", 0, 0),
        ("bonus", M, "full", M, 0),
        ("bonus", M, "zero", 0, 0),
        ("penalty", 0, "full", 0, 0),
    ],
)
def test_what_a_state_earns(kind, most, earn, points, in_maximum):
    built = leaf(part("1.1", A_OVER_B, PROPORTIONAL), kind=kind, max=most)
    states = tuple(replace(state, earn=earn) for state in built.states)
    found = first(plan(replace(built, states=states)), values={}, flags={"1.1": 4})
    assert (found.points, found.max_points) == (points, in_maximum)


def test_a_flag_without_a_rule_is_a_defect():
    built = leaf(part("1.1", A_OVER_B, PROPORTIONAL))
    with pytest.raises(Exception, match=r"no rule for 1\.1"):
        judge(plan(replace(built, states=built.states[1:])), [Case("Sở A", {}, {"1.1": 64})])


REFUSED = empty("1.1", "refuse", State.REJECTED, "zero")


def test_an_empty_measure_has_its_own_rule_after_all_flags():
    given = plan(leaf(part("1.1", A_OVER_B, PROPORTIONAL), if_empty=REFUSED))
    assert first(given, values={"a": 0, "b": 0}) == LeafVerdict(
        "1.1", State.REJECTED, 0, M, ("1.1/empty-refuse",)
    )
    assert first(given, values={"a": 0, "b": 0}, flags={"1.1": 1}).rules == ("1.1/pending-survey",)


def test_an_empty_measure_without_a_rule_is_a_defect():
    with pytest.raises(Exception, match=r"no rule for 1\.1"):
        judge(plan(leaf(part("1.1", A_OVER_B, PROPORTIONAL))), [Case("Sở A", {"a": 0, "b": 0})])


LAST_YEAR = plan(leaf(part("1.1", A_OVER_B, *EIGHTY), if_empty=REFUSED, use_previous=True))


@pytest.mark.parametrize(
    ("previous", "points", "state", "rules"),
    [
        ({"a": 9, "b": 10}, 900_000, State.SCORED, ("1.1/empty-previous", "1.1/b2")),
        ({"a": 7, "b": 10}, 0, State.SCORED, ("1.1/empty-previous", "1.1/b1")),
        ({"a": 9}, 0, State.REJECTED, ("1.1/empty-refuse",)),
        ({"a": 0, "b": 0}, 0, State.REJECTED, ("1.1/empty-refuse",)),
        ({}, 0, State.REJECTED, ("1.1/empty-refuse",)),
    ],
)
def test_last_year_stands_in_for_an_empty_measure_where_it_can(previous, points, state, rules):
    found = first(LAST_YEAR, values={"a": 0, "b": 0}, previous=previous)
    assert found == LeafVerdict("1.1", state, points, M, rules)


def test_last_year_is_not_asked_while_this_year_has_a_value():
    found = first(LAST_YEAR, values={"a": 8, "b": 10}, previous={"a": 1, "b": 10})
    assert (found.points, found.rules) == (800_000, ("1.1/b2",))


def two_parts(**changes):
    some = ast.Compare(ast.Input("c", 1), ">", ast.Constant(Fraction(0)))
    yes_or_no = (between(high=1), 0, 0), (between(1), 0, 1)
    parts = part("1.1#1", A_OVER_B, PROPORTIONAL), part("1.1#2", some, *yes_or_no)
    return leaf(*parts, code="1.1", if_empty=REFUSED, **changes)


def test_parts_are_summed_and_rounded_once():
    """1/3 điểm và 1 điểm, làm tròn đến 0,01: 1,33."""
    found = first(plan(two_parts(), leaf_grid=10_000), values={"a": 1, "b": 3, "c": 5})
    assert found == LeafVerdict("1.1", State.SCORED, 1_330_000, 2 * M, ("1.1#1/b1", "1.1#2/b2"))


def test_parts_share_the_state_of_their_leaf():
    given = plan(two_parts(use_previous=True))
    assert first(given, values={}, flags={"1.1": 32}).rules == ("1.1/na-trait",)
    assert first(given, values={"a": 0, "b": 0, "c": 1}).rules == ("1.1/empty-refuse",)
    last_year = {"a": 1, "b": 2, "c": 0}
    found = first(given, values={"a": 0, "b": 0, "c": 1}, previous=last_year)
    assert found == LeafVerdict(
        "1.1", State.SCORED, 500_000, 2 * M, ("1.1/empty-previous", "1.1#1/b1", "1.1#2/b1")
    )


@pytest.mark.parametrize(
    ("slope", "grid", "points"),
    [
        ("1/1000000", 1, 1),
        ("1/2000000", 1, 1),
        ("49/100000000", 1, 0),
        ("-1/2000000", 1, -1),
        ("0.125", 250_000, 250_000),
    ],
)
def test_a_half_of_the_grid_is_rounded_away_from_zero(slope, grid, points):
    built = leaf(part("1.1", A_OVER_B, (between(0), Fraction(slope), 0)))
    assert first(plan(built, leaf_grid=grid), values={"a": 3, "b": 3}).points == points


def full(code: str, **changes):
    """A leaf of one point for a/b, on inputs of its own."""
    return leaf(part(code, ratio(f"a{code}", f"b{code}"), PROPORTIONAL), **changes)


def shares(**parts: int) -> dict[str, int]:
    """Figures in percent: ``l1_1=50`` files 50 over 100 for leaf 1.1."""
    codes = {name[1:].replace("_", "."): value for name, value in parts.items()}
    return {f"a{code}": value for code, value in codes.items()} | {f"b{code}": 100 for code in codes}


def gate(name: str, test: Test, *caps: tuple[str, int], also=()) -> Gate:
    return Gate(name, test, caps, also)


ZERO = between(0, 0, high_closed=True)


def test_gates_see_points_after_earlier_gates():
    """G1: 1.1 bằng 0 thì 1.2 tối đa 0,5; G2: 1.2 dưới 0,6 thì 1.3 tối đa 0,25."""
    chain = (
        gate("G1", Test("leaf", "1.1", ZERO, ""), ("1.2", 500_000)),
        gate("G2", Test("leaf", "1.2", between(high="3/5"), ""), ("1.3", 250_000)),
    )
    given = plan(full("1.1"), full("1.2"), full("1.3"), gates=chain)
    found = one(given, Case("Sở A", shares(l1_1=0, l1_2=90, l1_3=80)))
    assert [(each.points, each.rules) for each in found.leaves] == [
        (0, ("1.1/b1",)),
        (500_000, ("1.2/b1", "G1")),
        (250_000, ("1.3/b1", "G2")),
    ]
    assert (found.points, found.max_points) == (750_000, 3 * M)


def test_a_gate_is_named_only_where_it_lowers_points_and_the_smallest_cap_wins():
    both = tuple(gate(f"G{cap}", Test("leaf", "1.1", ZERO, ""), ("1.2", cap * 100_000)) for cap in (4, 2, 3))
    given = plan(full("1.1"), full("1.2"), gates=both)
    assert one(given, Case("u", shares(l1_1=0, l1_2=90))).leaves[1].rules == ("1.2/b1", "G4", "G2")
    assert one(given, Case("u", shares(l1_1=0, l1_2=30))).leaves[1].rules == ("1.2/b1", "G2")
    assert one(given, Case("u", shares(l1_1=0, l1_2=20))).leaves[1].rules == ("1.2/b1",)
    assert one(given, Case("u", shares(l1_1=1, l1_2=90))).leaves[1].rules == ("1.2/b1",)


@pytest.mark.parametrize(("also", "points"), [((), 900_000), ((State.NOT_APPLICABLE,), 0)])
def test_a_gate_on_a_leaf_that_is_not_applicable_fires_only_when_it_says_so(also, points):
    given = plan(
        full("1.1"), full("1.2"), gates=(gate("G1", Test("leaf", "1.1", ZERO, ""), ("1.2", 0), also=also),)
    )
    found = one(given, Case("u", shares(l1_2=90), {"1.1": 32}))
    assert found.leaves[1].points == points


def test_a_gate_on_an_area_counts_its_appraised_and_survey_leaves():
    """Lĩnh vực 1: 0,4 + 0,5 = 0,9 điểm; điểm thưởng không tính."""
    leaves = (
        full("1.1"),
        full("1.2", kind="survey"),
        full("2.1", area="2"),
        full("1.9", kind="bonus", area="1"),
    )
    asked = Test("area", "1", between(high="9/10", high_closed=True), "")
    given = plan(*leaves, gates=(gate("G1", asked, ("2.1", 0)),))
    assert one(given, Case("u", shares(l1_1=40, l1_2=50, l2_1=70, l1_9=100))).leaves[2].points == 0
    assert one(given, Case("u", shares(l1_1=40, l1_2=51, l2_1=70, l1_9=100))).leaves[2].points == 700_000


def test_a_gate_on_an_area_is_asked_even_where_its_first_leaf_is_not_applicable():
    leaves = full("1.1"), full("1.2"), full("2.1", area="2")
    given = plan(*leaves, gates=(gate("G1", Test("area", "1", between(high="1/2"), ""), ("2.1", 0)),))
    found = one(given, Case("u", shares(l1_2=40, l2_1=70), {"1.1": 32}))
    assert found.leaves[2].rules == ("2.1/b1", "G1")


def test_a_gate_on_a_measure_without_a_value_answers_no():
    given = plan(full("1.1"), gates=(gate("G1", Test("measure", "", ZERO, "", ratio("x", "y")), ("1.1", 0)),))
    answers = {
        "absent": {},
        "half": {"x": 0},
        "empty": {"x": 0, "y": 0},
        "no": {"x": 1, "y": 2},
        "yes": {"x": 0, "y": 2},
    }
    points = {name: one(given, Case("u", shares(l1_1=60) | filed)).points for name, filed in answers.items()}
    assert points == {"absent": 600_000, "half": 600_000, "empty": 600_000, "no": 600_000, "yes": 0}


def test_ceilings_leave_room_in_the_order_of_the_tree():
    """Thưởng 0,9 + 0,9 + 0,9, trần 2: giữ 0,9; 0,9; 0,2. Trừ 0,5 + 0,9, trần 1: giữ −0,5; −0,5."""
    bonus = [full(f"T.{k}", kind="bonus") for k in (1, 2, 3)]
    minus = [
        leaf(part(f"P.{k}", ratio(f"aP.{k}", f"bP.{k}"), (between(0), -1, 0)), kind="penalty", max=0)
        for k in (1, 2)
    ]
    given = plan(full("1.1"), *bonus, *minus, bonus_ceiling=2 * M, penalty_ceiling=M)
    figures = shares(l1_1=50, **{f"lT_{k}": 90 for k in (1, 2, 3)}, lP_1=50, lP_2=90)
    found = one(given, Case("u", figures))
    assert [(each.points, each.rules[1:]) for each in found.leaves[1:]] == [
        (900_000, ()),
        (900_000, ()),
        (200_000, ("bonus-ceiling",)),
        (-500_000, ()),
        (-500_000, ("penalty-ceiling",)),
    ]
    assert (found.appraised, found.survey, found.bonus, found.penalty) == (500_000, 0, 2 * M, -M)
    assert (found.points, found.max_points) == (1_500_000, M)


def rows(*cuts: str) -> tuple[Grade, ...]:
    """Grades A, B, C … from each cut on, the last one below."""
    ends = [None, *cuts, None]
    return tuple(Grade("ABCDE"[k], between(ends[k + 1], ends[k]), "") for k in range(len(cuts) + 1))


def graded(cuts=("9/10", "4/5"), by="index_exact", bars=(), **changes) -> Plan:
    return plan(full("1.1"), full("1.2"), grades=Grades(by, rows(*cuts), bars), **changes)


@pytest.mark.parametrize(
    ("second", "grade"), [(100, "A"), (80, "A"), (79, "B"), (60, "B"), (59, "C"), (0, "C")]
)
def test_a_grade_holds_the_exact_index(second, grade):
    assert one(graded(), Case("u", shares(l1_1=100, l1_2=second))).grade == grade


def test_the_published_index_is_rounded_before_it_is_graded():
    """89 995 / 100 000 = 89,995%: chính xác là B, công bố 90,00% là A."""
    figures = {"a1.1": 89_995, "b1.1": 100_000, "a1.2": 89_995, "b1.2": 100_000}
    assert one(graded(), Case("u", figures)).grade == "B"
    assert one(graded(by="index_published"), Case("u", figures)).grade == "A"
    assert one(graded(by="index_published", places=3), Case("u", figures)).grade == "B"


def test_bonus_lifts_the_index_over_the_whole():
    given = plan(full("1.1"), full("T.1", kind="bonus"), grades=Grades("index_exact", rows("11/10")))
    assert one(given, Case("u", shares(l1_1=100, lT_1=10))).grade == "A"
    assert one(given, Case("u", shares(l1_1=100, lT_1=9))).grade == "B"


@pytest.mark.parametrize(
    ("first_leaf", "second", "lapses", "grade", "barred_by"),
    [
        (60, 90, 0, "A", ()),
        (45, 100, 0, "C", ("B1", "B2")),
        (50, 95, 0, "C", ("B2",)),
        (50, 95, 1, "C", ("B2",)),
        (40, 60, 0, "C", ()),
        (60, 90, 1, "B", ("B3",)),
    ],
)
def test_bars_lower_a_grade_in_turn_and_never_raise_it(first_leaf, second, lapses, grade, barred_by):
    bars = (
        Bar("B1", Test("leaf", "1.1", between(high="1/2"), ""), "B"),
        Bar("B2", Test("index", "", between(high="3/4"), ""), "C"),
        Bar("B3", Test("measure", "", between(1), "", ast.Input("lapses", 1)), "B"),
    )
    given = graded(("7/10", "3/5", "1/2"), bars=bars)
    found = one(given, Case("u", shares(l1_1=first_leaf, l1_2=second) | {"lapses": lapses}))
    assert (found.grade, found.barred_by) == (grade, barred_by)


def test_a_bar_on_a_leaf_that_is_not_applicable_does_not_fire():
    given = graded(bars=(Bar("B1", Test("leaf", "1.1", ZERO, ""), "C"),))
    assert one(given, Case("u", shares(l1_2=100), {"1.1": 32})).grade == "A"
    assert one(given, Case("u", shares(l1_2=100), {"1.1": 4})).grade == "C"


def test_a_unit_with_nothing_to_score_has_no_grade():
    found = one(graded(), Case("u", {}, {"1.1": 32, "1.2": 32}))
    assert (found.max_points, found.grade, found.barred_by) == (0, "", ())


def test_an_index_outside_all_rows_has_no_grade():
    given = plan(full("1.1"), grades=Grades("index_exact", (Grade("A", between("1/2"), ""),)))
    assert one(given, Case("u", shares(l1_1=40))).grade == ""


def test_verdicts_stand_in_the_order_of_the_plan_over_many_rulesets():
    codes = [f"{k}" for k in range(1, 61)]
    given = plan(*(full(code) for code in codes))
    found = one(
        given,
        Case(
            "u", {key: value for code in codes for key, value in ((f"a{code}", int(code)), (f"b{code}", 60))}
        ),
    )
    assert [each.code for each in found.leaves] == codes
    assert [each.points for each in found.leaves] == [(int(code) * M * 2 + 60) // 120 for code in codes]
    assert found.points == sum(each.points for each in found.leaves)
