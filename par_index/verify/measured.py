"""A measure made ready for its proofs, with what is known of its inputs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from par_index.language.ast import Expression
from par_index.verify.forms import Forms
from par_index.verify.normal import Form, at_least, at_most
from par_index.verify.polynomial import ONE, Polynomial
from par_index.verify.spans import Cut

Wanted = tuple[Polynomial, bool]
"""A polynomial to be proven 0 or more or, where the second says so, above 0."""


@dataclass(frozen=True)
class Measured:
    """One measure over a group of inputs."""

    node: Expression
    forms: Forms

    @cached_property
    def form(self) -> Form:
        return self.forms.of(self.node)

    @cached_property
    def grid(self) -> int | None:
        """How many values lie in one unit where the measure takes only whole steps, else ``None``."""
        whole = self.form.bottom == ONE and self.forms.integral(self.form.top)
        return self.form.scale if whole else None

    def above(self, cut: Cut) -> Wanted:
        """Say that the measure stays above a cut."""
        return at_least(self.form, cut[0]), cut[1] == 1

    def below(self, cut: Cut) -> Wanted:
        """Say that the measure stays below a cut."""
        if self.grid:
            return at_most(self.form, cut[0] - Fraction(1, self.grid)), False
        return at_most(self.form, cut[0]), cut[1] == 0

    def proves(self, wanted: Wanted) -> bool:
        """Tell whether what is wanted of the measure is proven."""
        polynomial, strictly = wanted
        return self.forms.proves_positive(polynomial) if strictly else self.forms.proves(polynomial)
