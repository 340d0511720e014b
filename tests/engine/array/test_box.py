"""Leaves judged in float64 at the edge of what is proved: figures at their bounds, points next to a half."""

from fractions import Fraction

import pytest

from par_index.engine.array import judge, load, prepare
from par_index.engine.array.bounds import box_of
from par_index.engine.array.box import Boxed, boxed
from par_index.engine.array.column import column_of
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.plan import Leaf, Plan
from par_index.model.states import State
from tests import naive
from tests.engine.plans import between, empty, leaf, part, plan, ratio
from tests.near_halves import TOP, cases_of, counts, next_to_halves, rising, to_half


def proof(of: Plan) -> Boxed | None:
    box = box_of(of)
    return boxed(0, of.leaves[0], column_of(of.leaves[0], of.leaf_grid, box), box)


def agrees(of: Plan, pairs: list[tuple[int, int]]) -> bool:
    cases = cases_of(pairs)
    return judge(of, load(of, cases)).verdicts() == tuple(naive.judge(of, case) for case in cases)


@pytest.mark.parametrize("most", [1, 3, 10])
def test_a_nudged_line_is_right_next_to_every_half(most: int) -> None:
    of = rising(most, TOP)
    found = proof(of)
    assert found is not None
    assert [line.below for line in found.lines] == [None]
    beside = next_to_halves(of, range(TOP - 60, TOP + 1))
    assert len(beside) > 20
    assert all(to_half(of, pair) == Fraction(1, 2 * pair[1]) for pair in beside)
    assert agrees(of, beside)


def test_an_exact_half_goes_up_at_the_top_of_the_bounds() -> None:
    of = rising(1, TOP)
    halves = [(5 * odd, TOP) for odd in range(999_999, 1_000_199, 2)]
    assert {to_half(of, pair) for pair in halves} == {0}
    assert agrees(of, halves)


@pytest.mark.parametrize("most", [1, 2])
def test_a_divided_line_is_right_next_to_every_half(most: int) -> None:
    """From 95% to 98%: thirds of a millionth in the slope, and points that cancel from a far base."""
    of = rising(most, TOP, "95/100", "98/100")
    found = proof(of)
    assert found is not None
    assert [line.below for line in found.lines] == [6.0]
    beside = next_to_halves(of, range(TOP - 4000, TOP + 1))
    assert len(beside) > 10
    assert all(to_half(of, pair) == Fraction(1, 6 * pair[1]) for pair in beside)
    assert agrees(of, beside)


def test_a_count_divided_by_a_great_prime_is_right_next_to_every_half() -> None:
    """Ten points over 99,999,989 of something: n · 10^7 / 99,999,989 millionths."""
    prime = 99_999_989
    rows = (between(0, prime), Fraction(10, prime), 0), (between(prime), 0, 10)
    measured = part("1.1", ast.Input("a", 1), *rows, most=10)
    of = plan(leaf(measured), inputs=counts(10**8))
    found = proof(of)
    assert found is not None
    assert [line.below for line in found.lines] == [2.0 * prime]
    inverse = pow(10**7, -1, prime)
    beside = [(odd - prime) // 2 * inverse % prime for odd in range(-99, 100, 2)]
    assert agrees(of, [(n, 0) for n in beside])


@pytest.mark.parametrize("bound", [TOP, 10**12])
def test_a_line_too_steep_for_float64_is_guessed_and_put_right(bound: int) -> None:
    """At 10^12 products pass 2^63."""
    of = rising(5, bound, "95/100", "98/100")
    found = proof(of)
    assert found is not None
    assert [line.exact for line in found.lines] == [(10**9, -949_999_997, 6)]
    beside = next_to_halves(of, range(bound - 4000, bound + 1))
    assert len(beside) > 10
    assert agrees(of, beside)


@pytest.mark.parametrize("bound", [TOP, 3 * 10**8])
def test_a_threshold_is_met_exactly_at_the_top_of_the_bounds(bound: int) -> None:
    of = rising(1, bound, "2/3", "999999/1000000")
    cuts, tops = (Fraction(2, 3), Fraction(999_999, 10**6)), range(bound - 30, bound + 1)
    pairs = [(int(cut * d) + beside, d) for d in tops for cut in cuts for beside in (-1, 0, 1)]
    assert agrees(of, pairs)


def test_what_is_not_proved_is_not_boxed() -> None:
    assert proof(rising(1, TOP)) is not None
    assert proof(rising(1, 2**53)) is None
    assert proof(rising(1, 2**40, "1/8191", "8190/8191")) is None, "the threshold's products pass 2^51"


def test_a_line_below_zero_is_not_boxed() -> None:
    """float64 is cut towards zero: that is the floor above zero alone."""
    rows = (between(high="1"), 1, Fraction(-1, 2)), (between("1"), 0, 1)
    nothing = empty("1.1", "zero", State.SCORED, "zero")
    of = plan(leaf(part("1.1", ratio("a", "b"), *rows), if_empty=nothing), inputs=counts(9))
    assert proof(of) is None
    assert agrees(of, [(a, b) for a in range(10) for b in range(10)])


def many_bands(count: int) -> Leaf:
    ends = [None, *map(str, range(1, count)), None]
    rows = [(between(*ends[k : k + 2]), 0, k) for k in range(count)]
    return leaf(part("1.1", ast.Input("a", 1), *rows, most=count))


@pytest.mark.parametrize(("count", "fits"), [(8, True), (9, False)])
def test_eight_bands_are_the_most_of_a_block(count: int, fits: bool) -> None:
    of = plan(many_bands(count), inputs=counts(20))
    assert bool(prepare(of).lanes.blocks) is fits
    verdicts = judge(of, load(of, [Case("x", {"a": k}) for k in range(12)])).verdicts()
    assert [verdict.points for verdict in verdicts] == [min(k, count - 1) * 10**6 for k in range(12)]


def test_more_leaves_than_a_block_holds() -> None:
    """Twenty leaves of one shape make three blocks, each leaf with its own table and flags."""
    leaves = [leaf(part(f"1.{k}", ast.Input("a", 1), (between(), 0, k))) for k in range(20)]
    of = plan(*leaves, inputs=counts(9))
    cases = [Case("x", {"a": 1}), Case("y", {"a": 1}, {"1.3": 32, "1.19": 1})]
    assert [len(block.rows) for block in prepare(of).lanes.blocks] == [9, 9, 2]
    assert judge(of, load(of, cases)).verdicts() == tuple(naive.judge(of, case) for case in cases)


def test_points_too_large_for_int32_are_kept_in_int64() -> None:
    of = rising(3000, 10)
    assert prepare(of).lanes.number.__name__ == "int64"
    assert agrees(of, [(a, b) for a in range(11) for b in range(11)])
    assert prepare(rising(1000, 10)).lanes.number.__name__ == "int32"
