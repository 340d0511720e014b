"""Exact numbers: millionths of a point, rounding, and their written forms.

A point is kept as an integer number of millionths (micro-points); everything else that is
not whole is a ``Fraction``. No function here takes or returns a float.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Literal

MICRO = 1_000_000
Numbers = Literal["vi", "en"]

_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_GROUPED = {
    "vi": re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"),
    "en": re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"),
}
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")


class AmbiguousNumberError(ValueError):
    """Say that a text such as ``1.234`` has two readings; ``readings`` holds both."""

    def __init__(self, text: str) -> None:
        self.readings = (re.sub(r"[.,]", "", text), re.sub(r"[.]", ",", text))
        super().__init__(text)


def parse_number(text: str, numbers: Numbers | None = None) -> Fraction:
    """Read ``93,5``, ``93.5``, ``-2`` or, when ``numbers`` says how, ``1.234,50``.

    Raises:
        AmbiguousNumberError: ``1.234`` without a declared style.
        ValueError: anything else that is not a finite decimal number (exponents, units, stray signs).
    """
    sign, body = (-1, text[1:]) if text[:1] in ("-", "−") else (1, text)
    if not body.isascii():
        raise ValueError(text)
    if numbers and _GROUPED[numbers].fullmatch(body):
        return sign * _decimal(_ungrouped(body, numbers))
    if not _PLAIN.fullmatch(body):
        raise ValueError(text)
    if numbers is None and _AMBIGUOUS.fullmatch(body):
        raise AmbiguousNumberError(text)
    return sign * _decimal(body.replace(",", "."))


def _ungrouped(body: str, numbers: Numbers) -> str:
    return body.replace(".", "").replace(",", ".") if numbers == "vi" else body.replace(",", "")


def _decimal(text: str) -> Fraction:
    whole, _, rest = text.partition(".")
    return Fraction(int(whole + rest), 10 ** len(rest))


def round_half_away(numerator: int, denominator: int) -> int:
    """Round ``numerator / denominator`` to a whole number, halves away from zero (denominator > 0)."""
    quotient, rest = divmod(abs(numerator), denominator)
    rounded = quotient + (2 * rest >= denominator)
    return rounded if numerator >= 0 else -rounded


def to_micro(points: Fraction) -> int:
    """Give points as whole millionths.

    Raises:
        ValueError: the value is finer than one millionth.
    """
    scaled = points * MICRO
    if scaled.denominator != 1:
        raise ValueError(str(points))
    return int(scaled)


def published(value: Fraction, places: int = 2) -> Fraction:
    """Round a figure once, half away from zero, to its published places."""
    return Fraction(round_half_away(value.numerator * 10**places, value.denominator), 10**places)


def decimal_text(value: Fraction, places: int | None = None) -> str:
    """Write a terminating decimal with a point: all its digits, or rounded to ``places``.

    Raises:
        ValueError: without ``places``, when the value has no finite decimal form.
    """
    digits = places if places is not None else _finite_places(value)
    scaled = round_half_away(value.numerator * 10**digits, value.denominator)
    sign, body = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(digits + 1, "0")
    return f"{sign}{body[:-digits]}.{body[-digits:]}" if digits else f"{sign}{body}"


def _finite_places(value: Fraction) -> int:
    for places in range(40):
        if (10**places) % value.denominator == 0:
            return places
    raise ValueError(f"{value} has no finite decimal form")


def points_text(micro: int) -> str:
    """Write micro-points as a decimal string without trailing zeros, as results.json holds them."""
    return decimal_text(Fraction(micro, MICRO))


def shown(
    value: Fraction, places: int = 2, language: Literal["vi", "en"] = "vi", grouped: bool = True
) -> str:
    """Write a figure for people: ``1.234,50`` in Vietnamese, ``1,234.50`` in English."""
    sign, body = _sign_and_body(decimal_text(value, places))
    whole, _, rest = body.partition(".")
    group, mark = (".", ",") if language == "vi" else (",", ".")
    whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", group, whole) if grouped else whole
    return f"{sign}{whole}{mark}{rest}" if rest else f"{sign}{whole}"


def shown_points(micro: int, places: int = 2, language: Literal["vi", "en"] = "vi") -> str:
    """Write micro-points for people, rounded once to ``places``."""
    return shown(Fraction(micro, MICRO), places, language)


def _sign_and_body(text: str) -> tuple[str, str]:
    return ("-", text[1:]) if text.startswith("-") else ("", text)
