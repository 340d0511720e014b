"""What the engines are given for a unit, and the verdict each hands back.

The trimming laws, one for both engines, in this order: parts summed and rounded once to the leaf grid; gates
in order (the smallest cap wins); bonus leaves in the tree's order keep only what room the bonus ceiling
leaves (rule ``bonus-ceiling``), penalties likewise (``penalty-ceiling``). So leaves' points always add up to
the unit's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from par_index.model.states import State


@dataclass(frozen=True, slots=True)
class Case:
    """One unit's figures: filed integers in the inputs' own scales, and the flags of each leaf.

    ``values`` holds only figures that are filed, in their domain and satisfy the relations; a leaf one of
    whose inputs is absent has a flag above 0. ``flags`` lists leaves whose flags are not 0 (bits in
    model.states).
    ``previous`` holds last year's figures under this year's input codes (for ``if_empty: previous``).
    """

    unit: str
    values: Mapping[str, int]
    flags: Mapping[str, int] = field(default_factory=dict)
    previous: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LeafVerdict:
    """What one leaf earned: micro-points after gates and ceilings, and the rules that fired, in order."""

    code: str
    state: State
    points: int
    max_points: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitVerdict:
    """What one unit earned; ``points`` is the exact sum of the leaves', ``grade`` ignores provisionality.

    ``grade`` is after bars; ``barred_by`` lists the bars that lowered it. Both are empty when the unit's
    maximum is 0 or the set has no grades.
    """

    unit: str
    leaves: tuple[LeafVerdict, ...]
    appraised: int
    survey: int
    bonus: int
    penalty: int
    points: int
    max_points: int
    grade: str = ""
    barred_by: tuple[str, ...] = ()
