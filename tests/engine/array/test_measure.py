from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine.array.bounds import box_of, range_of, reach_of
from par_index.engine.array.evaluate import Rows, days_off, value_of
from par_index.engine.array.measure import Figure, Polynomial, ratio_of, single
from par_index.language import ast
from tests import naive
from tests.engine.plans import plan
from tests.random_measures import HOLIDAYS, INPUTS, figures, measure, take

BOX = box_of(plan(inputs=INPUTS))
INDEX = {entry.code: row for row, entry in enumerate(INPUTS)}


def rows_of(filed: list[dict[str, int]]) -> Rows:
    matrix = np.array([[values[entry.code] for values in filed] for entry in INPUTS], np.int64)
    return Rows(matrix, INDEX, days_off(HOLIDAYS))


def worth(tree: ast.Expression, values: dict[str, int]) -> Fraction | None:
    try:
        return naive.worth(tree, values, HOLIDAYS)
    except ZeroDivisionError:
        return None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**40))
def test_a_ratio_is_worth_what_its_tree_is(seed: int) -> None:
    rng = Random(seed)
    tree, filed = measure(rng), figures(rng, 6)
    ratio, rows = ratio_of(tree), rows_of(filed)
    n, d = value_of(ratio.numerator, rows, True), value_of(ratio.denominator, rows, True)
    empty = [
        any(value == 0 for value in column)
        for column in zip(*zeros(ratio.empties, rows, len(filed)), strict=True)
    ]
    found = [
        None if nothing else Fraction(top, below) for nothing, top, below in zip(empty, n, d, strict=True)
    ]
    assert found == [worth(tree, values) for values in filed]


def zeros(empties: tuple[Polynomial, ...], rows: Rows, units: int) -> list[list[int]]:
    return [[1] * units, *(value_of(each, rows, True).tolist() for each in empties)]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**40))
def test_no_value_passes_its_bounds_and_int64_holds_what_fits(seed: int) -> None:
    rng = Random(seed)
    ratio, rows = ratio_of(measure(rng)), rows_of(figures(rng, 6))
    for polynomial in (ratio.numerator, ratio.denominator, *ratio.empties):
        low, high = range_of(polynomial, BOX)
        exact = value_of(polynomial, rows, True).tolist()
        assert all(low <= value <= high for value in exact)
        if reach_of(polynomial, BOX) < 2**62:
            assert value_of(polynomial, rows, False).tolist() == exact


def test_the_same_denominator_is_kept_not_multiplied() -> None:
    late, complaints, files = take("tre_han"), take("phan_anh"), take("ho_so")
    tree = ast.Add((ast.Divide(late, files), ast.Divide(complaints, files)))
    ratio = ratio_of(tree)
    assert ratio.denominator == single(Figure("ho_so"))
    assert ratio.numerator == single(Figure("tre_han")) + single(Figure("phan_anh"))


def test_denominators_equal_in_value_alone_are_multiplied() -> None:
    """One counts files, the other the greater of files and files: alike in value, not in their trees."""
    files = take("ho_so")
    tree = ast.Add((ast.Divide(take("it"), files), ast.Divide(take("it"), ast.Greatest((files, files)))))
    ratio = ratio_of(tree)
    assert len(ratio.denominator.terms[0][0]) == 2


def test_scales_cancel() -> None:
    """Money to three decimals over money to three decimals compares the filed integers themselves."""
    ratio = ratio_of(ast.Divide(take("giai_ngan"), take("von")))
    assert (ratio.numerator, ratio.denominator) == (single(Figure("giai_ngan")), single(Figure("von")))


@pytest.mark.parametrize("divisor", [Fraction(4, 5), Fraction(-4, 5)])
def test_a_constant_divisor_empties_nothing(divisor: Fraction) -> None:
    ratio = ratio_of(ast.Divide(take("it"), ast.Constant(divisor)))
    assert ratio.empties == ()
    value = Fraction(value_of(ratio.numerator, rows_of(figures(Random(1), 1)), True)[0])
    assert (
        value / value_of(ratio.denominator, rows_of(figures(Random(1), 1)), True)[0] * divisor
        == figures(Random(1), 1)[0]["it"]
    )


def test_an_unresolved_word_is_refused() -> None:
    with pytest.raises(TypeError, match="hoan_thanh"):
        ratio_of(ast.Negate(ast.Name("hoan_thanh")))


def test_bounds_see_what_is_formed_on_the_way() -> None:
    """0 × 10^18 × 10^18 is 0, but its last product is not formed before the second."""
    tree = ast.Multiply(ast.Multiply(take("ngan_sach"), take("ngan_sach")), take("it"))
    assert reach_of(ratio_of(tree).numerator, BOX | {"it": (0, 0)}) >= 16 * 10**36
