"""Break every leaf of every shipped set in ten ways and tell which slips ``check`` does not name.

    python -m tests.mutation.run        (or: make mutate)

Prints a table of ways and each survivor; ends with 1 when one in a hundred or more survive, or when a
survivor has no explanation.
"""

from __future__ import annotations

import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutation.judge import every_mutant, explained, named, originals
from tests.mutation.mutants import WAYS

Tried = tuple[str, Counter[str], list[tuple[str, str, str]]]
PARTS = 4


def tried(task: tuple[str, int]) -> Tried:
    """Try a part of one set's mutants: how many of each way, and who survived, and why that is no wonder."""
    set_id, part = task
    (original,) = [one for one in originals() if one.set_id == set_id]
    mutants = list(every_mutant(original))[part::PARTS]
    with TemporaryDirectory() as folder:
        place = Path(folder) / "bo.yaml"
        survivors = [mutant for mutant in mutants if not named(mutant, place)]
    told = [(mutant.way, mutant.leaf, explained(original, mutant)) for mutant in survivors]
    return set_id, Counter(mutant.way for mutant in mutants), told


def main() -> int:
    """Try all and tell."""
    ids = [original.set_id for original in originals()]
    every: Counter[str] = Counter()
    survivors: list[tuple[str, str, str, str]] = []
    with get_context("spawn").Pool() as pool:
        for set_id, counts, told in pool.imap_unordered(
            tried, [(one, part) for one in ids for part in range(PARTS)]
        ):
            every += counts
            survivors += [(set_id, *one) for one in told]
    for way in WAYS:
        lost = sum(one[1] == way for one in survivors)
        print(f"{way:24}{every[way]:6} tried{lost:5} survived")
    for set_id, way, leaf, why in sorted(survivors):
        print(f"{set_id} {leaf}: {way}: {why or 'NOT EXPLAINED'}")
    total, lost = every.total(), len(survivors)
    print(f"{total} slips in {len(ids)} sets, {total - lost} named ({100 * (total - lost) / total:.2f}%)")
    return int(100 * lost > total or any(not one[3] for one in survivors))


if __name__ == "__main__":
    sys.exit(main())
