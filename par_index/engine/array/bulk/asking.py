"""Write to a tape what gates, ceilings, grades and their bars ask, and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf

import numpy as np

from par_index.engine.array.bulk import codes
from par_index.engine.array.bulk.asked import ends_by_float, index_by_float
from par_index.engine.array.bulk.programs import Programs
from par_index.engine.array.bulk.tape import COMMON, GATHERED, GRADE, LIFTED, SUM, D, N, Strokes
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.lanes import most_of
from par_index.engine.array.questions import IndexTest, MeasureTest, PointsTest
from par_index.engine.array.trim import Ceiling


@dataclass
class Asking:
    """Writes questions and what follows from them."""

    kernel: Kernel
    strokes: Strokes
    programs: Programs
    kept: Mapping[int, int]
    gone: Mapping[int, int]
    measures: list[MeasureTest] = field(default_factory=list)
    """Measures that must be answered beforehand."""
    known: list[MeasureTest] = field(default_factory=list)
    """Measures that the tape asks for."""

    def gates(self) -> None:
        for gate in self.kernel.trim.gates:
            self.ask(gate.question)
            for row, cap in gate.caps:
                self.strokes.add(codes.CAP, self.kept[row], points=(cap,))

    def ceiling(self, ceiling: Ceiling) -> None:
        self.strokes.add(codes.CLEAR, SUM, points=(ceiling.most,))
        for row in ceiling.rows:
            self.strokes.add(codes.HOLD, self.kept[row], points=(ceiling.sign,))

    def grade(self, rest: tuple[int, int]) -> bool:
        """Grade by the index and let bars lower the grade; false where float64 is not proved to tell."""
        summing, lanes = self.kernel.summing, self.kernel.lanes
        own = most_of(self.kernel.plan, lanes.columns)
        sizes = own + rest[0], own + rest[1]
        rows = [index_by_float(row.interval, summing.steps, sizes) for row in summing.rows]
        bars = [
            index_by_float(bar.question.interval, 0, sizes)
            if isinstance(bar.question, IndexTest)
            else (0.0, 0.0)
            for bar in summing.bars
        ]
        if None in rows or None in bars or lanes.number is not np.int32:
            return False
        self.strokes.add(codes.CLEAR, GRADE, points=(-1,))
        if not rows:
            self.strokes.add(codes.GRADES, GRADE)
            return True
        index = GATHERED, COMMON
        self.strokes.add(codes.INDEX, *index)
        self.strokes.add(codes.PUT, N, numbers=(1.0,))
        graded = index
        if summing.steps:
            self.strokes.add(codes.INDEX, LIFTED, D)
            self.strokes.add(codes.SCALE, LIFTED, numbers=(float(summing.steps),))
            self.strokes.add(codes.ROUNDED, LIFTED, D)
            graded = LIFTED, N
        for k, ends in reversed(list(enumerate(rows))):
            self.strokes.add(codes.BETWEEN, *graded, numbers=ends or ())
            self.strokes.add(codes.CHOOSE, GRADE, points=(k,))
        # Where the maximum is 0 there is no index, and no grade.
        self.strokes.add(codes.BETWEEN, COMMON, N, numbers=(-inf, 0.5))
        self.strokes.add(codes.CHOOSE, GRADE, points=(-1,))
        for bar, ends in zip(summing.bars, bars, strict=True):
            if isinstance(bar.question, IndexTest):
                self.strokes.add(codes.BETWEEN, *index, numbers=ends or ())
            else:
                self.ask(bar.question)
            self.strokes.add(codes.LOWER, GRADE, points=(bar.best,))
        self.strokes.add(codes.GRADES, GRADE)
        return True

    def ask(self, question: PointsTest | MeasureTest) -> None:
        """Answer a question by the points that leaves have at this moment, or by a measure."""
        if isinstance(question, MeasureTest):
            self._measure(question)
            return
        self.strokes.add(codes.CLEAR, SUM)
        for row in question.rows:
            self.strokes.add(codes.JOIN, SUM, self.kept[row])
        least, most = int(np.iinfo(self.kernel.lanes.number).min), int(np.iinfo(self.kernel.lanes.number).max)
        low = least if question.low is None else max(min(question.low, most), least)
        high = most if question.high is None else max(min(question.high, most), least)
        self.strokes.add(codes.WITHIN, SUM, points=(low, high))
        if question.applicable:
            self.strokes.add(codes.WITHOUT, self.gone[question.rows[0]])

    def _measure(self, question: MeasureTest) -> None:
        """Answer by a measure along the tape, or by what is worked out beforehand."""
        ends, ratio = ends_by_float(question, self.programs.box), question.ratio
        if ends is None:
            self.strokes.add(codes.MEASURED, len(self.measures))
            self.measures.append(question)
            return
        self.programs.fill(ratio.numerator, N)
        self.programs.fill(ratio.denominator, D)
        self.strokes.add(codes.BETWEEN, N, D, numbers=ends)
        for empty in ratio.empties:
            self.programs.fill(empty, D)
            self.strokes.add(codes.UNLESS, D)
        self.strokes.add(codes.KNOWN, len(self.known))
        self.known.append(question)
