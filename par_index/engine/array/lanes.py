"""Judge every leaf in its lane: boxed leaves in blocks, the others one by one in int64 or wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.block import judge_block, scratch_for
from par_index.engine.array.bounds import Box
from par_index.engine.array.box import boxed
from par_index.engine.array.column import Column, column_of, judge_column
from par_index.engine.array.evaluate import Flags, Rows
from par_index.engine.array.groups import Block, blocks_of
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.outcome import EMPTY, FLAGS, PREVIOUS, Drops, Outcomes, drops_of, outcomes_of
from par_index.engine.array.population import Filed, Population
from par_index.model.plan import Plan

Row = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The leaves of a plan, each with the slot of its points and the rows of its parts' bands.

    Slots follow the lanes, blocks first, then the leaves judged one by one, so that the points and bands of a
    block are whole slices. Boxed leaves have one part, so their bands stand in the same slots.
    """

    plan: Plan
    columns: tuple[Column, ...]
    outcomes: tuple[Outcomes, ...]
    drops: tuple[Drops, ...]
    blocks: tuple[Block, ...]
    apart: tuple[int, ...]
    """Rows of the leaves outside blocks."""
    slots: tuple[int, ...]
    parts: tuple[slice, ...]
    number: type
    """int32 where every sum of points is proved to fit, else int64."""
    index: Mapping[str, int]

    def judge(self, population: Population, rows: Rows) -> tuple[Leaves, Row]:
        """Judge all leaves; give with them what dropped leaves take from each unit's maximum."""
        shape = (len(self.slots), len(population.units))
        leaves = Leaves(
            np.empty(shape, self.number),
            np.empty((sum(len(column.parts) for column in self.columns), shape[1]), np.uint8),
            np.zeros(shape, np.uint8),
            population.flags,
            self.outcomes,
            self.slots,
            self.parts,
        )
        empties = [*self._judge_blocks(population, rows, leaves), *self._judge_apart(rows, leaves)]
        dropped = np.zeros(shape[1], np.int64)
        for drops in self.drops if population.flags.any() else ():
            dropped += drops.sum(population.flags)
        for row, empty in empties:
            self._settle(
                row, empty & (population.flags[row] == 0), population.previous, rows, leaves, dropped
            )
        return leaves, dropped

    def _judge_blocks(self, population: Population, rows: Rows, leaves: Leaves) -> list[tuple[int, Flags]]:
        if not self.blocks:
            return []
        floats, scratch = population.figures.floats, scratch_for(len(population.units), self.number)
        found: list[tuple[int, Flags]] = []
        # Divisions by 0 and what follows from them stand only in cells whose measure is empty.
        with np.errstate(divide="ignore", invalid="ignore"):
            for block in self.blocks:
                slots = slice(block.first, block.first + len(block.rows))
                points, bands = leaves.points[slots], leaves.bands[slots]
                found += judge_block(block, rows, floats, population.flags, points, bands, scratch)
        return found

    def _judge_apart(self, rows: Rows, leaves: Leaves) -> list[tuple[int, Flags]]:
        found = []
        for row in self.apart:
            judged = judge_column(self.columns[row], rows, self.columns[row].wide)
            flags = leaves.flags[row]
            by_state = self.outcomes[row].points[flags]
            leaves.points[self.slots[row]] = np.where(flags > 0, by_state, judged.points)
            leaves.bands[self.parts[row]] = judged.bands
            if judged.empty.any():
                found.append((row, judged.empty))
        return found

    def _settle(
        self, row: int, empty: Flags, previous: Filed | None, rows: Rows, leaves: Leaves, dropped: Row
    ) -> None:
        """Decide the unflagged units whose measure is empty: by last year's figures, else by ``if_empty``."""
        slot, outcome = self.slots[row], self.outcomes[row]
        if previous and self.plan.leaves[row].use_previous:
            empty = empty & ~self._use_previous(row, empty, previous, rows, leaves)
        leaves.decided[slot, empty] = EMPTY
        leaves.points[slot, empty] = outcome.points[FLAGS]
        dropped[empty] += outcome.dropped[FLAGS]

    def _use_previous(self, row: int, asked: Flags, previous: Filed, rows: Rows, leaves: Leaves) -> Flags:
        """Judge units on last year's figures where all are there; wide, for no limits bind them."""
        own = [self.index[code] for code in self.plan.leaves[row].inputs]
        stands = asked & previous.known[own].all(axis=0)
        if stands.any():
            judged = judge_column(self.columns[row], rows.over(previous.values[:, stands]), wide=True)
            units = np.flatnonzero(stands)[~judged.empty]
            leaves.points[self.slots[row], units] = judged.points[~judged.empty]
            leaves.bands[self.parts[row], units] = np.stack(judged.bands)[:, ~judged.empty]
            leaves.decided[self.slots[row], units] = PREVIOUS
            stands[np.flatnonzero(stands)[judged.empty]] = False
        return stands


def lanes_of(plan: Plan, box: Box, index: Mapping[str, int]) -> Lanes:
    """Choose each leaf's lane and lay the slots out."""
    columns = tuple(column_of(leaf, plan.leaf_grid, box) for leaf in plan.leaves)
    outcomes = tuple(outcomes_of(leaf) for leaf in plan.leaves)
    number = np.int32 if _most(plan, columns) < 2**31 else np.int64
    fit = [
        each
        for row, (leaf, column) in enumerate(zip(plan.leaves, columns, strict=True))
        if (each := boxed(row, leaf, column, box))
    ]
    blocks = blocks_of(fit, outcomes, index, plan.leaf_grid, number)
    in_blocks = [row for block in blocks for row in block.rows]
    apart = tuple(row for row in range(len(columns)) if row not in set(in_blocks))
    order = [*in_blocks, *apart]
    ends = np.cumsum([0, *(len(columns[row].parts) for row in order)]).tolist()
    parts = {row: slice(*ends[k : k + 2]) for k, row in enumerate(order)}
    rows = range(len(columns))
    return Lanes(
        plan,
        columns,
        outcomes,
        drops_of(outcomes),
        blocks,
        apart,
        tuple(order.index(row) for row in rows),
        tuple(parts[row] for row in rows),
        number,
        index,
    )


def _most(plan: Plan, columns: Sequence[Column]) -> int:
    """Bound the sum of all leaves' points, and of all maxima, at any moment."""
    caps = [abs(cap) for gate in plan.gates for _, cap in gate.caps]
    own = [max(column.most, abs(leaf.max)) for leaf, column in zip(plan.leaves, columns, strict=True)]
    return sum(own) + sum(caps)
