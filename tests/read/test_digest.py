"""A digest is of what a file says: its looks do not count, any word of it does."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import pytest

from par_index.read.sets import digest
from par_index.read.yaml_tree import parse_tree, read_tree
from tests.compile.sample import SOUND

LINES = SOUND.splitlines()
VALUED = [
    at for at, line in enumerate(LINES) if ": " in line and not line.startswith("#") and "[" not in line
]


@cache
def of(text: str) -> str:
    tree, _ = parse_tree(text, "t.yaml")
    assert tree is not None
    return digest((tree,))


@pytest.mark.parametrize(
    "other",
    [
        "# ghi chú\n" + SOUND,
        SOUND.replace("name: Kế hoạch", 'name: "Kế hoạch"   # ghi chú'),
        SOUND.replace("cites: [II.6]", "cites:\n          - II.6"),
        SOUND.replace("measure: sang_kien", "measure: >-\n        sang_kien"),
        SOUND.replace("areas:\n", "\n\nareas:\n"),
        unicodedata.normalize("NFD", SOUND),
    ],
)
def test_looks_do_not_count(other: str) -> None:
    assert other != SOUND
    assert of(other) == of(SOUND)


def test_line_ends_and_byte_order_mark_do_not_count(tmp_path: Path) -> None:
    path = tmp_path / "so.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    tree, problems = read_tree(path)
    assert not problems
    assert tree is not None
    assert digest((tree,)) == of(SOUND)


@pytest.mark.parametrize("at", VALUED)
def test_every_value_and_every_key_counts(at: int) -> None:
    key, _, value = LINES[at].partition(": ")
    quoted = key.endswith('"')
    other_key = f'{key[:-1]}0"' if quoted else f"{key}0"
    bare = value.strip('"')
    for line in (f'{key}: "{bare}0"', f"{other_key}: {value}"):
        assert of("\n".join((*LINES[:at], line, *LINES[at + 1 :]))) != of(SOUND)


def test_order_and_nesting_count() -> None:
    assert of("a: [b, c]\n") != of("a: [c, b]\n")
    assert of("a: [b, [c]]\n") != of("a: [[b], c]\n")
