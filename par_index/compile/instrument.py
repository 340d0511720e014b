"""Compile a set's survey into the instrument of one kind of unit."""

from __future__ import annotations

from par_index.model.instrument import Instrument, Option, Question, Respondents
from par_index.model.survey import QuestionSpec, RespondentsSpec, SurveySpec


def instrument(spec: SurveySpec, kind: str) -> Instrument | None:
    """Give what rates this kind of unit; ``None`` where the set leaves the survey to others."""
    if not spec.questions:
        return None
    groups = [group for group in spec.groups if not group.rates or kind in group.rates]
    return Instrument(
        groups=tuple(_group(group, spec) for group in groups),
        questions=tuple(_question(item, spec, groups) for item in spec.questions),
        min_answers=spec.min_answers,
        no_answers=spec.no_answers,
        dont_know=spec.dont_know,
        self_rating=spec.self_rating,
        where=spec.where,
    )


def _group(group: RespondentsSpec, spec: SurveySpec) -> Respondents:
    least = spec.min_answers if group.min_answers is None else group.min_answers
    return Respondents(
        str(group.id), str(group.name), group.weight, least, group.peers == "true", group.strata, group.where
    )


def _question(item: QuestionSpec, spec: SurveySpec, groups: list[RespondentsSpec]) -> Question:
    options = spec.scales.get(item.scale, ())
    asked = tuple(str(group.id) for group in groups if not item.groups or group.id in item.groups)
    return Question(
        id=str(item.id),
        leaf=str(item.leaf),
        text=str(item.ask),
        options=tuple(Option(str(one.id), str(one.label), one.share) for one in options),
        groups=asked,
        weight=item.weight,
        where=item.where,
    )
