"""Lay polynomials out as short programs over registers, each a row of float64: for the loop of ``sweep``.

A polynomial is fit where no number formed on the way passes 2^52, so that float64 holds them all; one that
counts working days, or may pass that, is worked out beforehand and read like an input.
"""

from __future__ import annotations

from par_index.engine.array.bounds import Box, reach_of
from par_index.engine.array.bulk.codes import (
    ABOVE,
    GREATEST,
    LEAST,
    PLUS,
    PUT,
    ROUNDED,
    SCALE,
    SHIFT,
    TIMES,
)
from par_index.engine.array.measure import (
    Atom,
    Extreme,
    Figure,
    Polynomial,
    Positive,
    Rounded,
    Worked,
    inside,
)

LOAD = -1
REACH = 2**52
Step = tuple[int, int, int, float]
"""What is done (a stroke, or LOAD), the register it is done to, the input or register it is done with, the
number."""


class Programs:
    """Number inputs 0 and on, then what is worked out beforehand, as it is met."""

    def __init__(self, inputs: dict[str, int], box: Box) -> None:
        self._inputs, self._box = inputs, box
        self.worked: list[Polynomial] = []

    def steps(self, polynomial: Polynomial) -> list[Step]:
        """Give the steps whose last register 0 holds the polynomial's value."""
        return self._polynomial(polynomial, 0)

    def _polynomial(self, polynomial: Polynomial, to: int) -> list[Step]:
        if _counts_days(polynomial) or reach_of(polynomial, self._box) >= REACH:
            if polynomial not in self.worked:
                self.worked.append(polynomial)
            return [(LOAD, to, len(self._inputs) + self.worked.index(polynomial), 0.0)]
        steps: list[Step] = [(PUT, to, 0, 0.0)] if not polynomial.terms else []
        for k, (monomial, coefficient) in enumerate(polynomial.terms):
            at = to + 1 if k else to
            if not monomial:
                steps.append((SHIFT if k else PUT, to, 0, float(coefficient)))
                continue
            for j, atom in enumerate(monomial):
                steps += self._atom(atom, at + 1 if j else at)
                steps += [(TIMES, at, at + 1, 0.0)] if j else []
            if k:
                steps.append((PLUS, to, at, float(coefficient)))
            elif coefficient != 1:
                steps.append((SCALE, to, 0, float(coefficient)))
        return steps

    def _atom(self, atom: Atom, to: int) -> list[Step]:
        match atom:
            case Figure(code):
                return [(LOAD, to, self._inputs[code], 0.0)]
            case Extreme(greatest, (first, *others)):
                steps = self._polynomial(first, to)
                for other in others:
                    steps += self._polynomial(other, to + 1)
                    steps.append((GREATEST if greatest else LEAST, to, to + 1, 0.0))
                return steps
            case Positive(term, strict):
                # Of whole numbers: those above 0 are at least 1.
                return [*self._polynomial(term, to), (ABOVE, to, 0, 0.5 if strict else -0.5)]
            case Rounded(numerator, denominator):
                steps = [*self._polynomial(numerator, to), *self._polynomial(denominator, to + 1)]
                return [*steps, (ROUNDED, to, to + 1, 0.0)]
        raise TypeError(f"{type(atom).__name__} is worked out beforehand")


def _counts_days(polynomial: Polynomial) -> bool:
    atoms = [atom for monomial, _ in polynomial.terms for atom in monomial]
    return any(isinstance(atom, Worked) or any(map(_counts_days, inside(atom))) for atom in atoms)
