"""Hold a tape: the strokes that judge scenarios, leaf by leaf, one after another.

Each stroke is a code with up to seven numbers of rows, of figures and of flags, and the constants it needs.
``sweep`` follows the tape; nothing in it depends on figures but that what empties a measure is passed over
where nothing is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.measure import Polynomial
from par_index.engine.array.questions import MeasureTest

N, D, WORK, MORE, GATHERED, LIFTED, COMMON, SPARE = range(8)
"""Rows of float64: n, d, two to work in, three of parts that are summed, then those of programs."""
P, Q, SUM, TOTAL, LOST, GRADE, KEPT = range(7)
"""Rows of points: a leaf's, one to work in, one of parts and questions, the sums, the grade's place,
then those kept."""
CODES, NUMBERS, POINTS = 8, 15, 4


class Tape(NamedTuple):
    """Strokes, flat: a code and seven whole numbers, fifteen of float64 and four of points each."""

    code: NDArray[np.int64]
    number: NDArray[np.float64]
    point: NDArray[Any]
    """int32 where every sum of points is proved to fit, else int64."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A tape, how many rows it works in, and what must be worked out before it is followed."""

    tape: Tape
    rows: tuple[int, int]
    """Of float64 and of points."""
    bars: int | None
    """``None`` where the tape grades; else how many questions are of bars that ask for points or measures."""
    places: tuple[tuple[int, int], ...]
    """Inputs: where their figures stand, and in which row."""
    worked: tuple[Polynomial, ...]
    apart: tuple[int, ...]
    measures: tuple[MeasureTest, ...]
    known: tuple[MeasureTest, ...]
    """Measures that the tape asks for itself; whether what they read is filed stands unit by unit."""


@dataclass
class Strokes:
    """A tape as it is written."""

    codes: list[tuple[int, ...]] = field(default_factory=list)
    numbers: list[tuple[float, ...]] = field(default_factory=list)
    points: list[tuple[int, ...]] = field(default_factory=list)

    def add(self, what: int, *codes: int, numbers: Sequence[float] = (), points: Sequence[int] = ()) -> None:
        self.codes.append((what, *codes, *[0] * (CODES - 1 - len(codes))))
        self.numbers.append((*numbers, *[0.0] * (NUMBERS - len(numbers))))
        self.points.append((*points, *[0] * (POINTS - len(points))))

    def tape(self, number: type) -> Tape:
        return Tape(
            np.array(self.codes, np.int64).reshape(-1),
            np.array(self.numbers, np.float64).reshape(-1),
            np.array(self.points, number).reshape(-1),
        )
