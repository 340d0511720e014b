"""Follow a tape over a stretch of scenarios: one order of strokes, whatever the strokes are.

As it stands each stroke is numpy's, over units × scenarios. Compiled by numba, with the loops of ``loops``
for strokes, it passes a few hundred scenarios of one unit along the whole tape, so that what is worked on
stays in the first cache. ``unit`` is then a number, here ``slice(None)``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from par_index.engine.array.bulk.codes import (
    ABOVE,
    ANSWER,
    APART,
    BENT,
    BENT_FEW,
    BETWEEN,
    CAP,
    CHOOSE,
    CLEAR,
    CLIPPED,
    DIVIDED,
    EARN,
    ENLARGE,
    FINISH,
    FIXED,
    FLAGGED,
    FLAGGED_FIXED,
    FULL,
    GATHER,
    GONE,
    GRADES,
    GREATEST,
    GUESSED,
    HOLD,
    INDEX,
    JOIN,
    KNOWN,
    LEAST,
    LEVELS,
    LEVELS_FEW,
    LOSE,
    LOWER,
    MEASURED,
    NARROW,
    PLUS,
    PUT,
    RATIO,
    RATIO_NARROW,
    ROUNDED,
    SCALE,
    SETTLE,
    SHARE,
    SHIFT,
    SPAN,
    TIMES,
    UNLESS,
    WIDE,
    WITHIN,
    WITHOUT,
    WORKED,
    X_NARROW,
    ZEROS,
    ZEROS_NARROW,
)
from par_index.engine.array.bulk.strokes import (
    above,
    bent,
    between,
    cap,
    choose,
    clipped,
    divided,
    earn,
    enlarge,
    fill,
    finish,
    gather,
    grant,
    greatest,
    guessed,
    hold,
    join,
    least,
    levels,
    load,
    lose,
    lower,
    outside,
    plus,
    put,
    rounded,
    scale,
    settle,
    share,
    shift,
    smallest,
    span,
    store,
    times,
    unless,
    within,
    without,
    zeros,
)
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
    code, number, point = tape.code, tape.number, tape.point
    narrow, wide, f, p = of.narrow, of.wide, s.floats, s.points
    q, x, y, mask, far = p[Q], f[WORK], f[MORE], s.mask, near + stop - start
    for row in range(narrow.shape[0]):
        if outside(narrow[row, unit, start:stop], of.ends[2 * row], of.ends[2 * row + 1]):
            return True
    for row in range(wide.shape[0]):
        k = 2 * (narrow.shape[0] + row)
        if outside(wide[row, unit, start:stop], of.ends[k], of.ends[k + 1]):
            return True
    flag, found = s.flag, False
    for stroke in range(len(code) // CODES):
        c, v, e = CODES * stroke, NUMBERS * stroke, POINTS * stroke
        what, to, other = code[c], code[c + 1], code[c + 2]
        if LEVELS <= what <= GUESSED:
            row, below, line, exact = code[c + 3], code[c + 4], number[v : v + NUMBERS], code[c + 5 : c + 8]
            steps = point[e : e + POINTS]
            if other == X_NARROW:
                _bands(what, narrow[row, unit, start:stop], None, line, steps, exact, p[to], q, x, y, mask)
            elif other == RATIO_NARROW:
                n, d = narrow[row, unit, start:stop], narrow[below, unit, start:stop]
                _bands(what, n, d, line, steps, exact, p[to], q, x, y, mask)
            elif other == RATIO:
                _bands(what, f[row], f[below], line, steps, exact, p[to], q, x, y, mask)
            else:
                _bands(what, f[row], None, line, steps, exact, p[to], q, x, y, mask)
        elif what == EARN:
            earn(p[to], p[other], flag, q, mask)
        elif what == FLAGGED:
            flag = of.flags[to, unit, start:stop]
        elif what == FLAGGED_FIXED:
            flag = s.flag
            fill(flag, of.fixed_flags[to, unit])
        elif what == FULL:
            found = False
        elif what == ZEROS_NARROW or what == ZEROS:
            if what == ZEROS_NARROW:
                zero = smallest(narrow[to, unit, start:stop]) <= 0
            else:
                zero = smallest(f[to]) <= 0
            if zero and not found:
                put(s.empty, 0)
                found = True
            if zero and what == ZEROS_NARROW:
                zeros(narrow[to, unit, start:stop], s.empty, mask)
            elif zero:
                zeros(f[to], s.empty, mask)
        elif what == SETTLE:
            if found:
                settle(p[to], s.empty, of.empty_points[other, unit], q)
        elif what == LOSE:
            if found:
                lose(p[to], s.empty, flag, of.empty_lost[other, unit], q, mask)
        elif what == GONE:
            if found:
                lose(p[to], s.empty, flag, of.empty_gone[other, unit], q, mask)
        elif what == SPAN:
            span(p[to], flag, other, code[c + 3], point[e], q, mask)
        elif what == JOIN:
            join(p[to], p[other])
        elif what == CLEAR:
            put(p[to], point[e])
        elif what == ENLARGE:
            enlarge(p[to], point[e])
        elif what <= WORKED:
            if what == NARROW:
                load(narrow[other, unit, start:stop], f[to])
            elif what == FIXED:
                fill(f[to], of.fixed[other, unit])
            elif what == WIDE:
                load(wide[other, unit, start:stop], f[to])
            else:
                load(of.worked[other, unit, near:far], f[to])
        elif what <= ROUNDED:
            _reckon(what, f[to], f[other], number[v], y)
        elif what == APART:
            load(of.apart[other, unit, near:far], p[to])
            load(of.apart_empty[other, unit, near:far], s.empty)
            found = True
        elif what == GATHER:
            row, below = code[c + 3], code[c + 4]
            line = number[v : v + NUMBERS]
            gather(f[row], f[below], f[LIFTED], f[COMMON], line, f[to], x, y, mask)
        elif what == SHARE:
            share(f[other], f[COMMON], number[v], p[to], y)
        elif what == BETWEEN:
            between(f[to], f[other], number[v], number[v + 1], s.fired, x, mask)
        elif what == KNOWN:
            grant(s.fired, of.known[to, unit])
        elif what == UNLESS:
            unless(s.fired, f[to], mask)
        elif what == MEASURED:
            load(of.measured[to, unit, near:far], s.fired)
        elif what == WITHIN:
            within(p[to], point[e], point[e + 1], s.fired, mask)
        elif what == WITHOUT:
            without(s.fired, p[to], mask)
        elif what == CAP:
            cap(p[to], point[e], s.fired, q)
        elif what == HOLD:
            hold(p[to], p[SUM], point[e], q)
        elif what == ANSWER:
            store(s.fired, answers[to, unit, start:stop])
        elif what == FINISH:
            finish(p[TOTAL], of.rest_points[unit], points[unit, start:stop])
            finish(p[LOST], of.rest_most[unit], max_points[unit, start:stop])
        elif what == INDEX:
            load(points[unit, start:stop], f[to])
            load(max_points[unit, start:stop], f[other])
        elif what == CHOOSE:
            choose(p[to], point[e], s.fired, q)
        elif what == LOWER:
            lower(p[to], point[e], s.fired, q, mask)
        elif what == GRADES:
            store(p[to], grades[unit, start:stop])
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
    if what == CLIPPED:
        clipped(n, d, line[0], line[1], line[3], line[7], p, x)
    elif what == LEVELS_FEW:
        if d is None:
            levels(n, None, (of(line[0]),), (steps[0], steps[1]), p, q, x, mask)
        else:
            levels(n, d, (line[0],), (steps[0], steps[1]), p, q, x, mask)
    elif what == LEVELS:
        four = (steps[0], steps[1], steps[2], steps[3])
        if d is None:
            levels(n, None, (of(line[0]), of(line[1]), of(line[2])), four, p, q, x, mask)
        else:
            levels(n, d, (line[0], line[1], line[2]), four, p, q, x, mask)
    elif what == BENT_FEW:
        bent(n, d, (line[0],), (line[3], line[4]), (line[7], line[8]), p, q, x, y, mask)
    else:
        bounds = (line[0], line[1], line[2])
        slopes, bases = (line[3], line[4], line[5], line[6]), (line[7], line[8], line[9], line[10])
        if what == BENT:
            bent(n, d, bounds, slopes, bases, p, q, x, y, mask)
        elif d is not None:
            if what == DIVIDED:
                belows = (line[11], line[12], line[13], line[14])
                divided(n, d, bounds, slopes, bases, belows, p, q, x, y, mask)
            else:
                guess, parts = (line[0], line[1], line[2], line[3], line[4]), (exact[0], exact[1], exact[2])
                guessed(n, d, guess, parts, p, x, y, mask)


def _reckon(what: int, own: Any, other: Any, number: Any, spare: Any) -> None:
    """Change a row of float64 by a number or another row."""
    if what == PUT:
        put(own, number)
    elif what == SCALE:
        scale(own, number)
    elif what == SHIFT:
        shift(own, number)
    elif what == TIMES:
        times(own, other)
    elif what == PLUS:
        plus(own, other, number, spare)
    elif what == LEAST:
        least(own, other)
    elif what == GREATEST:
        greatest(own, other)
    elif what == ROUNDED:
        rounded(own, other, spare)
    elif what == ABOVE:
        above(own, number)


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
    """Sweep the scenarios of one unit after another, a few hundred at a time; for numba."""
    for unit in range(units):
        for start in range(first, last, WIDTH):
            stop = min(start + WIDTH, last)
            if sweep(tape, of, s, unit, start, stop, start - first, points, max_points, grades, answers):
                return True
    return False
