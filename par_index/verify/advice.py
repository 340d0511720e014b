"""Name the relation that would make a failed proof succeed, as an author writes it under ``relations:``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from par_index.language import ast
from par_index.verify.forms import Forms
from par_index.verify.normal import at_most
from par_index.verify.polynomial import Monomial, Polynomial, content, divided, linear, replaced, variables
from par_index.verify.sign import reduced
from par_index.verify.words import DATE, PLAIN, Style, expression_text, literal_text

_SAYABLE = (ast.Least, ast.Greatest, ast.WorkingDays)


def bounding_relations(polynomial: Polynomial, node: ast.Expression, forms: Forms) -> str | None:
    """Say what bounds a measure: one plain relation or, among products, its ratios that may pass 1."""
    if plain := plain_relation(polynomial, node, forms):
        return plain
    return (
        ", ".join(dict.fromkeys(filter(None, (_within_one(ratio, forms) for ratio in _ratios(node))))) or None
    )


def plain_relation(polynomial: Polynomial, node: ast.Expression, forms: Forms) -> str | None:
    """Say ``polynomial >= 0``, wanted of a measure, as ``a + b <= c``; ``None`` if no plain relation does.

    Common factors that cannot be negative are left out: ``a·c - a·b >= 0`` asks for ``b <= c``.
    """
    wanted = reduced(polynomial, forms.facts)
    if not _is_linear(wanted) or not all(_is_sayable(entry, node, forms) for entry in variables(wanted)):
        return None
    return _inequality(wanted, forms)


def _is_linear(polynomial: Polynomial) -> bool:
    return max(map(len, polynomial), default=0) == 1


def _is_sayable(number: int, node: ast.Expression, forms: Forms) -> bool:
    entry = forms.facts.variables[number]
    known = isinstance(entry.node, ast.Input) or (isinstance(entry.node, _SAYABLE) and entry.node != node)
    return known and not entry.signed and not forms.is_step(number)


def _ratios(node: ast.Expression) -> Iterator[ast.Divide]:
    if isinstance(node, ast.Divide):
        yield node
    for term in ast.children(node):
        yield from _ratios(term)


def _within_one(ratio: ast.Divide, forms: Forms) -> str | None:
    wanted = at_most(forms.of(ratio), Fraction(1))
    return None if forms.proves(wanted) else plain_relation(wanted, ratio, forms)


def _inequality(wanted: Polynomial, forms: Forms) -> str:
    """Write a linear inequality between figures, each in its own unit and counted from its own 0."""
    for entry in variables(wanted):
        wanted = replaced(wanted, entry, linear(-forms.facts.variables[entry].offset, entry))
    wanted = {
        term: value * prod(forms.facts.variables[n].scale for n in term) for term, value in wanted.items()
    }
    wanted = divided(wanted, content(wanted))
    style = DATE if len(wanted) == 2 and any(map(forms.is_date, variables(wanted))) else PLAIN
    terms = sorted(wanted.items(), key=lambda item: not item[0])
    less = [_term(term, -value, forms, style) for term, value in terms if value < 0]
    more = [_term(term, value, forms, style) for term, value in terms if value > 0]
    return f"{' + '.join(less) or '0'} <= {' + '.join(more) or '0'}"


def _term(monomial: Monomial, value: int, forms: Forms, style: Style) -> str:
    if not monomial:
        return literal_text(Fraction(value), style)
    name = expression_text(forms.facts.variables[monomial[0]].node)
    return name if value == 1 else f"{value} * {name}"
