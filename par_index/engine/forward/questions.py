"""Compile the tests of gates and bars, and the grades, to rules over one fact each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from par_index.engine.forward.measure import Measure, measure_of
from par_index.engine.forward.place import Scale, scale_of
from par_index.engine.forward.ruleset import Rule
from par_index.language.ast import inputs_of
from par_index.model.plan import Plan
from par_index.model.questions import Bar, Gate, Grades, Test
from par_index.model.states import State

NOT_APPLICABLE, UNKNOWN = 1, 2
"""Flags of a test whose leaf is not applicable, and of one whose measure has no value."""
GRADE = "/grade"
"""The code of the fact that holds the index."""


@dataclass(frozen=True, slots=True)
class Question:
    """The test of a gate or a bar: how its subject is valued and placed, and its one rule."""

    id: str
    test: Test
    leaves: tuple[str, ...]
    """The leaves whose points are asked for; none for a measure."""
    measure: Measure | None
    inputs: tuple[str, ...]
    scale: Scale
    rule: Rule


def question_of(asker: Gate | Bar, plan: Plan) -> Question:
    """Compile the test of a gate or a bar to one rule, named by its id."""
    test = asker.when
    scale = scale_of([test.interval])
    also = isinstance(asker, Gate) and State.NOT_APPLICABLE in asker.also
    flags = ("f", 0, NOT_APPLICABLE if also else 0)
    rule = Rule(asker.id, asker.id, (flags, ("v", *scale.span(test.interval))))
    measure = measure_of(test.measure, plan.holidays) if test.measure else None
    inputs = inputs_of(test.measure) if test.measure else ()
    return Question(asker.id, test, _leaves_asked(test, plan), measure, inputs, scale, rule)


def _leaves_asked(test: Test, plan: Plan) -> tuple[str, ...]:
    match test.subject:
        case "leaf":
            return (test.code,)
        case "area":
            inside = [leaf for leaf in plan.leaves if leaf.kind in ("appraised", "survey")]
            return tuple(leaf.code for leaf in inside if leaf.area == test.code)
        case "index":
            return tuple(leaf.code for leaf in plan.leaves)
        case "measure":
            return ()


@dataclass(frozen=True, slots=True)
class GradeRules:
    """The grades, best first: how the index is placed and the rule of each row."""

    grades: Grades
    scale: Scale
    rows: Mapping[str, int]
    """Rule id to row."""
    rules: tuple[Rule, ...]
    bars: tuple[Question, ...]


def grade_rules(grades: Grades, plan: Plan) -> GradeRules:
    """Compile the rows and the bars of the grades; of the rows that hold the index the first one counts."""
    scale = scale_of(row.interval for row in grades.rows)
    rows = [
        Rule(f"{GRADE}/{k}", GRADE, (("f", 0, 0), ("v", *scale.span(row.interval))))
        for k, row in enumerate(grades.rows)
    ]
    bars = tuple(question_of(bar, plan) for bar in grades.bars)
    rules = (*rows, *(bar.rule for bar in bars))
    return GradeRules(grades, scale, {rule.id: k for k, rule in enumerate(rows)}, rules, bars)
