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
    wide = int(answers.max(initial=1)).bit_length()
    fits = wide * len(questions) + len(cells).bit_length() < 64
    moved, answers = (_as_numbers if fits else _as_rows)(moved, answers, wide)
    return Forms(tuple(cells[at] for at in order), tuple(questions), moved, answers)


Sorted = tuple[NDArray[np.int32], NDArray[np.int8]]


def _as_numbers(cell: NDArray[np.int32], answers: NDArray[np.int8], wide: int) -> Sorted:
    """Sort forms written as whole numbers, the cell first, then ``wide`` bits for each answer.

    Numbers of 64 bits sort several times faster than rows, and nothing is moved but they.
    """
    forms = cell.astype(np.int64)
    for column in answers.T:
        forms <<= wide
        forms |= column
    forms.sort()
    found = np.empty(answers.shape, np.int8)
    for column in found.T[::-1]:
        column[:] = forms & ((1 << wide) - 1)
        forms >>= wide
    return forms.astype(np.int32), found


def _as_rows(cell: NDArray[np.int32], answers: NDArray[np.int8], _: int) -> Sorted:
    """Sort forms of more bits than one number holds."""
    rows = np.lexsort((*answers.T[::-1], cell))
    return cell[rows], answers[rows]
