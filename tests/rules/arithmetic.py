"""Work ladders out with ``Fraction`` alone: shares nothing with par_index, so agreement means something."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import yaml

RULES = Path(__file__).parents[2] / "rules"
Span = tuple[Fraction | None, bool, Fraction | None, bool]

_TOKEN = re.compile(r"\d+(?:[.,]\d+)?%?|[^\W\d]\w*|[-+*/()]")
_PHRASES = {  # phrase -> is the low end closed, is the high end closed
    r"từ (?P<low>.+) đến dưới (?P<high>.+)": (True, False),
    r"trên (?P<low>.+) đến dưới (?P<high>.+)": (False, False),
    r"từ (?P<low>.+) đến (?P<high>.+)": (True, True),
    r"trên (?P<low>.+) đến (?P<high>.+)": (False, True),
    r"từ (?P<low>.+) trở lên": (True, False),
    r"trên (?P<low>.+)": (False, False),
    r"dưới (?P<high>.+)": (False, False),
    r"đến (?P<high>.+)": (False, True),
    r"bằng (?P<low>(?P<high>.+))": (True, True),
}


def read(path: Path) -> dict:
    """Read a YAML file with every scalar as text."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CBaseLoader)


def value(text: str, names: Mapping[str, Fraction] | None = None) -> Fraction:
    """Work out ``max * (x - 95%) / 3%``, ``50% max``, ``-1/10`` …"""
    tokens = iter([*_TOKEN.findall(text), ""])
    total, last = _sum(next(tokens), tokens, names or {})
    assert last == "", f"cannot read {last!r} in {text!r}"
    return total


def _sum(token: str, rest: Iterator[str], names: Mapping[str, Fraction]) -> tuple[Fraction, str]:
    total, token = _product(token, rest, names)
    while token in ("+", "-"):
        sign = 1 if token == "+" else -1
        term, token = _product(next(rest), rest, names)
        total += sign * term
    return total, token


def _product(token: str, rest: Iterator[str], names: Mapping[str, Fraction]) -> tuple[Fraction, str]:
    total, token = _unary(token, rest, names)
    while token in ("*", "/", "max"):
        factor, after = _unary(token if token == "max" else next(rest), rest, names)
        total, token = (total / factor if token == "/" else total * factor), after
    return total, token


def _unary(token: str, rest: Iterator[str], names: Mapping[str, Fraction]) -> tuple[Fraction, str]:
    if token == "-":
        term, token = _unary(next(rest), rest, names)
        return -term, token
    if token == "(":
        inner, token = _sum(next(rest), rest, names)
        assert token == ")"
        return inner, next(rest)
    if token[:1].isdigit():
        number = Fraction(token.rstrip("%").replace(",", "."))
        return (number / 100 if token.endswith("%") else number), next(rest)
    return names[token], next(rest)


def span(phrase: str, names: Mapping[str, Fraction] | None = None) -> Span:
    """Read an interval phrase as (low, closed, high, closed)."""
    for pattern, (low_closed, high_closed) in _PHRASES.items():
        found = re.fullmatch(pattern, phrase)
        if found:
            ends = found.groupdict()
            low, high = (value(ends[end], names) if ends.get(end) else None for end in ("low", "high"))
            return low, low_closed, high, high_closed
    raise AssertionError(f"not a phrase: {phrase!r}")


def holds(interval: Span, x: Fraction) -> bool:
    """Tell whether a value lies in a span."""
    low, low_closed, high, high_closed = interval
    above = low is None or x > low or (low_closed and x == low)
    below = high is None or x < high or (high_closed and x == high)
    return above and below


def given(ladder: Mapping[str, str], x: Fraction, names: Mapping[str, Fraction] | None = None) -> str:
    """Give what the one band that holds ``x`` says; no band, or two, is an AssertionError."""
    found = [give for phrase, give in ladder.items() if holds(span(phrase, names), x)]
    assert len(found) == 1, f"{len(found)} bands hold {x}"
    return found[0]
