"""A set broken key by key and at random: never a crash, and no key lost, doubled or misspelt unseen."""

from __future__ import annotations

import functools
import random
from pathlib import Path

import pytest

from par_index import compile as compiling
from par_index.read.sets import read_methods
from tests.compile.sample import SOUND, compiled

LINES = SOUND.splitlines()
KEYED = [at for at, line in enumerate(LINES) if ":" in line and not line.startswith("#")]
NEAR = 12
"""How many lines away a mistake may be told: at its key, or at the leaf or table it belongs to."""
OPTIONAL = ("label:", "lead:", "never:", "by: index_exact", "for: so", "within: phai_so_hoa")
"""Keys a set may do without (what ``within`` says, this set says again under ``relations``)."""
UNNAMED = ("QĐ45",)
"""Names that nothing else in this set repeats: another name is as good."""
ODD = (
    "", "[]", "{}", "~", "x", "max", "no", "-1", "1e3", "1.234", "0x10", "٣", "１０", "+5", '"1,5,5"',
    "[[a]]", "{a: {b: c}}", "31/02/2023", "9" * 60, "9" * 5000, "'", '"', "so_hoa / 0", "a b c", "%",
    "&x", "*x", "!t x", "- - -", "từ", "dưới", "bằng 0", "khong", "\u200b", "Së Néi vô", "|", ">", "{{",
    "1/0", "late(", "a\u0300\u0301", "from: x", "2023-01-31", "[previous]", "-" * 300, "max " * 300, "1/3",
    "50%", "T.1",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _methods_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "read_methods", read_once)


@functools.cache
def read_once(shelves: object) -> object:
    return read_methods(shelves)  # type: ignore[arg-type]


def with_line(at: int, *lines: str) -> str:
    return "\n".join((*LINES[:at], *lines, *LINES[at + 1 :], ""))


def told(text: str, folder: Path) -> list[int]:
    """Give the line of each error or warning, all of whose words can be written."""
    plans, problems = compiled(text, folder)
    assert plans or any(item.is_error for item in problems)
    assert all(all(item.texts("vi")) and all(item.texts("en")) for item in problems)
    return [item.where.line for item in problems if item.level != "note"]


def test_no_key_is_lost_unseen(tmp_path: Path) -> None:
    silent = [LINES[at].strip() for at in KEYED if not told(with_line(at), tmp_path)]
    assert [line for line in silent if not line.startswith(OPTIONAL)] == ["cites: [II.1]", "cites: [II.2]"]


def test_no_key_stands_twice_unseen(tmp_path: Path) -> None:
    far = [
        LINES[at]
        for at in KEYED
        if not any(abs(line - at - 1) <= NEAR for line in told(with_line(at, LINES[at], LINES[at]), tmp_path))
    ]
    assert far == []


def test_no_key_is_misspelt_unseen(tmp_path: Path) -> None:
    """Each is told near its place, or where the name is used that nobody declares any more."""
    far = []
    for at in KEYED:
        key, _, value = LINES[at].partition(":")
        word = key.strip(' -"')
        lines = told(with_line(at, f"{key[:-1]}q{key[-1]}:{value}"), tmp_path)
        if not any(abs(line - at - 1) <= NEAR or uses(word, line - 1) for line in lines):
            far.append(word)
    assert far == list(UNNAMED)


def uses(word: str, at: int) -> bool:
    return any(word in line for line in LINES[max(at - 2, 0) : at + 3])


def broken_at_random(dice: random.Random) -> str:
    at = dice.choice(KEYED)
    line = LINES[at]
    key, _, value = line.partition(":")
    place = dice.randrange(len(line) + 1)
    return with_line(
        at,
        dice.choice(
            (
                f"{key}: {dice.choice(ODD)}",
                f"{key}:{LINES[dice.choice(KEYED)].partition(':')[2]}",
                f"{dice.choice(LINES).partition(':')[0]}:{value}",
                line[:place] + dice.choice("\t\x00[]{}:,&*#?|-<>=!%@\\\"'\u2028é ") + line[place:],
                line[:place],
                " " * dice.choice((1, 2, 4)) + line,
                line[1:],
            )
        ),
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_break_makes_it_fall_over(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    for _ in range(40):
        told(broken_at_random(dice), tmp_path)
