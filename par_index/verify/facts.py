"""What is known of a measure's variables: bounds, relations, and the ways an atom can turn out."""

from __future__ import annotations

from dataclasses import dataclass, field

from par_index.language.ast import Expression
from par_index.verify.polynomial import Polynomial, linear, plus, replaced


@dataclass(frozen=True, slots=True)
class Variable:
    """One unknown: an input or an atom is worth ``(offset + v) / scale``, where ``0 <= v <= width``.

    ``width`` is ``None`` where no upper bound is known. ``signed`` says that no lower bound is known either:
    v may then be negative, and has no width. ``integral``: v is always whole.
    ``cases``: v always equals one of these fractions (top, bottom), for ``min`` and ``max``.
    """

    node: Expression
    offset: int
    scale: int
    width: int | None
    integral: bool
    signed: bool = False
    cases: tuple[tuple[Polynomial, Polynomial], ...] = ()


@dataclass(slots=True)
class Facts:
    """The variables of one measure and the polynomials known to be 0 or more; it grows as atoms are named."""

    variables: list[Variable] = field(default_factory=list)
    relations: list[Polynomial] = field(default_factory=list)

    def add(self, variable: Variable) -> int:
        """Keep a variable and give its number."""
        self.variables.append(variable)
        return len(self.variables) - 1

    def when(self, variable: int, top: Polynomial, bottom: Polynomial) -> Facts:
        """Give the facts of the case ``variable = top / bottom`` (bottom > 0)."""
        known = self.variables[variable]
        bounds = [] if known.signed else [linear(0, variable)]
        if known.width is not None:
            bounds.append(plus({(): known.width}, linear(0, variable), -1))
        relations = [replaced(entry, variable, top, bottom) for entry in (*self.relations, *bounds)]
        return Facts(self.variables, [entry for entry in relations if entry])
