"""Write to a tape how leaves are judged: by their bands, where a measure is empty, by their flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from par_index.engine.array.box import Boxed
from par_index.engine.array.bulk import codes
from par_index.engine.array.bulk.pieces import pieces_of
from par_index.engine.array.bulk.programs import Programs
from par_index.engine.array.bulk.shared import Shared, shared_of
from par_index.engine.array.bulk.tape import COMMON, GATHERED, LIFTED, LOST, SUM, TOTAL, D, N, P, Strokes
from par_index.engine.array.kernel import Kernel
from par_index.engine.array.measure import ONE
from par_index.engine.array.outcome import FLAGS, STATES
from par_index.model.states import State

NOT_APPLICABLE = STATES.index(State.NOT_APPLICABLE)


@dataclass
class Judging:
    """Writes leaves; ``kept`` and ``gone`` are the rows of those whose points, or absence, is asked for."""

    kernel: Kernel
    strokes: Strokes
    programs: Programs
    flagged: Sequence[str]
    kept: Mapping[int, int]
    gone: Mapping[int, int]
    apart: list[int] = field(default_factory=list)
    """Leaves that must be judged beforehand."""

    def leaf(self, row: int) -> None:
        """Judge a leaf: by its bands, where its measure is empty, by its flags."""
        lanes, leaf = self.kernel.lanes, self.kernel.plan.leaves[row]
        outcome = lanes.outcomes[row]
        if leaf.code in self.flagged:
            self.strokes.add(codes.FLAGGED, self.flagged.index(leaf.code))
        else:
            self.strokes.add(codes.FLAGGED_FIXED, row)
        parts = [part for part in lanes.boxed if part.row == row]
        shared = None if parts else shared_of(leaf, lanes.columns[row], self.programs.box)
        empties = not parts or any(part.hidden or part.d != ONE for part in parts)
        if empties:
            self.strokes.add(codes.FULL)
        if shared:
            self._share(shared)
        elif not parts:
            self.strokes.add(codes.APART, P, len(self.apart))
            self.apart.append(row)
        for part in parts:
            self._part(part, first=part is parts[0])
        total = self.kept.get(row, TOTAL)
        if empties:
            self.strokes.add(codes.SETTLE, P, row)
        if total != TOTAL:
            self.strokes.add(codes.CLEAR, total)
        self.strokes.add(codes.EARN, total, P)
        self._spans(total, outcome.points[:FLAGS])
        self._spans(LOST, -outcome.dropped[:FLAGS])
        if empties and outcome.dropped[FLAGS]:
            self.strokes.add(codes.LOSE, LOST, row)
        self._absence(row, empties)

    def _absence(self, row: int, empties: bool) -> None:
        """Mark where a leaf is not applicable, if that is asked for."""
        if row not in self.gone:
            return
        outcome, to = self.kernel.lanes.outcomes[row], self.gone[row]
        self.strokes.add(codes.CLEAR, to)
        self._spans(to, (outcome.states[:FLAGS] == NOT_APPLICABLE).astype(np.int64))
        if empties:
            self.strokes.add(codes.GONE, to, row)

    def _part(self, part: Boxed, first: bool) -> None:
        """Add what a part gives to the leaf's points, and mark where d or what it hides is 0."""
        plan, whole = self.kernel.plan, part.d == ONE
        n, d = self.programs.row_of_int32(part.n), self.programs.row_of_int32(part.d)
        direct = n is not None and (whole or d is not None)
        pieces = pieces_of(part, plan.leaf_grid, narrow=direct and whole)
        if whole and not all(piece.by_x for piece in pieces):
            direct, whole = False, False
        forms = (codes.X_NARROW, codes.RATIO_NARROW) if direct else (codes.X, codes.RATIO)
        if not direct:
            n, d = N, D
            self.programs.fill(part.n, N)
            if not whole:
                self.programs.fill(part.d, D)
        for k, piece in enumerate(pieces):
            to = SUM if k or not first else P
            read = (to, forms[not whole], n or 0, d or 0)
            self.strokes.add(piece.way, *read, numbers=piece.numbers, points=piece.levels)
            for guess in piece.guesses:
                self.strokes.add(codes.GUESSED, *read, *guess.exact, numbers=guess.line)
            if plan.leaf_grid != 1:
                self.strokes.add(codes.ENLARGE, to, points=(plan.leaf_grid,))
            if to == SUM:
                self.strokes.add(codes.JOIN, P, SUM)
        if part.d != ONE:
            self.strokes.add(codes.ZEROS_NARROW if direct else codes.ZEROS, d or 0)
        for hidden in part.hidden:
            self.programs.fill(hidden, D)
            self.strokes.add(codes.ZEROS, D)

    def _share(self, shared: Shared) -> None:
        """Give what parts of one denominator sum to, and mark where a measure is empty."""
        self.strokes.add(codes.PUT, GATHERED)
        self.programs.fill(shared.denominator, COMMON)
        for term in shared.terms:
            self.programs.fill(term.n, N)
            self.programs.fill(term.d, D)
            self.programs.fill(term.lifted, LIFTED)
            self.strokes.add(codes.GATHER, GATHERED, 0, N, D, numbers=term.numbers)
        self.strokes.add(codes.SHARE, P, GATHERED, numbers=(float(shared.share),))
        if self.kernel.plan.leaf_grid != 1:
            self.strokes.add(codes.ENLARGE, P, points=(self.kernel.plan.leaf_grid,))
        for empty in shared.empties:
            self.programs.fill(empty, D)
            self.strokes.add(codes.ZEROS, D)

    def _spans(self, to: int, by_flags: NDArray[np.int64]) -> None:
        """Add what stretches of flags 1..127 give that give anything."""
        flags = 1
        values = by_flags.tolist()
        while flags < FLAGS:
            last = flags
            while last + 1 < FLAGS and values[last + 1] == values[flags]:
                last += 1
            if values[flags]:
                self.strokes.add(codes.SPAN, to, flags, last, points=(values[flags],))
            flags = last + 1
