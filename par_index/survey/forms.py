"""Hold the accepted forms of a survey as arrays, in an order that does not depend on how they were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Cell(NamedTuple):
    """Forms that one stratum of one group of respondents gave of one unit."""

    unit: str
    group: str
    stratum: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Accepted forms: ``cell`` (n,) points into ``cells``; ``answers`` (n, questions) holds 0 for no answer,
    k for the k-th option of the question's scale.

    ``cells`` is sorted; forms stand by cell, then by their answers. ``questions`` are the instrument's, in
    its order.
    """

    cells: tuple[Cell, ...]
    questions: tuple[str, ...]
    cell: NDArray[np.int32]
    answers: NDArray[np.int8]


def in_canonical_order(
    cells: Sequence[Cell], questions: Sequence[str], cell: NDArray[np.int32], answers: NDArray[np.int8]
) -> Forms:
    """Sort cells, then forms by cell and answers: the same forms in any order make the same record."""
    order = sorted(range(len(cells)), key=lambda at: cells[at])
    place = np.empty(len(cells), np.int32)
    place[order] = np.arange(len(cells), dtype=np.int32)
    moved = place[cell]
    rows = np.lexsort((*answers.T[::-1], moved))
    return Forms(tuple(cells[at] for at in order), tuple(questions), moved[rows], answers[rows])
