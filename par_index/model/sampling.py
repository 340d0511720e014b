"""What a result says of a survey's sampling error: how sure points, an index and a rank are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

Decimal = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
DecimalOrNone = Annotated[str, Field(pattern=r"^(-?\d+(\.\d+)?)?$")]
"""Empty when there is no such figure."""


@dataclass(frozen=True, slots=True)
class LeafSurvey:
    """How sure a survey leaf's points are; ``few``: fewer answers than the set calls enough.

    ``error`` is the standard error, ``low`` and ``high`` bound the points at 95% confidence.
    """

    answers: int
    few: bool
    error: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """How sure a unit's index and rank are, as far as the survey's sample goes.

    ``error`` is the index's standard error; ``low`` and ``high`` bound the index, ``best`` and ``worst`` the
    rank, at 95% confidence. ``over_next`` is the probability that the unit stands above the one ranked right
    below it: under 0.975 the two cannot be told apart.
    """

    forms: int
    few: bool
    error: Decimal
    low: Decimal
    high: Decimal
    best: int | None
    worst: int | None
    over_next: DecimalOrNone
