"""How long does ``score`` take from 172 communes' workbooks to results.xlsx and slips, and how much memory?

    python -m benchmarks.end_to_end [--units 172] [--rounds 5]

Peers in the same run: openpyxl and calamine, each doing nothing but reading the same workbooks' first sheet.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from statistics import median
from time import perf_counter

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from benchmarks.province import province
from benchmarks.running import machine, medians, program, run, table


def by_openpyxl(paths: list[Path]) -> float:
    start = perf_counter()
    for path in paths:
        for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
            pass
    return perf_counter() - start


def by_calamine(paths: list[Path]) -> float:
    start = perf_counter()
    for path in paths:
        CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return perf_counter() - start


def main() -> None:
    """Print wall time, peak memory and the peers."""
    parser = argparse.ArgumentParser(description="score end to end")
    parser.add_argument("--units", type=int, default=172)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(machine())
    cycle = province(options.units, forms=True)
    try:
        forms = sorted((cycle / "facts").glob("*.xlsx"))
        size = sum(form.stat().st_size for form in forms) / 1e6
        print(f"{len(forms)} workbooks, {size:.1f} MB")
        runs = [run(program("score", cycle)) for _ in range(options.rounds)]
        for name, unit in (("wall", "s"), ("processor", "s"), ("memory", "MB")):
            found = [getattr(one, name) for one in runs]
            print(f"score, {name:15}{median(found):9.2f} {unit:3} ({min(found):.2f} to {max(found):.2f})")
        written = sorted(path for path in (cycle / "ket-qua").iterdir() if path.is_file())
        print(", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in written))
        peers = {
            "openpyxl, read only": lambda: by_openpyxl(forms),
            "calamine, read only": lambda: by_calamine(forms),
        }
        table(medians(peers, min(3, options.rounds)))
    finally:
        shutil.rmtree(cycle)


if __name__ == "__main__":
    main()
