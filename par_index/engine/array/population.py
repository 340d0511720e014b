"""Lay the cases of a plan out as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import box_of
from par_index.model.case import Case
from par_index.model.plan import Plan


@dataclass(frozen=True)
class Filed:
    """Figures of one year, inputs × units in the plan's order; where not ``known``, a stand-in."""

    values: NDArray[np.int64]
    known: NDArray[np.bool_]

    @cached_property
    def floats(self) -> NDArray[np.float64]:
        """Give the figures as float64, laid out once; only those proved below 2^53 are read."""
        return self.values.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Population:
    """Units in columns: their figures, the flags of each leaf (leaves × units), last year's figures."""

    units: tuple[str, ...]
    figures: Filed
    flags: NDArray[np.uint8]
    previous: Filed | None = None


def load(plan: Plan, cases: Sequence[Case]) -> Population:
    """Lay cases out; a figure that is not filed is stood in for by its lower bound, its leaves being flagged.

    Raises:
        ValueError: a figure outside its declared bounds, on which the kernel's exactness rests; a leaf that
            misses a figure and is not flagged; a flag outside 0..127.
    """
    figures = _filed(plan, [case.values for case in cases])
    _refuse_outside(plan, cases, figures)
    codes = [leaf.code for leaf in plan.leaves]
    flags = _laid_out([case.flags for case in cases], codes, dict.fromkeys(codes, 0))
    if flags.size and not 0 <= flags.min() <= flags.max() <= 127:
        raise ValueError("a flag lies outside 0..127")
    _refuse_unflagged(plan, cases, figures, flags)
    last_year = [case.previous for case in cases]
    previous = _filed(plan, last_year) if any(last_year) else None
    return Population(tuple(case.unit for case in cases), figures, flags.astype(np.uint8), previous)


def _filed(plan: Plan, years: Sequence[Mapping[str, int]]) -> Filed:
    lows = {entry.code: entry.low for entry in plan.inputs}
    values = _laid_out(years, list(lows), lows)
    known = np.ones(values.shape, np.bool_)
    for column, year in enumerate(years):
        if missing := lows.keys() - year.keys():
            known[[row for row, code in enumerate(lows) if code in missing], column] = False
    return Filed(values, known)


def _laid_out(
    rows: Sequence[Mapping[str, int]], codes: Sequence[str], otherwise: Mapping[str, int]
) -> NDArray[np.int64]:
    """Lay mappings out, codes × mappings."""
    cells = [[row.get(code, otherwise[code]) for row in rows] for code in codes]
    return np.array(cells, np.int64).reshape(len(codes), len(rows))


def _refuse_outside(plan: Plan, cases: Sequence[Case], figures: Filed) -> None:
    ends = np.array([*box_of(plan).values()], np.int64).reshape(-1, 2)
    outside = (figures.values < ends[:, :1]) | (figures.values > ends[:, 1:])
    for row, column in np.argwhere(outside):
        raise ValueError(f"{plan.inputs[row].code} of {cases[column].unit} is outside its bounds")


def _refuse_unflagged(plan: Plan, cases: Sequence[Case], figures: Filed, flags: NDArray[np.int64]) -> None:
    row_of = {entry.code: row for row, entry in enumerate(plan.inputs)}
    doubtful = {plan.inputs[row].code for row in np.flatnonzero(~figures.known.all(axis=1)).tolist()}
    for row, leaf in enumerate(plan.leaves):
        if doubtful.isdisjoint(leaf.inputs):
            continue
        missing = ~figures.known[[row_of[code] for code in leaf.inputs]].all(axis=0) & (flags[row] == 0)
        if missing.any():
            raise ValueError(
                f"{leaf.code} of {cases[int(missing.argmax())].unit} misses a figure and has no flag"
            )
