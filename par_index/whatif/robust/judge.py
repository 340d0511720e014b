"""Judge draws exactly: points, maxima, ranks and grades of every draw and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array import Judgement, Kernel, Population
from par_index.engine.array.evaluate import Rows, days_off
from par_index.engine.array.grading import Summing, Totals
from par_index.engine.array.questions import IndexTest, MeasureTest, Quotients, answer_measure, answer_points
from par_index.model.plan import Plan
from par_index.whatif.robust.order import ranked

Whole = NDArray[np.int64]
Clusters = Sequence[NDArray[np.intp]]
FINE = 10_000
"""An index is kept in ten-thousandths of a percent."""


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What each draw earned: all but ``leaves`` are (draws, units)."""

    points: Whole
    max_points: Whole
    ranks: NDArray[np.int32]
    grades: NDArray[np.int16]
    """The place of the grade among the set's rows, -1 for none."""
    leaves: Whole | None
    """(leaves, draws, units), unweighted; ``None`` where only weights are drawn."""

    @property
    def index(self) -> Whole:
        """Give the index in ten-thousandths of a percent, rounded down; 0 without a maximum."""
        found: Whole = self.points * (100 * FINE) // np.maximum(self.max_points, 1) * (self.max_points > 0)
        return found


def judged(kernel: Kernel, clusters: Clusters, population: Population, weights: Whole | None) -> Drawn:
    """Judge drawn figures; weights (draws, leaves), per mille, weigh points and maxima after gates."""
    plan, found = kernel.plan, kernel.judge(population)
    shape = (-1, sum(map(len, clusters)))
    leaves = found.points.reshape(len(plan.leaves), *found.totals.points.reshape(shape).shape)
    points, most = found.totals.points.reshape(shape), found.totals.max_points.reshape(shape)
    grades = found.graded.places
    if weights is not None:
        points = np.einsum("dl,ldu->du", weights, leaves)
        most = np.einsum("dl,ldu->du", weights, found.max_points.reshape(leaves.shape))
        grades = regraded(kernel, found, population, points.reshape(-1), most.reshape(-1), 1)
    ranks = ranks_of(plan, clusters, points, most, leaves)
    return Drawn(points, most, ranks, grades.reshape(shape), leaves)


def reweighted(
    kernel: Kernel, clusters: Clusters, population: Population, found: Judgement, weights: Whole
) -> Drawn:
    """Weigh points that were judged once, draw by draw; sums of whole numbers below 2^53 are exact floats."""
    draws, heavy = len(weights), weights.astype(np.float64)
    points = (heavy @ found.points.astype(np.float64)).astype(np.int64)
    most = (heavy @ found.max_points.astype(np.float64)).astype(np.int64)
    grades = regraded(kernel, found, population, points.reshape(-1), most.reshape(-1), draws)
    leaves = np.broadcast_to(found.points[:, None, :], (len(kernel.plan.leaves), *points.shape))
    ranks = ranks_of(kernel.plan, clusters, points, most, leaves)
    return Drawn(points, most, ranks, grades.reshape(points.shape), None)


def ranks_of(
    plan: Plan, clusters: Clusters, points: Whole, max_points: Whole, leaves: Whole
) -> NDArray[np.int32]:
    """Rank (draws, units) within clusters; ``leaves`` (leaves, draws, units) break ties."""
    ranks = np.zeros(points.shape, np.int32)
    breaking = breakers(plan, leaves)
    for own in clusters:
        keys = [key[:, own] for key in breaking]
        ranks[:, own] = ranked(points[:, own], max_points[:, own], plan.ranking, plan.places, keys)
    return ranks


def breakers(plan: Plan, leaves: Whole) -> list[Whole]:
    """Sum up (leaves, draws, units) points into the values that break ties, in the set's order."""
    found = []
    for key in plan.ranking.break_by:
        subject, _, code = key.partition(":")
        names = {"area": [leaf.area for leaf in plan.leaves], "leaf": [leaf.code for leaf in plan.leaves]}
        own = names.get(subject, [leaf.kind for leaf in plan.leaves])
        rows = [row for row, name in enumerate(own) if name == (code or subject)]
        found.append(leaves[rows].sum(axis=0))
    return found


def regraded(
    kernel: Kernel, found: Judgement, population: Population, points: Whole, most: Whole, repeats: int
) -> NDArray[np.int16]:
    """Grade weighted indices; bars that ask of points and figures ask of the unweighted, judged ones.

    ``repeats``: how often the judged units follow one another in ``points``.
    """
    none, summing = np.zeros_like(points), kernel.summing
    totals = Totals(none, none, none, none, points, most)
    rows = Rows(population.figures.values, kernel.lanes.index, days_off(kernel.plan.holidays))
    known = population.figures.known
    bare: Summing = replace(summing, bars=())
    places = bare.grade(totals, found.leaves, rows, known).places
    exact = Quotients(points, np.maximum(most, 1))
    for bar in summing.bars:
        if isinstance(bar.question, IndexTest):
            fired = exact.hold(bar.question.interval)
        elif isinstance(bar.question, MeasureTest):
            fired = np.tile(answer_measure(bar.question, rows, known), repeats)
        else:
            fired = np.tile(answer_points(bar.question, found.leaves), repeats)
        places[fired & (places >= 0) & (places < bar.best)] = bar.best
    return places
