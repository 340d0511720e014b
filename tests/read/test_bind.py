"""Binding a tree to a record: what fits, what is refused, how one mistake is told once."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

import pytest
from pydantic import Field

from par_index.model.scalars import Code, Day, Ladder, Micro, Name, Number, Share, Spec, Whole, Words
from par_index.model.text import Text
from par_index.problem import Problem
from par_index.read.bind import bind
from par_index.read.yaml_tree import parse_tree


class Part(Spec):
    """An inner record."""

    name: Words
    points: Micro = 0


class Record(Spec):
    """Every shape a file's part may have."""

    code: Code
    label: Words
    level: Literal["low", "high"] = "low"
    limit: Whole = 0
    share: Number = Fraction(0)
    weight: Share = Fraction(0)
    day: Day | None = None
    notes: tuple[Words, ...] = ()
    parts: tuple[Part, ...] = ()
    by_kind: dict[Code, Words] = Field(default_factory=dict)
    bands: Ladder | None = None
    with_: dict[Name, Words] = Field(default_factory=dict, alias="with")


def read(text: str) -> tuple[Record | None, tuple[Problem, ...]]:
    tree, problems = parse_tree(text, "t.yaml")
    assert tree is not None
    assert not problems
    return bind(Record, tree)


def told(text: str) -> list[str]:
    """Give place and code of each problem, in the order of reading."""
    return sorted(f"{item.where.line}:{item.where.column} {item.code}" for item in read(text)[1])


def what(text: str) -> str:
    """Give the one problem's second line."""
    (found,) = read(text)[1]
    return found.texts()[1]


SOUND = "code: a.1\nlabel: Một câu\n"


def test_a_sound_record_is_typed_and_keeps_its_places() -> None:
    record, problems = read(
        SOUND
        + "level: high\nlimit: 12\nshare: 0,5\nday: 31/01/2023\nnotes: [a, b]\nparts:\n  - name: x\n"
        + '    points: "0.25"\nby_kind: {so: một}\nwith:\n  T: 80%\nbands:\n  từ 1 trở lên: 2\n'
    )
    assert not problems
    assert record is not None
    assert (record.code, record.level, record.limit, record.share) == ("a.1", "high", 12, Fraction(1, 2))
    assert (record.day, record.notes, record.by_kind) == (date(2023, 1, 31), ("a", "b"), {"so": "một"})
    assert record.parts[0].points == 250_000
    assert record.with_ == {"T": "80%"}
    assert isinstance(record.label, Text)
    assert (record.label.where.line, record.label.where.column) == (2, 8)
    assert record.parts[0].where.line == 9


def test_a_misspelt_key_is_one_mistake_and_reading_goes_on() -> None:
    record, problems = read("code: a\nlabell: Một câu\nlimit: nhiều\n")
    assert sorted(item.code for item in problems) == ["Y20", "Y26"]
    assert record is not None, "mended by guess, so that later checks can add theirs"
    assert record.label == "Một câu"


def test_a_misspelt_key_is_asked_back_with_the_keys_that_stand_there() -> None:
    text = what("code: a\nlabell: Một câu\n")
    assert "“labell”" in text
    assert "Có phải “label”?" in text


def test_a_strange_key_beside_a_missing_one_makes_two_mistakes() -> None:
    assert told("code: a\nzzzz: b\n") == ["1:1 Y21", "2:1 Y20"]


def test_a_strange_key_that_resembles_none_is_only_dropped() -> None:
    record, problems = read(SOUND + "zzzz: 1\n")
    assert [item.code for item in problems] == ["Y20"]
    assert "Có phải" not in problems[0].text()
    assert record is not None


def test_a_strange_key_shows_the_place_of_the_key_not_of_its_value() -> None:
    assert told(SOUND + "zzzz:\n  - a\n") == ["3:1 Y20"]


def test_an_alias_is_known_by_the_name_its_authors_write() -> None:
    assert "Có phải “with”?" in what(SOUND + "wiith:\n  T: 1\n")


@pytest.mark.parametrize("written", ["37,5%", "37.5%", "0,375"])
def test_a_share_is_read_with_or_without_its_sign(written: str) -> None:
    record, problems = read(SOUND + f"weight: {written}\n")
    assert record is not None and problems == ()
    assert record.weight == Fraction(3, 8)


def test_a_missing_key_is_told_at_the_part_that_lacks_it() -> None:
    assert told(SOUND + "parts:\n  - points: 1\n") == ["4:5 Y21"]
    assert what(SOUND + "parts:\n  - points: 1\n") == "Phần này chưa có “name”."


def test_each_scalar_is_refused_by_its_own_words() -> None:
    rows = {
        "limit: 1,5\n": "3:8 Y32",
        "limit: 1e3\n": "3:8 Y26",
        "share: 1.234\n": "3:8 Y25",
        "share: một nửa\n": "3:8 Y26",
        "share: 60%\n": "3:8 Y26",
        "weight: 60%%\n": "3:9 Y26",
        "weight: 1.234%\n": "3:9 Y25",
        "day: 31/02/2023\n": "3:6 Y27",
        "day: 2023-01-31\n": "3:6 Y27",
        "level: hihg\n": "3:8 Y24",
        "notes: a\n": "3:8 Y23",
        "notes:\n  a: b\n": "3:1 Y23",
        "parts: a\n": "3:8 Y23",
        "parts: [a]\n": "3:9 Y23",
        "by_kind: a\n": "3:10 Y23",
        "by_kind: [a]\n": "3:1 Y23",
        "limit: [1]\n": "3:1 Y23",
        "level: [low]\n": "3:1 Y23",
        "level:\n": "3:1 Y23",
        "notes: ['']\n": "3:9 Y23",
        "by_kind: {1.10: a}\n": "3:11 Y22",
        "by_kind: {so sở: a}\n": "3:11 Y29",
        "with: {1T: a}\n": "3:8 Y30",
        "with: {max: a}\n": "3:8 Y33",
        "bands:\n  từ 1 trở lên:\n": "4:3 Y23",
        "bands: {dưới 70%: 0,5}\n": "3:1 Y28",
        "parts:\n  - name: x\n    points: 0,00000001\n": "5:13 Y31",
    }
    assert {text: told(SOUND + text) for text in rows} == {text: [place] for text, place in rows.items()}


def test_codes_are_quoted_where_yaml_would_change_them() -> None:
    assert told("code: 1.10\nlabel: a\n") == ["1:7 Y22"]
    assert told('code: "1.10"\nlabel: a\n') == []
    assert told("code: no\nlabel: a\n") == ["1:7 Y22"]
    assert told("code: a b\nlabel: a\n") == ["1:7 Y29"]
    assert told('code: "1.10 "\nlabel: a\n') == ["1:7 Y29"]


def test_an_empty_value_is_shown_at_its_key() -> None:
    assert told("code: a\nlabel:\n") == ["2:1 Y23"]
    assert "chỗ trống" in what("code: a\nlabel:\n")


def test_lists_and_tables_where_a_line_is_wanted_are_named_so() -> None:
    assert what("code: a\nlabel: [x]\n") == "“label” phải là một dòng chữ, nhưng ở đây là một danh sách."
    assert what("code: a\nlabel: {x: y}\n") == "“label” phải là một dòng chữ, nhưng ở đây là một bảng."
    assert "mỗi dòng bắt đầu bằng dấu -" in what(SOUND + "notes: a\n")
    assert "“khóa: giá trị”" in what(SOUND + "by_kind: a\n")


def test_a_word_outside_the_list_is_asked_back() -> None:
    text = what(SOUND + "level: hihg\n")
    assert "“level” không nhận giá trị “hihg”" in text
    assert "Có phải “high”?" in text


def test_a_file_that_is_no_table_is_no_record() -> None:
    record, problems = read("- a\n- b\n")
    assert record is None
    assert [item.code for item in problems] == ["Y23"]
    record, problems = read("chỉ một câu\n")
    assert record is None
    assert "chỉ một câu" in problems[0].text()


def test_all_mistakes_of_a_file_are_told_in_one_reading() -> None:
    text = "code: 1.10\nlabel: [x]\nlevel: hihg\nlimit: x\nday: 31/02/2023\nzzzz: 1\nnotes: a\n"
    expected = ["1:7 Y22", "2:1 Y23", "3:8 Y24", "4:8 Y26", "5:6 Y27", "6:1 Y20", "7:8 Y23"]
    assert told(text) == expected


def test_every_part_of_a_list_is_looked_at() -> None:
    text = SOUND + "parts:\n  - nam: x\n  - name: y\n    points: z\n  - points: 1\n"
    assert told(text) == ["4:5 Y20", "6:13 Y26", "7:5 Y21"]
