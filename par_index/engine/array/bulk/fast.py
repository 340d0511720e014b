"""Run the one loop compiled by numba, the extra ``fast``, in threads: the same numbers, sooner.

numba is imported, and the loop compiled, when the first scenarios are made ready with ``fast``; a later
run of the program finds it compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from os import cpu_count
from types import FunctionType

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk import sweep as loop
from par_index.engine.array.bulk.tables import Ready, tables_of
from par_index.engine.array.column import judge_column
from par_index.engine.array.evaluate import Flags, Rows, value_of
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.population import Population
from par_index.engine.array.questions import answer_measure

Whole = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Loop = Callable[..., None]
COLUMNS = 2**13
"""A thread takes so many columns at a time."""


@dataclass(frozen=True, slots=True)
class Swift:
    """A kernel's tables, and the loop that reads them."""

    kernel: Kernel
    ready: Ready
    loop: Loop
    threads: int

    def judge(self, population: Population, rows: Rows) -> tuple[Whole, Whole, Sequence[Flags]]:
        """Give points and maxima of the units, and the answers to what bars ask of points and measures."""
        units = len(population.units)
        points, most = np.empty(units, np.int64), np.empty(units, np.int64)
        answers = np.empty((self.ready.bars, units), np.uint8)

        def run(first: int) -> None:
            last = min(first + COLUMNS, units)
            some = rows.over(rows.matrix[:, first:last])
            worked = self._worked(some, population.figures.known[:, first:last])
            figures, flags = population.figures.values, population.flags
            given = (worked[0], flags, *worked[1:], points, most, answers, self.ready.gates, first, last)
            self.loop(self.ready.tables, figures, *given)

        if self.threads == 1 or units <= COLUMNS:
            for first in range(0, units, COLUMNS):
                run(first)
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(run, range(0, units, COLUMNS)))
        return points, most, [answer.view(np.bool_) for answer in answers]

    def _worked(self, rows: Rows, known: Flags) -> tuple[Whole, Whole, Bytes, Bytes]:
        """Work out what the loop does not: measures that are no plain figures, leaves judged apart."""
        ready, units = self.ready, known.shape[1]
        worked, apart = (np.empty((len(own), units), np.int64) for own in (ready.worked, ready.apart))
        empty, measured = (np.empty((len(own), units), np.uint8) for own in (ready.apart, ready.measures))
        for row, polynomial in enumerate(ready.worked):
            worked[row] = value_of(polynomial, rows, wide=False)
        for row, leaf in enumerate(ready.apart):
            column = self.kernel.lanes.columns[leaf]
            judged = judge_column(column, rows, column.wide)
            apart[row], empty[row] = judged.points, judged.empty
        for row, measure in enumerate(ready.measures):
            measured[row] = answer_measure(measure, rows, known)
        return worked, apart, empty, measured


def swift(kernel: Kernel, threads: int | None = None, compiled: bool = True) -> Swift | None:
    """Make a kernel ready for the loop; None where its points may pass int32, or last year's figures count.

    Raises:
        ImportError: numba is not installed.
    """
    if kernel.lanes.number is not np.int32 or any(leaf.use_previous for leaf in kernel.plan.leaves):
        return None
    run = _compiled() if compiled else loop.sweep
    return Swift(kernel, tables_of(kernel), run, threads or cpu_count() or 1)


@cache
def _compiled() -> Loop:
    """Compile the loop and what it calls, once a process."""
    from numba import njit

    space = dict(vars(loop))
    for name, function in vars(loop).items():
        if isinstance(function, FunctionType):
            bound = FunctionType(function.__code__, space, name)
            space[name] = njit(nogil=True, error_model="numpy", cache=True)(bound)
    found: Loop = space["sweep"]
    return found
