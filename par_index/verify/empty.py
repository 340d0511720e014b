"""Prove that no denominator is negative, and that ``if_empty`` stands exactly where one can be 0.

Each denominator is looked at by itself: nothing is taken for granted there but the denominators inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from par_index.language.ast import Expression
from par_index.model.plan import Leaf, Plan
from par_index.problem import Problem, Where
from par_index.verify.advice import plain_relation
from par_index.verify.forms import Forms, denominators
from par_index.verify.words import expression_text


def negative_denominators(
    measure: Expression, text: str, where: Where, plan: Plan, codes: Iterable[str]
) -> Iterator[Problem]:
    """Find denominators not proven to be 0 or more; ``codes`` are the figures filed with the measure."""
    for below in denominators(measure):
        forms = Forms(plan.input_by_code, plan.related, codes)
        wanted = forms.of(below).top
        if not forms.proves(wanted):
            words = expression_text(below)
            relation = plain_relation(wanted, below, forms) or f"{words} >= 0"
            yield Problem("V10", where, {"denominator": words, "measure": text, "relation": relation})


def emptiness(leaf: Leaf, plan: Plan) -> Iterator[Problem]:
    """Find leaves that need ``if_empty`` and lack it, or have it and can never be empty."""
    below = dict.fromkeys(entry for part in leaf.parts for entry in denominators(part.measure))
    can_be_0 = [entry for entry in below if not always_above_0(entry, plan, leaf.inputs)]
    if can_be_0 and not leaf.if_empty:
        names = ", ".join(map(expression_text, can_be_0))
        yield Problem("V11", leaf.where, {"code": leaf.code, "denominators": names})
    if (leaf.if_empty or leaf.use_previous) and not can_be_0:
        yield Problem("V12", leaf.where, {"code": leaf.code})


def always_above_0(below: Expression, plan: Plan, codes: Iterable[str]) -> bool:
    """Tell whether a denominator is proven never to be 0."""
    forms = Forms(plan.input_by_code, plan.related, codes)
    return forms.proves_positive(forms.of(below).top)
