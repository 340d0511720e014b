"""What differs between two sets, as records: leaf by leaf, and what they say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pair = tuple[str, str]
"""Before and after; empty where there is none."""
Change = Literal["added", "dropped", "scored", "worded"]
"""``scored``: something that can move points; ``worded``: only codes, names, agencies, evidence, clauses."""
AspectName = Literal[
    "code", "name", "area", "kind", "max", "min", "measure", "bands", "applies", "granted", "empty",
    "lead", "evidence", "guidance", "cites",
]  # fmt: skip
MOVING: frozenset[AspectName] = frozenset(
    {"kind", "max", "min", "measure", "bands", "applies", "granted", "empty"}
)
"""The aspects that can move points."""
OUTSIDE = ("bonus", "penalty")
"""What is told in place of the area of a leaf that adds to the total, or takes from it."""
Effect = Literal["points", "rank", "grade", "none"]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing about a leaf that is not what it was."""

    name: AspectName
    said: Pair


@dataclass(frozen=True, slots=True)
class LeafRevision:
    """A leaf that is new, gone, or not what it was; its codes, names, areas, maxima and ways of scoring.

    ``area``: the area's code and name; ``bonus`` or ``penalty`` for a leaf that stands outside all areas.
    ``trait``: the label of the trait a unit must have in both sets to be touched, else empty.
    ``spans``: where on the measure points differ, as phrases, when nothing but the bands changed; else none.
    """

    change: Change
    code: Pair
    name: Pair
    area: Pair
    max_points: Pair
    how: Pair
    aspects: tuple[Aspect, ...] = ()
    trait: str = ""
    spans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One thing a set says of itself, of its figures or its grades, that is not what it was."""

    subject: str
    code: str
    said: Pair
    effect: Effect


@dataclass(frozen=True, slots=True)
class Revision:
    """All that differs between two sets for one kind of unit."""

    sets: Pair
    names: Pair
    statuses: Pair
    kind: Pair
    lines: tuple[Line, ...]
    leaves: tuple[LeafRevision, ...]

    def __bool__(self) -> bool:
        return bool(self.lines or self.leaves)
