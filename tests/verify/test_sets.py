"""What the proofs find in small sets, and what they let pass."""

from dataclasses import replace

import pytest

from par_index.model.questions import Flag, Gate, Target
from par_index.model.states import State, StateRule
from par_index.verify import directions, lanes, prove
from tests.verify.faulty import AT, DONE, FROM_90, GOOD, SHARE, A, B, C, gate, gated, graded, of_leaves, ready
from tests.verify.plans import EMPTY, asked, codes, figure, leaf, micro, part, plan, single, told


def test_all_faults_are_told_at_once() -> None:
    bands = {"từ 90% trở lên": "2 max", "từ 50% đến dưới 80%": "0", "đến 50%": "0"}
    made = single("a / (b - c)", bands, [A, B, C])
    broken = replace(made, leaves=(replace(made.leaves[0], cites=()),), appraised_max=0)
    assert sorted(codes(broken)) == ["V01", "V02", "V06", "V10", "V11", "V15", "V23", "V25"]


def test_whole_numbers_leave_no_gap_between_neighbours() -> None:
    steps = {"từ 5 trở lên": "max", "từ 1 đến 4": "50% max", "đến 0": "0"}
    assert codes(single("a", steps, [A])) == []
    assert codes(single("round(a / (a + 1); 0)", {"từ 99% trở lên": "max", "đến 98%": "0"}, [A])) == []
    assert codes(single("a / (a + 1)", {"từ 99% trở lên": "max", "đến 98%": "0"}, [A])) == ["V01"]


def test_a_gap_in_whole_numbers_names_the_numbers() -> None:
    (text,) = told(single("a", {"từ 5 trở lên": "max", "đến 3": "0"}, [A]))
    assert "Bằng 4 chưa có mức điểm" in text
    assert "đổi “từ 5 trở lên” thành “từ 4 trở lên”" in text


def test_dates_and_choices_are_written_as_people_read_them() -> None:
    day = figure("ngay", "less", "date", 738000, 739000)
    (text,) = told(single("ngay", {"đến 31/01/2023": "max", "trên 15/02/2023": "0"}, [day]))
    assert "Từ 01/02/2023 đến 15/02/2023 chưa có mức điểm" in text
    level = figure("muc", "more", "choice", 0, 2, choices=("khong", "cham", "kip_thoi"))
    (text,) = told(single("muc", {"bằng 2": "max", "bằng 0": "0"}, [level]))
    assert "Bằng “cham” chưa có mức điểm" in text


def test_a_date_that_was_never_reached_is_later_than_any_other() -> None:
    never = figure("ngay", "less", "date", 738000, 739000, never=3652059)
    bands = {"đến 738551": "max", "từ 738552 đến 739000": "50% max"}
    assert codes(single("ngay", bands, [replace(never, never=None)])) == []
    assert codes(single("ngay", bands, [never])) == ["V05"]


def test_a_relation_counts_only_when_all_its_figures_are_filed_with_the_leaf() -> None:
    bands = {"từ 0% đến 100%": "max * x"}
    neutral = [figure(code) for code in "abc"]
    assert codes(single("a / b", bands, neutral, ["a <= b"], empty=True)) == []
    assert codes(single("a / b", bands, neutral, ["a + c <= b"], empty=True)) == ["V05"]


def test_a_relation_of_ratios_counts_only_where_its_denominators_are_the_leafs() -> None:
    neutral = [figure(code) for code in "abc"]
    assert codes(single("a / b", {"từ 0% đến 100%": "max * x"}, neutral, ["a / b <= 1"], empty=True)) == []
    made = single("a / c", {"từ 0% đến 100%": "max * x"}, neutral, ["a / b <= 1"], empty=True)
    assert codes(made) == ["V05"]


@pytest.mark.parametrize(
    "measure", ["a / (b - c)", "(a / b) * (c / d)", "a / max(b; c)", "1 - a / b - c / d", "max(a; c) / b"]
)
def test_the_relations_that_are_named_mend_the_set(measure: str) -> None:
    rules: list[str] = []
    figures = [figure(code) for code in "abcd"]
    for _ in range(3):
        made = single(measure, {"từ 0% đến 100%": "max * x"}, figures, rules, empty=True)
        named = [text.split("relations: ")[1].split(". ")[0].rstrip(".") for text in told(made)]
        rules += [rule for group in named for rule in group.split(", ")]
    assert rules and not named


def test_empty_needs_an_answer_even_after_last_years_figures() -> None:
    made = single("a / b", FROM_90, [A, B])
    only = replace(made.leaves[0], use_previous=True)
    assert codes(replace(made, leaves=(only,))) == ["V11"]
    assert codes(replace(made, leaves=(replace(only, if_empty=EMPTY),))) == []


def test_neutral_figures_are_not_judged() -> None:
    up_and_down = {"trên 90": "0", "trên 50 đến 90": "max", "đến 50": "0"}
    assert codes(single("c", up_and_down, [C])) == []
    assert codes(single("c - a", {"trên 0": "0", "đến 0": "max"}, [A, C])) == []


def test_a_band_beyond_reach_does_not_disturb() -> None:
    bands = {"trên 100%": "0", "từ 90% đến 100%": "max", "dưới 90%": "0"}
    assert codes(single("s", bands, [SHARE])) == []
    assert codes(single("a / b", bands, [A, B], empty=True)) == ["V13"]


def test_an_open_end_at_the_least_value_leaves_that_value_out() -> None:
    assert codes(single("a / b", {"trên 0%": "max"}, [A, B], empty=True)) == ["V05"]
    assert codes(single("a / b", {"từ 0% trở lên": "max"}, [A, B], empty=True)) == []
    assert codes(single("a / b", {"dưới 100%": "max"}, [A, B], ["a <= b"], empty=True)) == ["V05"]


@pytest.mark.parametrize(
    ("measure", "bands", "relations", "missing"),
    [
        ("a", {"từ 1 trở lên": "max"}, [], "Bằng 0 chưa có mức điểm"),
        ("a", {"từ 3 trở lên": "max"}, [], "Từ 0 đến 2 chưa có mức điểm"),
        ("a / b", {"trên 0%": "max"}, [], "Bằng 0% chưa có mức điểm"),
        ("a / b", {"dưới 95%": "0"}, ["a <= b"], "Từ 95% trở lên chưa có mức điểm"),
        ("a / b", {"từ 0% đến 100%": "max"}, [], "Trên 100% chưa có mức điểm"),
    ],
)
def test_what_lies_beyond_the_bands_is_told_as_far_as_figures_go(
    measure: str, bands: dict[str, str], relations: list[str], missing: str
) -> None:
    found = prove(single(measure, bands, [A, B], relations, empty="/" in measure))
    assert [missing in problem.text() for problem in found if problem.code == "V05"] == [True]


def test_an_atom_over_ratios_has_no_grid() -> None:
    bands = {"từ 99% trở lên": "max", "đến 98%": "0"}
    assert codes(single("min(a / b; 1)", bands, [A, B], empty=True)) == ["V01"]


def test_a_value_whose_least_is_unknown_may_be_negative() -> None:
    figures = [figure(code) for code in "abc"]
    made = single("round((a - 5) / max(b / c; 1); 2)", {"từ 0% trở lên": "max"}, figures, empty=True)
    assert codes(made) == ["V05"]


def test_the_slope_within_a_single_value_does_not_count() -> None:
    lapse = figure("a", "less", "yes_no", high=1)
    assert codes(single("a", {"bằng 0": "max", "bằng 1": "0,5 * x"}, [lapse])) == []


def test_a_gate_on_an_area_holds_from_its_least_points() -> None:
    deducted = leaf(part("k", {"bằng 1": "max", "bằng 0": "min"}, [DONE], "1", "-0.25"), code="1.1")
    only = Gate("G1", asked("area", "1", "từ 0 đến 1"), (("T.1", 0),), where=AT)
    bonus = leaf(part("k", {"bằng 1": "max", "bằng 0": "0"}, [DONE], code="T.1"), code="T.1", kind="bonus")
    assert codes(of_leaves(ready(), bonus, gates=(only,))) == []
    assert codes(of_leaves(deducted, bonus, gates=(only,))) == ["V33"]


def test_gates_in_order_on_the_low_side_are_fine() -> None:
    lowest = gate("G1", "1.1", "bằng 0")
    assert codes(gated(lowest)) == []
    assert codes(gated(lowest, gate("G2", "1.2", "dưới 0,5", ("1.2", "0")))) == ["V31"]
    by_area = Gate("G3", asked("area", "1", "đến 1"), (("1.1", 0),), where=AT)
    assert codes(gated(by_area)) == ["V31"]
    assert codes(gated(replace(by_area, when=asked("area", "8", "đến 1")))) == ["V30"]
    assert codes(gated(gate("G1", "1.1", "bằng 0", ("7", "0")))) == ["V30"]


def test_a_gate_on_a_measure_fires_on_the_worse_side() -> None:
    assert codes(gated(gate("G1", "a - b", "dưới 5", subject="measure"))) == []
    assert codes(gated(gate("G1", "b", "trên 5", subject="measure"))) == []
    assert codes(gated(gate("G1", "a", "từ 2 đến 5", subject="measure"))) == ["V34"]
    assert codes(gated(gate("G1", "a", "từ 0 đến 5", subject="measure"))) == []


def test_the_measures_of_flags_and_targets_may_be_empty_but_not_upside_down() -> None:
    sound = asked("measure", "a / b", "trên 90%", [A, B])
    wrong = asked("measure", "a / (b - a)", "trên 90%", [A, B])
    assert codes(of_leaves(ready(), flags=(Flag("F1", sound, ""),), targets=(Target("II.1", sound),))) == []
    assert codes(of_leaves(ready(), flags=(Flag("F1", wrong, ""),))) == ["V10"]
    assert codes(of_leaves(ready(), targets=(Target("II.1", wrong),))) == ["V10"]


def test_grades_must_hold_what_a_bonus_adds_to_a_smaller_maximum() -> None:
    rows = (("từ 90% đến 102%", "A"), *GOOD[1:])
    whole = graded(*rows, bonus_ceiling=micro("2"))
    assert codes(whole) == []
    dropped = replace(ready("1.2", "60"), states=(StateRule("r", 16, 31, State.NOT_APPLICABLE, "drop"),))
    kept = [*plan([DONE], [ready("1.1", "40"), dropped]).leaves]
    smaller = replace(plan([DONE], kept), grades=whole.grades, bonus_ceiling=micro("2"))
    (text,) = told(smaller)
    assert "trên 102% đến 105%" in text


def test_grades_must_hold_what_penalties_take() -> None:
    rows = (*GOOD[:2], ("từ 0% đến dưới 80%", "C"))
    assert codes(graded(*rows)) == []
    (text,) = told(graded(*rows, penalty_ceiling=micro("5")))
    assert "từ -5% đến dưới 0%" in text


def test_published_grades_meet_at_the_last_printed_place() -> None:
    rows = (("từ 90% trở lên", "A"), ("từ 80% đến 89,99%", "B"), ("đến 79,99%", "C"))
    assert codes(graded(*rows, by="index_published")) == []
    assert codes(graded(*rows)) == ["V40", "V40"]
    assert codes(graded(*rows, by="index_published", places=3)) == ["V40", "V40"]


def test_a_set_without_leaves_or_grades_is_not_a_crash() -> None:
    assert codes(plan([A], [])) == []
    assert codes(graded()) == ["V43"]


def test_directions_are_told_for_neutral_figures_too() -> None:
    made = single("c / (a + b)", FROM_90, [replace(A, better="neutral"), B, C, SHARE], empty=True)
    assert directions(made) == {"a": {"-"}, "b": {"-"}, "c": {"+"}, "s": set()}
    ranked = replace(made, leaves=(*made.leaves, *single("c - a", FROM_90, [A, C]).leaves))
    assert directions(ranked)["c"] == {"+"}
    assert directions(single("(c - 5) * (c - 3)", FROM_90, [C]))["c"] == {"?"}
    assert directions(single("c", {"từ 0 trở lên": "0"}, [C]))["c"] == {"0"}


def test_three_ratios_multiplied_take_the_wide_lane_and_two_do_not() -> None:
    figures = [figure(code) for code in "abcdeg"]
    rules = ["a <= b", "c <= d", "e <= g"]
    two, three = "(a / b) * (c / d)", "(a / b) * (c / d) * (e / g)"
    assert lanes(single(two, FROM_90, figures, rules)) == {"1.1": "int64"}
    assert lanes(single(three, FROM_90, figures, rules)) == {"1.1": "wide"}


def test_lanes_keep_a_shared_denominator_and_multiply_different_ones() -> None:
    figures = [figure(code, high=10**9) for code in "abcd"]
    assert lanes(single("a / b + c / b + d / b", FROM_90, figures)) == {"1.1": "int64"}
    assert lanes(single("a / b + c / d", FROM_90, figures)) == {"1.1": "wide"}


def test_a_lane_is_wide_from_the_first_product_past_63_bits() -> None:
    half = {"từ 50% trở lên": "max", "dưới 50%": "0"}
    least = {"từ 1 trở lên": "max", "dưới 1": "0"}
    assert lanes(single("a", least, [figure("a", high=2**63 - 1)])) == {"1.1": "int64"}
    assert lanes(single("a", least, [figure("a", high=2**63)])) == {"1.1": "wide"}
    assert lanes(single("a", half, [figure("a", high=2**62 - 1)])) == {"1.1": "int64"}
    assert lanes(single("a", half, [figure("a", high=2**62)])) == {"1.1": "wide"}
