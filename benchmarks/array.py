"""Time the array engine on a synthetic province of 3,321 units × 90 leaves, and its growth to 10,000 units.

Every figure is drawn at random; no office stands behind it. The yardstick is one int64 ``np.sum`` over the
leaves' points, in the same run. Given the interpreter of an environment that holds openfisca-core, a bare
tree of as many variables is timed too:

    python benchmarks/array.py [PYTHON_WITH_OPENFISCA]
"""

from __future__ import annotations

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

from par_index.engine.array import Filed, Kernel, Population, judge, prepare, ranks
from par_index.language import ast
from par_index.language.interval import Interval
from par_index.model.plan import Band, Input, Leaf, Part, Plan, Ranking
from par_index.model.questions import Gate, Grade, Grades, Test
from par_index.model.states import State, StateRule
from par_index.problem import NOWHERE

MICRO = 1_000_000
UNITS, LEAVES = 3321, 90
STATES = (
    ("rejected", 64, State.REJECTED, "zero"),
    ("na-trait", 32, State.NOT_APPLICABLE, "drop"),
    ("na-granted", 16, State.NOT_APPLICABLE, "drop"),
    ("claimed", 8, State.SCORED, "zero"),
    ("not-filed", 4, State.NOT_FILED, "zero"),
    ("no-evidence", 2, State.NO_EVIDENCE, "zero"),
    ("pending-survey", 1, State.PENDING_SURVEY, "zero"),
)


def ladder(rng: Random, code: str, most: int, sloping: int) -> tuple[Band, ...]:
    """Draw four to six bands on whole per cents; the upper ``sloping`` ones below the top rise in a line."""
    cuts = [Fraction(cut, 100) for cut in sorted(rng.sample(range(10, 100), rng.randint(3, 5)))]
    ends = [None, *cuts, None]
    levels = [Fraction(most * k, len(cuts)) for k in range(len(cuts) + 1)]
    found = []
    for k, (low, high) in enumerate(pairwise(ends)):
        slope, base = Fraction(0), levels[k]
        if low is not None and high is not None and k >= len(cuts) - sloping:
            slope = (levels[k] - levels[k - 1]) / (high - low)
            base = levels[k - 1] - slope * low
        interval = Interval(low, low is not None, high, False)
        found.append(Band(f"{code}/b{k + 1}", interval, slope, base, "", "", NOWHERE))
    return tuple(found)


def leaf(rng: Random, row: int) -> Leaf:
    """Draw a leaf over a ratio of its own: 40% steps alone, 40% one sloping band, 20% two."""
    code, most = f"{1 + row // 12}.{row}", rng.choice((500_000, 1_000_000, 1_500_000, 2_000_000))
    kind = "bonus" if row >= LEAVES - 2 else "survey" if row >= LEAVES - 17 else "appraised"
    measure = ast.Divide(ast.Input(f"a{row}", 1), ast.Input(f"b{row}", 1))
    bands = ladder(rng, code, most, (0, 0, 1, 1, 2)[row % 5])
    part = Part(code, "", 0, most, measure, "", bands, NOWHERE)
    states = tuple(StateRule(f"{code}/{word}", low, 2 * low - 1, *rest) for word, low, *rest in STATES)
    empty = (StateRule(f"{code}/empty-not-applicable", 0, 0, State.NOT_APPLICABLE, "drop"),)
    return Leaf(code, "", kind, code[0], "", 0, most, (part,), (f"a{row}", f"b{row}"), states, empty)


def province() -> Plan:
    """Draw a set: 90 leaves, 4 gates, 4 grades, bonus with a ceiling."""
    rng = Random(45)
    leaves = tuple(leaf(rng, row) for row in range(LEAVES))
    inputs = tuple(
        Input(f"{side}{row}", "count", "", 1, 0, 10**7, "neutral") for row in range(LEAVES) for side in "ab"
    )
    none = Interval(Fraction(0), True, Fraction(0), True)
    gates = tuple(
        Gate(f"G{k}", Test("leaf", leaves[k].code, none, ""), ((leaves[k + 20].code, 0),)) for k in range(4)
    )
    cuts = [None, Fraction(9, 10), Fraction(8, 10), Fraction(7, 10), None]
    rows = tuple(
        Grade(name, Interval(low, low is not None, high, False), "")
        for name, (high, low) in zip("ABCD", pairwise(cuts), strict=True)
    )
    return Plan(
        "giả/lập", "", "so", "", 2023, "", "proposed", "", "", inputs, (), (), leaves,
        appraised_max=0, survey_max=0, leaf_grid=1, places=2, ranking=Ranking(),
        bonus_ceiling=2 * MICRO, penalty_ceiling=0, gates=gates, grades=Grades("index_exact", rows),
    )  # fmt: skip


def population(units: int) -> Population:
    """Draw figures a <= b, b at least 1, and one leaf in ten in some state other than scored."""
    rng = np.random.default_rng(45)
    below = rng.integers(1, 10**5, (LEAVES, units))
    values = np.empty((2 * LEAVES, units), np.int64)
    values[1::2], values[::2] = below, rng.binomial(below, 0.8)
    flags = np.where(rng.random((LEAVES, units)) < 0.1, 1 << rng.integers(0, 7, (LEAVES, units)), 0)
    names = tuple(f"đv{k}" for k in range(units))
    return Population(names, Filed(values, np.ones(values.shape, np.bool_)), flags.astype(np.uint8))


def milliseconds(run: Callable[[], object], times: int = 101) -> float:
    """Give the median wall time of a call."""
    run()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return 1000 * median(found)


def judge_and_rank(kernel: Kernel, units: Population) -> None:
    totals = kernel.judge(units).totals
    ranks(totals.points, totals.max_points)


def again(units: Population) -> Population:
    """Give the same units as if just laid out: what a population keeps is computed anew."""
    return Population(units.units, Filed(units.figures.values, units.figures.known), units.flags)


def main() -> None:
    """Print the tables."""
    plan = province()
    kernel, units = prepare(plan), population(UNITS)
    points = judge(plan, units).points
    totals = kernel.judge(units).totals
    whole = milliseconds(lambda: judge_and_rank(kernel, units))
    one_sum = milliseconds(lambda: np.sum(points))
    rows = [
        ("prepare a plan, once", milliseconds(lambda: prepare(plan), 5)),
        ("judge and rank, figures just laid out", milliseconds(lambda: judge_and_rank(kernel, again(units)))),
        ("judge and rank", whole),
        ("  of it: leaves, states, maxima", milliseconds(lambda: leaves_alone(kernel, units))),
        ("  of it: exact ranks", milliseconds(lambda: ranks(totals.points, totals.max_points))),
        ("one int64 np.sum", one_sum),
    ]
    apart = len(kernel.lanes.apart)
    print(f"{UNITS} units × {LEAVES} leaves, {apart} of them outside float64 blocks; medians")
    for name, figure in rows:
        print(f"  {name:<40}{figure:9.3f} ms{figure / one_sum:9.1f} sums")
    if len(sys.argv) > 1:
        peer = openfisca(sys.argv[1])
        for name, figure in peer.items():
            shares = f"{figure / one_sum:9.1f} sums{figure / whole:8.2f} × ours"
            print(f"  openfisca-core, {name:<24}{figure:9.3f} ms{shares}")
    print("growth: units, ms, ms for 1,000, peak MB allocated")
    for size in (100, 1000, 3321, 10_000):
        some = population(size)
        figure = milliseconds(lambda some=some: judge_and_rank(kernel, some), 31)
        print(f"  {size:>7,}{figure:9.3f}{1000 * figure / size:9.3f}{peak_megabytes(kernel, some):9.1f}")


def leaves_alone(kernel: Kernel, units: Population) -> None:
    from par_index.engine.array.evaluate import Rows, days_off

    kernel.lanes.judge(units, Rows(units.figures.values, kernel.lanes.index, days_off(())))


def peak_megabytes(kernel: Kernel, units: Population) -> float:
    tracemalloc.start()
    judge_and_rank(kernel, units)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1e6


def openfisca(python: str) -> dict[str, float]:
    """Time the peer in its own interpreter, on a bare tree of as many inputs, leaves and sums."""
    script = Path(__file__).with_name("peers") / "openfisca_tree.py"
    arguments = [python, str(script), str(UNITS), str(LEAVES)]
    lines = subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name: float(figure) for name, figure in (line.split("\t") for line in lines)}


if __name__ == "__main__":
    main()
