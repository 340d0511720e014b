"""Follow a tape over a stretch of scenarios: one order of strokes, whatever the strokes are.

As it stands each stroke is numpy's, over units × scenarios. Compiled by numba, with the loops of ``loops``
for strokes, it passes two thousand scenarios of one unit along the whole tape, so that what is worked on
stays in the caches. ``unit`` is then a number, here ``slice(None)``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from par_index.engine.array.bulk import codes, strokes
from par_index.engine.array.bulk.tape import (
    CODES,
    COMMON,
    LIFTED,
    LOST,
    MORE,
    NUMBERS,
    POINTS,
    SUM,
    TOTAL,
    WORK,
    Q,
    Tape,
)

WIDTH = 2048
"""Scenarios that a compiled sweep takes at a time."""


class Data(NamedTuple):
    """What scenarios change, what stays, what is worked out before: … × units × scenarios, or × units × 1."""

    narrow: Any
    wide: Any
    flags: Any
    ends: Any
    """Least and greatest figure of each input of ``narrow``, then of ``wide``, flat."""
    fixed: Any
    fixed_flags: Any
    worked: Any
    """From the first scenario at hand on, like the three below."""
    apart: Any
    apart_empty: Any
    measured: Any
    known: Any
    """Measures asked for: whether the figures that stay are filed."""
    empty_points: Any
    """Leaves: points, lost maximum and 1 for “not applicable” where the measure is empty."""
    empty_lost: Any
    empty_gone: Any
    rest_points: Any
    rest_most: Any
    """What all other leaves give, and the whole maximum."""


class Rows(NamedTuple):
    """Rows to work in: of float64, of points, of flags, and three of yes or no."""

    floats: Any
    points: Any
    flag: Any
    empty: Any
    fired: Any
    mask: Any


def sweep(
    tape: Tape,
    of: Data,
    s: Rows,
    unit: Any,
    start: int,
    stop: int,
    near: int,
    points: Any,
    max_points: Any,
    grades: Any,
    answers: Any,
) -> bool:
    """Write points, maxima, grades or what bars ask for them; tell whether a figure is out of bounds.

    ``near`` is how far ``start`` is behind the first scenario at hand.
    """
    for row in range(of.narrow.shape[0]):
        if strokes.outside(of.narrow[row, unit, start:stop], of.ends[2 * row], of.ends[2 * row + 1]):
            return True
    for row in range(of.wide.shape[0]):
        k = 2 * (of.narrow.shape[0] + row)
        if strokes.outside(of.wide[row, unit, start:stop], of.ends[k], of.ends[k + 1]):
            return True
    code, number, point = tape.code, tape.number, tape.point
    narrow, f, p, fired, mask = of.narrow, s.floats, s.points, s.fired, s.mask
    q, x, y, far = p[Q], f[WORK], f[MORE], near + stop - start
    flag, found = s.flag, False
    for stroke in range(len(code) // CODES):
        c, v, e = CODES * stroke, NUMBERS * stroke, POINTS * stroke
        what, to, other = code[c], code[c + 1], code[c + 2]
        if what <= codes.WORKED:
            if what == codes.NARROW:
                strokes.load(narrow[other, unit, start:stop], f[to])
            elif what == codes.FIXED:
                strokes.fill(f[to], of.fixed[other, unit])
            elif what == codes.WIDE:
                strokes.load(of.wide[other, unit, start:stop], f[to])
            else:
                strokes.load(of.worked[other, unit, near:far], f[to])
        elif what <= codes.ROUNDED:
            _reckon(what, f[to], f[other], number[v], y)
        elif what <= codes.ZEROS_NARROW:
            if what == codes.FLAGGED:
                flag = of.flags[to, unit, start:stop]
            elif what == codes.FLAGGED_FIXED:
                flag = s.flag
                strokes.fill(flag, of.fixed_flags[to, unit])
            elif what == codes.FULL:
                found = False
            elif what == codes.ZEROS:
                if strokes.some_empty(f[to]):
                    strokes.zeros(f[to], s.empty, found, mask)
                    found = True
            elif strokes.some_empty(narrow[to, unit, start:stop]):
                strokes.zeros(narrow[to, unit, start:stop], s.empty, found, mask)
                found = True
        elif what <= codes.GUESSED:
            row, below, line, exact = code[c + 3], code[c + 4], number[v : v + NUMBERS], code[c + 5 : c + 8]
            steps = point[e : e + POINTS]
            if other == codes.X_NARROW:
                _bands(what, narrow[row, unit, start:stop], None, line, steps, exact, p[to], q, x, y, mask)
            elif other == codes.RATIO_NARROW:
                n, d = narrow[row, unit, start:stop], narrow[below, unit, start:stop]
                _bands(what, n, d, line, steps, exact, p[to], q, x, y, mask)
            elif other == codes.RATIO:
                _bands(what, f[row], f[below], line, steps, exact, p[to], q, x, y, mask)
            else:
                _bands(what, f[row], None, line, steps, exact, p[to], q, x, y, mask)
        elif what <= codes.GONE:
            if what == codes.EARN:
                strokes.earn(p[to], p[other], flag, q, mask)
            elif what == codes.SETTLE:
                if found:
                    strokes.settle(p[to], s.empty, of.empty_points[other, unit], q)
            elif what == codes.SPAN:
                strokes.span(p[to], flag, other, code[c + 3], point[e], q, mask)
            elif what == codes.JOIN:
                strokes.join(p[to], p[other])
            elif what == codes.CLEAR:
                strokes.put(p[to], point[e])
            elif what == codes.LOSE:
                if found:
                    strokes.lose(p[to], s.empty, flag, of.empty_lost[other, unit], q, mask)
            elif what == codes.GONE:
                if found:
                    strokes.lose(p[to], s.empty, flag, of.empty_gone[other, unit], q, mask)
            elif what == codes.ENLARGE:
                strokes.scale(p[to], point[e])
            elif what == codes.GATHER:
                row, below, line = code[c + 3], code[c + 4], number[v : v + NUMBERS]
                strokes.gather(f[row], f[below], f[LIFTED], f[COMMON], line, f[to], x, y, mask)
            elif what == codes.SHARE:
                strokes.share(f[other], f[COMMON], number[v], p[to], y)
            else:
                strokes.load(of.apart[other, unit, near:far], p[to])
                strokes.load(of.apart_empty[other, unit, near:far], s.empty)
                found = True
        elif what <= codes.ANSWER:
            if what == codes.WITHIN:
                strokes.within(p[to], point[e], point[e + 1], fired, mask)
            elif what == codes.WITHOUT:
                strokes.without(fired, p[to], mask)
            elif what == codes.BETWEEN:
                strokes.between(f[to], f[other], number[v], number[v + 1], fired, x, mask)
            elif what == codes.KNOWN:
                strokes.grant(fired, of.known[to, unit])
            elif what == codes.UNLESS:
                strokes.unless(fired, f[to], mask)
            elif what == codes.CAP:
                strokes.cap(p[to], point[e], fired, q)
            elif what == codes.HOLD:
                strokes.hold(p[to], p[SUM], point[e], q)
            elif what == codes.MEASURED:
                strokes.load(of.measured[to, unit, near:far], fired)
            else:
                strokes.store(fired, answers[to, unit, start:stop])
        elif what == codes.CHOOSE:
            strokes.choose(p[to], point[e], fired, q)
        elif what == codes.LOWER:
            strokes.lower(p[to], point[e], fired, q, mask)
        elif what == codes.INDEX:
            strokes.load(points[unit, start:stop], f[to])
            strokes.load(max_points[unit, start:stop], f[other])
        elif what == codes.GRADES:
            strokes.store(p[to], grades[unit, start:stop])
        else:
            strokes.finish(p[TOTAL], of.rest_points[unit], points[unit, start:stop])
            strokes.finish(p[LOST], of.rest_most[unit], max_points[unit, start:stop])
    return False


def _bands(
    what: int,
    n: Any,
    d: Any,
    line: Any,
    steps: Any,
    exact: Any,
    p: Any,
    q: Any,
    x: Any,
    y: Any,
    mask: Any,
) -> None:
    """Write grid steps by bands; ``d`` is ``None`` where it is 1."""
    of = n.dtype.type
    if what == codes.CLIPPED:
        strokes.clipped(n, d, line[0], line[1], line[3], line[7], p, x)
    elif what == codes.LEVELS_FEW:
        if d is None:
            strokes.levels(n, None, (of(line[0]),), (steps[0], steps[1]), p, q, x, mask)
        else:
            strokes.levels(n, d, (line[0],), (steps[0], steps[1]), p, q, x, mask)
    elif what == codes.LEVELS:
        four = (steps[0], steps[1], steps[2], steps[3])
        if d is None:
            strokes.levels(n, None, (of(line[0]), of(line[1]), of(line[2])), four, p, q, x, mask)
        else:
            strokes.levels(n, d, (line[0], line[1], line[2]), four, p, q, x, mask)
    elif what == codes.BENT_FEW:
        strokes.bent(n, d, (line[0],), (line[3], line[4]), (line[7], line[8]), p, q, x, y, mask)
    else:
        bounds = (line[0], line[1], line[2])
        slopes, bases = (line[3], line[4], line[5], line[6]), (line[7], line[8], line[9], line[10])
        if what == codes.BENT:
            strokes.bent(n, d, bounds, slopes, bases, p, q, x, y, mask)
        elif d is not None:
            if what == codes.DIVIDED:
                belows = (line[11], line[12], line[13], line[14])
                strokes.divided(n, d, bounds, slopes, bases, belows, p, q, x, y, mask)
            else:
                guess, parts = (line[0], line[1], line[2], line[3], line[4]), (exact[0], exact[1], exact[2])
                strokes.guessed(n, d, guess, parts, p, x, y, mask)


def _reckon(what: int, own: Any, other: Any, number: Any, spare: Any) -> None:
    """Change a row of float64 by a number or another row."""
    if what == codes.PUT:
        strokes.put(own, number)
    elif what == codes.SCALE:
        strokes.scale(own, number)
    elif what == codes.SHIFT:
        strokes.shift(own, number)
    elif what == codes.TIMES:
        strokes.times(own, other)
    elif what == codes.PLUS:
        strokes.plus(own, other, number, spare)
    elif what == codes.LEAST:
        strokes.least(own, other)
    elif what == codes.GREATEST:
        strokes.greatest(own, other)
    elif what == codes.ROUNDED:
        strokes.rounded(own, other, spare)
    else:
        strokes.above(own, number)


def stretch(
    tape: Tape,
    of: Data,
    s: Rows,
    units: int,
    first: int,
    last: int,
    points: Any,
    max_points: Any,
    grades: Any,
    answers: Any,
) -> bool:
    """Sweep the scenarios of one unit after another, ``WIDTH`` at a time; for numba."""
    for unit in range(units):
        for start in range(first, last, WIDTH):
            stop = min(start + WIDTH, last)
            if sweep(tape, of, s, unit, start, stop, start - first, points, max_points, grades, answers):
                return True
    return False
