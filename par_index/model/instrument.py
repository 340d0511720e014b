"""The compiled survey instrument of one kind of unit: who is asked, what, and what each answer is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from par_index.model.survey import DontKnow, NoAnswers, SelfRating, Strata
from par_index.problem import NOWHERE, Where

ROLES = ("form", "unit", "group", "stratum", "respondent", "works_at", "question", "option")
"""The columns that a table of answers may have beside its questions; the last two make a long one."""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer; ``share`` of the leaf's points, or ``None`` for "don't know"."""

    id: str
    label: str
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Question:
    """A question to some groups; a leaf's questions weigh by ``weight`` among themselves."""

    id: str
    leaf: str
    text: str
    options: tuple[Option, ...]
    groups: tuple[str, ...]
    weight: int = 1
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Respondents:
    """A group of respondents; its ``weight`` counts among the groups that are asked about the same leaf."""

    id: str
    name: str
    weight: Fraction
    min_answers: int
    peers: bool = False
    """Whether they work at units that are scored too, and so could rate their own."""
    strata: Strata = "equal"
    where: Where = NOWHERE


@dataclass(frozen=True)
class Instrument:
    """A set's survey for one kind of unit: groups that rate this kind, questions on its leaves."""

    groups: tuple[Respondents, ...]
    questions: tuple[Question, ...]
    min_answers: int
    no_answers: NoAnswers
    dont_know: DontKnow
    self_rating: SelfRating
    where: Where = NOWHERE

    @cached_property
    def group_by_id(self) -> Mapping[str, Respondents]:
        return {group.id: group for group in self.groups}

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The leaves that some question is bound to, in the questions' order."""
        return tuple(dict.fromkeys(question.leaf for question in self.questions))

    def asked(self, group: str) -> tuple[Question, ...]:
        """Give the questions a group is asked, in order."""
        return tuple(question for question in self.questions if group in question.groups)
