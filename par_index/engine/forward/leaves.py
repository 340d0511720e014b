"""Write a leaf's facts and read its points off the rules that fired."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from par_index.engine.forward.measure import EmptyMeasureError, Ratio, half_away
from par_index.engine.forward.rules import EMPTY, PREVIOUS, LeafRules
from par_index.engine.forward.ruleset import Fact
from par_index.model.case import Case, LeafVerdict
from par_index.model.plan import Leaf
from par_index.model.states import State, StateRule

Ratios = tuple[Ratio, ...]


def measured(rules: LeafRules, case: Case) -> tuple[int, Ratios]:
    """Give the leaf's flags and, when it is judged by bands, the value of each part.

    An empty measure of any part empties the leaf: flags are then PREVIOUS with last year's values, or EMPTY.
    """
    flags = case.flags.get(rules.leaf.code, 0)
    if flags:
        return flags, ()
    ratios = _values(rules, case.values)
    if ratios is not None:
        return 0, ratios
    if rules.previous and all(code in case.previous for code in rules.leaf.inputs):
        ratios = _values(rules, case.previous)
    return (EMPTY, ()) if ratios is None else (PREVIOUS, ratios)


def _values(rules: LeafRules, figures: Mapping[str, int]) -> Ratios | None:
    try:
        return tuple([part.measure(figures) for part in rules.parts])
    except EmptyMeasureError:
        return None


def facts_of(rules: LeafRules, flags: int, ratios: Ratios) -> Iterator[Fact]:
    """Write one narrow fact for the state (flags other than 0), then one for each part that has a value."""
    if flags:
        name = rules.previous if flags == PREVIOUS and rules.previous else rules.leaf.code
        yield name, rules.leaf.code, flags, 0
    for part, (numerator, denominator) in zip(rules.parts, ratios, strict=False):
        yield part.code, part.code, 0, part.scale.place(numerator, denominator)


def verdict_of(rules: LeafRules, ratios: Ratios, fired: Mapping[str, str], grid: int) -> LeafVerdict:
    """Give what the fired rules earn: a state's points, else the bands' lines summed and rounded once."""
    leaf = rules.leaf
    if not ratios:
        return _by_state(leaf, rules.effects[fired[leaf.code]])
    bands = [fired[part.code] for part in rules.parts]
    points = _points(rules, ratios, bands, grid)
    before = [rules.previous] if rules.previous and rules.previous in fired else []
    return LeafVerdict(leaf.code, State.SCORED, points, _in_maximum(leaf), (*before, *bands))


def _by_state(leaf: Leaf, rule: StateRule) -> LeafVerdict:
    points = max(leaf.max, 0) if rule.earn == "full" else 0
    maximum = 0 if rule.earn == "drop" else _in_maximum(leaf)
    return LeafVerdict(leaf.code, rule.state, points, maximum, (rule.rule,))


def _in_maximum(leaf: Leaf) -> int:
    """Bonus and penalty leaves never enter the unit's maximum."""
    return leaf.max if leaf.kind in ("appraised", "survey") else 0


def _points(rules: LeafRules, ratios: Ratios, bands: Sequence[str], grid: int) -> int:
    total, common = 0, 1
    for part, (n, d), band in zip(rules.parts, ratios, bands, strict=True):
        line = part.lines[band]
        numerator, denominator = line.slope * n + line.base * d, line.share * d
        total, common = total * denominator + numerator * common, common * denominator
    return half_away(total, common * grid) * grid
