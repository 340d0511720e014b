"""Cut the parts of boxed leaves into pieces of at most four bands, each of the cheapest form that is exact.

*Levels* only look the points up. A *clipped* line is one whose neighbours continue it: x is held between its
ends, and no band is looked for. *Bent* lines are chosen by band. *Divided* ones are divided a second time.
What a guess must put right follows its piece. Where one piece ends the next one begins; outside its bands a
piece gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from par_index.engine.array.box import Boxed
from par_index.engine.array.bulk.changes import INT32
from par_index.engine.array.bulk.codes import BENT, BENT_FEW, CLIPPED, DIVIDED, LEVELS, LEVELS_FEW
from par_index.engine.array.lines import Line

BANDS = 4
Four = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """A line whose float64 may be off by ``error``, between two bounds of x; what is right the remainder
    (A·n + B·d) - q·D·d tells."""

    low: float
    high: float
    slope: float
    base: float
    error: float
    exact: tuple[int, int, int]

    @property
    def line(self) -> tuple[float, ...]:
        return self.low, self.high, self.slope, self.base, self.error


@dataclass(frozen=True, slots=True)
class Piece:
    """Grid steps slope·x + base by bands: (slope·n + base·d) / (below·d) where divided."""

    way: int
    bounds: tuple[float, float, float]
    """Where the second band begins, and so on; the ends of a clipped line."""
    slopes: Four
    bases: Four
    belows: Four
    guesses: tuple[Guess, ...] = ()

    @property
    def by_x(self) -> bool:
        """Tell whether x is all that it reads, not n and d."""
        return self.way != DIVIDED and not self.guesses

    @property
    def numbers(self) -> tuple[float, ...]:
        return (*self.bounds, *self.slopes, *self.bases, *self.belows)

    @property
    def levels(self) -> tuple[int, ...]:
        """Give grid steps as whole numbers, where nothing slopes."""
        return tuple(map(int, self.bases)) if self.way in (LEVELS, LEVELS_FEW) else ()


def pieces_of(part: Boxed, grid: int, narrow: bool) -> tuple[Piece, ...]:
    """Cut a part up; ``narrow``: x is an input of int32."""
    lines = {line.band: line for line in part.lines if not line.exact}
    guessed = {line.band: line for line in part.lines if line.exact}
    levels = [0 if k in guessed else points // grid for k, points in enumerate(part.constants)]
    if len(part.lines) == 1 and lines and (clipped := _clipped(part, part.lines[0], levels)):
        return (clipped,)
    bounds = list(part.thresholds)
    lows, highs = (-inf, *part.thresholds), (*part.thresholds, inf)
    guesses = tuple(
        Guess(lows[k], highs[k], line.slope, line.base, line.error, line.exact)
        for k, line in guessed.items()
        if line.exact
    )
    *found, last = map(_for_int32, _cut(lines, levels, bounds)) if narrow else _cut(lines, levels, bounds)
    return (*found, replace(last, guesses=guesses))


def _for_int32(piece: Piece) -> Piece:
    """Give levels bounds that int32 holds: what it does not reach is as what lies before."""
    if piece.way not in (LEVELS, LEVELS_FEW):
        return piece
    bounds, bases = [*piece.bounds], [*piece.bases]
    for k, bound in enumerate(bounds):
        if bound > INT32:
            bases[k + 1] = bases[k]
        bounds[k] = float(max(min(bound, INT32), -INT32 - 1))
    return replace(piece, bounds=_three(bounds), bases=_four(bases))


def _clipped(part: Boxed, line: Line, levels: list[int]) -> Piece | None:
    """Give the line with x held between its ends, where its neighbours are what it comes to there."""
    if line.below is not None:
        return None
    ends = (-inf, *part.thresholds, inf)[line.band : line.band + 2]
    sides = (levels[: line.band], levels[line.band + 1 :])
    for end, beyond in zip(ends, sides, strict=True):
        if any(int(line.slope * end + line.base) != level for level in beyond):
            return None
    return Piece(CLIPPED, (ends[0], ends[1], inf), (line.slope, 0, 0, 0), (line.base, 0, 0, 0), (1, 1, 1, 1))


def _cut(lines: dict[int, Line], levels: list[int], bounds: list[float]) -> Iterator[Piece]:
    """Take up to four bands at a time, nothing before and behind them counted."""
    first, count = 0, len(levels)
    while first < count:
        before = int(first > 0)
        last = count if count - first + before <= BANDS else first + BANDS - 1 - before
        own: list[Line | int] = [lines.get(k, levels[k]) for k in range(first, last)]
        nothing: list[Line | int] = [0]
        own = nothing * before + own + nothing * (last < count)
        yield _piece(own, bounds[first - before : last - (last == count)])
        first = last


def _piece(bands: list[Line | int], bounds: list[float]) -> Piece:
    padded = bands + [bands[-1]] * (BANDS - len(bands))
    rows = [
        (b.slope, b.base, b.below or 1.0) if isinstance(b, Line) else (0.0, float(b), 1.0) for b in padded
    ]
    slopes, bases, belows = (_four([row[k] for row in rows]) for k in range(3))
    lines, few = [band for band in bands if isinstance(band, Line)], len(bands) <= 2
    if any(line.below is not None for line in lines):
        way = DIVIDED
    elif lines:
        way = BENT_FEW if few else BENT
    else:
        way = LEVELS_FEW if few else LEVELS
    return Piece(way, _three([*bounds, *[inf] * (BANDS - 1 - len(bounds))]), slopes, bases, belows)


def _three(values: list[float]) -> tuple[float, float, float]:
    first, second, third = values
    return first, second, third


def _four(values: list[float]) -> Four:
    first, second, third, fourth = values
    return first, second, third, fourth
