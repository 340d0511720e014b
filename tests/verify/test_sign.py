"""What is proven of a polynomial holds at every point of its box, and plain cases are proven."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import prod

from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.language.ast import Constant
from par_index.verify.facts import Facts, Variable
from par_index.verify.polynomial import ONE, Polynomial, plus, power, replaced, times
from par_index.verify.sign import nonnegative

NODE = Constant(Fraction(0))
FAR = 4
MONOMIALS = st.sampled_from([(), (0,), (1,), (0, 0), (0, 1), (1, 1), (0, 0, 1), (2,), (0, 2)])
POLYNOMIALS = st.dictionaries(MONOMIALS, st.integers(-3, 3).filter(bool), min_size=1, max_size=4)
VARIABLES = st.builds(
    lambda width, signed: Variable(NODE, 0, 1, None if signed else width, True, signed=signed),
    st.sampled_from([0, 1, 2, None]),
    st.sampled_from([False, False, True]),
)


def value(polynomial: Polynomial, point: tuple[Fraction, ...]) -> Fraction:
    """Work a polynomial out at a point."""
    return sum((number * prod(point[at] for at in term) for term, number in polynomial.items()), Fraction(0))


def points(variables: list[Variable]) -> Iterator[tuple[Fraction, ...]]:
    """Walk the box; where there is no bound, go far enough for small coefficients to show."""
    rows = []
    for entry in variables:
        low, high = (-FAR if entry.signed else 0), (FAR if entry.width is None else entry.width)
        rows.append([*map(Fraction, range(low, high + 1))])
    return product(*rows)


@settings(max_examples=300, deadline=None)
@given(POLYNOMIALS, st.lists(VARIABLES, min_size=3, max_size=3), st.lists(POLYNOMIALS, max_size=2))
def test_what_is_proven_holds_wherever_the_relations_hold(
    polynomial: Polynomial, variables: list[Variable], relations: list[Polynomial]
) -> None:
    if nonnegative(polynomial, Facts(variables, relations)):
        for point in points(variables):
            if all(value(relation, point) >= 0 for relation in relations):
                assert value(polynomial, point) >= 0, point


@settings(max_examples=100, deadline=None)
@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS, st.tuples(*[st.fractions(-3, 3, max_denominator=4)] * 3))
def test_polynomials_add_multiply_and_take_substitutes(
    first: Polynomial, second: Polynomial, third: Polynomial, point: tuple[Fraction, ...]
) -> None:
    a, b, c = (value(entry, point) for entry in (first, second, third))
    assert value(plus(first, second, -2), point) == a - 2 * b
    assert value(times(first, second), point) == a * b
    assert value(power(first, 3), point) == a**3
    if c:
        degree = max(term.count(0) for term in first)
        moved = (b / c, *point[1:])
        assert value(replaced(first, 0, second, third), point) == value(first, moved) * c**degree


def box(*widths: int | None) -> list[Variable]:
    """Give whole variables from 0."""
    return [Variable(NODE, 0, 1, width, True) for width in widths]


def test_corners_prove_what_is_linear_in_each_variable() -> None:
    one_less = {(): 1, (0,): -1, (1,): -1, (0, 1): 1}  # (1 - a)(1 - b)
    assert nonnegative(one_less, Facts(box(1, 1)))
    assert not nonnegative(one_less, Facts(box(1, 2)))
    assert not nonnegative(one_less, Facts(box(1, None)))
    assert nonnegative({(0, 0): -1, (0,): 1, (): 2}, Facts(box(2)))  # (2 - a)(1 + a)
    assert not nonnegative({(0, 0): -1, (0,): 1, (): 2}, Facts(box(3)))
    assert not nonnegative({(0, 0): 1, (0,): -2, (): 1}, Facts(box(3)))  # (a - 1)², true and out of reach


def test_twelve_variables_are_within_reach() -> None:
    wide: Polynomial = ONE
    for at in range(12):
        wide = plus(wide, {(at,): -1}) if at % 2 else plus(wide, {(at,): 1})
    assert not nonnegative(wide, Facts(box(*[1] * 12)))
    assert nonnegative(plus({(): 5}, wide), Facts(box(*[1] * 12)))


def test_relations_are_followed_through_each_other() -> None:
    chain = [{(1,): 1, (0,): -1}, {(2,): 1, (1,): -1}, {(3,): 1, (2,): -1}]
    assert nonnegative({(3,): 1, (0,): -1}, Facts(box(9, 9, 9, 9), chain))
    assert nonnegative({(3, 3): 1, (0, 3): -1}, Facts(box(9, 9, 9, 9), chain))
    assert nonnegative({(3, 3): 1, (0, 0): -1}, Facts(box(9, 9, 9, 9), chain))
    assert not nonnegative({(0,): 1, (3,): -1}, Facts(box(9, 9, 9, 9), chain))


def test_an_unknown_least_value_proves_nothing() -> None:
    free = [Variable(NODE, 0, 1, None, True, signed=True), *box(1)]
    assert not nonnegative({(0,): 1}, Facts(free))
    assert not nonnegative({(0, 1): 1}, Facts(free))
    assert nonnegative({(0, 0): 1}, Facts(free))
    rising = [{(2,): 1, (1,): -1}]
    assert not nonnegative({(0, 2): 1, (0, 1): -1}, Facts([free[0], *box(9, 9)], rising))
    assert nonnegative({(0,): 1}, Facts(free, [{(0,): 1, (1,): -1}]))


def test_an_atom_that_may_be_negative_keeps_no_bound_in_its_cases() -> None:
    cases = (({(): 1, (1,): -1}, ONE), ({(1,): 1}, ONE))  # 1 - b, or b
    either = Variable(NODE, 0, 1, None, True, signed=True, cases=cases)
    assert not nonnegative({(0,): 1}, Facts([either, *box(3)]))
    assert nonnegative({(): 2, (0,): 1}, Facts([either, *box(3)]))
