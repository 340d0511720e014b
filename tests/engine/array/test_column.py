from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from par_index.engine.array import judge, load
from par_index.engine.array.bounds import LANE, box_of
from par_index.engine.array.column import Column, column_of, half_of, scaled
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.plan import Input, Plan
from tests import naive
from tests.engine.plans import between, leaf, part, plan


def count(code: str, high: int) -> Input:
    return Input(code, "count", "", 1, 0, high, "neutral")


def product_plan(high: int, ratios: int, threshold: str = "2/3") -> Plan:
    """One leaf over a product of ratios: proportional from the threshold on, 6 points at 1."""
    codes = [f"{letter}{k}" for k in range(ratios) for letter in "ab"]
    tree: ast.Expression = ast.Constant(Fraction(1))
    for k in range(ratios):
        tree = ast.Multiply(tree, ast.Divide(ast.Input(f"a{k}", 1), ast.Input(f"b{k}", 1)))
    rows = (between(high=threshold), 0, 0), (between(threshold, 1, high_closed=True), 6, 0)
    return plan(leaf(part("1.1", tree, *rows, most=6)), inputs=tuple(count(code, high) for code in codes))


def column(of: Plan) -> Column:
    return column_of(of.leaves[0], of.leaf_grid, box_of(of))


def lane(of: Plan) -> tuple[bool, bool]:
    """Tell whether a plan's one leaf is wide, and whether it needs long division."""
    return column(of).wide, len(column(of).powers) > 1


def test_the_lane_follows_the_bounds() -> None:
    assert lane(product_plan(10**7, ratios=1)) == (False, False)
    assert lane(product_plan(10**7, ratios=2)) == (False, True)
    assert lane(product_plan(10**7, ratios=3)) == (True, False)
    assert lane(product_plan(10**7, ratios=2, threshold="123456789/987654321")) == (True, True)


def judged_alike(of: Plan, *figures: tuple[int, ...]) -> bool:
    """Compare the array's verdicts with the reference's; each unit files its figures in the inputs' order."""
    codes = [entry.code for entry in of.inputs]
    cases = [Case(f"đv{k}", dict(zip(codes, row, strict=True))) for k, row in enumerate(figures)]
    return judge(of, load(of, cases)).verdicts() == tuple(naive.judge(of, case) for case in cases)


TOP = 10**7
EDGES = [
    (TOP, TOP),
    (TOP - 1, TOP),
    (6_666_666, TOP),
    (6_666_667, TOP),
    (0, TOP),
    (2, 3),
    (0, 1),
    (1, 1),
    (0, 0),
]


def test_every_lane_is_right_at_the_edges_of_its_bounds() -> None:
    for ratios in (1, 2, 3):
        rows = [left * (ratios - 1) + right for left in EDGES for right in EDGES]
        safe = [row for row in rows if all(row[1::2])]
        assert judged_alike(product_plan(TOP, ratios), *safe)


def test_points_that_would_overflow_int64_are_exact() -> None:
    """Two ratios near 1 multiplied: 12·10^6 × 10^14 passes 2^63, where plain int64 gives rubbish."""
    assert 12 * 10**6 * 10**14 > 2**63
    of = product_plan(TOP, ratios=2)
    verdict = judge(of, load(of, [Case("đv", {"a0": TOP, "b0": TOP, "a1": TOP - 1, "b1": TOP})])).verdicts()[
        0
    ]
    assert verdict.points == 5_999_999  # 6 × 9 999 999 / 10 000 000 = 5.9999994 points


@given(
    st.integers(-(2**40), 2**40), st.integers(-(2**61), 2**61), st.integers(1, 2**40), st.integers(2, 2**20)
)
def test_scaling_by_digits_is_floor_division(factor: int, n: int, d: int, base: int) -> None:
    base = min(base, LANE // (2 * d))
    powers = [1]
    while powers[0] * base <= abs(factor):
        powers.insert(0, powers[0] * base)
    row = [np.array([value], np.int64) for value in (factor, n % (d * 2**20), d)]
    floor, rest = scaled(*row, tuple(powers))
    assert (floor[0], rest[0]) == divmod(factor * (n % (d * 2**20)), d)


@given(st.fractions(-50, 50, max_denominator=60), st.integers(1, 30))
def test_halves_go_away_from_zero(doubled: Fraction, share: int) -> None:
    whole, more = doubled.numerator // doubled.denominator, doubled.denominator > 1
    expected = naive.rounded(doubled / (2 * share), Fraction(1))
    assert half_of(np.array([whole]), np.array([more]), share)[0] == expected


def test_parts_are_summed_before_the_one_rounding() -> None:
    """Thrice 1/3 of a millionth is one millionth; rounded one by one they would be nothing."""
    third = [part(f"1.1#{k}", ast.Input("a", 1), (between(), 0, Fraction(1, 3 * 10**6))) for k in (1, 2, 3)]
    of = plan(leaf(*third, code="1.1"), inputs=(count("a", 5),))
    assert judge(of, load(of, [Case("đv", {"a": 1})])).verdicts()[0].points == 1


def test_a_half_of_the_grid_goes_away_from_zero() -> None:
    rows = (between(high="1"), 0, Fraction(-125, 1000)), (between("1"), 0, Fraction(125, 1000))
    of = plan(leaf(part("1.1", ast.Input("a", 1), *rows)), inputs=(count("a", 5),), leaf_grid=10_000)
    points = [
        verdict.points
        for verdict in judge(of, load(of, [Case("x", {"a": 0}), Case("y", {"a": 1})])).verdicts()
    ]
    assert points == [-130_000, 130_000]
