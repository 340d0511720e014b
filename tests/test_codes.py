"""Every code of every message is triggered by some test; those no other file meets are met here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from par_index.check import check_methods
from par_index.compile import load_plans
from par_index.engine import forward
from par_index.model.case import Case
from par_index.places import libraries, shipped
from par_index.problem import wordings
from tests.compile.sample import broken, compiled
from tests.engine.plans import Row, between, leaf, part, plan, ratio

TESTS = Path(__file__).parent
RENDERED = TESTS / "docs"
"""Tests of the pages that list all codes trigger none."""


def codes_met() -> Iterator[str]:
    for path in TESTS.rglob("*"):
        if path.suffix in (".py", ".txt", ".yaml") and RENDERED not in path.parents:
            yield from re.findall(r"\b[A-Z]\d{2,3}\b", path.read_text("utf-8"))


def test_every_code_is_met_by_some_test() -> None:
    assert sorted(wordings().keys() - set(codes_met())) == []


@pytest.mark.parametrize(
    ("code", "rows", "over"),
    [
        ("E103", [(between(high="1/2"), 0, 0), (between("3/4"), 0, 1)], 6),
        ("E104", [(between(high="1/2"), 0, 0), (between("1/4"), 0, 1)], 4),
    ],
)
def test_a_gap_or_an_overlap_that_no_proof_caught_stops_the_rules(
    code: str, rows: list[Row], over: int
) -> None:
    ladder = plan(leaf(part("1.1", ratio("a", "b"), *rows)))
    assert forward.judge(ladder, [Case("đv", {"a": 9, "b": 10})])[0].points == 1_000_000
    with pytest.raises(forward.ForwardError) as raised:
        forward.judge(ladder, [Case("đv", {"a": over, "b": 10})])
    assert raised.value.problem.code == code
    assert all("đv" in words and "1.1" in words for words in map(raised.value.problem.text, ("vi", "en")))


def test_a_method_file_bears_its_own_name(tmp_path: Path) -> None:
    text = (shipped("rules") / "methods" / "ty_le.yaml").read_text("utf-8")
    (tmp_path / "rules" / "methods").mkdir(parents=True)
    (tmp_path / "rules" / "methods" / "ti_le.yaml").write_text(text, "utf-8")
    _, problems = load_plans("tien-giang/2023/so", libraries(rules=tmp_path / "rules"))
    assert [(item.code, item.args["method"], item.args["file"]) for item in problems] == [
        ("L41", "ty_le", "ti_le")
    ]


def test_a_worked_case_that_no_band_holds_is_named(tmp_path: Path) -> None:
    text = (shipped("rules") / "methods" / "ty_le.yaml").read_text("utf-8")
    assert text.count("từ 0% đến 100%") == 1
    place = tmp_path / "rules" / "methods" / "ty_le.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(text.replace("từ 0% đến 100%", "từ 0% đến 99%"), "utf-8")
    problems = check_methods(libraries(rules=tmp_path / "rules"))
    assert ("L44", "ty_le", "100%", "0") in [
        (item.code, item.args["method"], item.args["x"], item.args["count"]) for item in problems
    ]


def test_points_given_by_appraisers_are_read_alone(tmp_path: Path) -> None:
    text = broken("  sang_kien:\n    type: count", "  sang_kien:\n    type: points")
    text = text.replace("measure: sang_kien\n", "measure: sang_kien + 1\n")
    _, problems = compiled(text, tmp_path)
    assert ("L99", "sang_kien") in [(item.code, item.args.get("input")) for item in problems]
