"""Give what a leaf earns when its bands do not decide: by its flags, or because its measure is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Tables:
    """All leaves' states, and what they take from the maximum: leaves × (flags 0..127, then 128)."""

    states: NDArray[np.uint8]
    dropped: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Drops:
    """For each leaf one range of flags that takes it out of the maximum, as columns over the leaves."""

    low: NDArray[np.uint8]
    span: NDArray[np.uint8]
    lost: NDArray[Any]
    """In multiples of ``unit``, of a type that holds their sum."""
    unit: int

    def sum(self, flags: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Sum what leaves take from each unit's maximum; below ``low`` the difference wraps past ``span``."""
        inside = flags - self.low <= self.span
        taken: NDArray[Any] = np.add.reduce(inside * self.lost, axis=0, dtype=self.lost.dtype)
        return taken.astype(np.int64) * self.unit


def drops_of(outcomes: Sequence[Outcomes]) -> tuple[Drops, ...]:
    """List each leaf's first range of dropping flags, then the second ranges, as long as there are any."""
    runs = [_dropping_runs(each.dropped) for each in outcomes]
    found = []
    for k in range(max(map(len, runs), default=0)):
        rows = [own[k] if k < len(own) else (FLAGS, 0, 0) for own in runs]
        low, span, lost = (np.array([[row[j]] for row in rows]) for j in range(3))
        unit = max(int(np.gcd.reduce(lost, axis=None)), 1)
        small = np.uint16 if int(lost.sum()) // unit < 2**16 else np.int64
        found.append(Drops(low.astype(np.uint8), span.astype(np.uint8), (lost // unit).astype(small), unit))
    return tuple(found)


def _dropping_runs(dropped: NDArray[np.int64]) -> list[tuple[int, int, int]]:
    """Give (low, high - low, lost) of each stretch of flags that drops the leaf."""
    runs: list[tuple[int, int, int]] = []
    for flags in np.flatnonzero(dropped[:FLAGS]).tolist():
        if runs and runs[-1][0] + runs[-1][1] == flags - 1:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, runs[-1][2])
        else:
            runs.append((flags, 0, int(dropped[flags])))
    return runs


def tables_of(outcomes: Sequence[Outcomes]) -> Tables:
    """Lay the tables of all leaves out as two."""
    shape = (len(outcomes), FLAGS + 1)
    states = np.array([each.states for each in outcomes], np.uint8).reshape(shape)
    return Tables(states, np.array([each.dropped for each in outcomes], np.int64).reshape(shape))


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
