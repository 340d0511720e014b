"""Group boxed leaves of one shape into blocks that are judged by the same few array operations.

The table of a leaf holds its points for every (flags, band), so that a state costs nothing; a sloping band
adds its line where flags are 0 and the band is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.box import BANDS, Boxed
from par_index.engine.array.evaluate import Floats
from par_index.engine.array.lines import Line
from par_index.engine.array.measure import ONE, Figure, Polynomial
from par_index.engine.array.outcome import FLAGS, Outcomes

LEAVES = 9
"""The most leaves of a block: with 3,000 units its rows fit the second-level cache."""
BITS = BANDS.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Side:
    """How n or d is filled: rows taken as they are filed, then the rows that must be worked out."""

    taken: NDArray[np.intp]
    worked: tuple[tuple[int, Polynomial], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """One sloping band of each leaf, as columns; without ``below`` they are nudged lines in x."""

    code: NDArray[np.uint16]
    """The cell's code where the line holds: the leaf's offset, flags 0, the line's band."""
    slope: Floats
    base: Floats
    below: Floats | None
    exact: tuple[NDArray[np.int64], ...]
    """A, B and D where ``slope`` and ``base`` only guess."""


@dataclass(frozen=True, slots=True)
class Block:
    """Parts of leaves of one shape, in slots ``first`` and on."""

    first: int
    rows: tuple[int, ...]
    """The rows in the plan of the leaves they are parts of."""
    parts: tuple[int, ...]
    """Which part of its leaf each is, from 0."""
    n: Side
    d: Side | None
    hidden: tuple[tuple[int, Polynomial], ...]
    thresholds: Floats
    """Leaves × bounds × 1, padded with infinity."""
    table: NDArray[Any]
    offsets: NDArray[np.uint16]
    """Where each leaf's rows of the table begin."""
    lines: tuple[Lines, ...]
    grid: int


def blocks_of(
    found: Iterable[Boxed],
    outcomes: Sequence[Outcomes],
    index: Mapping[str, int],
    grid: int,
    number: type,
    first: int,
) -> tuple[Block, ...]:
    """Group boxed leaves by shape, leaves with as many bands together, and cut the groups into blocks.

    Their slots are ``first`` and on.
    """
    ordered = sorted(found, key=lambda each: (repr(each.shape), len(each.thresholds), each.row))
    groups = [tuple(group) for _, group in groupby(ordered, key=lambda each: each.shape)]
    cut = [group[k : k + LEAVES] for group in groups for k in range(0, len(group), LEAVES)]
    firsts = np.cumsum([first, *map(len, cut)]).tolist()
    return tuple(
        _block(begin, leaves, outcomes, index, grid, number)
        for begin, leaves in zip(firsts, cut, strict=False)
    )


def _block(
    first: int,
    leaves: Sequence[Boxed],
    outcomes: Sequence[Outcomes],
    index: Mapping[str, int],
    grid: int,
    number: type,
) -> Block:
    most = max(len(leaf.thresholds) for leaf in leaves)
    thresholds = np.full((len(leaves), most, 1), np.inf)
    for k, leaf in enumerate(leaves):
        thresholds[k, : len(leaf.thresholds), 0] = leaf.thresholds
    offsets = (np.arange(len(leaves))[:, None] * (FLAGS << BITS)).astype(np.uint16)
    table = np.concatenate([_table(leaf, outcomes[leaf.row], number) for leaf in leaves])
    return Block(
        first,
        tuple(leaf.row for leaf in leaves),
        tuple(leaf.part for leaf in leaves),
        _side([leaf.n for leaf in leaves], index),
        None if leaves[0].d == ONE else _side([leaf.d for leaf in leaves], index),
        tuple((k, each) for k, leaf in enumerate(leaves) for each in leaf.hidden),
        thresholds,
        table,
        offsets,
        tuple(_lines(column, offsets) for column in zip(*(leaf.lines for leaf in leaves), strict=True)),
        grid,
    )


def _table(leaf: Boxed, outcomes: Outcomes, number: type) -> NDArray[Any]:
    """List points by flags, then band; what flags earn, they earn once, in the first part."""
    points = np.repeat(outcomes.points[:FLAGS] * (leaf.part == 0), BANDS)
    points[: len(leaf.constants)] = leaf.constants
    return points.astype(number)


def _side(polynomials: Sequence[Polynomial], index: Mapping[str, int]) -> Side:
    filed = [_filed(each) for each in polynomials]
    taken = [index[code] if code is not None else 0 for code in filed]
    worked = tuple((k, each) for k, each in enumerate(polynomials) if filed[k] is None)
    return Side(np.array(taken, np.intp), worked)


def _filed(polynomial: Polynomial) -> str | None:
    """Give the input that the polynomial is."""
    match polynomial.terms:
        case (((Figure(code),), 1),):
            return code
    return None


def _lines(lines: Sequence[Line], offsets: NDArray[np.uint16]) -> Lines:
    bands = np.array([[line.band] for line in lines], np.uint16)
    slope, base = np.array([[line.slope] for line in lines]), np.array([[line.base] for line in lines])
    below = [[line.below] for line in lines if line.below is not None]
    exact = zip(*(line.exact for line in lines if line.exact), strict=True)
    return Lines(
        offsets + bands,
        slope,
        base,
        np.array(below) if below else None,
        tuple(np.array(column, np.int64)[:, None] for column in exact),
    )
