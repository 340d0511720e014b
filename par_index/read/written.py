"""Write a kept integer back as its figure: as a facts file holds it, and as people read it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from par_index.model.plan import Input
from par_index.points import decimal_text, shown
from par_index.problem import Language

_MEASURED = ("count", "amount", "points")
_YES_NO = {"vi": ("Không", "Có"), "en": ("No", "Yes")}


def filed_text(entry: Input, value: int) -> str:
    """Write a figure with a point and all its digits, as ``facts.csv`` takes it back in every style.

    Where three decimals could be read as thousands, a fourth is written: ``1.234`` may be 1234.

    >>> filed_text(Input("r", "percent", "", 10_000, 0, 10_000, "more"), 9350)
    '93.5%'
    >>> filed_text(Input("v", "amount", "", 1000, 0, 10**9, "more"), 1234)
    '1.2340'
    """
    match entry.kind:
        case "yes_no":
            return _YES_NO["vi"][value]
        case "choice":
            return entry.choices[value]
        case "date":
            return "never" if value == entry.never else _day(value)
        case "percent":
            return f"{_unambiguous(Fraction(100 * value, entry.scale))}%"
        case _:
            return _unambiguous(Fraction(value, entry.scale))


def _unambiguous(value: Fraction) -> str:
    text = decimal_text(value)
    three = len(text.partition(".")[2]) == 3
    return f"{text}0" if three and 1 <= abs(value) < 1000 else text


def shown_figure(entry: Input, value: int, language: Language = "vi") -> str:
    """Write a figure for people: labels of choices, decimal commas, the unit of measure.

    >>> shown_figure(Input("v", "amount", "", 1000, 0, 10**9, "more", unit="triệu đồng"), 1234500)
    '1.234,5 triệu đồng'
    """
    number = bare_figure(entry, value, language)
    return f"{number} {entry.unit}" if entry.unit and entry.kind in _MEASURED else number


def bare_figure(entry: Input, value: int, language: Language = "vi") -> str:
    """Write a figure for people without its unit of measure, as a formula or a bound reads it."""
    match entry.kind:
        case "yes_no":
            return _YES_NO[language][value]
        case "choice":
            return entry.choice_labels[value] if entry.choice_labels else entry.choices[value]
        case "date":
            return entry.never_label if value == entry.never else _day(value)
        case "percent" | "share":
            return shown_ratio(Fraction(value, entry.scale), language)
        case _:
            return shown_number(Fraction(value, entry.scale), language)


def shown_number(value: Fraction, language: Language = "vi") -> str:
    """Write an exact number: all its digits, or six decimals and ``≈`` when it has no end."""
    exact = _terminating(value)
    return shown(value, exact, language) if exact is not None else f"≈ {shown(value, 6, language)}"


def shown_ratio(value: Fraction, language: Language = "vi") -> str:
    """Write a ratio as a percent, exactly or with ``≈``."""
    return f"{shown_number(100 * value, language)}%"


def _terminating(value: Fraction) -> int | None:
    """Count the decimals a value needs, when it ends within eight."""
    return next((places for places in range(9) if 10**places % value.denominator == 0), None)


def _day(value: int) -> str:
    return date.fromordinal(value).strftime("%d/%m/%Y")
