"""``survey plan``: what it prints, writes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.sample import ROOT, run, tree
from tests.survey.instrument import FRAME, surveyed


def test_without_a_seed_it_only_counts(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    before = tree(cycle)
    result = run("survey", "plan", cycle)
    assert result.exit_code == 0, result.stderr
    assert tree(cycle) == before
    assert "Sở – Đại biểu HĐND tỉnh" in result.stdout
    assert "Mọi đơn vị (3), mỗi đơn vị" in result.stdout
    assert "SỐ LIỆU GIẢ LẬP" in result.stdout
    assert "Cả đợt: 777 câu trả lời cần có, 777 phiếu; sai số tính ở độ tin cậy 95%." in result.stdout
    assert "--seed" in result.stdout


def test_with_a_seed_it_draws_once_and_keeps_the_lists(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path)
    words = ("survey", "plan", cycle, "--response-rate", "80%")
    result = run(*words, "--seed", "2023")
    assert result.exit_code == 0, result.stderr
    drawn = tree(cycle / "survey")
    assert set(drawn) == {"frame.csv", "sample.csv", "forms.csv"}
    assert run(*words, "--seed", "2023").exit_code == 0
    refused = run(*words, "--seed", "2024")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "S15  Danh sách đã có" in refused.stderr
    assert tree(cycle / "survey") == drawn
    assert run(*words, "--seed", "2024", "--out", tmp_path / "khác").exit_code == 0
    assert set(tree(tmp_path / "khác")) == {"sample.csv", "forms.csv"}


def test_it_comes_before_figures(tmp_path: Path) -> None:
    assert run("survey", "plan", surveyed(tmp_path, files={"facts.csv": None})).exit_code == 0


def test_json_says_the_same(tmp_path: Path) -> None:
    words = ("--error", "0,1", "--confidence", "99%", "--json")
    result = run("survey", "plan", surveyed(tmp_path), *words)
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["schema"] == "par-index/survey-plan/1"
    assert (document["error"], document["confidence"], document["synthetic"]) == ("10", "99", True)
    citizens = document["units"][0]["groups"][2]
    # 10 000 / 101 = 99,0…: 100; 2,575829 × √(0,25 / 100 × 9900 / 9999) = 12,8153…%
    assert (citizens["answers"], citizens["margin"], citizens["few"]) == (100, "12.82", False)
    assert [(one["stratum"], one["answers"]) for one in citizens["strata"]] == [
        ("nong_thon", 70),
        ("thanh_thi", 30),
    ]
    assert document["forms"] == sum(unit["forms"] for unit in document["units"])
    page = (ROOT / "docs" / "results.md").read_text("utf-8").partition("## par-index/survey-plan/1")[2]
    records = (document, document["units"][0], citizens, citizens["strata"][0])
    keys = [key for record in records for key in record]
    assert [key for key in keys if f"`{key}`" not in page and f"`{key}[]`" not in page] == []


@pytest.mark.parametrize("columns", [56, 80, 140])
def test_no_line_is_wider_than_the_terminal_and_no_figure_is_cut(tmp_path: Path, columns: int) -> None:
    result = run("survey", "plan", surveyed(tmp_path), columns=columns)
    table = [line for line in result.stdout.splitlines() if line.startswith(("│", "┃"))]
    assert table
    assert max(map(len, table)) <= columns
    assert "10.000" in result.stdout
    assert "…" not in "".join(table)


def test_english(tmp_path: Path) -> None:
    result = run("survey", "plan", surveyed(tmp_path), "--lang", "en")
    assert "In all: 777 answers wanted, 777 forms; margins at 95% confidence." in result.stdout
    assert "10,000" in result.stdout


def test_a_wrong_frame_is_refused_with_its_rows(tmp_path: Path) -> None:
    cycle = surveyed(tmp_path, FRAME + "so-a,nguoi_dn,,5,,\n")
    result = run("survey", "plan", cycle, "--seed", "1")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "survey/frame.csv:12  S02" in result.stderr
    assert "Có phải “nguoi_dan”?" in result.stderr
    assert set(tree(cycle / "survey")) == {"frame.csv"}


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--error", "5"),
        ("--error", "0"),
        ("--error", "-5%"),
        ("--confidence", "100%"),
        ("--response-rate", "x"),
    ],
)
def test_a_share_that_is_none_is_wrong_use(tmp_path: Path, option: str, text: str) -> None:
    assert run("survey", "plan", surveyed(tmp_path), option, text).exit_code == 2
