"""Choose one state a component by a mixed-integer programme, where figures hang on one another.

Minimise the cost, one 0/1 variable a state, such that exactly one state of each component is chosen, their
gains reach the need, whoever moves a figure moves what it needs, and of an exclusive group one at most moves.
The solver works in floats: its answer is added up again in whole numbers, and one that falls short is cut
off and the programme solved again, so that the first answer to stand is the cheapest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from par_index.whatif.planner.knapsack import Choices

CUTS = 200
"""Answers cut off before the search gives up."""


@dataclass(frozen=True, slots=True)
class Links:
    """What hangs on what: for each figure concerned, which states move it (one row of flags a component)."""

    moves: Mapping[str, Sequence[NDArray[np.bool_]]]
    needs: Sequence[tuple[str, str]] = ()
    exclusive: Sequence[tuple[str, ...]] = ()


def solve(
    groups: Sequence[Choices], need: int | None, links: Links, banned: Sequence[Sequence[int]] = ()
) -> tuple[int, ...] | None:
    """Give the place of the chosen state in each group, at least cost; without a need, at the most gain."""
    cuts = [list(one) for one in banned]
    model = _Model(groups, need, links)
    for _ in range(CUTS):
        found = model.solve(cuts)
        if found is None or need is None:
            return found
        if sum(int(group.gains[at]) for group, at in zip(groups, found, strict=True)) >= need:
            return found
        cuts.append(list(found))
    return None


class _Model:
    """The programme in the solver's arrays."""

    def __init__(self, groups: Sequence[Choices], need: int | None, links: Links) -> None:
        self._sizes = [len(group.costs) for group in groups]
        self._ends = np.cumsum([0, *self._sizes])
        self._costs = np.concatenate([group.costs for group in groups]).astype(float)
        self._gains = np.concatenate([group.gains for group in groups]).astype(float)
        self._need = need
        self._rows: list[tuple[NDArray[Any], float, float]] = []
        for first, end in pairwise(self._ends):
            row = np.zeros(len(self._costs))
            row[first:end] = 1
            self._rows.append((row, 1, 1))
        if need is not None:
            scale = max(float(np.abs(self._gains).max(initial=1)), 1.0) / 100
            self._rows.append((self._gains / scale, need / scale, np.inf))
        moved = {code: np.concatenate(list(rows)).astype(float) for code, rows in links.moves.items()}
        for code, other in links.needs:
            self._rows.append((moved[other] - moved[code], 0, np.inf))
        for group in links.exclusive:
            self._rows.append((np.sum([moved[code] for code in group], axis=0), -np.inf, 1))

    def solve(self, cuts: Sequence[Sequence[int]]) -> tuple[int, ...] | None:
        """Solve it with some answers cut off."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
        from scipy.sparse import csr_array  # type: ignore[import-untyped]

        rows = [*self._rows, *(self._cut(one) for one in cuts)]
        limits = LinearConstraint(
            csr_array(np.array([row for row, _, _ in rows])),
            [low for _, low, _ in rows],
            [high for _, _, high in rows],
        )
        found = milp(
            self._costs if self._need is not None else -self._gains / 1e6,
            integrality=np.ones(len(self._costs)),
            bounds=Bounds(0, 1),
            constraints=limits,
            options={"mip_rel_gap": 0},
        )
        if found.x is None:
            return None
        chosen = [found.x[first:end] for first, end in pairwise(self._ends)]
        return tuple(int(part.argmax()) for part in chosen)

    def _cut(self, chosen: Sequence[int]) -> tuple[NDArray[Any], float, float]:
        """Refuse one answer: not all of its states together."""
        row = np.zeros(len(self._costs))
        row[[first + at for first, at in zip(self._ends, chosen, strict=False)]] = 1
        return row, -np.inf, len(chosen) - 1
