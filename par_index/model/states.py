"""What may become of a leaf, what each state earns, and the clauses that rules cite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


class State(StrEnum):
    """What became of a leaf, in results."""

    REJECTED = "rejected"
    NOT_APPLICABLE = "not_applicable"
    NOT_FILED = "not_filed"
    NO_EVIDENCE = "no_evidence"
    PENDING_SURVEY = "pending_survey"
    SCORED = "scored"


Earn = Literal["zero", "full", "drop"]
"""``zero``: no points, maximum stays; ``full``: the maximum; ``drop``: no points, no maximum."""

REJECTED, TRAIT, GRANTED, CLAIMED, NOT_FILED, NO_EVIDENCE, PENDING = 64, 32, 16, 8, 4, 2, 1
"""Bits of a case's flags; the highest bit that is set decides, so precedence is the numbers' order."""


@dataclass(frozen=True, slots=True)
class StateRule:
    """What a leaf earns when its flags lie in [low, high]: ranges are disjoint and cover 1..127."""

    rule: str
    low: int
    high: int
    state: State
    earn: Earn


@dataclass(frozen=True, slots=True)
class Cite:
    """A clause of a document: ``II.6b`` of the set's default document, or of a named one."""

    clause: str
    document: str = ""
