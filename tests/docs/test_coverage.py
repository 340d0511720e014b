"""docs/seed-coverage.md has no hole, no line missing, and is what the sets say today."""

from __future__ import annotations

import re
from collections import Counter

from tests.docs.coverage_page import HOLE, PAGE, asking, document, measuring, page, plans, targets

TASKS = {"I": 12, "II": 4, "III": 10, "IV": 5, "V": 6, "VI": 7, "VII": 9}
"""How many tasks each area of the decision's appendix has, counted in the decision."""


def test_the_page_is_as_the_sets_are() -> None:
    written = PAGE.read_text("utf-8")
    assert written.splitlines() == page().splitlines(), "run: python -m tests.docs.coverage_page"


def test_no_clause_is_left_without_a_leaf_or_a_reason() -> None:
    holes = [line for line in page().splitlines() if HOLE in line]
    assert holes == [], (
        "cite the clause in the leaf that measures it, or say why under not_scored in rules/documents/"
    )


def test_every_clause_of_the_decision_has_a_line() -> None:
    found = [str(clause.id) for clause in document().clauses]
    tasks = Counter(code.split(".")[1] for code in found if code.startswith("PL."))
    assert tasks == TASKS
    assert sum(TASKS.values()) == 53
    assert [code for code in found if code.startswith("II.")] == [
        *(f"II.{number}" for number in range(1, 7)),
        "II.6b",
        *(f"II.{number}" for number in range(7, 17)),
    ]
    assert {code for code in found if re.fullmatch(r"III\.\d", code)} == {f"III.{n}" for n in range(1, 8)}
    assert {"VI.1.a", "VI.1.b", "VI.2", "VI.3", "VI.4"} <= set(found)


def test_a_clause_is_not_excused_where_it_is_measured() -> None:
    found = document()
    excused = [
        (clause.id, plan.set_id)
        for clause in found.clauses
        for plan in plans()
        if plan.kind in clause.not_scored and (measuring(clause, plan) or plan.kind not in clause.for_)
    ]
    assert excused == []


def test_every_dated_duty_says_when() -> None:
    dated = [clause.id for clause in document().clauses if clause.kind == "duty" and clause.when]
    assert dated == ["VI.1.a", "VI.2", "VI.2", "VI.2"]


def test_every_target_of_part_two_is_asked_and_cites_a_clause_that_exists() -> None:
    clauses = document().clauses
    assert [str(clause.id) for clause in clauses if clause.kind == "target" and not asking(clause)] == []
    asked = {name for clause in clauses for name in asking(clause)}
    assert asked == {str(item.id) for item in targets()}
