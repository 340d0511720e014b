"""Scenarios judged in bulk are those judged one by one: by the reference in fractions and by the rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, reject, settings
from hypothesis import strategies as st

from par_index.engine import forward
from par_index.engine.array import load, prepare
from par_index.engine.array.bulk import (
    Changes,
    Outcome,
    Scenarios,
    above,
    counting,
    drive,
    loops,
    rank_among,
    rank_columns,
    scenarios_of,
    sweep,
)
from par_index.language import ast
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Input, Plan
from par_index.model.questions import Bar, Gate, Grade, Grades, Test
from tests import naive
from tests.engine import plans
from tests.properties.filings import filings
from tests.strategies import World, world, worlds
from tests.worked.cases import compiled

SIZE = 5
SIMPLE = world(1, 3, 4)
INPUTS = tuple(Input(code, "count", "", 1, 0, 9, "neutral") for code in "abc")
Change = dict[str, np.ndarray]


def drawn_changes(rng: Random, drawn: World, units: list[int]) -> tuple[Change, Change]:
    """Draw figures among all that are filed, and flags, for some inputs and leaves of some units."""
    codes = rng.sample([entry.code for entry in drawn.plan.inputs], rng.randint(0, 3))
    leaves = rng.sample(
        [leaf.code for leaf in drawn.plan.leaves],
        rng.randint(0 if codes else 1, min(2, len(drawn.plan.leaves))),
    )
    shape = (len(units), SIZE)
    entries = drawn.plan.input_by_code
    filed = {
        code: [case.values[code] for case in drawn.cases if code in case.values] or [entries[code].low]
        for code in codes
    }
    figures = {code: np.array(rng.choices(filed[code], k=shape[0] * SIZE)).reshape(shape) for code in codes}
    flags = {
        code: np.array(rng.choices([0, 4, 8, 16, 32, 64], k=shape[0] * SIZE), np.uint8).reshape(shape)
        for code in leaves
    }
    return figures, flags


def changed(drawn: World, case: Case, figures: Change, flags: Change, at: tuple[int, int]) -> Case:
    """Write the scenario's case; a leaf that misses a figure stays flagged."""
    values = {**case.values, **{code: int(array[at]) for code, array in figures.items()}}
    found = {**case.flags, **{code: int(array[at]) for code, array in flags.items()}}
    for leaf in drawn.plan.leaves:
        if any(code not in values for code in leaf.inputs) and not found.get(leaf.code):
            found[leaf.code] = 4
            flags[leaf.code][at] = 4
    return Case(case.unit, values, found, case.previous)


def grade_of(drawn: World, verdict: UnitVerdict) -> int:
    names = [row.name for row in drawn.plan.grades.rows] if drawn.plan.grades else []
    return names.index(verdict.grade) if verdict.grade else -1


@settings(max_examples=50, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
@example(world(137031, 6, 6, False), Random(1))  # a gate lowers a penalty past its ceiling
@example(world(440, 1, 12, False), Random(1))  # a line among seven bands of a plain figure
def test_scenarios_are_judged_as_cases_are(drawn: World, rng: Random) -> None:
    units = rng.sample(range(len(drawn.cases)), rng.randint(1, min(3, len(drawn.cases))))
    figures, flags = drawn_changes(rng, drawn, units)
    cases = [
        [changed(drawn, drawn.cases[unit], figures, flags, (row, k)) for k in range(SIZE)]
        for row, unit in enumerate(units)
    ]
    try:
        expected = [[naive.judge(drawn.plan, case) for case in row] for row in cases]
    except ValueError:
        reject()  # figures that no filing brings together lie outside a ladder from 0 to 1
    if any(below_zero(drawn.plan, case) for row in cases for case in row):
        reject()  # nor do any filing's parts exceed their whole
    population = load(drawn.plan, drawn.cases)
    ready = scenarios_of(prepare(drawn.plan), population, units, figures, flags, grades=True)
    for found in by_both(ready, ready.changes(figures, flags)):
        assert found.points.tolist() == [[verdict.points for verdict in row] for row in expected]
        assert found.max_points.tolist() == [[verdict.max_points for verdict in row] for row in expected]
        assert found.grades.tolist() == [[grade_of(drawn, verdict) for verdict in row] for row in expected]
    places = [exact_ranks([row[k] for row in expected]) for k in range(SIZE)]
    assert found.ranks([range(len(units))], ready.shared).T.tolist() == places


def below_zero(plan: Plan, case: Case) -> bool:
    """Tell whether a measure of the plan divides by less than nothing."""
    bars = plan.grades.bars if plan.grades else ()
    tests = [*(gate.when for gate in plan.gates), *(bar.when for bar in bars)]
    measures = [part.measure for leaf in plan.leaves for part in leaf.parts]
    nodes = [*measures, *(test.measure for test in tests if test.measure is not None)]
    while nodes:
        node = nodes.pop()
        nodes += ast.children(node)
        if isinstance(node, ast.Divide) and {*ast.inputs_of(node.denominator)} <= case.values.keys():
            try:
                if naive.worth(node.denominator, case.values, plan.holidays) < 0:
                    return True
            except ZeroDivisionError:
                continue
    return False


class Cut(np.ndarray):
    """Cuts a cell's fraction off and lets it wrap around, as machine code does."""

    def __setitem__(self, place: Any, value: Any) -> None:
        if isinstance(value, float) and not -(2.0**63) < value < 2.0**63:
            value = -1
        super().__setitem__(place, np.int64(value).astype(self.dtype))


@contextmanager
def the_loops() -> Iterator[None]:
    """Let the loops that numba compiles run as they stand, on rows of a few cells."""

    def rows(*given: Any) -> sweep.Rows:
        made = laid_out(*given)
        return made._replace(points=made.points.view(Cut))

    laid_out = drive._rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "strokes", loops)
        patch.setattr(drive, "compiled_sweep", lambda: sweep.stretch)
        patch.setattr(drive, "_rows", rows)
        patch.setattr(counting, "compiled_count", lambda: above.count_above)
        patch.setattr(counting, "compiled_rivals", lambda: above.count_rivals)
        for module in (sweep, drive, above):
            patch.setattr(module, "WIDTH", 4)
        with np.errstate(all="ignore"):
            yield


def by_both(ready: Scenarios, changes: Changes) -> Iterator[Outcome]:
    """Judge by numpy, then by the loops."""
    yield ready.judge(changes)
    with the_loops():
        yield replace(ready, threads=1).judge(changes)


def exact_ranks(verdicts: list[UnitVerdict]) -> list[int]:
    measured = [verdict for verdict in verdicts if verdict.max_points]
    places = iter(naive.ranks([naive.index_of(verdict.leaves) for verdict in measured]))
    return [next(places) if verdict.max_points else 0 for verdict in verdicts]


def districts(count: int) -> tuple[World, Scenarios, Changes]:
    """Set every figure of some districts (synthetic) to those of other filings, in five scenarios."""
    plan = compiled("tien-giang/2023/huyen")[0]
    filed = filings(plan, 7, count * (SIZE + 1))
    base = World(plan, tuple(filed[:count]))
    later = np.array([filed[count:]], object).reshape(count, SIZE)
    figures = {
        entry.code: np.array([[case.values.get(entry.code, entry.low) for case in row] for row in later])
        for entry in plan.inputs
    }
    flags = {
        leaf.code: np.array([[case.flags.get(leaf.code, 0) for case in row] for row in later], np.uint8)
        for leaf in plan.leaves
    }
    population = load(plan, base.cases)
    ready = scenarios_of(prepare(plan), population, range(count), figures, flags, grades=True)
    return World(plan, tuple(later.reshape(-1))), ready, ready.changes(figures, flags)


def test_a_real_set_agrees_with_the_rules() -> None:
    later, ready, changes = districts(4)
    verdicts = forward.judge(later.plan, later.cases)
    for found in by_both(ready, changes):
        agrees(found, later, verdicts, ready.shared)


def agrees(found: Outcome, later: World, verdicts: tuple[UnitVerdict, ...], shared: int) -> None:
    assert found.points.ravel().tolist() == [verdict.points for verdict in verdicts]
    assert found.max_points.ravel().tolist() == [verdict.max_points for verdict in verdicts]
    assert found.grades.ravel().tolist() == [grade_of(later, verdict) for verdict in verdicts]
    columns = [exact_ranks(list(verdicts[k::SIZE])) for k in range(SIZE)]
    clusters = [[0, 2], [1, 3]]
    ranks = found.ranks(clusters, shared)
    for k in range(SIZE):
        for members in clusters:
            own = exact_ranks([verdicts[unit * SIZE + k] for unit in members])
            assert ranks[members, k].tolist() == own
    assert found.ranks([range(4)], shared).T.tolist() == columns


def test_the_size_of_a_stretch_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, ready, changes = districts(3)
    whole = ready.judge(changes)
    for columns in (1, 3, 7, 100):
        monkeypatch.setattr(drive, "COLUMNS", columns)
        same(ready.judge(changes), whole)


def test_what_numba_compiles_gives_the_same_in_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling takes its time, so all is asked of one compiled sweep: points, grades, ranks, mistakes."""
    later, ready, changes = districts(4)
    verdicts = forward.judge(later.plan, later.cases)
    rivals = np.array([0, 1, 5 * 10**6]), np.array([10**7, 0, 10**7])
    own = ready.judge(changes).points[0], ready.judge(changes).max_points[0]
    assert np.array_equal(rank_among(*own, rivals, threads=2), rank_among(*own, rivals))
    for threads, columns in ((1, 2**15), (2, 2**15), (3, 1), (2, 7)):
        monkeypatch.setattr(drive, "SWIFT_COLUMNS", columns)
        swift = replace(ready, threads=threads)
        agrees(swift.judge(changes), later, verdicts, ready.shared)
        with pytest.raises(ValueError, match="lies outside its bounds"):
            swift.judge(replace(changes, narrow=changes.narrow - 2**30))


def same(found: Outcome, expected: Outcome) -> None:
    for name in ("points", "max_points", "grades"):
        assert np.array_equal(getattr(found, name), getattr(expected, name))


def test_only_what_is_touched_is_judged() -> None:
    """Where nothing is tied to a leaf, it alone is judged; where a gate asks for it, so is what that caps."""
    plan = compiled("tien-giang/2023/huyen")[0]
    kernel, population = prepare(plan), load(plan, filings(plan, 7, 2))

    def judged(*inputs: str, grades: bool = False) -> list[str]:
        ready = scenarios_of(kernel, population, [0], inputs, grades=grades)
        return [leaf.code for leaf in ready.ground.kernel.plan.leaves]

    assert judged("vb_dung_tien_do") == ["2.1.1"]
    gate = plan.gates[0]
    assert judged(plan.leaf_by_code[gate.when.code].inputs[0]) == [gate.when.code, gate.caps[0][0]]
    assert "1.6.1" in judged("vb_dung_tien_do", grades=True)
    bonus = [leaf for leaf in plan.leaves if leaf.kind == "bonus"]
    assert judged(bonus[0].inputs[0]) == [leaf.code for leaf in bonus]


ZEROS = np.zeros((1, 3), np.int64)


@pytest.mark.parametrize(
    ("figures", "flags", "words"),
    [
        ({}, {}, "all of one shape"),
        ({"ho_so": np.zeros(3, np.int64)}, {}, "units × scenarios"),
        ({"ho_so": ZEROS, "it": np.zeros((1, 2), np.int64)}, {}, "all of one shape"),
        ({"ho_so": np.zeros((2, 3), np.int64)}, {}, "1 rows × 1 units"),
        ({"ho_so": np.full((1, 3), -1)}, {}, "ho_so lies outside its bounds"),
        ({"ho_so": np.full((1, 3), 2**40)}, {}, "ho_so lies outside its bounds"),
        ({"ho_so": ZEROS, "it": ZEROS}, {}, "it was not announced"),
        ({"ho_so": ZEROS}, {"1.0": np.zeros((1, 3), np.uint8)}, "1.0 was not announced"),
    ],
)
def test_what_exactness_rests_on_is_checked(figures: Change, flags: Change, words: str) -> None:
    ready = scenarios_of(prepare(SIMPLE.plan), load(SIMPLE.plan, SIMPLE.cases), [0], ["ho_so"])
    with pytest.raises(ValueError, match=words):
        ready.judge(ready.changes(figures, flags))


def test_arrays_are_checked_as_they_come() -> None:
    """Whoever lays the arrays out by himself may err in type, shape, bounds and flags."""
    drawn = SIMPLE
    code = drawn.plan.leaves[0].code
    ready = scenarios_of(prepare(drawn.plan), load(drawn.plan, drawn.cases), [0], ["ho_so"], [code])
    right = ready.changes({"ho_so": ZEROS}, {code: np.zeros((1, 3), np.uint8)})
    for words, changes in {
        "1 rows × 1 units × scenarios of int32": replace(right, narrow=right.narrow.astype(np.int64)),
        "0 rows × 1 units × scenarios of int64": replace(right, wide=right.wide[:, 0]),
        "different numbers of scenarios": replace(right, narrow=right.narrow[:, :, :2]),
        "ho_so lies outside its bounds": replace(right, narrow=right.narrow - 1),
        "a flag lies outside 0..127": replace(right, flags=right.flags + 128),
    }.items():
        with pytest.raises(ValueError, match=words):
            ready.judge(changes)
        with the_loops(), pytest.raises(ValueError, match=words):
            replace(ready, threads=1).judge(changes)


def test_what_the_plan_does_not_hold_is_refused() -> None:
    ready = prepare(SIMPLE.plan), load(SIMPLE.plan, SIMPLE.cases), [0]
    with pytest.raises(ValueError, match="ho_la is neither an input nor a leaf"):
        scenarios_of(*ready, ["ho_la"])
    with pytest.raises(ValueError, match=r"9\.9 is neither an input nor a leaf"):
        scenarios_of(*ready, [], ["9.9"])


PAIRS = st.one_of(
    st.tuples(st.integers(-3, 8).map(lambda k: k * 250_000), st.integers(0, 4).map(lambda k: k * 500_000)),
    st.tuples(st.integers(2**40, 2**40 + 2), st.integers(2**40 + 1, 2**40 + 3)),
)


@pytest.mark.parametrize("dense", [False, True])
@settings(max_examples=60, deadline=None)
@given(st.lists(PAIRS, min_size=1, max_size=5), st.lists(PAIRS, max_size=40))
def test_one_unit_is_ranked_among_rivals_that_stay(
    dense: bool, own: list[tuple[int, int]], rivals: list[tuple[int, int]]
) -> None:
    points, maxima = np.array(own).T
    theirs = np.array(rivals, np.int64).reshape(-1, 2).T
    figures = [Fraction(*pair) for pair in rivals if pair[1]]
    expected = [naive.ranks([Fraction(*pair), *figures], dense)[0] if pair[1] else 0 for pair in own]
    for threads in (0, 2):
        with the_loops():
            found = rank_among(points, maxima, (theirs[0], theirs[1]), dense=dense, threads=threads)
        assert found.tolist() == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(PAIRS, min_size=3, max_size=3), min_size=1, max_size=35))
def test_columns_are_ranked_as_the_fractions_are(units: list[list[tuple[int, int]]]) -> None:
    points, maxima = np.moveaxis(np.array(units), 2, 0)
    with the_loops():
        both = [rank_columns(points, maxima, threads=threads) for threads in (0, 2)]
    for k in range(3):
        measured = [Fraction(*row[k]) for row in units if row[k][1]]
        places = iter(naive.ranks(measured))
        expected = [next(places) if row[k][1] else 0 for row in units]
        assert [found[:, k].tolist() for found in both] == [expected, expected]


def test_what_divides_all_maxima_moves_no_rank() -> None:
    points, maxima = np.array([[3, 9], [4, 9]]) * 10**7, np.array([[5, 11], [6, 11]]) * 10**7
    assert rank_columns(points, maxima, 10**7).tolist() == [[2, 1], [1, 1]]
    assert rank_among(points[0], maxima[0], (points[:, 1], maxima[:, 1]), 10**7).tolist() == [3, 1]


def test_a_gate_that_reads_a_touched_figure_brings_what_it_caps() -> None:
    """The leaf is not touched itself: a gate that reads ``c`` caps it, a bar bars the grade."""
    halves = plans.part(
        "1.1", plans.ratio("a", "b"), (plans.between(high="1/2"), 0, 0), (plans.between("1/2"), 0, 1)
    )
    asked = ast.Input("c", 1)
    gate = Gate("G", Test("measure", "c", plans.between("5"), "", asked), (("1.1", 250_000),))
    bar = Bar("B", Test("measure", "c", plans.between("7"), "", asked), "thấp")
    rows = (Grade("cao", plans.between("1/4"), ""), Grade("thấp", plans.between(high="1/4"), ""))
    of = plans.plan(
        plans.leaf(halves), inputs=INPUTS, gates=(gate,), grades=Grades("index_exact", rows, (bar,))
    )
    ready = scenarios_of(
        prepare(of), load(of, [Case("x", {"a": 1, "b": 2, "c": 0})]), [0], ["c"], grades=True
    )
    for found in by_both(ready, ready.changes({"c": np.array([[0, 4, 5, 6, 7]])}, {})):
        assert found.points.tolist() == [[1_000_000, 1_000_000, 250_000, 250_000, 250_000]]
        assert found.grades.tolist() == [[0, 0, 0, 0, 1]]
