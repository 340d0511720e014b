"""Lay a kernel's blocks out as flat tables, leaf by leaf, for the one loop of ``sweep``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import LANE
from par_index.engine.array.box import Boxed
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.measure import ONE, Figure, Polynomial
from par_index.engine.array.outcome import FLAGS, STATES
from par_index.engine.array.questions import MeasureTest, PointsTest
from par_index.model.states import State

NOT_APPLICABLE = STATES.index(State.NOT_APPLICABLE)
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Tables(NamedTuple):
    """What ``sweep`` reads; ``…_at`` are the ends of each owner's rows in the table behind it."""

    part_at: Ints
    """Leaves + 1: the parts of each leaf; none where it is judged apart."""
    part_source: Ints
    """Parts × 2: rows of n and of d, -1 for none. Rows from the inputs' number on are those worked out."""
    band_at: Ints
    band_value: Floats
    """Bands × 5: where it begins and ends, slope, base, D or 0; points are the whole part of slope·x + base,
    or of (slope·n + base·d) / (D·d), in grid steps."""
    band_exact: Ints
    """Bands × 3: A, B, D where slope and base only guess; D is 0 elsewhere."""
    hidden_at: Ints
    hidden_source: Ints
    """Rows whose 0 empties the leaf's measure, besides d."""
    empty: Ints
    """Leaves × 2: points and lost maximum of the empty measure."""
    earned_at: Ints
    earned: Ints
    """Low, high and points of a stretch of flags that earns anything."""
    lost_at: Ints
    lost: Ints
    """Low, high and lost maximum of a stretch of flags that drops the leaf."""
    apart: Ints
    """Leaves: the row of points judged apart, or -1."""
    kept: Ints
    """Leaves: the row kept for questions and ceilings, or -1."""
    absent: NDArray[np.uint8]
    """Leaves × (flags 0..127, then 128 for the empty measure): 1 where the leaf is not applicable."""
    asked_at: Ints
    asked: Ints
    """Leaves whose points each question sums; questions of gates come first, in order, then those of bars."""
    between: Ints
    """Questions × 3: least and most points, and 1 where a leaf that is not applicable answers no."""
    measured: Ints
    """Questions: the row of a measure's answers, or -1 where points are asked for."""
    cap_at: Ints
    cap: Ints
    """Leaf and points that a gate caps it to."""
    ceiling_at: Ints
    ceiling: Ints
    ceiling_most: Ints
    """Ceilings × 2: sign and room."""
    keeps: int
    """How many rows are kept."""
    grid: int
    full: int


@dataclass(frozen=True, slots=True)
class Ready:
    """Tables, what must be worked out before they are used, and the measures that questions ask for."""

    tables: Tables
    worked: tuple[Polynomial, ...]
    apart: tuple[int, ...]
    measures: tuple[MeasureTest, ...]
    gates: int
    bars: int
    """How many questions are of gates, and how many of bars that ask for points or measures."""


def tables_of(kernel: Kernel) -> Ready:
    """Lay a kernel out."""
    lanes, trim = kernel.lanes, kernel.trim
    sources, grid = _Sources(kernel), kernel.plan.leaf_grid
    leaves = range(len(lanes.columns))
    own = [[part for part in lanes.boxed if part.row == row] for row in leaves]
    parts = [part for row in own for part in row]
    bars = [bar.question for bar in kernel.summing.bars]
    asking = [gate.question for gate in trim.gates] + [
        q for q in bars if isinstance(q, PointsTest | MeasureTest)
    ]
    measures = [question for question in asking if isinstance(question, MeasureTest)]
    rows_asked = [list(q.rows) if isinstance(q, PointsTest) else [] for q in asking]
    tied = {row for rows in rows_asked for row in rows} | {row for gate in trim.gates for row, _ in gate.caps}
    tied |= {row for ceiling in trim.ceilings for row in ceiling.rows}
    outcomes = lanes.outcomes
    tables = Tables(
        _ends(map(len, own)),
        _rows([(sources.row(part.n), -1 if part.d == ONE else sources.row(part.d)) for part in parts], 2),
        _ends(len(part.constants) for part in parts),
        np.array([band for part in parts for band in _bands(part, grid)], np.float64).reshape(-1, 5),
        _rows([exact for part in parts for exact in _exact(part)], 3),
        *_lists([[sources.row(each) for part in row for each in part.hidden] for row in own]),
        _rows([(int(o.points[FLAGS]), int(o.dropped[FLAGS])) for o in outcomes], 2),
        *_runs([o.points[:FLAGS] for o in outcomes]),
        *_runs([o.dropped[:FLAGS] for o in outcomes]),
        np.array([lanes.apart.index(row) if row in lanes.apart else -1 for row in leaves], np.int64),
        np.array([sorted(tied).index(row) if row in tied else -1 for row in leaves], np.int64),
        (lanes.tables.states == NOT_APPLICABLE).astype(np.uint8),
        *_lists(rows_asked),
        _rows([_between(question) for question in asking], 3),
        np.array([measures.index(q) if isinstance(q, MeasureTest) else -1 for q in asking], np.int64),
        _ends(len(gate.caps) for gate in trim.gates),
        _rows([cap for gate in trim.gates for cap in gate.caps], 2),
        *_lists([list(ceiling.rows) for ceiling in trim.ceilings]),
        _rows([(ceiling.sign, ceiling.most) for ceiling in trim.ceilings], 2),
        len(tied),
        grid,
        kernel.summing.full,
    )
    gates = len(trim.gates)
    return Ready(tables, tuple(sources.worked), lanes.apart, tuple(measures), gates, len(asking) - gates)


class _Sources:
    """Number the rows that polynomials are read from: an input's own, else one worked out."""

    def __init__(self, kernel: Kernel) -> None:
        self._index = kernel.lanes.index
        self.worked: list[Polynomial] = []

    def row(self, polynomial: Polynomial) -> int:
        match polynomial.terms:
            case (((Figure(code),), 1),):
                return self._index[code]
        if polynomial not in self.worked:
            self.worked.append(polynomial)
        return len(self._index) + self.worked.index(polynomial)


def _bands(part: Boxed, grid: int) -> list[tuple[float, float, float, float, float]]:
    lows, highs = (-np.inf, *part.thresholds), (*part.thresholds, np.inf)
    lines = {line.band: (line.slope, line.base, line.below or 0.0) for line in part.lines}
    levels = [(0.0, float(points // grid), 0.0) for points in part.constants]
    ends = zip(lows, highs, strict=True)
    return [(*end, *lines.get(k, levels[k])) for k, end in enumerate(ends)]


def _exact(part: Boxed) -> list[tuple[int, int, int]]:
    exact = {line.band: line.exact for line in part.lines if line.exact}
    return [exact.get(k, (0, 0, 0)) for k in range(len(part.constants))]


def _between(question: PointsTest | MeasureTest) -> tuple[int, int, int]:
    if isinstance(question, MeasureTest):
        return 0, 0, 0
    low, high = question.low, question.high
    return -LANE if low is None else low, LANE if high is None else high, int(question.applicable)


def _runs(tables: Iterable[Ints]) -> tuple[Ints, Ints]:
    """Give (low, high, value) of each leaf's stretches of flags 1..127 that have one value other than 0."""
    found: list[list[tuple[int, int, int]]] = []
    for table in tables:
        runs: list[tuple[int, int, int]] = []
        for flags, value in enumerate(table.tolist()):
            if not (flags and value):
                continue
            if runs and runs[-1][1:] == (flags - 1, value):
                runs[-1] = (runs[-1][0], flags, value)
            else:
                runs.append((flags, flags, value))
        found.append(runs)
    return _ends(map(len, found)), _rows([run for runs in found for run in runs], 3)


def _ends(lengths: Iterable[int]) -> Ints:
    return np.cumsum([0, *lengths]).astype(np.int64)


def _lists(rows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    return _ends(map(len, rows)), np.array([each for row in rows for each in row], np.int64)


def _rows(rows: Sequence[tuple[int, ...]], width: int) -> Ints:
    return np.array(rows, np.int64).reshape(-1, width)
