"""Give an exact ratio its place on a ladder's grid: one small integer that keeps every comparison.

durable-rules knows no fractions and only integers below 2³¹. With G the least common multiple of the
boundaries' denominators, the place of x is ``floor(x·G) + ceil(x·G)``: even on the grid, odd off it.
So ``x >= t`` is ``place >= 2tG`` and ``x > t`` is ``place >= 2tG + 1``; beyond the outer
boundaries every value shares one place. Source: the rule language's compile scheme.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from par_index.language.interval import Interval

LIMIT = 2**31
"""The rule library keeps a condition's constant in a C long, 32 bits wide on some systems."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The grid of a ladder: places lie in [low, high], the places just outside its outer boundaries."""

    grid: int
    low: int
    high: int

    @property
    def fits(self) -> bool:
        """Tell whether every place is an integer the rule library compares rightly."""
        return self.low > -LIMIT and self.high < LIMIT

    def place(self, numerator: int, denominator: int) -> int:
        """Give the place of ``numerator / denominator`` (denominator > 0)."""
        whole, rest = divmod(numerator * self.grid, denominator)
        place = 2 * whole + (rest > 0)
        return self.low if place < self.low else self.high if place > self.high else place

    def span(self, interval: Interval) -> tuple[int | None, int | None]:
        """Give the closed range of places an interval holds; ``None`` is an open end."""
        low = None if interval.low is None else self._mark(interval.low) + (not interval.low_closed)
        high = None if interval.high is None else self._mark(interval.high) - (not interval.high_closed)
        return low, high

    def _mark(self, boundary: Fraction) -> int:
        return 2 * boundary.numerator * (self.grid // boundary.denominator)


def scale_of(intervals: Iterable[Interval]) -> Scale:
    """Build the grid on which all boundaries of the intervals are points."""
    ends = [end for item in intervals for end in (item.low, item.high) if end is not None]
    if not ends:
        return Scale(1, 0, 0)
    grid = lcm(*(end.denominator for end in ends))
    least, most = min(ends), max(ends)
    return Scale(grid, int(2 * least * grid) - 1, int(2 * most * grid) + 1)
