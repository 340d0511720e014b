"""Write a kernel to a tape: its leaves, then gates, ceilings, totals and grades."""

from __future__ import annotations

from collections.abc import Sequence

from par_index.engine.array.bulk import codes
from par_index.engine.array.bulk.asking import Asking
from par_index.engine.array.bulk.judging import Judging
from par_index.engine.array.bulk.programs import Programs
from par_index.engine.array.bulk.tape import KEPT, LOST, SPARE, TOTAL, Ready, Strokes
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.questions import MeasureTest, PointsTest
from par_index.engine.array.trim import Ceiling


def ready_of(
    kernel: Kernel, narrow: Sequence[str], wide: Sequence[str], flagged: Sequence[str], rest: tuple[int, int]
) -> Ready:
    """Lay a kernel out for changes of these inputs, in int32 and in int64, and of the flags of these leaves.

    ``rest`` bounds what all other leaves give: points and maximum.
    """
    strokes, lanes, trim = Strokes(), kernel.lanes, kernel.trim
    bars = [bar.question for bar in kernel.summing.bars if isinstance(bar.question, PointsTest | MeasureTest)]
    ceilings = [ceiling for ceiling in trim.ceilings if _may_trim(ceiling, kernel)]
    asked = [q for q in (*(gate.question for gate in trim.gates), *bars) if isinstance(q, PointsTest)]
    tied = {row for question in asked for row in question.rows}
    tied |= {row for gate in trim.gates for row, _ in gate.caps}
    tied |= {row for ceiling in ceilings for row in ceiling.rows}
    kept = {row: KEPT + k for k, row in enumerate(sorted(tied))}
    doubted = sorted({question.rows[0] for question in asked if question.applicable})
    gone = {row: KEPT + len(kept) + k for k, row in enumerate(doubted)}
    programs = Programs(strokes, kernel.plan, lanes.index, narrow, wide)
    judging = Judging(kernel, strokes, programs, flagged, kept, gone)
    asking = Asking(kernel, strokes, programs, kept, gone)
    strokes.add(codes.CLEAR, TOTAL)
    strokes.add(codes.CLEAR, LOST)
    for row in range(len(kernel.plan.leaves)):
        judging.leaf(row)
    asking.gates()
    for ceiling in ceilings:
        asking.ceiling(ceiling)
    for own in kept.values():
        strokes.add(codes.JOIN, TOTAL, own)
    strokes.add(codes.FINISH)
    graded = asking.grade(rest)
    for k, question in enumerate(() if graded else bars):
        asking.ask(question)
        strokes.add(codes.ANSWER, k)
    return Ready(
        strokes.tape(lanes.number),
        (SPARE + programs.registers, KEPT + len(kept) + len(gone)),
        None if graded else len(bars),
        tuple(programs.places),
        tuple(programs.worked),
        tuple(judging.apart),
        tuple(asking.measures),
        tuple(asking.known),
    )


def _may_trim(ceiling: Ceiling, kernel: Kernel) -> bool:
    """Tell whether a ceiling can take anything: whether its leaves may earn, or be capped to, more."""
    columns, leaves = kernel.lanes.columns, kernel.plan.leaves
    farthest = {row: max(columns[row].most, abs(leaves[row].max)) for row in ceiling.rows}
    for gate in kernel.trim.gates:
        for row, cap in gate.caps:
            if row in farthest:
                farthest[row] = max(farthest[row], abs(cap))
    return sum(farthest.values()) > ceiling.most
