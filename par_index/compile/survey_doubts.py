"""Prove a set's survey: words that lead somewhere, weights and shares that add up, every leaf asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from par_index.compile.header import out_of_range, twice
from par_index.compile.items import repeated
from par_index.model.instrument import ROLES
from par_index.model.plan import Plan
from par_index.model.source import SetSpec
from par_index.model.survey import OptionSpec, QuestionSpec, RespondentsSpec, SurveySpec
from par_index.model.text import Text
from par_index.points import shown
from par_index.problem import Problem, Where
from par_index.text import folded, nearest

_ONE, _LEAST_PART = Fraction(1), Fraction(1, 10_000)
_MOST_ANSWERS, _MOST_WEIGHT, _MOST_OPTIONS = 100_000, 1000, 20
_GRIDS = ("share", "percent")


def survey_doubts(spec: SetSpec, plans: Sequence[Plan]) -> Iterator[Problem]:
    """Tell everything of a set's survey that could not be asked, read back or counted as its author means."""
    survey = spec.survey
    if not (survey.groups or survey.scales or survey.questions):
        return
    for key, rows in (("groups", survey.groups), ("scales", survey.scales), ("questions", survey.questions)):
        if not rows:
            yield Problem("L87", survey.where, {"key": key, "least": "1"})
    yield from repeated(group.id for group in survey.groups)
    yield from repeated(question.id for question in survey.questions)
    yield from _read_alike([group.id for group in survey.groups])
    yield from _read_alike([question.id for question in survey.questions])
    yield from _range("min_answers", survey.min_answers, _MOST_ANSWERS, survey.where)
    for group in survey.groups:
        yield from _group(group, spec)
    for name, options in survey.scales.items():
        yield from _scale(name, options, survey)
    for question in survey.questions:
        yield from _question(question, survey, plans)
    for plan in plans:
        yield from _of_kind(plan)


def _range(key: str, value: int | Fraction, most: int | Fraction, where: Where) -> Iterator[Problem]:
    least = Fraction(1) if isinstance(value, int) else _LEAST_PART
    if not least <= value <= most:
        yield Problem("L86", where, out_of_range(key, Fraction(value), least, Fraction(most)))


def _read_alike(ids: Sequence[Text]) -> Iterator[Problem]:
    """Tell an id that only case parts from another: files of answers are read without regard to it."""
    first: dict[str, Text] = {}
    for id_ in ids:
        other = first.setdefault(folded(id_), id_)
        if other != id_:
            args = {"id": str(id_), "other": str(other), "first": str(other.where)}
            yield Problem("S98", id_.where, args)


def _group(group: RespondentsSpec, spec: SetSpec) -> Iterator[Problem]:
    if "." in group.id:
        yield Problem("S17", group.id.where, {"group": str(group.id)})
    yield from _range("weight", group.weight, _ONE, group.where)
    if group.min_answers is not None:
        yield from _range("min_answers", group.min_answers, _MOST_ANSWERS, group.where)
    for kind in group.rates:
        if kind not in spec.kinds:
            yield Problem("L85", kind.where, {"kind": str(kind), "known": ", ".join(spec.kinds)})
    yield from twice("rates", group.rates)
    if spec.survey.questions and not any(
        not one.groups or group.id in one.groups for one in spec.survey.questions
    ):
        yield Problem("S94", group.where, {"key": "groups", "id": str(group.id)})


def _scale(name: Text, options: Sequence[OptionSpec], survey: SurveySpec) -> Iterator[Problem]:
    shares = [option.share for option in options if option.share is not None]
    if len(shares) < 2:
        yield Problem("L87", name.where, {"key": str(name), "least": "2"})
    elif max(shares) < 1:
        yield Problem("S95", name.where, {"scale": str(name), "best": f"{shown(100 * max(shares), 2)}%"})
    if len(options) > _MOST_OPTIONS:
        args = {"key": str(name), "text": str(len(options)), "low": "2", "high": str(_MOST_OPTIONS)}
        yield Problem("L86", name.where, args)
    yield from repeated(option.id for option in options)
    yield from _alike(options)
    for option in options:
        if option.share is not None and not 0 <= option.share <= 1:
            args = out_of_range("share", option.share, Fraction(0), _ONE)
            yield Problem("L86", option.where, args)
    if survey.questions and not any(question.scale == name for question in survey.questions):
        yield Problem("S94", name.where, {"key": "scales", "id": str(name)})


def _alike(options: Sequence[OptionSpec]) -> Iterator[Problem]:
    """Tell an answer whose label or id another answer has: read back, it could be either."""
    first: dict[str, OptionSpec] = {}
    for option in options:
        for word in dict.fromkeys((folded(option.label), folded(option.id))):
            if first.setdefault(word, option) is not option and first[word].id != option.id:
                yield Problem("L88", option.label.where, {"key": "label", "text": str(option.label)})


def _question(question: QuestionSpec, survey: SurveySpec, plans: Sequence[Plan]) -> Iterator[Problem]:
    if folded(question.id) in ROLES:
        args = {"question": str(question.id), "known": ", ".join(ROLES)}
        yield Problem("S97", question.id.where, args)
    if question.scale not in survey.scales:
        yield _unlisted("scale", question.scale, survey.scales)
    for group in question.groups:
        known = [str(one.id) for one in survey.groups]
        if group not in known:
            yield _unlisted("groups", group, known)
    yield from twice("groups", question.groups)
    yield from _range("weight", question.weight, _MOST_WEIGHT, question.where)
    leaves = [plan.leaf_by_code[question.leaf] for plan in plans if question.leaf in plan.leaf_by_code]
    if not leaves:
        codes = dict.fromkeys(leaf.code for plan in plans for leaf in plan.leaves)
        args = {"code": str(question.leaf), "nearest": nearest(question.leaf, codes) or ""}
        yield Problem("L81", question.leaf.where, args)
    elif not any(_takes_a_share(plan, str(question.leaf)) for plan in plans):
        yield Problem("S90", question.leaf.where, {"question": str(question.id), "code": str(question.leaf)})


def _unlisted(key: str, text: Text, known: Iterable[str]) -> Problem:
    names = tuple(map(str, known))
    args = {"key": key, "text": str(text), "known": ", ".join(names), "nearest": nearest(text, names) or ""}
    return Problem("Y24", text.where, args)


def _takes_a_share(plan: Plan, code: str) -> bool:
    """Tell whether a leaf is earned in the survey, by one share."""
    leaf = plan.leaf_by_code.get(code)
    if leaf is None or leaf.kind != "survey":
        return False
    entries = [plan.input_by_code[name] for name in leaf.inputs]
    return len(entries) == 1 and entries[0].kind in _GRIDS


def _of_kind(plan: Plan) -> Iterator[Problem]:
    """Tell, for one kind of unit, leaves without question, questions to nobody, weights that do not sum."""
    asked = plan.instrument
    if asked is None:
        return
    for question in asked.questions:
        if not question.groups:
            yield Problem("S96", question.where, {"question": question.id, "kind": plan.kind_name})
    for leaf in plan.leaves:
        if leaf.kind == "survey" and leaf.code not in asked.leaves and leaf.max:
            yield Problem("S92", leaf.where, {"code": leaf.code, "name": leaf.name, "kind": plan.kind_name})
    total = sum((group.weight for group in asked.groups), Fraction(0))
    if asked.groups and total != 1:
        args = {"kind": plan.kind_name, "sum": f"{shown(100 * total, 2)}%"}
        yield Problem("S93", asked.groups[0].where, args)
