"""How soon does the program answer: ``--help``, and ``explain`` of one leaf of the example cycle?

    python -m benchmarks.start

Peers in the same run: an empty Python, and Python that only imports typer. Bytecode is compiled beforehand.
"""

from __future__ import annotations

import sys

from benchmarks.running import machine, medians, program, seconds, table
from par_index.places import shipped


def main() -> None:
    """Print medians of eleven rounds."""
    cycle = shipped("examples") / "tien-giang-2023"
    contests = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "par-index --help": program("--help"),
        "par-index explain, one leaf": program("explain", cycle, "so-noi-vu", "1.1.3"),
    }
    print(machine())
    table(medians({name: lambda words=words: seconds(words) for name, words in contests.items()}, 11))


if __name__ == "__main__":
    main()
