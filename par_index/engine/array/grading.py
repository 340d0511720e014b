"""Sum units up, grade them by the index and let bars lower the grade."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE
from par_index.engine.array.evaluate import Flags, Whole, half_away
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.outcome import in_maximum
from par_index.engine.array.questions import holds_ratio
from par_index.model.plan import Plan
from par_index.model.questions import Grades, Test

Row = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Totals:
    """What each unit earned, in micro-points, and its own maximum."""

    appraised: Row
    survey: Row
    bonus: Row
    penalty: Row
    points: Row
    max_points: Row


def totals_of(plan: Plan, leaves: Leaves, dropped: Row) -> Totals:
    """Sum the leaves by kind; the maximum is the set's less what dropped leaves take away."""
    sums = {
        kind: leaves.points[[row for row, leaf in enumerate(plan.leaves) if leaf.kind == kind]].sum(axis=0)
        for kind in ("appraised", "survey", "bonus", "penalty")
    }
    full = sum(in_maximum(leaf) for leaf in plan.leaves)
    return Totals(**sums, points=leaves.points.sum(axis=0), max_points=full - dropped)


def published_index(points: Row, max_points: Row, places: int) -> Whole:
    """Round the index once, half away from zero, to ``places`` of the percent; where the maximum is 0, 0.

    The unit is the last published place: 91,17% to two places is 9117.
    """
    steps = 100 * 10**places
    wide = int(np.abs(points).max(initial=0)) * steps >= LANE // 4
    n = points.astype(object) if wide else points
    return half_away(n * steps * (max_points > 0), np.maximum(max_points, 1))


@dataclass(frozen=True, slots=True)
class Graded:
    """The place of each unit's grade among the rows, -1 for none; which bar lowered which units."""

    places: NDArray[np.int16]
    barred: tuple[tuple[str, Flags], ...]


def graded(plan: Plan, totals: Totals, ask: Callable[[Test], Flags]) -> Graded:
    """Grade every unit; ``ask`` answers a bar's test on a leaf, an area or a measure."""
    if plan.grades is None:
        return Graded(np.full(totals.points.shape, -1, np.int16), ())
    places = _places(plan, plan.grades, totals)
    names = [row.name for row in plan.grades.rows]
    barred = []
    for bar in plan.grades.bars:
        fired = holds_index(totals, bar.when) if bar.when.subject == "index" else ask(bar.when)
        lowered = fired & (places >= 0) & (places < names.index(bar.best))
        places[lowered] = names.index(bar.best)
        barred.append((bar.id, lowered))
    return Graded(places, tuple(barred))


def _places(plan: Plan, grades: Grades, totals: Totals) -> NDArray[np.int16]:
    """Find the first row whose interval holds the index, -1 for none or where there is no index."""
    n: Whole = totals.points
    d: Whole = np.maximum(totals.max_points, 1)
    if grades.by == "index_published":
        n = published_index(totals.points, totals.max_points, plan.places)
        d = np.full(n.shape, 100 * 10**plan.places)
    places = np.full(n.shape, -1, np.int16)
    for k, row in reversed(list(enumerate(grades.rows))):
        places[holds_ratio(n, d, row.interval)] = k
    places[totals.max_points == 0] = -1
    return places


def holds_index(totals: Totals, test: Test) -> Flags:
    """Tell where the exact index lies in a test's interval; a unit without a maximum has none."""
    below = np.maximum(totals.max_points, 1)
    return (totals.max_points > 0) & holds_ratio(totals.points, below, test.interval)
