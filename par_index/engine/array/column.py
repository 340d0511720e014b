"""Judge one leaf for every unit, whatever its measure: the general form, and the one easiest to check.

A leaf's points before rounding are (Σ A·n/D + B) / C grid steps: one term for each part whose band slopes,
D their common denominator, C one for the leaf. With 2A and 2B the half is a whole number, and

    floor(Σ 2A·n/D + 2B) // C, then the half

needs only the floor of Σ 2A·n/D, which ``scaled`` finds without forming 2A·n.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE, Box, ends_of, range_of, reach_of, size_of
from par_index.engine.array.evaluate import Flags, Rows, Whole, value_of
from par_index.engine.array.measure import Polynomial, Ratio, over_common, ratio_of
from par_index.model.plan import Band, Leaf, Part

Boundary = tuple[int, int, bool]
"""p, q, closed: a band begins at x >= p/q when closed, else at x > p/q."""


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One ladder: where its bands begin, and per band 2A and 2B of the leaf's formula."""

    ratio: Ratio
    boundaries: tuple[Boundary, ...]
    lifted: Polynomial | None
    """The numerator over the leaf's common denominator; None when no band slopes."""
    slopes: tuple[int, ...]
    bases: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One leaf, ready to be judged in int64, or in Python integers when ``wide``."""

    parts: tuple[PartColumn, ...]
    denominator: Polynomial
    share: int
    """C of the formula."""
    grid: int
    wide: bool
    most: int
    """A bound of its points, in micro-points."""
    powers: tuple[int, ...]
    """Powers of the base in whose digits ``scaled`` takes a slope, highest first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A leaf's points, the band of each part, and where the measure is empty (points there mean nothing)."""

    points: NDArray[np.int64]
    bands: tuple[NDArray[np.uint8], ...]
    empty: Flags


def boundaries_of(bands: tuple[Band, ...]) -> tuple[Boundary, ...]:
    """List where each band after the first begins; a ladder has neither gap nor overlap."""
    lows = [(band.interval.low or Fraction(0), band.interval.low_closed) for band in bands[1:]]
    return tuple((low.numerator, low.denominator, closed) for low, closed in lows)


def column_of(leaf: Leaf, grid: int, box: Box) -> Column:
    """Prepare a leaf, choosing its lane by the bounds of its inputs."""
    ratios = [ratio_of(part.measure) for part in leaf.parts]
    sloped = [any(band.slope for band in part.bands) for part in leaf.parts]
    numerators, denominator = over_common(
        ratio for ratio, slopes in zip(ratios, sloped, strict=True) if slopes
    )
    lifted = iter(numerators)
    lines = [line / grid for part in leaf.parts for band in part.bands for line in (band.slope, band.base)]
    share = lcm(*(line.denominator for line in lines))
    parts = tuple(
        _part(part, ratio, next(lifted) if slopes else None, Fraction(2 * share, grid))
        for part, ratio, slopes in zip(leaf.parts, ratios, sloped, strict=True)
    )
    digits = _digits(parts, denominator, box)
    fits = bool(digits) and _reach(leaf, parts, denominator, box) + 2 * share < LANE
    return Column(
        parts, denominator, share, grid, not fits, _farthest_points(leaf, ratios, box) + grid, digits
    )


def _part(part: Part, ratio: Ratio, lifted: Polynomial | None, factor: Fraction) -> PartColumn:
    slopes = tuple(int(band.slope * factor) for band in part.bands)
    bases = tuple(int(band.base * factor) for band in part.bands)
    return PartColumn(ratio, boundaries_of(part.bands), lifted, slopes, bases)


def _digits(parts: tuple[PartColumn, ...], denominator: Polynomial, box: Box) -> tuple[int, ...]:
    """Choose the powers of a base, highest first, for which digit × rest + carry × base stays in the lane.

    Both products are below base × denominator, and the remainders of all parts are summed. Empty: no base
    will do.
    """
    base = LANE // (2 * len(parts) * max(size_of(denominator, box), 1))
    steepest = max(abs(slope) for part in parts for slope in part.slopes)
    powers = [1]
    while base >= 2 and powers[0] * base <= steepest:
        powers.insert(0, powers[0] * base)
    return tuple(powers) if base >= 2 else ()


def _reach(leaf: Leaf, parts: tuple[PartColumn, ...], denominator: Polynomial, box: Box) -> int:
    """Bound every number formed for the leaf, but for digits and shares."""
    formed = [denominator, *(poly for part in parts for poly in _polynomials(part))]
    compared = [
        max(size_of(part.ratio.numerator, box), 1) * q + max(size_of(part.ratio.denominator, box), 1) * abs(p)
        for part in parts
        for p, q, _ in part.boundaries
    ]
    earned = sum(_most(part, source, box) for part, source in zip(parts, leaf.parts, strict=True))
    return max([earned, *compared, *(reach_of(poly, box) for poly in formed)])


def _polynomials(part: PartColumn) -> tuple[Polynomial, ...]:
    ratio = part.ratio
    return (ratio.numerator, ratio.denominator, *ratio.empties, *([part.lifted] if part.lifted else []))


def _most(part: PartColumn, source: Part, box: Box) -> int:
    """Bound |2A·x + 2B|, and the whole part of x times 2A, over the bands."""
    numerator = range_of(part.ratio.numerator, box)
    farthest = [ceil(max(map(abs, ends_of(band.interval, numerator)))) for band in source.bands]
    lines = zip(part.slopes, part.bases, farthest, strict=True)
    return 2 * max(abs(slope) * (x + 1) + abs(base) for slope, base, x in lines)


def _farthest_points(leaf: Leaf, ratios: list[Ratio], box: Box) -> int:
    """Bound the points before rounding: a line is farthest from 0 at an end of its band."""
    total = 0
    for part, ratio in zip(leaf.parts, ratios, strict=True):
        numerator = range_of(ratio.numerator, box)
        ends = [(band, end) for band in part.bands for end in ends_of(band.interval, numerator)]
        total += ceil(max(abs(band.slope * end + band.base) for band, end in ends))
    return total


def judge_column(column: Column, rows: Rows, wide: bool) -> Judged:
    """Judge a leaf for every unit of ``rows``, in int64 or *wide*."""
    units = rows.matrix.shape[1]
    number = object if wide else np.int64
    below = np.maximum(value_of(column.denominator, rows, wide), 1)
    doubled: Whole = np.zeros(units, number)
    rest: Whole = np.zeros(units, number)
    empty = np.zeros(units, np.bool_)
    bands = []
    for part in column.parts:
        band = _band(part, rows, wide)
        bands.append(band)
        empty |= _empty(part.ratio, rows, wide)
        doubled = doubled + np.array(part.bases, number)[band]
        if part.lifted:
            slope = np.array(part.slopes, number)[band]
            powers = (1,) if wide else column.powers
            whole, left = scaled(slope, value_of(part.lifted, rows, wide), below, powers)
            doubled, rest = doubled + whole, rest + left
    doubled = doubled + rest // below
    points = half_of(doubled, rest % below > 0, column.share) * column.grid
    # Only points that are not used, of figures that break relations, can be farther than this from 0.
    return Judged(np.clip(points, -LANE, LANE).astype(np.int64), tuple(bands), empty)


def _band(part: PartColumn, rows: Rows, wide: bool) -> NDArray[np.uint8]:
    """Count the boundaries that n/d has passed, comparing n·q with p·d."""
    n = value_of(part.ratio.numerator, rows, wide)
    d = np.maximum(value_of(part.ratio.denominator, rows, wide), 1)
    passed = np.zeros(n.shape, np.uint8)
    for p, q, closed in part.boundaries:
        passed += n * q >= p * d if closed else n * q > p * d
    return passed


def _empty(ratio: Ratio, rows: Rows, wide: bool) -> Flags:
    found = np.zeros(rows.matrix.shape[1], np.bool_)
    for polynomial in ratio.empties:
        found |= value_of(polynomial, rows, wide) == 0
    return found


def scaled(factor: Whole, n: Whole, d: Whole, powers: tuple[int, ...]) -> tuple[Whole, Whole]:
    """Divide factor·n by d > 0 without forming it: floor and remainder, by the digits of ``factor``.

    ``powers`` are the powers of the digits' base, highest first; (1,) takes the factor in one piece.
    """
    whole, rest = n // d, n % d
    base = powers[-2] if len(powers) > 1 else 1
    size, floor, carry = np.abs(factor), 0 * d, 0 * d
    for k, power in enumerate(powers):
        digit = size // power % base if k else size // power
        formed = carry * base + digit * rest
        floor, carry = floor * base + formed // d, formed % d
    turned = (factor < 0) & (carry > 0)
    floor = np.where(factor < 0, -floor - turned, floor)
    return factor * whole + floor, np.where(turned, d - carry, carry)


def half_of(doubled: Whole, more: Flags, share: int) -> Whole:
    """Round V = (doubled + rest) / 2·share, rest in [0, 1), halves away from zero; ``more``: rest > 0.

    Up: floor(V + 1/2). Below zero: the opposite of that of -V, whose floor is -(doubled + more).
    """
    up = (doubled + share) // (2 * share)
    down = -((share - doubled - more) // (2 * share))
    return np.where(doubled < 0, down, up)
