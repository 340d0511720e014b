"""Rank units exactly, by the figure and the tie law that the set declares.

A rank is 1 + the number of units that stand above (``competition``: 1-2-2-4), or 1 + the number of different
figures above (``dense``: 1-2-2-3). ``break_by`` compares further keys in turn, then equals share a rank.
No float takes part: figures are fractions or whole numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from par_index.model.case import UnitVerdict
from par_index.model.plan import Plan, Ranking
from par_index.points import decimal_text, published

Key = tuple[Fraction, ...]
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a unit stands among those it is ranked with; without a maximum it has no index and no rank."""

    rank: int | None = None
    index: Fraction | None = None
    """In percent, exact."""
    shown: str = ""
    """The index with the published places, or as many more as tell it from another rank's."""
    broken_by: str = ""


def standings(plan: Plan, verdicts: Sequence[UnitVerdict]) -> Mapping[str, Standing]:
    """Rank the units of one group and cluster; the answer does not depend on their order."""
    indices = {v.unit: Fraction(100 * v.points, v.max_points) for v in verdicts if v.max_points}
    keys = {v.unit: _key(plan, v, indices[v.unit]) for v in verdicts if v.max_points}
    ranks = _ranks(keys, dense=plan.ranking.ties == "dense")
    places = _places(indices, plan.places) if plan.ranking.by == "index_exact" else {}
    broken = _broken_by(keys, plan.ranking)
    shown = {unit: decimal_text(index, places.get(unit, plan.places)) for unit, index in indices.items()}
    return {v.unit: Standing() for v in verdicts} | {
        unit: Standing(ranks[unit], index, shown[unit], broken.get(unit, ""))
        for unit, index in indices.items()
    }


def _key(plan: Plan, verdict: UnitVerdict, index: Fraction) -> Key:
    figure = index if plan.ranking.by == "index_exact" else published(index, plan.places)
    return (figure, *(Fraction(_broken(plan, verdict, key)) for key in plan.ranking.break_by))


def _broken(plan: Plan, verdict: UnitVerdict, key: str) -> int:
    subject, _, code = key.partition(":")
    match subject:
        case "appraised":
            return verdict.appraised
        case "survey":
            return verdict.survey
        case "bonus":
            return verdict.bonus
        case "area":
            wanted = {leaf.code for leaf in plan.leaves if leaf.area == code}
        case _:
            wanted = {code}
    return sum(leaf.points for leaf in verdict.leaves if leaf.code in wanted)


def _ranks(keys: Mapping[str, Key], *, dense: bool) -> Mapping[str, int]:
    ordered = sorted(keys.values(), reverse=True)
    counted = list(dict.fromkeys(ordered)) if dense else ordered
    first: dict[Key, int] = {}
    for above, key in enumerate(counted):
        first.setdefault(key, above + 1)
    return {unit: first[key] for unit, key in keys.items()}


def _places(indices: Mapping[str, Fraction], places: int) -> Mapping[str, int]:
    """Give more decimals to units that print alike but differ: the fewest that tell all of them apart."""
    needed = {}
    for alike in _alike(indices, lambda index: published(index, places)):
        deciding = _deciding({indices[unit] for unit in alike}, places)
        needed.update(dict.fromkeys(alike, deciding))
    return needed


def _deciding(different: set[Fraction], places: int) -> int:
    while len({published(index, places) for index in different}) < len(different):
        places += 1
    return places


def _broken_by(keys: Mapping[str, Key], ranking: Ranking) -> Mapping[str, str]:
    """Name, for units equal in the ranked figure, the last key that was needed to tell them apart."""
    named = {}
    for alike in _alike(keys, lambda key: key[0]):
        deepest = _deepest({keys[unit] for unit in alike})
        named.update({unit: ranking.break_by[at - 1] for unit in alike if (at := deepest[keys[unit]])})
    return named


def _deepest(different: set[Key]) -> Mapping[Key, int]:
    """Give the last place at which each key differs from another: in order, from the one beside it."""
    found = dict.fromkeys(different, 0)
    for one, other in pairwise(sorted(different)):
        at = _first_difference(one, other)
        found[one], found[other] = max(found[one], at), at
    return found


def _first_difference(one: Key, other: Key) -> int:
    return next(at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)


def _alike(values: Mapping[str, _Value], figure: Callable[[_Value], Fraction]) -> Sequence[Sequence[str]]:
    groups: defaultdict[Fraction, list[str]] = defaultdict(list)
    for unit, item in values.items():
        groups[figure(item)].append(unit)
    return tuple(groups.values())
