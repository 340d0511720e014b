"""Set this year's standing beside last year's, by unit or by what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from par_index.model.facts import Cycle, Merged, Unit
from par_index.model.result import LastYear, Results, UnitResult
from par_index.read.lineage import Lineage, lineages


@dataclass(frozen=True, slots=True)
class Former:
    """Last year's units by their code, what each unit of this year stands on, and the rule for mergers."""

    units: Mapping[str, UnitResult]
    lines: Mapping[str, Lineage]
    rule: Merged


def former_units(cycle: Cycle, previous: Results | None) -> Former:
    """Lay last year's results beside this year's units; there are none without last year's results."""
    units = {unit.unit: unit for group in previous.groups for unit in group.units} if previous else {}
    return Former(units, lineages(cycle.everyone, units), cycle.previous.merged)


def last_year(unit: Unit, rank: int | None, former: Former) -> LastYear | None:
    """Give the unit's former index and rank; ``change`` counts places gained (+) or lost (−).

    Of a unit merged or parted since, that it cannot be compared, unless the cycle names what stands for it.
    """
    line = former.lines[unit.code]
    if not any(code in former.units for code in line.sources):
        return None
    before = former.units.get(line.stand_in(former.rule))
    if before is None:
        return LastYear("", None, None, comparable=False)
    change = before.rank - rank if before.rank is not None and rank is not None else None
    return LastYear(before.index, before.rank, change)
