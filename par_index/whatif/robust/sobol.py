"""Part a spread among what drives it: first-order and total Sobol indices, with their errors.

Two independent samples A and B of all noise, and for each factor i a sample ABᵢ, which is A with that
factor's noise from B. For an output f with several parts (all units of a group), ‖·‖² summing over parts:

    V = E ½‖f(A) − f(B)‖²    Sᵢ = 1 − E ½‖f(B) − f(ABᵢ)‖² / V    Tᵢ = E ½‖f(A) − f(ABᵢ)‖² / V

(Jansen, 1999; several parts: Gamboa, Janon, Klein, Lagnoux, 2014.) Sᵢ is the share that would go if factor i
alone were known, Tᵢ what would stay if all but i were. Their errors are the standard deviation over samples
redrawn from the rows. Floats; no score is made of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RESAMPLES = 200


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Half squared distances, one row a draw: A to B, then (draws, factors) B to ABᵢ and A to ABᵢ."""

    whole: Floats
    kept: Floats
    swapped: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Indices:
    """First-order and total indices by factor, their standard errors, and the variance they share out."""

    first: Floats
    first_error: Floats
    total: Floats
    total_error: Floats
    variance: float
    """0 where the output does not vary: then the indices are 0."""


def terms(a: Floats, b: Floats, mixed: Sequence[Floats]) -> Terms:
    """Work out what the estimators average; outputs are (draws, parts)."""
    count = len(a)
    kept, swapped = np.zeros((count, len(mixed))), np.zeros((count, len(mixed)))
    for place, one in enumerate(mixed):
        kept[:, place], swapped[:, place] = _half(b, one), _half(a, one)
    return Terms(_half(a, b), kept, swapped)


def _half(one: Floats, other: Floats) -> Floats:
    found: Floats = 0.5 * np.square(one - other).sum(axis=1)
    return found


def joined(parts: Sequence[Terms]) -> Terms:
    """Join the terms of stretches, in their order."""
    return Terms(
        np.concatenate([one.whole for one in parts]),
        np.concatenate([one.kept for one in parts]),
        np.concatenate([one.swapped for one in parts]),
    )


def indices(found: Terms, seed: int) -> Indices:
    """Estimate the indices, and their errors by resampling the draws.

    >>> import numpy as np
    >>> random = np.random.default_rng(0)
    >>> a, b = random.normal(size=(2, 20_000, 2)) * (1.0, 2.0)
    >>> def f(x): return x.sum(axis=1, keepdims=True)
    >>> ab = [f(np.where(np.arange(2) == i, b, a)) for i in range(2)]
    >>> np.round(indices(terms(f(a), f(b), ab), seed=0).first, 1)
    array([0.2, 0.8])
    """
    count, factors = found.kept.shape
    variance = float(found.whole.mean()) if count else 0.0
    if not variance:
        zero = np.zeros(factors)
        return Indices(zero, zero, zero, zero, 0.0)
    weights = np.random.default_rng(seed).multinomial(count, np.full(count, 1 / count), RESAMPLES) / count
    # Where noise is rare a resample may hold none: it has nothing to share out.
    weights = weights[weights @ found.whole > 0]
    whole = (weights @ found.whole)[:, None]
    first, total = 1 - weights @ found.kept / whole, weights @ found.swapped / whole
    return Indices(
        1 - found.kept.mean(axis=0) / variance,
        first.std(axis=0),
        found.swapped.mean(axis=0) / variance,
        total.std(axis=0),
        variance,
    )
