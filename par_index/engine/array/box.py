"""Find the leaves that float64 judges exactly, and prove it for each from the bounds of its inputs.

Below 2^53 float64 holds every integer, so it serves as a fast box of integers. Three uses, each proved per
leaf:

*Threshold.* fl(n/d) >= fl(p/q) tells n/d >= p/q when |n·q| and |p·d| stay below 2^51: two different quotients
are then at least 2^-51 apart in proportion, more than two roundings can close, and equal ones round alike.
A strict bound is the next float64 above.

*Division.* For integers a >= 0, b > 0 with a + b <= 2^53 the whole part of fl(a/b) is that of a/b: a/b is a
whole number or at least 1/b below the next, and half an ulp of the quotient is less. A line's points are the
whole part of (A·n + B·d) / (D·d), the half folded into B.

*Nudge.* The same quotient is a whole number or at least δ = 1/(D·d) away from one. Computed as
x·slope + base + δ/2 with an error below δ/2 its whole part is right, without a second division. Roundings, of
2^-53 of a number each: x, slope and their product (of slope·x), base, and the sum; a thousandth on top covers
the products of roundings.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf, lcm, nextafter

from par_index.engine.array.bounds import LANE, Box, Range, ends_of, range_of, reach_of, size_of
from par_index.engine.array.column import Boundary, Column
from par_index.engine.array.measure import ONE, Polynomial
from par_index.language.interval import Interval
from par_index.model.plan import Band, Leaf
from par_index.points import round_half_away

WHOLE = 2**53
APART = 2**51
BANDS = 8
"""A boxed leaf has at most so many bands: the band takes three bits of the table's index."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sloping band in grid steps: ``slope``·x + ``base``, or (``slope``·n + ``base``·d) / (``below``·d)."""

    band: int
    slope: float
    base: float
    below: float | None = None


@dataclass(frozen=True, slots=True)
class Boxed:
    """A leaf proved fit for float64: its x is n/d, or n where ``d`` is 1, freed of common factors."""

    row: int
    n: Polynomial
    d: Polynomial
    hidden: tuple[Polynomial, ...]
    """What empties the measure without making d 0."""
    thresholds: tuple[float, ...]
    constants: tuple[int, ...]
    """Points of each level band in micro-points; 0 for a sloping one."""
    lines: tuple[Line, ...]

    @property
    def shape(self) -> tuple[object, ...]:
        """Tell leaves apart that cannot be judged by the same calls."""
        return (self.d == ONE, len(self.lines), any(line.below is not None for line in self.lines))


def boxed(row: int, leaf: Leaf, column: Column, box: Box) -> Boxed | None:
    """Prove a leaf fit for float64, or give None."""
    if len(column.parts) > 1 or not 1 <= len(leaf.parts[0].bands) <= BANDS or column.wide:
        return None
    ratio, bands = column.parts[0].ratio, leaf.parts[0].bands
    factor = Fraction(ratio.numerator.content, ratio.denominator.content or 1)
    if not factor:
        return None
    n, d = ratio.numerator.over(ratio.numerator.content), ratio.denominator.over(ratio.denominator.content)
    sizes = size_of(n, box), max(size_of(d, box), 1)
    thresholds = [_threshold(each, factor, d == ONE, sizes) for each in column.parts[0].boundaries]
    lines = _lines(bands, factor, column.grid, range_of(n, box), sizes)
    formed = max(reach_of(each, box) for each in (n, d, *ratio.empties))
    if max(sizes) >= WHOLE or formed >= LANE or None in thresholds or lines is None:
        return None
    return Boxed(
        row,
        n,
        d,
        hidden=_hidden(d, ratio.empties),
        thresholds=tuple(each for each in thresholds if each is not None),
        constants=tuple(0 if band.slope else _level(band, column.grid) for band in bands),
        lines=lines,
    )


def _hidden(d: Polynomial, empties: tuple[Polynomial, ...]) -> tuple[Polynomial, ...]:
    """List the polynomials that may be 0 where d is not: neither d itself nor a factor of its one term."""
    factors = [Polynomial((((atom,), 1),)) for atom in d.terms[0][0]] if len(d.terms) == 1 else [d]
    return tuple(each for each in empties if each not in factors)


def _level(band: Band, grid: int) -> int:
    steps = band.base / grid
    return round_half_away(steps.numerator, steps.denominator) * grid


def _threshold(boundary: Boundary, factor: Fraction, whole: bool, sizes: tuple[int, int]) -> float | None:
    """Give the least float64 that the band's x may be; None when that is not proved."""
    bound, closed = Fraction(boundary[0], boundary[1]) / factor, boundary[2]
    if whole:
        least = ceil(bound) if closed else floor(bound) + 1
        return float(least) if abs(least) < WHOLE else None
    if max(sizes[0] * bound.denominator, sizes[1] * abs(bound.numerator)) >= APART:
        return None
    nearest = bound.numerator / bound.denominator
    return nearest if closed else nextafter(nearest, inf)


def _lines(
    bands: tuple[Band, ...], factor: Fraction, grid: int, numerator: Range, sizes: tuple[int, int]
) -> tuple[Line, ...] | None:
    """Choose how the sloping bands of a leaf are computed, all alike; None when no way is proved."""
    sloping = [
        (k, _Slope(band.slope * factor / grid, band.base / grid, _ends(band, factor, numerator)))
        for k, band in enumerate(bands)
        if band.slope
    ]
    for way in (_nudged, _divided):
        found = [way(k, slope, sizes) for k, slope in sloping]
        if None not in found:
            return tuple(line for line in found if line is not None)
    return None


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


def _ends(band: Band, factor: Fraction, numerator: Range) -> tuple[Fraction, Fraction]:
    low, high = band.interval.low, band.interval.high
    freed = Interval(low and low / factor, True, high and high / factor, True)
    return ends_of(freed, numerator)


def _nudged(band: int, line: _Slope, sizes: tuple[int, int]) -> Line | None:
    apart = Fraction(1, 2 * line.share * sizes[1])
    farthest = max(map(abs, line.ends))
    roundings = 3 * abs(line.slope) * farthest + abs(line.base) + max(line.values) + 3
    error = Fraction(1001, 1000 * WHOLE) * roundings
    if min(line.values) < 0 or 2 * error >= apart:
        return None
    return Line(band, float(line.slope), float(line.base + Fraction(1, 2) + apart / 2))


def _divided(band: int, line: _Slope, sizes: tuple[int, int]) -> Line | None:
    a, b, below = 2 * line.share * line.slope, (2 * line.base + 1) * line.share, 2 * line.share
    formed = abs(a) * sizes[0], abs(b) * sizes[1], below * sizes[1] * (max(line.values) + 2)
    if min(line.values) < 0 or max(formed) >= WHOLE:
        return None
    return Line(band, float(a), float(b), float(below))
