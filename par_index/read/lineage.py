"""Tell which units of last year a unit stands on: itself, one renamed, or several merged or parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from par_index.model.facts import Cycle, Fact, Merged, Unit, Written
from par_index.model.plan import Input, Plan
from par_index.points import Numbers, decimal_text
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.text import nearest

_ADDED = ("count", "amount")
Figures = Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Lineage:
    """The units of last year behind a unit; ``merged`` when they are several, or shared with another unit."""

    sources: tuple[str, ...]
    merged: bool
    shared: bool

    def stand_in(self, rule: Merged) -> str:
        """Give the one unit whose last year counts as this unit's; empty when the two cannot be compared."""
        return self.sources[0] if not self.merged or rule == "first" else ""


def lineages(units: Sequence[Unit], known: Collection[str]) -> Mapping[str, Lineage]:
    """Give each unit's lineage; ``known`` are the codes that stood last year.

    A unit whose own code stood last year is one of its own sources, whether or not it says so.
    """
    sources = {unit.code: _sources(unit, known) for unit in units}
    heirs = Counter(code for codes in sources.values() for code in codes)
    return {
        unit: Lineage(codes, len(codes) > 1 or heirs[codes[0]] > 1, any(heirs[code] > 1 for code in codes))
        for unit, codes in sources.items()
    }


def _sources(unit: Unit, known: Collection[str]) -> tuple[str, ...]:
    own = (unit.code,) if unit.code in known or not unit.predecessors else ()
    return tuple(dict.fromkeys((*unit.predecessors, *own)))


def figures_before(
    line: Lineage, rule: Merged, before: Mapping[str, Figures], plan: Plan, numbers: Numbers | None
) -> Figures:
    """Give last year's figures that count as the unit's: one unit's, or counts and amounts added up."""
    code = line.stand_in(rule)
    if code:
        return before.get(code, {})
    if rule != "sum" or line.shared:
        return {}
    parts = [before.get(source, {}) for source in line.sources]
    return {fact.input: fact for entry in plan.inputs for fact in _sum(entry, parts, numbers)}


def _sum(entry: Input, parts: Sequence[Figures], numbers: Numbers | None) -> Iterator[Fact]:
    """Add up one figure of all sources, when each has it."""
    facts = [part[entry.code] for part in parts if entry.code in part]
    values = [typed(entry, fact.written, numbers) for fact in facts if fact.written.text]
    whole = [value for value in values if isinstance(value, int)]
    if entry.kind in _ADDED and len(whole) == len(parts):
        text = decimal_text(Fraction(sum(whole), entry.scale))
        yield replace(facts[0], written=Written(text, "number", facts[0].written.where))


def lineage_doubts(cycle: Cycle, known: Collection[str]) -> Iterator[Problem]:
    """Warn of predecessors that did not stand last year, and of those that are scored beside their heirs."""
    standing = {unit.code for unit in cycle.units}
    for unit in cycle.units:
        for code in unit.predecessors:
            args = {"unit": unit.code, "predecessor": code}
            if known and code not in known:
                yield Problem("C52", unit.where, args | {"nearest": nearest(code, known) or ""})
            if code in standing and code != unit.code:
                yield Problem("C53", unit.where, args)
