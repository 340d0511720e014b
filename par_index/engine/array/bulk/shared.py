"""Prove a leaf of several sloping parts fit for float64: their fractions are summed, then rounded once.

Over a common denominator D its grid steps are floor((Σ 2A·n + Σ 2B·D + C·D) / (2C·D)), A and B by the band of
each part. Below 2^53 float64 holds every term, and divides as ``box`` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import inf

from par_index.engine.array.bounds import Box, ends_of, range_of, size_of
from par_index.engine.array.box import threshold_of
from par_index.engine.array.bulk.pieces import BANDS
from par_index.engine.array.column import Column, PartColumn
from par_index.engine.array.lines import WHOLE
from par_index.engine.array.measure import ONE, Polynomial, Ratio
from par_index.model.plan import Leaf, Part


@dataclass(frozen=True, slots=True)
class Term:
    """A part: its band is found by n/d; there it gives (2A·``lifted`` + 2B·D) / (2C·D)."""

    n: Polynomial
    d: Polynomial
    lifted: Polynomial
    numbers: tuple[float, ...]
    """Three bounds, four 2A, four 2B."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A leaf's terms, D, C, and what empties its measure."""

    terms: tuple[Term, ...]
    denominator: Polynomial
    share: int
    empties: tuple[Polynomial, ...]


def shared_of(leaf: Leaf, column: Column, box: Box) -> Shared | None:
    """Prove a leaf fit, or give ``None``."""
    below = max(size_of(column.denominator, box), 1)
    formed = 3 * column.share * below
    terms = []
    for part, own in zip(leaf.parts, column.parts, strict=True):
        lifted = own.lifted or ONE
        formed += size_of(lifted, box) * max(map(abs, own.slopes)) + below * max(map(abs, own.bases))
        if (bounds := _bounds(own, box)) is None or _least(part, own.ratio, box) < 0:
            return None
        pads = BANDS - len(own.slopes)
        lines = [(*side, *[side[-1]] * pads) for side in (own.slopes, own.bases)]
        numbers = (*bounds, *[inf] * pads, *map(float, lines[0]), *map(float, lines[1]))
        terms.append(Term(own.ratio.numerator, own.ratio.denominator, lifted, numbers))
    if column.wide or formed >= WHOLE:
        return None
    empties = dict.fromkeys(each for own in column.parts for each in own.ratio.empties)
    return Shared(tuple(terms), column.denominator, column.share, tuple(empties))


def _bounds(part: PartColumn, box: Box) -> list[float] | None:
    """Give where bands begin, by the float64 n/d; ``None`` where that is not proved."""
    if len(part.slopes) > BANDS:
        return None
    n, d = part.ratio.numerator, part.ratio.denominator
    sizes = size_of(n, box), max(size_of(d, box), 1)
    found = [threshold_of(each, Fraction(1), d == ONE, sizes) for each in part.boundaries]
    return None if None in found or max(sizes) >= WHOLE else [each for each in found if each is not None]


def _least(part: Part, ratio: Ratio, box: Box) -> Fraction:
    """Give the least that a part's bands come to."""
    numerator = range_of(ratio.numerator, box)
    return min(
        band.slope * end + band.base for band in part.bands for end in ends_of(band.interval, numerator)
    )
