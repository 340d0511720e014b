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
from math import ceil, floor, inf, nextafter

from par_index.engine.array.bounds import LANE, Box, range_of, reach_of, size_of
from par_index.engine.array.column import Boundary, Column
from par_index.engine.array.lines import WHOLE, Line, lines_of
from par_index.engine.array.measure import ONE, Polynomial
from par_index.model.plan import Band, Leaf
from par_index.points import round_half_away

APART = 2**51
BANDS = 8
"""A boxed leaf has at most so many bands: the band takes three bits of the table's index."""


@dataclass(frozen=True, slots=True)
class Boxed:
    """A part of a leaf proved fit for float64; x is n/d, or n where ``d`` is 1, freed of common factors."""

    row: int
    part: int
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
        ways = {(line.below is not None, line.exact is not None) for line in self.lines}
        return (self.part > 0, self.d == ONE, len(self.lines), *ways)


def boxes(row: int, leaf: Leaf, column: Column, box: Box) -> tuple[Boxed, ...]:
    """Prove all parts of a leaf fit for float64, or give nothing.

    Parts may be rounded one by one where all but one are whole grid steps, and none is below zero.
    """
    levels = [band.base for part in leaf.parts for band in part.bands if not band.slope]
    uneven = [any(band.slope or band.base % column.grid for band in part.bands) for part in leaf.parts]
    if sum(uneven) > 1 or (len(uneven) > 1 and any(uneven) and min(levels, default=0) < 0):
        return ()
    found = [boxed(row, leaf, column, box, part) for part in range(len(leaf.parts))]
    return () if None in found else tuple(each for each in found if each is not None)


def boxed(row: int, leaf: Leaf, column: Column, box: Box, part: int = 0) -> Boxed | None:
    """Prove a part of a leaf fit for float64, or give None."""
    ratio, bands = column.parts[part].ratio, leaf.parts[part].bands
    if not 1 <= len(bands) <= BANDS or column.wide:
        return None
    factor = Fraction(ratio.numerator.content, ratio.denominator.content or 1)
    if not factor:
        return None
    n, d = ratio.numerator.over(ratio.numerator.content), ratio.denominator.over(ratio.denominator.content)
    sizes = size_of(n, box), max(size_of(d, box), 1)
    thresholds = [threshold_of(each, factor, d == ONE, sizes) for each in column.parts[part].boundaries]
    lines = lines_of(bands, factor, column.grid, range_of(n, box), sizes, d == ONE)
    formed = max(reach_of(each, box) for each in (n, d, *ratio.empties))
    if max(sizes) >= WHOLE or formed >= LANE or None in thresholds or lines is None:
        return None
    return Boxed(
        row,
        part,
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


def threshold_of(boundary: Boundary, factor: Fraction, whole: bool, sizes: tuple[int, int]) -> float | None:
    """Give the least float64 that the band's x may be; None when that is not proved."""
    bound, closed = Fraction(boundary[0], boundary[1]) / factor, boundary[2]
    if whole:
        least = ceil(bound) if closed else floor(bound) + 1
        return float(least) if abs(least) < WHOLE else None
    if max(sizes[0] * bound.denominator, sizes[1] * abs(bound.numerator)) >= APART:
        return None
    nearest = bound.numerator / bound.denominator
    return nearest if closed else nextafter(nearest, inf)
