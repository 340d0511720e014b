"""Bring the measures over one group of inputs to their normal forms.

``min``, ``max``, comparisons, ``round`` and ``working`` become *atoms*: variables known by their own trees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from math import floor, lcm

from par_index.language.ast import (
    Add,
    Compare,
    Constant,
    Divide,
    Expression,
    Greatest,
    Least,
    Multiply,
    Negate,
    Round,
    WorkingDays,
    children,
)
from par_index.language.ast import Input as Figure
from par_index.model.plan import Input, Relation
from par_index.points import round_half_away
from par_index.verify.facts import Facts, Variable
from par_index.verify.normal import Form, at_least, at_most, negative, product, ratio, shared_number, total
from par_index.verify.polynomial import (
    ONE,
    Polynomial,
    constant,
    content,
    divided,
    linear,
    plus,
    scaled,
    variables,
)
from par_index.verify.sign import nonnegative

Ends = tuple[Fraction | None, Fraction | None]


class Forms:
    """The normal forms over one group of inputs, whose figures are filed together or not judged.

    Only relations (each with the inputs it reads) whose every input is in the group are used: where one of
    its figures is not filed, a relation has not been checked. Its denominators must be among those ``given``
    not to be 0.
    """

    def __init__(
        self,
        catalogue: Mapping[str, Input],
        related: Iterable[tuple[Relation, tuple[str, ...]]],
        codes: Iterable[str],
        given: Iterable[Expression] = (),
    ) -> None:
        self.facts = Facts()
        self._catalogue = catalogue
        self._forms: dict[Expression, Form] = {}
        self._named: dict[Expression, int] = {}
        self._steps: dict[int, int] = {}
        group, above_0 = frozenset(codes), frozenset(given)
        for relation, read in related:
            if group.issuperset(read):
                difference = Add((relation.right, Negate(relation.left)))
                if above_0.issuperset(denominators(difference)):
                    self._relate(self.of(difference).top)

    def of(self, node: Expression) -> Form:
        """Give the normal form of a tree."""
        if node not in self._forms:
            self._forms[node] = self._built(node)
        return self._forms[node]

    def step_of(self, number: int) -> int:
        """Give the variable of a variable's growth: 0 or more, never wider than its range."""
        if number not in self._steps:
            known = self.facts.variables[number]
            step = Variable(known.node, 0, known.scale, known.width, known.integral)
            self._steps[number] = self.facts.add(step)
        return self._steps[number]

    def is_date(self, number: int) -> bool:
        """Tell whether a variable is a date of the catalogue."""
        node = self.facts.variables[number].node
        return isinstance(node, Figure) and self._catalogue[node.code].kind == "date"

    def is_step(self, number: int) -> bool:
        """Tell whether a variable is the growth of another."""
        return number in self._steps.values()

    def proves(self, polynomial: Polynomial) -> bool:
        """Tell whether the polynomial is proven to be 0 or more."""
        return nonnegative(polynomial, self.facts)

    def proves_positive(self, polynomial: Polynomial) -> bool:
        """Tell whether the polynomial is proven to be above 0: 1 or more, once its common number is out."""
        return self.proves(plus(divided(polynomial, content(polynomial)), ONE, -1))

    def integral(self, polynomial: Polynomial) -> bool:
        """Tell whether the polynomial's value is always whole."""
        return all(self.facts.variables[entry].integral for entry in variables(polynomial))

    def ends(self, form: Form) -> Ends:
        """Give proven bounds of a form, the best of a few natural ones."""
        low, high = self._plain_ends(form)
        for value in map(Fraction, (1, 0, -1)):
            if (low is None or low < value) and self.proves(at_least(form, value)):
                low = value
        for value in map(Fraction, (0, 1)):
            if (high is None or high > value) and self.proves(at_most(form, value)):
                high = value
        return low, high

    def _plain_ends(self, form: Form) -> Ends:
        """Bound the top by its terms; a whole bottom that is above 0 is 1 or more."""
        if form.bottom != ONE and not self.integral(form.bottom):
            return None, None
        low, high = self._reach(form.top, -1), self._reach(form.top, 1)
        if form.bottom != ONE:
            low, high = (None if low is None else min(low, 0)), (None if high is None else max(high, 0))
        return _over(low, form.scale), _over(high, form.scale)

    def _reach(self, top: Polynomial, side: int) -> int | None:
        """Add up the terms that pull to one side, each at its farthest."""
        reach = top.get((), 0)
        for monomial, value in top.items():
            entries = [self.facts.variables[entry] for entry in monomial]
            if any(entry.signed for entry in entries):
                return None
            if not monomial or value * side < 0:
                continue
            for entry in entries:
                if entry.width is None:
                    return None
                value *= entry.width
            reach += value
        return reach

    def _relate(self, polynomial: Polynomial) -> None:
        if polynomial:
            self.facts.relations.append(polynomial)

    def _built(self, node: Expression) -> Form:
        match node:
            case Constant(value):
                return Form(constant(value.numerator), value.denominator)
            case Figure(code, scale):
                return self._input(node, self._catalogue[code], scale)
            case Add(terms):
                return total([self.of(term) for term in terms])
            case Negate(term):
                return negative(self.of(term))
            case Multiply(left, right):
                return product(self.of(left), self.of(right))
            case Divide(above, below):
                return ratio(self.of(above), self.of(below))
            case _:
                return self._atom(node)

    def _atom(self, node: Expression) -> Form:
        match node:
            case Least(terms):
                return self._extreme(node, terms, -1)
            case Greatest(terms):
                return self._extreme(node, terms, 1)
            case Compare():
                return self._named_form(Variable(node, 0, 1, 1, True))
            case Round(term, places):
                return self._round(node, self.of(term), 10 ** (places + 2))
            case WorkingDays(day):
                return self._working(node, day)
            case _:
                raise ValueError(f"{node} does not belong in a plan")

    def _named_form(self, variable: Variable) -> Form:
        number = self._named[variable.node] = self.facts.add(variable)
        top = linear(variable.offset, number)
        return Form(divided(top, shared := shared_number(top, variable.scale)), variable.scale // shared)

    def _input(self, node: Expression, entry: Input, scale: int) -> Form:
        high = max(entry.high, entry.never) if entry.never is not None else entry.high
        return self._named_form(Variable(node, entry.low, scale, high - entry.low, True))

    def _round(self, node: Expression, inner: Form, grid: int) -> Form:
        low, high = (_rounded(end, grid) for end in self.ends(inner))
        return self._named_form(_between(node, low, high, grid, True))

    def _working(self, node: Expression, day: Expression) -> Form:
        """Name a count of working days: it lies in [0, day] and never falls as the day grows."""
        earlier = [(entry, self._named[entry]) for entry in self._named if isinstance(entry, WorkingDays)]
        high = self.ends(self.of(day))[1]
        form = self._named_form(Variable(node, 0, 1, None if high is None else max(floor(high), 0), True))
        for other, number in earlier:
            between = total([self.of(day), self.of(Negate(other.date))])
            difference = plus(form.top, linear(0, number), -1)
            for sign in (1, -1):
                if self.proves(scaled(between.top, sign)):
                    self._relate(scaled(difference, sign))
        return form

    def _extreme(self, node: Expression, terms: tuple[Expression, ...], side: int) -> Form:
        """Name a ``max`` (side 1) or ``min`` (side -1): beyond each term, and equal to one of them."""
        forms = [self.of(term) for term in terms]
        whole = all(form.bottom == ONE and self.integral(form.top) for form in forms)
        lows, highs = zip(*(self.ends(form) for form in forms), strict=True)
        low, high = (_last(lows), _all(max, highs)) if side > 0 else (_all(min, lows), _first(highs))
        plain = _between(node, low, high, lcm(*(form.scale for form in forms)) if whole else 1, whole)
        cases = tuple(
            (plus(scaled(form.top, plain.scale), form.denominator, -plain.offset), form.denominator)
            for form in forms
        )
        result = self._named_form(
            Variable(node, plain.offset, plain.scale, plain.width, whole, plain.signed, cases)
        )
        for form in forms:
            self._relate(scaled(total([result, negative(form)]).top, side))
        return result


def denominators(node: Expression) -> tuple[Expression, ...]:
    """List the different denominators of a measure, evaluated or not, inner ones first."""
    return tuple(dict.fromkeys(_denominators(node)))


def _denominators(node: Expression) -> Iterator[Expression]:
    for term in children(node):
        yield from _denominators(term)
    if isinstance(node, Divide):
        yield node.denominator


def _over(value: int | None, scale: int) -> Fraction | None:
    return None if value is None else Fraction(value, scale)


def _rounded(value: Fraction | None, grid: int) -> Fraction | None:
    return (
        None if value is None else Fraction(round_half_away(value.numerator * grid, value.denominator), grid)
    )


def _last(ends: tuple[Fraction | None, ...]) -> Fraction | None:
    return max((end for end in ends if end is not None), default=None)


def _first(ends: tuple[Fraction | None, ...]) -> Fraction | None:
    return min((end for end in ends if end is not None), default=None)


def _all(choose: Callable[[list[Fraction]], Fraction], ends: tuple[Fraction | None, ...]) -> Fraction | None:
    known = [end for end in ends if end is not None]
    return choose(known) if len(known) == len(ends) else None


def _between(
    node: Expression, low: Fraction | None, high: Fraction | None, scale: int, integral: bool
) -> Variable:
    """Give the variable of an atom that lies in [low, high]."""
    scale = lcm(scale, *(end.denominator for end in (low, high) if end is not None))
    offset = int((low or 0) * scale)
    width = None if low is None or high is None else int(high * scale) - offset
    return Variable(node, offset, scale, width, integral, signed=low is None)
