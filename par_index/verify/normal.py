"""The normal form of a measure: one polynomial over another, and how forms are added, multiplied and divided.

Every claim about a form holds where no denominator of the measure is 0, each being proven not negative.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from par_index.verify.polynomial import NOTHING, ONE, Polynomial, content, divided, plus, scaled, times


@dataclass(frozen=True, slots=True)
class Form:
    """The value ``top / (scale · bottom)``: scale a whole number above 0, bottom without a common factor."""

    top: Polynomial
    scale: int = 1
    bottom: Polynomial = field(default_factory=lambda: ONE)

    @property
    def denominator(self) -> Polynomial:
        return scaled(self.bottom, self.scale)


def at_least(form: Form, value: Fraction) -> Polynomial:
    """Give the polynomial that is 0 or more exactly where ``form >= value``."""
    return plus(scaled(form.top, value.denominator), form.denominator, -value.numerator)


def at_most(form: Form, value: Fraction) -> Polynomial:
    """Give the polynomial that is 0 or more exactly where ``form <= value``."""
    return scaled(at_least(form, value), -1)


def total(forms: list[Form]) -> Form:
    """Add forms; equal denominators are kept, not multiplied."""
    groups: dict[frozenset[tuple[tuple[int, ...], int]], Form] = {}
    for form in forms:
        key = frozenset(form.bottom.items())
        groups[key] = _same_bottom(groups[key], form) if key in groups else form
    result, *others = groups.values()
    for form in others:
        bottom = times(result.bottom, form.bottom)
        left = Form(times(result.top, form.bottom), result.scale, bottom)
        result = _same_bottom(left, Form(times(form.top, result.bottom), form.scale, bottom))
    return result


def _same_bottom(left: Form, right: Form) -> Form:
    scale = lcm(left.scale, right.scale)
    top = plus(scaled(left.top, scale // left.scale), right.top, scale // right.scale)
    return Form(top, scale, left.bottom)


def product(left: Form, right: Form) -> Form:
    """Multiply two forms."""
    return _lowest(times(left.top, right.top), left.scale * right.scale, times(left.bottom, right.bottom))


def ratio(above: Form, below: Form) -> Form:
    """Divide two forms, whose denominators are not 0; an equal one falls out."""
    if above.bottom == below.bottom:
        return _lowest(scaled(above.top, below.scale), above.scale, below.top)
    top = times(scaled(above.top, below.scale), below.bottom)
    return _lowest(top, above.scale, times(above.bottom, below.top))


def _lowest(top: Polynomial, scale: int, bottom: Polynomial) -> Form:
    """Move the bottom's common number to the scale; a bottom that is always 0 makes no claim."""
    if not bottom:
        return Form(NOTHING)
    shared = content(bottom)
    scale, bottom = scale * shared, divided(bottom, shared)
    return Form(divided(top, common := shared_number(top, scale)), scale // common, bottom)


def shared_number(top: Polynomial, scale: int) -> int:
    """Give the greatest number that divides a top and its scale."""
    return content({**top, (-1,): scale})


def negative(form: Form) -> Form:
    """Give the opposite of a form."""
    return Form(scaled(form.top, -1), form.scale, form.bottom)
