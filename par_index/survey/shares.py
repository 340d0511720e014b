"""Turn counted answers into one exact share of each leaf for each unit.

A group's share on a question is the mean of its counted answers' shares (``strata: equal``), or the mean of
its strata's means, each weighing its population. Questions of one leaf, then groups, are averaged by their
weights: s_g = Σ w_q·s_qg / Σ w_q, share = Σ w_g·s_g / Σ w_g. A group without one counted answer follows the
instrument's ``no_answers``. Nothing is rounded here: a share is rounded once, to its input's own scale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from par_index.model.instrument import Instrument, Question, Respondents
from par_index.survey.forms import Cell, Forms
from par_index.survey.tally import Counts, tally

Population = Callable[[Cell], int | None]
"""How many people a cell stands for; ``None`` where the frame does not say."""


@dataclass(frozen=True, slots=True)
class GroupShare:
    """What one group said of a leaf: no ``share`` without a counted answer.

    ``answers`` counts those that weigh, at the leaf's question that has most of them; ``forms`` all that came
    back. ``few``: these answers are under the group's own least number.
    """

    group: str
    share: Fraction | None
    answers: int
    forms: int
    few: bool
    weight: Fraction
    """Its weight among the groups that decide the leaf: 0 where the others carry it."""


@dataclass(frozen=True, slots=True)
class LeafShare:
    """What a unit earns of a leaf; no ``share`` while answers are awaited."""

    leaf: str
    share: Fraction | None
    answers: int
    few: bool
    groups: tuple[GroupShare, ...]


@dataclass(frozen=True, slots=True)
class UnitSurvey:
    """Everything the survey says of a unit."""

    unit: str
    forms: int
    few: bool
    leaves: Mapping[str, LeafShare]


@dataclass(frozen=True, slots=True)
class _Counted:
    """The counted answers of one cell to one question: how many, and the sum of their shares."""

    population: int | None
    answers: int
    total: Fraction


def shares(instrument: Instrument, forms: Forms, population: Population) -> Mapping[str, UnitSurvey]:
    """Give each unit that returned a form its exact shares; see the module for the formula."""
    counts = tally(forms, max((len(question.options) for question in instrument.questions), default=0))
    cells: dict[str, dict[str, list[int]]] = {}
    for at, cell in enumerate(forms.cells):
        cells.setdefault(cell.unit, {}).setdefault(cell.group, []).append(at)
    returned = counts[:, 0].sum(axis=1) if forms.questions else counts.sum(axis=(1, 2))
    sheet = _Sheet(instrument, forms, counts, [int(number) for number in returned], population)
    return {unit: _unit(unit, groups, sheet) for unit, groups in cells.items()}


@dataclass(frozen=True, slots=True)
class _Sheet:
    instrument: Instrument
    forms: Forms
    counts: Counts
    returned: Sequence[int]
    population: Population


def _unit(unit: str, groups: Mapping[str, Sequence[int]], sheet: _Sheet) -> UnitSurvey:
    total = sum(sheet.returned[at] for cells in groups.values() for at in cells)
    leaves = {leaf: _leaf(leaf, groups, sheet) for leaf in sheet.instrument.leaves}
    return UnitSurvey(unit, total, total < sheet.instrument.min_answers, leaves)


def _leaf(leaf: str, groups: Mapping[str, Sequence[int]], sheet: _Sheet) -> LeafShare:
    questions = [question for question in sheet.instrument.questions if question.leaf == leaf]
    asked = [one for one in sheet.instrument.groups if any(one.id in item.groups for item in questions)]
    found = [_group(one, questions, groups.get(one.id, ()), sheet) for one in asked]
    stops = sheet.instrument.no_answers == "stop" and any(one.share is None for one in found)
    silent = all(one.share is None for one in found)
    share = None if silent or stops else mean((one.weight, one.share or Fraction(0)) for one in found)
    answers = sum(one.answers for one in found)
    few = answers < sheet.instrument.min_answers or any(one.few for one in found if one.weight)
    return LeafShare(leaf, share, answers, few, tuple(found))


def _group(
    group: Respondents, questions: Sequence[Question], cells: Sequence[int], sheet: _Sheet
) -> GroupShare:
    asked = [question for question in questions if group.id in question.groups]
    said = [(question, [_counted(question, at, sheet) for at in cells]) for question in asked]
    means = [(Fraction(question.weight), _mean(group, counted)) for question, counted in said]
    share = mean((weight, one) for weight, one in means if one is not None)
    answers = max((sum(one.answers for one in counted) for _, counted in said), default=0)
    weight = group.weight if share is not None or sheet.instrument.no_answers == "zero" else Fraction(0)
    returned = sum(sheet.returned[at] for at in cells)
    return GroupShare(group.id, share, answers, returned, answers < group.min_answers, weight)


def _counted(question: Question, at: int, sheet: _Sheet) -> _Counted:
    row = sheet.counts[at, sheet.forms.questions.index(question.id)].tolist()
    worth = [Fraction(0), *(option.share for option in question.options)]
    blank = sheet.instrument.dont_know == "count"
    weighed = [
        (number, share or Fraction(0))
        for slot, (number, share) in enumerate(zip(row, worth, strict=False))
        if blank or (slot and share is not None)
    ]
    population = sheet.population(sheet.forms.cells[at])
    common = lcm(*(share.denominator for _, share in weighed))
    scaled = sum(number * share.numerator * (common // share.denominator) for number, share in weighed)
    total = Fraction(scaled, common)
    return _Counted(population, sum(number for number, _ in weighed), total)


def _mean(group: Respondents, counted: Sequence[_Counted]) -> Fraction | None:
    """Average over the strata that answered."""
    if group.strata == "population":
        answered = [one for one in counted if one.answers]
        return mean((Fraction(one.population or 0), one.total / one.answers) for one in answered)
    answers = sum(one.answers for one in counted)
    return sum((one.total for one in counted), Fraction(0)) / answers if answers else None


def mean(weighed: Iterable[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Give the mean by weight; ``None`` where nothing weighs."""
    pairs = list(weighed)
    weight = sum((one for one, _ in pairs), Fraction(0))
    return sum((one * value for one, value in pairs), Fraction(0)) / weight if weight else None
