"""Cut a run into tasks that any worker may do in any order: plain functions of a payload and a number.

A task is one stretch of draws of one group. Stretches and the pieces in them are the same whoever does them,
and their sums are whole numbers: results do not depend on workers, nor on how tasks are handed out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array import Judgement, Kernel
from par_index.whatif.robust.draw import Base, Piece, laid, mixed, piece_of, shares_of
from par_index.whatif.robust.factors import Factor
from par_index.whatif.robust.judge import FINE, Drawn, judged, reweighted
from par_index.whatif.robust.sobol import Terms, joined, terms
from par_index.whatif.robust.sums import Official, Sums, summed

STRETCH = 2000
"""Draws of a task: to lay a survey's forms out once for fewer would take longer than to redraw them."""
COLUMNS = 2**14
"""Columns of figures laid out at a time, whatever the number of draws."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Everything a worker needs to draw and judge one group."""

    base: Base
    kernel: Kernel
    official: Official
    factors: tuple[Factor, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Payload:
    """All groups of a run, and how many draws of each are wanted."""

    seed: int
    draws: int
    sobol_draws: int
    groups: tuple[Group, ...]

    @property
    def stretches(self) -> int:
        return -(-self.draws // STRETCH)

    @property
    def tasks(self) -> range:
        """Number the tasks of ``draw_task``: the stretches of the first group, of the second …"""
        return range(len(self.groups) * self.stretches)

    @property
    def sobol_tasks(self) -> range:
        """Number the tasks of ``sobol_task``."""
        return range(len(self.groups) * -(-self.sobol_draws // STRETCH))


def draw_task(payload: Payload, number: int) -> Sums:
    """Draw and judge one stretch of one group."""
    group = payload.groups[number // payload.stretches]
    stretch = number % payload.stretches
    count = min(STRETCH, payload.draws - stretch * STRETCH)
    base = group.base
    if not base.noise.active:
        return _still(group, count)
    once = group.kernel.judge(base.filed) if base.noise.active == ("weights",) else None
    shares = shares_of(base, count, f"{payload.seed}|draws|{stretch}")
    total: Sums | None = None
    for begin, end in _pieces(count, base.units):
        names = (payload.seed, "draws", base.group, stretch, begin)
        own = shares[begin:end] if shares is not None else None
        piece = piece_of(base, end - begin, own, *names)
        part = _summed(group, piece, end - begin, once)
        total = part if total is None else total + part
    assert total is not None
    return total


def sobol_task(payload: Payload, number: int) -> tuple[Terms, Terms]:
    """Work out one stretch of one group's decomposition: of its indices, then of its ranks."""
    stretches = -(-payload.sobol_draws // STRETCH)
    group, stretch = payload.groups[number // stretches], number % stretches
    count = min(STRETCH, payload.sobol_draws - stretch * STRETCH)
    base = group.base
    both = [shares_of(base, count, f"{payload.seed}|{one}|{stretch}") for one in "ab"]
    found: list[tuple[Terms, Terms]] = []
    for begin, end in _pieces(count, base.units):
        a, b = (
            piece_of(
                base,
                end - begin,
                shares[begin:end] if shares is not None else None,
                *(payload.seed, one, base.group, stretch, begin),
            )
            for one, shares in zip("ab", both, strict=True)
        )
        drawn = [_outputs(group, piece, end - begin) for piece in _swapped(base, a, b, group.factors)]
        index, ranks = zip(*drawn, strict=True)
        found.append((terms(index[0], index[1], index[2:]), terms(ranks[0], ranks[1], ranks[2:])))
    return joined([one for one, _ in found]), joined([one for _, one in found])


def _pieces(count: int, units: int) -> Iterator[tuple[int, int]]:
    size = max(COLUMNS // max(units, 1), 1)
    yield from ((begin, min(begin + size, count)) for begin in range(0, count, size))


def _still(group: Group, count: int) -> Sums:
    """Count what never moves: every draw is the official result."""
    piece = Piece(None, None, None, None)
    return _summed(group, piece, 1, None).times(count)


def _summed(group: Group, piece: Piece, count: int, once: Judgement | None) -> Sums:
    base, clusters = group.base, group.official.clusters
    if once is not None and piece.weights is not None:
        drawn = reweighted(group.kernel, clusters, base.filed, once, piece.weights)
        return summed(group.official, drawn, np.zeros(3, np.int64))
    figures = laid(base, piece, count)
    drawn = judged(group.kernel, clusters, figures.population, piece.weights)
    return summed(group.official, drawn, np.array([figures.moved, figures.clipped, figures.fitted]))


def _swapped(base: Base, a: Piece, b: Piece, factors: Sequence[Factor]) -> Iterator[Piece]:
    yield a
    yield b
    yield from (mixed(base, a, b, factor.taken) for factor in factors)


def _outputs(group: Group, piece: Piece, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give indices in percent, and ranks."""
    drawn = draws_of(group, piece, count)
    return drawn.index / FINE, drawn.ranks.astype(np.float64)


def draws_of(group: Group, piece: Piece, count: int) -> Drawn:
    """Lay a piece and judge it."""
    figures = laid(group.base, piece, count)
    return judged(group.kernel, group.official.clusters, figures.population, piece.weights)
