"""Compile leaves to rules over small facts, and to what each rule earns.

A leaf's fact holds its flags; a part's fact holds the place of its measure with flags 0. So every leaf is
decided by one state rule, or by one band for each part. A leaf of one part has one code for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm

from par_index.engine.forward.measure import Measure, measure_of
from par_index.engine.forward.place import Scale, scale_of
from par_index.engine.forward.ruleset import Rule
from par_index.model.plan import Band, Leaf, Part, Plan
from par_index.model.states import StateRule

EMPTY, PREVIOUS = -1, -2
"""Flags of a leaf whose measure is empty, and of one judged on last year's figures."""
GROUP = 25
"""Codes a ruleset: the library's compile hangs at some 500 distinct first conditions."""


@dataclass(frozen=True, slots=True)
class Line:
    """A band's points in a measure n/d: (slope·n + base·d) / (share·d) micro-points."""

    slope: int
    base: int
    share: int


@dataclass(frozen=True, slots=True)
class PartRules:
    """One part: how its measure is valued and placed, and the line of each of its bands."""

    code: str
    measure: Measure
    scale: Scale
    lines: Mapping[str, Line]


@dataclass(frozen=True, slots=True)
class LeafRules:
    """One leaf: its parts and what each of its state rules earns."""

    leaf: Leaf
    parts: tuple[PartRules, ...]
    effects: Mapping[str, StateRule]
    previous: str | None
    """The rule that fires when last year's figures stand in."""
    rules: tuple[Rule, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((self.leaf.code, *(part.code for part in self.parts))))


def leaf_rules(leaf: Leaf, plan: Plan) -> LeafRules:
    """Compile a leaf: state rules, the rule of an empty measure, then the bands of its parts."""
    parts = tuple(_part_rules(part, plan) for part in leaf.parts)
    previous = f"{leaf.code}/empty-previous" if leaf.use_previous else None
    rules = [Rule(state.rule, leaf.code, (("f", state.low, state.high),)) for state in leaf.states]
    rules += [Rule(state.rule, leaf.code, (("f", EMPTY, EMPTY),)) for state in leaf.if_empty]
    rules += [Rule(previous, leaf.code, (("f", PREVIOUS, PREVIOUS),))] if previous else []
    for part, compiled in zip(leaf.parts, parts, strict=True):
        rules += [_band_rule(band, compiled) for band in part.bands]
    effects = {state.rule: state for state in (*leaf.states, *leaf.if_empty)}
    return LeafRules(leaf, parts, effects, previous, tuple(rules))


def _part_rules(part: Part, plan: Plan) -> PartRules:
    scale = scale_of(band.interval for band in part.bands)
    lines = {band.rule: _line(band) for band in part.bands}
    return PartRules(part.code, measure_of(part.measure, plan.holidays), scale, lines)


def _line(band: Band) -> Line:
    share = lcm(band.slope.denominator, band.base.denominator)
    return Line(int(band.slope * share), int(band.base * share), share)


def _band_rule(band: Band, part: PartRules) -> Rule:
    return Rule(band.rule, part.code, (("f", 0, 0), ("v", *part.scale.span(band.interval))))


def in_groups(leaves: Sequence[LeafRules]) -> Iterator[tuple[LeafRules, ...]]:
    """Cut leaves, in order, into rulesets of at most GROUP codes."""
    group: list[LeafRules] = []
    for leaf in leaves:
        if group and sum(len(other.codes) for other in (*group, leaf)) > GROUP:
            yield tuple(group)
            group = []
        group.append(leaf)
    if group:
        yield tuple(group)
