"""Work out what leaves earn by last year's figures, for measures that may fall back on them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from par_index.explain.ladder import points_at
from par_index.model.facts import UnitFacts
from par_index.model.plan import Leaf, Plan
from par_index.points import round_half_away
from par_index.score.measure import value


def last_year_points(plan: Plan, facts: UnitFacts | None) -> Mapping[str, int]:
    """Give the micro-points, on the leaf grid, of each leaf that last year's figures can stand in for."""
    figures = facts.case.previous if facts else {}
    found = {leaf.code: _points(plan, leaf, figures) for leaf in plan.leaves if leaf.use_previous}
    return {code: points for code, points in found.items() if points is not None}


def _points(plan: Plan, leaf: Leaf, figures: Mapping[str, int]) -> int | None:
    total = Fraction(0)
    for part in leaf.parts:
        x = value(part.measure, figures, plan.holidays)
        points = points_at(part, x) if x is not None else None
        if points is None:
            return None
        total += points
    return round_half_away(total.numerator, total.denominator * plan.leaf_grid) * plan.leaf_grid
