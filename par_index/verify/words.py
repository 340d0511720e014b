"""Write values, intervals, measures and the relations to add in the words of the decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Input
from par_index.points import MICRO, shown

_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Style:
    """How a measure's values are written: as percents, plain numbers, dates, or the labels of a choice."""

    kind: Literal["percent", "plain", "date", "choice"] = "plain"
    labels: tuple[str, ...] = ()


PLAIN, PERCENT, DATE = Style("plain"), Style("percent"), Style("date")


def style_of(node: ast.Expression, catalogue: Mapping[str, Input]) -> Style:
    """Tell how a measure's values are written: a ratio as a percent, a count plainly, a date as a date."""
    if isinstance(node, ast.Input) and catalogue[node.code].kind == "choice":
        return Style("choice", catalogue[node.code].choice_labels)
    return _style(node, catalogue) or PLAIN


def _style(node: ast.Expression, catalogue: Mapping[str, Input]) -> Style | None:
    """Give ``None`` for a bare number, which takes on the style of what stands beside it."""
    match node:
        case ast.Input(code, _):
            kinds = {"date": DATE, "percent": PERCENT, "share": PERCENT}
            return kinds.get(catalogue[code].kind, PLAIN)
        case ast.Constant(_, percent):
            return PERCENT if percent else None
        case ast.Round():
            return PERCENT
        case ast.Divide(above, below):
            return PERCENT if ast.inputs_of(below) else _style(above, catalogue)
        case ast.Compare() | ast.WorkingDays():
            return PLAIN
        case _:
            styles = {style for term in ast.children(node) if (style := _style(term, catalogue))}
            return _joined(node, styles)


def _joined(node: ast.Expression, styles: set[Style]) -> Style | None:
    if isinstance(node, ast.Multiply):
        return PLAIN if PLAIN in styles else _one(styles)
    if isinstance(node, ast.Add) and DATE in styles:
        return PLAIN  # a difference of two dates is a number of days
    return PERCENT if PERCENT in styles else _one(styles)


def _one(styles: set[Style]) -> Style | None:
    return next(iter(styles)) if len(styles) == 1 else (PLAIN if styles else None)


def value_text(value: Fraction, style: Style = PLAIN) -> str:
    """Write a value: ``93,5%``, ``1.250``, ``31/01/2023``, ``Kịp thời``."""
    if style.kind == "percent":
        return f"{_number(value * 100)}%"
    if style.kind == "date" and value.denominator == 1 and 1 <= value <= date.max.toordinal():
        return date.fromordinal(int(value)).strftime("%d/%m/%Y")
    if style.kind == "choice" and value.denominator == 1 and 0 <= value < len(style.labels):
        return f"“{style.labels[int(value)]}”"
    return _number(value)


def literal_text(value: Fraction, style: Style) -> str:
    """Write a value as the rule language reads it: ``93,5%``, ``1250``, ``31/01/2023``."""
    if style.kind == "percent":
        return f"{number_text(value * 100)}%"
    return value_text(value, style) if style.kind == "date" else number_text(value)


def points_text(micro: Fraction | int) -> str:
    """Write micro-points in points: ``0,5``."""
    return _number(Fraction(micro) / MICRO)


def _number(value: Fraction) -> str:
    places = next((n for n in range(_DECIMALS + 1) if (value * 10**n).denominator == 1), None)
    return f"{value.numerator}/{value.denominator}" if places is None else shown(value, places)


def interval_text(interval: Interval, style: Style = PLAIN) -> str:
    """Write an interval as one of the nine phrases (``mọi giá trị`` when it has no bound at all)."""
    low = None if interval.low is None else value_text(interval.low, style)
    high = None if interval.high is None else value_text(interval.high, style)
    if low is None and high is None:
        return "mọi giá trị"
    if low is None:
        return f"{'đến' if interval.high_closed else 'dưới'} {high}"
    if high is None:
        return f"từ {low} trở lên" if interval.low_closed else f"trên {low}"
    if interval.low == interval.high:
        return f"bằng {low}"
    return (
        f"{'từ' if interval.low_closed else 'trên'} {low} đến {'' if interval.high_closed else 'dưới '}{high}"
    )


def capitalised(text: str) -> str:
    """Begin a sentence with it."""
    return text[:1].upper() + text[1:]


def expression_text(node: ast.Expression) -> str:
    """Write a tree in the rule language, with brackets only where they are needed."""
    match node:
        case ast.Constant(value, percent):
            return f"{number_text(value * 100)}%" if percent else number_text(value)
        case ast.Input(word, _) | ast.Name(word, _):
            return word
        case ast.Add(terms):
            return _placed(terms[0], 2) + "".join(map(_addend, terms[1:]))
        case ast.Negate(term):
            return f"-{_placed(term, 3)}"
        case ast.Multiply(left, right):
            return f"{_placed(left, 2)} * {_placed(right, 3)}"
        case ast.Divide(left, right):
            return f"{_placed(left, 2)} / {_placed(right, 3)}"
        case ast.Compare(left, sign, right):
            return f"{_placed(left, 1)} {sign} {_placed(right, 1)}"
        case _:
            return _call_text(node)


_BINDING: dict[type, int] = {ast.Compare: 0, ast.Add: 1, ast.Multiply: 2, ast.Divide: 2, ast.Negate: 2}


def _placed(node: ast.Expression, least: int) -> str:
    """Write a part of a tree, in brackets where it binds less than its place asks."""
    text = expression_text(node)
    return text if _BINDING.get(type(node), 3) >= least else f"({text})"


def _addend(node: ast.Expression) -> str:
    return f" - {_placed(node.term, 2)}" if isinstance(node, ast.Negate) else f" + {_placed(node, 2)}"


_NAMES: dict[type, str] = {
    ast.Least: "min",
    ast.Greatest: "max",
    ast.Round: "round",
    ast.WorkingDays: "working",
}


def _call_text(node: ast.Expression) -> str:
    terms = [*map(expression_text, ast.children(node))]
    if isinstance(node, ast.Round):
        terms.append(str(node.places))
    return f"{_NAMES[type(node)]}({'; '.join(terms)})"


def number_text(value: Fraction) -> str:
    """Write a number as the rule language reads it, without grouping."""
    places = next((n for n in range(_DECIMALS + 1) if (value * 10**n).denominator == 1), None)
    return (
        f"{value.numerator} / {value.denominator}" if places is None else shown(value, places, grouped=False)
    )
