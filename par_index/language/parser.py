"""Parse expressions and intervals (the grammar of docs/language.md) by recursive descent."""

from __future__ import annotations

from fractions import Fraction

from par_index.language.ast import (
    Add,
    Compare,
    Comparison,
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
)
from par_index.language.lexer import LanguageError, Token, tokens

FUNCTIONS = ("min", "max", "all", "any", "count", "sum", "late", "working", "round")
RESERVED = frozenset((*FUNCTIONS, "x", "and", "or", "not", "từ", "đến", "trên", "dưới", "bằng", "trở", "lên"))
"""Words with a meaning of their own, which no input and no parameter may take."""
ONE, ZERO = Constant(Fraction(1)), Constant(Fraction(0))
_DEPTH_LIMIT = 60
_LENGTH_LIMIT = 200
"""In tokens; with the limit of depth it keeps every later walk of a tree far from Python's own limit."""


def parse_expression(text: str) -> Expression:
    """Parse a whole text as one expression.

    Raises:
        LanguageError: with the offset of the first token that does not fit.
    """
    reader = Reader(tokens(text))
    expression = reader.expression()
    reader.expect_end()
    return expression


class Reader:
    """A cursor over tokens; each method reads one rule of the grammar."""

    def __init__(self, stream: tuple[Token, ...]) -> None:
        if len(stream) > _LENGTH_LIMIT:
            raise LanguageError("L15", stream[_LENGTH_LIMIT].at, limit=str(_LENGTH_LIMIT))
        self.stream, self.at, self.depth = stream, 0, 0

    @property
    def token(self) -> Token:
        return self.stream[self.at]

    def take(self) -> Token:
        token = self.token
        self.at += token.kind != "end"
        return token

    def sees(self, *texts: str) -> bool:
        return self.token.kind in ("sign", "word") and self.token.text in texts

    def expect(self, text: str) -> Token:
        if not self.sees(text):
            raise self.unexpected(f"“{text}”")
        return self.take()

    def expect_end(self) -> None:
        if self.token.kind != "end":
            raise self.unexpected("hết biểu thức")

    def unexpected(self, expected: str) -> LanguageError:
        token = self.token
        if token.text == "," and token.kind == "sign":
            return LanguageError("L06", token.at)
        found = f"“{token.text}”" if token.kind != "end" else "hết dòng"
        return LanguageError("L05", token.at, expected=expected, found=found)

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise LanguageError("L07", self.token.at, limit=str(_DEPTH_LIMIT))

    def expression(self) -> Expression:
        self.deeper()
        terms = [self.conjunction()]
        while self.sees("or"):
            self.take()
            terms.append(self.conjunction())
        self.depth -= 1
        return terms[0] if len(terms) == 1 else Greatest(tuple(terms))

    def conjunction(self) -> Expression:
        terms = [self.comparison()]
        while self.sees("and"):
            self.take()
            terms.append(self.comparison())
        return terms[0] if len(terms) == 1 else Least(tuple(terms))

    def comparison(self) -> Expression:
        left = self.sum()
        if self.token.text in ("<", "<=", ">", ">="):
            sign: Comparison = self.take().text  # type: ignore[assignment]
            left = Compare(left, sign, self.sum())
            if self.token.text in ("<", "<=", ">", ">="):
                raise LanguageError("L08", self.token.at)
        return left

    def sum(self) -> Expression:
        terms = [self.product()]
        while self.sees("+", "-"):
            sign = self.take().text
            term = self.product()
            terms.append(Negate(term) if sign == "-" else term)
        return terms[0] if len(terms) == 1 else Add(tuple(terms))

    def product(self) -> Expression:
        left = self.unary()
        while True:
            if self.sees("*"):
                self.take()
                left = Multiply(left, self.unary())
            elif self.sees("/", ":"):
                self.take()
                left = Divide(left, self.unary())
            elif self.sees("max") and not self.calls():
                left = Multiply(left, Name("max", self.take().at))  # "50% max" reads as in the annex
            else:
                return left

    def unary(self) -> Expression:
        if not self.sees("-", "not"):
            return self.atom()
        sign = self.take().text
        self.deeper()
        term = Negate(self.unary())
        self.depth -= 1
        return term if sign == "-" else Add((ONE, term))

    def calls(self) -> bool:
        return self.token.kind == "word" and self.stream[self.at + 1].text == "("

    def atom(self) -> Expression:
        token = self.token
        if token.kind in ("number", "date"):
            self.take()
            return Constant(token.value, token.percent, token.kind == "date")
        if self.sees("("):
            self.take()
            inner = self.expression()
            self.expect(")")
            return inner
        if self.calls():
            return self.call()
        if token.kind == "word" and token.text not in ("and", "or", "not"):
            self.take()
            return Name(token.text, token.at)
        raise self.unexpected("một số, một tên số liệu hoặc dấu “(”")

    def call(self) -> Expression:
        name = self.take()
        if name.text not in FUNCTIONS:
            raise LanguageError("L09", name.at, name=name.text, known=", ".join(FUNCTIONS))
        self.expect("(")
        terms = [self.expression()]
        while self.sees(";"):
            self.take()
            terms.append(self.expression())
        self.expect(")")
        return _applied(name, tuple(terms))


def _applied(name: Token, terms: tuple[Expression, ...]) -> Expression:
    wanted = {"late": 2, "round": 2, "working": 1}.get(name.text)
    if wanted is not None and len(terms) != wanted:
        raise LanguageError("L10", name.at, name=name.text, wanted=str(wanted), found=str(len(terms)))
    match name.text:
        case "min" | "all":
            return Least(terms)
        case "max" | "any":
            return Greatest(terms)
        case "count" | "sum":
            return Add(terms) if len(terms) > 1 else terms[0]
        case "late":
            return Greatest((ZERO, Add((terms[0], Negate(terms[1])))))
        case "working":
            return WorkingDays(terms[0])
        case _:
            return Round(terms[0], _places(name, terms[1]))


def _places(name: Token, term: Expression) -> int:
    if isinstance(term, Constant) and not term.percent and term.value in range(7):
        return int(term.value)
    raise LanguageError("L11", name.at)
