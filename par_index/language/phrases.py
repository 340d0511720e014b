"""Read the phrases of decisions: ``từ 70% đến dưới 90%``, ``trên 5``, ``bằng 0``, ``>= 98%`` …"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from par_index.language.ast import Expression
from par_index.language.interval import Interval
from par_index.language.lexer import LanguageError, tokens
from par_index.language.parser import Reader

Bound = Callable[[Expression], Fraction]
"""How a bound's expression becomes a number (parameters and ``max`` filled in)."""

_SIGNS = {">=": "from", ">": "above", "<": "below", "<=": "to"}


def parse_interval(text: str, bound: Bound) -> Interval:
    """Read one of the nine phrases, or a sign and a bound.

    Raises:
        LanguageError: not a phrase of the language, or its ends are crossed.
    """
    reader = Reader(tokens(text))
    interval = _interval(reader, bound)
    reader.expect_end()
    if interval.low is not None and interval.high is not None and _is_void(interval):
        raise LanguageError("L13", 0, text=text)
    return interval


def _is_void(interval: Interval) -> bool:
    assert interval.low is not None and interval.high is not None
    both = interval.low_closed and interval.high_closed
    return interval.low > interval.high or (interval.low == interval.high and not both)


def _interval(reader: Reader, bound: Bound) -> Interval:
    token = reader.take()
    word = token.text.lower()
    if word in _SIGNS:
        value = bound(reader.sum())
        return Interval(
            value if word[0] == ">" else None, word == ">=", value if word[0] == "<" else None, word == "<="
        )
    if word in ("từ", "trên"):
        return _rising(reader, bound, closed=word == "từ")
    if word in ("dưới", "đến"):
        return Interval(None, False, bound(reader.sum()), word == "đến")
    if word == "bằng":
        value = bound(reader.sum())
        return Interval(value, True, value, True)
    raise (
        LanguageError("L14", token.at, text=token.text)
        if word == "còn"
        else LanguageError("L12", token.at, text=token.text)
    )


def _rising(reader: Reader, bound: Bound, *, closed: bool) -> Interval:
    low = bound(reader.sum())
    if reader.sees("trở"):
        reader.take()
        reader.expect("lên")
        if not closed:
            raise LanguageError("L12", 0, text="trên … trở lên")
        return Interval(low, True, None, False)
    if reader.sees("đến"):
        reader.take()
        high_closed = not reader.sees("dưới")
        if not high_closed:
            reader.take()
        return Interval(low, closed, bound(reader.sum()), high_closed)
    if closed:
        raise reader.unexpected("“đến” hoặc “trở lên”")
    return Interval(low, False, None, False)
