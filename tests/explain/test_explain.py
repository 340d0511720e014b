"""The tree behind one number, in words that are pinned."""

import json
from dataclasses import replace

import pytest

from par_index.explain import explain, text, to_json, words
from par_index.explain.tree import codes
from par_index.model.facts import Cycle
from par_index.read.cases import cases
from par_index.score.run import run
from tests.compile.sample import SOUND
from tests.score.cycles import FIGURES, SURVEY, changed, cycle, decision, fact, sample_plan, without


def explained(one: Cycle | None = None, unit="so-a", code="", language="vi", source=SOUND, previous=None):
    one, plan = one or cycle(), sample_plan(source)
    results, _ = run(one, [plan], previous=previous)
    assert results is not None
    facts, _ = cases(one, plan, one.groups[0], "council")
    own = next(each for each in facts if each.unit.code == unit)
    return explain(plan, results, results.groups[0], own, code, language)


def told(*arguments, width=100, **settings) -> str:
    found = explained(*arguments, **settings)
    assert found is not None
    return text(found, width)


def leaf(explanation, code: str):
    pending = list(explanation.nodes)
    for node in pending:
        pending.extend(node.nodes)
    return next(one for node in pending for one in node.leaves if one.code == code)


def test_a_unit_is_a_tree_of_sums_with_what_was_lost():
    assert told(unit="so-c", width=80) == (
        "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT\n"
        "Sở C (so-c) – nhóm so\n"
        "Bộ tiêu chí thử (thu/2023/so)\n"
        "Điểm 4,5 / 7; chỉ số 64,29%; hạng 3; loại C; Năm trước: không có\n"
        "1 Chỉ đạo                                                     3,5 / 5  (mất 1,5)\n"
        "  1.1 Kế hoạch                                                1,5 / 3  (mất 1,5)\n"
        "    1.1.1 Ban hành đúng hạn                                                1 / 1\n"
        "    1.1.2 Mức ban hành và hồ sơ                               0,5 / 2  (mất 1,5)\n"
        "  1.2 Đúng hạn                                                     không áp dụng\n"
        "    Không áp dụng: đơn vị không có đặc điểm “Có thủ tục hành chính”.\n"
        "  1.3 Số hóa                                                               2 / 2\n"
        "2 Hài lòng                                                        1 / 2  (mất 1)\n"
        "  2.1 Mức độ hài lòng                                             1 / 2  (mất 1)\n"
        "T Điểm thưởng                                                                  0\n"
        "  T.1 Sáng kiến                                                                0"
    )


def test_a_node_beside_leaves_stands_in_the_place_of_its_code():
    """As where a leaf was split: 1.1.2 is a node, its neighbour 1.1.1 is none."""
    parts = SOUND[SOUND.index("            parts:\n") : SOUND.index("            cites: [II.1]\n")]
    level, file = parts.split("              - name: Hồ sơ\n")
    below = level.replace("parts:", "sub_criteria:").replace(
        "- name: Mức", '- code: "1.1.2.a"\n                name: Mức'
    )
    below += "                cites: [II.1]\n"
    below += (
        '              - code: "1.1.2.b"\n                name: Hồ sơ\n'
        + file
        + "                cites: [II.1]\n"
    )
    source = SOUND.replace(parts + "            cites: [II.1]\n", below).replace(
        '      "1.1.2": 50%', '      "1.1.2.a": 50%'
    )
    codes_told = [line.split()[0] for line in told(source=source).splitlines()[4:] if "/" in line]
    assert codes_told[:5] == ["1", "1.1", "1.1.1", "1.1.2", "1.1.2.a"]


def test_a_leaf_goes_from_the_cell_to_the_clause_and_the_next_band():
    assert told(code="1.2", width=90).splitlines()[4:] == [
        "1 Chỉ đạo                                                                   6 / 8  (mất 2)",
        "  1.2 Đúng hạn                                                              2 / 3  (mất 1)",
        "    Số liệu: Hồ sơ đúng hạn (dung_han) = 97  [facts/so-a.csv#dung_han]",
        "             Hồ sơ trễ hạn (tre_han) = 3  [facts/so-a.csv#tre_han]",
        "    Cách đo: dung_han / (dung_han + tre_han) = 97 / (97 + 3) = 97/100 = 97%",
        "    Bậc điểm: từ 95% đến dưới 98%: max * (x - 95%) / 3% → 2 / 3 (1.2/b2)",
        "    Bậc tốt hơn: từ 98% trở lên: max → 3 (1.2/b1); tăng 1 điểm phần trăm",
        "                 chỉ cần Hồ sơ đúng hạn (dung_han) = 147 → 3",
        "                 chỉ cần Hồ sơ trễ hạn (tre_han) = 1 → 3",
        "    Điểm: 2 / 3",
        "    Căn cứ: II.6b, Quyết định 45",
        "    Tài liệu: 12/BC-SA, 10/12/2023, Báo cáo, Mục II, 3–4, bc.pdf",
        "    Cơ quan thẩm định: Sở Nội vụ",
        "    Luật: 1.2/b2",
    ]


def test_the_same_in_english():
    assert told(code="1.2", language="en", width=90).splitlines()[3:14] == [
        "Points 8.1 / 10; index 81.00%; rank 2; grade B; Last year: none",
        "1 Chỉ đạo                                                                  6 / 8  (lost 2)",
        "  1.2 Đúng hạn                                                             2 / 3  (lost 1)",
        "    Figures: Hồ sơ đúng hạn (dung_han) = 97  [facts/so-a.csv#dung_han]",
        "             Hồ sơ trễ hạn (tre_han) = 3  [facts/so-a.csv#tre_han]",
        "    Measure: dung_han / (dung_han + tre_han) = 97 / (97 + 3) = 97/100 = 97%",
        "    Band: từ 95% đến dưới 98%: max * (x - 95%) / 3% → 2 / 3 (1.2/b2)",
        "    Next step: từ 98% trở lên: max → 3 (1.2/b1); up 1 percentage points",
        "               it takes Hồ sơ đúng hạn (dung_han) = 147 → 3",
        "               it takes Hồ sơ trễ hạn (tre_han) = 1 → 3",
        "    Points: 2 / 3",
    ]


def test_a_provisional_unit_shows_its_appraised_part_with_its_own_maximum():
    one = cycle(survey={})  # so-a: 1 + 2 + 2 + 1 of 8 without the survey's 2
    assert told(one).splitlines()[3].startswith("Điểm 6,5 / 10; riêng phần thẩm định 6 / 8; chỉ số 65,00%")
    assert "Points 6.5 / 10; appraised alone 6 / 8; " in told(one, language="en")
    found = explained(one)
    assert (found.provisional, found.appraised_points, found.appraised_max) == (True, "6", "8")
    assert "thẩm định 6" not in told()


def test_lines_keep_to_the_width():
    narrow = told(code="1", width=50)
    assert max(map(len, narrow.splitlines())) <= 50
    assert max(map(len, told(code="1", width=1).splitlines())) <= 40
    tight = told(code="1.2", width=40, source=SOUND.replace("name: Đúng hạn", "name: Đúng hạn, trước hạn"))
    assert "\n  1.2 Đúng hạn, trước hạn\n" in tight
    renamed = SOUND.replace("name: Đúng hạn", "name: Giải quyết đúng hạn, trước hạn")
    long = told(code="1.2", width=40, source=renamed)
    assert "\n  1.2 Giải quyết đúng hạn, trước hạn\n" + "2 / 3  (mất 1)".rjust(40) + "\n" in long


def test_rounding_is_shown_when_it_moves_the_points():
    # 3 × (97/101 − 0,95) / 0,03 = 105/101 = 1,0396039…
    shown = told(cycle(changed(FIGURES, "so-a", tre_han="4")), code="1.2")
    assert "Điểm: 1,039604 / 3 (trước khi làm tròn 105/101)" in shown
    assert leaf(explained(cycle(changed(FIGURES, "so-a", tre_han="4"))), "1.2").unrounded == "105/101"
    assert leaf(explained(cycle(changed(FIGURES, "so-a", tre_han="4"))), "1.2").rounded == "1.039604"


def test_a_gate_and_a_bar_say_what_they_lowered():
    shown = told(unit="so-b", code="1.1.2")
    assert "Không được xếp trên loại B: 1.1.1 bằng 0 (B1, II.2)" in shown
    assert "      Khống chế: G1: 1.1.1 bằng 0: 2 → 1 (II.1)" in shown
    assert "      Điểm: 1 / 2\n" in shown


def test_a_gate_that_holds_says_what_opens_it_and_which_steps_wait_for_it():
    # so-c without a plan: 0,5 of 2 is below the cap of 1, so the gate costs nothing yet
    shown = told(cycle(changed(FIGURES, "so-c", ngay_kh="never")), unit="so-c", code="1.1.2", width=120)
    assert (
        "      Đang bị khống chế: G1: không quá 1 điểm vì 1.1.1 “Ban hành đúng hạn” bằng 0 (nay: 0); "
        "gỡ khi trên 0 (II.1)\n"
    ) in shown
    assert "Khống chế: G1" not in shown
    assert "Bậc tốt hơn: kip: max → 1 (1.1.2#1/b3)\n" in shown
    assert "Bậc tốt hơn: bằng 1: max → 1 (1.1.2#2/b1); chỉ tính khi đã gỡ G1\n" in shown
    assert "khống chế" not in told(unit="so-c", code="1.1.2")
    english = told(unit="so-b", code="1.1.2", language="en", width=150)
    assert (
        "Held down: G1: at most 1 points as 1.1.1 “Ban hành đúng hạn” bằng 0 (now: 0); opens at trên 0"
        in english
    )


def gated(when: str) -> str:
    return SOUND.replace('      leaf: "1.1.1"\n      is: bằng 0\n    cap', f"{when}    cap", 1)


@pytest.mark.parametrize(
    ("when", "asked", "now", "opens"),
    [
        ('      area: "2"\n      is: đến 1.75\n', "2 “Hài lòng” đến 1.75", "1,6", "trên 1,75"),
        (
            "      measure: dung_han / (dung_han + tre_han)\n      is: dưới 98%\n",
            "dung_han / (dung_han + tre_han) dưới 98%",
            "97%",
            "từ 98% trở lên",
        ),
        ("      measure: tre_han\n      is: từ 2 trở lên\n", "tre_han từ 2 trở lên", "3", "dưới 2"),
    ],
)
def test_gates_on_areas_and_measures_say_what_opens_them(when: str, asked: str, now: str, opens: str):
    (held,) = leaf(explained(source=gated(when)), "1.1.2").held
    assert (held.asked, held.now, held.opens) == (asked, now, opens)
    assert f"Khống chế: G1: {asked.replace(' “Hài lòng”', '')}: 2 → 1" in told(
        code="1.1.2", source=gated(when)
    )


def test_a_gate_does_not_hold_what_does_not_apply_nor_by_what_does_not_apply():
    # so-c has no procedures: 1.2 is left out, so a gate on it does not fire unless it says so
    on_left_out = '      leaf: "1.2"\n      is: bằng 0\n'
    assert leaf(explained(unit="so-c", source=gated(on_left_out)), "1.1.2").held == ()
    also = gated(on_left_out).replace("    cap:", "    also: [not_applicable]\n    cap:", 1)
    assert [gate.rule for gate in leaf(explained(unit="so-c", source=also), "1.1.2").held] == ["G1"]
    caps_left_out = SOUND.replace('      "1.1.2": 50% max\n', '      "1.2": 50% max\n')
    one = cycle(changed(FIGURES, "so-c", ngay_kh="never"))
    assert leaf(explained(one, unit="so-c", source=caps_left_out), "1.2").held == ()


def test_two_gates_lower_one_after_the_other():
    second = """  - id: G2
    when:
      leaf: "1.1.1"
      is: dưới 0.5
    cap:
      "1.1.2": "0.5"
    cites: [II.6]
grades:
"""
    shown = told(unit="so-b", code="1.1.2", source=SOUND.replace("grades:\n", second, 1))
    assert "Khống chế: G1: 1.1.1 bằng 0: 2 → 1 (II.1)\n" in shown
    assert "G2: 1.1.1 dưới 0.5: 1 → 0,5 (II.6)\n" in shown


def test_a_ceiling_says_what_it_lowered():
    source = SOUND.replace("ceiling: 1\n", "ceiling: 0.5\n")
    shown = told(unit="so-b", code="T.1", source=source)
    assert "Khống chế: bonus-ceiling: trần điểm thưởng hoặc điểm trừ của bộ tiêu chí: 1 → 0,5" in shown


def test_choices_yes_no_and_never_are_told_in_words():
    shown = told(unit="so-b", code="1.1.1")
    assert "Cách đo: late(ngay_kh; 31/01/2023) = late(Không ban hành; 31/01/2023)\n" in shown
    assert "Bậc tốt hơn: từ 1 đến 30: 50% max → 0,5 (1.1.1/b2)\n" in shown
    assert "chỉ cần Ngày ban hành kế hoạch (ngay_kh) = 02/03/2023 → 0,5" in shown
    parts = told(unit="so-c", code="1.1.2")
    assert "Cách đo: Mức: muc = cham\n" in parts
    assert "Bậc tốt hơn: kip: max → 1 (1.1.2#1/b3)\n" in parts
    assert "chỉ cần Đủ hồ sơ (du_hs) = Có → 1" in parts


def test_the_end_of_the_same_band_is_named():
    shown = told(code="2.1")
    assert "Bậc tốt hơn: cùng bậc, khi đạt 100% → 2 (2.1/b1); tăng 20 điểm phần trăm" in shown
    assert "chỉ cần" not in shown


def test_stages_stand_side_by_side_with_their_reasons():
    rounds = (
        decision("r1", "so-a", "1.3", "so_hoa", "14"),
        decision("council", "so-a", "1.3", "so_hoa", "28"),
    )
    shown = told(cycle(decisions=rounds), code="1.3")
    assert (
        "    Các bước: Tự chấm: 1\n"
        "              Thẩm định lần 1: 0,4 – so_hoa = 14 (Đối chiếu sổ theo dõi, Sở Nội vụ, 05/01/2024)\n"
        "              Hội đồng: 0,8 – so_hoa = 28 (Đối chiếu sổ theo dõi, Sở Nội vụ, 05/01/2024)\n"
    ) in shown
    assert "Kết quả đã số hóa (so_hoa) = 28  [appraisal/quyet-dinh.csv:2, Hội đồng]" in shown


def test_a_status_is_told_in_words_at_every_stage():
    rounds = (
        decision("r1", "so-a", "1.3", "", "", "no_evidence"),
        decision("r2", "so-a", "1.3", "so_hoa", "70", "no_evidence"),
        decision("council", "so-a", "1.3", "", "", "not_applicable"),
    )
    why = "(Đối chiếu sổ theo dõi, Sở Nội vụ, 05/01/2024)"
    shown = told(cycle(decisions=rounds), code="1.3", width=200)
    assert (
        "    Các bước: Tự chấm: 1\n"
        f"              Thẩm định lần 1: 0 – 1.3 = không có tài liệu kiểm chứng {why}\n"
        f"              Thẩm định lần 2: 0 – so_hoa = 70 {why}; so_hoa = không có tài liệu kiểm chứng {why}\n"
        f"              Hội đồng: 2 – 1.3 = không áp dụng {why}\n"
    ) in shown
    assert f"Council: 2 – 1.3 = not applicable {why}\n" in told(
        cycle(decisions=rounds), code="1.3", width=200, language="en"
    )


def test_last_year_is_told_or_its_absence():
    before, _ = run(cycle(), [sample_plan()])
    assert "Năm trước: chỉ số 81,00%, hạng 2, +0" in told(previous=before)
    units = tuple(replace(unit, rank=None, index="") for unit in before.groups[0].units)
    unranked = replace(before, groups=(replace(before.groups[0], units=units),))
    assert "Năm trước: không có\n" in told(previous=unranked)


def test_flags_are_told_at_the_unit_and_at_the_leaf():
    shown = told(cycle(changed(FIGURES, "so-a", dung_han="79", tre_han="21")), code="1.2")
    assert "\nLưu ý F1: Trễ hạn trên 20%\n" in shown
    assert "    Lưu ý: F1: Trễ hạn trên 20%" in shown


def claimed() -> Cycle:
    one = cycle(without(FIGURES, "so-a", "so_hoa"))
    return replace(one, facts=(*one.facts, fact("so-a", "so_hoa", "", "not_applicable")))


def unproven() -> Cycle:
    one = cycle()
    facts = (replace(f, status="no_evidence") if f.input == "so_hoa" else f for f in one.facts)
    return replace(one, facts=tuple(facts))


def granted() -> Cycle:
    return cycle(decisions=(decision("council", "so-a", "1.3", "", "", "not_applicable"),))


WHY = {
    "rejected": (
        cycle(changed(FIGURES, "so-a", so_hoa="-1")),
        "1.3",
        "Số liệu bị loại vì ngoài miền giá trị hoặc trái ràng buộc: Kết quả đã số hóa.",
        "Đơn vị sửa số liệu; người thẩm định có thể quyết định số liệu khác kèm lý do.",
    ),
    "na-granted": (
        granted(),
        "1.3",
        "Không áp dụng: đã được công nhận (Hội đồng, Sở Nội vụ, 05/01/2024, Đối chiếu sổ theo dõi).",
        "Hội đồng thẩm định quyết định lại.",
    ),
    "claimed": (
        claimed(),
        "1.3",
        "Đề nghị không áp dụng, Hội đồng chưa công nhận.",
        "Hội đồng thẩm định công nhận hay bác đề nghị; đơn vị cũng có thể nộp số liệu.",
    ),
    "not-filed": (
        cycle(without(FIGURES, "so-a", "so_hoa", "phai_so_hoa")),
        "1.3",
        "Chưa nộp số liệu: Kết quả đã số hóa, Kết quả phải số hóa.",
        "Đơn vị nộp số liệu còn thiếu.",
    ),
    "no-evidence": (
        unproven(),
        "1.3",
        "Không có tài liệu kiểm chứng.",
        "Đơn vị nộp tài liệu kiểm chứng: Số hóa.",
    ),
    "pending-survey": (
        cycle(survey={}),
        "2.1",
        "Chờ kết quả điều tra xã hội học: Mức độ hài lòng.",
        "Cơ quan tổ chức điều tra nộp kết quả (survey/scores.csv) hoặc phiếu đã thu (survey/responses/).",
    ),
    "empty-not-applicable": (
        cycle(changed(FIGURES, "so-a", dung_han="0", tre_han="0")),
        "1.2",
        "Không phát sinh (mẫu số bằng 0): mục này không áp dụng.",
        "Đơn vị, nếu số liệu ở mẫu số chưa đúng.",
    ),
}


@pytest.mark.parametrize("reason", WHY)
def test_a_leaf_without_a_band_says_why_and_who_may_change_it(reason: str):
    one, code, why, who = WHY[reason]
    found = leaf(explained(one), code)
    assert found.rules[0] == f"{code}/{reason}"
    assert (found.why, found.who) == (why, who)
    assert found.parts == ()
    assert found.unrounded == ""


def test_figures_of_a_leaf_that_does_not_apply_are_not_asked_for():
    assert "chưa nộp" not in told(unit="so-c", code="1.2")


def test_an_unfiled_figure_is_named_where_it_is_missing():
    shown = told(cycle(without(FIGURES, "so-a", "so_hoa")), code="1.3")
    assert "Kết quả đã số hóa (so_hoa) = chưa nộp\n" in shown
    assert "Tình trạng: Chưa nộp số liệu: Kết quả đã số hóa.\n" in shown


def test_a_refused_figure_is_shown_as_it_was_written():
    assert "(so_hoa) = -1  [facts/so-a.csv#so_hoa]" in told(WHY["rejected"][0], code="1.3")


def test_full_points_by_state_are_explained():
    found = leaf(explained(granted()), "1.3")
    assert (found.points, found.rounded, found.lost) == ("2", "2", "0")


def test_marks_of_claims_and_missing_evidence_reach_the_leaf():
    assert [flag.say for flag in leaf(explained(claimed()), "1.3").flags] == [
        "đề nghị không áp dụng, chờ công nhận"
    ]
    lenient = SOUND.replace("areas:\n", "states:\n  no_evidence: score\nareas:\n", 1)
    assert "    Lưu ý: không có tài liệu kiểm chứng" in told(unproven(), code="1.3", source=lenient)


def test_last_year_s_figures_are_read_when_the_denominator_is_empty():
    one = cycle(changed(FIGURES, "so-a", so_hoa="0", phai_so_hoa="0"))
    before = replace(one.previous, facts=(fact("so-a", "so_hoa", "35"), fact("so-a", "phai_so_hoa", "100")))
    found = leaf(explained(replace(one, previous=before)), "1.3")
    assert found.rules == ("1.3/empty-previous", "1.3/b2")
    assert found.why == "Không phát sinh trong năm (mẫu số bằng 0): chấm theo số liệu năm trước."
    assert (found.parts[0].exact, found.points, found.parts[0].numbers) == ("7/20", "1", "35 / 100")


def test_only_the_branch_asked_for_is_told():
    found = explained(code="1.1")
    assert found is not None
    assert [node.code for node in found.nodes] == ["1"]
    assert [leaf.code for leaf in found.nodes[0].nodes[0].leaves] == ["1.1.1", "1.1.2"]
    assert explained(code="9.9") is None
    assert codes(sample_plan()) == ("1", "1.1", "2", "1.1.1", "1.1.2", "1.2", "1.3", "2.1", "T.1")


def test_a_branch_stands_under_the_whole_totals_of_its_nodes():
    # so-a: 1.1.1 1 of 1, 1.1.2 2 of 2, 1.2 2 of 3, 1.3 1 of 2
    area = explained(code="1.1.1").nodes[0]
    assert (area.points, area.max_points, area.lost) == ("6", "8", "2")
    (criterion,) = area.nodes
    assert (criterion.points, criterion.max_points) == ("3", "3")
    assert [leaf.code for leaf in criterion.leaves] == ["1.1.1"]
    assert [node.points for node in explained(code="").nodes] == ["6", "1.6", "0.5"]


def test_a_bonus_leaf_stands_under_all_the_bonus():
    second = """    - code: T.2
      name: Mô hình
      max: 1
      measure: sang_kien
      method: dem_don_gia
      with:
        U: "0.25"
      cites: [II.4]
"""
    head, mark, tail = SOUND.partition("bonus:\n")
    first, _, rest = tail.partition("\ngates:")
    shown = explained(code="T.1", source=f"{head}{mark}{first}\n{second}gates:{rest}")
    assert [(node.code, node.points) for node in shown.nodes] == [("T", "0.75")]


def test_the_json_document_is_versioned_and_stable():
    found = explained(code="1.2")
    assert found is not None
    document = json.loads(to_json(found))
    assert document["schema"] == "par-index/explain/1"
    part = document["nodes"][0]["leaves"][0]["parts"][0]
    assert {key: part[key] for key in ("exact", "rule", "points")} == {
        "exact": "97/100",
        "rule": "1.2/b2",
        "points": "2",
    }
    assert (part["next"]["threshold"], part["next"]["change"]) == ("49/50", "1/100")
    assert [reach["value"] for reach in part["next"]["figures"]] == ["147", "1"]
    assert to_json(found) == to_json(explained(code="1.2"))
    assert document["nodes"][0]["leaves"][0]["cites"] == [
        {"clause": "II.6b", "document": "QĐ45", "title": "Quyết định 45"}
    ]


@pytest.mark.parametrize("reason", words.reasons())
def test_every_reason_has_words_in_both_languages(reason: str):
    for say in (words.why, words.who):
        assert say(reason, "vi") != say(reason, "en")
        assert say(reason, "vi").endswith(".")
        assert say(reason, "en").endswith(".")


def test_survey_scores_are_named_by_their_source():
    assert "Mức độ hài lòng (hai_long) = 80%  [survey/scores.csv:2, Điều tra thử]" in told(code="2.1")
    assert SURVEY["so-a"] == "80%"


def test_a_document_is_named_once_after_its_clauses():
    twice = SOUND.replace("cites: [II.6b]", "cites: [II.6b, PL.III.5]")
    assert "    Căn cứ: II.6b, PL.III.5, Quyết định 45\n" in told(code="1.2", source=twice)


def test_a_value_without_an_end_is_marked_as_rounded():
    shown = told(cycle(changed(FIGURES, "so-a", tre_han="4")), code="1.2")
    assert "= 97 / (97 + 4) = 97/101 ≈ 96,039604%" in shown
