"""A new run says whose points and ranks changed, and why."""

from dataclasses import replace

from par_index.score.changes import changes
from par_index.score.changes_text import changes_text
from par_index.score.run import run
from tests.compile.sample import SOUND
from tests.score.cycles import FIGURES, SURVEY, changed, cycle, decision, sample_plan, without


def scored(one=None, text=SOUND):
    results, _ = run(one or cycle(), [sample_plan(text)])
    assert results is not None
    return results


FIRST = scored()


def reasons(after, unit: str, code: str):
    found = next(change for change in changes(FIRST, after).units if change.unit == unit)
    return next(leaf.reasons for leaf in found.leaves if leaf.code == code)


def test_nothing_changed():
    assert not changes(FIRST, scored())
    assert changes_text(changes(FIRST, scored())) == "Không đơn vị nào đổi điểm, chỉ số, hạng hoặc loại."
    assert changes_text(changes(FIRST, scored()), "en") == "No unit's points, index, rank or grade changed."


def test_a_figure_moves_a_leaf_its_unit_and_the_ranks_of_others():
    # so-c: 35 of 100 digitised earns 1 instead of 2; so-a: 3 points instead of 2 at 1.2 and rank 1 (9,1 > 9).
    after = scored(cycle(changed(changed(FIGURES, "so-a", tre_han="1"), "so-c", so_hoa="35")))
    assert changes_text(changes(FIRST, after)) == (
        "3 đơn vị thay đổi:\n"
        "  Sở A (so-a): điểm 8,1 → 9,1; chỉ số 81,00% → 91,00%; hạng 2 → 1; loại B → A\n"
        "    1.2 Đúng hạn: điểm 2 → 3 – số liệu đổi (tre_han 3 → 1)\n"
        "  Sở B (so-b): hạng 1 → 2 (do đơn vị khác thay đổi)\n"
        "  Sở C (so-c): điểm 4,5 → 3,5; chỉ số 64,29% → 50,00%\n"
        "    1.3 Số hóa: điểm 2 → 1 – số liệu đổi (so_hoa 70 → 35)"
    )


def test_an_appraisal_decision_is_named_as_the_reason():
    after = scored(cycle(decisions=(decision("r1", "so-a", "1.3", "so_hoa", "70"),)))
    assert reasons(after, "so-a", "1.3") == ("appraisal",)
    assert changes_text(changes(FIRST, after), "en") == (
        "2 units changed:\n"
        "  Sở A (so-a): points 8.1 → 9.1; index 81.00% → 91.00%; rank 2 → 1; grade B → A\n"
        "    1.3 Số hóa: points 1 → 2 – decided in appraisal (so_hoa 35 → 70)\n"
        "  Sở B (so-b): rank 1 → 2 (because other units changed)"
    )


def test_a_granted_claim_is_an_appraisal_decision():
    claim = decision("council", "so-a", "1.3", "", "", "not_applicable")
    assert reasons(scored(cycle(decisions=(claim,))), "so-a", "1.3") == ("appraisal",)


def test_a_survey_score_is_named_as_the_reason():
    after = scored(cycle(survey={**SURVEY, "so-a": "90%"}))
    assert reasons(after, "so-a", "2.1") == ("survey",)


def test_a_status_is_named_as_the_reason():
    one = cycle()
    unproven = tuple(
        replace(item, status="no_evidence") if (item.unit, item.input) == ("so-a", "so_hoa") else item
        for item in one.facts
    )
    assert reasons(scored(replace(one, facts=unproven)), "so-a", "1.3") == ("status",)
    untraited = tuple(replace(unit, traits=()) if unit.code == "so-a" else unit for unit in one.units)
    after = changes(FIRST, scored(replace(one, units=untraited)))
    leaf = next(leaf for change in after.units for leaf in change.leaves if leaf.code == "1.2")
    assert (leaf.reasons, leaf.max_points) == (("status",), ("3", "0"))
    told = "1.2 Đúng hạn: điểm 2 → 0; điểm tối đa 3 → 0; đã chấm → không áp dụng – tình trạng đổi"
    assert told in changes_text(after)


def test_a_gate_moved_by_another_leaf_is_named_as_the_reason():
    after = scored(cycle(changed(FIGURES, "so-b", ngay_kh="31/01/2023")))
    assert reasons(after, "so-b", "1.1.2") == ("rule",)
    assert "mục khác làm đổi mức khống chế" in changes_text(changes(FIRST, after))


def test_another_version_of_the_set_is_told_first():
    after = scored(text=SOUND.replace("so: 70%", "so: 50%"))
    found = changes(FIRST, after)
    assert [(one.group, one.criteria_set) for one in found.sets] == [("so", ("thu/2023/so", "thu/2023/so"))]
    assert reasons(after, "so-a", "1.3") == ("set",)
    first = changes_text(found).splitlines()[0]
    assert first.startswith("Nhóm so: bộ tiêu chí thu/2023/so đổi bản (sha256-")


def test_a_leaf_only_one_set_has_is_due_to_the_set():
    other = SOUND.replace("code: T.1", "code: T.2").replace('U: "0.5"', 'U: "0.25"')
    found = changes(FIRST, scored(text=other))
    told = {leaf.code: (leaf.points, leaf.reasons) for change in found.units for leaf in change.leaves}
    assert (told["T.1"], told["T.2"]) == ((("0.5", ""), ("set",)), (("", "0.25"), ("set",)))


def test_units_that_come_and_go_are_named():
    one = cycle()
    gone = replace(one, units=one.units[:2])
    assert changes_text(changes(FIRST, scored(gone))) == "Không còn đơn vị: Sở C."
    assert changes_text(changes(scored(gone), FIRST)) == "Đơn vị mới: Sở C."


def test_becoming_provisional_is_a_change():
    found = changes(FIRST, scored(cycle(without(FIGURES, "so-c", "sang_kien"))))
    assert changes_text(found) == (
        "1 đơn vị thay đổi:\n"
        "  Sở C (so-c): loại C → không có\n"
        "    T.1 Sáng kiến: đã chấm → chưa nộp – số liệu đổi (sang_kien 0 → không có)"
    )


def test_two_reasons_are_both_named():
    decided = decision("r1", "so-a", "1.3", "so_hoa", "20")
    both = scored(cycle(changed(FIGURES, "so-a", phai_so_hoa="50"), decisions=(decided,)))
    assert reasons(both, "so-a", "1.3") == ("figure", "appraisal")
