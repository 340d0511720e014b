"""How soon is one what-if answered, and what does a cluster add to the work it spreads?

    python -m benchmarks.whatif [PYTHON_WITH_OPENFISCA]

The scenario raises one district's online filing in the shipped example (figures synthetic): 11 districts, 78
leaves, ranks and the rules before and after. The peer, in its own interpreter, makes a reform of a bare tree
of as many leaves, sets the inputs of 11 units and calculates the total: no ratio, band, state or rank.

The cluster is a Dask scheduler with two workers on the loopback. Tasks judge a made-up population again and
again; each tells how long it worked, so that what is left of the wall time is what handing them out costs.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
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
from par_index.whatif.where import Place, place_of

ONE = {"figures": [{"units": ["huyen-cho-gao"], "input": "hs_truc_tuyen", "set": "at least 98%"}]}
ALL = {"figures": [{"units": ["huyen"], "input": "hs_truc_tuyen", "set": "x 1.01"}]}
HEAVIER = {"sets": {"tien-giang/2023/huyen": {"items": {"7.3.2": {"max": "3"}}}}}
AXES = [
    {"unit": "huyen-cho-gao", "input": "hs_truc_tuyen", "from": 0, "to": 7200, "step": 150},
    {"unit": "huyen-cho-gao", "input": "hs_dvc", "from": 7300, "to": 8290, "step": 25},
]
TASKS, TIMES = 60, 12


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


def overhead(place: Place, payload: tuple[Kernel, Population]) -> tuple[float, float]:
    """Give a task's median seconds, and how far the wall time exceeds half the work of all."""
    list(place(work, payload, range(2)))
    start = perf_counter()
    taken: Sequence[float] = list(place(work, payload, range(TASKS)))
    return median(taken), (perf_counter() - start) / (sum(taken) / 2) - 1


def main() -> None:
    """Print medians."""
    from distributed import LocalCluster

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
    payload = prepare(province()), population(3321)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
    ) as cluster:
        for name, address in (
            ("two processes", ""),
            ("Dask, two workers on the loopback", cluster.scheduler_address),
        ):
            with place_of(address, 2) as place:
                found = [overhead(place, payload) for _ in range(3)]
            task, more = median(one for one, _ in found), median(one for _, one in found)
            print(f"{name}: tasks of {1000 * task:.0f} ms, {100 * more:.1f}% over half the work of all")


if __name__ == "__main__":
    main()
