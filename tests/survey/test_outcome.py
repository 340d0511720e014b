"""A cycle's own survey, from its files to a ranked result: shares worked by hand, sources kept apart."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from tests.cli.sample import run
from tests.compile.sample import broken
from tests.survey.instrument import SURVEY, surveyed

HEAD = "unit,group,form,stratum,C1\n"


def rows(unit: str, group: str, answers: str, stratum: str = "") -> str:
    return "".join(f"{unit},{group},{at},{stratum},{one}\n" for at, one in enumerate(answers, 1))


SAID = (
    # (1 + 0,6 + 0,6 + 0,2) / 4 = 0,6 of the deputies, 0,5 of the people: (0,4 · 0,6 + 0,3 · 0,5) / 0,7
    rows("so-a", "dai_bieu", "abbc")
    + rows("so-a", "nguoi_dan", "ad", "thanh_thi")
    + rows("so-b", "dai_bieu", "aaaa")
    + rows("so-c", "dai_bieu", "dddd")
)


def answered(place: Path, answers: str = SAID, **files: str) -> Path:
    more = {"survey/responses/a.csv": HEAD + answers, **files}
    return surveyed(place, files=more)


def result(place: Path, *words: str) -> dict[str, object]:
    done = run("score", place, "--out", place / "kq", *words)
    assert done.exit_code == 0, done.output
    document = json.loads((place / "kq" / "results.json").read_text("utf-8"))
    return {unit["unit"]: unit for group in document["groups"] for unit in group["units"]}


def leaf(unit: dict, code: str) -> dict:
    return next(one for one in unit["leaves"] if one["code"] == code)


def test_shares_become_points_rounded_once_on_the_inputs_grid(tmp_path: Path) -> None:
    units = result(answered(tmp_path))
    exact = (Fraction(4, 10) * Fraction(6, 10) + Fraction(3, 10) * Fraction(1, 2)) / Fraction(7, 10)
    said = Fraction(leaf(units["so-a"], "2.1")["inputs"]["hai_long"])
    scale = Fraction(1, 1_000_000)
    assert abs(said - exact) <= scale / 2 and (said / scale).denominator == 1
    assert Fraction(leaf(units["so-a"], "2.1")["points"]) == 2 * said
    assert [leaf(units[code], "2.1")["points"] for code in ("so-b", "so-c")] == ["2", "0"]
    assert not any(unit["provisional"] for unit in units.values())


def test_results_say_how_sure_they_are_everywhere(tmp_path: Path) -> None:
    place = answered(tmp_path)
    units = result(place)
    own = units["so-a"]["survey"]
    assert (own["forms"], own["few"]) == (6, True)
    assert float(own["low"]) <= float(units["so-a"]["index"]) <= float(own["high"])
    assert float(own["error"]) > 0
    assert units["so-b"]["survey"]["error"] == "0.0000"  # all said the same
    assert leaf(units["so-a"], "2.1")["survey"]["few"]
    shown = run("score", place, "--out", tmp_path / "hai", columns=160).stdout
    assert "Khoảng 95%" in shown and "Hạng có thể" in shown and "†" in shown
    told = run("explain", place, "so-a", "2.1").stdout
    assert "6 câu trả lời" in told and "đọc thận trọng" in told


def test_without_answers_the_result_stays_provisional(tmp_path: Path) -> None:
    units = result(surveyed(tmp_path))
    assert all(unit["provisional"] and unit["survey"] is None for unit in units.values())


def test_a_refused_row_stops_the_run_unless_told_to_go_on(tmp_path: Path) -> None:
    place = answered(tmp_path, SAID + "so-b,dai_bieu,9,,z\n")
    done = run("score", place, "--out", place / "kq")
    assert done.exit_code == 1 and not (place / "kq").exists()
    assert "survey/responses/a.csv:16" in done.stderr
    gone_on = run("score", place, "--out", place / "kq", "--keep-going")
    assert gone_on.exit_code == 1
    document = json.loads((place / "kq" / "results.json").read_text("utf-8"))
    assert any(one["where"] == "survey/responses/a.csv:16:5" or "a.csv:16" in one["where"]
               for one in document["problems"])  # fmt: skip


def test_a_leaf_may_not_have_two_sources(tmp_path: Path) -> None:
    scores = "unit,code,share,points,source\nso-a,2.1,80%,,Nơi khác\n"
    done = run("score", answered(tmp_path, **{"survey/scores.csv": scores}), "--out", tmp_path / "kq")
    assert done.exit_code == 1
    assert "survey/scores.csv:2  S81" in done.stderr


def test_strata_by_people_need_their_numbers(tmp_path: Path) -> None:
    by_people = SURVEY.replace("weight: 40%\n", "weight: 40%\n      strata: population\n")
    weighed = broken("survey: 2\n", by_people)
    place = answered(tmp_path, **{"criteria/thu/2023/so.yaml": weighed})
    (place / "survey" / "frame.csv").unlink()
    done = run("score", place, "--out", tmp_path / "kq")
    assert done.exit_code == 1 and "S80" in done.stderr


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_a_survey_nobody_answered_is_told(words: list[str], tmp_path: Path) -> None:
    done = run("survey", "score", surveyed(tmp_path), *words)
    assert done.exit_code == 1 and "S82" in done.stderr


def test_the_report_says_what_was_read_and_found(tmp_path: Path) -> None:
    place = answered(tmp_path)
    done = run("survey", "score", place, "--draws", "50")
    assert done.exit_code == 0, done.output
    assert "Đã đọc 14 dòng của 1 tệp: nhận 14, không nhận 0." in done.stdout
    assert (place / "survey" / "ket-qua-dieu-tra.xlsx").is_file()
    document = json.loads(run("survey", "score", place, "--draws", "0", "--json").stdout)
    (kind,) = document["kinds"]
    shares = {unit["unit"]: unit["leaves"][0]["share"] for unit in kind["units"]}
    assert shares == {"so-a": "39/70", "so-b": "1", "so-c": "0"}
    assert [(one["unit"], one["group"], one["returned"]) for one in kind["rates"] if one["returned"]] == [
        ("so-a", "dai_bieu", 4),
        ("so-a", "nguoi_dan", 2),
        ("so-b", "dai_bieu", 4),
        ("so-c", "dai_bieu", 4),
    ]
    assert kind["questions"][0]["options"] == {"a": 6, "b": 2, "c": 1, "d": 5}
