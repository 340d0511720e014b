"""Drive the sweep over a block of scenarios, stretch by stretch: with numpy, or compiled by numba in threads.

numba is the extra ``fast``: it is imported, and the sweep compiled, when the first scenarios are made ready
with it; a later run of the program finds it compiled.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FunctionType

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk import codes, loops, tape
from par_index.engine.array.bulk import sweep as order
from par_index.engine.array.bulk.ground import Ground
from par_index.engine.array.bulk.sweep import WIDTH, Rows

Whole = NDArray[np.int64]
Stretch = Callable[..., bool]
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


def by_numpy(
    ground: Ground, narrow: NDArray[np.int32], wide: Whole, flags: NDArray[np.uint8], ends: Whole, count: int
) -> Judged | None:
    """Judge a block of scenarios; ``None`` where a figure is out of its bounds."""
    units = len(ground.base.units)
    found = _outputs(ground, units, count)
    lists = tape.Tape(*(part.tolist() for part in ground.ready.tape))
    step = max(COLUMNS // max(units, 1), 1)
    rows = None
    with np.errstate(all="ignore"):
        for first in range(0, count, step):
            last = min(first + step, count)
            if rows is None or last - first != step:
                rows = _rows(ground, (units, last - first), np.bool_)
            data = ground.data(narrow, wide, flags, ends, slice(first, last))
            given = (found.points, found.max_points, found.grades, found.answers)
            if order.sweep(lists, data, rows, slice(None), first, last, 0, *given):
                return None
    return found


def by_numba(
    ground: Ground,
    narrow: NDArray[np.int32],
    wide: Whole,
    flags: NDArray[np.uint8],
    ends: Whole,
    count: int,
    threads: int,
) -> Judged | None:
    """Judge a block of scenarios with the compiled sweep, in threads."""
    units = len(ground.base.units)
    found = _outputs(ground, units, count)
    step = max(min(SWIFT_COLUMNS // max(units, 1), -(-count // threads)), 1)
    stretch = compiled()

    def run(first: int) -> bool:
        last = min(first + step, count)
        data = ground.data(narrow, wide, flags, ends, slice(first, last))
        given = (found.points, found.max_points, found.grades, found.answers)
        rows = _rows(ground, (WIDTH + APART,), np.uint8)
        return stretch(ground.ready.tape, data, rows, units, first, last, *given)

    firsts = range(0, count, step)
    if threads == 1 or len(firsts) <= 1:
        outside = [run(first) for first in firsts]
    else:
        with ThreadPoolExecutor(threads) as pool:
            outside = list(pool.map(run, firsts))
    return None if any(outside) else found


def _outputs(ground: Ground, units: int, count: int) -> Judged:
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


@cache
def compiled() -> Stretch:
    """Compile the sweep with loops for strokes, once a process; a later process takes it from numba's cache.

    Only the whole is kept there: from strokes that are kept apart no whole as quick would come. Its name holds
    what it was made from, for numba looks at one file only.

    Raises:
        ImportError: numba is not installed.
    """
    from numba import njit

    space = dict(vars(order))
    for name, function in vars(order).items():
        if isinstance(function, FunctionType):
            loop = vars(loops).get(name) or FunctionType(function.__code__, space, name)
            space[name] = loop if loop.__code__ is order.stretch.__code__ else njit(**QUICK)(loop)
    whole: Stretch = space["stretch"]
    sources = (codes.__file__, tape.__file__, loops.__file__, order.__file__)
    whole.__qualname__ += "_" + sha256(b"".join(Path(each).read_bytes() for each in sources)).hexdigest()[:16]
    return njit(cache=True, **QUICK)(whole)  # type: ignore[no-any-return]


QUICK = {"nogil": True, "error_model": "numpy"}
