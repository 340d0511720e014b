"""How long does ``check`` take to prove both sets of Tiền Giang 2023 and judge every method's cases twice?

    python -m benchmarks.check

Parts are timed in this process; PyYAML reading the same files with its plain loader is the peer.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import yaml

from benchmarks.running import machine, medians, program, seconds, table
from par_index.check import check_methods
from par_index.compile import load_plans
from par_index.places import libraries, shipped
from par_index.verify import prove

SHELVES = libraries()


def timed(work: Callable[[], object]) -> Callable[[], float]:
    def contest() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return contest


def main() -> None:
    """Print the whole command, then its parts."""
    sets = sorted(shipped("criteria").glob("tien-giang/2023/*.yaml"))
    files = [*sets, *(shipped("rules") / "methods").glob("*.yaml")]
    plans = [plan for path in sets for plan in load_plans(path, SHELVES)[0]]
    contests = {
        "par-index check": lambda: seconds(program("check")),
        "read, compile and prove both": timed(lambda: [load_plans(path, SHELVES) for path in sets]),
        "of which proofs": timed(lambda: [prove(plan) for plan in plans]),
        "methods' cases, both engines": timed(lambda: check_methods(SHELVES)),
        "PyYAML BaseLoader, same files": timed(
            lambda: [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in files]  # noqa: S506
        ),
    }
    print(machine())
    table(medians(contests, 7))


if __name__ == "__main__":
    main()
