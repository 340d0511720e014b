"""Lay a ground out for its tasks: the official result as arrays, the filed figures, the noise over them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from par_index.engine import array
from par_index.whatif.basis import Ground
from par_index.whatif.robust.draw import Base
from par_index.whatif.robust.fit import laws_of
from par_index.whatif.robust.gaps import family_of
from par_index.whatif.robust.judge import judged
from par_index.whatif.robust.noise import Noise
from par_index.whatif.robust.sums import Official
from par_index.whatif.robust.tasks import Group

Rows = NDArray[np.intp]
Ranks = NDArray[np.int32]
FEW = 40
"""Up to so many units of a cluster every pair is counted: a table of more would not be read."""


def group_of(ground: Ground, noise: Noise) -> Group:
    """Prepare one group; its official ranks come out of the same arrays as those of draws."""
    plan = ground.plan
    filed = array.load(plan, [one.case for one in ground.facts])
    clusters = tuple(
        np.array([ground.at[code] for code in members], np.intp) for members in ground.clusters.values()
    )
    plain = judged(ground.kernel, clusters, filed, None)
    ranks, index = plain.ranks[0], plain.index[0]
    most = max(map(len, clusters), default=0)
    official = Official(
        ranks,
        index,
        plain.leaves[:, 0, :] if plain.leaves is not None else np.zeros((0, len(ranks)), np.int64),
        clusters,
        _next(ranks, clusters),
        len(plan.grades.rows) if plan.grades else 0,
        most,
        most <= FEW,
    )
    # No figure is below 0 by a whole lane: the stand-in is met by no day that came.
    days = np.array([entry.never if entry.never is not None else -(2**62) for entry in plan.inputs], np.int64)
    base = Base(
        ground.group.id,
        filed,
        laws_of(plan),
        noise,
        len(plan.leaves),
        np.array([leaf.kind not in ("appraised", "survey") for leaf in plan.leaves], np.bool_),
        tuple(family_of(entry) for entry in plan.inputs),
        filed.figures.values == days[:, None],
    )
    return Group(base, ground.kernel, official)


def _next(ranks: Ranks, clusters: tuple[Rows, ...]) -> Rows:
    """Name the unit that stands right below each in its cluster, equals in the order of the list."""
    found = np.full(len(ranks), -1, np.intp)
    for own in clusters:
        ordered = in_rank_order(ranks, own)
        placed = ordered[ranks[ordered] > 0]
        found[placed[:-1]] = placed[1:]
    return found


def in_rank_order(ranks: Ranks, own: Rows) -> Rows:
    """Sort a cluster's units best first; those without a rank come last."""
    return own[np.lexsort((np.arange(len(own)), np.where(ranks[own] > 0, ranks[own], len(ranks) + 1)))]
