"""Set this year's standing beside last year's, by unit or by its predecessor."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.model.facts import Unit
from par_index.model.result import LastYear, Results, UnitResult

Former = Mapping[str, UnitResult]


def former_units(previous: Results | None) -> Former:
    """Give last year's units by their code; none without last year's results."""
    if previous is None:
        return {}
    return {unit.unit: unit for group in previous.groups for unit in group.units}


def last_year(unit: Unit, rank: int | None, former: Former) -> LastYear | None:
    """Give the unit's former index and rank; ``change`` counts places gained (+) or lost (−)."""
    before = former.get(unit.code) or former.get(unit.predecessor)
    if before is None:
        return None
    change = before.rank - rank if before.rank is not None and rank is not None else None
    return LastYear(before.index, before.rank, change)
