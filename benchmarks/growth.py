"""Do time and memory of a whole ``score`` grow at most in line with the number of units, 100 to 10,000?

    python -m benchmarks.growth [--sizes 100 1000 10000]

Figures come from one facts.csv; both engines judge, both workbooks are written. The array engine's own
growth is in ``benchmarks.array``.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from benchmarks.province import province
from benchmarks.running import machine, program, seconds_and_memory


def measured(units: int) -> tuple[float, float]:
    """Score a province of so many units once."""
    cycle: Path = province(units, forms=False)
    try:
        return seconds_and_memory(program("score", cycle))
    finally:
        shutil.rmtree(cycle)


def main() -> None:
    """Print a line a size: in all, a unit, and what the units beyond the former size cost each."""
    parser = argparse.ArgumentParser(description="growth of a whole score")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 3000, 10_000])
    print(machine())
    print(
        f"{'units':>6}{'s':>9}{'MB':>8}{'ms a unit':>12}{'kB a unit':>12}{'ms a further unit':>20}{'kB':>8}"
    )
    former: tuple[int, float, float] | None = None
    for units in parser.parse_args().sizes:
        spent, memory = measured(units)
        line = f"{units:6}{spent:9.2f}{memory:8.0f}{1e3 * spent / units:12.2f}{1e3 * memory / units:12.1f}"
        if former is not None:
            more = units - former[0]
            line += f"{1e3 * (spent - former[1]) / more:20.2f}{1e3 * (memory - former[2]) / more:8.1f}"
        print(line, flush=True)
        former = (units, spent, memory)


if __name__ == "__main__":
    main()
