"""Prove that a polynomial is never negative.

Three means, each sound by itself and none complete: the corners of the box; taking away known inequalities
times monomials that cannot be negative; and the cases of ``min`` and ``max``. "Not proven" is never "false".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from par_index.verify.facts import Facts
from par_index.verify.polynomial import (
    Monomial,
    Polynomial,
    content,
    divided,
    plus,
    quotient,
    replaced,
    scaled,
    times,
    variables,
    without,
)

STEPS = 150
"""How many polynomials a search may look at before it gives up."""
CORNERS = 200
"""How many corners of the box may be looked at for one polynomial."""
DEPTH = 6
SPLITS = 2


def nonnegative(polynomial: Polynomial, facts: Facts) -> bool:
    """Tell whether the polynomial is proven to be 0 or more wherever the facts hold."""
    return _nonnegative(polynomial, facts, SPLITS)


def reduced(polynomial: Polynomial, facts: Facts) -> Polynomial:
    """Take out the common number and the common variables that cannot be negative: the sign stays."""
    polynomial = divided(polynomial, content(polynomial))
    if not polynomial or () in polynomial:
        return polynomial
    for variable in min(polynomial, key=len):
        known = facts.variables[variable]
        if not known.signed and known.width != 0 and all(variable in entry for entry in polynomial):
            polynomial = {without(entry, variable): value for entry, value in polynomial.items()}
    return polynomial


def _nonnegative(polynomial: Polynomial, facts: Facts, splits: int) -> bool:
    if _Search(facts).proves(polynomial, DEPTH):
        return True
    for variable in sorted(variables(polynomial)) if splits else ():
        if cases := facts.variables[variable].cases:
            return all(
                _nonnegative(replaced(polynomial, variable, *case), facts.when(variable, *case), splits - 1)
                for case in cases
            )
    return False


@dataclass(slots=True)
class _Search:
    """One bounded search for a certificate."""

    facts: Facts
    steps: int = STEPS
    seen: set[frozenset[tuple[Monomial, int]]] = field(default_factory=set)

    def proves(self, polynomial: Polynomial, depth: int) -> bool:
        """Look for known inequalities whose removal leaves a polynomial the box proves."""
        polynomial = reduced(polynomial, self.facts)
        key = frozenset(polynomial.items())
        if key in self.seen or not self.steps:
            return False
        self.seen.add(key)
        self.steps -= 1
        if _Box(self.facts).proves(polynomial):
            return True
        return depth > 0 and any(self.proves(rest, depth - 1) for rest in self.remainders(polynomial))

    def remainders(self, polynomial: Polynomial) -> Iterator[Polynomial]:
        """Give the polynomial less each known inequality that cancels one of its troublesome monomials."""
        for monomial, value in polynomial.items():
            if not _troublesome(monomial, value, self.facts):
                continue
            for relation in self.facts.relations:
                for divisor, coefficient in relation.items():
                    factor = quotient(monomial, divisor) if coefficient * value > 0 else None
                    if factor is None or any(self.facts.variables[entry].signed for entry in factor):
                        continue
                    yield plus(
                        scaled(polynomial, abs(coefficient)), times(relation, {factor: 1}), -abs(value)
                    )


def _troublesome(monomial: Monomial, value: int, facts: Facts) -> bool:
    """Tell whether a term may be negative."""
    return value < 0 or _odd_sign(monomial, facts)


def _odd_sign(monomial: Monomial, facts: Facts) -> bool:
    return any(facts.variables[entry].signed and monomial.count(entry) % 2 for entry in monomial)


@dataclass(slots=True)
class _Box:
    """The bounds alone: halve the box until each half is plain.

    With P = low + v · slope, P is 0 or more where both low and low + width · slope are; a power of v that is
    left in them is looked at as a variable of its own, over the same width, which can only prove less.
    """

    facts: Facts
    corners: int = CORNERS

    def proves(self, polynomial: Polynomial) -> bool:
        """Tell whether the polynomial is 0 or more at every corner that matters."""
        troubles = [entry for entry, value in polynomial.items() if _troublesome(entry, value, self.facts)]
        if not troubles or self._plain(polynomial, troubles):
            return True
        self.corners -= 1
        if self.corners < 0 or polynomial.get((), 0) < 0:
            return False
        for variable in sorted({entry for monomial in troubles for entry in monomial}):
            if not self.facts.variables[variable].signed:
                return self._halves(polynomial, variable)
        return False

    def _plain(self, polynomial: Polynomial, troubles: list[Monomial]) -> bool:
        """Tell whether the constant outweighs the troublesome terms at their worst."""
        worst = polynomial.get((), 0)
        for monomial in troubles:
            value = polynomial[monomial] if monomial else 0
            for entry in monomial:
                width = self.facts.variables[entry].width
                if width is None:
                    return False
                value *= width
            worst += value
        return worst >= 0

    def _halves(self, polynomial: Polynomial, variable: int) -> bool:
        low = {entry: value for entry, value in polynomial.items() if variable not in entry}
        slope = {without(entry, variable): value for entry, value in polynomial.items() if variable in entry}
        width = self.facts.variables[variable].width
        return self.proves(low) and self.proves(slope if width is None else plus(low, slope, width))
