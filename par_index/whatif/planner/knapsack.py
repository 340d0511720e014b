"""Choose one state a component: a dynamic programme over whole-number costs, exact and for all targets.

best(c) is the most that can be gained for a cost of at most c; one component after another is added by
best'(c) = max over its states of best(c - cost) + gain. Gains are micro-points, so nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from par_index.whatif.planner.relations import Flags, Whole

NEVER = -(2**62)


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The states of one component worth choosing: costs rise and so do gains; ``states`` names them."""

    costs: Whole
    gains: Whole
    states: Whole


NOTHING = Choices(np.zeros(1, np.int64), np.zeros(1, np.int64), np.zeros(1, np.int64))
"""Leave a component as it is."""


def worthwhile(costs: Whole, gains: Whole, fit: Flags) -> Choices:
    """Leave out states for which another gains as much at no greater cost."""
    states = np.flatnonzero(fit)
    order = states[np.lexsort((-gains[states], costs[states]))]
    best = np.maximum.accumulate(gains[order])
    keep = np.concatenate([[True], best[1:] > best[:-1]]) if len(order) else np.zeros(0, np.bool_)
    kept = order[keep]
    return Choices(costs[kept], gains[kept], kept)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The most that each cost can gain, and how."""

    best: Whole
    """By cost 0 …; it never falls."""
    chosen: tuple[Whole, ...]
    groups: tuple[Choices, ...]

    def cost_of(self, need: int) -> int | None:
        """Give the least cost that gains what is needed."""
        cost = int(np.searchsorted(self.best, need))
        return cost if cost < len(self.best) else None

    def states(self, cost: int) -> tuple[int, ...]:
        """Trace back the states chosen at a cost."""
        found = []
        for group, chosen in zip(reversed(self.groups), reversed(self.chosen), strict=True):
            at = int(chosen[cost])
            found.append(int(group.states[at]))
            cost -= int(group.costs[at])
        return tuple(reversed(found))


def table(groups: Sequence[Choices], capacity: int) -> Table:
    """Fill the table up to a cost."""
    best = np.zeros(capacity + 1, np.int64)
    costs = np.arange(capacity + 1)
    chosen: list[Whole] = []
    for group in groups:
        if len(group.costs) == 1 and not group.costs[0]:
            best = best + group.gains[0]
            chosen.append(np.zeros(len(best), np.int64))
            continue
        at = costs[None, :] - group.costs[:, None]
        reached = np.where(at >= 0, best[np.maximum(at, 0)] + group.gains[:, None], NEVER)
        pick = reached.argmax(axis=0)
        best = reached[pick, costs]
        chosen.append(pick)
    return Table(best, tuple(chosen), tuple(groups))


def enough(groups: Sequence[Choices], need: int) -> int | None:
    """Bound the least cost from above: add the best bargains one after another; ``None``: all fall short.

    Of each component only the corners of its upper hull are bought, so that bargains come in falling order.
    """
    if need <= 0:
        return sum(int(group.costs[0]) for group in groups)
    bargains: list[tuple[float, int, int]] = []
    spent = gained = 0
    for group in groups:
        spent, gained = spent + int(group.costs[0]), gained + int(group.gains[0])
        bargains += _hull(group) if len(group.costs) > 1 else ()
    bargains.sort(key=lambda one: -one[0])
    for _, cost, gain in bargains:
        if gained >= need:
            break
        spent, gained = spent + cost, gained + gain
    return spent if gained >= need else None


def _hull(group: Choices) -> list[tuple[float, int, int]]:
    """Give the edges of the upper hull of (cost, gain): (gain for each cost, cost, gain)."""
    corners: list[tuple[int, int]] = []
    for cost, gain in zip(group.costs.tolist(), group.gains.tolist(), strict=True):
        while len(corners) > 1 and _under(corners[-2], corners[-1], (cost, gain)):
            corners.pop()
        corners.append((cost, gain))
    return [
        ((g - before_g) / (c - before_c), c - before_c, g - before_g)
        for (before_c, before_g), (c, g) in pairwise(corners)
    ]


def _under(one: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    return (middle[1] - one[1]) * (last[0] - one[0]) <= (last[1] - one[1]) * (middle[0] - one[0])
