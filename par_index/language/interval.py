"""The nine phrases of the decisions: which values of a measure a rule speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of exact values; ``None`` is an open end without bound."""

    low: Fraction | None
    low_closed: bool
    high: Fraction | None
    high_closed: bool

    def holds(self, value: Fraction) -> bool:
        """Tell whether an exact value lies inside."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below
