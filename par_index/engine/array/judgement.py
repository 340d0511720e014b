"""Hold the arrays of a judged population, and give them as verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.grading import Graded, Totals
from par_index.engine.array.leaves import Leaves, Lowered
from par_index.engine.array.outcome import PREVIOUS, STATES, in_maximum
from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.plan import Leaf, Plan


@dataclass(frozen=True, slots=True)
class Judgement:
    """What every unit earned; leaves × units in the plan's order, points in micro-points."""

    plan: Plan
    units: tuple[str, ...]
    leaves: Leaves
    """After gates and ceilings."""
    lowered: tuple[Lowered, ...]
    totals: Totals
    graded: Graded

    @property
    def points(self) -> NDArray[np.int64]:
        """Give each leaf's micro-points after gates and ceilings."""
        return self.leaves.points[list(self.leaves.slots)].astype(np.int64)

    @property
    def states(self) -> NDArray[np.uint8]:
        """Give each leaf's state as its place among ``tuple(State)``."""
        return np.stack([o.states[self.leaves.outcome(k)] for k, o in enumerate(self.leaves.outcomes)])

    @property
    def max_points(self) -> NDArray[np.int64]:
        """Give what each leaf adds to its unit's maximum."""
        full = [in_maximum(leaf) for leaf in self.plan.leaves]
        lost = [o.dropped[self.leaves.outcome(k)] for k, o in enumerate(self.leaves.outcomes)]
        return np.array(full)[:, None] - np.stack(lost)

    def verdicts(self) -> tuple[UnitVerdict, ...]:
        """Give each unit's verdict, in the population's order."""
        leaves = zip(*self._leaf_verdicts(), strict=True)
        totals = self.totals
        columns = (
            totals.appraised.tolist(),
            totals.survey.tolist(),
            totals.bonus.tolist(),
            totals.penalty.tolist(),
            totals.points.tolist(),
            totals.max_points.tolist(),
            self._grades(),
            self._barred_by(),
        )
        return tuple(map(UnitVerdict, self.units, leaves, *columns))

    def _leaf_verdicts(self) -> Iterator[list[LeafVerdict]]:
        states, max_points = self.states.tolist(), self.max_points.tolist()
        for row, leaf in enumerate(self.plan.leaves):
            rules = self._rules(row, leaf)
            points = self.leaves.points[self.leaves.slots[row]].tolist()
            cells = zip(states[row], points, max_points[row], rules, strict=True)
            yield [LeafVerdict(leaf.code, STATES[state], *earned) for state, *earned in cells]

    def _rules(self, row: int, leaf: Leaf) -> list[tuple[str, ...]]:
        """List the rules that fired on a leaf, for each unit: state or bands, then what lowered it."""
        own = self.leaves
        by_state = [own.outcomes[row].rules[k] for k in own.outcome(row).tolist()]
        bands = own.bands[own.parts[row]].T.tolist()
        previous = (f"{leaf.code}/empty-previous",)
        fired = [
            (state,)
            if state
            else (
                previous * last_year + tuple(p.bands[k].rule for p, k in zip(leaf.parts, band, strict=True))
            )
            for state, band, last_year in zip(
                by_state, bands, (own.decided[own.slots[row]] == PREVIOUS).tolist(), strict=True
            )
        ]
        for each in self.lowered:
            if each.row == row:
                for unit in np.flatnonzero(each.units).tolist():
                    fired[unit] = (*fired[unit], each.rule)
        return fired

    def _grades(self) -> list[str]:
        names = [row.name for row in self.plan.grades.rows] if self.plan.grades else []
        return [(*names, "")[place] for place in self.graded.places.tolist()]

    def _barred_by(self) -> list[tuple[str, ...]]:
        bars = [(bar, units.tolist()) for bar, units in self.graded.barred]
        return [tuple(bar for bar, units in bars if units[k]) for k in range(len(self.units))]
