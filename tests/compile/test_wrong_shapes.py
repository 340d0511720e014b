"""A list where one line of words belongs: refused by name at every key of a set, never a crash."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compile.sample import SOUND, broken, compiled, line_of

LISTS_ALREADY = ("worst_to_best", "if_empty", "cites")


def with_list(line: str) -> str:
    """Put a line's value into a list of its own."""
    key, _, value = line.partition(": ")
    return f"{key}: [[{value}]]" if key.strip(" -") in LISTS_ALREADY else f"{key}: [{value}]"


def test_a_list_at_any_key_is_told_where_it_stands(tmp_path: Path) -> None:
    lines = SOUND.splitlines()
    keys = {line.partition(": ")[0].strip(" -"): at for at, line in enumerate(lines) if at and ": " in line}
    silent = []
    for at in keys.values():  # the last place of each key
        line = lines[at]
        _, problems = compiled("\n".join([*lines[:at], with_list(line), *lines[at + 1 :], ""]), tmp_path)
        told = {item.where.line for item in problems if item.is_error and all(item.texts())}
        if not told & set(range(at - 9, at + 2)):  # on its line, or at the table or leaf it stands in
            silent.append(line.strip())
    assert silent == []


@pytest.mark.parametrize(
    ("old", "new", "mark", "found"),
    [
        ("khong: 0", "khong: [0]", "khong: [0]", "một danh sách"),
        ("khong: 0", "khong: {cao: 0}", "khong: {cao", "một bảng"),
        ("dưới 95%: 0", "dưới 95%:\n            cao: 0", "dưới 95%:\n", "một bảng"),
    ],
)
def test_what_a_step_gives_is_one_line_of_words(
    old: str, new: str, mark: str, found: str, tmp_path: Path
) -> None:
    text = broken(old, new)
    _, problems = compiled(text, tmp_path)
    (told,) = [item for item in problems if item.code == "Y23"]
    assert told.where.line == line_of(text, mark)
    assert found in told.texts()[1]
