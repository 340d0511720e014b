"""Compile targets against the figures of each kind of unit in a cycle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from par_index.compile.catalogue import meanings
from par_index.compile.resolve import attempt, interval, measure
from par_index.language.ast import Expression
from par_index.language.interval import Interval
from par_index.model.plan import Plan
from par_index.papers.wording import is_yes_no
from par_index.problem import Problem
from par_index.targets.spec import ItemSpec, TargetsSpec, Together, UnitsSpec
from par_index.verify.words import PERCENT, interval_text, style_of

_YES = "có đủ"

Shape = Literal["percent", "number", "yes_no"]
"""How values of a measure are written."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one kind of unit is asked: its measure, the interval it must lie in, the trait it takes."""

    plan: Plan
    measure: Expression
    interval: Interval
    phrase: str
    trait: str
    shape: Shape
    leaf_asks_more: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """One target with its questions, a kind each, and the share of units the province must inspect."""

    id: str
    name: str
    lead: str
    cites: tuple[str, ...]
    together: Together
    questions: tuple[Question, ...]
    inspected: Interval | None = None
    inspected_phrase: str = ""


def goals(spec: TargetsSpec, plans: Sequence[Plan]) -> tuple[tuple[Goal, ...], tuple[Problem, ...]]:
    """Compile every target for the kinds that the plans hold; kinds that no plan holds are left out."""
    problems: list[Problem] = []
    made = tuple(_goal(item, plans, problems) for item in spec.items)
    first: dict[str, ItemSpec] = {}
    for item in spec.items:
        if first.setdefault(item.id, item) is not item:
            args = {"id": item.id, "first": str(first[item.id].id.where)}
            problems.append(Problem("T02", item.id.where, args))
    return made, tuple(problems)


def _goal(item: ItemSpec, plans: Sequence[Plan], problems: list[Problem]) -> Goal:
    span: Interval | None = None
    if item.inspected is not None:
        span, refused = attempt(item.inspected, lambda words: interval(words, {}, "ratio"))
        problems.extend(refused)
    asked = [question for units in item.units for question in _questions(units, plans, problems)]
    return Goal(
        id=str(item.id),
        name=str(item.name),
        lead=str(item.lead),
        cites=tuple(str(cite.clause) for cite in item.cites),
        together=item.together,
        questions=tuple(asked),
        inspected=span,
        inspected_phrase=interval_text(span, PERCENT) if span else "",
    )


def _questions(units: UnitsSpec, plans: Sequence[Plan], problems: list[Problem]) -> Iterator[Question]:
    span, refused = attempt(units.is_, lambda words: interval(words, {}, "any"))
    problems.extend(refused)
    for plan in plans:
        if plan.kind not in units.kinds:
            continue
        node, unread = measure(units.measure, meanings(plan.inputs))
        problems.extend(unread)
        if node is not None and span is not None:
            trait = str(units.applies) if units.applies in plan.traits else ""
            shape = _shape(node, plan)
            phrase = _YES if shape == "yes_no" else interval_text(span, style_of(node, plan.input_by_code))
            yield Question(plan, node, span, phrase, trait, shape, units.leaf_asks_more == "meant")


def _shape(node: Expression, plan: Plan) -> Shape:
    if is_yes_no(plan, node):
        return "yes_no"
    return "percent" if style_of(node, plan.input_by_code) == PERCENT else "number"
