"""Compile measures to spreadsheet formulas over whole numbers, one small formula a cell.

Comparisons are cross-multiplied (``n·q <= p·d``) and no ratio is divided before it is banded: a figure on a
boundary falls on the same side as in the engines. A spreadsheet keeps whole numbers exactly below 2⁵³ (about
9·10¹⁵): beyond that the last digits of a product are lost, and a leaf may differ by a millionth of a point.
Formulas are in the file format's own language (English names, commas); each program shows them in its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import gcd, lcm

from par_index.language import ast
from par_index.language.interval import Interval


@dataclass(slots=True)
class Ledger:
    """The cells of a hidden sheet, one formula below another in column B; column A says what each is."""

    sheet: str
    rows: list[tuple[str, str]] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def put(self, label: str, formula: str) -> str:
        """Add a cell and give its reference; the same formula is kept once."""
        if formula not in self.places:
            self.rows.append((label, formula))
            self.places[formula] = f"{self.sheet}!$B${len(self.rows)}"
        return self.places[formula]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A value as formulas: ``over / (by · under)``, where ``by`` is a whole number above 0.

    ``under`` is empty where there is no denominator, else a formula that is never negative.
    """

    over: str
    by: int = 1
    under: str = ""

    @property
    def down(self) -> str:
        """Give the whole denominator as a formula."""
        return times(self.by, self.under or "1")


def times(factor: int, formula: str) -> str:
    """Multiply a formula by a whole number, without writing needless ones."""
    if formula == "1" or factor == 0:
        return str(factor)
    return formula if factor == 1 else f"{factor}*{_closed(formula)}"


def product(*formulas: str) -> str:
    """Multiply formulas; empty ones and ones count as 1."""
    real = [_closed(item) for item in formulas if item not in ("", "1")]
    return "*".join(real) or "1"


def _closed(formula: str) -> str:
    plain = formula.replace("$", "").replace("!", "").replace("_", "").replace("'", "")
    return formula if plain.isalnum() else f"({formula})"


def total(formulas: Sequence[str]) -> str:
    """Add formulas up."""
    return f"SUM({','.join(formulas)})" if formulas else "0"


@dataclass(slots=True)
class Measures:
    """Compile expressions into a ledger; ``kept`` names the cell of each input's kept integer."""

    ledger: Ledger
    kept: Mapping[str, str]
    holidays: Sequence[date] = ()

    def compile(self, node: ast.Expression, label: str) -> tuple[Ratio, tuple[str, ...]]:
        """Give the value and the cells of all its denominators: where one is 0 the measure is empty."""
        return _Walk(self, label).whole(node)

    def asks(
        self, left: ast.Expression, sign: ast.Comparison, right: ast.Expression, label: str
    ) -> tuple[str, tuple[str, ...]]:
        """Give a comparison as a formula, and the cells of all its denominators."""
        walk = _Walk(self, label)
        asked = walk.compared(walk.value(left), sign, walk.value(right))
        return asked, tuple(dict.fromkeys(walk.denominators))


@dataclass(slots=True)
class _Walk:
    """One measure on its way into the ledger."""

    book: Measures
    label: str
    denominators: list[str] = field(default_factory=list)

    def whole(self, node: ast.Expression) -> tuple[Ratio, tuple[str, ...]]:
        value = self.value(node)
        return Ratio(self.cell(value.over), value.by, value.under), tuple(dict.fromkeys(self.denominators))

    def cell(self, formula: str) -> str:
        """Give a formula a cell of its own unless it is a number or a reference already."""
        return formula if _closed(formula) == formula else self.book.ledger.put(self.label, formula)

    def value(self, node: ast.Expression) -> Ratio:
        parts = [self.value(child) for child in ast.children(node)]
        match node:
            case ast.Constant(number):
                return Ratio(_number(number.numerator), number.denominator)
            case ast.Input(code, scale):
                return Ratio(self.book.kept[code], scale)
            case ast.Compare(_, sign, _):
                return Ratio(self.cell(f"IF({self.compared(parts[0], sign, parts[1])},1,0)"))
            case ast.Round(_, places):
                return self.rounded(parts[0], 100 * 10**places)
            case ast.Name(word):
                raise TypeError(f"the word {word} is not resolved")
            case _:
                return self.combined(node, parts)

    def combined(self, node: ast.Expression, parts: Sequence[Ratio]) -> Ratio:
        match node:
            case ast.Add():
                return self.sum(parts)
            case ast.Negate():
                return Ratio(f"-{_closed(parts[0].over)}", parts[0].by, parts[0].under)
            case ast.Multiply():
                return self.multiplied(*parts)
            case ast.Divide():
                return self.divided(*parts)
            case ast.Least():
                return self.extreme("MIN", "<=", parts)
            case ast.Greatest():
                return self.extreme("MAX", ">=", parts)
            case _:
                return self.working_days(parts[0])

    def sum(self, terms: Sequence[Ratio]) -> Ratio:
        first = terms[0]
        for term in terms[1:]:
            first = self.added(first, term)
        return first

    def added(self, left: Ratio, right: Ratio) -> Ratio:
        by = lcm(left.by, right.by)
        one, other = times(by // left.by, left.over), times(by // right.by, right.over)
        if left.under == right.under:
            return Ratio(self.joined(f"{one}+{_closed(other)}"), by, left.under)
        over = f"{product(one, right.under)}+{product(other, left.under)}"
        return Ratio(self.joined(over), by, product(left.under, right.under))

    def joined(self, formula: str) -> str:
        """Keep a growing formula short."""
        return formula if len(formula) < 200 else self.cell(formula)

    def multiplied(self, left: Ratio, right: Ratio) -> Ratio:
        under = product(left.under, right.under)
        over = product(left.over, right.over)
        return Ratio(over, left.by * right.by, "" if under == "1" else self.cell(under))

    def divided(self, left: Ratio, right: Ratio) -> Ratio:
        below = self.cell(right.over)
        self.denominators.append(below)
        common = gcd(left.by, right.by)
        over = times(right.by // common, product(left.over, right.under))
        return Ratio(over, left.by // common, self.cell(product(left.under, below)))

    def extreme(self, name: str, sign: str, terms: Sequence[Ratio]) -> Ratio:
        if all(not term.under for term in terms):
            by = lcm(*(term.by for term in terms))
            overs = (times(by // term.by, term.over) for term in terms)
            return Ratio(self.cell(f"{name}({','.join(overs)})"), by)
        best = terms[0]
        for term in terms[1:]:
            best = self.better(best, sign, term)
        return best

    def better(self, left: Ratio, sign: str, right: Ratio) -> Ratio:
        chosen = self.cell(f"IF({self.compared(left, sign, right)},1,0)")
        by = lcm(left.by, right.by)
        one, other = times(by // left.by, left.over), times(by // right.by, right.over)
        over = self.cell(f"IF({chosen}=1,{one},{other})")
        return Ratio(over, by, self.cell(f"IF({chosen}=1,{left.under or 1},{right.under or 1})"))

    def compared(self, left: Ratio, sign: str, right: Ratio) -> str:
        common = gcd(left.by, right.by)
        one = times(right.by // common, product(left.over, right.under))
        other = times(left.by // common, product(right.over, left.under))
        return f"{one}{sign}{other}"

    def rounded(self, value: Ratio, steps: int) -> Ratio:
        common = gcd(steps, value.by)
        over = self.cell(times(steps // common, value.over))
        return Ratio(self.cell(half_away(over, times(value.by // common, value.under or "1"))), steps)

    def working_days(self, value: Ratio) -> Ratio:
        """Count days from 01/01/0001, a Monday, less week-ends and the days off among the others."""
        day = self.cell(f"INT({value.over}/{value.down})" if value.down != "1" else value.over)
        off = sorted({day.toordinal() for day in self.book.holidays if day.weekday() < 5})
        less = "".join(f"-IF({day}>={one},1,0)" for one in off)
        return Ratio(self.cell(f"5*INT({day}/7)+MIN(5,MOD({day},7)){less}"))


def _number(value: int) -> str:
    return f"({value})" if value < 0 else str(value)


def half_away(over: str, under: str) -> str:
    """Round ``over / under`` (under above 0) to a whole number, halves away from zero, by whole numbers.

    The quotient's own error cannot show: where it spoils ``INT``, the rest turns too large or negative and
    mends it.
    """
    under = _closed(under)
    size = f"INT(ABS({over})/{under})"
    return f"SIGN({over})*({size}+IF(2*(ABS({over})-{size}*{under})>={under},1,0))"


def holds(value: Ratio, interval: Interval) -> str:
    """Ask whether a value lies in an interval."""
    asked = []
    if interval.low is not None:
        asked.append(beside(value, ">=" if interval.low_closed else ">", interval.low))
    if interval.high is not None:
        asked.append(beside(value, "<=" if interval.high_closed else "<", interval.high))
    if len(asked) > 1:
        return f"AND({','.join(asked)})"
    return asked[0] if asked else "TRUE"


def beside(value: Ratio, sign: str, bound: Fraction) -> str:
    """Compare a value with a number, by whole numbers."""
    common = gcd(bound.denominator, value.by)
    left = times(bound.denominator // common, value.over)
    right = times(bound.numerator * value.by // common, value.under or "1")
    return f"{left}{sign}{right}"
