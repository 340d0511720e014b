"""Tell which of two indices is really higher, as far as the survey's sample goes.

The difference of two units' indices is taken as normal, their errors as independent: a form tells which unit
it rates and not who filled it in, so that people who rate several units cannot be followed from one to the
next. Where they do rate several, and alike, the true difference is surer than said here. Floats: ranks are
given by exact figures, and this tells only how firmly they stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from statistics import NormalDist

import numpy as np

CONFIDENCE = 0.95
_ROWS = 512
"""So many units are compared with all others at a time."""


@cache
def critical(confidence: float = CONFIDENCE) -> float:
    """Give the half-width of a two-sided interval in standard errors: 1.96 at 95%."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def probability(first: float, first_error: float, second: float, second_error: float) -> float:
    """Give the probability that the first index is above the second; equal and sure indices give one half.

    >>> round(probability(88.0, 0.6, 87.0, 0.8), 3)
    0.841
    """
    error = float(np.hypot(first_error, second_error))
    if not error:
        return 0.5 if first == second else float(first > second)
    return NormalDist().cdf((first - second) / error)


def rank_intervals(
    indices: Sequence[float], errors: Sequence[float], confidence: float = CONFIDENCE
) -> list[tuple[int, int]]:
    """Give each unit the best and the worst rank that pairwise comparison leaves open, at a confidence.

    Best is 1 + the units surely above, worst is the number of units less those surely below; a pair is sure
    where the difference passes the two-sided bound of the confidence.
    """
    index, error = np.asarray(indices, np.float64), np.asarray(errors, np.float64)
    found: list[tuple[int, int]] = []
    for begin in range(0, len(index), _ROWS):
        rows = slice(begin, begin + _ROWS)
        ahead = index[rows, None] - index[None, :]
        bound = critical(confidence) * np.hypot(error[rows, None], error[None, :])
        best = 1 + (-ahead > bound).sum(axis=1)
        worst = len(index) - (ahead > bound).sum(axis=1)
        found.extend(zip(best.tolist(), worst.tolist(), strict=True))
    return found
