"""Work out the formulas of a workbook with doubles, as a spreadsheet does: a small reader for quick tests.

The office tests ask LibreOffice the same questions; this one is for the tests that run every time.
"""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from openpyxl.workbook import Workbook

Scalar = float | str | bool
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<ref>(?:'[^']+'!|\w+!)?\$?[A-Z]{1,2}\$?\d+(?::\$?[A-Z]{1,2}\$?\d+)?)"""
    r"""|(?P<name>[A-Z]+)|(?P<number>\d+(?:\.\d+)?)|(?P<mark><>|<=|>=|[=<>+\-*/(),])"""
)
_MARKS = {"=": "==", "<>": "!="}
_COMPARE: Mapping[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_ARITHMETIC: Mapping[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def half_away(value: float) -> float:
    return math.copysign(math.floor(abs(value) + 0.5), value)


def numbers(values: list[Scalar]) -> list[float]:
    return [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]


_FUNCTIONS: Mapping[str, Callable[[list[Scalar]], Scalar]] = {
    "AND": all,
    "OR": any,
    "NOT": lambda given: not given[0],
    "SUM": lambda given: sum(numbers(given)),
    "MIN": lambda given: min(numbers(given)),
    "MAX": lambda given: max(numbers(given)),
    "ABS": lambda given: abs(float(given[0])),
    "INT": lambda given: float(math.floor(float(given[0]))),
    "ROUND": lambda given: half_away(float(given[0])),
    "SIGN": lambda given: float((float(given[0]) > 0) - (float(given[0]) < 0)),
    "MOD": lambda given: float(given[0]) % float(given[1]),
    "COUNT": lambda given: float(len(numbers(given))),
    "COUNTA": lambda given: float(sum(value != "" for value in given)),
    "ISNUMBER": lambda given: bool(numbers(given)),
}


class Sheets:
    """The cells of a workbook, each formula worked out once, when asked for."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[str, Scalar] = {}

    def value(self, place: str) -> Scalar:
        """Give the value of ``Sheet!A1``; an empty cell is an empty text."""
        if place not in self.known:
            title, _, cell = place.rpartition("!")
            stored = self.book[title][cell].value
            if isinstance(stored, str) and stored.startswith("=") and self.book[title][cell].data_type == "f":
                self.known[place] = self.formula(stored[1:], title)
            else:
                self.known[place] = self.stored(stored)
        return self.known[place]

    def stored(self, value: Any) -> Scalar:
        """Give a typed cell's value; a date is the number of its day."""
        if isinstance(value, date):
            return float(value.toordinal() - date(1899, 12, 30).toordinal())
        return "" if value is None else value

    def formula(self, text: str, title: str) -> Scalar:
        return self.node(ast.parse(translated(text, title), mode="eval").body)

    def node(self, node: ast.expr) -> Scalar:
        match node:
            case ast.Constant(value):
                return value
            case ast.UnaryOp(ast.USub(), inner):
                return -float(self.node(inner))
            case ast.BinOp(left, sign, right):
                return _ARITHMETIC[type(sign)](float(self.node(left)), float(self.node(right)))
            case ast.Compare(left, [sign], [right]):
                return _COMPARE[type(sign)](self.node(left), self.node(right))
            case ast.Call(ast.Name("ref"), [ast.Constant(str(place))]):
                return self.value(place)
            case ast.Call(ast.Name("IF"), [asked, yes, no]):
                return self.node(yes) if self.node(asked) else self.node(no)
            case ast.Call(ast.Name(name), given):
                return _FUNCTIONS[name]([value for one in given for value in self.values(one)])
        raise TypeError(ast.dump(node))

    def values(self, node: ast.expr) -> list[Scalar]:
        """Give an argument's values: all cells of a range, or one."""
        match node:
            case ast.Call(ast.Name("ref"), [ast.Constant(str(place))]) if ":" in place:
                title, _, cells = place.rpartition("!")
                found = [cell.coordinate for row in self.book[title][cells] for cell in row]
                return [self.value(f"{title}!{cell}") for cell in found]
            case _:
                return [self.node(node)]


def translated(text: str, title: str) -> str:
    """Write a formula in a form that Python's own reader of syntax takes."""
    made, at = [], 0
    for token in _TOKEN.finditer(text):
        assert token.start() == at, text[at:]
        at = token.end()
        found = token.group()
        if token.lastgroup == "text":
            made.append(repr(found[1:-1].replace('""', '"')))
        elif token.lastgroup == "ref":
            sheet, _, cell = found.replace("$", "").rpartition("!")
            place = f"{sheet.strip(chr(39)) or title}!{cell}"
            made.append(f"ref({place!r})")
        elif token.lastgroup == "name":
            made.append({"TRUE": "True", "FALSE": "False"}.get(found, found))
        else:
            made.append(_MARKS.get(found, found))
    assert at == len(text), text[at:]
    return "".join(made)
