"""The strokes of ``strokes`` as loops over one row each, for numba: the same, two or three times as soon.

What scenarios change, and what comes out, may be shorter than the rows that are worked in: loops end with it.
``d`` is ``None`` where it is 1. Where d is 0 the quotient is infinite or no number; such cells are settled
afterwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def load(row: Any, out: Any) -> None:
    for c in range(row.size):
        out[c] = row[c]


def store(row: Any, out: Any) -> None:
    for c in range(out.size):
        out[c] = row[c]


def fill(out: Any, value: Any) -> None:
    only = value[0]
    for c in range(out.size):
        out[c] = only


def put(out: Any, number: Any) -> None:
    for c in range(out.size):
        out[c] = number


def scale(out: Any, number: Any) -> None:
    for c in range(out.size):
        out[c] *= number


def shift(out: Any, number: Any) -> None:
    for c in range(out.size):
        out[c] += number


def times(out: Any, row: Any) -> None:
    for c in range(out.size):
        out[c] *= row[c]


def plus(out: Any, row: Any, number: Any, spare: Any) -> None:
    for c in range(out.size):
        out[c] += number * row[c]


def least(out: Any, row: Any) -> None:
    for c in range(out.size):
        out[c] = row[c] if row[c] < out[c] else out[c]


def greatest(out: Any, row: Any) -> None:
    for c in range(out.size):
        out[c] = row[c] if row[c] > out[c] else out[c]


def above(out: Any, bound: Any) -> None:
    for c in range(out.size):
        out[c] = 1.0 if out[c] > bound else 0.0


def rounded(out: Any, row: Any, spare: Any) -> None:
    for c in range(out.size):
        below = row[c] if row[c] > 1.0 else 1.0
        size = np.floor((2.0 * abs(out[c]) + below) / (2.0 * below))
        out[c] = -size if out[c] < 0.0 else size


def levels(n: Any, d: Any, bounds: Any, points: Any, p: Any, q: Any, x: Any, mask: Any) -> None:
    for c in range(n.size):
        own = n[c] if d is None else n[c] / d[c]
        found = points[0]
        for k in range(len(bounds)):
            found = points[k + 1] if own >= bounds[k] else found
        p[c] = found


def clipped(n: Any, d: Any, low: Any, high: Any, slope: Any, base: Any, p: Any, x: Any) -> None:
    for c in range(n.size):
        own = float(n[c]) if d is None else n[c] / d[c]
        own = own if own < high else high
        own = own if own > low else low
        p[c] = slope * own + base


def bent(
    n: Any, d: Any, bounds: Any, slopes: Any, bases: Any, p: Any, q: Any, x: Any, y: Any, mask: Any
) -> None:
    for c in range(n.size):
        own = float(n[c]) if d is None else n[c] / d[c]
        slope, base = slopes[0], bases[0]
        for k in range(len(bounds)):
            slope = slopes[k + 1] if own >= bounds[k] else slope
            base = bases[k + 1] if own >= bounds[k] else base
        p[c] = slope * own + base


def divided(
    n: Any,
    d: Any,
    bounds: Any,
    slopes: Any,
    bases: Any,
    belows: Any,
    p: Any,
    q: Any,
    x: Any,
    y: Any,
    mask: Any,
) -> None:
    for c in range(n.size):
        own = n[c] / d[c]
        slope, base, below = slopes[0], bases[0], belows[0]
        for k in range(len(bounds)):
            slope = slopes[k + 1] if own >= bounds[k] else slope
            base = bases[k + 1] if own >= bounds[k] else base
            below = belows[k + 1] if own >= bounds[k] else below
        p[c] = (slope * n[c] + base * d[c]) / (below * d[c])


def guessed(n: Any, d: Any, line: Any, exact: Any, p: Any, x: Any, y: Any, mask: Any) -> None:
    (low, high, slope, base, error), (a, b, below) = line, exact
    doubt = np.int64(0)
    for c in range(n.size):
        own, old = n[c] / d[c], p[c]
        guess = slope * own + base
        whole = np.floor(guess)
        inside = (low <= own) & (own < high)
        doubt |= np.int64(inside & ((guess - whole <= error) | (whole + 1.0 - guess <= error)))
        p[c] = np.int32(whole) if inside else old
    if doubt == 0:
        return
    for c in range(n.size):
        own = n[c] / d[c]
        if low <= own and own < high:
            steps, under = np.int64(slope * own + base), np.int64(d[c])
            left = a * np.int64(n[c]) + b * under - steps * (below * under)
            if left >= below * under:
                steps += 1
            elif left < 0:
                steps -= 1
            p[c] = steps


def join(p: Any, other: Any) -> None:
    for c in range(p.size):
        p[c] += other[c]


def some_empty(row: Any) -> Any:
    found = np.uint8(0)
    for c in range(row.size):
        found |= np.uint8(row[c] <= 0)
    return found != 0


def zeros(row: Any, empty: Any, more: Any, mask: Any) -> None:
    if more:
        for c in range(row.size):
            empty[c] |= np.uint8(row[c] == 0)
    else:
        for c in range(row.size):
            empty[c] = np.uint8(row[c] == 0)


def settle(p: Any, empty: Any, points: Any, q: Any) -> None:
    value = points[0]
    for c in range(p.size):
        p[c] = value if empty[c] != 0 else p[c]


def earn(total: Any, p: Any, flag: Any, q: Any, mask: Any) -> None:
    for c in range(flag.size):
        total[c] += p[c] if flag[c] == 0 else 0


def span(total: Any, flag: Any, low: Any, high: Any, points: Any, q: Any, mask: Any) -> None:
    for c in range(flag.size):
        total[c] += points if (low <= flag[c]) & (flag[c] <= high) else 0


def lose(lost: Any, empty: Any, flag: Any, worth: Any, q: Any, mask: Any) -> None:
    value, nothing = worth[0], worth[0] * 0
    for c in range(flag.size):
        lost[c] += value if (empty[c] != 0) & (flag[c] == 0) else nothing


def outside(row: Any, low: Any, high: Any) -> Any:
    least, most = row[0], row[0]
    for c in range(row.size):
        least, most = min(least, row[c]), max(most, row[c])
    return (least < low) | (most > high)


def within(asked: Any, low: Any, high: Any, fired: Any, mask: Any) -> None:
    for c in range(asked.size):
        fired[c] = np.uint8((low <= asked[c]) & (asked[c] <= high))


def without(fired: Any, gone: Any, mask: Any) -> None:
    for c in range(fired.size):
        fired[c] &= np.uint8(gone[c] == 0)


def cap(p: Any, most: Any, fired: Any, q: Any) -> None:
    for c in range(p.size):
        p[c] = most if (fired[c] != 0) & (p[c] > most) else p[c]


def hold(p: Any, room: Any, sign: Any, q: Any) -> None:
    for c in range(p.size):
        earned = min(sign * p[c], room[c])
        room[c] -= earned
        p[c] = sign * earned


def finish(total: Any, rest: Any, out: Any) -> None:
    more = rest[0]
    for c in range(out.size):
        out[c] = total[c] + more


def gather(n: Any, d: Any, lifted: Any, below: Any, line: Any, out: Any, x: Any, y: Any, mask: Any) -> None:
    bounds = (line[0], line[1], line[2])
    slopes, bases = (line[3], line[4], line[5], line[6]), (line[7], line[8], line[9], line[10])
    for c in range(out.size):
        own = n[c] / d[c]
        slope, base = slopes[0], bases[0]
        for k in range(len(bounds)):
            slope = slopes[k + 1] if own >= bounds[k] else slope
            base = bases[k + 1] if own >= bounds[k] else base
        out[c] += slope * lifted[c] + base * below[c]


def share(gathered: Any, below: Any, number: Any, p: Any, y: Any) -> None:
    for c in range(p.size):
        p[c] = (gathered[c] + number * below[c]) / (2.0 * number * below[c])


def between(n: Any, d: Any, low: Any, high: Any, fired: Any, x: Any, mask: Any) -> None:
    for c in range(fired.size):
        own = n[c] / d[c]
        fired[c] = np.uint8((low <= own) & (own < high))


def grant(fired: Any, value: Any) -> None:
    only = value[0]
    for c in range(fired.size):
        fired[c] &= only


def unless(fired: Any, row: Any, mask: Any) -> None:
    for c in range(fired.size):
        fired[c] &= np.uint8(row[c] != 0.0)


def choose(p: Any, value: Any, fired: Any, q: Any) -> None:
    for c in range(p.size):
        p[c] = value if fired[c] != 0 else p[c]


def lower(p: Any, value: Any, fired: Any, q: Any, mask: Any) -> None:
    for c in range(p.size):
        p[c] = value if (fired[c] != 0) & (p[c] >= 0) & (p[c] < value) else p[c]
