"""Draw who is asked: a simple random sample of each stratum, the same for everyone who repeats it.

The k-th draw of a cell is SHA-256 of the text ``seed|unit|group|stratum|k`` (UTF-8, k from 1), read as one
big-endian number, modulo the population N, plus one; a number drawn before is passed over. So anyone can
check a list with nothing but SHA-256; no cell's draw depends on another cell, on the order of the frame's
rows or on a library's version; a larger sample begins with the smaller one. Persons are numbered in
the order of their names (by code point). (The bias of the remainder is under N / 2²⁵⁶.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count, islice

from par_index.survey.design import GroupSize
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame


@dataclass(frozen=True, slots=True)
class Drawn:
    """Someone who is to be asked: the number in the stratum and, where the frame lists persons, who."""

    cell: Cell
    number: int
    respondent: str = ""


def numbers(seed: str, cell: Cell, population: int, size: int) -> tuple[int, ...]:
    """Draw ``size`` different numbers of 1..population, in the order drawn.

    >>> numbers("2023", Cell("so-y-te", "nguoi_dan"), 10_000, 3)
    (64, 3788, 1650)
    """
    if size >= population:
        return tuple(range(1, population + 1))
    return tuple(islice(_different(seed, cell, population), size))


def _different(seed: str, cell: Cell, population: int) -> Iterator[int]:
    seen: set[int] = set()
    for at in count(1):
        text = "|".join((seed, *cell, str(at)))
        number = int.from_bytes(sha256(text.encode()).digest(), "big") % population + 1
        if number not in seen:
            seen.add(number)
            yield number


def draw(size: GroupSize, frame: Frame, seed: str) -> tuple[Drawn, ...]:
    """Draw everyone who gets a form of one group about one unit, stratum by stratum, by number."""
    return tuple(
        Drawn(one.cell, number, persons[number - 1].id if persons else "")
        for one in size.strata
        for persons in (frame.strata[one.cell].persons,)
        for number in sorted(numbers(seed, one.cell, one.population, one.forms))
    )
