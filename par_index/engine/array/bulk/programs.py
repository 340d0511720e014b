"""Write polynomials to a tape, as short programs over rows of float64.

A polynomial is fit where no number formed on the way passes 2^52, so that float64 holds them all; one that
counts working days, or may pass that, is worked out beforehand and read like an input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from par_index.engine.array.bounds import box_of, reach_of
from par_index.engine.array.bulk.codes import (
    ABOVE,
    FIXED,
    GREATEST,
    LEAST,
    NARROW,
    PLUS,
    PUT,
    ROUNDED,
    SCALE,
    SHIFT,
    TIMES,
    WIDE,
    WORKED,
)
from par_index.engine.array.bulk.tape import SPARE, Strokes
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
from par_index.model.plan import Plan

LOAD = -1
REACH = 2**52
Step = tuple[int, int, int, float]
"""What is done (a stroke, or LOAD), the register it is done to, the input or register it is done with, the
number."""


class Programs:
    """Write values of polynomials; inputs are numbered first, then what is worked out beforehand."""

    def __init__(
        self,
        strokes: Strokes,
        plan: Plan,
        index: Mapping[str, int],
        narrow: Sequence[str],
        wide: Sequence[str],
    ) -> None:
        self.box = box_of(plan)
        self.places = [_place(entry.code, row, narrow, wide) for row, entry in enumerate(plan.inputs)]
        self.worked: list[Polynomial] = []
        self.registers = 0
        self._strokes, self._inputs = strokes, index

    def fill(self, polynomial: Polynomial, to: int) -> None:
        """Write a polynomial's value into a row."""
        for what, register, other, number in self._polynomial(polynomial, 0):
            own, second = (to if each == 0 else SPARE + each - 1 for each in (register, other))
            self.registers = max(self.registers, register)
            if what == LOAD:
                inputs = len(self.places)
                what, second = self.places[other] if other < inputs else (WORKED, other - inputs)
            self._strokes.add(what, own, second, numbers=(number,))

    def row_of_int32(self, polynomial: Polynomial) -> int | None:
        """Give the row of an input whose figures change and stand in int32."""
        match polynomial.terms:
            case (((Figure(code),), 1),):
                kind, row = self.places[self._inputs[code]]
                return row if kind == NARROW else None
        return None

    def _polynomial(self, polynomial: Polynomial, to: int) -> list[Step]:
        if _counts_days(polynomial) or reach_of(polynomial, self.box) >= REACH:
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


def _place(code: str, row: int, narrow: Sequence[str], wide: Sequence[str]) -> tuple[int, int]:
    """Tell where an input's figures stand, and in which row."""
    if code in narrow:
        return NARROW, narrow.index(code)
    return (WIDE, wide.index(code)) if code in wide else (FIXED, row)


def _counts_days(polynomial: Polynomial) -> bool:
    atoms = [atom for monomial, _ in polynomial.terms for atom in monomial]
    return any(isinstance(atom, Worked) or any(map(_counts_days, inside(atom))) for atom in atoms)
