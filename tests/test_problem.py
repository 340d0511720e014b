"""Mistakes as values: places, words in two languages, order."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from par_index import problem
from par_index.problem import NOWHERE, Problem, Where, has_errors, in_order, wordings

KEY = {"key": "measur", "known": "measure, method"}


@pytest.mark.parametrize(
    ("where", "text"),
    [
        (Where("so.yaml", 214, 9), "so.yaml:214:9"),
        (Where("facts.csv", 12), "facts.csv:12"),
        (Where("units.csv"), "units.csv"),
        (Where("facts/snv.xlsx", cell="Bieu!D12"), "facts/snv.xlsx#Bieu!D12"),
        (NOWHERE, ""),
    ],
)
def test_a_place_is_written_as_editors_open_it(where: Where, text: str) -> None:
    assert str(where) == text


def test_a_place_moves_along_its_line() -> None:
    assert Where("so.yaml", 3, 5).shifted(4) == Where("so.yaml", 3, 9)


def test_a_problem_is_three_lines_place_what_remedy() -> None:
    found = Problem("Y21", Where("so.yaml", 4, 2), {"key": "max"})
    assert found.text() == (
        "so.yaml:4:2  Y21  Thiếu mục bắt buộc\n"
        "    Phần này chưa có “max”.\n"
        "    Cách sửa: Thêm dòng “max: …” vào phần này."
    )
    assert found.text("en") == (
        "so.yaml:4:2  Y21  A required key is missing\n"
        "    This part has no “max”.\n"
        "    Remedy: Add a line “max: …” to it."
    )


def test_a_problem_without_place_begins_with_its_code() -> None:
    assert Problem("Y21", NOWHERE, {"key": "max"}).text().startswith("Y21  Thiếu")


@pytest.mark.parametrize(
    ("nearest", "vietnamese", "english"),
    [
        ("measure", "phần này. Có phải “measure”?", "this part. Did you mean “measure”?"),
        ("", "phần này.", "this part."),
    ],
)
def test_the_nearest_word_becomes_a_question_in_the_readers_language(
    nearest: str, vietnamese: str, english: str
) -> None:
    found = Problem("Y20", NOWHERE, {**KEY, "nearest": nearest})
    assert found.texts("vi")[1].endswith(vietnamese)
    assert found.texts("en")[1].endswith(english)


def test_braces_in_a_particular_are_only_text() -> None:
    assert "“{key}”" in Problem("Y21", NOWHERE, {"key": "{key}"}).text()


def test_the_level_is_the_codes_own() -> None:
    error, warning = Problem("Y21", NOWHERE), Problem("Y10", NOWHERE)
    assert [(one.level, one.is_error) for one in (error, warning)] == [("error", True), ("warning", False)]
    assert not has_errors([warning, warning])
    assert has_errors([warning, error])
    assert not has_errors([])


def test_problems_stand_in_the_order_of_their_places_each_once() -> None:
    ordered = (
        Problem("Y21", Where("a.yaml", 2, 1), {"key": "max"}),
        Problem("Y21", Where("a.yaml", 2, 1), {"key": "name"}),
        Problem("Y20", Where("a.yaml", 10, 1), {**KEY, "nearest": ""}),
        Problem("Y21", Where("a.yaml", 10, 1), {"key": "max"}),
        Problem("C02", Where("b.csv", 1), {"column": "by"}),
    )
    assert all(in_order(mixed) == ordered for mixed in permutations(ordered))
    again = Problem("C02", Where("b.csv", 1), {"column": "by"})
    assert in_order((*ordered, again)) == ordered


def test_a_code_listed_twice_stops_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = '[Y21]\nvi = ["a", "b", "c"]\nen = ["a", "b", "c"]\n'
    (tmp_path / "first.toml").write_text(words, "utf-8")
    (tmp_path / "second.toml").write_text(words, "utf-8")
    monkeypatch.setattr(problem.resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"code Y21 is listed twice, again in second\.toml"):
        wordings.__wrapped__()
