"""Value measures exactly, for results, questions and explanations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from par_index.engine.forward.measure import EmptyMeasureError, measure_of
from par_index.language.ast import Expression, inputs_of


def value(node: Expression, figures: Mapping[str, int], holidays: Sequence[date] = ()) -> Fraction | None:
    """Give a measure's exact value; ``None`` when a figure is absent or a denominator is 0."""
    if any(code not in figures for code in inputs_of(node)):
        return None
    try:
        return Fraction(*measure_of(node, holidays)(figures))
    except EmptyMeasureError:
        return None


def exact_text(number: Fraction) -> str:
    """Write an exact value as ``n/d`` in lowest terms, or as a whole number."""
    return str(number)
