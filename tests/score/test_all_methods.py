"""Every method of rules/methods, from a folder to ranks, against points worked by hand (expected.csv)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import yaml

from par_index.model.result import LeafResult, Results, UnitResult
from par_index.places import libraries, shipped
from par_index.score.opened import open_cycle
from par_index.score.run import run

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "all-methods"
SET = FOLDER / "criteria" / "thu" / "2023" / "moi-phuong-phap.yaml"


@cache
def results() -> Results:
    opened, problems = open_cycle(FOLDER, libraries())
    assert opened is not None and [problem.text("vi") for problem in problems] == []
    made, found = run(opened.cycle, opened.plans)
    assert made is not None and [problem.text("vi") for problem in found] == []
    return made


def units() -> dict[str, UnitResult]:
    return {unit.unit: unit for unit in results().groups[0].units}


def leaf(unit: str, code: str) -> LeafResult:
    return next(one for one in units()[unit].leaves if one.code == code)


def methods_of(node: object) -> set[str]:
    """Collect every method a set's text names, however deep."""
    if isinstance(node, list):
        return set().union(*map(methods_of, node))
    if not isinstance(node, dict):
        return set()
    named = {node["method"]} if "method" in node else set()
    return named.union(*map(methods_of, node.values()))


def test_the_set_uses_every_method_there_is() -> None:
    known = {path.stem for path in (shipped("rules") / "methods").glob("*.yaml")}
    assert methods_of(yaml.load(SET.read_text("utf-8"), yaml.CBaseLoader)) == known


def test_every_leaf_of_every_unit_earns_what_was_worked_by_hand() -> None:
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    worked = {(row["unit"], row["code"]): (row["points"], row["max"]) for row in rows}
    found = {
        (unit.unit, one.code): (one.points, one.max_points)
        for unit in units().values()
        for one in unit.leaves
    }
    assert found == worked


def test_totals_ranks_and_grades_follow() -> None:
    # a: 23,9 + 5,4702 + 1; b: 15,9095 + 4,8 + 0,5 − 0,5; d: 9,3 + 6 + 1 − 1; c: 0,944444 + 1,999998 − 1.
    found = {
        unit.unit: (unit.points, unit.max_points, unit.index, unit.rank, unit.grade)
        for unit in units().values()
    }
    assert found == {
        "a": ("30.3702", "30", "101.23", 1, "A"),
        "b": ("20.7095", "30", "69.03", 2, "B"),
        "d": ("15.3", "25", "61.20", 3, "B"),
        "c": ("1.944442", "30", "6.48", 4, "C"),
    }
    assert not any(unit.provisional for unit in units().values())


def test_the_rules_that_decided_beside_a_band_are_named() -> None:
    assert leaf("c", "1.6").rule.split()[-1] == "G1"
    assert leaf("d", "1.4").rule.split()[0] == "1.4/empty-previous"
    assert leaf("d", "1.5").rule == "1.5/empty-full"
    assert leaf("d", "1.6").rule.split()[0] == "1.6/empty-zero"
    assert leaf("d", "1.3").rule == "1.3/na-trait"
    assert results().engines == "both"
