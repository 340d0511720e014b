"""A part made ready for its proofs: its measure's normal form and its bands from low to high."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from par_index.model.plan import Band, Part, Plan
from par_index.verify.direction import Sign
from par_index.verify.forms import Forms
from par_index.verify.measured import Measured
from par_index.verify.spans import Span, in_rising_order, span_of
from par_index.verify.words import Style, style_of


@dataclass(frozen=True, slots=True)
class Rung:
    """A band and the stretch of values it speaks of."""

    band: Band
    span: Span

    @property
    def written(self) -> Span:
        """Give the stretch as people write it: of whole numbers by its own ends, else by the author's."""
        return self.span if self.span.grid == 1 else span_of(self.band.interval)


@dataclass(frozen=True)
class Ladder:
    """One part of a leaf."""

    part: Part
    measured: Measured
    style: Style

    @cached_property
    def all_rungs(self) -> tuple[Rung, ...]:
        """The bands from low to high."""
        spans = [span_of(band.interval, self.measured.grid) for band in self.part.bands]
        return tuple(Rung(self.part.bands[at], spans[at]) for at in in_rising_order(spans))

    @cached_property
    def rungs(self) -> tuple[Rung, ...]:
        """The bands that some value can fall in, from low to high."""
        return tuple(rung for rung in self.all_rungs if not rung.span.void)

    @cached_property
    def sign(self) -> Sign | None:
        """Tell whether points only rise (1), only fall (-1) or stay (0) as the measure grows."""
        whole = _sign(self.rungs)
        return whole if whole is not None else _sign(self.reachable)

    @cached_property
    def reachable(self) -> tuple[Rung, ...]:
        """The bands that figures are not proven to miss, from low to high."""
        return tuple(rung for rung in self.rungs if self.reaches(rung))

    def reaches(self, rung: Rung) -> bool:
        """Tell whether figures are not proven to miss a band."""
        low, high, proves = rung.span.low, rung.span.high, self.measured.proves
        return not (low and proves(self.measured.below(low))) and not (
            high and proves(self.measured.above(high))
        )


def ladder_of(part: Part, forms: Forms, plan: Plan) -> Ladder:
    """Make a part ready."""
    return Ladder(part, Measured(part.measure, forms), style_of(part.measure, plan.input_by_code))


def points_at(band: Band, value: Fraction) -> Fraction:
    """Give a band's micro-points at a value, unrounded."""
    return band.slope * value + band.base


def _sign(rungs: tuple[Rung, ...]) -> Sign | None:
    moves = {_way(rung.band.slope) for rung in rungs if not rung.span.single}
    for below, above in pairwise(rungs):
        if below.span.last is not None and above.span.first is not None:
            jump = points_at(above.band, above.span.first) - points_at(below.band, below.span.last)
            moves.add(_way(jump))
    moves.discard(0)
    if not moves:
        return 0
    return moves.pop() if len(moves) == 1 else None


def _way(value: Fraction) -> Sign:
    return 1 if value > 0 else -1 if value < 0 else 0
