"""Hold the paper annex (docs/tien-giang-2023.md) and the criteria to each other, and both to the decision."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from par_index.model.plan import Leaf
from par_index.points import points_text
from tests.worked.cases import compiled

SETS = "tien-giang/2023/so", "tien-giang/2023/nganh-doc"
"""The sets whose paper annex was written before the criteria."""

GRADES = {
    SETS[0]: {
        "Xuất sắc": "từ 90% trở lên",
        "Tốt": "từ 80% đến dưới 90%",
        "Khá": "từ 70% đến dưới 80%",
        "Trung bình": "từ 50% đến dưới 70%",
        "Yếu": "dưới 50%",
    },
    SETS[1]: {
        "A": "từ 90% trở lên",
        "B": "từ 80% đến dưới 90%",
        "C": "từ 70% đến dưới 80%",
        "D": "dưới 70%",
    },
}
BARS = {
    SETS[0]: {"B1": ("1.5.1", "bằng 0", "Khá"), "B2": ("dung_han / (dung_han + tre_han)", "dưới 98%", "Tốt")},
    SETS[1]: {"B1": ("1.2.1", "bằng 0", "C")},
}
DOCS = Path(__file__).parents[2] / "docs"
ANNEXES = {
    "tien-giang/2023/so": "tien-giang-2023.md",
    "tien-giang/2023/nganh-doc": "tien-giang-2023.md",
    "tien-giang/2023/xa": "tien-giang-2023-xa.md",
    "tien-giang/2023/xa-kieu-mau": "tien-giang-2023-xa.md",
}
"""The sets that have an annex on paper, written before the criteria; the page of each."""
PATTERNED = "tien-giang/2023/huyen", "mau-hai-cap/2025/so", "mau-hai-cap/2025/xa"
"""The sets whose annex is printed from them, and whose clauses are the decision's all the same."""
TASKS = {"I": 12, "II": 4, "III": 10, "IV": 5, "V": 6, "VI": 7, "VII": 9}
CLAUSES = {
    *(f"II.{number}" for number in range(1, 17)),
    *(f"III.{number}" for number in range(1, 8)),
    *(f"PL.{area}.{number}" for area, tasks in TASKS.items() for number in range(1, tasks + 1)),
    *("II.6b", "VI.1.b", "VI.2", "VI.3"),
}
"""The clauses that stand in the decision: its parts II, III and VI, and the tasks of its appendix."""


def printed(set_id: str) -> Mapping[str, tuple[str, ...]]:
    """Give the annex's rows: code -> name, maximum, lead, cites."""
    text = (DOCS / ANNEXES[set_id]).read_text(encoding="utf-8")
    name = set_id.rpartition("/")[2]
    own = next(part for part in text.split("\n## ") if part.startswith(f"Bộ `{name}`"))
    rows = {}
    for line in own.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 8 and re.fullmatch(r"(?:\d\.\d|T)\.\d", cells[0]):
            rows[cells[0]] = (cells[1], cells[2].replace(",", "."), cells[6], cells[7])
    return rows


def row_of(leaf: Leaf) -> tuple[str, ...]:
    return leaf.name, points_text(leaf.max), leaf.lead, ", ".join(cite.clause for cite in leaf.cites)


@pytest.mark.parametrize("set_id", ANNEXES)
def test_the_annex_and_the_criteria_say_the_same(set_id: str) -> None:
    plan, problems = compiled(set_id)
    assert not problems
    bonus = {c: row for c, row in printed(SETS[0]).items() if c[0] == "T"} if set_id == SETS[1] else {}
    assert {leaf.code: row_of(leaf) for leaf in plan.leaves} == {**printed(set_id), **bonus}


@pytest.mark.parametrize("set_id", [*ANNEXES, *PATTERNED])
def test_every_leaf_cites_clauses_that_stand_in_the_decision(set_id: str) -> None:
    plan, _ = compiled(set_id)
    assert plan.grades is not None
    asked = [one.cites for some in (plan.leaves, plan.gates, plan.flags, plan.grades.bars) for one in some]
    for cites in asked:
        assert cites and {cite.clause for cite in cites} <= CLAUSES, cites
    assert all(leaf.evidence and leaf.lead for leaf in plan.leaves)


@pytest.mark.parametrize(("set_id", "appraised", "survey", "least", "most"), [
    (SETS[0], 80, 20, 60, 70), (SETS[1], 40, 20, 20, 25), ("tien-giang/2023/huyen", 80, 20, 75, 85),
    ("tien-giang/2023/xa", 68, 30, 50, 60), ("tien-giang/2023/xa-kieu-mau", 60, 40, 20, 25),
    ("bo-noi-vu/2022/tinh", 68, 32, 16, 16), ("mau-hai-cap/2025/so", 80, 20, 35, 45),
    ("mau-hai-cap/2025/xa", 70, 30, 50, 60),
])  # fmt: skip
def test_the_sets_have_the_shape_the_annex_announces(
    set_id: str, appraised: int, survey: int, least: int, most: int
) -> None:
    plan, _ = compiled(set_id)
    ordinary = [leaf for leaf in plan.leaves if leaf.kind in ("appraised", "survey")]
    for kind, total in (("appraised", appraised), ("survey", survey)):
        assert sum(leaf.max for leaf in ordinary if leaf.kind == kind) == total * 1_000_000
    assert least <= len(ordinary) <= most
    assert plan.bonus_ceiling == (0 if set_id.endswith(("kieu-mau", "tinh")) else 2_000_000)


@pytest.mark.parametrize("set_id", SETS)
def test_grades_bars_and_flags_stand_as_on_paper(set_id: str) -> None:
    plan, _ = compiled(set_id)
    assert plan.grades is not None
    assert plan.grades.by == "index_exact"
    assert {row.name: row.phrase for row in plan.grades.rows} == GRADES[set_id]
    bars = {bar.id: (bar.when.code, bar.when.phrase, bar.best) for bar in plan.grades.bars}
    assert bars == BARS[set_id]
    assert {flag.when.phrase for flag in plan.flags} == {"trên 20%"}
