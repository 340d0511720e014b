"""Prove that a ladder gives every value of its measure points, once, and within the part's bounds."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.model.plan import Band
from par_index.problem import Problem
from par_index.verify.advice import bounding_relations
from par_index.verify.ladder import Ladder, Rung, points_at
from par_index.verify.normal import at_least, at_most
from par_index.verify.polynomial import Polynomial
from par_index.verify.spans import Cut, Fault, Span, between, beyond, faults, reaching, shared
from par_index.verify.words import capitalised, interval_text, literal_text, points_text


def coverage(ladder: Ladder) -> Iterator[Problem]:
    """Find void bands, gaps, overlaps, and values beyond the first and the last band."""
    if not ladder.rungs:
        yield Problem("V17", ladder.part.where, {"measure": ladder.part.measure_text})
    for rung in ladder.all_rungs:
        if rung.span.void:
            yield Problem("V04", rung.band.where, {"phrase": rung.band.phrase})
    for fault in faults([rung.span for rung in ladder.rungs]):
        yield _fault(fault, ladder)
    yield from _beyond_ends(ladder)


def _fault(fault: Fault, ladder: Ladder) -> Problem:
    below, above = ladder.rungs[fault.below], ladder.rungs[fault.above]
    find = between if fault.kind == "gap" else shared
    words = interval_text(find(below.written, above.written).interval, ladder.style)
    args = {"span": words, "Span": capitalised(words), "below": below.band.phrase, "above": above.band.phrase}
    mended = beyond(below.written, above.written)
    if mended.low is None or mended.void:
        return Problem("V03", above.band.where, args)
    args["mended"] = interval_text(mended.interval, ladder.style)
    return Problem("V01" if fault.kind == "gap" else "V02", above.band.where, args)


def _beyond_ends(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.rungs:
        return
    first, last = ladder.rungs[0], max(ladder.rungs, key=lambda rung: reaching(rung.span.high))
    low, high = first.span.low, last.span.high
    if low is not None and not ladder.measured.proves(wanted := ladder.measured.above(low)):
        cut, grid = first.written.low, first.written.grid
        yield _unreached(ladder, Span(_least(ladder), cut, grid), Span(cut, None, grid), wanted[0])
    if high is not None and not ladder.measured.proves(wanted := ladder.measured.below(high)):
        cut, grid = last.written.high, last.written.grid
        yield _unreached(ladder, Span(cut, None, grid), Span(None, cut, grid), wanted[0])


def _least(ladder: Ladder) -> Cut | None:
    """Give the cut below the least value that the measure is proven to have."""
    low, _ = ladder.measured.forms.ends(ladder.measured.form)
    return None if low is None else (low, 0)


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
    found = bounding_relations(wanted, ladder.part.measure, ladder.measured.forms)
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
    band, first, last = rung.band, rung.span.first, rung.span.last
    rises = band.slope * side > 0
    near, far = (first, last) if rises else (last, first)
    if band.slope == 0 or rung.span.single:
        near = far = first or Fraction(0)
    if far is not None and not _is_outside(band, far, side, limit):
        return None
    if band.slope != 0:
        turn = (limit - band.base) / band.slope
        wanted = at_most(ladder.measured.form, turn) if rises else at_least(ladder.measured.form, turn)
        if ladder.measured.forms.proves(wanted):
            return None
        if far is None and (near is None or not _is_outside(band, near, side, limit)):
            return _unproven(ladder, rung, Span(None, (turn, 1)) if rises else Span((turn, 0), None), wanted)
    worst = next(value for value in (far, near, Fraction(0)) if value is not None)
    return _outside(rung, side, points_at(band, worst), limit)


def _is_outside(band: Band, value: Fraction, side: int, limit: int) -> bool:
    return (points_at(band, value) - limit) * side > 0


def _outside(rung: Rung, side: int, points: Fraction, limit: int) -> Problem:
    found = {"points": points_text(points), "limit": points_text(limit)}
    args = {"phrase": rung.band.phrase, "give": rung.band.give} | found
    return Problem("V06" if side > 0 else "V07", rung.band.where, args)


def _unproven(ladder: Ladder, rung: Rung, held: Span, wanted: Polynomial) -> Problem:
    above = (held.high is not None) == (rung.band.slope > 0)
    args = {
        "phrase": rung.band.phrase,
        "give": rung.band.give,
        "measure": ladder.part.measure_text,
        "held": interval_text(held.interval, ladder.style),
        "limit": points_text(ladder.part.max if above else ladder.part.min),
        "relation": _relation(ladder, held, wanted),
    }
    return Problem("V08" if above else "V09", rung.band.where, args)
