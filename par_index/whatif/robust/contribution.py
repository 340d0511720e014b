"""Tell what really tells units apart: effective weights of leaves, and leaves that say the same.

With c the leaf's points and I the index, both in percent of the unit's own maximum, the effective weight is
cov(c, I) / var(I) over units: the leaves' sum to 1 (Paruolo, Saisana, Saltelli, 2013, without the smoothing).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from par_index.model.plan import Plan
from par_index.whatif.robust.result import Effective, Redundant

Whole = NDArray[np.int64]
ALIKE = 0.95
FEWEST = 8
"""Over fewer units, leaves that go together say nothing."""


def effective_weights(plan: Plan, points: Whole, max_points: Whole) -> tuple[Effective, ...]:
    """Weigh leaves by what they do; (leaves, units) points and what each adds to its unit's maximum."""
    most = max_points.sum(axis=0)
    own = most > 0
    parts = 100 * points[:, own] / most[own]
    whole = parts.sum(axis=0)
    spread = float(((whole - whole.mean()) ** 2).sum()) if own.any() else 0.0
    moved = (parts - parts.mean(axis=1, keepdims=True)) @ (whole - whole.mean()) if spread else None
    total = sum(leaf.max for leaf in plan.leaves if leaf.kind in ("appraised", "survey")) or 1
    return tuple(
        Effective(
            leaf.code,
            leaf.name,
            leaf.area,
            leaf.max / total if leaf.kind in ("appraised", "survey") else 0.0,
            float(moved[row]) / spread if moved is not None else 0.0,
        )
        for row, leaf in enumerate(plan.leaves)
    )


def redundant(plan: Plan, points: Whole, max_points: Whole) -> Iterator[Redundant]:
    """Give pairs of appraised or survey leaves that correlate at 0.95 or more, over units both apply to."""
    rows = [row for row, leaf in enumerate(plan.leaves) if leaf.kind in ("appraised", "survey")]
    asked = (max_points[rows] > 0).astype(np.float64)
    x = points[rows] * asked
    both = asked @ asked.T
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = x @ asked.T / both  # of the row's leaf over units both apply to
        spread = np.square(x) @ asked.T / both - mean**2
        together = x @ x.T / both - mean * mean.T
        found = together / np.sqrt(spread * spread.T)
    # Points are whole micro-points: a variance below 1 is rounding of none.
    told = (both >= FEWEST) & (spread > 1) & (spread.T > 1) & (np.abs(found) >= ALIKE)
    for one, other in np.argwhere(np.triu(told, 1)).tolist():
        codes = plan.leaves[rows[one]].code, plan.leaves[rows[other]].code
        yield Redundant(*codes, max(min(float(found[one, other]), 1.0), -1.0), int(both[one, other]))
