"""The one loop that scores columns leaf by leaf from tables: plain Python that numba compiles as it stands.

It does what the blocks do, by the same proofs, in float64 where they do. A few hundred columns at a time pass
through all leaves, so that what is worked on stays in the first cache. Where a measure is empty x may be
infinite or no number; such cells are overwritten.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from par_index.engine.array.bulk.tables import Tables

WIDTH = 512
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
        worked: rows × columns, what else is read as n, d or a hidden 0.
        flags: leaves × columns.
        apart: rows × columns, points of leaves judged apart.
        apart_empty: rows × columns, where their measure is empty.
        measured: rows × columns, answers of measures.
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
        width = stop - start
        total[:] = 0.0
        lost[:] = 0
        for leaf in range(t.kept.size):
            if t.apart[leaf] >= 0:
                row = t.apart[leaf]
                _take(apart[row, start:stop], apart_empty[row, start:stop], leaf_points, empty)
            else:
                _judge(t, leaf, figures, worked, start, stop, x, p, leaf_points, empty)
            flag = flags[leaf, start:stop]
            _settle(t, leaf, flag, empty, leaf_points, lost)
            keep = t.kept[leaf]
            if keep >= 0:
                _keep(t.absent[leaf], flag, empty, leaf_points, kept[keep], gone[keep])
            else:
                _add(leaf_points, total)
        for question in range(gates):
            _answer(t, question, start, width, kept, gone, measured, asked, fired)
            for cap in range(t.cap_at[question], t.cap_at[question + 1]):
                _cap(kept[t.kept[t.cap[cap, 0]]], t.cap[cap, 1], fired)
        _ceilings(t, kept, asked)
        for question in range(gates, t.measured.size):
            _answer(t, question, start, width, kept, gone, measured, asked, fired)
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
    stop: int,
    x: Any,
    p: Any,
    leaf_points: Any,
    empty: Any,
) -> None:
    """Write a leaf's points by its bands, and where its measure is empty."""
    leaf_points[:] = 0.0
    empty[:] = 0
    for part in range(t.part_at[leaf], t.part_at[leaf + 1]):
        n = _row(figures, worked, t.part_source[part, 0], start, stop)
        whole = t.part_source[part, 1] < 0
        d = n if whole else _row(figures, worked, t.part_source[part, 1], start, stop)
        _measure(n, d, whole, x, empty)
        for band in range(t.band_at[part], t.band_at[part + 1]):
            _band(t, band, n, d, whole, x, p)
        for c in range(n.size):
            leaf_points[c] += p[c] * t.grid
    for hidden in range(t.hidden_at[leaf], t.hidden_at[leaf + 1]):
        _hide(_row(figures, worked, t.hidden_source[hidden], start, stop), empty)


def _add(own: Any, total: Any) -> None:
    for c in range(total.size):
        total[c] += own[c]


def _row(figures: Any, worked: Any, row: int, start: int, stop: int) -> Any:
    inputs = figures.shape[0]
    return figures[row, start:stop] if row < inputs else worked[row - inputs, start:stop]


def _take(points: Any, empties: Any, leaf_points: Any, empty: Any) -> None:
    for c in range(points.size):
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


def _band(t: Tables, band: int, n: Any, d: Any, whole: bool, x: Any, p: Any) -> None:
    """Write the grid steps of a band from where it begins; the bands above it write over them."""
    low, slope, base, below = (
        t.band_value[band, 0],
        t.band_value[band, 2],
        t.band_value[band, 3],
        t.band_value[band, 4],
    )
    if t.band_exact[band, 2] > 0:
        _guessed(t, band, n, d, whole, x, p)
    elif slope == 0.0:
        for c in range(n.size):
            p[c] = base if x[c] >= low else p[c]
    elif below == 0.0:
        for c in range(n.size):
            steps = np.floor(slope * x[c] + base)
            p[c] = steps if x[c] >= low else p[c]
    elif whole:
        for c in range(n.size):
            steps = np.floor((slope * x[c] + base) / below)
            p[c] = steps if x[c] >= low else p[c]
    else:
        for c in range(n.size):
            steps = np.floor((slope * n[c] + base * d[c]) / (below * d[c]))
            p[c] = steps if x[c] >= low else p[c]


def _guessed(t: Tables, band: int, n: Any, d: Any, whole: bool, x: Any, p: Any) -> None:
    """Write steps of a band whose float64 is only a guess, put right by what it leaves."""
    low, high, slope, base = (
        t.band_value[band, 0],
        t.band_value[band, 1],
        t.band_value[band, 2],
        t.band_value[band, 3],
    )
    a, b, below = t.band_exact[band, 0], t.band_exact[band, 1], t.band_exact[band, 2]
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


def _settle(t: Tables, leaf: int, flag: Any, empty: Any, leaf_points: Any, lost: Any) -> None:
    """Let flags, else the empty measure, decide points and what is lost of the maximum."""
    points, worth = float(t.empty[leaf, 0]), t.empty[leaf, 1]
    for c in range(flag.size):
        empty[c] &= flag[c] == 0
        leaf_points[c] = points if empty[c] else leaf_points[c]
        leaf_points[c] = leaf_points[c] if flag[c] == 0 else 0.0
        lost[c] += worth if empty[c] else 0
    for run in range(t.earned_at[leaf], t.earned_at[leaf + 1]):
        low, high, points = t.earned[run, 0], t.earned[run, 1], float(t.earned[run, 2])
        for c in range(flag.size):
            leaf_points[c] = points if low <= flag[c] and flag[c] <= high else leaf_points[c]
    for run in range(t.lost_at[leaf], t.lost_at[leaf + 1]):
        low, high, worth = t.lost[run, 0], t.lost[run, 1], t.lost[run, 2]
        for c in range(flag.size):
            lost[c] += worth if low <= flag[c] and flag[c] <= high else 0


def _keep(absent: Any, flag: Any, empty: Any, leaf_points: Any, kept: Any, gone: Any) -> None:
    """Keep a leaf's points, and where it is not applicable."""
    for c in range(flag.size):
        kept[c] = leaf_points[c]
        gone[c] = absent[EMPTY if empty[c] else flag[c]]


def _cap(kept: Any, most: int, fired: Any) -> None:
    for c in range(kept.size):
        kept[c] = most if fired[c] and kept[c] > most else kept[c]


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
    start: int,
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
            fired[c] = measured[t.measured[question], start + c]
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
