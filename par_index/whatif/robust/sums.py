"""What pieces of draws add up to: whole numbers only, so that sums do not depend on who adds them when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.whatif.robust.judge import Drawn

Whole = NDArray[np.int64]
POINT = 100
"""Micro-points in the unit in which leaves' moves are added up: a ten-thousandth of a point."""


@dataclass(frozen=True, slots=True, eq=False)
class Official:
    """What stands without noise, by unit, and whom each unit is compared with."""

    ranks: NDArray[np.int32]
    index: Whole
    leaves: Whole
    """(leaves, units) micro-points."""
    clusters: tuple[NDArray[np.intp], ...]
    next: NDArray[np.intp]
    """The unit ranked right below, -1 where there is none."""
    grades: int
    most: int
    """The size of the greatest cluster."""
    pairs: bool
    """Whether every pair is counted: only where that stays small."""


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Counts over draws; each array's last or only axis of units is the group's."""

    draws: int
    ranks: NDArray[np.int32]
    """(units, ranks + 1): how often each had each rank; rank 0: none.

    A piece's own is empty: of thousands of units the table is too large to be made for each piece, so
    ``count_ranks`` fills one a stretch.
    """
    grades: Whole
    """(units, grades + 1); the last: none."""
    above_next: Whole
    """(units, 2): how often it stood above the unit officially below it, and how often level with it."""
    above: Whole
    """(units, units): how often the row's unit stood above the column's; empty for great clusters."""
    index: Whole
    """(2, units): the index's moves from the official one, and their squares."""
    leaves: Whole
    """(2, leaves, units): leaves' moves, and those times the index's moves."""
    shift: Whole
    """(units,): places moved, up or down."""
    lawful: Whole
    """(3,): figures moved, figures stopped at a bound, columns mended for a relation."""

    def __add__(self, other: Sums) -> Sums:
        return Sums(*(getattr(self, name.name) + getattr(other, name.name) for name in fields(self)))

    def times(self, count: int) -> Sums:
        """Give the sums of so many draws that are all alike."""
        return Sums(*(getattr(self, name.name) * count for name in fields(self)))


def summed(official: Official, drawn: Drawn, lawful: Whole) -> Sums:
    """Add a piece up."""
    draws = len(drawn.points)
    moved = drawn.index - official.index
    places = np.where(drawn.grades < 0, official.grades, drawn.grades)
    unranked_last = np.where(drawn.ranks > 0, drawn.ranks, official.most + 1)
    both = (drawn.ranks > 0) & (official.ranks > 0)
    return Sums(
        draws,
        np.zeros((0, 0), np.int32),
        _counted(places, official.grades + 1),
        _above_next(official, unranked_last),
        _above(official, unranked_last),
        np.stack((moved.sum(axis=0), (moved * moved).sum(axis=0))),
        _leaves(official, drawn.leaves, moved),
        (np.abs(drawn.ranks - official.ranks) * both).sum(axis=0),
        lawful,
    )


def count_ranks(counts: NDArray[np.int32], ranks: NDArray[np.int32]) -> None:
    """Count (draws, units) ranks into (units, ranks + 1)."""
    units, size = counts.shape
    np.add.at(counts.reshape(-1), (ranks + np.arange(units) * size).reshape(-1), 1)


def _leaves(official: Official, leaves: Whole | None, moved: Whole) -> Whole:
    if leaves is None:
        return np.zeros((2, *official.leaves.shape), np.int64)
    moves = (leaves - official.leaves[:, None, :]) // POINT
    return np.stack((moves.sum(axis=1), np.einsum("ldu,du->lu", moves, moved)))


def _counted(values: NDArray[Any], size: int) -> Whole:
    units = values.shape[1]
    flat = (values.astype(np.int64) + np.arange(units) * size).reshape(-1)
    return np.bincount(flat, minlength=units * size).reshape(units, size).astype(np.int64)


def _above_next(official: Official, ranks: NDArray[Any]) -> Whole:
    found = np.zeros((ranks.shape[1], 2), np.int64)
    own = np.flatnonzero(official.next >= 0)
    mine, other = ranks[:, own], ranks[:, official.next[own]]
    found[own] = np.stack(((mine < other).sum(axis=0), (mine == other).sum(axis=0)), axis=1)
    return found


def _above(official: Official, ranks: NDArray[Any]) -> Whole:
    units = ranks.shape[1]
    if not official.pairs:
        return np.zeros((0, 0), np.int64)
    found = np.zeros((units, units), np.int64)
    for own in official.clusters:
        mine = ranks[:, own]
        for place, unit in enumerate(own):
            found[unit, own] = (mine[:, [place]] < mine).sum(axis=0)
    return found
