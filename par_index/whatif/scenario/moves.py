"""Read what a scenario does to a figure: ``= 60%``, ``+10%``, ``x 1,1``, ``at least 98%``, ``missing``.

An amount ends in ``%`` where it is a part of something: of the input that bounds the figure (``within``) or
of one that is named (``60% ho_so``); behind ``+`` or ``-`` it is a part of the figure itself. Of an input
that is itself a percent ``+10%`` could mean two things and is refused. Results are rounded to the input's
own grid: parts of something to the side that reaches them, all else half away from zero.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from par_index.language import ast
from par_index.model.facts import Written
from par_index.model.plan import Input, Plan
from par_index.model.text import Text
from par_index.points import AmbiguousNumberError, Numbers, parse_number, round_half_away
from par_index.problem import Problem
from par_index.read.figures import typed
from par_index.read.written import filed_text
from par_index.text import folded, nearest

_SIGNS = {
    "at least": ">=", "ít nhất": ">=", ">=": ">=", "≥": ">=",
    "at most": "<=", "nhiều nhất": "<=", "<=": "<=", "≤": "<=",
    "=": "=", "+": "+", "-": "-", "−": "-", "x": "x", "×": "x", "*": "x",
}  # fmt: skip
_FORM = re.compile(rf"({'|'.join(map(re.escape, _SIGNS))})?\s*(\S.*)", re.IGNORECASE)
_PART = re.compile(r"([\d.,]+)\s*%\s*(?:(?:của|of)\s+)?([^\W\d]\w*)?")
_MISSING = ("missing", "bỏ trống")
_NUMBERS = ("count", "amount", "percent", "share", "points")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a move reads: the plan, how numbers are written, and the unit's figures as they then stand."""

    plan: Plan
    numbers: Numbers | None
    values: Mapping[str, int]
    unit: str


def moved(entry: Input, text: Text, ground: Ground) -> Written | Problem:
    """Give the figure that a move makes, as a file would hold it; empty text withdraws the figure."""
    if folded(text) in _MISSING:
        return Written("", "text", text.where)
    if entry.kind not in (*_NUMBERS, "date"):
        return Written(text.strip().removeprefix("=").strip(), "text", text.where)
    form = _FORM.fullmatch(text.strip())
    sign, amount = (_SIGNS[folded(form[1] or "=")], form[2]) if form else ("=", text)
    value = _value(entry, sign, amount, text, ground)
    if isinstance(value, Problem | Written):
        return value
    return Written(filed_text(entry, value), "text", text.where)


def _value(entry: Input, sign: str, amount: str, text: Text, ground: Ground) -> int | Written | Problem:
    if sign in "+-x":
        return _changed(entry, sign, amount, text, ground)
    part = _PART.fullmatch(amount)
    if part and (part[2] or entry.kind not in ("percent", "share")):
        aim = _part_of(entry, part, text, ground)
    elif sign == "=":
        return Written(amount, "text", text.where)
    else:
        aim = typed(entry, Written(amount, "text", text.where), ground.numbers)
    if isinstance(aim, Problem) or sign == "=":
        return aim
    now = ground.values.get(entry.code)
    if now is None:
        return aim
    return max(now, aim) if sign == ">=" else min(now, aim)


def _part_of(entry: Input, part: re.Match[str], text: Text, ground: Ground) -> int | Problem:
    """Take a part of another figure, on the side of the grid where it is reached."""
    whole = part[2] or _bound_of(ground.plan, entry)
    if whole is None:
        return _problem("Q06", entry, text)
    if whole not in ground.plan.input_by_code:
        best = nearest(whole, ground.plan.input_by_code) or ""
        return _problem("Q02", entry, text, input=whole, unit=ground.unit, nearest=best)
    if whole not in ground.values:
        return _problem("Q05", ground.plan.input_by_code[whole], text, unit=ground.unit)
    number = _number(part[1], entry, text, ground)
    if isinstance(number, Problem):
        return number
    exact = number / 100 * ground.values[whole] / ground.plan.input_by_code[whole].scale * entry.scale
    return floor(exact) if entry.better == "less" else ceil(exact)


def _bound_of(plan: Plan, entry: Input) -> str | None:
    """Name the input that bounds a figure (``within``)."""
    for relation in plan.relations:
        match relation.left, relation.right:
            case ast.Input(code, _), ast.Input(bound, _) if code == entry.code:
                return bound
    return None


def _changed(entry: Input, sign: str, amount: str, text: Text, ground: Ground) -> int | Problem:
    """Add to the figure as it stands, or multiply it."""
    now = ground.values.get(entry.code)
    if now is None or now == entry.never:
        return _problem("Q05", entry, text, unit=ground.unit)
    percent, ratio = amount.endswith("%"), entry.kind in ("percent", "share")
    if percent and (ratio or sign == "x"):
        return _problem("Q04", entry, text, amount=amount.removesuffix("%").strip())
    number = _number(amount.removesuffix("%").strip(), entry, text, ground)
    if isinstance(number, Problem):
        return number
    share = number / 100 if percent or entry.kind == "percent" else number
    step = share * (now if percent else entry.scale)
    exact = now * number if sign == "x" else now + step if sign == "+" else now - step
    return round_half_away(exact.numerator, exact.denominator)


def _number(text: str, entry: Input, place: Text, ground: Ground) -> Fraction | Problem:
    try:
        return parse_number(text, ground.numbers)
    except AmbiguousNumberError as error:
        args = {"label": entry.label, "text": text, "first": error.readings[0], "second": error.readings[1]}
        return Problem("C15", place.where, args)
    except ValueError:
        return _problem("Q03", entry, place)


def _problem(code: str, entry: Input, text: Text, **more: str) -> Problem:
    return Problem(code, text.where, {"label": entry.label, "input": entry.code, "text": str(text), **more})
