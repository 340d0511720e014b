"""Sum units up, grade them by the index and let bars lower the grade."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE, Box
from par_index.engine.array.evaluate import Flags, Rows, Whole, half_away
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.outcome import in_maximum
from par_index.engine.array.questions import (
    IndexTest,
    MeasureTest,
    Question,
    Quotients,
    answer_measure,
    answer_points,
    question_of,
)
from par_index.model.plan import Plan
from par_index.model.questions import Grade

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


@dataclass(frozen=True, slots=True)
class Graded:
    """The place of each unit's grade among the rows, -1 for none; which bar lowered which units."""

    places: NDArray[np.int16]
    barred: tuple[tuple[str, Flags], ...]


@dataclass(frozen=True, slots=True)
class PreparedBar:
    """A bar's question and the place of the best grade it allows."""

    id: str
    question: Question
    best: int


@dataclass(frozen=True, slots=True)
class Summing:
    """How leaves become totals and totals a grade."""

    full: int
    by_kind: dict[str, list[int]]
    """The slots of survey, bonus and penalty leaves."""
    steps: int
    """Published places in the whole index: 100% to two places is 10 000; 0 when the exact index is graded."""
    rows: tuple[Grade, ...]
    bars: tuple[PreparedBar, ...]

    def totals(self, leaves: Leaves, dropped: Row) -> Totals:
        """Sum the leaves by kind; the maximum is the set's less what dropped leaves take away."""
        points = _sum(leaves.points)
        survey, bonus, penalty = (_sum(leaves.points[self.by_kind[kind]]) for kind in self.by_kind)
        appraised = points - survey - bonus - penalty
        return Totals(appraised, survey, bonus, penalty, points, self.full - dropped)

    def grade(self, totals: Totals, leaves: Leaves, rows: Rows, known: NDArray[np.bool_]) -> Graded:
        """Take the first row whose interval holds the index, then each bar in turn."""
        answers = [
            answer_measure(bar.question, rows, known)
            if isinstance(bar.question, MeasureTest)
            else answer_points(bar.question, leaves)
            for bar in self.bars
            if not isinstance(bar.question, IndexTest)
        ]
        return self.graded(totals, answers)

    def graded(self, totals: Totals, answers: Iterable[Flags]) -> Graded:
        """Grade with the answers to the bars' questions, in order, but for those that ask for the index."""
        if not self.rows:
            return Graded(np.full(totals.points.shape, -1, np.int16), ())
        exact = Quotients(totals.points, np.maximum(totals.max_points, 1))
        places = self._places(totals, exact)
        barred, answered = [], iter(answers)
        for bar in self.bars:
            if isinstance(bar.question, IndexTest):
                fired = exact.hold(bar.question.interval)
            else:
                fired = next(answered)
            lowered = fired & (places >= 0) & (places < bar.best)
            places[lowered] = bar.best
            barred.append((bar.id, lowered))
        return Graded(places, tuple(barred))

    def _places(self, totals: Totals, exact: Quotients) -> NDArray[np.int16]:
        """Find the first row whose interval holds the index, -1 for none or where there is no index."""
        graded = exact
        if self.steps:
            shown = published_index(totals.points, totals.max_points, self.steps)
            graded = Quotients(shown, np.full(shown.shape, self.steps))
        places = np.full(totals.points.shape, -1, np.int16)
        for k, row in reversed(list(enumerate(self.rows))):
            places[graded.hold(row.interval)] = k
        places[totals.max_points == 0] = -1
        return places


def summing_of(plan: Plan, box: Box, slots: tuple[int, ...]) -> Summing:
    """Prepare the sums, grades and bars of a plan."""
    kinds = ("survey", "bonus", "penalty")
    by_kind = {
        kind: [slot for slot, leaf in zip(slots, plan.leaves, strict=True) if leaf.kind == kind]
        for kind in kinds
    }
    full = sum(in_maximum(leaf) for leaf in plan.leaves)
    if plan.grades is None:
        return Summing(full, by_kind, 0, (), ())
    names = [row.name for row in plan.grades.rows]
    bars = tuple(
        PreparedBar(bar.id, question_of(bar.when, plan, box), names.index(bar.best))
        for bar in plan.grades.bars
    )
    steps = 100 * 10**plan.places if plan.grades.by == "index_published" else 0
    return Summing(full, by_kind, steps, plan.grades.rows, bars)


def _sum(points: NDArray[Any]) -> Row:
    """Sum in the points' own type, which holds every sum, then give int64."""
    total: Row = np.add.reduce(points, axis=0, dtype=points.dtype).astype(np.int64)
    return total


def published_index(points: Row, max_points: Row, steps: int) -> Whole:
    """Round each index once, half away from zero, to a whole number of ``steps``; where the maximum is 0, 0.

    91,17% to two places, 10 000 steps, is 9117.
    """
    wide = int(np.abs(points).max(initial=0)) * steps >= LANE // 4
    n = points.astype(object) if wide else points
    return half_away(n * steps * (max_points > 0), np.maximum(max_points, 1))
