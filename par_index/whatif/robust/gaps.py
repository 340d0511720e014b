"""Learn from the appraisal how far it moved what units had declared: the observed gaps, pooled over groups.

A figure that nobody decided on counts as accepted, in groups where anything was decided at all. A relative
gap is (decided − declared) / the greater of the two, so that 1 that became 2 is +50% and doubles nothing
else; a date's or a choice's gap is the difference; a yes or no is turned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
    counted: Counter[str] = Counter()
    for ground in filter(_decided, grounds):
        entries = {entry.code: entry for entry in ground.plan.inputs if appraised(entry)}
        families = {code: family_of(entry) for code, entry in entries.items()}
        for one in ground.facts:
            for code, figure in one.figures.items():
                first = figure.steps[0]
                if code in entries and first.stage == "self" and first.value is not None:
                    counted[families[code]] += 1
                    # A figure that nobody spoke of again stands as declared.
                    move = _move(entries[code], figure) if len(figure.steps) > 1 else 0.0
                    if move:
                        pairs.setdefault(families[code], []).append(move)
    return tuple(
        Gaps(family, len(moves) / counted[family], tuple(sorted(moves)), counted[family])
        for family, moves in sorted(pairs.items())
    )


def _decided(ground: Ground) -> bool:
    """Tell whether appraisers spoke at all, be it only to give points that no unit declares."""
    figures = (figure for one in ground.facts for figure in one.figures.values())
    return any(figure.last.stage != "self" for figure in figures)


def _move(entry: Input, figure: Figure) -> float:
    first = figure.steps[0].value
    last = next((step.value for step in reversed(figure.steps) if step.value is not None), None)
    if first is None or last is None or (entry.never is not None and entry.never in (first, last)):
        return 0.0
    if entry.kind not in RELATIVE:
        return float(last - first)
    return (last - first) / (max(abs(first), abs(last)) or 1)
