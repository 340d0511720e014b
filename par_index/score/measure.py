"""Value measures exactly, for results, questions and explanations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from par_index.engine.forward.measure import EmptyMeasureError, measure_of
from par_index.language.ast import Expression, inputs_of

Valuer = Callable[[Mapping[str, int]], Fraction | None]


def value(node: Expression, figures: Mapping[str, int], holidays: Sequence[date] = ()) -> Fraction | None:
    """Give a measure's exact value; ``None`` when a figure is absent or a denominator is 0."""
    return valuer(node, holidays)(figures)


def valuer(node: Expression, holidays: Sequence[date] = ()) -> Valuer:
    """Make the function that gives a measure's exact value for many sets of figures."""
    codes, measure = inputs_of(node), measure_of(node, holidays)

    def valued(figures: Mapping[str, int]) -> Fraction | None:
        if any(code not in figures for code in codes):
            return None
        try:
            return Fraction(*measure(figures))
        except EmptyMeasureError:
            return None

    return valued


def exact_text(number: Fraction) -> str:
    """Write an exact value as ``n/d`` in lowest terms, or as a whole number."""
    return str(number)
