"""Keep drawn figures lawful: within their bounds and steps, and true to the set's relations.

Where a figure passes another that it may not pass, it is cut down to it; where a relation says more, its
figures go back to those that are filed, which hold it. What still breaks a relation after a few rounds goes
back as a whole. So no draw is refused, and none is judged on figures that an office could not file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE, Box, box_of, reach_of
from par_index.engine.array.evaluate import Rows, days_off, value_of
from par_index.engine.array.measure import Ratio, ratio_of
from par_index.language import ast
from par_index.model.plan import Input, Plan, Relation

Figures = NDArray[np.int64]
Flags = NDArray[np.bool_]
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Law:
    """One relation: its sides as ratios, and the rows of the figures it reads."""

    left: Ratio
    right: Ratio
    rows: tuple[int, ...]
    below: tuple[int, int] | None
    """Where both sides are single figures of one scale: the row that may not pass, and the other's."""
    wide: bool

    def broken(self, rows: Rows, known: Flags) -> Flags:
        """Tell which columns break it; a figure that is not filed, or an empty side, breaks nothing."""
        held: Flags = np.logical_and.reduce(known[list(self.rows)], axis=0)
        if self.below is not None:
            left, right = self.below
            held &= rows.matrix[left] > rows.matrix[right]
            return held
        for empty in (*self.left.empties, *self.right.empties):
            held &= value_of(empty, rows, self.wide) != 0
        ln, ld, rn, rd = (
            value_of(side, rows, self.wide)
            for side in (
                self.left.numerator, self.left.denominator, self.right.numerator, self.right.denominator,
            )
        )  # fmt: skip
        held &= (ln * rd > rn * ld).astype(np.bool_)
        return held


@dataclass(frozen=True, slots=True)
class Laws:
    """A plan's bounds, steps and relations as arrays over its inputs."""

    index: dict[str, int]
    low: Figures
    high: Figures
    step: Figures
    relations: tuple[Law, ...]
    days_off: Figures

    def within(self, values: Figures, rows: NDArray[np.intp]) -> Figures:
        """Bring values of some rows (one row number a value, or a column of them) into bounds and steps."""
        step, low = self.step[rows], self.low[rows]
        stepped = np.where(step > 1, (values - values % np.maximum(step, 1)), values)
        found: Figures = np.clip(stepped, low, self.high[rows])
        return found

    def fitted(self, values: Figures, filed: Figures, known: Flags, touched: NDArray[np.intp]) -> int:
        """Mend values in place where they break relations; tell in how many columns."""
        moved = set(touched.tolist())
        mended = np.zeros(values.shape[1], np.bool_)
        rows = Rows(values, self.index, self.days_off)
        for last in (False,) * _ROUNDS + (True,):
            changed = False
            for law in self.relations:
                # After the first round any row may have moved back.
                if not moved.intersection(law.rows):
                    continue
                bad = law.broken(rows, known)
                if not bad.any():
                    continue
                changed, mended = True, mended | bad
                self._mend(law, values, filed, np.flatnonzero(bad), moved if last else None)
            if not changed:
                break
        return int(mended.sum())

    def _mend(
        self, law: Law, values: Figures, filed: Figures, bad: NDArray[np.intp], whole: set[int] | None
    ) -> None:
        if whole is not None:
            _put_back(values, filed, sorted(whole), bad)
        elif law.below is not None:
            left, right = law.below
            cut = values[right, bad]
            cut = cut - cut % max(int(self.step[left]), 1)
            fits = cut >= self.low[left]
            values[left, bad[fits]] = cut[fits]
            _put_back(values, filed, [left, right], bad[~fits])
        else:
            _put_back(values, filed, law.rows, bad)


def _put_back(values: Figures, filed: Figures, rows: Sequence[int], columns: NDArray[np.intp]) -> None:
    cells = np.ix_(np.array(rows, np.intp), columns)
    values[cells] = filed[cells]


def laws_of(plan: Plan) -> Laws:
    """Lay a plan's bounds and relations out."""
    box = box_of(plan)
    index = {entry.code: row for row, entry in enumerate(plan.inputs)}
    low, high, step = (
        np.array([number(entry) for entry in plan.inputs], np.int64)
        for number in (_low, _high, lambda entry: entry.step or 1)
    )
    relations = tuple(_law(one, codes, index, box) for one, codes in plan.related)
    return Laws(index, low, high, step, relations, days_off(plan.holidays))


def _low(entry: Input) -> int:
    return entry.low


def _high(entry: Input) -> int:
    return entry.high


def _law(one: Relation, codes: Sequence[str], index: dict[str, int], box: Box) -> Law:
    left, right = ratio_of(one.left), ratio_of(one.right)
    sides = (left.numerator, left.denominator, right.numerator, right.denominator)
    parts = (*sides, *left.empties, *right.empties)
    reaches = [max(reach_of(part, box), 1) for part in parts]
    wide = reaches[0] * reaches[3] >= LANE or reaches[1] * reaches[2] >= LANE or max(reaches) >= LANE
    below = None
    match one.left, one.right:
        case ast.Input(lower, scale), ast.Input(upper, other) if scale == other:
            below = index[lower], index[upper]
    return Law(left, right, tuple(index[code] for code in codes), below, wide)
