"""The draw: sizes exact, every number as likely as another, the same list however the frame is written."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from par_index.model.instrument import Respondents
from par_index.survey.design import Aim, group_size
from par_index.survey.draw import Drawn, draw, numbers
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame, read_frame
from tests.survey.instrument import FRAME, opened, surveyed

CELL = Cell("so-y-te", "nguoi_dan", "thanh_thi")


@pytest.mark.parametrize(("people", "size"), [(1, 1), (2, 1), (5, 4), (5, 5), (40, 39), (10_000, 385)])
def test_sizes_are_exact_and_numbers_differ(people: int, size: int) -> None:
    drawn = numbers("1", CELL, people, size)
    assert len(drawn) == len(set(drawn)) == size
    assert set(drawn) <= set(range(1, people + 1))


def test_a_larger_sample_begins_with_the_smaller() -> None:
    assert numbers("1", CELL, 10_000, 500)[:385] == numbers("1", CELL, 10_000, 385)


def test_seed_unit_group_and_stratum_each_matter() -> None:
    others = [
        numbers("2", CELL, 10_000, 20),
        *(numbers("1", CELL._replace(**{name: "x"}), 10_000, 20) for name in Cell._fields),
    ]
    assert numbers("1", CELL, 10_000, 20) not in others
    assert len(set(others)) == 4


def test_every_number_is_as_likely_as_another() -> None:
    seeds, people, size = 4000, 20, 7
    times = Counter(number for seed in range(seeds) for number in numbers(str(seed), CELL, people, size))
    expected, spread = seeds * size / people, (seeds * size / people * (1 - size / people)) ** 0.5
    assert set(times) == set(range(1, people + 1))
    assert max(abs(count - expected) for count in times.values()) < 4 * spread


def test_every_pair_is_as_likely_as_another() -> None:
    seeds, people, size = 4000, 6, 3
    pairs = Counter(
        pair
        for seed in range(seeds)
        for pair in combinations(sorted(numbers(str(seed), CELL, people, size)), 2)
    )
    chance = size * (size - 1) / (people * (people - 1))
    assert len(pairs) == 15
    spread = (seeds * chance * (1 - chance)) ** 0.5
    assert max(abs(count - seeds * chance) for count in pairs.values()) < 4 * spread


def drawn(place: Path, frame: str, unit: str, group: str) -> tuple[Drawn, ...]:
    folder = surveyed(place, frame)
    made = opened(folder)
    found, problems = read_frame(folder, made.cycle, made.plans)
    assert problems == ()
    assert found is not None
    return _draw(found, unit, group)


def _draw(frame: Frame, unit: str, group: str) -> tuple[Drawn, ...]:
    size = group_size(unit, Respondents(group, "Nhóm", Fraction(1), 1), frame, Aim(error=Fraction(1, 2)))
    assert size is not None
    return draw(size, frame, "2023")


def test_the_order_of_the_frame_and_its_other_cells_change_nothing(tmp_path: Path) -> None:
    people = "".join(f"*,so_nganh,,,Người {at:02},\n" for at in range(30))
    rows = [*FRAME.splitlines(keepends=True)[1:], *people.splitlines(keepends=True)]
    head = FRAME.splitlines(keepends=True)[0]
    first = drawn(tmp_path / "a", head + "".join(rows), "so-b", "so_nganh")
    random.Random(7).shuffle(rows)
    fewer = [row for row in rows if "nguoi_dan" not in row]
    assert drawn(tmp_path / "b", head + "".join(fewer), "so-b", "so_nganh") == first
    assert 0 < len(first) < 33
    assert all(one.respondent for one in first)
    assert "Trần Thị Bình" not in {one.respondent for one in first}


def test_where_only_a_population_is_known_numbers_are_drawn(tmp_path: Path) -> None:
    found = drawn(tmp_path, FRAME, "so-a", "nguoi_dan")
    assert [one.cell.stratum for one in found] == ["nong_thon", "nong_thon", "thanh_thi", "thanh_thi"]
    assert all(one.respondent == "" and 1 <= one.number <= 7000 for one in found)


def test_the_draw_is_what_sha256_says() -> None:
    """Worked with sha256sum of ``1|a|b||1`` and so on, modulo 6, plus one."""
    from hashlib import sha256

    texts = (f"1|a|b||{at}" for at in range(1, 40))
    rolled = [int(sha256(text.encode()).hexdigest(), 16) % 6 + 1 for text in texts]
    assert numbers("1", Cell("a", "b"), 6, 5) == tuple(dict.fromkeys(rolled))[:5]
