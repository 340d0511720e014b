"""Give what a leaf earns when its bands do not decide: by its flags, or because its measure is empty."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.model.plan import Leaf
from par_index.model.states import State, StateRule

STATES = tuple(State)
FLAGS = 128
"""Flags run from 0 (none) to 127."""
BANDS, EMPTY, PREVIOUS = 0, 1, 2
"""What decides a leaf whose flags are 0: this year's bands, ``if_empty``, last year's bands."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One leaf by flags (0..127, then 128 for the empty measure): points, lost maximum, state, deciding rule.

    Row 0 is a leaf scored by its bands: its points there are not used.
    """

    points: NDArray[np.int64]
    dropped: NDArray[np.int64]
    """What the leaf takes away from the unit's maximum."""
    states: NDArray[np.uint8]
    rules: tuple[str, ...]


def in_maximum(leaf: Leaf) -> int:
    """Give what a leaf adds to the unit's maximum: bonus and penalty add nothing."""
    return leaf.max if leaf.kind in ("appraised", "survey") else 0


def outcomes_of(leaf: Leaf) -> Outcomes:
    """Tabulate what each value of the flags earns."""
    points = np.zeros(FLAGS + 1, np.int64)
    dropped = np.zeros(FLAGS + 1, np.int64)
    states = np.full(FLAGS + 1, STATES.index(State.SCORED), np.uint8)
    rules = [""] * (FLAGS + 1)
    for rule, low, high in (*_by_flags(leaf), *((rule, FLAGS, FLAGS) for rule in leaf.if_empty)):
        span = slice(low, high + 1)
        points[span] = max(leaf.max, 0) if rule.earn == "full" else 0
        dropped[span] = in_maximum(leaf) if rule.earn == "drop" else 0
        states[span] = STATES.index(rule.state)
        rules[span] = [rule.rule] * (high - low + 1)
    return Outcomes(points, dropped, states, tuple(rules))


def _by_flags(leaf: Leaf) -> tuple[tuple[StateRule, int, int], ...]:
    return tuple((rule, rule.low, rule.high) for rule in leaf.states)
