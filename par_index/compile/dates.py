"""Keep days and plain numbers apart: ``31-01-2023`` or ``31/1/23`` in a measure is not a day."""

from __future__ import annotations

from collections.abc import Set

from par_index.language.ast import (
    Add,
    Compare,
    Constant,
    Divide,
    Expression,
    Greatest,
    Least,
    Multiply,
    Name,
    Negate,
    Round,
    WorkingDays,
    children,
)
from par_index.language.lexer import LanguageError


def days_in(node: Expression, dates: Set[str]) -> int:
    """Count how many days a value is made of: 1 for a day, 0 for a number (or a span of days).

    Raises:
        LanguageError: days and numbers are compared, multiplied or added in a way that has no meaning.
    """
    parts = [days_in(part, dates) for part in children(node)]
    match node:
        case Constant():
            return int(node.date)
        case Name(word):
            return int(word in dates)
        case Add():
            return _one_of((0, 1, -1), sum(parts), node)
        case Negate():
            return -parts[0]
        case Least() | Greatest() | Compare():
            _one_of((parts[0],), min(parts), node)
            _one_of((parts[0],), max(parts), node)
            return 0 if isinstance(node, Compare) else parts[0]
        case WorkingDays():
            return _one_of((1,), parts[0], node) - 1
        case Multiply() | Divide() | Round():
            return _one_of((0,), max(parts, key=abs), node)
        case _:
            return 0


def _one_of(allowed: tuple[int, ...], days: int, node: Expression) -> int:
    if days not in allowed:
        raise LanguageError("L98", _place(node))
    return days


def _place(node: Expression) -> int:
    """Find the first named word below a node."""
    if isinstance(node, Name):
        return node.at
    return next((at for part in children(node) if (at := _place(part))), 0)
