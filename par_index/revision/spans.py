"""Tell exactly at which values of a measure two ladders give different points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from par_index.model.plan import Band
from par_index.verify.ladder import Ladder, Rung
from par_index.verify.spans import Cut, Span

Bound = Cut | None


def differing(before: Ladder, after: Ladder) -> tuple[Span, ...]:
    """Give the stretches of one measure on which two ladders' points differ, from low to high.

    Touching ones are joined. Inside one of them a single value may still earn the same, where two
    lines cross.
    """
    found: list[Span] = []
    for span in _pieces((*before.all_rungs, *after.all_rungs)):
        if _same(_band(before, span), _band(after, span), span):
            continue
        if found and found[-1].high == span.low:
            found[-1] = Span(found[-1].low, span.high, span.grid)
        else:
            found.append(span)
    return tuple(found)


def _pieces(rungs: Sequence[Rung]) -> Iterator[Span]:
    """Part the values at every end of every band."""
    spans, grid = [rung.written for rung in rungs], rungs[0].written.grid
    cuts = sorted({cut for span in spans for cut in (span.low, span.high) if cut is not None})
    begins: Bound = None if any(span.low is None for span in spans) else cuts.pop(0)
    ends: list[Bound] = [*cuts, None] if any(span.high is None for span in spans) else [*cuts]
    for end in ends:
        yield Span(begins, end, grid)
        begins = end


def _band(ladder: Ladder, span: Span) -> Band | None:
    """Give the band that holds a whole piece."""
    for rung in ladder.all_rungs:
        held = rung.written
        low = held.low is None or (span.low is not None and held.low <= span.low)
        high = held.high is None or (span.high is not None and span.high <= held.high)
        if low and high:
            return rung.band
    return None


def _same(before: Band | None, after: Band | None, span: Span) -> bool:
    if before is None or after is None:
        return before is after
    if (before.slope, before.base) == (after.slope, after.base):
        return True
    value = span.first if span.single else None
    return value is not None and _at(before, value) == _at(after, value)


def _at(band: Band, value: Fraction) -> Fraction:
    return band.slope * value + band.base
