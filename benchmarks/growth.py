"""Do time and memory of a whole ``score`` grow at most in line with the number of units, 100 to 10,000?

    python -m benchmarks.growth [--sizes 100 1000 10000]

Figures come from one facts.csv; both engines judge, both workbooks are written. The array engine's own
growth is in ``benchmarks.array``.
"""

from __future__ import annotations

import argparse
import shutil

from benchmarks.province import province
from benchmarks.running import Run, machine, program, run


def measured(units: int) -> Run:
    """Score a province of so many units once."""
    cycle = province(units, forms=False)
    try:
        return run(program("score", cycle))
    finally:
        shutil.rmtree(cycle)


def main() -> None:
    """Print a line a size: in all, and what each unit beyond the former size costs."""
    parser = argparse.ArgumentParser(description="growth of a whole score")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 3000, 10_000])
    print(machine())
    print(f"{'units':>6}{'wall s':>9}{'processor s':>13}{'MB':>7}   a further unit: ms of processor, kB")
    former: tuple[int, Run] | None = None
    for units in parser.parse_args().sizes:
        one = measured(units)
        line = f"{units:6}{one.wall:9.2f}{one.processor:13.2f}{one.memory:7.0f}"
        if former is not None:
            more = units - former[0]
            processor, memory = one.processor - former[1].processor, one.memory - former[1].memory
            line += f"   {1e3 * processor / more:30.2f}{1e3 * memory / more:5.0f}"
        print(line, flush=True)
        former = (units, one)


if __name__ == "__main__":
    main()
