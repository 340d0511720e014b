"""Judge a block of boxed leaves for every unit: leaves × units in float64, one call an operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.box import BANDS
from par_index.engine.array.evaluate import Flags, Floats, Rows, Whole, put_right, value_of
from par_index.engine.array.groups import BITS, LEAVES, Block, Lines, Side


@dataclass(frozen=True, slots=True)
class Scratch:
    """Working arrays for one block after another, leaves × units; ``passed`` is leaves × bounds × units."""

    n: Floats
    d: Floats
    x: Floats
    below: Floats
    passed: Flags
    flags: NDArray[np.uint8]
    code: NDArray[np.uint16]
    index: NDArray[np.intp]
    whole: NDArray[Any]
    held: Flags

    def first(self, size: int) -> Scratch:
        """Give the arrays of so many leaves."""
        return self if size == LEAVES else Scratch(*(getattr(self, name)[:size] for name in self.__slots__))


def scratch_for(units: int, number: type) -> Scratch:
    """Allocate working arrays once a population."""
    shape = (LEAVES, units)
    return Scratch(
        np.empty(shape),
        np.empty(shape),
        np.empty(shape),
        np.empty(shape),
        np.empty((LEAVES, BANDS - 1, units), np.bool_),
        np.empty(shape, np.uint8),
        np.empty(shape, np.uint16),
        np.empty(shape, np.intp),
        np.empty(shape, number),
        np.empty(shape, np.bool_),
    )


def judge_block(
    block: Block,
    rows: Rows,
    floats: Floats,
    flags: NDArray[np.uint8],
    points: NDArray[Any],
    bands: NDArray[np.uint8],
    scratch: Scratch,
) -> list[tuple[int, Flags]]:
    """Write points and bands of the block's leaves; give (leaf, where it is empty) of the measures that are.

    ``floats`` are the figures as float64. Where d is 0 x is not finite, and what a line computes is not used.
    """
    work = scratch.first(len(block.rows))
    _fill(block.n, rows, floats, work.n)
    x = work.n
    zero = None
    if block.d:
        _fill(block.d, rows, floats, work.d)
        x = np.divide(work.n, work.d, out=work.x)
        zero = work.d == 0 if work.d.min(initial=1) <= 0 else None
    _count_passed(block, x, bands, work.passed)
    _look_up(block, flags, bands, points, work)
    for lines in block.lines:
        # All lines of a block are nudged, and leave n and x alone, or all divided, and leave n and d alone.
        value = _value(lines, x, block.d is None, work)
        if lines.exact:
            value = _put_right(lines.exact, value, block, rows)
        np.copyto(work.whole, value, casting="unsafe")
        if block.grid != 1:
            np.multiply(work.whole, block.grid, out=work.whole)
        np.equal(work.code, lines.code, out=work.held)
        np.multiply(work.whole, work.held, out=work.whole)
        np.add(points, work.whole, out=points)
    return _empties(block, rows, zero)


def _look_up(
    block: Block, flags: NDArray[np.uint8], bands: NDArray[np.uint8], points: NDArray[Any], work: Scratch
) -> None:
    """Write what the tables say for each cell's flags and band."""
    np.take(flags, block.rows, axis=0, out=work.flags, mode="clip")
    np.left_shift(work.flags, BITS, out=work.code, dtype=np.uint16)
    np.add(work.code, block.offsets, out=work.code)
    np.add(work.code, bands, out=work.code)
    np.copyto(work.index, work.code)
    np.take(block.table, work.index, out=points, mode="wrap")


def _fill(side: Side, rows: Rows, floats: Floats, out: Floats) -> None:
    np.take(floats, side.taken, axis=0, out=out, mode="clip")
    for k, polynomial in side.worked:
        out[k] = value_of(polynomial, rows, wide=False)


def _count_passed(block: Block, x: Floats, bands: NDArray[np.uint8], passed: Flags) -> None:
    """Count the bounds each cell has passed; all bounds of a leaf meet its row while it is in the cache."""
    met = passed[:, : block.thresholds.shape[1]]
    np.greater_equal(x[:, None, :], block.thresholds, out=met)
    np.add.reduce(met.view(np.uint8), axis=1, dtype=np.uint8, out=bands)


def _value(lines: Lines, x: Floats, whole: bool, work: Scratch) -> Floats:
    """Value lines in grid steps, a half added where they are rounded; ``whole``: d is 1 and not laid out."""
    if lines.below is None:
        np.multiply(x, lines.slope, out=work.d)
        return np.add(work.d, lines.base, out=work.d)
    np.multiply(work.n, lines.slope, out=work.x)
    if whole:
        np.add(work.x, lines.base, out=work.x)
        return np.divide(work.x, lines.below, out=work.x)
    np.multiply(work.d, lines.base, out=work.below)
    np.add(work.x, work.below, out=work.x)
    np.multiply(work.d, lines.below, out=work.below)
    return np.divide(work.x, work.below, out=work.x)


def _put_right(exact: tuple[Whole, ...], guessed: Floats, block: Block, rows: Rows) -> Whole:
    n = _whole(block.n, rows)
    d = np.ones_like(n) if block.d is None else _whole(block.d, rows)
    return put_right(guessed.astype(np.int64), exact, n, d)


def _whole(side: Side, rows: Rows) -> Whole:
    found: Whole = rows.matrix[side.taken]
    for k, polynomial in side.worked:
        found[k] = value_of(polynomial, rows, wide=False)
    return found


def _empties(block: Block, rows: Rows, zero: Flags | None) -> list[tuple[int, Flags]]:
    found: dict[int, Flags] = {}
    if zero is not None:
        found = {k: zero[k] for k in np.flatnonzero(zero.any(axis=1)).tolist()}
    for k, polynomial in block.hidden:
        hidden = value_of(polynomial, rows, wide=False) == 0
        if hidden.any():
            found[k] = hidden | found[k] if k in found else hidden
    return [(block.rows[k], empty) for k, empty in found.items()]
