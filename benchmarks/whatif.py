"""How soon is one what-if answered, and what does a cluster add to the work it spreads?

    python -m benchmarks.whatif [PYTHON_WITH_OPENFISCA]

The scenario raises one district's online filing in the shipped example (figures synthetic): 11 districts, 78
leaves, ranks and the rules before and after. The peer, in its own interpreter, makes a reform of a bare tree
of as many leaves, sets the inputs of 11 units and calculates the total: no ratio, band, state or rank.

The cluster is a Dask scheduler with two workers on the loopback, beside two processes without it. Tasks judge
a made-up population again and again; each tells how long it worked.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from benchmarks.array import population, province
from benchmarks.running import machine, medians, table
from par_index.engine.array import Kernel, Population, prepare
from par_index.places import libraries, shipped
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.many import many
from par_index.whatif.scenario import ScenarioSpec, compare, lay, scenario_of
from par_index.whatif.scenario.grid import sweep
from par_index.whatif.where import place_of
from par_index.whatif.where.memory import keep_memory

ONE = {"figures": [{"units": ["huyen-cho-gao"], "input": "hs_truc_tuyen", "set": "at least 98%"}]}
ALL = {"figures": [{"units": ["huyen"], "input": "hs_truc_tuyen", "set": "x 1.01"}]}
HEAVIER = {"sets": {"tien-giang/2023/huyen": {"items": {"7.3.2": {"max": "3"}}}}}
AXES = [
    {"unit": "huyen-cho-gao", "input": "hs_truc_tuyen", "from": 0, "to": 7200, "step": 150},
    {"unit": "huyen-cho-gao", "input": "hs_dvc", "from": 7300, "to": 8290, "step": 25},
]
TASKS, TIMES = 120, 26


def basis() -> Basis:
    """Lay the shipped example out."""
    opened, _ = open_cycle(shipped("examples") / "tien-giang-2023", libraries())
    assert opened is not None
    return lay_out(surveyed(opened)[0])[0]


def asked(ground: Basis, spec: ScenarioSpec) -> float:
    """Time one scenario, laid and compared."""
    start = perf_counter()
    laid, problems = lay(ground, spec)
    assert laid is not None, [problem.text() for problem in problems]
    compare(laid)
    return perf_counter() - start


def asked_at_once(ground: Basis) -> float:
    """Ask for 10,000 values of one figure, ranks included."""
    own = ground.find("huyen-cho-gao")
    assert own is not None
    values = np.arange(10_000) % 7300
    start = perf_counter()
    many(own[0], "huyen-cho-gao", {"hs_truc_tuyen": values})
    return perf_counter() - start


def swept(ground: Basis, spec: ScenarioSpec) -> float:
    start = perf_counter()
    surface, problems = sweep(ground, spec)
    assert surface is not None, [problem.text() for problem in problems]
    return perf_counter() - start


def spec_of(document: dict[str, object]) -> ScenarioSpec:
    spec, problems = scenario_of(document)
    assert spec is not None, [problem.text() for problem in problems]
    return spec


def work(payload: tuple[Kernel, Population], number: int) -> float:
    """Judge a population over and over; tell how long it took."""
    kernel, units = payload
    start = perf_counter()
    for _ in range(TIMES + number % 3):
        kernel.judge(units)
    return perf_counter() - start


_held: list[tuple[Kernel, Population]] = []


def hold(payload: tuple[Kernel, Population]) -> None:
    """Keep in a process what its tasks work on, as a worker of a cluster does."""
    keep_memory()
    _held.append(payload)


def work_held(number: int) -> float:
    return work(_held[0], number)


def spread(run: Callable[[], Sequence[float]]) -> tuple[float, float, float]:
    """Give the wall time of all tasks, a task's median seconds, and the sum of their seconds."""
    start = perf_counter()
    taken = run()
    return perf_counter() - start, median(taken), sum(taken)


def handing_out(rounds: int) -> None:
    """Spread the same tasks by Dask, and over as many processes without it, in turn; print what Dask adds."""
    from distributed import LocalCluster

    payload = prepare(province()), population(3321)
    own = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with (
        get_context("spawn").Pool(2, hold, (payload,)) as pool,
        LocalCluster(**own, silence_logs=50) as cluster,
        place_of(cluster.scheduler_address, 2) as place,
    ):
        ways: dict[str, Callable[[], Sequence[float]]] = {
            "two processes, a pool that stands": lambda: pool.map(work_held, range(TASKS), chunksize=1),
            "Dask, two workers on the loopback": lambda: list(place(work, payload, range(TASKS))),
        }
        for run in ways.values():
            run()
        found = {name: [spread(run) for _ in range(rounds)] for name, run in ways.items()}
    walls = {name: median(wall for wall, _, _ in runs) for name, runs in found.items()}
    pooled, dask = walls.values()
    for name, runs in found.items():
        task = median(one for _, one, _ in runs)
        over = median(2 * wall / total - 1 for wall, _, total in runs)
        print(f"{name}: {walls[name]:.2f} s, tasks of {1000 * task:.0f} ms, {100 * over:.1f}% over them")
    print(f"Dask to the pool: {100 * (dask / pooled - 1):+.1f}%")


def main() -> None:
    """Print medians."""
    print(machine())
    ground = basis()
    one, every, heavier = spec_of(ONE), spec_of(ALL), spec_of(HEAVIER)
    grid = spec_of({"sweep": AXES})
    rows = {
        "one figure of one unit, laid and compared": lambda: asked(ground, one),
        "one figure of all 11 districts": lambda: asked(ground, every),
        "a set changed, proved and 11 districts judged": lambda: asked(ground, heavier),
        "10,000 what-ifs of one figure, arrays in and out": lambda: asked_at_once(ground),
        "a grid of 49 × 40 figures of one unit": lambda: swept(ground, grid),
    }
    table(medians(rows, 9))
    if len(sys.argv) > 1:
        script = Path(__file__).with_name("peers") / "openfisca_reform.py"
        done = subprocess.run([sys.argv[1], str(script)], check=True, capture_output=True, text=True)
        print(done.stdout, end="")
    handing_out(3)


if __name__ == "__main__":
    main()
