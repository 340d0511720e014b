"""Judge every leaf in its lane: boxed leaves in blocks, the others one by one in int64 or wide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.block import judge_block, scratch_for
from par_index.engine.array.bounds import Box
from par_index.engine.array.box import Boxed, boxes
from par_index.engine.array.column import Column, Judged, column_of, judge_column
from par_index.engine.array.evaluate import Flags, Rows
from par_index.engine.array.groups import Block, blocks_of
from par_index.engine.array.leaves import Leaves
from par_index.engine.array.outcome import (
    EMPTY,
    FLAGS,
    PREVIOUS,
    Drops,
    Outcomes,
    Tables,
    drops_of,
    outcomes_of,
    tables_of,
)
from par_index.engine.array.population import Filed, Population
from par_index.model.plan import Plan

Row = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The leaves of a plan, each with the slot of its points and the rows of its parts' bands.

    Slots follow the lanes, blocks first, then the leaves judged one by one, so that the points and bands of a
    block are whole slices. Behind the leaves stand the blocks of the second and further parts, whose points
    are added to their leaf's. Bands stand in the same slots; those of leaves judged apart with several parts
    come last.
    """

    plan: Plan
    columns: tuple[Column, ...]
    boxed: tuple[Boxed, ...]
    """The parts that blocks are made of."""
    outcomes: tuple[Outcomes, ...]
    tables: Tables
    drops: tuple[Drops, ...]
    blocks: tuple[Block, ...]
    apart: tuple[int, ...]
    """Rows of the leaves outside blocks."""
    slots: tuple[int, ...]
    parts: tuple[NDArray[np.intp], ...]
    further: tuple[tuple[int, int], ...]
    """(slot of a further part, slot of its leaf)."""
    number: type
    """int32 where every sum of points is proved to fit, else int64."""
    index: Mapping[str, int]

    def judge(self, population: Population, rows: Rows) -> tuple[Leaves, Row]:
        """Judge all leaves; give with them what dropped leaves take from each unit's maximum."""
        shape = (len(self.slots), len(population.units))
        points: NDArray[Any] = np.empty((shape[0] + len(self.further), shape[1]), self.number)
        leaves = Leaves(
            points[: shape[0]],
            np.empty((sum(len(column.parts) for column in self.columns), shape[1]), np.uint8),
            np.zeros(shape, np.uint8),
            population.flags,
            self.outcomes,
            self.tables,
            self.slots,
            self.parts,
        )
        empties = self._judge_blocks(population, rows, points, leaves.bands)
        for slot, own in self.further:
            points[own] += points[slot]
        empties += self._judge_apart(rows, leaves)
        dropped = np.zeros(shape[1], np.int64)
        for drops in self.drops if population.flags.any() else ():
            dropped += drops.sum(population.flags)
        for row, empty in _by_leaf(empties).items():
            self._settle(
                row, empty & (population.flags[row] == 0), population.previous, rows, leaves, dropped
            )
        return leaves, dropped

    def _judge_blocks(
        self, population: Population, rows: Rows, points: NDArray[Any], bands: NDArray[np.uint8]
    ) -> list[tuple[int, Flags]]:
        if not self.blocks:
            return []
        floats, scratch = population.figures.floats, scratch_for(len(population.units), self.number)
        found: list[tuple[int, Flags]] = []
        # Divisions by 0 and what follows from them stand only in cells whose measure is empty.
        with np.errstate(divide="ignore", invalid="ignore"):
            for block in self.blocks:
                slots = slice(block.first, block.first + len(block.rows))
                found += judge_block(
                    block, rows, floats, population.flags, points[slots], bands[slots], scratch
                )
        return found

    def _judge_apart(self, rows: Rows, leaves: Leaves) -> list[tuple[int, Flags]]:
        found: list[tuple[int, Flags]] = []
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
        np.copyto(leaves.decided[slot], EMPTY, where=empty)
        np.copyto(leaves.points[slot], outcome.points[FLAGS], where=empty, casting="unsafe")
        if outcome.dropped[FLAGS]:
            dropped += empty * outcome.dropped[FLAGS]

    def _use_previous(self, row: int, asked: Flags, previous: Filed, rows: Rows, leaves: Leaves) -> Flags:
        units, judged = self.on_last_year(row, asked, previous, rows)
        leaves.points[self.slots[row], units] = judged.points
        leaves.bands[np.ix_(self.parts[row], units)] = np.stack(judged.bands)
        leaves.decided[self.slots[row], units] = PREVIOUS
        stands = np.zeros_like(asked)
        stands[units] = True
        return stands

    def on_last_year(
        self, row: int, asked: Flags, previous: Filed, rows: Rows
    ) -> tuple[NDArray[np.intp], Judged]:
        """Judge units on last year's figures where all are there; wide, for no limits bind them.

        Gives the units whose measure is not empty on them either, and how they are judged.
        """
        own = [self.index[code] for code in self.plan.leaves[row].inputs]
        units = np.flatnonzero(asked & previous.known[own].all(axis=0))
        judged = judge_column(self.columns[row], rows.over(previous.values[:, units]), wide=True)
        full = ~judged.empty
        bands = tuple(band[full] for band in judged.bands)
        return units[full], Judged(judged.points[full], bands, judged.empty[full])

def _by_leaf(empties: Iterable[tuple[int, Flags]]) -> Mapping[int, Flags]:
    """Unite what is empty in any part of a leaf."""
    found: dict[int, Flags] = {}
    for row, empty in empties:
        found[row] = found[row] | empty if row in found else empty
    return found


def lanes_of(plan: Plan, box: Box, index: Mapping[str, int]) -> Lanes:
    """Choose each leaf's lane and lay the slots out."""
    columns = tuple(column_of(leaf, plan.leaf_grid, box) for leaf in plan.leaves)
    outcomes = tuple(outcomes_of(leaf) for leaf in plan.leaves)
    number = np.int32 if most_of(plan, columns) < 2**31 else np.int64
    fit = [
        each
        for row, (leaf, column) in enumerate(zip(plan.leaves, columns, strict=True))
        for each in boxes(row, leaf, column, box)
    ]
    make = partial(blocks_of, outcomes=outcomes, index=index, grid=plan.leaf_grid, number=number)
    blocks = make([each for each in fit if not each.part], first=0)
    behind = make([each for each in fit if each.part], first=len(columns))
    in_blocks = [row for block in blocks for row in block.rows]
    apart = tuple(row for row in range(len(columns)) if row not in set(in_blocks))
    order = [*in_blocks, *apart]
    slots = tuple(order.index(row) for row in range(len(columns)))
    found = [which for block in behind for which in zip(block.rows, block.parts, strict=True)]
    further = {which: len(columns) + k for k, which in enumerate(found)}
    bands = [
        [slot, *(further[which] for which in sorted(found) if which[0] == row)]
        for row, slot in enumerate(slots)
    ]
    last = len(columns) + len(further)
    for row in apart:
        bands[row] += range(last, last + len(columns[row].parts) - 1)
        last += len(columns[row].parts) - 1
    return Lanes(
        plan,
        columns,
        tuple(fit),
        outcomes,
        tables_of(outcomes),
        drops_of(outcomes),
        (*blocks, *behind),
        apart,
        slots,
        tuple(np.array(each, np.intp) for each in bands),
        tuple((slot, slots[row]) for (row, _), slot in further.items()),
        number,
        index,
    )


def most_of(plan: Plan, columns: Sequence[Column]) -> int:
    """Bound the sum of all leaves' points, and of all maxima, at any moment."""
    caps = [abs(cap) for gate in plan.gates for _, cap in gate.caps]
    own = [max(column.most, abs(leaf.max)) for leaf, column in zip(plan.leaves, columns, strict=True)]
    return sum(own) + sum(caps)
