"""Prepare a plan once, then judge populations under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import Box, box_of
from par_index.engine.array.column import Column, column_of, judge_column
from par_index.engine.array.evaluate import Flags, Rows, days_off
from par_index.engine.array.grading import graded, totals_of
from par_index.engine.array.judgement import Judgement
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.outcome import EMPTY, PREVIOUS, Outcomes, outcomes_of
from par_index.engine.array.population import Filed, Population
from par_index.engine.array.trim import answer, trim
from par_index.model.plan import Plan


@dataclass(frozen=True, slots=True)
class Kernel:
    """A plan compiled to arrays; keep it for as long as the plan is used."""

    plan: Plan
    box: Box
    columns: tuple[Column, ...]
    outcomes: tuple[Outcomes, ...]
    index: Mapping[str, int]
    row_of: Mapping[str, int]
    days_off: NDArray[np.int64]

    def judge(self, population: Population) -> Judgement:
        """Judge every unit of a population laid out for this plan."""
        rows = Rows(population.figures.values, self.index, self.days_off)
        leaves, dropped = self._judge_leaves(population, rows)
        known = population.figures.known
        lowered = trim(self.plan, leaves, rows, known, self.box)
        totals = totals_of(self.plan, leaves, dropped)
        ask = partial(answer, plan=self.plan, leaves=leaves, rows=rows, known=known, box=self.box)
        return Judgement(self.plan, population.units, leaves, lowered, totals, graded(self.plan, totals, ask))

    def _judge_leaves(self, population: Population, rows: Rows) -> tuple[Leaves, NDArray[np.int64]]:
        """Judge each leaf; give with them what dropped leaves take from each unit's maximum."""
        units = len(population.units)
        parts = sum(len(leaf.parts) for leaf in self.plan.leaves)
        shape = (len(self.plan.leaves), units)
        leaves = Leaves(
            np.empty(shape, np.int64),
            np.empty((parts, units), np.uint8),
            np.zeros(shape, np.uint8),
            population.flags,
            self.outcomes,
            self.row_of,
        )
        dropped = np.zeros(units, np.int64)
        first = 0
        for row, column in enumerate(self.columns):
            bands = leaves.bands[first : first + len(column.parts)]
            first += len(column.parts)
            self._judge_leaf(row, population, rows, leaves, bands)
            dropped += self.outcomes[row].dropped[leaves.outcome(row)]
        return leaves, dropped

    def _judge_leaf(
        self, row: int, population: Population, rows: Rows, leaves: Leaves, bands: NDArray[np.uint8]
    ) -> None:
        column = self.columns[row]
        judged = judge_column(column, rows, column.wide)
        leaves.points[row], bands[:] = judged.points, judged.bands
        leaves.decided[row][judged.empty] = EMPTY
        if self.plan.leaves[row].use_previous and population.previous:
            asked = judged.empty & (population.flags[row] == 0)
            self._use_previous(row, asked, population.previous, leaves, bands)
        outcome = leaves.outcome(row)
        decided = outcome > 0
        leaves.points[row][decided] = self.outcomes[row].points[outcome[decided]]

    def _use_previous(
        self, row: int, asked: Flags, previous: Filed, leaves: Leaves, bands: NDArray[np.uint8]
    ) -> None:
        """Judge empty leaves on last year's figures where all are there; wide, for no limits bind them."""
        own = [self.index[code] for code in self.plan.leaves[row].inputs]
        units = np.flatnonzero(asked & previous.known[own].all(axis=0))
        if units.size:
            rows = Rows(previous.values[:, units], self.index, self.days_off)
            judged = judge_column(self.columns[row], rows, wide=True)
            stands = ~judged.empty
            units = units[stands]
            leaves.points[row, units] = judged.points[stands]
            bands[:, units] = np.stack(judged.bands)[:, stands]
            leaves.decided[row, units] = PREVIOUS


def prepare(plan: Plan) -> Kernel:
    """Compile a plan: measures to polynomials, ladders to integer tables, each leaf to its lane."""
    box = box_of(plan)
    return Kernel(
        plan,
        box,
        columns=tuple(column_of(leaf, plan.leaf_grid, box) for leaf in plan.leaves),
        outcomes=tuple(outcomes_of(leaf) for leaf in plan.leaves),
        index={entry.code: row for row, entry in enumerate(plan.inputs)},
        row_of={leaf.code: row for row, leaf in enumerate(plan.leaves)},
        days_off=days_off(plan.holidays),
    )


def judge(plan: Plan, population: Population) -> Judgement:
    """Judge a population once; a caller who judges many keeps ``prepare(plan)``."""
    return prepare(plan).judge(population)
