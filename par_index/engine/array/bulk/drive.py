"""Drive the sweep over a block of scenarios, stretch by stretch: by numpy, or by numba in threads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk.changes import Changes
from par_index.engine.array.bulk.compiling import compiled_sweep, in_threads
from par_index.engine.array.bulk.ground import Ground
from par_index.engine.array.bulk.sweep import WIDTH, Rows, sweep
from par_index.engine.array.bulk.tape import Tape

Whole = NDArray[np.int64]
APART = 48
"""Cells between rows, so that they do not stand a whole number of pages apart."""
COLUMNS, SWIFT_COLUMNS = 2**16, 2**15
"""Units × scenarios of a stretch, for numpy and for the compiled sweep of a thread."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Units × scenarios: points, maxima, grades or the answers to what bars ask of points and measures."""

    points: Whole
    max_points: Whole
    grades: NDArray[np.int32]
    answers: NDArray[np.uint8]

    @property
    def arrays(self) -> tuple[Whole, Whole, NDArray[np.int32], NDArray[np.uint8]]:
        return self.points, self.max_points, self.grades, self.answers


def drive(ground: Ground, changes: Changes, ends: Whole, threads: int) -> Judged | None:
    """Judge a block of scenarios in so many threads of the compiled sweep, or with numpy where none.

    ``ends`` are least and greatest of each input that changes. ``None``: a figure is out of its bounds.
    """
    whole = Changes(*map(np.ascontiguousarray, (changes.narrow, changes.wide, changes.flags)))
    judge = _by_numba if threads else _by_numpy
    found = _outputs(ground, whole.count)
    return None if judge(ground, whole, ends, found, threads) else found


def _by_numpy(ground: Ground, changes: Changes, ends: Whole, found: Judged, _: int) -> bool:
    tape = Tape(*(part.tolist() for part in ground.ready.tape))
    units, rows = len(ground.base.units), None
    step = max(COLUMNS // max(units, 1), 1)
    with np.errstate(all="ignore"):
        for first in range(0, changes.count, step):
            last = min(first + step, changes.count)
            if rows is None or last - first != step:
                rows = _rows(ground, (units, last - first), np.bool_)
            data = ground.data(changes, ends, slice(first, last))
            if sweep(tape, data, rows, slice(None), first, last, 0, *found.arrays):
                return True
    return False


def _by_numba(ground: Ground, changes: Changes, ends: Whole, found: Judged, threads: int) -> bool:
    units, stretch = len(ground.base.units), compiled_sweep()
    step = max(min(SWIFT_COLUMNS // max(units, 1), -(-changes.count // threads)), 1)

    def run(first: int) -> bool:
        last = min(first + step, changes.count)
        data = ground.data(changes, ends, slice(first, last))
        rows = _rows(ground, (WIDTH + APART,), np.uint8)
        return bool(stretch(ground.ready.tape, data, rows, units, first, last, *found.arrays))

    return any(in_threads(run, range(0, changes.count, step), threads))


def _outputs(ground: Ground, count: int) -> Judged:
    units = len(ground.base.units)
    points, most = np.empty((units, count), np.int64), np.empty((units, count), np.int64)
    grades = np.empty((units, count), np.int32)
    return Judged(points, most, grades, np.empty((ground.ready.bars or 0, units, count), np.uint8))


def _rows(ground: Ground, shape: tuple[int, ...], answer: type) -> Rows:
    floats, points = ground.ready.rows
    return Rows(
        np.zeros((floats, *shape)),
        np.zeros((points, *shape), ground.kernel.lanes.number),
        np.zeros(shape, np.uint8),
        *(np.zeros(shape, answer) for _ in range(3)),
    )
