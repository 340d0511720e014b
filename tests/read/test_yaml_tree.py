"""YAML as text with places: nothing typed, nothing merged, nothing lost."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from par_index.model.text import Listing, Table, Text
from par_index.problem import Where
from par_index.read.yaml_tree import parse_tree, read_tree


def table(text: str) -> Table:
    tree, problems = parse_tree(text, "t.yaml")
    assert not problems
    assert isinstance(tree, Table)
    return tree


def test_every_scalar_is_the_text_as_written() -> None:
    tree = table("a: 1.10\nb: no\nc: 2023-01-31\nd: 0x1F\ne: '1.10'\nf: ~\n")
    assert {str(key): str(value) for key, value in tree.items()} == {
        "a": "1.10", "b": "no", "c": "2023-01-31", "d": "0x1F", "e": "1.10", "f": "~",
    }  # fmt: skip
    quoted = {str(key): value.quoted for key, value in tree.items() if isinstance(value, Text)}
    assert quoted == {"a": False, "b": False, "c": False, "d": False, "e": True, "f": False}


def test_places_are_line_and_column_from_one() -> None:
    tree = table("a:\n  - x\n  - b: y\n")
    (listing,) = tree.values()
    assert isinstance(listing, Listing)
    assert listing[0].where == Where("t.yaml", 2, 5)
    inner = listing[1]
    assert isinstance(inner, Table)
    assert next(iter(inner.values())).where == Where("t.yaml", 3, 8)


def test_flow_and_block_tables_are_told_apart() -> None:
    tree = table("a: {x: 1}\nb:\n  x: 1\n")
    assert [value.flow for value in tree.values() if isinstance(value, Table)] == [True, False]


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: 1\nb: 2\na: 3\n", "Y07", 3, 1),
        ("a: &x 1\n", "Y08", 1, 4),
        ("a: 1\nb: *x\n", "Y08", 2, 4),
        ("a: !!str 1\n", "Y09", 1, 4),
        ("a:\n  b: 1\n  c: \u0007\n", "Y15", 3, 6),
        ("a: 1\n---\nb: 2\n", "Y14", 2, 1),
        ("a:\n  -\tb\n", "Y06", 2, 4),
        ("a: !!python/object:os.system x\n", "Y09", 1, 4),
        ("a: !x 1\n", "Y09", 1, 4),
        ("a: Së Néi vô\n", "Y11", 1, 4),
        ("[1]: a\n", "Y12", 1, 1),
        ("<<: {a: 1}\n", "Y12", 1, 1),
        ("a: [1, 2\n", "Y04", 2, 1),
        ("a: >= 70%\n", "Y04", 1, 5),
        ("a:\n\tb: 1\n", "Y06", 2, 1),
        ("# chỉ có ghi chú\n", "Y05", 0, 0),
    ],
)
def test_refuses_what_yaml_would_hide(text: str, code: str, line: int, column: int) -> None:
    _, problems = parse_tree(text, "t.yaml")
    assert [(item.code, item.where) for item in problems] == [(code, Where("t.yaml", line, column))]
    assert problems[0].is_error


def test_all_repeats_are_told_at_once() -> None:
    _, problems = parse_tree("a: 1\na: 2\na: 3\n", "t.yaml")
    assert [item.where.line for item in problems] == [2, 3]


def test_decomposed_text_is_composed_with_a_warning() -> None:
    tree, problems = parse_tree(f"a: {unicodedata.normalize('NFD', 'Sở Nội vụ')}\n", "t.yaml")
    assert isinstance(tree, Table)
    assert list(tree.values()) == ["Sở Nội vụ"]
    assert [(item.code, item.level) for item in problems] == [("Y10", "warning")]


def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("\ufeffa: 1\r\nb: 2\r\n".encode())
    tree, problems = read_tree(path, "a.yaml")
    assert (tree, problems) == ({"a": "1", "b": "2"}, ())


def test_other_encodings_are_refused_at_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\nb: S\xe9\n")
    _, problems = read_tree(path, "a.yaml")
    assert [(item.code, item.where) for item in problems] == [("Y02", Where("a.yaml", 2, 5))]


def test_a_missing_and_a_huge_file_are_problems(tmp_path: Path) -> None:
    _, missing = read_tree(tmp_path / "none.yaml", "none.yaml")
    big = tmp_path / "big.yaml"
    big.write_bytes(b"#" * 8_000_001)
    _, huge = read_tree(big, "big.yaml")
    assert [item.code for item in (*missing, *huge)] == ["Y01", "Y03"]


@pytest.mark.parametrize("text", ["[" * 300_000, "{a: " * 5_000, "- " * 500, "? " * 500])
def test_brackets_without_end_are_refused_before_they_can_do_harm(text: str) -> None:
    tree, problems = parse_tree(text, "t.yaml")
    assert tree is None
    assert [(item.code, item.where.line) for item in problems] == [("Y13", 1)]


def test_what_was_seen_before_a_syntax_error_is_told_too() -> None:
    _, problems = parse_tree("a: 1\na: 2\nb: [\n", "t.yaml")
    assert [item.code for item in problems] == ["Y07", "Y04"]


def test_a_decomposed_file_is_told_once() -> None:
    text = unicodedata.normalize("NFD", "a: Sở Nội vụ\nb: Sở Tài chính\n")
    tree, problems = parse_tree(text, "t.yaml")
    assert [item.code for item in problems] == ["Y10"]
    assert tree == {"a": "Sở Nội vụ", "b": "Sở Tài chính"}


def test_a_hundred_nested_aliases_cannot_blow_up() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{at}: &a{at} [*a{at - 1}, *a{at - 1}]" for at in range(1, 60)]
    _, problems = parse_tree("\n".join(lines), "t.yaml")
    assert {item.code for item in problems} == {"Y08"}
