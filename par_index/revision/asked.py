"""Say what a set's survey asks, of whom and with what weight, line by line, so that two can be compared."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.model.instrument import Option
from par_index.model.plan import Plan
from par_index.papers.wording import number


def survey_rules(plan: Plan) -> Mapping[str, str]:
    """Give the rules of a survey by their keys; nothing where others hold the survey."""
    asked = plan.instrument
    if asked is None:
        return {}
    return {
        "min_answers": str(asked.min_answers),
        "no_answers": asked.no_answers,
        "dont_know": asked.dont_know,
        "self_rating": asked.self_rating,
    }


def respondents(plan: Plan) -> Mapping[str, str]:
    """Give each group of respondents with its weight, its fewest answers, and how its answers weigh."""
    groups = plan.instrument.groups if plan.instrument else ()
    return {
        group.id: f"{group.name}: {number(100 * group.weight)}%, ít nhất {group.min_answers}, {group.strata}"
        f"{', peers' if group.peers else ''}"
        for group in groups
    }


def questions(plan: Plan) -> Mapping[str, str]:
    """Give each question: its leaf and weight, its words, the answers and their shares, whom it is put to."""
    asked = plan.instrument.questions if plan.instrument else ()
    return {
        one.id: f"{one.leaf} × {one.weight}: {one.text} [{'; '.join(map(_option, one.options))}] "
        f"({', '.join(one.groups)})"
        for one in asked
    }


def _option(option: Option) -> str:
    share = "–" if option.share is None else f"{number(100 * option.share)}%"
    return f"{option.id} {option.label}: {share}"
