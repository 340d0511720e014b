"""What differs between two sets: each kind of change told once, in the author's words, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.model.plan import Plan
from par_index.problem import has_errors
from par_index.revision.compare import compare, paired
from par_index.revision.records import LeafRevision, Revision
from par_index.revision.spans import differing
from par_index.revision.text import briefing
from par_index.verify import ladders
from tests.compile.sample import SOUND, broken, compiled

LEAF = """\
      - code: "1.4"
        name: Xin lỗi khi trễ hẹn
        max: 1
        measure: du_hs
        method: dat_hay_khong
        cites: [III.3]
"""


PUNISHED = """\
inputs:
  bi_phat:
    type: count
    label: Số lần bị phạt
    better: less
"""
PENALTY = """\
penalty:
  code: P
  name: Điểm trừ
  ceiling: 1
  leaves:
    - code: P.1
      name: Bị kỷ luật
      max: 0
      min: "-1"
      measure: bi_phat
      method: phat
      with:
        U: "0.5"
      cites: [II.4]
"""


def plan(text: str, folder: Path) -> Plan:
    """Compile a sound set for departments."""
    plans, problems = compiled(text, folder)
    assert not has_errors(problems), [problem.text() for problem in problems]
    return next(one for one in plans if one.kind == "so")


def revision(text: str, folder: Path) -> Revision:
    return compare(plan(SOUND, folder / "truoc"), plan(text, folder / "sau"))


def only(found: Revision) -> LeafRevision:
    (leaf,) = found.leaves
    return leaf


def test_the_same_set_does_not_differ(tmp_path: Path) -> None:
    found = revision(SOUND + "# một ghi chú\n", tmp_path)
    assert not found
    assert briefing(found).endswith("Hai bộ tiêu chí không khác nhau.")


@pytest.mark.parametrize(
    ("old", "new", "aspect", "said"),
    [
        ("name: Số hóa\n", "name: Số hóa kết quả\n", "name", ("Số hóa", "Số hóa kết quả")),
        ('code: "1.3"', 'code: "1.5"', "code", ("1.3", "1.5")),
        ("cites: [II.6]\n", "cites: [II.7]\n", "cites", ("II.6", "II.7")),
        (
            "if_empty: [previous, not_applicable]",
            "if_empty: [full]",
            "empty",
            ("số liệu năm trước, rồi không áp dụng, đủ điểm", "đủ điểm"),
        ),
        (
            "measure: so_hoa / phai_so_hoa\n        method",
            "measure: round(so_hoa / phai_so_hoa; 2)\n        method",
            "measure",
            (
                "“Kết quả đã số hóa” / “Kết quả phải số hóa”",
                "tỷ lệ làm tròn (“Kết quả đã số hóa” / “Kết quả phải số hóa”; 2)",
            ),
        ),
    ],
)
def test_one_change_of_a_leaf_is_told_once(
    old: str, new: str, aspect: str, said: tuple[str, str], tmp_path: Path
) -> None:
    found = only(revision(broken(old, new), tmp_path))
    (told,) = found.aspects
    assert (told.name, told.said) == (aspect, said)
    assert (found.change == "worded") == (aspect in ("name", "code", "cites"))


def test_what_not_applicable_earns_is_told_for_consent_and_for_an_empty_denominator(tmp_path: Path) -> None:
    text = broken("        not_applicable: full\n", "        not_applicable: zero\n")
    found = {aspect.name: aspect.said[1] for aspect in only(revision(text, tmp_path)).aspects}
    assert found == {
        "granted": "không áp dụng, 0 điểm",
        "empty": "số liệu năm trước, rồi không áp dụng, 0 điểm",
    }


def test_a_threshold_moved_is_told_with_where_points_differ(tmp_path: Path) -> None:
    """Full from 70% before and from 80% after, in proportion below: all between 0 and 80% differ."""
    found = only(revision(broken("so: 70%", "so: 80%"), tmp_path))
    assert found.change == "scored"
    assert [aspect.name for aspect in found.aspects] == ["bands"]
    assert found.spans == ("dưới 80%",)


def test_a_step_moved_is_told_with_just_the_values_between(tmp_path: Path) -> None:
    """Between 95% and 98% another line; at 98% and above, and below 95%, the same points."""
    text = broken("từ 98% trở lên: max", "từ 99% trở lên: max")
    text = text.replace(
        "từ 95% đến dưới 98%: max * (x - 95%) / 3%", "từ 95% đến dưới 99%: max * (x - 95%) / 4%"
    )
    found = only(revision(text, tmp_path))
    assert found.spans == ("từ 95% đến dưới 99%",)
    assert found.trait == "Có thủ tục hành chính"
    assert "Điểm có thể đổi: đơn vị có đặc điểm “Có thủ tục hành chính” (Sở), khi x từ 95% đến dưới 99%." in (
        briefing(revision(text, tmp_path), width=200)
    )


def test_a_ladder_that_grew_with_its_maximum_is_only_reweighted(tmp_path: Path) -> None:
    text = broken("        name: Đúng hạn\n        max: 3", "        name: Đúng hạn\n        max: 4")
    text = text.replace("        name: Số hóa\n        max: 2", "        name: Số hóa\n        max: 1")
    found = revision(text, tmp_path)
    assert [(leaf.code[1], [aspect.name for aspect in leaf.aspects]) for leaf in found.leaves] == [
        ("1.2", ["max"]),
        ("1.3", ["max"]),
    ]
    assert [leaf.spans for leaf in found.leaves] == [(), ()]
    assert "2 mục đổi điểm tối đa" in briefing(found)


def test_a_new_leaf_and_one_that_is_gone(tmp_path: Path) -> None:
    text = broken("        name: Số hóa\n        max: 2", "        name: Số hóa\n        max: 1")
    text = text.replace('  - code: "2"\n', LEAF + '  - code: "2"\n')
    before, after = plan(SOUND, tmp_path / "truoc"), plan(text, tmp_path / "sau")
    assert [(leaf.change, leaf.code) for leaf in compare(before, after).leaves] == [
        ("scored", ("1.3", "1.3")),
        ("added", ("", "1.4")),
    ]
    assert [(leaf.change, leaf.code) for leaf in compare(after, before).leaves] == [
        ("scored", ("1.3", "1.3")),
        ("dropped", ("1.4", "")),
    ]
    told = briefing(compare(before, after), width=120)
    assert "MỤC MỚI\n  1.4 Xin lỗi khi trễ hẹn (1 điểm; 1. Chỉ đạo)\n    Có: 1 điểm; Không: 0 điểm." in told
    assert "Tóm tắt: 1 mục mới; 1 mục đổi điểm tối đa." in told


def test_bonus_and_penalty_stand_outside_the_areas(tmp_path: Path) -> None:
    text = SOUND.replace("inputs:\n", PUNISHED).replace("gates:\n", PENALTY + "gates:\n")
    text = text.replace("name: Sáng kiến\n      max: 1", 'name: Sáng kiến\n      max: "0.5"')
    found = revision(text, tmp_path)
    assert [leaf.area for leaf in found.leaves] == [("bonus", "bonus"), ("", "penalty")]
    told = briefing(found, width=200)
    assert "T.1 Sáng kiến (1 → 0,5 điểm; điểm thưởng)" in told
    assert "P.1 Bị kỷ luật (0 điểm; điểm trừ)" in told
    assert "(0 points; penalty points)" in briefing(found, "en", width=200)


def test_leaves_that_changed_places_are_neither_new_nor_gone(tmp_path: Path) -> None:
    text = SOUND.replace('- code: "1.2"', '- code: "x"').replace('- code: "1.3"', '- code: "1.2"')
    found = revision(text.replace('- code: "x"', '- code: "1.3"'), tmp_path)
    assert {(leaf.change, leaf.code) for leaf in found.leaves} == {
        ("worded", ("1.2", "1.3")),
        ("worded", ("1.3", "1.2")),
    }


@pytest.mark.parametrize(
    ("old", "new", "subject", "code", "effect"),
    [
        ("ceiling: 1", "ceiling: 2", "bonus_ceiling", "", "points"),
        ("    từ 90% trở lên: A", "    từ 91% trở lên: A", "grade", "A", "grade"),
        ('      "1.1.2": 50% max', '      "1.1.2": 0', "gate", "G1", "points"),
        ("      best: B\n", "      best: C\n", "bar", "B1", "grade"),
        ("    say: Trễ hạn trên 20%", "    say: Trễ hạn nhiều", "flag", "F1", "none"),
        ("    label: Sáng kiến\n", "    label: Sáng kiến CCHC\n", "input_label", "sang_kien", "none"),
        ("issuer: UBND tỉnh thử", "issuer: UBND tỉnh khác", "issuer", "", "none"),
    ],
)  # fmt: skip
def test_what_a_set_says_of_itself(
    old: str, new: str, subject: str, code: str, effect: str, tmp_path: Path
) -> None:
    text = broken(old, new)
    if subject == "grade":
        text = text.replace("từ 70% đến dưới 90%: B", "từ 70% đến dưới 91%: B")
    found = revision(text, tmp_path)
    assert found.leaves == ()
    assert (subject, code, effect) in [(line.subject, line.code, line.effect) for line in found.lines]
    assert len(found.lines) == (2 if subject == "grade" else 1)


def test_kinds_are_paired_by_code_else_as_they_come(tmp_path: Path) -> None:
    plans, _ = compiled(SOUND, tmp_path)
    assert [(a.kind, b.kind) for a, b in paired(plans, plans)] == [("so", "so"), ("huyen", "huyen")]
    assert [(a.kind, b.kind) for a, b in paired(plans[:1], plans[1:])] == [("so", "huyen")]


PERCENTS = st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True).map(sorted)
GIVES = st.sampled_from(["0", "50% max", "max", "max * x", "max * x / 2"])
STEPS = st.tuples(PERCENTS, st.booleans(), st.booleans(), st.tuples(GIVES, GIVES, GIVES))


def banded(steps: tuple[list[int], bool, bool, tuple[str, str, str]]) -> str:
    (low, high), low_closed, high_closed, (first, second, third) = steps
    bands = [
        f"{'dưới' if low_closed else 'đến'} {low}%: {first}",
        f"{'từ' if low_closed else 'trên'} {low}% đến {'' if high_closed else 'dưới '}{high}%: {second}",
        f"trên {high}%: {third}" if high_closed else f"từ {high}% trở lên: {third}",
    ]
    text = "".join(f"          {band}\n" for band in bands)
    old = """          từ 98% trở lên: max
          từ 95% đến dưới 98%: max * (x - 95%) / 3%
          dưới 95%: 0
"""
    return broken(old, text)


@settings(max_examples=40, deadline=None)
@given(STEPS, STEPS)
def test_points_differ_in_the_named_stretches_and_nowhere_else(
    tmp_path_factory: pytest.TempPathFactory, before: object, after: object
) -> None:
    """Against values on and beside each threshold: equal outside, and inside at most at crossings."""
    place = tmp_path_factory.mktemp("bac")
    found = []
    for name, steps in (("truoc", before), ("sau", after)):
        (one, _), _ = compiled(banded(steps), place / name)  # type: ignore[arg-type]
        found.append(ladders(one.leaf_by_code["1.2"], one)[0])
    spans = differing(*found)
    values = {Fraction(step, 400) for step in range(401)}
    unequal = 0
    for x in values:
        points = [
            next(b.slope * x + b.base for b in ladder.part.bands if b.interval.holds(x)) for ladder in found
        ]
        inside = any(span.interval.holds(x) for span in spans)
        unequal += inside and points[0] == points[1]
        assert inside or points[0] == points[1], (x, points)
    assert unequal <= 4, "two lines cross once in a stretch"
