"""Look at what figures can reach: bands that none falls in, maxima that none earns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from par_index.model.plan import Leaf
from par_index.problem import Problem
from par_index.verify.ladder import Ladder, points_at
from par_index.verify.words import points_text


def unreached(leaf: Leaf, ladders: Sequence[Ladder]) -> Iterator[Problem]:
    """Find bands that no figures fall in, of the leaf's own; a method's bands serve other leaves too."""
    for ladder in ladders if not leaf.method else ():
        for rung in ladder.rungs:
            own = rung.band.where.file == ladder.part.where.file
            if own and rung not in ladder.reachable:
                args = {"phrase": rung.band.phrase, "measure": ladder.part.measure_text, "code": leaf.code}
                yield Problem("V51", rung.band.where, args)


def short_of_maximum(leaf: Leaf, ladders: Sequence[Ladder]) -> Iterator[Problem]:
    """Find a leaf whose maximum no figures earn, because a part's best band stays below its own."""
    best = [_best(ladder) for ladder in ladders]
    if None in best:
        return
    points = sum((found for found in best if found is not None), Fraction(0))
    if points < leaf.max and not leaf.is_unfilled:
        args = {"code": leaf.code, "name": leaf.name, "max": points_text(leaf.max)}
        yield Problem("V52", leaf.where, args | {"best": points_text(points)})


def _best(ladder: Ladder) -> Fraction | None:
    """Give the most points that some figures earn or come near; ``None`` where a line has no end.

    A level band that gives the part's maximum settles it: no band of a proven set gives more.
    """
    full = Fraction(ladder.part.max)
    level = [rung for rung in ladder.rungs if rung.band.slope == 0 and rung.band.base == full]
    if any(map(ladder.reaches, level)):
        return full
    low, high = ladder.measured.forms.ends(ladder.measured.form)
    found: list[Fraction] = []
    for rung in ladder.reachable:
        band, first, last = rung.band, rung.span.first, rung.span.last
        if band.slope == 0:
            found.append(band.base)
            continue
        start = low if first is None else first if low is None else max(first, low)
        end = high if last is None else last if high is None else min(last, high)
        rises = end if band.slope > 0 else start
        if rises is None:
            return None
        found.append(points_at(band, rises))
    return max(found, default=None)
