"""How soon is it told how firm ranks are: the example, 10,000 draws; 3,321 units under drawn weights?

    python -m benchmarks.robust

The example is ``examples/tien-giang-2023`` (synthetic): surveys redrawn, observed gaps, leave-outs and Sobol
indices. The 3,321 × 90 points are random, a tenth of the cells not applicable, weights are whole per mille of
±10%. The peer runs in the same process: plain float32 numpy, one product of matrices and one argsort, which
knows neither ties nor what is not applicable.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.running import machine, medians, table
from par_index.engine.array.bulk import weighted_ranks
from par_index.places import libraries, shipped
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.robust import robust
from par_index.whatif.robust.draw import laid, piece_of
from par_index.whatif.robust.judge import judged
from par_index.whatif.robust.prepare import group_of
from par_index.whatif.robust.settle import settle

UNITS, LEAVES, DRAWS = 3321, 90, 10_000


def example() -> Basis:
    """Lay the example out."""
    opened, problems = open_cycle(Path(shipped("examples")) / "tien-giang-2023", libraries())
    assert opened is not None, problems
    return lay_out(surveyed(opened)[0])[0]


def plain(points: np.ndarray, most: np.ndarray, weights: np.ndarray) -> None:
    """Rank without ties, applicability or exactness."""
    light = points.astype(np.float32) / most.sum()
    for begin in range(0, DRAWS, 500):
        np.argsort(-(weights[begin : begin + 500].astype(np.float32) @ light), axis=1)


def timed(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def main() -> None:
    """Print medians of three rounds."""
    random = np.random.default_rng(45)
    most = random.integers(1, 9, (LEAVES, 1)) * 250_000 * (random.random((LEAVES, UNITS)) > 0.1)
    points = (random.random((LEAVES, UNITS)) * most).astype(np.int64)
    weights = random.integers(900, 1101, (DRAWS, LEAVES))
    basis = example()
    ground = basis.grounds[0]
    group = group_of(ground, settle(basis)[0].noises[0])
    count = 800
    figures = laid(group.base, piece_of(group.base, count, None, 45), count)
    contests: dict[str, Callable[[], object]] = {
        "the example, all of it, 10,000 draws": lambda: robust(basis),
        "the same without Sobol indices": lambda: robust(basis, sobol_draws=0),
        "of it: to draw 800 × 19 units, surveys apart": lambda: laid(
            group.base, piece_of(group.base, count, None, 45), count
        ),
        "of it: to judge and rank 800 × 19 units": lambda: judged(
            ground.kernel, group.official.clusters, figures.population, None
        ),
        "10,000 weight draws × 3,321 units × 90 leaves, exact": lambda: [
            ranks.shape for ranks in weighted_ranks(points, most, weights)
        ],
        "peer: float32 product and argsort": lambda: plain(points, most, weights),
    }
    print(machine())
    table(medians({name: lambda run=run: timed(run) for name, run in contests.items()}, 3))


if __name__ == "__main__":
    main()
