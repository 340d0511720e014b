"""An extension broken at any line: never a crash, never an error in its parent's file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.read.test_extend import SOUND, loaded

LINES = SOUND.splitlines()
SHAPES = ("[]", "{a: b}", "''", "[[a]]")


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def below(at: int) -> int:
    """Find the first line after one that is not indented below it."""
    rest = range(at + 1, len(LINES))
    return next((end for end in rest if indent(LINES[end]) <= indent(LINES[at])), len(LINES))


def broken_texts() -> Iterator[str]:
    """Take each key away with what is below it, and put another shape in its place."""
    for at, line in enumerate(LINES):
        if ":" in line and not line.startswith("#"):
            key, end = line.partition(":")[0], below(at)
            for own in ([], *([f"{key}: {shape}"] for shape in SHAPES)):
                yield "\n".join([*LINES[:at], *own, *LINES[end:], ""])


def test_whatever_shape_a_line_takes_is_told_where_it_stands(tmp_path: Path) -> None:
    told = 0
    for text in broken_texts():
        errors = [item for item in loaded(tmp_path, text)[1] if item.is_error]
        assert all(item.where.file.endswith("huyen-thu/2023/xa.yaml") for item in errors), text
        assert all("{" not in item.text("en").splitlines()[0] for item in errors)
        told += bool(errors)
    assert told > 200
