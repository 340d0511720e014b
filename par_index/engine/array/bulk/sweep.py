"""The one loop that scores columns leaf by leaf from tables: plain Python that numba compiles as it stands.

It does what the blocks do, by the same proofs, in float64 where they do. A few hundred columns at a time pass
through all leaves, so that what is worked on stays in the first cache. Where a measure is empty x may be
infinite or no number; such cells are overwritten.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from par_index.engine.array.bulk.tables import Tables

WIDTH = 1024
EMPTY = 128


def sweep(
    t: Tables,
    figures: Any,
    worked: Any,
    flags: Any,
    apart: Any,
    apart_empty: Any,
    measured: Any,
    points: Any,
    max_points: Any,
    answers: Any,
    gates: int,
    first: int,
    last: int,
) -> None:
    """Write points, maxima and the answers to the questions of bars, of columns ``first`` to ``last``.

    Args:
        t: the plan's tables.
        figures: inputs × columns.
        worked: rows × columns from ``first`` on, what else is read as n, d or a hidden 0.
        flags: leaves × columns.
        apart: rows × columns from ``first`` on, points of leaves judged apart.
        apart_empty: rows × columns from ``first`` on, where their measure is empty.
        measured: rows × columns from ``first`` on, answers of measures.
        points: columns, to be written.
        max_points: columns, to be written.
        answers: questions behind the gates' × columns, to be written.
        gates: how many questions belong to gates.
        first: the first column.
        last: the column behind the last.
    """
    x, p, total, leaf_points = np.zeros(WIDTH), np.zeros(WIDTH), np.zeros(WIDTH), np.zeros(WIDTH)
    lost = np.empty(WIDTH, np.int64)
    empty, fired = np.empty(WIDTH, np.uint8), np.empty(WIDTH, np.uint8)
    kept, gone, asked = np.zeros((t.keeps, WIDTH)), np.empty((t.keeps, WIDTH), np.uint8), np.empty(WIDTH)
    for start in range(first, last, WIDTH):
        stop = min(start + WIDTH, last)
        width, near = stop - start, start - first
        total[:] = 0.0
        lost[:] = 0
        for leaf in range(t.kept.size):
            if t.apart[leaf] >= 0:
                row = t.apart[leaf]
                _take(apart[row, near:], apart_empty[row, near:], width, leaf_points, empty)
            else:
                _judge(t, leaf, figures, worked, start, near, width, x, p, leaf_points, empty)
            flag = flags[leaf, start:stop]
            _settle(flag, empty, leaf_points, lost, float(t.empty[leaf, 0]), t.empty[leaf, 1])
            _by_flags(t, leaf, flag, leaf_points, lost)
            keep = t.kept[leaf]
            if keep >= 0:
                _keep(t.absent[leaf], flag, empty, leaf_points, kept[keep], gone[keep])
            else:
                _add(leaf_points, total)
        for question in range(gates):
            _answer(t, question, near, width, kept, gone, measured, asked, fired)
            for cap in range(t.cap_at[question], t.cap_at[question + 1]):
                _cap(kept[t.kept[t.cap[cap, 0]]], t.cap[cap, 1], fired)
        _ceilings(t, kept, asked)
        for question in range(gates, t.measured.size):
            _answer(t, question, near, width, kept, gone, measured, asked, fired)
            answers[question - gates, start:stop] = fired[:width]
        for keep in range(t.keeps):
            _add(kept[keep], total)
        for c in range(width):
            points[start + c] = int(total[c])
            max_points[start + c] = t.full - lost[c]


def _judge(
    t: Tables,
    leaf: int,
    figures: Any,
    worked: Any,
    start: int,
    near: int,
    width: int,
    x: Any,
    p: Any,
    leaf_points: Any,
    empty: Any,
) -> None:
    """Write a leaf's points by its bands, and where its measure is empty."""
    leaf_points[:] = 0.0
    empty[:] = 0
    for part in range(t.part_at[leaf], t.part_at[leaf + 1]):
        n = _row(figures, worked, t.part_source[part, 0], start, near, width)
        whole = t.part_source[part, 1] < 0
        d = n if whole else _row(figures, worked, t.part_source[part, 1], start, near, width)
        _measure(n, d, whole, x, empty)
        for band in range(t.band_at[part], t.band_at[part + 1]):
            _band(t.band_value[band], t.band_exact[band], n, d, whole, x, p)
        for c in range(n.size):
            leaf_points[c] += p[c] * t.grid
    for hidden in range(t.hidden_at[leaf], t.hidden_at[leaf + 1]):
        _hide(_row(figures, worked, t.hidden_source[hidden], start, near, width), empty)


def _add(own: Any, total: Any) -> None:
    for c in range(total.size):
        total[c] += own[c]


def _row(figures: Any, worked: Any, row: int, start: int, near: int, width: int) -> Any:
    inputs = figures.shape[0]
    if row < inputs:
        return figures[row, start : start + width]
    return worked[row - inputs, near : near + width]


def _take(points: Any, empties: Any, width: int, leaf_points: Any, empty: Any) -> None:
    for c in range(width):
        leaf_points[c] = points[c]
        empty[c] = empties[c]


def _measure(n: Any, d: Any, whole: bool, x: Any, empty: Any) -> None:
    """Write x, and where d is 0."""
    if whole:
        for c in range(n.size):
            x[c] = n[c]
    else:
        for c in range(n.size):
            x[c] = n[c] / d[c]
            empty[c] |= d[c] == 0


def _hide(factor: Any, empty: Any) -> None:
    for c in range(factor.size):
        empty[c] |= factor[c] == 0


def _band(value: Any, exact: Any, n: Any, d: Any, whole: bool, x: Any, p: Any) -> None:
    """Write the grid steps of a band from where it begins; the bands above it write over them."""
    low, slope, base, below = value[0], value[2], value[3], value[4]
    if exact[2] > 0:
        _guessed(value, exact, n, d, whole, x, p)
    elif slope == 0.0 and low == -np.inf:
        p[:] = base
    elif slope == 0.0:
        for c in range(n.size):
            old = p[c]
            p[c] = base if x[c] >= low else old
    elif below == 0.0:
        for c in range(n.size):
            old, steps = p[c], np.floor(slope * x[c] + base)
            p[c] = steps if x[c] >= low else old
    elif whole:
        for c in range(n.size):
            old, steps = p[c], np.floor((slope * x[c] + base) / below)
            p[c] = steps if x[c] >= low else old
    else:
        for c in range(n.size):
            old, steps = p[c], np.floor((slope * n[c] + base * d[c]) / (below * d[c]))
            p[c] = steps if x[c] >= low else old


def _guessed(value: Any, exact: Any, n: Any, d: Any, whole: bool, x: Any, p: Any) -> None:
    """Write steps of a band whose float64 is only a guess, put right by what it leaves."""
    low, high, slope, base = value[0], value[1], value[2], value[3]
    a, b, below = exact[0], exact[1], exact[2]
    for c in range(n.size):
        if low <= x[c] and x[c] < high:
            under = 1 if whole else d[c]
            steps = int(slope * x[c] + base)
            left = a * n[c] + b * under - steps * (below * under)
            if left >= below * under:
                steps += 1
            elif left < 0:
                steps -= 1
            p[c] = steps


def _settle(flag: Any, empty: Any, leaf_points: Any, lost: Any, points: float, worth: int) -> None:
    """Let the empty measure decide points and what is lost of the maximum; flags earn nothing."""
    for c in range(flag.size):
        empty[c] &= flag[c] == 0
    for c in range(flag.size):
        own = leaf_points[c]
        unflagged = own if flag[c] == 0 else 0.0
        leaf_points[c] = points if empty[c] != 0 else unflagged
    if worth != 0:
        for c in range(flag.size):
            lost[c] += worth * empty[c]


def _by_flags(t: Tables, leaf: int, flag: Any, leaf_points: Any, lost: Any) -> None:
    """Give what flags earn, and take what they drop."""
    for run in range(t.earned_at[leaf], t.earned_at[leaf + 1]):
        _earn(flag, t.earned[run, 0], t.earned[run, 1], float(t.earned[run, 2]), leaf_points)
    for run in range(t.lost_at[leaf], t.lost_at[leaf + 1]):
        _lose(flag, t.lost[run, 0], t.lost[run, 1], t.lost[run, 2], lost)


def _earn(flag: Any, low: int, high: int, points: float, leaf_points: Any) -> None:
    for c in range(flag.size):
        own = leaf_points[c]
        leaf_points[c] = points if low <= flag[c] and flag[c] <= high else own


def _lose(flag: Any, low: int, high: int, worth: int, lost: Any) -> None:
    for c in range(flag.size):
        lost[c] += worth if low <= flag[c] and flag[c] <= high else 0


def _keep(absent: Any, flag: Any, empty: Any, leaf_points: Any, kept: Any, gone: Any) -> None:
    """Keep a leaf's points, and where it is not applicable."""
    for c in range(flag.size):
        kept[c] = leaf_points[c]
        gone[c] = absent[EMPTY if empty[c] else flag[c]]


def _cap(kept: Any, most: int, fired: Any) -> None:
    for c in range(kept.size):
        own = kept[c]
        kept[c] = most if fired[c] and own > most else own


def _ceilings(t: Tables, kept: Any, room: Any) -> None:
    """Let leaves keep, one after another, what room those before them left."""
    for ceiling in range(t.ceiling_most.shape[0]):
        sign = t.ceiling_most[ceiling, 0]
        room[:] = t.ceiling_most[ceiling, 1]
        for member in range(t.ceiling_at[ceiling], t.ceiling_at[ceiling + 1]):
            own = kept[t.kept[t.ceiling[member]]]
            for c in range(own.size):
                earned = min(sign * own[c], room[c])
                room[c] -= earned
                own[c] = sign * earned


def _answer(
    t: Tables,
    question: int,
    near: int,
    width: int,
    kept: Any,
    gone: Any,
    measured: Any,
    asked: Any,
    fired: Any,
) -> None:
    """Answer one question for the columns at hand, by the points that leaves have at this moment."""
    if t.measured[question] >= 0:
        for c in range(width):
            fired[c] = measured[t.measured[question], near + c]
        return
    low, high = float(t.between[question, 0]), float(t.between[question, 1])
    asked[:] = 0.0
    for member in range(t.asked_at[question], t.asked_at[question + 1]):
        keep = t.kept[t.asked[member]]
        for c in range(width):
            asked[c] += kept[keep, c]
    for c in range(width):
        fired[c] = low <= asked[c] and asked[c] <= high
    if t.between[question, 2]:
        keep = t.kept[t.asked[t.asked_at[question]]]
        for c in range(width):
            fired[c] &= gone[keep, c] == 0
