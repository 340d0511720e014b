"""Hold what every leaf earned from every unit, before it becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.evaluate import Flags
from par_index.engine.array.outcome import EMPTY, FLAGS, Outcomes, Tables


@dataclass(frozen=True, slots=True)
class Leaves:
    """What leaves earned, in *slots* × units; ``slots`` and ``parts`` find the rows of the plan's leaves."""

    points: NDArray[Any]
    bands: NDArray[np.uint8]
    """The band of each part, 0 the lowest; it decides where flags are 0 and the measure is not empty."""
    decided: NDArray[np.uint8]
    """BANDS, EMPTY or PREVIOUS; it decides where the leaf's flags are 0."""
    flags: NDArray[np.uint8]
    """As filed, in the plan's order."""
    outcomes: tuple[Outcomes, ...]
    tables: Tables
    slots: tuple[int, ...]
    parts: tuple[NDArray[np.intp], ...]

    def outcome(self, row: int, units: NDArray[np.intp] | None = None) -> NDArray[np.intp]:
        """Give the row of the leaf's outcome table that holds for units: their flags, 128 if empty."""
        flags, decided = self.flags[row], self.decided[self.slots[row]]
        if units is not None:
            flags, decided = flags[units], decided[units]
        return np.where((flags == 0) & (decided == EMPTY), FLAGS, flags.astype(np.intp))

    def all_outcomes(self) -> NDArray[np.intp]:
        """Give ``outcome`` of every leaf, in the plan's order."""
        empty = (self.flags == 0) & (self.decided[list(self.slots)] == EMPTY)
        return np.where(empty, FLAGS, self.flags.astype(np.intp))


@dataclass(frozen=True, slots=True)
class Lowered:
    """A rule that took points from a leaf, and from which units."""

    row: int
    rule: str
    units: Flags
