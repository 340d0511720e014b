"""Value measures exactly, for results, questions and explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from par_index.engine.forward.measure import EmptyMeasureError, Measure, measure_of
from par_index.language.ast import Expression, inputs_of
from par_index.model.plan import Plan


def value(node: Expression, figures: Mapping[str, int], holidays: Sequence[date] = ()) -> Fraction | None:
    """Give a measure's exact value; ``None`` when a figure is absent or a denominator is 0."""
    if any(code not in figures for code in inputs_of(node)):
        return None
    try:
        return Fraction(*measure_of(node, holidays)(figures))
    except EmptyMeasureError:
        return None


def measures_of(plan: Plan) -> Mapping[str, Measure]:
    """Prepare the measures of all parts, by the part's code, to be valued for many units."""
    return {part.code: measure_of(part.measure, plan.holidays) for leaf in plan.leaves for part in leaf.parts}


def exact_text(number: Fraction) -> str:
    """Write an exact value as ``n/d`` in lowest terms, or as a whole number."""
    return str(number)
