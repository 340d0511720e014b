"""What ``sweep`` does to rows, one numpy call or a few each: units × scenarios, or what stretches to that.

A masked copy takes ten times as long as a product here, so masks are multiplied with. Where d is 0 the
quotient is infinite or no number; such cells are settled afterwards. ``spare``, ``x`` and ``mask`` are rows
to work in.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from par_index.engine.array.evaluate import put_right


def load(row: Any, out: Any) -> None:
    np.copyto(out, row)


def store(row: Any, out: Any) -> None:
    np.copyto(out, row)


def fill(out: Any, value: Any) -> None:
    out[...] = value


def put(out: Any, number: Any) -> None:
    out[...] = number


def scale(out: Any, number: Any) -> None:
    np.multiply(out, number, out=out)


def shift(out: Any, number: Any) -> None:
    np.add(out, number, out=out)


def times(out: Any, row: Any) -> None:
    np.multiply(out, row, out=out)


def plus(out: Any, row: Any, number: Any, spare: Any) -> None:
    if number == 1:
        np.add(out, row, out=out)
    else:
        np.multiply(row, number, out=spare)
        np.add(out, spare, out=out)


def least(out: Any, row: Any) -> None:
    np.minimum(out, row, out=out)


def greatest(out: Any, row: Any) -> None:
    np.maximum(out, row, out=out)


def above(out: Any, bound: Any) -> None:
    np.greater(out, bound, out=out)


def rounded(out: Any, row: Any, spare: Any) -> None:
    np.maximum(row, 1.0, out=row)
    np.absolute(out, out=spare)
    np.multiply(spare, 2.0, out=spare)
    np.add(spare, row, out=spare)
    np.multiply(row, 2.0, out=row)
    np.divide(spare, row, out=spare)
    np.floor(spare, out=spare)
    np.copysign(spare, out, out=out)


def levels(n: Any, d: Any, bounds: Any, points: Any, p: Any, q: Any, x: Any, mask: Any) -> None:
    own = n if d is None else np.divide(n, d, out=x)
    p[...] = points[0]
    for k, bound in enumerate(bounds):
        if points[k + 1] != points[k]:
            np.greater_equal(own, bound, out=mask)
            np.multiply(mask, points[k + 1] - points[k], out=q)
            np.add(p, q, out=p)


def clipped(n: Any, d: Any, low: Any, high: Any, slope: Any, base: Any, p: Any, x: Any) -> None:
    own = n if d is None else np.divide(n, d, out=x)
    if high < np.inf:
        own = np.minimum(own, high, out=x)
    if low > -np.inf:
        own = np.maximum(own, low, out=x)
    np.multiply(own, slope, out=x)
    np.add(x, base, out=x)
    np.copyto(p, x, casting="unsafe")


def bent(
    n: Any, d: Any, bounds: Any, slopes: Any, bases: Any, p: Any, q: Any, x: Any, y: Any, mask: Any
) -> None:
    own = n if d is None else np.divide(n, d, out=x)
    for k, (slope, base) in enumerate(zip(slopes, bases, strict=True)):
        if k and (slope, base) == (slopes[k - 1], bases[k - 1]):
            continue
        steps: Any = base
        if slope:
            np.multiply(own, slope, out=y)
            steps = np.add(y, base, out=y)
        _take_over(own, bounds[k - 1] if k else None, steps, p, q, mask)


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
    for k, (slope, base, below) in enumerate(zip(slopes, bases, belows, strict=True)):
        if k and (slope, base, below) == (slopes[k - 1], bases[k - 1], belows[k - 1]):
            continue
        np.multiply(n, slope, out=y)
        np.multiply(d, base, out=x)
        np.add(y, x, out=y)
        np.multiply(d, below, out=x)
        np.divide(y, x, out=y)
        _take_over(np.divide(n, d, out=x), bounds[k - 1] if k else None, y, p, q, mask)


def _take_over(x: Any, bound: Any, steps: Any, p: Any, q: Any, mask: Any) -> None:
    """Let a band's steps stand from its bound on; what wraps around on the way wraps back."""
    if bound is None:
        np.copyto(p, steps, casting="unsafe")
        return
    np.greater_equal(x, bound, out=mask)
    np.copyto(q, steps, casting="unsafe")
    choose(p, q, mask, q)


def guessed(n: Any, d: Any, line: Any, exact: Any, p: Any, x: Any, y: Any, mask: Any) -> None:
    low, high, slope, base, error = line
    np.divide(n, d, out=x)
    inside = (low <= x) & (x < high)
    np.multiply(x, slope, out=y)
    np.add(y, base, out=y)
    whole = np.floor(y)
    doubted = inside & ((y - whole <= error) | (whole + 1 - y <= error))
    np.copyto(p, whole, casting="unsafe", where=inside)
    if doubted.any():
        n, d, steps = (row[doubted].astype(np.int64) for row in (n, d, y))
        p[doubted] = put_right(steps, exact, n, d)


def join(p: Any, other: Any) -> None:
    np.add(p, other, out=p)


def some_empty(row: Any) -> Any:
    return row.min(initial=1) <= 0


def zeros(row: Any, empty: Any, more: Any, mask: Any) -> None:
    np.equal(row, 0, out=mask)
    if more:
        np.logical_or(empty, mask, out=empty)
    else:
        np.copyto(empty, mask)


def settle(p: Any, empty: Any, points: Any, q: Any) -> None:
    choose(p, points, empty, q)


def earn(total: Any, p: Any, flag: Any, q: Any, mask: Any) -> None:
    np.equal(flag, 0, out=mask)
    np.multiply(p, mask, out=q)
    np.add(total, q, out=total)


def span(total: Any, flag: Any, low: Any, high: Any, points: Any, q: Any, mask: Any) -> None:
    np.less_equal(flag - np.uint8(low), np.uint8(high - low), out=mask)
    np.multiply(mask, points, out=q)
    np.add(total, q, out=total)


def lose(lost: Any, empty: Any, flag: Any, worth: Any, q: Any, mask: Any) -> None:
    np.equal(flag, 0, out=mask)
    np.logical_and(mask, empty, out=mask)
    np.multiply(mask, worth, out=q)
    np.add(lost, q, out=lost)


def outside(row: Any, low: Any, high: Any) -> Any:
    return bool(row.size) and (row.min() < low or row.max() > high)


def within(asked: Any, low: Any, high: Any, fired: Any, mask: Any) -> None:
    np.greater_equal(asked, low, out=fired)
    np.less_equal(asked, high, out=mask)
    np.logical_and(fired, mask, out=fired)


def without(fired: Any, gone: Any, mask: Any) -> None:
    np.equal(gone, 0, out=mask)
    np.logical_and(fired, mask, out=fired)


def cap(p: Any, most: Any, fired: Any, q: Any) -> None:
    np.subtract(p, most, out=q)
    np.maximum(q, 0, out=q)
    np.multiply(q, fired, out=q)
    np.subtract(p, q, out=p)


def hold(p: Any, room: Any, sign: Any, q: Any) -> None:
    np.multiply(p, sign, out=q)
    np.minimum(q, room, out=q)
    np.subtract(room, q, out=room)
    np.multiply(q, sign, out=p)


def finish(total: Any, rest: Any, out: Any) -> None:
    np.add(total, rest, out=out)


def gather(n: Any, d: Any, lifted: Any, below: Any, line: Any, out: Any, x: Any, y: Any, mask: Any) -> None:
    np.divide(n, d, out=x)
    bounds, slopes, bases = line[:3], line[3:7], line[7:11]
    for side, values in ((lifted, slopes), (below, bases)):
        if any(values):
            np.multiply(side, values[0], out=y)
            np.add(out, y, out=out)
            for k, bound in enumerate(bounds):
                if values[k + 1] != values[k]:
                    np.greater_equal(x, bound, out=mask)
                    np.multiply(side, values[k + 1] - values[k], out=y)
                    np.multiply(y, mask, out=y)
                    np.add(out, y, out=out)


def share(gathered: Any, below: Any, number: Any, p: Any, y: Any) -> None:
    np.multiply(below, number, out=y)
    np.add(gathered, y, out=gathered)
    np.multiply(y, 2.0, out=y)
    np.divide(gathered, y, out=y)
    np.copyto(p, y, casting="unsafe")


def between(n: Any, d: Any, low: Any, high: Any, fired: Any, x: Any, mask: Any) -> None:
    np.divide(n, d, out=x)
    np.greater_equal(x, low, out=fired)
    np.less(x, high, out=mask)
    np.logical_and(fired, mask, out=fired)


def grant(fired: Any, value: Any) -> None:
    np.logical_and(fired, value, out=fired)


def unless(fired: Any, row: Any, mask: Any) -> None:
    np.not_equal(row, 0, out=mask)
    np.logical_and(fired, mask, out=fired)


def choose(p: Any, value: Any, fired: Any, q: Any) -> None:
    np.subtract(value, p, out=q)
    np.multiply(q, fired, out=q)
    np.add(p, q, out=p)


def lower(p: Any, value: Any, fired: Any, q: Any, mask: Any) -> None:
    np.greater_equal(p, 0, out=mask)
    np.logical_and(mask, fired, out=mask)
    np.less(p, value, out=fired)
    np.logical_and(mask, fired, out=mask)
    choose(p, value, mask, q)
