"""In which direction a measure moves when one input grows and all others stay.

Two states are compared, not a derivative taken: let the input grow from u to u + h (h >= 0) and each atom
that follows it by some k >= 0 in its own direction; then the measure grows where

    N(after) · D(before) - N(before) · D(after) >= 0,

which is one polynomial in u, h, the k and the other inputs. For N and D of degree 1, u cancels by itself.
"""

from __future__ import annotations

from typing import Literal

from par_index.language.ast import (
    Add,
    Compare,
    Expression,
    Greatest,
    Input,
    Least,
    Negate,
    Round,
    WorkingDays,
    inputs_of,
)
from par_index.verify.forms import Forms
from par_index.verify.normal import Form
from par_index.verify.polynomial import NOTHING, Polynomial, plus, replaced, scaled, times, variables, without

Sign = Literal[-1, 0, 1]


def direction(node: Expression, code: str, forms: Forms) -> Sign | None:
    """Give 1 if the value never falls as the input grows, -1 if it never rises, 0 both, else ``None``."""
    growth = growth_of(node, code, forms)
    if growth is None:
        return None
    if not growth:
        return 0
    if forms.proves(growth):
        return 1
    return -1 if forms.proves(scaled(growth, -1)) else None


def growth_of(node: Expression, code: str, forms: Forms) -> Polynomial | None:
    """Give the polynomial whose sign is the direction; ``None`` where an atom's own direction is unknown."""
    form = forms.of(node)
    moving = _moving(form, code, forms)
    if moving is None:
        return None
    top, bottom = _steps(form.top, moving), _steps(form.bottom, moving)
    growth = plus(times(top, form.bottom), times(form.top, bottom), -1)
    return _without_common_step(growth, [step for _, _, step in moving])


def _moving(form: Form, code: str, forms: Forms) -> list[tuple[int, Sign, int]] | None:
    """List the variables that follow the input: number, direction, and the variable of its step."""
    moving: list[tuple[int, Sign, int]] = []
    for number in sorted(variables(form.top) | variables(form.bottom)):
        entry = forms.facts.variables[number]
        if code not in inputs_of(entry.node):
            continue
        sign = 1 if isinstance(entry.node, Input) else _atom_direction(entry.node, code, forms)
        if sign is None:
            return None
        if sign:
            moving.append((number, sign, forms.step_of(number)))
    return moving


def _atom_direction(node: Expression, code: str, forms: Forms) -> Sign | None:
    match node:
        case Least(terms) | Greatest(terms):
            signs = {direction(term, code, forms) for term in terms}
            return _common(signs)
        case Round(term, _) | WorkingDays(term):
            return direction(term, code, forms)
        case Compare(left, sign, right):
            greater, less = (left, right) if sign in (">", ">=") else (right, left)
            return direction(Add((greater, Negate(less))), code, forms)
        case _:
            return None


def _common(signs: set[Sign | None]) -> Sign | None:
    moves = signs - {0}
    if not moves:
        return 0
    return moves.pop() if len(moves) == 1 else None


def _steps(polynomial: Polynomial, moving: list[tuple[int, Sign, int]]) -> Polynomial:
    """Give how much a polynomial grows when each moving variable takes its step."""
    after = polynomial
    for number, sign, step in moving:
        after = replaced(after, number, {(number,): 1, (step,): sign})
    return plus(after, polynomial, -1)


def _without_common_step(growth: Polynomial, steps: list[int]) -> Polynomial:
    """Divide by a step that every term holds: what is left has the same sign."""
    for step in steps:
        if growth and all(step in monomial for monomial in growth):
            return {without(monomial, step): value for monomial, value in growth.items()}
    return growth or NOTHING
