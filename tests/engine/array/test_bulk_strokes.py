"""Each stroke, as numpy does it and as a loop, against plain fractions; and what a tape is made of."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from types import ModuleType

import numpy as np
import pytest

from par_index.engine.array import load, prepare
from par_index.engine.array.box import Boxed
from par_index.engine.array.bulk import loops, rank_among, rank_columns, scenarios_of, strokes
from par_index.engine.array.bulk.codes import CLIPPED, LEVELS, LEVELS_FEW
from par_index.engine.array.bulk.pieces import Piece, pieces_of
from par_index.engine.array.measure import ONE, Figure, single
from par_index.language import ast
from par_index.model.case import Case
from par_index.model.plan import Input, Leaf
from par_index.model.questions import Gate, Test
from par_index.model.states import State
from par_index.points import round_half_away
from tests import naive
from tests.engine import plans
from tests.properties.filings import filings
from tests.worked.cases import compiled

FORMS = pytest.mark.parametrize("form", [strokes, loops])
INT32 = 2**31 - 1


def row(values: list[int], kind: type = np.float64) -> np.ndarray:
    return np.array(values, kind)


@FORMS
def test_quotients_are_rounded_half_away_from_zero(form: ModuleType) -> None:
    cells = [*product(range(-60, 61), range(1, 9)), (7, 0), (2**50 + 1, 2), (2**50 - 1, 2**50)]
    own, below = row([n for n, _ in cells]), row([d for _, d in cells])
    form.rounded(own, below, own.copy())
    assert own.tolist() == [round_half_away(n, max(d, 1)) for n, d in cells]


@FORMS
def test_a_guess_is_put_right_on_either_side(form: ModuleType) -> None:
    """The line is 1/3 of n/d in whole steps, a half folded in; the guess is told to be off by nearly one."""
    cells = [(n, d) for d in (1, 3, 7) for n in range(120)]
    n, d = row([n for n, _ in cells]), row([d for _, d in cells])
    exact = (2, 3, 6)
    for off in (-0.9, 0.0, 0.9):
        p, line = row([-5] * len(cells), np.int32), (1.0, 30.0, 1 / 3, 0.5 + off, 1.0)
        form.guessed(n, d, line, exact, p, n.copy(), n.copy(), n > 0)
        expected = [int(Fraction(n, 3 * d) + Fraction(1, 2)) if 1 <= n / d < 30 else -5 for n, d in cells]
        assert p.tolist() == expected


@FORMS
def test_a_guess_that_is_sure_is_left_alone(form: ModuleType) -> None:
    p = row([0, 0], np.int32)
    form.guessed(row([5, 7]), row([2, 2]), (0.0, 9.0, 1.0, 0.25, 1e-9), (0, 0, 1), p, p * 1.0, p * 1.0, p > 0)
    assert p.tolist() == [2, 3]


@FORMS
def test_a_stretch_of_flags_has_both_its_ends(form: ModuleType) -> None:
    flags, total = np.arange(128, dtype=np.uint8), np.zeros(128, np.int32)
    form.span(total, flags, 4, 7, 10, total.copy(), flags > 0)
    form.span(total, flags, 127, 127, 3, total.copy(), flags > 0)
    assert np.flatnonzero(total).tolist() == [4, 5, 6, 7, 127]
    assert total[[4, 127]].tolist() == [10, 3]


@FORMS
def test_only_an_empty_measure_without_flags_loses(form: ModuleType) -> None:
    lost, empty, flags = np.zeros(4, np.int32), row([1, 1, 0, 0], np.uint8), row([0, 4, 0, 4], np.uint8)
    form.lose(lost, empty, flags, row([-9], np.int32), lost.copy(), flags > 0)
    assert lost.tolist() == [-9, 0, 0, 0]


def levels_of(piece: Piece, x: int) -> int:
    passed = [bound for bound in piece.bounds if x >= bound]
    return piece.levels[len(passed)] if piece.way == LEVELS else piece.levels[min(len(passed), 1)]


def test_levels_of_a_plain_figure_are_those_that_int32_reaches() -> None:
    bounds = (-3.0 * 2**31, 5.0, float(INT32), 2.0**31 + 7, 2.0**33)
    part = Boxed(0, 0, single(Figure("a")), ONE, (), bounds, (1, 2, 3, 4, 5, 6), ())
    pieces = pieces_of(part, 1, narrow=True)
    assert all(abs(bound) <= INT32 + 1 for piece in pieces for bound in piece.bounds)
    for x in (-INT32, 4, 5, INT32 - 1, INT32):
        expected = 1 + sum(x >= bound for bound in bounds)
        assert sum(levels_of(piece, x) for piece in pieces) == expected, x
    assert {piece.way for piece in pieces} <= {LEVELS, LEVELS_FEW}


def test_the_shipped_sets_are_judged_along_the_tape_whole() -> None:
    """Nothing of them is worked out beforehand but working days; most lines are clipped."""
    for name in ("tien-giang/2023/huyen", "tien-giang/2023/so", "mau-hai-cap/2025/xa"):
        plan = compiled(name)[0]
        ready = scenarios_of(
            prepare(plan), load(plan, filings(plan, 7, 2)), [0], [entry.code for entry in plan.inputs]
        ).ground.ready
        assert (ready.apart, ready.measures, ready.bars) == ((), (), None), name
        assert (ready.tape.code[::8] == CLIPPED).sum() > 10


COUNTS = tuple(Input(code, "count", "", 1, 0, 9, "neutral") for code in "abc")


def half(code: str, over: str = "a", under: str = "b", **changes: object) -> Leaf:
    rows = (plans.between(high="1/2"), 0, 0), (plans.between("1/2"), 0, 1)
    return plans.leaf(plans.part(code, plans.ratio(over, under), *rows), **changes)


def test_a_gate_that_reads_a_figure_not_filed_answers_no() -> None:
    gate = Gate("G", Test("measure", "c", plans.between("0"), "", ast.Input("c", 1)), (("1.1", 250_000),))
    of = plans.plan(half("1.1"), inputs=COUNTS, gates=(gate,))
    for values, points in (({"a": 1, "b": 2}, 1_000_000), ({"a": 1, "b": 2, "c": 3}, 250_000)):
        ready = scenarios_of(prepare(of), load(of, [Case("x", values)]), [0], ["a"])
        assert ready.judge(ready.changes({"a": np.array([[1]])}, {})).points.tolist() == [[points]]


def test_last_year_stands_in_for_an_empty_measure_and_is_no_absence() -> None:
    """The gate asks the leaf's points only where it is applicable: on last year's figures it is."""
    dropped = plans.empty("1.1", "none", State.NOT_APPLICABLE, "drop")
    asked = half("1.1", if_empty=dropped, use_previous=True)
    nothing = Test("leaf", "1.1", plans.between(high="1/2"), "")
    gate = Gate("G", nothing, (("1.2", 250_000),))
    of = plans.plan(asked, half("1.2", "c", "a"), inputs=COUNTS, gates=(gate,))
    cases = [
        Case("x", {"a": 1, "b": 0, "c": 1}, {}, previous)
        for previous in ({"a": 1, "b": 9}, {"a": 8, "b": 9}, {"a": 1, "b": 0}, {})
    ]
    ready = scenarios_of(prepare(of), load(of, cases), range(4), ["b"])
    found = ready.judge(ready.changes({"b": np.array([[0, 2, 9]] * 4)}, {}))
    verdicts = [
        [naive.judge(of, Case("x", {**case.values, "b": b}, {}, case.previous)) for b in (0, 2, 9)]
        for case in cases
    ]
    assert found.points.tolist() == [[one.points for one in row] for row in verdicts]
    assert found.max_points.tolist() == [[one.max_points for one in row] for row in verdicts]
    assert found.points[:, 0].tolist() == [250_000, 2_000_000, 1_000_000, 1_000_000]


@pytest.mark.parametrize("bits", [28, 52])
@pytest.mark.parametrize("threads", [0, 1])
def test_quotients_that_float64_takes_for_one_are_told_apart(threads: int, bits: int) -> None:
    great = 2**bits
    points, maxima = np.array([[great - 2], [great - 1]]), np.array([[great - 1], [great]])
    assert points[0] / maxima[0] == points[1] / maxima[1]
    assert rank_columns(points, maxima, threads=threads).ravel().tolist() == [2, 1]
    among: Callable[..., np.ndarray] = rank_among
    assert among(points[0], maxima[0], (points[1], maxima[1]), threads=threads).tolist() == [2]
