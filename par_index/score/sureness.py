"""Tell how sure points, an index and a rank are, as far as they rest on a survey's sample.

Each unit is judged twice more, its shares one standard error up and one down; what a leaf's points move by,
c = (p₊ − p₋) / (s₊ − s₋), carries the covariance of the shares to the index: 100/max · √(c′ Σ c). So steps,
caps and rounding of a leaf are heeded as they are. Floats, after the official rank; none of them scores.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.sampling import LeafSurvey, UnitSurvey
from par_index.points import MICRO, decimal_text
from par_index.score.engines import array_verdicts
from par_index.score.leaves import Judged
from par_index.score.rank import Standing
from par_index.survey.error import Spread
from par_index.survey.outcome import Outcome, share_input
from par_index.survey.outrank import CONFIDENCE, critical, probability, rank_intervals

_PLACES = 4


@dataclass(frozen=True, slots=True)
class Sureness:
    """What a result says of one unit's sampling error: of the unit, by leaf, and by area (points)."""

    unit: UnitSurvey
    leaves: Mapping[str, LeafSurvey]
    areas: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Moved:
    """One unit: its spread and the points a whole share of each leaf is worth, near its own share."""

    judged: Judged
    spread: Spread
    slopes: NDArray[np.float64]
    """(leaves,), in points."""

    def error(self, leaves: Sequence[str] | None = None) -> float:
        """Give the standard error of the points of some leaves together, or of all."""
        kept = [leaves is None or leaf in leaves for leaf in self.spread.leaves]
        slopes = np.where(kept, self.slopes, 0.0)
        return math.sqrt(max(float(slopes @ self.spread.covariance @ slopes), 0.0))

    @property
    def index_error(self) -> float:
        most = self.judged.verdict.max_points
        return 100 * MICRO * self.error() / most if most else 0.0


def sureness(
    plan: Plan,
    members: Sequence[Judged],
    standing: Mapping[str, Standing],
    outcome: Outcome,
    spreads: Mapping[str, Spread],
) -> Mapping[str, Sureness]:
    """Tell it of every unit of one cluster that the survey asked about; the others' indices count as sure."""
    moved = {one.judged.facts.unit.code: one for one in _moved(plan, members, spreads)}
    ranked = sorted(
        (unit for unit, place in standing.items() if place.index is not None),
        key=lambda unit: (standing[unit].rank or 0, unit),
    )
    errors = [moved[unit].index_error if unit in moved else 0.0 for unit in ranked]
    indices = [float(standing[unit].index or 0) for unit in ranked]
    intervals = dict(zip(ranked, rank_intervals(indices, errors), strict=True))
    nexts = dict(zip(ranked, _over_next(indices, errors), strict=False))
    return {
        unit: Sureness(
            _unit(plan, one, standing[unit], outcome, intervals.get(unit), nexts.get(unit)),
            _leaves(plan, one, outcome),
            {area.code: f"{one.error(area.leaves):.{_PLACES}f}" for area in plan.areas},
        )
        for unit, one in moved.items()
    }


def _over_next(indices: Sequence[float], errors: Sequence[float]) -> Sequence[float]:
    rows = list(zip(indices, errors, strict=True))
    return [probability(*one, *below) for one, below in pairwise(rows)]


def _moved(plan: Plan, members: Sequence[Judged], spreads: Mapping[str, Spread]) -> Sequence[_Moved]:
    surveyed = [one for one in members if one.facts.unit.code in spreads]
    up, down = (
        [_case(plan, one.facts.case, spreads[one.facts.unit.code], sign) for one in surveyed]
        for sign in (1, -1)
    )
    verdicts = array_verdicts(plan, [*up, *down]) if surveyed else ()
    both = zip(up, down, verdicts[: len(up)], verdicts[len(up) :], strict=True)
    return [
        _Moved(one, spread, _slopes(plan, spread, *moves))
        for one, moves in zip(surveyed, both, strict=True)
        for spread in (spreads[one.facts.unit.code],)
    ]


def _case(plan: Plan, case: Case, spread: Spread, sign: int) -> Case:
    """Move every share of a unit by its standard error, by one step of its grid at least."""
    values = dict(case.values)
    for leaf in spread.leaves:
        entry = share_input(plan, leaf)
        if entry.code in values:
            step = max(round(spread.error(leaf) * entry.scale), 1)
            values[entry.code] = min(max(values[entry.code] + sign * step, entry.low), entry.high)
    return replace(case, values=values)


def _slopes(
    plan: Plan, spread: Spread, up: Case, down: Case, higher: UnitVerdict, lower: UnitVerdict
) -> NDArray[np.float64]:
    found = []
    at = {leaf.code: place for place, leaf in enumerate(plan.leaves)}
    for leaf in spread.leaves:
        entry = share_input(plan, leaf)
        width = up.values.get(entry.code, 0) - down.values.get(entry.code, 0)
        gain = higher.leaves[at[leaf]].points - lower.leaves[at[leaf]].points
        found.append(gain / MICRO / (width / entry.scale) if width else 0.0)
    return np.array(found)


def _unit(
    plan: Plan,
    one: _Moved,
    place: Standing,
    outcome: Outcome,
    interval: tuple[int, int] | None,
    over_next: float | None,
) -> UnitSurvey:
    said, index = outcome.shares[one.spread.unit], float(place.index or 0)
    half = critical(CONFIDENCE) * one.index_error
    best, worst = interval or (None, None)
    return UnitSurvey(
        forms=said.forms,
        few=said.few,
        error=f"{one.index_error:.{_PLACES}f}",
        low=_bounded(index - half, 0.0, index, plan.places),
        high=_bounded(index + half, index, float("inf"), plan.places),
        best=best,
        worst=worst,
        over_next="" if over_next is None else f"{over_next:.{_PLACES}f}",
    )


def _leaves(plan: Plan, one: _Moved, outcome: Outcome) -> Mapping[str, LeafSurvey]:
    said, found = outcome.shares[one.spread.unit].leaves, {}
    earned = {leaf.code: leaf for leaf in one.judged.verdict.leaves}
    for leaf in one.spread.leaves:
        points, error = earned[leaf].points / MICRO, one.error([leaf])
        least, most = plan.leaf_by_code[leaf].min / MICRO, earned[leaf].max_points / MICRO
        half = critical(CONFIDENCE) * error
        found[leaf] = LeafSurvey(
            answers=said[leaf].answers,
            few=said[leaf].few,
            error=f"{error:.{_PLACES}f}",
            low=_bounded(points - half, least, points, _PLACES),
            high=_bounded(points + half, points, max(most, points), _PLACES),
        )
    return found


def _bounded(value: float, least: float, most: float, places: int) -> str:
    return decimal_text(Fraction(min(max(value, least), most)), places)
