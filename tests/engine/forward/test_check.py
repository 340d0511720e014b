"""What keeps a plan from the rule engine is named with its place, and the words stand in both languages."""

import sys
from dataclasses import replace

import pytest

from par_index.engine.forward import ForwardError, ForwardUnavailableError, judge, problems
from par_index.engine.forward.check import fnv1a
from par_index.model.case import Case
from par_index.model.questions import Bar, Gate, Grade, Grades, Test
from par_index.problem import Problem, Where, wordings
from tests.engine.plans import between, leaf, part, plan, ratio

HERE = Where("so.yaml", 12, 5)


def simple(code: str, **changes):
    return leaf(part(code, ratio("a", "b"), (between(), 0, 1)), where=HERE, **changes)


def codes(*leaves, **changes) -> list[str]:
    return [problem.code for problem in problems(plan(*leaves, **changes))]


@pytest.mark.parametrize(("text", "number"), [("", 2166136261), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_the_hash_is_32_bit_fnv_1a(text, number):
    """Figures published with the FNV algorithm's own test vectors."""
    assert fnv1a(text) == number


def test_an_ordinary_plan_has_no_problem():
    gates = (Gate("G1", Test("leaf", "1.1", between(1), ""), (("1.2", 0),)),)
    grades = Grades(
        "index_exact", (Grade("A", between(), ""),), (Bar("B1", Test("index", "", between(1), ""), "A"),)
    )
    assert codes(simple("1.1", use_previous=True), simple("1.2"), gates=gates, grades=grades) == []


@pytest.mark.parametrize("code", ['1."1', "1.\\1", "1.\n1"])
def test_codes_that_json_would_escape_are_refused(code):
    assert "E107" in codes(simple(code))


def test_an_empty_gate_id_is_refused():
    assert codes(simple("1.1"), gates=(Gate("", Test("leaf", "1.1", between(1), ""), ()),)) == ["E107"]


def test_a_code_used_twice_is_refused_where_it_stands():
    gate = Gate("1.1", Test("leaf", "1.1", between(1), ""), (), where=HERE)
    assert Problem("E111", HERE, {"name": "1.1"}) in problems(plan(simple("1.1"), gates=(gate,)))
    again = replace(simple("1.1"), states=simple("1.1").states[:1] * 2)
    assert codes(again) == ["E111"]


@pytest.mark.parametrize("name", ["/seen", "/grade"])
def test_names_the_engine_keeps_for_itself_are_refused(name):
    grades = Grades(
        "index_exact", (Grade("A", between(), ""),), (Bar(name, Test("index", "", between(1), ""), "A"),)
    )
    assert "E111" in codes(simple("1.1"), grades=grades)


def test_boundaries_of_gates_grades_and_bars_must_fit_too():
    far = between(2**30)
    test = Test("leaf", "1.1", far, "")
    assert codes(simple("1.1"), gates=(Gate("G1", test, ()),)) == ["E102"]
    assert codes(simple("1.1"), grades=Grades("index_exact", (Grade("A", far, ""),))) == ["E102"]
    ordinary = (Grade("A", between(), ""),)
    assert codes(simple("1.1"), grades=Grades("index_exact", ordinary, (Bar("B1", test, "A"),))) == ["E102"]


def test_all_problems_are_listed_at_once():
    wide = leaf(part("1.1", ratio("a", "b"), (between(2**30), 0, 1)))
    assert set(codes(wide, simple('1."2'), simple("liquid"), simple("costarring"))) == {
        "E102",
        "E107",
        "E108",
    }


def test_the_words():
    (twins,) = problems(plan(simple("liquid"), simple("costarring")))
    assert twins.text() == (
        "so.yaml:12:5  E108  Hai mã bị lẫn vào nhau\n"
        "    Bộ máy luật không phân biệt được mã costarring với mã liquid.\n"
        "    Cách sửa: Đổi một trong hai mã."
    )
    gap = leaf(part("1.1.3", ratio("a", "b"), (between(high="1/2"), 0, 0)))
    with pytest.raises(ForwardError) as caught:
        judge(plan(gap), [Case("Sở Nội vụ", {"a": 1, "b": 1})])
    assert caught.value.problem.texts() == (
        "Có mục không luật nào quyết định",
        "Đơn vị Sở Nội vụ: không có luật nào áp dụng cho 1.1.3.",
        "Không công bố kết quả này; kiểm tra các bậc điểm và trạng thái của 1.1.3 rồi chấm lại.",
    )
    far = leaf(part("6.1", ratio("a", "b"), (between(2**30), 0, 1)))
    assert problems(plan(far))[0].texts()[1] == (
        "Các mốc của 6.1 cho ra số 2147483649, vượt giới hạn 2 147 483 647 của bộ máy luật."
    )


def test_where_durable_rules_is_missing_the_score_can_say_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    with pytest.raises(ForwardUnavailableError) as caught:
        judge(plan(simple("1.1")), [])
    assert caught.value.problem.code == "E101"
    assert not caught.value.problem.is_error


def test_every_code_has_a_trigger_here_or_in_its_neighbours():
    assert [code for code in wordings() if code.startswith("E1")] == [f"E1{k:02}" for k in range(1, 12)]
