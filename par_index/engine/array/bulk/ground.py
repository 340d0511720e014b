"""Hold what scenarios leave as it is, unit by unit, and work out before the sweep what it only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bulk.changes import Changes
from par_index.engine.array.bulk.codes import FIXED, NARROW, WIDE
from par_index.engine.array.bulk.judging import NOT_APPLICABLE
from par_index.engine.array.bulk.sweep import Data
from par_index.engine.array.bulk.tape import Ready
from par_index.engine.array.column import judge_column
from par_index.engine.array.evaluate import Rows, days_off, value_of
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.measure import Figure, Polynomial, inside
from par_index.engine.array.outcome import FLAGS
from par_index.engine.array.population import Population
from par_index.engine.array.questions import answer_measure

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ground:
    """Units as filed, in the inputs and leaves of the part that may move, and what the other leaves give."""

    kernel: Kernel
    ready: Ready
    base: Population
    fixed: NDArray[np.float64]
    fixed_flags: NDArray[np.uint8]
    empty: tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
    """Leaves × units × 1: points, what is lost of the maximum, whether not applicable, of empty measures."""
    rest: tuple[Whole, Whole]
    """Units × 1: what all other leaves give; with the part's whole maximum."""
    known: NDArray[np.uint8]
    """Measures that the tape asks for × units × 1: whether the figures that stay are filed."""
    read: tuple[int, ...]
    """Inputs that are read beforehand."""

    def data(self, changes: Changes, ends: Whole, some: slice) -> Data:
        """Lay out what a stretch of scenarios reads."""
        return Data(
            changes.narrow,
            changes.wide,
            changes.flags,
            ends,
            self.fixed,
            self.fixed_flags,
            *self._worked(changes.narrow[:, :, some], changes.wide[:, :, some]),
            self.known,
            *self.empty,
            *self.rest,
        )

    def _worked(
        self, narrow: NDArray[np.int32], wide: Whole
    ) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Work out what the sweep does not: working days, leaves judged apart, measures asked for."""
        ready, shape = self.ready, narrow.shape[1:]
        kinds = (np.float64, np.int64, np.bool_, np.bool_)
        counts = (len(ready.worked), len(ready.apart), len(ready.apart), len(ready.measures))
        worked, apart, empty, measured = (
            np.empty((count, *shape), kind) for count, kind in zip(counts, kinds, strict=True)
        )
        if any(counts):
            rows, known = self._rows(narrow, wide, shape)
            for k, polynomial in enumerate(ready.worked):
                worked[k] = value_of(polynomial, rows, wide=False).reshape(shape)
            for k, leaf in enumerate(ready.apart):
                judged = judge_column(column := self.kernel.lanes.columns[leaf], rows, column.wide)
                apart[k], empty[k] = judged.points.reshape(shape), judged.empty.reshape(shape)
            for k, measure in enumerate(ready.measures):
                measured[k] = answer_measure(measure, rows, known).reshape(shape)
        return worked, apart, empty, measured

    def _rows(
        self, narrow: NDArray[np.int32], wide: Whole, shape: tuple[int, ...]
    ) -> tuple[Rows, NDArray[np.bool_]]:
        """Lay out the figures that are read beforehand, units' scenarios side by side; no others."""
        plan, base = self.kernel.plan, self.base.figures
        values = np.empty((len(plan.inputs), *shape), np.int64)
        known = np.ones(values.shape, np.bool_)
        for k in self.read:
            kind, row = self.ready.places[k]
            if kind == NARROW:
                values[k] = narrow[row]
            elif kind == WIDE:
                values[k] = wide[row]
            else:
                values[k], known[k] = base.values[k][:, None], base.known[k][:, None]
        flat = (len(plan.inputs), -1)
        rows = Rows(values.reshape(flat), self.kernel.lanes.index, days_off(plan.holidays))
        return rows, known.reshape(flat)


def ground_of(kernel: Kernel, ready: Ready, base: Population, rest: tuple[Whole, Whole]) -> Ground:
    """Lay units out; ``rest`` is what the leaves outside the kernel give each: points and maximum."""
    return Ground(
        kernel,
        ready,
        base,
        base.figures.values.astype(np.float64)[:, :, None],
        base.flags[:, :, None],
        _empty(kernel, base),
        (rest[0][:, None], rest[1][:, None] + kernel.summing.full),
        _known(ready, base),
        tuple(sorted({*_read(kernel, ready)})),
    )


def _empty(kernel: Kernel, base: Population) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Tell what an empty measure comes to: last year's points where they stand, else ``if_empty``."""
    outcomes, shape = kernel.lanes.outcomes, (len(kernel.plan.leaves), len(base.units), 1)
    points: NDArray[Any] = np.empty(shape, kernel.lanes.number)
    lost, gone = np.empty_like(points), np.empty_like(points)
    rows = Rows(base.figures.values, kernel.lanes.index, days_off(kernel.plan.holidays))
    for row, outcome in enumerate(outcomes):
        points[row], lost[row] = outcome.points[FLAGS], -outcome.dropped[FLAGS]
        gone[row] = outcome.states[FLAGS] == NOT_APPLICABLE
        if base.previous and kernel.plan.leaves[row].use_previous:
            everyone = np.ones(len(base.units), np.bool_)
            units, judged = kernel.lanes.on_last_year(row, everyone, base.previous, rows)
            points[row, units, 0], lost[row, units], gone[row, units] = judged.points, 0, 0
    return points, lost, gone


def _known(ready: Ready, base: Population) -> NDArray[np.uint8]:
    found = np.ones((len(ready.known), len(base.units), 1), np.uint8)
    for k, measure in enumerate(ready.known):
        for row in measure.inputs:
            if ready.places[row][0] == FIXED:
                found[k, :, 0] &= base.figures.known[row]
    return found


def _read(kernel: Kernel, ready: Ready) -> Iterator[int]:
    index = kernel.lanes.index
    for polynomial in ready.worked:
        yield from (index[code] for code in _figures(polynomial))
    for leaf in ready.apart:
        yield from (index[code] for code in kernel.plan.leaves[leaf].inputs)
    for measure in ready.measures:
        yield from measure.inputs


def _figures(polynomial: Polynomial) -> Iterator[str]:
    for monomial, _ in polynomial.terms:
        for atom in monomial:
            if isinstance(atom, Figure):
                yield atom.code
            for each in inside(atom):
                yield from _figures(each)
