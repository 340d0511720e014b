"""Choose how float64 values a sloping band exactly, in grid steps, and prove it.

Four ways, the cheapest first. *Whole*: x is a whole number and so is each step, nothing is rounded. *Nudge*
and *division* are those of ``box``. *Guess*: float64 comes within one of the answer q, and the remainder
A·n + B·d - q·D·d tells in int64 which neighbour it is. Both sides may pass 2^63 on the way: the remainder
itself stays below 2^62, so what int64 keeps of it is all of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm, nextafter

from par_index.engine.array.bounds import LANE, Range, ends_of
from par_index.language.interval import Interval
from par_index.model.plan import Band

WHOLE = 2**53
Sizes = tuple[int, int]
"""Bounds of |n| and of d, both without common factors."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sloping band in grid steps: ``slope``·x + ``base``, or (``slope``·n + ``base``·d) / (``below``·d)."""

    band: int
    slope: float
    base: float
    below: float | None = None
    exact: tuple[int, int, int] | None = None
    """A, B and D of a guess, which ``slope``·x + ``base`` makes."""
    error: float = 0.0
    """A bound of how far a guess is from the value, a half added."""


@dataclass(frozen=True, slots=True)
class _Slope:
    """Grid steps slope·x + base for x between two ends."""

    slope: Fraction
    base: Fraction
    ends: tuple[Fraction, Fraction]

    @property
    def values(self) -> tuple[Fraction, Fraction]:
        return (self.slope * self.ends[0] + self.base, self.slope * self.ends[1] + self.base)

    @property
    def share(self) -> int:
        return lcm(self.slope.denominator, self.base.denominator)

    @property
    def doubled(self) -> tuple[int, int, int]:
        """Give A, B, D: (A·n + B·d) / (D·d) is the value and a half."""
        share = self.share
        return int(2 * share * self.slope), int((2 * self.base + 1) * share), 2 * share

    @property
    def error(self) -> Fraction:
        """Bound how far float64 is from slope·x + base, a half and less than another added to the base."""
        farthest = max(abs(self.ends[0]), abs(self.ends[1]))
        roundings = 3 * abs(self.slope) * farthest + abs(self.base) + max(self.values) + 3
        return Fraction(1001, 1000 * WHOLE) * roundings


def lines_of(
    bands: tuple[Band, ...], factor: Fraction, grid: int, numerator: Range, sizes: Sizes, whole: bool
) -> tuple[Line, ...] | None:
    """Choose how the sloping bands of a leaf are computed, all alike; None when no way is proved.

    ``factor`` times n/d is the measure; ``whole``: d is 1.
    """
    sloping = [
        (k, _Slope(band.slope * factor / grid, band.base / grid, _ends(band, factor, numerator)))
        for k, band in enumerate(bands)
        if band.slope
    ]
    ways = (_whole, _nudged, _divided, _guessed) if whole else (_nudged, _divided, _guessed)
    for way in ways:
        found = [way(k, slope, sizes) for k, slope in sloping]
        if None not in found:
            return tuple(line for line in found if line is not None)
    return None


def _ends(band: Band, factor: Fraction, numerator: Range) -> tuple[Fraction, Fraction]:
    low, high = band.interval.low, band.interval.high
    freed = Interval(low and low / factor, True, high and high / factor, True)
    return ends_of(freed, numerator)


def _whole(band: int, line: _Slope, sizes: Sizes) -> Line | None:
    """Above or below zero alike, for nothing is cut off."""
    if line.share > 1 or abs(line.slope) * sizes[0] + abs(line.base) >= WHOLE:
        return None
    return Line(band, float(line.slope), float(line.base))


def _nudged(band: int, line: _Slope, sizes: Sizes) -> Line | None:
    apart = Fraction(1, 2 * line.share * sizes[1])
    if min(line.values) < 0 or 2 * line.error >= apart:
        return None
    return Line(band, float(line.slope), float(line.base + Fraction(1, 2) + apart / 2))


def _divided(band: int, line: _Slope, sizes: Sizes) -> Line | None:
    a, b, below = line.doubled
    result = below * sizes[1] * (max(line.values) + 2)
    if min(line.values) < 0 or result >= WHOLE or max(abs(a) * sizes[0], abs(b) * sizes[1]) >= WHOLE:
        return None
    return Line(band, float(a), float(b), float(below))


def _guessed(band: int, line: _Slope, sizes: Sizes) -> Line | None:
    a, b, below = line.doubled
    remainder = 3 * below * sizes[1]
    if min(line.values) < 0 or max(abs(a), abs(b), remainder) >= LANE or line.error >= Fraction(1, 2):
        return None
    near = nextafter(float(line.error), 1.0)
    return Line(band, float(line.slope), float(line.base + Fraction(1, 2)), None, (a, b, below), near)
