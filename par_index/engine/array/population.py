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
    flags = np.array(
        [[case.flags.get(leaf.code, 0) for case in cases] for leaf in plan.leaves], np.int64
    ).reshape(len(plan.leaves), len(cases))
    if flags.size and not 0 <= flags.min() <= flags.max() <= 127:
        raise ValueError("a flag lies outside 0..127")
    _refuse_unflagged(plan, cases, figures, flags)
    last_year = [case.previous for case in cases]
    previous = _filed(plan, last_year) if any(last_year) else None
    return Population(tuple(case.unit for case in cases), figures, flags.astype(np.uint8), previous)


def _filed(plan: Plan, years: Sequence[Mapping[str, int]]) -> Filed:
    shape = (len(plan.inputs), len(years))
    values = np.array(
        [[year.get(entry.code, entry.low) for year in years] for entry in plan.inputs], np.int64
    ).reshape(shape)
    known = np.array([[entry.code in year for year in years] for entry in plan.inputs], np.bool_).reshape(
        shape
    )
    return Filed(values, known)


def _refuse_outside(plan: Plan, cases: Sequence[Case], figures: Filed) -> None:
    ends = np.array(list(box_of(plan).values()), np.int64).reshape(-1, 2)
    outside = (figures.values < ends[:, :1]) | (figures.values > ends[:, 1:])
    for row, column in np.argwhere(outside):
        raise ValueError(f"{plan.inputs[row].code} of {cases[column].unit} is outside its bounds")


def _refuse_unflagged(plan: Plan, cases: Sequence[Case], figures: Filed, flags: NDArray[np.int64]) -> None:
    row_of = {entry.code: row for row, entry in enumerate(plan.inputs)}
    for row, leaf in enumerate(plan.leaves):
        missing = ~figures.known[[row_of[code] for code in leaf.inputs]].all(axis=0) & (flags[row] == 0)
        if missing.any():
            raise ValueError(
                f"{leaf.code} of {cases[int(missing.argmax())].unit} misses a figure and has no flag"
            )
