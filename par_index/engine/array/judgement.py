"""Hold the arrays of a judged population, and give them as verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

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
        return np.take_along_axis(self.leaves.tables.states, self.leaves.all_outcomes(), axis=1)

    @property
    def max_points(self) -> NDArray[np.int64]:
        """Give what each leaf adds to its unit's maximum."""
        full = [in_maximum(leaf) for leaf in self.plan.leaves]
        found: NDArray[np.int64] = np.array(full)[:, None] - np.take_along_axis(
            self.leaves.tables.dropped, self.leaves.all_outcomes(), axis=1
        )
        return found

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
        tables = (self.states, self.points, self.max_points)
        states, points, max_points = (table.tolist() for table in tables)
        for row, (leaf, rules) in enumerate(zip(self.plan.leaves, self._rules(), strict=True)):
            own = [STATES[state] for state in states[row]]
            yield list(map(LeafVerdict, repeat(leaf.code), own, points[row], max_points[row], rules))

    def _rules(self) -> list[list[tuple[str, ...]]]:
        """List the rules that fired, by leaf and unit: state or bands, then what lowered it."""
        own = self.leaves
        outcomes, bands, decided = own.all_outcomes().tolist(), own.bands.tolist(), own.decided.tolist()
        fired = []
        for row, leaf in enumerate(self.plan.leaves):
            by_state = own.outcomes[row].rules
            places = [bands[part] for part in own.parts[row].tolist()]
            fired.append(
                [
                    (by_state[outcome],)
                    if by_state[outcome]
                    else _by_bands(leaf, band, last_year == PREVIOUS)
                    for outcome, last_year, *band in zip(
                        outcomes[row], decided[own.slots[row]], *places, strict=True
                    )
                ]
            )
        for each in self.lowered:
            for unit in np.flatnonzero(each.units).tolist():
                fired[each.row][unit] = (*fired[each.row][unit], each.rule)
        return fired

    def _grades(self) -> list[str]:
        names = [row.name for row in self.plan.grades.rows] if self.plan.grades else []
        return [(*names, "")[place] for place in self.graded.places.tolist()]

    def _barred_by(self) -> list[tuple[str, ...]]:
        bars = [(bar, units.tolist()) for bar, units in self.graded.barred]
        return [tuple(bar for bar, units in bars if units[k]) for k in range(len(self.units))]


def _by_bands(leaf: Leaf, places: Sequence[int], last_year: bool) -> tuple[str, ...]:
    won = tuple(part.bands[place].rule for part, place in zip(leaf.parts, places, strict=True))
    return (f"{leaf.code}/empty-previous", *won) if last_year else won
