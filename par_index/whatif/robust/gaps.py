"""Learn from the appraisal how far it moved what units had declared: the observed gaps, pooled over groups.

A figure that nobody decided on counts as accepted, in groups where anything was decided at all. A relative
gap is (decided − declared) / the greater of the two, so that 1 that became 2 is +50% and doubles nothing
else; a date's or a choice's gap is the difference; a yes or no is turned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from par_index.model.facts import Figure
from par_index.model.plan import Input
from par_index.whatif.basis import Ground

RELATIVE = frozenset({"count", "amount", "percent", "share", "points"})


@dataclass(frozen=True, slots=True)
class Gaps:
    """How often figures of one family were moved, and by how much: each observed gap is equally likely."""

    family: str
    """``figure`` (relative gaps), ``yes_no``, ``choice`` or ``date``."""
    chance: float
    moves: tuple[float, ...]
    declared: int
    """How many figures the chance was taken of; 0 where it is assumed."""


def family_of(entry: Input) -> str:
    """Name the family an input's gaps belong to."""
    return "figure" if entry.kind in RELATIVE else entry.kind


def appraised(entry: Input) -> bool:
    """Tell whether appraisers decide on it: not on a survey's shares, nor on last year's figures."""
    return entry.source == "declared" and entry.previous is None


def observed(grounds: Sequence[Ground]) -> tuple[Gaps, ...]:
    """Pool the gaps of all groups; a family of which nothing was moved is left out."""
    pairs: dict[str, list[float]] = {}
    counted: dict[str, int] = {}
    for ground in grounds:
        for family, move in _moves(ground) if _decided(ground) else ():
            counted[family] = counted.get(family, 0) + 1
            pairs.setdefault(family, []).extend([move] if move else [])
    return tuple(
        Gaps(family, len(moves) / counted[family], tuple(sorted(moves)), counted[family])
        for family, moves in sorted(pairs.items())
        if moves
    )


def _decided(ground: Ground) -> bool:
    return any(step.stage != "self" for one in ground.facts for f in one.figures.values() for step in f.steps)


def _moves(ground: Ground) -> Iterator[tuple[str, float]]:
    """Give each declared figure's family and its gap, 0 where it stands as declared."""
    for one in ground.facts:
        for code, figure in one.figures.items():
            entry = ground.plan.input_by_code[code]
            if appraised(entry) and figure.steps[0].stage == "self" and figure.steps[0].value is not None:
                move = _move(entry, figure)
                if move is not None:
                    yield family_of(entry), move


def _move(entry: Input, figure: Figure) -> float | None:
    first = figure.steps[0].value
    last = next((step.value for step in reversed(figure.steps) if step.value is not None), None)
    if first is None or last is None or entry.never in (first, last):
        return None
    if entry.kind not in RELATIVE:
        return float(last - first)
    return (last - first) / (max(abs(first), abs(last)) or 1)
