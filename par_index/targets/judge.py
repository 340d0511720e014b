"""Answer targets exactly: for each unit, each level, and the province."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from par_index.language.ast import inputs_of
from par_index.language.interval import Interval
from par_index.model.facts import UnitFacts
from par_index.score.measure import value
from par_index.targets.goals import Goal, Question, Shape

ALL = Interval(Fraction(1), True, Fraction(1), True)
ALL_PHRASE = "bằng 100%"
Filed = Mapping[str, Sequence[UnitFacts]]
"""Each kind's units with their figures."""


class Met(StrEnum):
    """What became of a target."""

    MET = "met"
    NOT_MET = "not_met"
    NO_DATA = "no_data"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a target is met, the exact value (none where there is none), and what it is held against."""

    met: Met
    value: Fraction | None
    phrase: str
    shape: Shape = "percent"
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One unit's answer."""

    unit: str
    name: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """All units of one kind together, and how many of them met the target, did not, and so on."""

    kind: str
    name: str
    answer: Answer
    counts: Mapping[Met, int]
    units: tuple[UnitAnswer, ...]


@dataclass(frozen=True, slots=True)
class GoalAnswer:
    """One target: the province, its levels and, where it is asked, the share of units that were inspected."""

    goal: Goal
    province: Answer
    levels: tuple[LevelAnswer, ...]
    inspected: Answer | None = None


def answers(goals: Iterable[Goal], filed: Filed, inspected: frozenset[str] | None) -> tuple[GoalAnswer, ...]:
    """Answer every target; ``inspected`` names the units the province inspected, ``None`` without a list."""
    return tuple(_goal(goal, filed, inspected) for goal in goals)


def _goal(goal: Goal, filed: Filed, inspected: frozenset[str] | None) -> GoalAnswer:
    levels = tuple(_level(goal, asked, filed.get(asked.plan.kind, ())) for asked in goal.questions)
    share = _inspected(goal, filed, inspected)
    return GoalAnswer(goal, _province(goal, levels, filed, share), levels, share)


def _level(goal: Goal, asked: Question, units: Sequence[UnitFacts]) -> LevelAnswer:
    told = tuple(UnitAnswer(one.unit.code, one.unit.name, _unit(asked, one)) for one in units)
    answer = _together(goal, [(asked, one) for one in units], told)
    counts = Counter(one.answer.met for one in told)
    return LevelAnswer(asked.plan.kind, asked.plan.kind_name, answer, counts, told)


def _unit(asked: Question, one: UnitFacts) -> Answer:
    if asked.trait and asked.trait not in one.unit.traits:
        return Answer(Met.NOT_APPLICABLE, None, asked.phrase)
    return _judged(asked, one.case.values)


def _judged(asked: Question, figures: Mapping[str, int]) -> Answer:
    """Tell figures that are missing from a denominator that is 0."""
    if any(code not in figures for code in inputs_of(asked.measure)):
        return Answer(Met.NO_DATA, None, asked.phrase)
    found = value(asked.measure, figures, asked.plan.holidays)
    return _held(found, asked.interval, asked.phrase, asked.shape)


def _held(x: Fraction | None, interval: Interval, phrase: str, shape: Shape = "percent") -> Answer:
    if x is None:
        return Answer(Met.NOT_APPLICABLE, None, phrase)
    return Answer(Met.MET if interval.holds(x) else Met.NOT_MET, x, phrase, shape, interval)


def _together(goal: Goal, units: Sequence[tuple[Question, UnitFacts]], told: Sequence[UnitAnswer]) -> Answer:
    """Make one answer of many units; while some of them lack data, its value is that of the others alone."""
    known = [(pair, one) for pair, one in zip(units, told, strict=True) if one.answer.value is not None]
    answer = _of_known(goal, [pair for pair, _ in known], [one for _, one in known])
    if any(one.answer.met == Met.NO_DATA for one in told):
        return replace(answer, met=Met.NO_DATA, phrase=answer.phrase or _phrase(goal, units))
    return answer


def _phrase(goal: Goal, units: Sequence[tuple[Question, UnitFacts]]) -> str:
    return ALL_PHRASE if goal.together == "share" else units[0][0].phrase if units else ""


def _of_known(goal: Goal, units: Sequence[tuple[Question, UnitFacts]], told: Sequence[UnitAnswer]) -> Answer:
    if not units:
        return Answer(Met.NOT_APPLICABLE, None, _phrase(goal, units))
    if goal.together == "share":
        met = sum(one.answer.met == Met.MET for one in told)
        return _held(Fraction(met, len(told)), ALL, ALL_PHRASE)
    question = units[0][0]
    if goal.together == "mean":
        values = [one.answer.value or Fraction(0) for one in told]
        mean = sum(values, Fraction(0)) / len(values)
        return _held(mean, question.interval, question.phrase, question.shape)
    codes = inputs_of(question.measure)
    total = {code: sum(one.case.values[code] for _, one in units) for code in codes}
    return _judged(question, total)


def _province(goal: Goal, levels: Sequence[LevelAnswer], filed: Filed, share: Answer | None) -> Answer:
    """Take all units as one where all are asked alike, else ask that every level meets its own threshold."""
    alike = len({(asked.measure, asked.interval) for asked in goal.questions}) == 1
    if alike or goal.together == "share":
        units = [(asked, one) for asked in goal.questions for one in filed.get(asked.plan.kind, ())]
        own = _together(goal, units, [one for level in levels for one in level.units])
    else:
        own = Answer(worst([level.answer.met for level in levels]), None, "")
    if share is None:
        return own
    return replace(own, met=worst([own.met, share.met]))


def worst(found: Sequence[Met]) -> Met:
    """Join answers: not met before no data before met; what does not apply says nothing."""
    order = (Met.NOT_MET, Met.NO_DATA, Met.MET)
    return next((met for met in order if met in found), Met.NOT_APPLICABLE)


def _inspected(goal: Goal, filed: Filed, inspected: frozenset[str] | None) -> Answer | None:
    if goal.inspected is None:
        return None
    if inspected is None:
        return Answer(Met.NO_DATA, None, goal.inspected_phrase)
    units = [one.unit.code for members in filed.values() for one in members]
    share = Fraction(sum(code in inspected for code in units), len(units)) if units else None
    return _held(share, goal.inspected, goal.inspected_phrase)
