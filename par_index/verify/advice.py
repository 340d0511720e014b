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


def relations_for(polynomial: Polynomial, node: ast.Expression, forms: Forms) -> str | None:
    """Say ``polynomial >= 0``, wanted of a measure: ``a + b <= c``; ``None`` where no plain relation says it.

    Common factors that cannot be negative are left out: ``a·c - a·b >= 0`` asks for ``b <= c``. Where products
    remain, the measure's own ratios that may pass 1 are named instead.
    """
    wanted = reduced(polynomial, forms.facts)
    if max(map(len, wanted), default=0) == 1 and all(
        _is_sayable(entry, node, forms) for entry in variables(wanted)
    ):
        return _inequality(wanted, forms)
    ratios = dict.fromkeys(filter(None, (_within_one(ratio, forms) for ratio in _ratios(node))))
    return "; ".join(ratios) or None


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
    if max(map(len, wanted), default=0) != 1 or forms.proves(wanted):
        return None
    return relations_for(wanted, ratio.numerator, forms)


def _inequality(wanted: Polynomial, forms: Forms) -> str:
    """Write a linear inequality between figures, each in its own unit and counted from its own 0."""
    for entry in variables(wanted):
        wanted = replaced(wanted, entry, linear(-forms.facts.variables[entry].offset, entry))
    wanted = {
        term: value * prod(forms.facts.variables[n].scale for n in term) for term, value in wanted.items()
    }
    wanted = divided(wanted, content(wanted))
    style = DATE if len(wanted) == 2 and any(map(forms.is_date, variables(wanted))) else PLAIN
    less = [_term(term, -value, forms, style) for term, value in wanted.items() if value < 0]
    more = [_term(term, value, forms, style) for term, value in wanted.items() if value > 0]
    return f"{' + '.join(less) or '0'} <= {' + '.join(more) or '0'}"


def _term(monomial: Monomial, value: int, forms: Forms, style: Style) -> str:
    if not monomial:
        return literal_text(Fraction(value), style)
    name = expression_text(forms.facts.variables[monomial[0]].node)
    return name if value == 1 else f"{value} * {name}"
