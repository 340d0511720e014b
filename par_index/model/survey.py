"""What the key ``survey:`` of a criteria set says: its points and, when given, how they are asked for."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from par_index.model.scalars import Code, Micro, Share, Spec, Whole, Words
from par_index.model.text import Text

NoAnswers = Literal["reweigh", "zero", "stop"]
"""What a group without one counted answer does to a leaf: the other groups carry its weight; it counts as a
share of 0; or the leaf waits, and the result stays provisional."""
DontKnow = Literal["leave_out", "count"]
"""Whether an answer without a share, or none at all, is outside the denominator or in it with nothing."""
SelfRating = Literal["refuse", "flag"]
Strata = Literal["equal", "population"]
"""Whether each answer of a group weighs the same, or each stratum weighs what its people are."""


class OptionSpec(Spec):
    """One answer of a scale; without ``share`` it is "don't know" and says nothing of the leaf."""

    id: Code
    label: Words
    share: Share | None = None


class RespondentsSpec(Spec):
    """A group of respondents, the weight of its voice, and which kinds of units it rates (else all)."""

    id: Code
    name: Words
    weight: Share
    rates: tuple[Code, ...] = ()
    peers: Literal["true", "false"] = "false"
    strata: Strata = "equal"
    min_answers: Whole | None = None


class QuestionSpec(Spec):
    """A question: the leaf it earns, its words, its scale, who is asked (all groups, when not said)."""

    id: Code
    leaf: Code
    ask: Words
    scale: Code
    groups: tuple[Code, ...] = ()
    weight: Whole = 1


class SurveySpec(Spec):
    """The survey's share of the total; written bare, it is a number of points and others hold the survey."""

    points: Micro
    min_answers: Whole = 30
    no_answers: NoAnswers = "reweigh"
    dont_know: DontKnow = "leave_out"
    self_rating: SelfRating = "refuse"
    groups: tuple[RespondentsSpec, ...] = ()
    scales: dict[Code, tuple[OptionSpec, ...]] = Field(default_factory=dict)
    questions: tuple[QuestionSpec, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"points": value, "where": value.where} if isinstance(value, Text) else value
