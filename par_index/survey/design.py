"""Work out how many people to ask of each unit, group and stratum, and with what margin of error.

The size is that of the Ministry's satisfaction guide, n = N / (1 + N·e²), rounded up, in exact fractions. It
is shared in proportion to the strata's populations by largest remainder, each stratum getting two (or all it
has), so that its spread can be told. The margin is that of a share of one half in a simple random sample,
z·√(¼/n · (N − n)/(N − 1)): a float, printed and never scored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from par_index.model.instrument import Respondents
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame

LEAST_OF_A_STRATUM = 2
"""One answer has no spread."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What the survey is planned for: error ``e``, confidence, and the share of forms that will come back."""

    error: Fraction = Fraction(5, 100)
    confidence: Fraction = Fraction(95, 100)
    response_rate: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class StratumSize:
    """Answers wanted of one cell, and forms to send for them."""

    cell: Cell
    population: int
    answers: int
    forms: int


@dataclass(frozen=True, slots=True)
class GroupSize:
    """What one group is asked of one unit; ``margin`` is a share, at the aim's confidence.

    ``few`` tells that fewer answers are wanted than the instrument calls enough.
    """

    unit: str
    group: Respondents
    strata: tuple[StratumSize, ...]
    margin: float

    @property
    def population(self) -> int:
        return sum(one.population for one in self.strata)

    @property
    def answers(self) -> int:
        return sum(one.answers for one in self.strata)

    @property
    def forms(self) -> int:
        return sum(one.forms for one in self.strata)

    @property
    def few(self) -> bool:
        return self.answers < self.group.min_answers


def group_size(unit: str, group: Respondents, frame: Frame, aim: Aim) -> GroupSize | None:
    """Plan one group of one unit; ``None`` where the frame holds nobody."""
    populations = {one.cell: one.population for one in frame.of(unit, group.id)}
    if not populations:
        return None
    total = sum(populations.values())
    wanted = allocation(sample_size(total, aim.error), populations)
    strata = tuple(
        StratumSize(cell, people, wanted[cell], min(people, math.ceil(wanted[cell] / aim.response_rate)))
        for cell, people in populations.items()
    )
    return GroupSize(unit, group, strata, margin(total, sum(wanted.values()), aim.confidence))


def sample_size(population: int, error: Fraction) -> int:
    """Give n = N / (1 + N·e²), rounded up; never more than N.

    >>> [sample_size(people, Fraction(5, 100)) for people in (1, 60, 400, 10_000, 1_000_000)]
    [1, 53, 200, 385, 400]
    """
    return math.ceil(population / (1 + population * error**2))


def allocation(size: int, populations: Mapping[Cell, int]) -> Mapping[Cell, int]:
    """Share ``size`` in proportion to the strata, each getting at least two or all it has.

    More than ``size`` come out where that least asks for more; equal remainders go to the first cells.

    >>> a, b, c = Cell("u", "g", "a"), Cell("u", "g", "b"), Cell("u", "g", "c")
    >>> list(allocation(10, {a: 50, b: 33, c: 1}).values())
    [5, 4, 1]
    """
    least = {cell: min(LEAST_OF_A_STRATUM, people) for cell, people in populations.items()}
    small: set[Cell] = set()
    while True:
        rest = {cell: people for cell, people in populations.items() if cell not in small}
        left = max(size - sum(least[cell] for cell in small), 0)
        shared = _largest_remainder(left, rest)
        short = {cell for cell, got in shared.items() if got < least[cell]}
        if not short:
            return {cell: least[cell] if cell in small else shared[cell] for cell in populations}
        small |= short


def _largest_remainder(size: int, populations: Mapping[Cell, int]) -> Mapping[Cell, int]:
    total = sum(populations.values())
    shares = {cell: divmod(size * people, total) for cell, people in populations.items()}
    left = size - sum(whole for whole, _ in shares.values()) if shares else 0
    first = sorted(shares, key=lambda cell: (-shares[cell][1], cell))[:left]
    return {cell: whole + (cell in first) for cell, (whole, _) in shares.items()}


def margin(population: int, answers: int, confidence: Fraction) -> float:
    """Give half the width of a share's interval, at its widest (a true share of one half)."""
    if answers >= population:
        return 0.0
    z = NormalDist().inv_cdf((1 + float(confidence)) / 2)
    return z * math.sqrt(0.25 / answers * (population - answers) / (population - 1))


def totals(sizes: Sequence[GroupSize]) -> tuple[int, int]:
    """Add up (answers, forms)."""
    return sum(one.answers for one in sizes), sum(one.forms for one in sizes)
