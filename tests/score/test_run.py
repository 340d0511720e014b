"""An official run over a small synthetic cycle whose points are worked out by hand in cycles.py."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from par_index.engine import forward
from par_index.model.facts import Group, Unit
from par_index.model.plan import Ranking
from par_index.model.result import from_json, is_intact, to_json
from par_index.problem import NOWHERE, Problem
from par_index.score import engines
from par_index.score.marks import mark_line
from par_index.score.run import run, stages_held
from tests.compile.sample import SOUND
from tests.score.cycles import (
    FIGURES,
    SURVEY,
    changed,
    cycle,
    decision,
    fact,
    reordered,
    sample_plan,
    without,
)

PLAN = sample_plan()


def scored(one=None, stage="council", **settings):
    results, _ = run(one or cycle(), [PLAN], stage, **settings)
    assert results is not None
    return results


def units(results):
    return {unit.unit: unit for unit in results.groups[0].units}


def leaf(results, unit: str, code: str):
    return next(one for one in units(results)[unit].leaves if one.code == code)


def test_points_index_rank_and_grade_worked_by_hand():
    found = units(scored())
    told = {
        code: (
            one.points,
            one.max_points,
            one.index,
            one.index_exact,
            one.rank,
            one.grade,
            one.grade_barred_by,
        )
        for code, one in found.items()
    }
    assert told == {
        "so-a": ("8.1", "10", "81.00", "81/1", 2, "B", ()),
        "so-b": ("9", "10", "90.00", "90/1", 1, "B", ("B1",)),
        "so-c": ("4.5", "7", "64.29", "450/7", 3, "C", ()),
    }
    assert [unit.unit for unit in scored().groups[0].units] == ["so-b", "so-a", "so-c"]


def test_subtotals_areas_and_ceilings():
    a = units(scored())["so-a"]
    assert (a.appraised_points, a.appraised_max, a.survey_points, a.survey_max) == ("6", "8", "1.6", "2")
    assert (a.bonus, a.penalty) == ("0.5", "0")
    assert [(area.code, area.points, area.max_points) for area in a.areas] == [
        ("1", "6", "8"),
        ("2", "1.6", "2"),
    ]


def test_leaf_points_add_up_to_points():
    for unit in scored().groups[0].units:
        assert sum(Fraction(one.points) for one in unit.leaves) == Fraction(unit.points)
        assert sum(Fraction(one.max_points) for one in unit.leaves) == Fraction(unit.max_points)


def test_a_leaf_says_figure_cell_measure_rule_evidence_and_clause():
    told = leaf(scored(), "so-a", "1.2")
    assert (told.rule, told.measure, told.state) == ("1.2/b2", "97/100", "scored")
    assert told.inputs == {"dung_han": "97", "tre_han": "3"}
    assert told.source == {"dung_han": "facts/so-a.csv#dung_han", "tre_han": "facts/so-a.csv#tre_han"}
    assert (told.evidence[0].ref, told.evidence[0].section, told.evidence[0].pages) == (
        "12/BC-SA",
        "Mục II",
        "3–4",
    )
    assert [(cite.clause, cite.document) for cite in told.cites] == [("II.6b", "QĐ45")]
    parts = leaf(scored(), "so-b", "1.1.2")
    assert (parts.rule, parts.measure, parts.points) == ("1.1.2#1/b3 1.1.2#2/b1 G1", "2 1", "1")


def test_not_applicable_moves_numerator_and_denominator_only_as_declared():
    trait = leaf(scored(), "so-c", "1.2")
    assert (trait.state, trait.points, trait.max_points, trait.rule) == (
        "not_applicable",
        "0",
        "0",
        "1.2/na-trait",
    )
    # 1.3 declares full points when not applicable: a granted claim earns 2 of 2, against 1 of 2 by figures.
    claim = decision("council", "so-a", "1.3", "", "", "not_applicable")
    granted = scored(cycle(decisions=(claim,)))
    told = leaf(granted, "so-a", "1.3")
    assert (told.state, told.points, told.max_points, told.rule) == (
        "not_applicable",
        "2",
        "2",
        "1.3/na-granted",
    )
    assert (units(granted)["so-a"].points, units(granted)["so-a"].max_points) == ("9.1", "10")
    assert units(granted)["so-c"] == units(scored())["so-c"]


def test_empty_denominator_follows_its_own_declaration():
    told = leaf(scored(cycle(changed(FIGURES, "so-a", dung_han="0", tre_han="0"))), "so-a", "1.2")
    assert (told.state, told.max_points, told.rule, told.measure) == (
        "not_applicable",
        "0",
        "1.2/empty-not-applicable",
        "",
    )


def test_a_missing_figure_makes_the_unit_provisional_without_a_grade():
    found = units(scored(cycle(without(FIGURES, "so-b", "so_hoa"))))["so-b"]
    # 1.3 earns nothing and stays in the maximum: 7 of 10.
    assert (found.provisional, found.grade, found.grade_barred_by) == (True, "", ())
    assert (found.points, found.max_points, found.rank, found.index) == ("7", "10", 2, "70.00")


def test_a_pending_survey_keeps_the_maximum_and_shows_the_appraised_subtotal():
    results = scored(cycle(survey={}))
    for unit in units(results).values():
        assert (unit.provisional, unit.grade, unit.survey_points, unit.survey_max) == (True, "", "0", "2")
    assert {code: (one.appraised_points, one.appraised_max) for code, one in units(results).items()} == {
        "so-a": ("6", "8"),
        "so-b": ("6", "8"),
        "so-c": ("3.5", "5"),
    }
    assert leaf(results, "so-a", "2.1").state == "pending_survey"
    assert mark_line(results) == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT – TẠM TÍNH"


def test_a_claim_not_yet_granted_is_provisional_and_flagged():
    one = cycle(without(FIGURES, "so-a", "so_hoa"))
    one = replace(one, facts=(*one.facts, fact("so-a", "so_hoa", "", "not_applicable")))
    told = leaf(scored(one), "so-a", "1.3")
    assert (told.rule, told.flags, told.points, told.max_points) == ("1.3/claimed", ("claimed",), "0", "2")
    assert units(scored(one))["so-a"].provisional


def test_stages_stand_side_by_side():
    rounds = (
        decision("r1", "so-a", "1.2", "tre_han", "5"),
        decision("r2", "so-a", "1.2", "tre_han", "4"),
        decision("council", "so-b", "1.3", "so_hoa", "35"),
    )
    one = cycle(decisions=rounds)
    told = leaf(scored(one), "so-a", "1.2")
    assert (told.self_points, leaf(scored(), "so-a", "1.2").appraised) == ("2", "2")
    # 97 of 102 = 95,098…%: 3 × (97/102 − 0,95) / 0,03; then 97 of 101.
    r1 = round(3 * (Fraction(97, 102) - Fraction(95, 100)) / Fraction(3, 100), 6)
    r2 = round(3 * (Fraction(97, 101) - Fraction(95, 100)) / Fraction(3, 100), 6)
    assert [(held.stage, Fraction(held.points)) for held in told.rounds] == [("r1", r1), ("r2", r2)]
    assert (told.self_points, Fraction(told.appraised), Fraction(told.points)) == ("2", r2, r2)
    why = told.rounds[1].decisions[0]
    assert (why.subject, why.value, why.reason, why.by, why.at) == (
        "tre_han",
        "4",
        "Đối chiếu sổ theo dõi",
        "Sở Nội vụ",
        "05/01/2024",
    )
    assert stages_held(one, "council") == ("self", "r1", "r2", "council")
    assert leaf(scored(one, "self"), "so-a", "1.2").points == "2"
    assert leaf(scored(one, "self"), "so-a", "1.2").appraised == ""
    assert Fraction(leaf(scored(one, "r1"), "so-a", "1.2").points) == r1
    assert leaf(scored(one), "so-b", "1.3").points == "1"
    assert (leaf(scored(one), "so-a", "2.1").self_points, leaf(scored(one), "so-a", "2.1").appraised) == (
        "",
        "",
    )


def said(told):
    return [(held.stage, [(row.subject, row.value) for row in held.decisions]) for held in told.rounds]


def test_what_was_said_of_a_leaf_as_a_whole_stays_beside_what_was_said_later():
    rounds = (
        decision("r1", "so-a", "1.3", "", "", "no_evidence"),
        decision("r2", "so-a", "1.3", "", "", "not_applicable"),
        decision("council", "so-a", "1.3", "so_hoa", "70"),
    )
    told = leaf(scored(cycle(decisions=rounds)), "so-a", "1.3")
    assert said(told) == [
        ("r1", [("1.3", "no_evidence")]),
        ("r2", [("1.3", "not_applicable")]),
        ("council", [("so_hoa", "70")]),
    ]
    assert [Fraction(held.points) for held in told.rounds] == [0, 0, 2]  # 70 of 100 reaches the target of 70%


def test_a_figure_and_a_status_of_one_decision_are_both_told():
    both = decision("r1", "so-a", "1.3", "so_hoa", "70", "no_evidence")
    assert said(leaf(scored(cycle(decisions=(both,))), "so-a", "1.3")) == [
        ("r1", [("so_hoa", "70"), ("so_hoa", "no_evidence")])
    ]
    consent = decision("council", "so-a", "1.3", "so_hoa", "", "not_applicable")
    assert said(leaf(scored(cycle(decisions=(consent,))), "so-a", "1.3")) == [
        ("council", [("so_hoa", "not_applicable")])
    ]


def test_a_survey_figure_put_right_by_the_council_is_told():
    told = leaf(
        scored(cycle(decisions=(decision("council", "so-a", "2.1", "hai_long", "90%"),))), "so-a", "2.1"
    )
    assert said(told) == [("council", [("hai_long", "0.9")])]
    assert (told.points, told.self_points, told.appraised) == ("1.8", "", "")


def test_every_word_said_of_a_leaf_moves_the_digest():
    last = decision("council", "so-a", "1.3", "", "", "not_applicable")
    alone = scored(cycle(decisions=(last,))).inputs_digest
    before = decision("r1", "so-a", "1.3", "", "", "no_evidence")
    assert scored(cycle(decisions=(before, last))).inputs_digest != alone


def test_clusters_are_ranked_apart_in_the_order_of_their_names():
    results = scored(cycle(so_a="Cụm 10", so_b="Cụm 2", so_c="Cụm 2"))
    assert [(unit.cluster, unit.unit, unit.rank) for unit in results.groups[0].units] == [
        ("Cụm 2", "so-b", 1),
        ("Cụm 2", "so-c", 2),
        ("Cụm 10", "so-a", 1),
    ]


def test_last_year_is_joined_by_unit_or_predecessor():
    before = scored(cycle(changed(FIGURES, "so-a", tre_han="0", so_hoa="100", sang_kien="2")))
    after = scored(previous=before)
    told = {code: unit.last_year for code, unit in units(after).items()}
    assert (told["so-a"].index, told["so-a"].rank, told["so-a"].change) == ("106.00", 1, -1)
    assert (told["so-b"].rank, told["so-b"].change, told["so-c"].change) == (2, 1, 0)
    renamed = cycle()
    newer = tuple(
        replace(unit, code="so-moi", predecessors=("so-a",)) if unit.code == "so-a" else unit
        for unit in renamed.units
    )
    moved = tuple(replace(fact, unit="so-moi") if fact.unit == "so-a" else fact for fact in renamed.facts)
    merged = units(scored(replace(renamed, units=newer, facts=moved), previous=before))
    assert merged["so-moi"].last_year.index == "106.00"
    assert all(unit.last_year is None for unit in units(scored()).values())


def test_review_flags_and_targets_are_answered_over_the_same_figures():
    results = scored(cycle(changed(FIGURES, "so-a", dung_han="79", tre_han="21")))
    a = units(results)["so-a"]
    assert [(flag.id, flag.say) for flag in a.flags] == [("F1", "Trễ hạn trên 20%")]
    assert leaf(results, "so-a", "1.2").flags == ("F1",)
    assert leaf(results, "so-a", "1.3").flags == ()
    exactly = units(scored(cycle(changed(FIGURES, "so-a", dung_han="80", tre_han="20"))))["so-a"]
    assert exactly.flags == ()
    assert {code: unit.targets[0].met for code, unit in units(results).items()} == {
        "so-a": False,
        "so-b": True,
        "so-c": True,
    }
    empty = cycle(changed(FIGURES, "so-a", so_hoa="0", phai_so_hoa="0"))
    assert units(scored(empty))["so-a"].targets[0].met is None


def test_same_bytes_for_any_order_and_any_worker_count():
    first = to_json(scored())
    assert to_json(scored(reordered(cycle()))) == first
    assert to_json(scored(workers=2)) == first
    assert from_json(first) == scored()
    assert is_intact(scored())
    assert first.endswith(b"}\n")
    assert b"\r" not in first


def test_the_inputs_digest_names_figures_not_files():
    digest = scored().inputs_digest
    assert scored(reordered(cycle())).inputs_digest == digest
    assert scored(cycle(changed(FIGURES, "so-a", tre_han="4"))).inputs_digest != digest
    assert scored(cycle(survey={**SURVEY, "so-a": "81%"})).inputs_digest != digest
    moved = replace(cycle(), evidence=())
    assert scored(moved).inputs_digest != digest


def test_progress_is_told_over_the_units_of_all_groups():
    one = cycle()
    district = Unit("h-a", "Huyện A", "huyen")
    groups = (*one.groups, Group("huyen", "thu/2023/so", "", "huyen"))
    two = replace(one, groups=groups, units=(*one.units, district))
    told: list[int] = []
    results, _ = run(two, [PLAN, sample_plan(kind="huyen")], on_progress=told.append)
    assert results is not None
    assert told == [3, 4]
    assert [(group.group, group.name, len(group.units)) for group in results.groups] == [
        ("so", "Sở", 3),
        ("huyen", "Huyện", 1),
    ]


def test_without_durable_rules_the_result_says_it_is_unchecked(monkeypatch: pytest.MonkeyPatch):
    def missing(*_: object) -> None:
        raise forward.ForwardUnavailableError

    monkeypatch.setattr(engines.forward, "judge_many", missing)
    results, problems = run(cycle(), [PLAN])
    assert results is not None
    assert results.engines == "array"
    assert "E101" in {problem.code for problem in problems}
    assert mark_line(results) == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT – CHƯA ĐỐI CHIẾU"
    assert mark_line(results, results.groups[0], "en") == (
        "SYNTHETIC FIGURES – PROPOSED CRITERIA SET – NOT CROSS-CHECKED"
    )


def test_a_difference_between_the_engines_stops_the_run(monkeypatch: pytest.MonkeyPatch):
    def wrong(plan, cases, *_):
        first, *rest = forward.judge(plan, cases)
        leaves = list(first.leaves)
        leaves[2] = replace(leaves[2], points=leaves[2].points + 1, rules=("1.2/b9",))
        return (replace(first, leaves=tuple(leaves), points=first.points + 1), *rest)

    monkeypatch.setattr(engines.forward, "judge_many", wrong)
    results, problems = run(cycle(), [PLAN])
    assert results is None
    assert [problem.texts()[1] for problem in problems if problem.code in ("E201", "E202")] == [
        "Đơn vị so-a, points: mảng số cho 8.1; luật cho 8.100001.",
        "Đơn vị so-a, mục 1.2: mảng số cho 2/3 scored [1.2/b2]; luật cho 2.000001/3 scored [1.2/b9].",
    ]


def test_a_defect_of_the_rules_stops_the_run(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise forward.ForwardError(Problem("E110", NOWHERE))

    monkeypatch.setattr(engines.forward, "judge_many", broken)
    results, problems = run(cycle(), [PLAN])
    assert results is None
    assert "E110" in {problem.code for problem in problems}


def test_a_rank_the_arrays_give_otherwise_stops_the_run(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines.array, "ranks", lambda points, *_: np.ones(len(points), np.int64))
    results, problems = run(cycle(), [PLAN])
    assert results is None
    assert [problem.text() for problem in problems if problem.code == "E203"] == [
        "E203  Hai cách xếp hạng khác nhau\n"
        f"    Đơn vị {unit}: mảng số xếp thứ 1; phân số chính xác xếp thứ {rank}.\n"
        "    Cách sửa: Không công bố kết quả này."
        " Gửi bộ tiêu chí và số liệu của đơn vị cho người bảo trì phần mềm."
        for unit, rank in (("so-a", 2), ("so-c", 3))
    ]


@pytest.mark.parametrize("law", [Ranking("index_published"), Ranking(ties="break_by", break_by=("survey",))])
def test_laws_the_arrays_do_not_rank_by_are_ranked_by_fractions_alone(law: Ranking):
    results, _ = run(cycle(), [replace(PLAN, ranking=law)])
    assert results is not None
    assert [unit.rank for unit in results.groups[0].units] == [1, 2, 3]


def test_a_group_without_its_set_is_refused():
    results, problems = run(cycle(), [])
    assert results is None
    assert problems[0].text() == (
        "cycle.yaml:9  E204  Nhóm không có bộ tiêu chí\n"
        "    Nhóm so dùng bộ thu/2023/so cho loại đơn vị so, nhưng bộ này chưa được nạp"
        " hoặc không áp dụng cho loại đó.\n"
        "    Cách sửa: Sửa khóa set hoặc units của nhóm trong cycle.yaml,"
        " hoặc thêm loại đơn vị vào kinds của bộ tiêu chí."
    )


def test_a_set_other_than_the_pinned_one_is_refused():
    pinned = replace(cycle(), groups=(replace(cycle().groups[0], digest="sha256-khac"),))
    results, problems = run(pinned, [PLAN])
    assert results is None
    assert problems[0].text("en") == (
        "cycle.yaml:9  E205  The criteria set is not the pinned one\n"
        f"    Group so pins set thu/2023/so at sha256-khac, but the one read is {PLAN.digest}.\n"
        "    Remedy: Restore the issued file; if the change is meant,"
        " write the new mark into digest of the group in cycle.yaml."
    )
    right = replace(cycle(), groups=(replace(cycle().groups[0], digest=PLAN.digest),))
    assert run(right, [PLAN])[0] is not None


def test_an_issued_set_over_real_figures_bears_no_mark():
    decided = "status: issued\nnumber: 45/QĐ-UBND\ndate: 10/01/2023"
    issued = sample_plan(SOUND.replace("status: proposed", decided))
    results, _ = run(replace(cycle(), synthetic=False), [issued])
    assert results is not None
    assert mark_line(results) == ""
