"""A method's file, broken in one place: its cases are told, never judged on what cannot be judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.check import check_methods
from par_index.places import Libraries

SOUND = """\
# Phương pháp giả lập để thử.
method: den_dich
shape: [6]
sentence: "Từ {T} trở lên: {max} điểm"
params:
  T:
    type: percent
    label: Mức phải đạt
measure_is:
  kind: ratio
bands:
  từ T trở lên: max
  dưới T: max * x / T
cases:
  - with: {T: 80%}
    max: 4
    rows:
      - {x: 40%, points: "2"}
      - {x: 80%, points: "4"}
"""


def told(text: str, folder: Path) -> list[tuple[str, int]]:
    (folder / "methods").mkdir()
    (folder / "methods" / "den_dich.yaml").write_text(text, "utf-8")
    problems = check_methods(Libraries((), (folder,)))
    assert all(all(item.texts("vi")) and all(item.texts("en")) for item in problems)
    return sorted({(item.code, item.where.line) for item in problems})


def test_the_sample_is_sound(tmp_path: Path) -> None:
    assert told(SOUND, tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  dưới T: max * x / T\n", "", [("L44", 17)]),
        ("dưới T:", "đến T:", [("L44", 19)]),
        ('{x: 40%, points: "2"}', "{x: 40%, points: hai}", [("Y26", 18)]),
        ('{x: 40%, points: "2"}', '{x: 40%, points: "1.234"}', [("Y25", 18)]),
        ('{x: 40%, points: "2"}', '{x: 40%, points: "3"}', [("L42", 18)]),
        ('{x: 40%, points: "2"}', '{x: 80%, points: "4"}', [("L88", 19)]),
        ('{x: 40%, points: "2"}', '{x: nhiều, points: "2"}', [("L20", 18)]),
        ("  T:\n", "  max:\n", [("L51", 15), ("Y33", 6)]),
        ("method: den_dich", "method: den_dik", [("L41", 2)]),
        ("with: {T: 80%}", "with: {T: [80%]}", [("L53", 15)]),
        ("with: {T: 80%}", "with: {T: 0%}", [("L28", 15)]),
    ],
)
def test_each_break_is_told_at_its_line(
    old: str, new: str, expected: list[tuple[str, int]], tmp_path: Path
) -> None:
    assert SOUND.count(old) == 1
    assert set(expected) <= set(told(SOUND.replace(old, new), tmp_path))


def test_cases_and_their_rows_may_not_be_empty(tmp_path: Path) -> None:
    head, _, _ = SOUND.partition("    rows:")
    assert told(head + "    rows: []\n", tmp_path) == [("L87", 15)]
    (tmp_path / "other").mkdir()
    head, _, _ = SOUND.partition("cases:")
    assert told(head + "cases: []\n", tmp_path / "other") == [("L87", 2)]
