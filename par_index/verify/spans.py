"""Where intervals begin and end, and whether a row of them leaves a gap or covers a value twice.

A *cut* is a place between values: ``(v, 0)`` lies just before v, ``(v, 1)`` just after it. An interval is the
stretch between two cuts; ``None`` is an end without bound. Where values lie only on a grid (whole numbers, or
hundredths of a percent), cuts are moved to just before a grid value, so ``đến 4`` meets ``từ 5``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from par_index.language.interval import Interval

Cut = tuple[Fraction, int]


@dataclass(frozen=True, slots=True)
class Span:
    """The stretch from one cut to another; ``grid`` is how many grid values lie in one unit, if any."""

    low: Cut | None
    high: Cut | None
    grid: int | None = None

    @property
    def void(self) -> bool:
        """Tell whether no value lies inside."""
        return self.low is not None and self.high is not None and self.low >= self.high

    @property
    def first(self) -> Fraction | None:
        """Give the least value inside, or the limit it comes near."""
        return None if self.low is None else self.low[0]

    @property
    def last(self) -> Fraction | None:
        """Give the greatest value inside, or the limit it comes near."""
        if self.high is None:
            return None
        return self.high[0] - Fraction(1, self.grid) if self.grid else self.high[0]

    @property
    def single(self) -> bool:
        """Tell whether exactly one value lies inside."""
        return self.first is not None and self.first == self.last

    @property
    def interval(self) -> Interval:
        """Write the span as an interval again."""
        low_closed = self.low is not None and self.low[1] == 0
        high_closed = self.high is not None and (self.grid is not None or self.high[1] == 1)
        return Interval(self.first, low_closed, self.last, high_closed)


def span_of(interval: Interval, grid: int | None = None) -> Span:
    """Give the cuts of an interval, on the grid where there is one."""
    low: Cut | None = None if interval.low is None else (interval.low, 0 if interval.low_closed else 1)
    high: Cut | None = None if interval.high is None else (interval.high, 1 if interval.high_closed else 0)
    return Span(_on_grid(low, grid), _on_grid(high, grid), grid)


def _on_grid(cut: Cut | None, grid: int | None) -> Cut | None:
    """Move a cut up to just before the next grid value."""
    if cut is None or grid is None:
        return cut
    scaled = cut[0] * grid
    return Fraction(ceil(scaled) if cut[1] == 0 else floor(scaled) + 1, grid), 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Between two neighbours (their numbers): values in neither, or in both."""

    kind: Literal["gap", "overlap"]
    below: int
    above: int


def in_rising_order(spans: Sequence[Span]) -> list[int]:
    """Number the spans from low to high."""
    return sorted(range(len(spans)), key=lambda at: (_rising(spans[at].low, -1), reaching(spans[at].high)))


def _rising(cut: Cut | None, side: int) -> tuple[int, Cut]:
    return (side, (Fraction(0), 0)) if cut is None else (0, cut)


def reaching(high: Cut | None) -> tuple[int, Cut]:
    """Order upper cuts: an end without bound reaches farthest."""
    return _rising(high, 1)


def faults(spans: Sequence[Span]) -> list[Fault]:
    """Find every gap and overlap between neighbours of a row sorted from low to high, none of them void."""
    found: list[Fault] = []
    farthest = 0
    for at in range(1, len(spans)):
        reach, start, end = spans[farthest].high, spans[at].low, spans[at].high
        if reach is not None and start is not None and reach < start:
            found.append(Fault("gap", farthest, at))
        elif reach is None or start is None or reach > start:
            found.append(Fault("overlap", farthest, at))
        if reach is not None and (end is None or end > reach):
            farthest = at
    return found


def between(below: Span, above: Span) -> Span:
    """Give the values that two neighbours leave out."""
    return Span(below.high, above.low, above.grid)


def shared(below: Span, above: Span) -> Span:
    """Give the values that two neighbours both hold, ``below`` beginning first."""
    return Span(above.low, min(below.high, above.high, key=reaching), above.grid)


def beyond(below: Span, above: Span) -> Span:
    """Give what ``above`` holds once it begins where ``below`` ends."""
    return Span(below.high, above.high, above.grid)
