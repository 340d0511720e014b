"""Prove that a ladder gives points to every value its measure can take, once, and within the part's bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.problem import Problem
from par_index.verify.advice import relations_for
from par_index.verify.ladder import Ladder, Rung, points_at
from par_index.verify.normal import at_least, at_most
from par_index.verify.polynomial import Polynomial
from par_index.verify.spans import Fault, Span, faults
from par_index.verify.words import capitalised, interval_text, literal_text, points_text


def coverage(ladder: Ladder) -> Iterator[Problem]:
    """Find void bands, gaps, overlaps, and values beyond the first and the last band."""
    for rung in ladder.all_rungs:
        if rung.span.void:
            yield Problem("V04", rung.band.where, {"phrase": rung.band.phrase})
    for fault in faults([rung.span for rung in ladder.rungs]):
        yield _fault(fault, ladder)
    yield from _beyond(ladder)


def _fault(fault: Fault, ladder: Ladder) -> Problem:
    below, above = ladder.rungs[fault.below], ladder.rungs[fault.above]
    start = fault.span.low if fault.kind == "gap" else below.span.high
    mended = Span(start, above.span.high, ladder.measured.grid)
    args = {
        "span": interval_text(fault.span.interval, ladder.style),
        "below": below.band.phrase,
        "above": above.band.phrase,
    }
    if start is None or mended.void:
        return Problem("V03", above.band.where, args | {"Span": capitalised(args["span"])})
    more = {"Span": capitalised(args["span"]), "mended": interval_text(mended.interval, ladder.style)}
    return Problem("V01" if fault.kind == "gap" else "V02", above.band.where, args | more)


def _beyond(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.rungs:
        return
    low = ladder.rungs[0].span.low
    high = max(
        ladder.rungs, key=lambda rung: (rung.span.high is None, rung.span.high or (Fraction(0), 0))
    ).span.high
    if low is not None and not ladder.measured.proves(wanted := ladder.measured.above(low)):
        yield _unreached(
            ladder, Span(None, low, ladder.measured.grid), Span(low, None, ladder.measured.grid), wanted[0]
        )
    if high is not None and not ladder.measured.proves(wanted := ladder.measured.below(high)):
        yield _unreached(
            ladder, Span(high, None, ladder.measured.grid), Span(None, high, ladder.measured.grid), wanted[0]
        )


def _unreached(ladder: Ladder, missing: Span, held: Span, wanted: Polynomial) -> Problem:
    missed = interval_text(missing.interval, ladder.style)
    args = {
        "Missing": capitalised(missed),
        "missing": missed,
        "held": interval_text(held.interval, ladder.style),
        "measure": ladder.part.measure_text,
        "relation": _relation(ladder, held, wanted),
    }
    return Problem("V05", ladder.part.where, args)


def _relation(ladder: Ladder, held: Span, wanted: Polynomial) -> str:
    """Name the relation to add; at worst the bound itself, which is a relation too."""
    found = relations_for(wanted, ladder.part.measure, ladder.measured.forms)
    if found:
        return found
    bound, sign = (held.first, ">=") if held.first is not None else (held.last, "<=")
    assert bound is not None
    return f"{ladder.part.measure_text} {sign} {literal_text(bound, ladder.style)}"


def bounds(ladder: Ladder) -> Iterator[Problem]:
    """Find bands whose points can leave [min, max] of the part."""
    for rung in ladder.rungs:
        for side, limit in ((1, ladder.part.max), (-1, ladder.part.min)):
            if problem := _passes(ladder, rung, side, limit):
                yield problem


def _passes(ladder: Ladder, rung: Rung, side: int, limit: int) -> Problem | None:
    """Look at the end of the band where its line is farthest out, then at how far the measure can go."""
    band = rung.band
    rises = band.slope * side > 0
    end = rung.span.last if rises else rung.span.first
    if band.slope == 0 or rung.span.single:
        end = rung.span.first if rung.span.first is not None else Fraction(0)
    if end is not None and (points_at(band, end) - limit) * side <= 0:
        return None
    if band.slope != 0:
        turn = (limit - band.base) / band.slope
        wanted = at_most(ladder.measured.form, turn) if rises else at_least(ladder.measured.form, turn)
        if ladder.measured.forms.proves(wanted):
            return None
        if end is None:
            return _unbounded(ladder, rung, side, turn, wanted)
    assert end is not None
    args = {
        "phrase": band.phrase,
        "give": band.give,
        "points": points_text(points_at(band, end)),
        "limit": points_text(limit),
    }
    return Problem("V06" if side > 0 else "V07", band.where, args)


def _unbounded(ladder: Ladder, rung: Rung, side: int, turn: Fraction, wanted: Polynomial) -> Problem:
    rises = rung.band.slope * side > 0
    held = Span(None, (turn, 1)) if rises else Span((turn, 0), None)
    args = {
        "phrase": rung.band.phrase,
        "give": rung.band.give,
        "measure": ladder.part.measure_text,
        "held": interval_text(held.interval, ladder.style),
        "limit": points_text(ladder.part.max if side > 0 else ladder.part.min),
        "relation": _relation(ladder, held, wanted),
    }
    return Problem("V08" if side > 0 else "V09", rung.band.where, args)
