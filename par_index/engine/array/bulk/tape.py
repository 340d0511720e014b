"""Lay a kernel out as a tape: the strokes that judge scenarios, leaf by leaf, one after another.

Each stroke is a code with up to four numbers of rows, lines of figures and flags, and the constants it needs.
``sweep`` follows the tape; nothing in it depends on figures but that what empties a measure is passed over
where nothing is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.bounds import box_of
from par_index.engine.array.box import Boxed
from par_index.engine.array.bulk.asked import ends_by_float, index_by_float
from par_index.engine.array.bulk.codes import (
    ANSWER,
    APART,
    BETWEEN,
    CAP,
    CHOOSE,
    CLEAR,
    EARN,
    ENLARGE,
    FINISH,
    FIXED,
    FLAGGED,
    FLAGGED_FIXED,
    FULL,
    GATHER,
    GONE,
    GRADES,
    GUESSED,
    HOLD,
    INDEX,
    JOIN,
    KNOWN,
    LOSE,
    LOWER,
    MEASURED,
    NARROW,
    PUT,
    RATIO,
    RATIO_NARROW,
    ROUNDED,
    SCALE,
    SETTLE,
    SHARE,
    SPAN,
    UNLESS,
    WIDE,
    WITHIN,
    WITHOUT,
    WORKED,
    X_NARROW,
    ZEROS,
    ZEROS_NARROW,
    X,
)
from par_index.engine.array.bulk.pieces import pieces_of
from par_index.engine.array.bulk.programs import LOAD, Programs
from par_index.engine.array.bulk.shared import Shared, shared_of
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.lanes import most_of
from par_index.engine.array.measure import ONE, Figure, Polynomial
from par_index.engine.array.outcome import FLAGS, STATES
from par_index.engine.array.questions import IndexTest, MeasureTest, PointsTest
from par_index.model.states import State

NOT_APPLICABLE = STATES.index(State.NOT_APPLICABLE)
N, D, WORK, MORE, GATHERED, LIFTED, COMMON, SPARE = range(8)
"""Rows of float64: n, d, two that strokes work in, three of parts that are summed, then those of programs."""
P, Q, SUM, TOTAL, LOST, GRADE, KEPT = range(7)
"""Rows of points: a leaf's, one that strokes work in, one of parts and questions, the sums, the grade's place,
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


def ready_of(
    kernel: Kernel, narrow: Sequence[str], wide: Sequence[str], flagged: Sequence[str], rest: tuple[int, int]
) -> Ready:
    """Lay a kernel out for changes of these inputs, in int32 and in int64, and of the flags of these leaves.

    ``rest`` bounds what all other leaves give: points and maximum.
    """
    return _Writer(kernel, narrow, wide, flagged, rest).write()


@dataclass
class _Writer:
    kernel: Kernel
    narrow: Sequence[str]
    wide: Sequence[str]
    flagged: Sequence[str]
    rest: tuple[int, int]
    codes: list[tuple[int, ...]] = field(default_factory=list)
    numbers: list[tuple[float, ...]] = field(default_factory=list)
    points: list[tuple[int, ...]] = field(default_factory=list)
    apart: list[int] = field(default_factory=list)
    measures: list[MeasureTest] = field(default_factory=list)
    known: list[MeasureTest] = field(default_factory=list)
    registers: int = 0

    def write(self) -> Ready:
        kernel, trim = self.kernel, self.kernel.trim
        plan, lanes = kernel.plan, kernel.lanes
        bars = [bar.question for bar in kernel.summing.bars]
        asked = [bar for bar in bars if isinstance(bar, PointsTest | MeasureTest)]
        questions = [*(gate.question for gate in trim.gates), *asked]
        ceilings = [each for each in trim.ceilings if self._may_trim(each.rows, each.most)]
        kept = {row for q in questions if isinstance(q, PointsTest) for row in q.rows}
        kept |= {row for gate in trim.gates for row, _ in gate.caps}
        kept |= {row for ceiling in ceilings for row in ceiling.rows}
        self._kept = {row: KEPT + k for k, row in enumerate(sorted(kept))}
        doubted = {q.rows[0] for q in questions if isinstance(q, PointsTest) and q.applicable}
        self._gone = {row: KEPT + len(kept) + k for k, row in enumerate(sorted(doubted))}
        self._places = [self._place(entry.code, k) for k, entry in enumerate(plan.inputs)]
        self._box = box_of(plan)
        self._programs = Programs(dict(lanes.index), self._box)
        self._do(CLEAR, TOTAL)
        self._do(CLEAR, LOST)
        for row in range(len(plan.leaves)):
            self._leaf(row)
        for gate in trim.gates:
            self._ask(gate.question)
            for row, cap in gate.caps:
                self._do(CAP, self._kept[row], points=(cap,))
        for ceiling in ceilings:
            self._do(CLEAR, SUM, points=(ceiling.most,))
            for row in ceiling.rows:
                self._do(HOLD, self._kept[row], points=(ceiling.sign,))
        for own in self._kept.values():
            self._do(JOIN, TOTAL, own)
        self._do(FINISH)
        graded = self._grade()
        for k, question in enumerate(() if graded else asked):
            self._ask(question)
            self._do(ANSWER, k)
        return Ready(
            Tape(
                np.array(self.codes, np.int64).reshape(-1),
                np.array(self.numbers, np.float64).reshape(-1),
                np.array(self.points, lanes.number).reshape(-1),
            ),
            (SPARE + self.registers, KEPT + len(self._kept) + len(self._gone)),
            None if graded else len(asked),
            tuple(self._places),
            tuple(self._programs.worked),
            tuple(self.apart),
            tuple(self.measures),
            tuple(self.known),
        )

    def _do(
        self, what: int, *codes: int, numbers: Sequence[float] = (), points: Sequence[int] = ()
    ) -> None:
        for rows, own, width in (
            (self.codes, (what, *codes), CODES),
            (self.numbers, numbers, NUMBERS),
            (self.points, points, POINTS),
        ):
            rows.append((*own, *[0] * (width - len(own))))  # type: ignore[attr-defined]

    def _place(self, code: str, row: int) -> tuple[int, int]:
        if code in self.narrow:
            return NARROW, self.narrow.index(code)
        return (WIDE, self.wide.index(code)) if code in self.wide else (FIXED, row)

    def _may_trim(self, rows: Sequence[int], most: int) -> bool:
        """Tell whether a ceiling can take anything: whether what its leaves may earn passes it."""
        columns, leaves = self.kernel.lanes.columns, self.kernel.plan.leaves
        return sum(max(columns[row].most, abs(leaves[row].max)) for row in rows) > most

    def _leaf(self, row: int) -> None:
        """Judge a leaf: by its bands, where its measure is empty, by its flags."""
        lanes, leaf = self.kernel.lanes, self.kernel.plan.leaves[row]
        outcome = lanes.outcomes[row]
        if leaf.code in self.flagged:
            self._do(FLAGGED, self.flagged.index(leaf.code))
        else:
            self._do(FLAGGED_FIXED, row)
        parts = [part for part in lanes.boxed if part.row == row]
        shared = None if parts else shared_of(leaf, lanes.columns[row], self._box)
        empties = not parts or any(part.hidden or part.d != ONE for part in parts)
        if empties:
            self._do(FULL)
        if shared:
            self._share(shared)
        elif not parts:
            self._do(APART, P, len(self.apart))
            self.apart.append(row)
        for part in parts:
            self._part(part, first=part is parts[0])
        total = self._kept.get(row, TOTAL)
        if empties:
            self._do(SETTLE, P, row)
        if total != TOTAL:
            self._do(CLEAR, total)
        self._do(EARN, total, P)
        self._spans(total, outcome.points[:FLAGS])
        self._spans(LOST, -outcome.dropped[:FLAGS])
        if empties and outcome.dropped[FLAGS]:
            self._do(LOSE, LOST, row)
        if row in self._gone:
            self._do(CLEAR, self._gone[row])
            self._spans(self._gone[row], (outcome.states[:FLAGS] == NOT_APPLICABLE).astype(np.int64))
            if empties:
                self._do(GONE, self._gone[row], row)

    def _part(self, part: Boxed, first: bool) -> None:
        """Add what a part gives to the leaf's points, and mark where d or what it hides is 0."""
        plan, whole = self.kernel.plan, part.d == ONE
        n, d = self._row_of_int32(part.n), self._row_of_int32(part.d)
        direct = n is not None and (whole or d is not None)
        pieces = pieces_of(part, plan.leaf_grid, narrow=direct and whole)
        if whole and not all(piece.by_x for piece in pieces):
            direct, whole = False, False
        forms = (X_NARROW, RATIO_NARROW) if direct else (X, RATIO)
        if not direct:
            n, d = N, D
            self._fill(part.n, N)
            if not whole:
                self._fill(part.d, D)
        for k, piece in enumerate(pieces):
            to = SUM if k or not first else P
            read = (to, forms[not whole], n or 0, d or 0)
            self._do(piece.way, *read, numbers=piece.numbers, points=piece.levels)
            for guess in piece.guesses:
                self._do(GUESSED, *read, *guess.exact, numbers=guess.line)
            if plan.leaf_grid != 1:
                self._do(ENLARGE, to, points=(plan.leaf_grid,))
            if to == SUM:
                self._do(JOIN, P, SUM)
        if part.d != ONE:
            self._do(ZEROS_NARROW if direct else ZEROS, d or 0)
        for hidden in part.hidden:
            self._fill(hidden, D)
            self._do(ZEROS, D)

    def _share(self, shared: Shared) -> None:
        """Give what parts of one denominator sum to, and mark where a measure is empty."""
        self._do(PUT, GATHERED)
        self._fill(shared.denominator, COMMON)
        for term in shared.terms:
            self._fill(term.n, N)
            self._fill(term.d, D)
            self._fill(term.lifted, LIFTED)
            self._do(GATHER, GATHERED, 0, N, D, numbers=term.numbers)
        self._do(SHARE, P, GATHERED, numbers=(float(shared.share),))
        if self.kernel.plan.leaf_grid != 1:
            self._do(ENLARGE, P, points=(self.kernel.plan.leaf_grid,))
        for empty in shared.empties:
            self._fill(empty, D)
            self._do(ZEROS, D)

    def _row_of_int32(self, polynomial: Polynomial) -> int | None:
        match polynomial.terms:
            case (((Figure(code),), 1),):
                kind, row = self._places[self.kernel.lanes.index[code]]
                return row if kind == NARROW else None
        return None

    def _fill(self, polynomial: Polynomial, to: int) -> None:
        """Write a polynomial's value into a row of float64."""
        for what, register, other, number in self._programs.steps(polynomial):
            own, with_ = (to if each == 0 else SPARE + each - 1 for each in (register, other))
            self.registers = max(self.registers, register)
            if what == LOAD:
                inputs = len(self._places)
                what, with_ = self._places[other] if other < inputs else (WORKED, other - inputs)
            self._do(what, own, with_, numbers=(number,))

    def _spans(self, to: int, by_flags: NDArray[np.int64]) -> None:
        """Add what stretches of flags 1..127 give that give anything."""
        flags = 1
        values = by_flags.tolist()
        while flags < FLAGS:
            last = flags
            while last + 1 < FLAGS and values[last + 1] == values[flags]:
                last += 1
            if values[flags]:
                self._do(SPAN, to, flags, last, points=(values[flags],))
            flags = last + 1

    def _grade(self) -> bool:
        """Grade by the index and let bars lower the grade; false where float64 is not proved to tell."""
        summing, lanes = self.kernel.summing, self.kernel.lanes
        own = most_of(self.kernel.plan, lanes.columns)
        sizes = own + self.rest[0], own + self.rest[1]
        rows = [index_by_float(row.interval, summing.steps, sizes) for row in summing.rows]
        bars = [
            index_by_float(bar.question.interval, 0, sizes) if isinstance(bar.question, IndexTest) else (0.0, 0.0)
            for bar in summing.bars
        ]
        if None in rows or None in bars or lanes.number is not np.int32:
            return False
        self._do(CLEAR, GRADE, points=(-1,))
        if not rows:
            self._do(GRADES, GRADE)
            return True
        index = GATHERED, COMMON
        self._do(INDEX, *index)
        self._do(PUT, N, numbers=(1.0,))
        graded = index
        if summing.steps:
            self._do(INDEX, LIFTED, D)
            self._do(SCALE, LIFTED, numbers=(float(summing.steps),))
            self._do(ROUNDED, LIFTED, D)
            graded = LIFTED, N
        for k, ends in reversed(list(enumerate(rows))):
            self._do(BETWEEN, *graded, numbers=ends or ())
            self._do(CHOOSE, GRADE, points=(k,))
        # Where the maximum is 0 there is no index, and no grade.
        self._do(BETWEEN, COMMON, N, numbers=(-inf, 0.5))
        self._do(CHOOSE, GRADE, points=(-1,))
        for bar, ends in zip(summing.bars, bars, strict=True):
            if isinstance(bar.question, IndexTest):
                self._do(BETWEEN, *index, numbers=ends or ())
            else:
                self._ask(bar.question)
            self._do(LOWER, GRADE, points=(bar.best,))
        self._do(GRADES, GRADE)
        return True

    def _ask(self, question: PointsTest | MeasureTest) -> None:
        """Answer a question by the points that leaves have at this moment, or by a measure."""
        if isinstance(question, MeasureTest):
            if ends := ends_by_float(question, self._box):
                ratio = question.ratio
                self._fill(ratio.numerator, N)
                self._fill(ratio.denominator, D)
                self._do(BETWEEN, N, D, numbers=ends)
                for empty in ratio.empties:
                    self._fill(empty, D)
                    self._do(UNLESS, D)
                self._do(KNOWN, len(self.known))
                self.known.append(question)
                return
            self._do(MEASURED, len(self.measures))
            self.measures.append(question)
            return
        self._do(CLEAR, SUM)
        for row in question.rows:
            self._do(JOIN, SUM, self._kept[row])
        ends = np.iinfo(self.kernel.lanes.number)
        low = ends.min if question.low is None else max(min(question.low, ends.max), ends.min)
        high = ends.max if question.high is None else max(min(question.high, ends.max), ends.min)
        self._do(WITHIN, SUM, points=(low, high))
        if question.applicable:
            self._do(WITHOUT, self._gone[question.rows[0]])
