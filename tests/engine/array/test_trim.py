"""Gates and ceilings on figures worked by hand."""

from fractions import Fraction

from par_index.engine.array import judge, load
from par_index.language import ast
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Input, Leaf, Plan
from par_index.model.questions import Gate, Test
from par_index.model.states import State
from tests.engine.plans import MICRO, between, leaf, part, plan


def points_leaf(code: str, kind: str = "appraised") -> Leaf:
    """A leaf whose one figure is its points, from -3 to 3."""
    low = "0" if kind == "appraised" else "-3"
    row = (between(low, 3, high_closed=True), 1, 0)
    return leaf(part(code, ast.Input(f"d{code}", MICRO), row, most=3), kind=kind)


def points_plan(*leaves: Leaf, **changes: object) -> Plan:
    inputs = tuple(
        Input(f"d{each.code}", "points", "", MICRO, -3 * MICRO, 3 * MICRO, "more") for each in leaves
    )
    return plan(*leaves, inputs=inputs, **changes)


def verdict(of: Plan, *points: str, flags: dict[str, int] | None = None) -> UnitVerdict:
    values = {entry.code: int(Fraction(text) * MICRO) for entry, text in zip(of.inputs, points, strict=True)}
    return judge(of, load(of, [Case("đv", values, flags or {})])).verdicts()[0]


def told(
    of: Plan, *points: str, flags: dict[str, int] | None = None
) -> list[tuple[Fraction, tuple[str, ...]]]:
    return [
        (Fraction(each.points, MICRO), each.rules[1:]) for each in verdict(of, *points, flags=flags).leaves
    ]


def none_given(code: str) -> Test:
    return Test("leaf", code, between("0", "0", high_closed=True), "bằng 0")


def test_gates_follow_one_another() -> None:
    """No plan (1) caps its completion (2) at 0, and no completion caps the report (3) at half a point."""
    gates = (
        Gate("G1", none_given("1"), (("2", 0),)),
        Gate("G2", none_given("2"), (("3", MICRO // 2),)),
    )
    of = points_plan(*(points_leaf(code) for code in "123"), gates=gates)
    assert told(of, "0", "2", "3") == [(0, ()), (0, ("G1",)), (Fraction(1, 2), ("G2",))]
    assert told(of, "1", "2", "3") == [(1, ()), (2, ()), (3, ())]
    assert told(of, "0", "0", "0.25") == [(0, ()), (0, ()), (Fraction(1, 4), ())]


def test_a_gate_is_not_shut_by_a_leaf_not_applicable_unless_it_says_so() -> None:
    for also, capped in (((), 2), ((State.NOT_APPLICABLE,), 0)):
        of = points_plan(
            *(points_leaf(c) for c in "12"), gates=(Gate("G1", none_given("1"), (("2", 0),), also),)
        )
        assert told(of, "0", "2", flags={"1": 32})[1][0] == capped
        assert told(of, "0", "2", flags={"1": 4})[1][0] == 0


def test_an_area_is_summed_after_earlier_gates() -> None:
    area = Test("area", "2", between(high="3"), "dưới 3")
    gates = (Gate("G1", none_given("1"), (("2.1", MICRO),)), Gate("G2", area, (("3", 0),)))
    of = points_plan(*(points_leaf(code) for code in ("1", "2.1", "2.2", "3")), gates=gates)
    assert told(of, "1", "2", "1", "2")[3] == (2, ())
    assert told(of, "0", "2", "1", "2")[3] == (0, ("G2",))


def test_a_measure_that_cannot_be_valued_shuts_no_gate() -> None:
    few = Test(
        "measure",
        "",
        between(high="1/2"),
        "dưới 50%",
        ast.Divide(ast.Input("d1", MICRO), ast.Input("d3", MICRO)),
    )
    of = points_plan(*(points_leaf(code) for code in "123"), gates=(Gate("G1", few, (("2", 0),)),))
    assert told(of, "1", "2", "3")[1] == (0, ("G1",))
    assert told(of, "1", "2", "2")[1] == (2, ())
    assert told(of, "1", "2", "0")[1] == (2, ())
    unfiled = Case("đv", {"d1": MICRO, "d2": 2 * MICRO}, {"3": 4})
    assert judge(of, load(of, [unfiled])).verdicts()[0].leaves[1].points == 2 * MICRO


def test_bonus_leaves_keep_what_room_the_ceiling_leaves() -> None:
    kinds = ("appraised", "bonus", "bonus", "bonus")
    of = points_plan(*(points_leaf(str(k), kind) for k, kind in enumerate(kinds)), bonus_ceiling=2 * MICRO)
    trimmed = ("bonus-ceiling",)
    assert told(of, "1", "1.5", "1.5", "1")[1:] == [
        (Fraction(3, 2), ()),
        (Fraction(1, 2), trimmed),
        (0, trimmed),
    ]
    assert told(of, "1", "1", "0", "1")[1:] == [(1, ()), (0, ()), (1, ())]
    assert verdict(of, "1", "1.5", "1.5", "1").bonus == 2 * MICRO


def test_penalties_take_no_more_than_their_ceiling() -> None:
    of = points_plan(
        *(points_leaf(str(k), kind) for k, kind in enumerate(("appraised", "penalty", "penalty"))),
        penalty_ceiling=2 * MICRO,
    )
    assert told(of, "3", "-1.5", "-1.5")[1:] == [
        (Fraction(-3, 2), ()),
        (Fraction(-1, 2), ("penalty-ceiling",)),
    ]
    unit = verdict(of, "3", "-1.5", "-1.5")
    assert (unit.penalty, unit.points, unit.max_points) == (-2 * MICRO, MICRO, 3 * MICRO)
