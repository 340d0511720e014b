"""Cut a run into tasks that any worker may do in any order: plain functions of a payload and a number.

A task is one stretch of draws of one group. Stretches and the pieces in them are the same whoever does them,
and their sums are whole numbers: results do not depend on workers, nor on how tasks are handed out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array import Judgement, Kernel
from par_index.whatif.robust.draw import Base, Piece, laid, mixed, piece_of, shares_of
from par_index.whatif.robust.factors import Factor
from par_index.whatif.robust.judge import FINE, Drawn, judged, reweighted
from par_index.whatif.robust.sobol import Terms, joined, terms
from par_index.whatif.robust.sums import Official, Sums, count_ranks, summed

STRETCH = 10_000
"""The most draws of a task: laying a survey's forms out takes as long as redrawing them so often."""
SHARES = 2**25
"""The most redrawn shares a task holds, 4 bytes each; where units are many, its draws are fewer."""
COLUMNS, WEIGHED = 2**14, 2**18
"""Columns of figures laid out at a time, and of points weighed, whatever the number of draws."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Everything a worker needs to draw and judge one group."""

    base: Base
    kernel: Kernel
    official: Official
    factors: tuple[Factor, ...] = ()

    @property
    def weighs_only(self) -> bool:
        """Tell whether figures stand still, so that leaves are judged once."""
        return self.base.noise.active == ("weights",)

    def stretches(self, draws: int) -> Iterator[tuple[int, int]]:
        """Cut draws into stretches, from one to before another, by what this group alone needs."""
        survey = self.base.noise.survey
        shares = self.base.units * (len(survey.rows) if survey is not None else 1)
        return _cut(draws, min(STRETCH, SHARES // max(shares, 1)))

    def pieces(self, draws: int) -> Iterator[tuple[int, int]]:
        """Cut a stretch into pieces."""
        return _cut(draws, (WEIGHED if self.weighs_only else COLUMNS) // max(self.base.units, 1))


def _cut(draws: int, size: int) -> Iterator[tuple[int, int]]:
    step = max(size, 1)
    return ((begin, min(begin + step, draws)) for begin in range(0, draws, step))


@dataclass(frozen=True, slots=True, eq=False)
class Payload:
    """All groups of a run, and how many draws of each are wanted."""

    seed: int
    draws: int
    sobol_draws: int
    groups: tuple[Group, ...]

    def jobs(self, draws: int) -> list[tuple[int, int, int]]:
        """List the tasks: a group's number, its first draw and the one after its last."""
        return [(at, *one) for at, group in enumerate(self.groups) for one in group.stretches(draws)]


def draw_task(payload: Payload, number: int) -> Sums:
    """Draw and judge one stretch of one group: task ``number`` of ``jobs(draws)``."""
    at, first, last = payload.jobs(payload.draws)[number]
    group, count = payload.groups[at], last - first
    base = group.base
    if not base.noise.active:
        return _stretch(group, [(Piece(None, None, None, None), 1)]).times(count)
    shares = shares_of(base, count, f"{payload.seed}|draws|{first}")

    def drawn(begin: int, end: int) -> Piece:
        own = shares[begin:end] if shares is not None else None
        return piece_of(base, end - begin, own, payload.seed, "draws", base.group, first + begin)

    return _stretch(group, ((drawn(*piece), piece[1] - piece[0]) for piece in group.pieces(count)))


def _stretch(group: Group, pieces: Iterable[tuple[Piece, int]]) -> Sums:
    """Add pieces up, one after another."""
    official = group.official
    counts = np.zeros((group.base.units, official.most + 1), np.int32)
    once = group.kernel.judge(group.base.filed) if group.weighs_only else None
    total: Sums | None = None
    for piece, count in pieces:
        drawn, lawful = draws_of(group, piece, count, once)
        count_ranks(counts, drawn.ranks)
        part = summed(official, drawn, lawful)
        total = part if total is None else total + part
    assert total is not None
    return replace(total, ranks=counts)


def sobol_task(payload: Payload, number: int) -> tuple[Terms, Terms]:
    """Work out one stretch of one group's decomposition: of its indices, then of its ranks."""
    at, first, last = payload.jobs(payload.sobol_draws)[number]
    group, count = payload.groups[at], last - first
    base = group.base
    # The two samples are the halves of one redrawing: forms are laid out once for both.
    shares = shares_of(base, 2 * count, f"{payload.seed}|sobol|{first}")
    found: list[tuple[Terms, Terms]] = []
    once = group.kernel.judge(base.filed) if group.weighs_only else None
    for begin, end in group.pieces(count):
        a, b = (
            piece_of(
                base,
                end - begin,
                shares[half * count + begin : half * count + end] if shares is not None else None,
                *(payload.seed, "ab"[half], base.group, first + begin),
            )
            for half in (0, 1)
        )
        drawn = [_outputs(group, piece, end - begin, once) for piece in _swapped(base, a, b, group.factors)]
        index, ranks = zip(*drawn, strict=True)
        found.append((terms(index[0], index[1], index[2:]), terms(ranks[0], ranks[1], ranks[2:])))
    return joined([one for one, _ in found]), joined([one for _, one in found])


def _swapped(base: Base, a: Piece, b: Piece, factors: Sequence[Factor]) -> Iterator[Piece]:
    yield a
    yield b
    yield from (mixed(base, a, b, factor.taken) for factor in factors)


def _outputs(
    group: Group, piece: Piece, count: int, once: Judgement | None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give indices in percent, and ranks."""
    drawn, _ = draws_of(group, piece, count, once)
    return drawn.index / FINE, drawn.ranks.astype(np.float64)


def draws_of(
    group: Group, piece: Piece, count: int, once: Judgement | None = None
) -> tuple[Drawn, NDArray[np.int64]]:
    """Judge a piece; tell how many figures it moved, were stopped at a bound and mended for a relation.

    ``once`` holds the filed figures' judgement where only weights are drawn.
    """
    base, clusters = group.base, group.official.clusters
    if once is not None and piece.weights is not None:
        drawn = reweighted(group.kernel, clusters, base.filed, once, piece.weights)
        return drawn, np.zeros(3, np.int64)
    figures = laid(base, piece, count)
    drawn = judged(group.kernel, clusters, figures.population, piece.weights)
    return drawn, np.array([figures.moved, figures.clipped, figures.fitted])
