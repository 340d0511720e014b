# ruff: noqa: E501 - a table of mistakes reads best one a line
"""A district's set that extends its province's: what it adds is scored, and nothing else can change."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from par_index.compile import load_plans
from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.states import TRAIT
from par_index.places import Libraries, libraries
from par_index.points import MICRO
from par_index.problem import Problem

FIXTURE = Path(__file__).parents[1] / "fixtures" / "extension" / "criteria"
PARENT, CHILD = "tinh-thu/2023/xa", "huyen-thu/2023/xa"
SOUND = (FIXTURE / f"{CHILD}.yaml").read_text("utf-8")
WIDE = (FIXTURE / f"{PARENT}.yaml").read_text("utf-8")
FIGURES = {"ke_hoach": 1, "tuyen_truyen": 2, "ho_so": 100, "dung_han": 45, "hai_long": 900_000}
OWN = {"to_ap": 3, "so_ap": 4, "hoi_thi": 0}
"""1.1: 2; 1.2: 1, or split 0,5 + 0; 1.3: 0; 2.1: 45/100 is half of 90%, so 2; 3.1: 3/4 of 2; 4.1: 0,9 of 2."""


def shelves(folder: Path) -> Libraries:
    return libraries(criteria=folder)


def loaded(
    folder: Path, child: str = SOUND, parent: str = WIDE, others: dict[str, str] | None = None
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Write both sets (and others), and load the child."""
    for name, text in {PARENT: parent, CHILD: child, **(others or {})}.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    plans, problems = load_plans(CHILD, shelves(folder))
    return (plans[0] if plans else None), problems


def broken(old: str, new: str, text: str = SOUND) -> str:
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    return text.replace(old, new)


def judged(plan: Plan, **flags: int) -> UnitVerdict:
    codes = {code.replace("_", "."): bits for code, bits in flags.items()}
    case = Case(
        "xã", {code: value for code, value in {**FIGURES, **OWN}.items() if code in plan.input_by_code}, codes
    )
    (one,) = array.judge(plan, array.load(plan, [case])).verdicts()
    assert [one] == list(forward.judge(plan, [case]))
    return one


def points(text: str) -> int:
    return int(Fraction(text) * MICRO)


def test_the_fixture_is_sound_and_what_it_adds_is_scored() -> None:
    (plan,), problems = load_plans(CHILD, shelves(FIXTURE))
    assert [item.text() for item in problems] == []
    assert (plan.set_id, plan.issuer, plan.kind) == (CHILD, "UBND huyện thử", "xa")
    assert [leaf.code for leaf in plan.leaves] == ["1.1", "1.2.a", "1.2.b", "1.3", "2.1", "3.1", "4.1"]
    verdict = judged(plan)
    assert [leaf.points for leaf in verdict.leaves] == [
        points(text) for text in ("2", "0.5", "0", "0", "2", "1.5", "1.8")
    ]
    assert (verdict.points, verdict.max_points) == (points("7.8"), points("12"))


def test_the_parent_alone_is_scored_without_what_was_left_open() -> None:
    (plan,), problems = load_plans(PARENT, shelves(FIXTURE))
    assert [item.text() for item in problems] == []
    verdict = judged(plan)
    assert [leaf.points for leaf in verdict.leaves] == [points(text) for text in ("2", "1", "0", "2", "1.8")]
    assert (verdict.points, verdict.max_points) == (points("6.8"), points("10"))


def test_inherited_leaves_are_the_parents_own_with_their_places() -> None:
    (child,), _ = load_plans(CHILD, shelves(FIXTURE))
    (parent,), _ = load_plans(PARENT, shelves(FIXTURE))
    for code in ("1.1", "1.3", "2.1", "4.1"):
        assert child.leaf_by_code[code] == parent.leaf_by_code[code]
    assert child.leaf_by_code["3.1"].where.file.endswith("huyen-thu/2023/xa.yaml")
    assert child.leaf_by_code["1.1"].where.file.endswith("tinh-thu/2023/xa.yaml")
    assert child.flags == parent.flags
    assert [cite.document for cite in child.leaf_by_code["3.1"].cites] == ["KH"]
    assert list(child.documents) == ["QĐ", "KH"]


def test_the_digest_covers_both_files(tmp_path: Path) -> None:
    (sound,), _ = load_plans(CHILD, shelves(FIXTURE))
    plan, _ = loaded(tmp_path, broken("Số ấp\n", "Tổng số ấp\n"))
    assert plan is not None and plan.digest != sound.digest
    plan, _ = loaded(tmp_path, parent=broken("Có kế hoạch", "Có ban hành kế hoạch", WIDE))
    assert plan is not None and plan.digest != sound.digest
    plan, problems = loaded(tmp_path, parent="# Một lời ghi chú không đổi nội dung.\n" + WIDE)
    assert plan is not None and (plan.digest, problems) == (sound.digest, ())


def test_another_parent_than_the_pinned_one_is_refused_with_both_marks(tmp_path: Path) -> None:
    _, problems = loaded(
        tmp_path,
        parent=broken(
            "        max: 4\n        measure",
            "        max: 3\n        measure",
            broken(
                '    max: 4\n    criteria:\n      - code: "2.1"',
                '    max: 3\n    criteria:\n      - code: "2.1"',
                broken("total: 12", "total: 11", WIDE),
            ),
        ),
    )
    (told,) = problems
    line = next(at for at, text in enumerate(SOUND.splitlines(), 1) if "digest:" in text)
    (parent,), _ = load_plans(PARENT, shelves(tmp_path))
    assert (told.code, told.where.line, told.where.column) == ("L106", line, 11)
    assert (
        f"bản {load_plans(PARENT, shelves(FIXTURE))[0][0].digest}, nhưng bản đang đọc là {parent.digest}"
        in told.text()
    )
    assert f"rồi ghi digest: {parent.digest}" in told.text()


SPLIT_SURVEY = """\
split:
  "4.1":
    - code: "4.1.a"
      name: Hài lòng
      max: 2
      measure: hai_long
      bands:
        từ 0% đến 100%: max * x
      source: survey
      cites: [III.1]
"""
SPLIT_ON_TIME = """\
split:
  "2.1":
    - code: "2.1.a"
      name: Đúng hạn
      max: 4
      measure: dung_han / ho_so
      bands:
        từ 0% đến 100%: max * x
      applies: co_tthc
      not_applicable: drop
      if_empty: [not_applicable]
      cites: [II.1]
"""

MISTAKES = [
    # the text, the code, what stands on its line, words of the message
    (SOUND + "total: 12\n", "L104", "total: 12", "“total” là của bộ gốc"),
    (SOUND + "gates: []\n", "L104", "gates", "chỉ được điền chỗ dành riêng (fill), chia mục được phép chia (split)"),
    (SOUND + "grades:\n  by: index_exact\n", "L104", "grades:", "“grades”"),
    (SOUND + "kinds:\n  phuong: Phường\n", "L104", "kinds:", "“kinds”"),
    (SOUND + "fil: {}\n", "Y20", "fil: {}", "Có phải “fill”?"),
    (broken("  level: huyen\n", ""), "Y21", "extends:", "chưa có “level”"),
    (broken("  level: huyen\n", "  level: xa\n"), "L107", '  "3":', "Các chỗ dành riêng: 1.3 (huyen), 3 (huyen)"),
    (broken("  level: huyen\n", "  level: xa\n"), "L108", '  "1.2":', "Các mục được chia: 1.2 (huyen), 2.1 (huyen), 4.1 (huyen)"),
    (broken('  "3":\n', '  "5":\n'), "L107", '  "5":', "không có mục 5 dành cho huyen"),
    (broken('  "3":\n', '  "1.1":\n'), "L107", '  "1.1":', "không có mục 1.1 dành cho huyen"),
    (broken('  "1.2":\n', '  "1.1":\n'), "L108", '  "1.1":', "không có mục 1.1 cho phép huyen chia"),
    (broken("      max: 2\n", "      max: 1\n"), "L109", '  "3":', "Tổng max của các mục đặt vào 3 là 1, bộ gốc giao 2"),
    (broken("      max: 2\n", "      max: 2\n      min: -1\n"), "L109", '  "3":', "Tổng min của các mục đặt vào 3 là -1, bộ gốc giao 0"),
    (broken('      name: Hội thi\n      max: "0.5"', '      name: Hội thi\n      max: "0.75"'), "L109", '  "1.2":', "là 1.25, bộ gốc giao 1"),
    (broken("split:\n", SPLIT_ON_TIME).replace("      applies: co_tthc\n", ""), "L110", '    - code: "2.1.a"', "có “applies” khác: bộ gốc ghi co_tthc"),
    (broken("split:\n", SPLIT_ON_TIME).replace("e: drop\n", "e: zero\n"), "L110", '    - code: "2.1.a"', "“not_applicable” khác: bộ gốc ghi drop"),
    (broken("split:\n", SPLIT_SURVEY).replace("      source: survey\n", ""), "L110", '    - code: "4.1.a"', "“source” khác: bộ gốc ghi survey"),
    (broken("split:\n", SPLIT_SURVEY), "L114", '  "4.1":', "F1 của bộ gốc hỏi điểm hoặc chặn điểm của mục 4.1"),
    (broken('"3.1"', '"1.1"'), "L111", '    - code: "1.1"', "đã là mục “Kế hoạch” của bộ gốc"),
    (broken("  hoi_thi:\n", "  ke_hoach:\n"), "L112", "  ke_hoach:", "“ke_hoach” đã có trong inputs"),
    (broken("  KH: Kế", "  QĐ: Kế"), "L112", "  QĐ:", "“QĐ” đã có trong documents"),
    (broken("inputs:\n", "traits:\n  co_tthc: Có\ninputs:\n"), "L112", "  co_tthc:", "“co_tthc” đã có trong traits"),
    (broken("  - to_ap <= so_ap", "  - dung_han + ke_hoach <= ho_so"), "L113", "  - dung_han", "không nhắc tới số liệu nào khai trong tệp này"),
    (broken("year: 2023", "year: 2024"), "L115", "set: huyen-thu", "Tệp này ghi năm 2024, bộ gốc là của năm 2023"),
    (broken("  set: tinh-thu/2023/xa", "  set: tinh-thu/2023/xb"), "L40", "  set: tinh-thu", "Có phải “tinh-thu/2023/xa”?"),
    (broken("  set: tinh-thu/2023/xa", "  set: huyen-thu/2023/xa"), "L105", "  set: huyen-thu", "huyen-thu/2023/xa → huyen-thu/2023/xa"),
    (broken('code: "3.1"', "code: 3.1"), "Y22", "    - code: 3.1", 'Viết "3.1"'),
    (broken("measure: to_ap / so_ap", "measure: to_ap / so_apx"), "L20", "measure: to_ap", "so_apx"),
    (broken("      if_empty: [refuse]\n", ""), "V11", '    - code: "3.1"', ""),
    (broken("        clause: II.3\n", "        clause: II.3\n", broken("document: KH\n", "document: KX\n")), "L73", "document: KX", "KX"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code", "mark", "words"), MISTAKES, ids=[f"{row[1]}-{at}" for at, row in enumerate(MISTAKES)]
)
def test_each_mistake_is_told_in_the_extensions_own_file(
    text: str, code: str, mark: str, words: str, tmp_path: Path
) -> None:
    _, problems = loaded(tmp_path, text)
    lines = [at for at, line in enumerate(text.splitlines(), 1) if mark in line]
    told = [item for item in problems if item.code == code and item.where.line in lines]
    assert told, [item.text() for item in problems]
    assert all(item.where.file.endswith("huyen-thu/2023/xa.yaml") for item in problems)
    assert any(words in item.text("vi") for item in told)
    assert all("{" not in item.text("en") for item in told)


def test_a_split_that_counts_as_before_is_scored(tmp_path: Path) -> None:
    plan, problems = loaded(tmp_path, broken("split:\n", SPLIT_ON_TIME))
    assert plan is not None and [item.code for item in problems] == []
    assert judged(plan).points == points("7.6")  # 45% of 4 now, no longer half of it
    without = judged(plan, **{"2_1_a": TRAIT})
    assert without.max_points == points("8")


@pytest.mark.parametrize(
    ("old", "new", "asker"),
    [
        ("review:\n", 'gates:\n  - {id: G7, when: {leaf: "1.2", is: bằng 0}, cap: {"1.1": 1}, cites: [I.1]}\nreview:\n', "G7"),
        ("review:\n", 'gates:\n  - {id: G8, when: {leaf: "1.1", is: bằng 0}, cap: {"1.2": 0}, cites: [I.1]}\nreview:\n', "G8"),
        ("review:\n", 'ranking: {ties: break_by, break_by: ["leaf:1.2"]}\nreview:\n', "break_by"),
        (
            "review:\n",
            'grades:\n  rows:\n    từ 50% trở lên: A\n    dưới 50%: B\n  bars:\n    - {id: B9, when: {leaf: "1.2", is: bằng 0}, best: B}\nreview:\n',
            "B9",
        ),
    ],
)  # fmt: skip
def test_a_leaf_that_the_parent_asks_for_stays_whole(old: str, new: str, asker: str, tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, parent=broken(old, new, WIDE))
    assert [(item.code, item.args["asker"]) for item in problems] == [("L114", asker)]


CLUSTER = """\
set: xom-thu/2023/xa
name: Bộ thử của cụm
year: 2023
issuer: Cụm thử
status: proposed
legal_basis: Kế hoạch thử của cụm
extends:
  set: huyen-thu/2023/xa
  level: cum
  digest: {digest}
"""
OF_CLUSTER = """\
fill:
  "3.2":
    - code: "3.2.1"
      name: Việc của cụm
      max: 1
      measure: tuyen_truyen
      bands:
        từ 1 trở lên: max
        dưới 1: 0
      cites: [I.9]
"""


def test_an_extension_may_leave_room_for_another(tmp_path: Path) -> None:
    room = '    - {code: "3.2", name: Việc của cụm, max: 1, reserved_for: cum, unfilled: drop}\nsplit:\n'
    middle = broken("split:\n", room, broken("      max: 2\n", "      max: 1\n"))
    plan, problems = loaded(tmp_path, middle)
    assert plan is not None and [item.code for item in problems] == []
    assert (plan.unfilled_max, judged(plan).max_points) == (MICRO, points("11"))
    top = CLUSTER.format(digest=plan.digest) + OF_CLUSTER
    loaded(tmp_path, middle, others={"xom-thu/2023/xa": top})
    (whole,), problems = load_plans("xom-thu/2023/xa", shelves(tmp_path))
    assert [item.text() for item in problems] == []
    earned = ["2", "0.5", "0", "0", "2", "0.75", "1", "1.8"]
    assert [leaf.points for leaf in judged(whole).leaves] == [points(text) for text in earned]
    assert judged(whole).max_points == points("12")


def test_a_broken_link_of_a_chain_is_told_where_it_is(tmp_path: Path) -> None:
    """The province's set changes: the pin of the district is wrong, and the cluster's pin with it."""
    loaded(tmp_path, others={"xom-thu/2023/xa": CLUSTER.format(digest="sha256-0")})
    (tmp_path / f"{PARENT}.yaml").write_text(broken("Có kế hoạch", "Có ban hành kế hoạch", WIDE), "utf-8")
    _, problems = load_plans("xom-thu/2023/xa", shelves(tmp_path))
    assert [(item.code, item.where.file.split("/")[-3]) for item in problems] == [
        ("L106", "huyen-thu"),
        ("L106", "xom-thu"),
    ]


def test_two_sets_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    round_trip = CLUSTER.format(digest="sha256-0")
    _, problems = loaded(
        tmp_path,
        broken("  set: tinh-thu/2023/xa", "  set: xom-thu/2023/xa"),
        others={"xom-thu/2023/xa": round_trip},
    )
    (told,) = problems
    assert (told.code, told.where.file.split("/")[-3]) == ("L105", "xom-thu")
    assert "huyen-thu/2023/xa → xom-thu/2023/xa → huyen-thu/2023/xa" in told.text()


def test_mistakes_of_the_parent_are_told_in_the_parents_file(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, parent=broken('code: "1.1"', "code: 1.1", WIDE))
    assert [(item.code, item.where.file.split("/")[-3]) for item in problems] == [("Y22", "tinh-thu")]
    _, problems = loaded(
        tmp_path,
        parent=broken(
            "dưới 2: 0",
            "dưới 1: 0",
            broken("        may_split: huyen\n        cites: [I.2]", "        cites: [I.2]", WIDE),
        ),
    )
    assert {item.where.file.split("/")[-3] for item in problems} == {"huyen-thu"}  # no longer to be split
