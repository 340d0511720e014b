"""Choose the step of a figure that counts; figures are written as ``read.written`` writes them."""

from __future__ import annotations

from par_index.model.facts import Figure, Step
from par_index.read.written import filed_text, shown_figure, shown_number, shown_ratio

__all__ = ["deciding_step", "filed_text", "shown_figure", "shown_number", "shown_ratio"]


def deciding_step(figure: Figure) -> Step:
    """Give the step whose value counts: a later one may only have found that evidence is missing."""
    return next((step for step in reversed(figure.steps) if step.value is not None), figure.last)
