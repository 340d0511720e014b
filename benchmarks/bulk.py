"""Time the bulk kernel: populations, one unit's scenarios, a province's, drawn weights; peers beside them.

Filings are drawn at random for the set for districts of Tiền Giang 2023 (synthetic). Before anything is timed
they are judged by the rules engine too, and must be the same. Figures are wall time; what lays scenarios out
by chance is not counted. Give fewer scenarios on a busy machine:

    python -m benchmarks.bulk [ROUNDS [SCENARIOS]]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.running import machine
from par_index.engine import forward
from par_index.engine.array import Kernel, Population, load, prepare
from par_index.engine.array.bulk import Changes, Scenarios, rank_among, scenarios_of, weighted_ranks
from tests.properties.filings import filings
from tests.worked.cases import compiled

SET, DISTINCT, BLOCK = "tien-giang/2023/huyen", 310, 2**16
CLUSTERS = (range(11), range(11, 31))
PROVINCE = 31
Lines = list[tuple[str, float, float, float, str, str]]


@cache
def ground() -> tuple[Kernel, Population]:
    """Draw offices, and hold the arrays to the rules engine on them."""
    plan = compiled(SET)[0]
    cases = filings(plan, 2023, DISTINCT)
    kernel, units = prepare(plan), load(plan, cases)
    verdicts, totals = forward.judge(plan, cases), kernel.judge(units).totals
    assert totals.points.tolist() == [verdict.points for verdict in verdicts]
    assert totals.max_points.tolist() == [verdict.max_points for verdict in verdicts]
    return kernel, units


def scenarios(ready: Scenarios, count: int, seed: int) -> Changes:
    """Draw scenarios whose units take the figures and flags of one of the offices each."""
    kernel, filed = ground()
    shape = (len(ready.ground.base.units), count)
    taken = np.random.default_rng(seed).integers(0, DISTINCT, shape)
    rows = {leaf.code: row for row, leaf in enumerate(kernel.plan.leaves)}
    narrow, wide = (
        filed.figures.values[[kernel.lanes.index[code] for code in codes]]
        for codes in (ready.announced.narrow, ready.announced.wide)
    )
    flags = filed.flags[[rows[code] for code in ready.announced.flagged]]
    drawn = (np.take(rows, taken, axis=1) for rows in (narrow.astype(np.int32), wide, flags))
    return Changes(*drawn)


def everything(units: Sequence[int], grades: bool, fast: bool, threads: int = 0) -> Scenarios:
    """Make ready for scenarios in which any cell may change: figures, flags."""
    kernel, filed = ground()
    every, flagged = [e.code for e in kernel.plan.inputs], [leaf.code for leaf in kernel.plan.leaves]
    return scenarios_of(kernel, filed, units, every, flagged, grades, fast, threads)


def rounds_of(run: Callable[[], float], rounds: int) -> tuple[float, float, float]:
    """Give median, least and most of what a run measures, after one run that is not counted."""
    run()
    found = [run() for _ in range(rounds)]
    return median(found), min(found), max(found)


def wall(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


def again(times: int) -> None:
    """Judge one block so many times, in this process."""
    ready, changes = one_block()
    for _ in range(times):
        ready.judge(changes)


@cache
def one_block() -> tuple[Scenarios, Changes]:
    ready = everything([0], grades=True, fast=False)
    return ready, scenarios(ready, BLOCK, 45)


def whole_populations(rounds: int) -> Lines:
    """Count millions of leaf evaluations a second: figures, flags, gates, ceilings, totals, grades."""
    kernel, filed = ground()
    ready, changes = one_block()
    millions = len(kernel.plan.leaves) * BLOCK / 1e6
    moved = (changes.narrow.nbytes + changes.wide.nbytes + changes.flags.nbytes) / millions / 1e6
    expected = kernel.judge(filed)
    taken = np.random.default_rng(45).integers(0, DISTINCT, (1, BLOCK))[0]
    lines = []

    def agree(ready: Scenarios) -> None:
        found = ready.judge(changes)
        assert np.array_equal(found.points[0], expected.totals.points[taken])
        assert np.array_equal(found.max_points[0], expected.totals.max_points[taken])
        assert np.array_equal(found.grades[0], expected.graded.places[taken])

    agree(ready)
    found = rounds_of(lambda: millions / wall(lambda: again(1)), rounds)
    lines.append(line("numpy, one process", found, "M/s"))
    with get_context("spawn").Pool(2) as pool:
        pool.map(again, [1, 1], chunksize=1)

        def both() -> float:
            return 8 * millions / wall(lambda: pool.map(again, [4, 4], chunksize=1))

        lines.append(line("numpy, two processes", rounds_of(both, rounds), "M/s", ">= 400"))
    for threads in (1, 2):
        swift = everything([0], grades=True, fast=True, threads=threads)
        agree(swift)
        found = rounds_of(lambda swift=swift: millions / wall(lambda: swift.judge(changes)), rounds)
        goal = ">= 1,800" if threads == 2 else ""
        lines.append(line(f"numba, {threads} threads", found, "M/s", goal))
    lines.append(line("  which reads", tuple(each * moved / 1e3 for each in found), "GB/s", "half of copy"))
    lines.append(line("  copy, two threads, read + write", rounds_of(copied, rounds), "GB/s"))
    lines.append(line("  two threads' arithmetic to one's", rounds_of(scaling, rounds), "x"))
    return lines


def scaling() -> float:
    """Tell what the second processor adds: the same sums in two threads, beside in one."""
    rows = [np.full(2**14, 0.5) for _ in range(2)]

    def reckon(row: np.ndarray) -> None:
        for _ in range(400):
            np.divide(row, 0.75, out=row)
            np.multiply(row, 0.75, out=row)

    with ThreadPoolExecutor(2) as pool:
        one, two = (wall(lambda n=n: list(pool.map(reckon, rows[:n]))) for n in (1, 2))
    return 2 * one / two


def copied() -> float:
    """Copy 2 × 128 MB in two threads; give gigabytes read and written a second."""
    pairs = [(np.ones(2**24), np.ones(2**24)) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        taken = wall(lambda: list(pool.map(lambda pair: np.copyto(*pair), pairs)))
    return 4 * pairs[0][0].nbytes / taken / 1e9


def in_blocks(ready: Scenarios, count: int, seed: int) -> float:
    """Judge scenarios drawn block by block, and rank their clusters; give the seconds that took."""
    taken, step = 0.0, BLOCK // len(ready.ground.base.units)
    for first in range(0, count, step):
        changes = scenarios(ready, min(step, count - first), seed + first)
        taken += wall(lambda changes=changes: ready.judge(changes).ranks(CLUSTERS, ready.shared))
    return taken


def of_one_unit(rounds: int, count: int) -> Lines:
    """Time scenarios of one unit with its new rank among 11."""
    kernel, units = ground()
    totals = kernel.judge(units).totals
    rivals = totals.points[1:11], totals.max_points[1:11]
    simple = [
        leaf for leaf in kernel.plan.leaves if leaf.code in ("2.1.1", "2.2.1", "3.2.4", "4.1.2", "7.1.1")
    ]
    five = [code for leaf in simple for code in leaf.inputs]
    every = [entry.code for entry in kernel.plan.inputs]
    flagged = [leaf.code for leaf in kernel.plan.leaves]
    lines = []
    for inputs, leaves, name, goal in (
        (five, [], "5 leaves", "<= 50"),
        (every, flagged, "every leaf", "<= 400"),
    ):
        for fast in (False, True):
            ready = scenarios_of(kernel, units, [0], inputs, leaves, fast=fast)

            def run(ready: Scenarios = ready) -> float:
                taken = 0.0
                for first in range(0, count, BLOCK):
                    changes = scenarios(ready, min(BLOCK, count - first), first)
                    begun = perf_counter()
                    found = ready.judge(changes)
                    own = found.points[0], found.max_points[0]
                    rank_among(*own, rivals, ready.shared, threads=ready.threads)
                    taken += perf_counter() - begun
                return 1000 * taken * 1e6 / count

            way = "numba" if fast else "numpy"
            lines.append(line(f"{name}, {way}", rounds_of(run, rounds), "ms", goal))
    return lines


def province_part(count: int, fast: bool, seed: int) -> tuple[float, float]:
    """Judge a province's scenarios in this process: seconds, and its peak of memory in MB."""
    ready = everything(range(PROVINCE), grades=False, fast=fast)
    taken = in_blocks(ready, count, seed)
    return taken, peak()


def peak() -> float:
    """Give this process's peak of resident memory in MB; what it was begun from does not count."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1000


def of_a_province(rounds: int, count: int) -> Lines:
    """Time scenarios of 31 units in two clusters, every cell changed, gates and ranks included."""
    return [*province_lines(rounds, count, False), *province_lines(rounds, count, True)]


def province_lines(rounds: int, count: int, fast: bool) -> Lines:
    """Share the scenarios between two processes, or between the threads of one for numba."""
    workers, memory = 1 if fast else 2, [0.0]
    parts = [(count // workers, fast, 10**9 * worker) for worker in range(workers)]
    with get_context("spawn").Pool(workers) as pool:

        def run() -> float:
            found = pool.starmap(province_part, parts, chunksize=1)
            memory.append(sum(used for _, used in found))
            return max(taken for taken, _ in found) * 1e6 / count

        taken = rounds_of(run, rounds)
    most = max(memory)
    return [
        line(
            "numba, two threads" if fast else "numpy, two processes", taken, "s", "<= 1.5" if fast else "<= 6"
        ),
        line("  peak memory, all processes", (most, most, most), "MB", "<= 500"),
    ]


def of_weights(rounds: int) -> Lines:
    """Time 10,000 draws × 3,321 units × 90 leaves with ranks, one leaf in ten not applicable."""
    rng = np.random.default_rng(45)
    full = rng.choice([500_000, 1_000_000, 1_500_000, 2_000_000], (90, 1))
    kept = rng.random((90, 3321)) < 0.9
    points, maxima = full * rng.integers(0, 41, (90, 3321)) // 40 * kept, full * kept
    draws = rng.integers(900, 1101, (10_000, 90))
    alike = np.broadcast_to(full, points.shape)

    def exact(most: np.ndarray) -> float:
        return wall(lambda: [None for _ in weighted_ranks(points, most, draws)])

    def inexact() -> None:
        earned, most = points / 1e6, maxima / 1e6
        for first in range(0, len(draws), 80):
            block = draws[first : first + 80] / 1000
            np.argsort(-(block @ earned) / (block @ most), axis=1)

    return [
        line("exact, with N/A", rounds_of(lambda: exact(maxima), rounds), "s", "<= 0.7"),
        line("exact, one maximum", rounds_of(lambda: exact(alike), rounds), "s"),
        line("plain numpy: argsort, ties as they fall", rounds_of(lambda: wall(inexact), rounds), "s"),
    ]


def of_one_case(rounds: int) -> Lines:
    """Time one unit's what-if: laid out, judged, given as a verdict."""
    kernel = ground()[0]
    case = filings(kernel.plan, 2023, 1)

    def run() -> float:
        return 1000 * wall(lambda: kernel.judge(load(kernel.plan, case)).verdicts())

    return [line("load, judge, verdict", rounds_of(run, 20 * rounds), "ms", "<= 2")]


def line(
    name: str, found: tuple[float, ...], unit: str, goal: str = ""
) -> tuple[str, float, float, float, str, str]:
    middle, least, most = found
    return name, middle, least, most, unit, goal


def main() -> None:
    """Print one table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    kernel = ground()[0]
    print(machine())
    print(f"{SET}: {len(kernel.plan.leaves)} leaves, {len(kernel.plan.inputs)} inputs; {rounds} rounds")
    print(f"{'':44}{'median':>10}      {'least – most':24}goal")
    contests: dict[str, Callable[[], Lines]] = {
        "whole populations, any cell may change": lambda: whole_populations(rounds),
        f"10⁶ scenarios of one unit, rank among 11 (from {count:,})": lambda: of_one_unit(rounds, count),
        f"10⁶ scenarios of 31 units, ranks in 11 / 20 (from {count // 10:,})": lambda: of_a_province(
            max(rounds // 3, 1), count // 10
        ),
        "10,000 draws of weights, 3,321 units × 90 leaves, ranks": lambda: of_weights(rounds),
        "one what-if": lambda: of_one_case(rounds),
    }
    for title, contest in contests.items():
        print(title)
        for name, middle, least, most, unit, goal in contest():
            print(f"  {name:42}{middle:10.2f} {unit:5}{f'({least:.2f} – {most:.2f})':24}{goal}", flush=True)


if __name__ == "__main__":
    main()
