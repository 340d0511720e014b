"""Cut the text of an expression or an interval into tokens that know their column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from par_index.points import AmbiguousNumberError, parse_number

TokenKind = Literal["number", "date", "word", "sign", "end"]

_TOKEN = re.compile(
    r"(?P<date>\d{1,2}/\d{1,2}/\d{4})"
    r"|(?P<number>\d+(?:[.,]\d+)*\s*%?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"|(?P<sign><=|>=|≤|≥|[-−+*×/:÷()<>;,])"
)
_SAME_SIGN = {"≤": "<=", "≥": ">=", "−": "-", "×": "*", "÷": "/"}


class LanguageError(ValueError):
    """A refusal: a problem code, the offset in the text (from 0) and the wording's particulars."""

    def __init__(self, code: str, at: int, **args: str) -> None:
        self.code, self.at, self.args_ = code, at, args
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text; a number or date also has its ``value``."""

    kind: TokenKind
    text: str
    at: int
    value: Fraction = Fraction(0)
    percent: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text; the last token is ``end``.

    Raises:
        LanguageError: a character or a number that the language does not have.
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            raise LanguageError("L01", at, char=text[at])
        found.append(_token(match))
        at = match.end()
    return (*found, Token("end", "", len(text)))


def _token(match: re.Match[str]) -> Token:
    text, at = match.group(), match.start()
    match match.lastgroup:
        case "date":
            return Token("date", text, at, Fraction(_day(text, at).toordinal()))
        case "number":
            return _number(text, at)
        case "word":
            return Token("word", text, at)
        case _:
            return Token("sign", _SAME_SIGN.get(text, text), at)


def _number(text: str, at: int) -> Token:
    percent = text.endswith("%")
    digits = text.removesuffix("%").rstrip()
    try:
        value = parse_number(digits)
    except AmbiguousNumberError as error:
        raise LanguageError(
            "L02", at, text=digits, first=error.readings[0], second=error.readings[1]
        ) from None
    except ValueError:
        raise LanguageError("L03", at, text=digits) from None
    return Token("number", text, at, value / 100 if percent else value, percent)


def _day(text: str, at: int) -> date:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        raise LanguageError("L04", at, text=text) from None
