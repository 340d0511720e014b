"""Leaves beside the targets of their decision: thresholds that differ are told, at a value that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from par_index.places import Libraries, shipped
from par_index.problem import Problem
from par_index.targets.beside import beside
from tests.cli.sample import run
from tests.compile.sample import SOUND, compiled
from tests.targets.test_judge import HEAD, RATIO, asked, item


def told(place: Path, asks: str, text: str = SOUND, head: str = HEAD) -> Sequence[Problem]:
    """Compare the small sound set with one target."""
    path = place / "targets" / "2023.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + item("sum", asks), "utf-8")
    plans, problems = compiled(text, place / "criteria")
    assert not problems, [problem.text() for problem in problems]
    return beside(plans, Libraries((), (place, shipped("rules"))))


@pytest.mark.parametrize(
    ("phrase", "code", "value"),
    [
        ("từ 98% trở lên", "", ""),
        ("trên 98%", "V58", "98%"),  # 98% earns all points and is not above 98%
        ("từ 99% trở lên", "V58", "98%"),
        ("từ 95% trở lên", "V59", "95%"),  # 95% meets the target and earns nothing yet
        ("trên 97%", "V59", "97,5%"),
        ("từ 96% đến 98%", "V58", "99%"),  # between 98% and the most a ratio can be
    ],
)
def test_a_ratio(tmp_path: Path, phrase: str, code: str, value: str) -> None:
    found = told(tmp_path, asked("so", RATIO, phrase))
    first = [(one.code, one.args["value"], one.args["code"]) for one in found[:1]]
    assert first == ([(code, value, "1.2")] if code else [])
    assert all(one.level == "warning" and one.where.line for one in found)


@pytest.mark.parametrize(
    ("phrase", "code", "value"),
    [
        ("từ 2 trở lên", "", ""),
        ("trên 1", "", ""),  # of whole numbers, above 1 is from 2
        ("từ 1 trở lên", "V59", "1"),
        ("từ 3 trở lên", "V58", "2"),
    ],
)
def test_whole_numbers(tmp_path: Path, phrase: str, code: str, value: str) -> None:
    """A rising line earns all points at its end: half a point each, 1 at most, so from 2."""
    found = told(tmp_path, asked("so", "sang_kien", phrase))
    assert [(one.code, one.args["value"]) for one in found] == ([(code, value)] if code else [])


@pytest.mark.parametrize(("kind", "threshold"), [("so", "70%"), ("huyen", "60%")])
def test_each_kind_is_held_to_its_own_threshold(tmp_path: Path, kind: str, threshold: str) -> None:
    assert told(tmp_path, asked(kind, "so_hoa / phai_so_hoa", f"từ {threshold} trở lên")) == ()
    (found,) = told(tmp_path, asked(kind, "so_hoa / phai_so_hoa", "từ 65% trở lên"))
    assert found.code == {"so": "V59", "huyen": "V58"}[kind]


def test_both_ways_at_once(tmp_path: Path) -> None:
    found = told(tmp_path, asked("so", RATIO, "từ 95% đến dưới 99%"))
    assert [(one.code, one.args["value"]) for one in found] == [("V58", "99%"), ("V59", "95%")]


def test_a_leaf_may_ask_more_where_that_is_meant(tmp_path: Path) -> None:
    meant = "        leaf_asks_more: meant\n"
    assert told(tmp_path, asked("so", RATIO, "từ 95% trở lên") + meant) == ()
    (easier,) = told(tmp_path, asked("so", RATIO, "từ 99% trở lên") + meant)
    assert easier.code == "V58"


def test_another_document_or_year_is_not_compared(tmp_path: Path) -> None:
    strict = asked("so", RATIO, "trên 98%")
    assert told(tmp_path, strict, head=HEAD.replace("Quyết định 45", "Quyết định 46")) == ()
    assert told(tmp_path / "khac", strict, SOUND.replace("year: 2023", "year: 2024")) == ()


def test_check_tells_it(tmp_path: Path) -> None:
    text = (shipped("rules") / "targets" / "2023.yaml").read_text("utf-8")
    path = tmp_path / "rules" / "targets" / "2023.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("is: từ 98% trở lên", "is: trên 98%"), "utf-8")
    sets = ["tien-giang/2023/so", "tien-giang/2023/huyen"]
    result = run("check", *sets, "--rules", tmp_path / "rules")
    assert result.exit_code == 0
    assert result.stderr.count("V58") == 2
    assert "được điểm tối đa, nhưng chỉ tiêu II.6b đòi trên 98%" in " ".join(result.stderr.split())


def test_thresholds_of_a_set_with_errors_are_not_compared_yet(tmp_path: Path) -> None:
    text = (shipped("criteria") / "tien-giang" / "2023" / "so.yaml").read_text("utf-8")
    text = text.replace("từ 98% trở lên", "từ 99% trở lên").replace(
        "từ 95% đến dưới 98%", "từ 95% đến dưới 99%"
    )
    path = tmp_path / "criteria" / "tien-giang" / "2023" / "so.yaml"
    path.parent.mkdir(parents=True)
    for slope, code in (("3%", "V06"), ("4%", "V59")):
        path.write_text(text.replace("max * (x - 95%) / 3%", f"max * (x - 95%) / {slope}"), "utf-8")
        told = run("check", "tien-giang/2023/so", "--criteria", tmp_path / "criteria").stderr
        assert [name for name in ("V06", "V59") if name in told] == [code]
