"""Sobol indices of functions whose indices are known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from par_index.whatif.robust.sobol import Indices, indices, joined, terms

Floats = NDArray[np.float64]


def ishigami(x: Floats) -> Floats:
    a, b, c = (2 * np.pi * x[:, :3] - np.pi).T
    return np.sin(a) + 7 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a)


def g_function(x: Floats) -> Floats:
    a = np.array([0.0, 1.0, 4.5, 9.0])
    return np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1)


# Ishigami and Homma (1990); g: Vᵢ = 1/3 / (1 + aᵢ)², V = Π (1 + Vᵢ) − 1.
PARTS = (1 / 3) / (1 + np.array([0.0, 1.0, 4.5, 9.0])) ** 2
WHOLE = np.prod(1 + PARTS) - 1
KNOWN = {
    "ishigami": (ishigami, [0.3139, 0.4424, 0.0], [0.5576, 0.4424, 0.2437], 13.8446),
    "g": (g_function, PARTS / WHOLE, PARTS * (WHOLE + 1) / (1 + PARTS) / WHOLE, WHOLE),
}


def estimated(f: Callable[[Floats], Floats], factors: int, count: int, parts: int = 1) -> Indices:
    a, b = np.random.default_rng(45).random((2, count, factors))
    mixed = [np.where(np.arange(factors) == one, b, a) for one in range(factors)]
    outputs = [np.repeat(f(x)[:, None], parts, axis=1) for x in (a, b, *mixed)]
    half = count // 2
    cut = [terms(*(o[part] for o in outputs[:2]), [o[part] for o in outputs[2:]])
           for part in (slice(0, half), slice(half, None))]  # fmt: skip
    return indices(joined(cut), 45)


@pytest.mark.parametrize("name", KNOWN)
def test_known_functions_within_their_error(name: str) -> None:
    f, first, total, variance = KNOWN[name]
    found = estimated(f, len(first), 8000)
    assert found.variance == pytest.approx(variance, rel=0.05)
    assert np.all(np.abs(found.first - first) <= 3.5 * found.first_error)
    assert np.all(np.abs(found.total - total) <= 3.5 * found.total_error)
    assert found.first_error.max() < 0.04
    assert found.total_error.max() < 0.04


def test_errors_shrink_with_the_root_of_the_draws() -> None:
    few, many = (estimated(ishigami, 3, count).first_error.mean() for count in (1000, 16_000))
    assert 2.5 < few / many < 6.5


def test_several_parts_share_one_index() -> None:
    one, three = (estimated(ishigami, 3, 500, parts) for parts in (1, 3))
    assert three.first == pytest.approx(one.first)
    assert three.variance == pytest.approx(3 * one.variance)


def test_noise_that_is_rare_has_finite_errors() -> None:
    """One draw of forty moves anything: resamples without it are left out."""
    a, b = np.zeros((2, 40, 1))
    b[7] = 1.0
    found = indices(terms(a, b, [b, a]), 45)
    assert found.first.tolist() == [1.0, 0.0]
    assert found.total.tolist() == [1.0, 0.0]
    assert found.first_error.tolist() == [0.0, 0.0]
    assert found.total_error.tolist() == [0.0, 0.0]


def test_what_does_not_vary_has_no_indices() -> None:
    found = estimated(lambda x: np.ones(len(x)), 2, 100)
    assert (found.variance, found.first.tolist(), found.total.tolist()) == (0.0, [0.0, 0.0], [0.0, 0.0])
