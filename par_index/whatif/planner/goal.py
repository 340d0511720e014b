"""What index a target asks for: strictly above the rival of a rank, at least a figure, the bound of a grade.

A rank is reached where fewer rivals than that stand at or above the unit: ties do not count as passed. A
published index is passed from half of its last place above it, for halves are rounded up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from par_index.model.plan import Plan
from par_index.model.questions import Bar, Grades
from par_index.points import published
from par_index.score.rank import Standing
from par_index.whatif.basis import Ground
from par_index.whatif.planner.records import Target


@dataclass(frozen=True, slots=True)
class Goal:
    """The least index as a ratio (``strict``: more than it), and the bars of a grade that must not fire."""

    ratio: Fraction
    strict: bool
    bars: tuple[int, ...] = ()
    rival: str = ""
    """The unit that must be passed."""

    def points(self, max_points: int) -> int:
        """Give the least micro-points that reach it out of a maximum."""
        exact = self.ratio * max_points
        return floor(exact) + 1 if self.strict else ceil(exact)

    def reached(self, points: int, max_points: int) -> bool:
        """Tell whether points of a maximum reach it."""
        return max_points > 0 and points >= self.points(max_points)


def goal_of(ground: Ground, unit: str, target: Target, margin: Fraction) -> Goal | None:
    """Turn a target into an index; ``None`` where there is no rival to be passed for it."""
    if target.rank is not None:
        return _rank(ground, unit, target.rank, margin)
    if target.index is not None:
        return Goal(target.index / 100, strict=False)
    assert ground.plan.grades is not None
    return _grade(ground.plan, ground.plan.grades, target.grade)


def rivals_of(ground: Ground, unit: str, margin: Fraction) -> list[tuple[Fraction, str]]:
    """List the rivals' ranked figures in percent, raised by the margin, the greatest first."""
    found = []
    for code in ground.rivals(unit):
        index = ground.standing[code].index
        if index is not None:
            found.append((_ranked(ground.plan, index + margin), code))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def above(plan: Plan, rivals: Sequence[tuple[Fraction, str]], index: Fraction) -> list[str]:
    """Name the rivals that are not strictly below an index in percent."""
    own = _ranked(plan, index)
    return [code for figure, code in rivals if figure >= own]


def _ranked(plan: Plan, index: Fraction) -> Fraction:
    return index if plan.ranking.by == "index_exact" else published(index, plan.places)


def _rank(ground: Ground, unit: str, rank: int, margin: Fraction) -> Goal | None:
    rivals = rivals_of(ground, unit, margin)
    if ground.plan.ranking.ties == "dense":
        seen: dict[Fraction, str] = {}
        for figure, code in rivals:
            seen.setdefault(figure, code)
        rivals = list(seen.items())
    if rank > len(rivals):
        return None
    figure, code = rivals[rank - 1]
    if ground.plan.ranking.by == "index_exact":
        return Goal(figure / 100, strict=True, rival=code)
    half = Fraction(1, 2 * 10**ground.plan.places)
    return Goal((figure + half) / 100, strict=False, rival=code)


def _grade(plan: Plan, grades: Grades, name: str) -> Goal:
    names = [row.name for row in grades.rows]
    wanted = grades.rows[: names.index(name) + 1]
    low = min(wanted, key=lambda row: Fraction(-1) if row.interval.low is None else row.interval.low).interval
    bars = tuple(at for at, bar in enumerate(grades.bars) if names.index(bar.best) > names.index(name))
    ratio, strict = (Fraction(0), False) if low.low is None else (low.low, not low.low_closed)
    if grades.by == "index_published" and low.low is not None:
        steps = 100 * 10**plan.places
        first = floor(ratio * steps) + 1 if strict else ceil(ratio * steps)
        ratio, strict = Fraction(2 * first - 1, 2 * steps), False
    for at in bars:
        ratio, strict = max((ratio, strict), _kept_above(grades.bars[at]))
    return Goal(ratio, strict, bars)


def _kept_above(bar: Bar) -> tuple[Fraction, bool]:
    """Give the index that a bar on the index itself asks for."""
    span = bar.when.interval
    if bar.when.subject != "index" or span.high is None or span.low is not None:
        return Fraction(0), False
    return span.high, span.high_closed


def rank_of(
    plan: Plan, rivals: Sequence[tuple[Fraction, str]], standing: Standing, margin: Fraction
) -> int | None:
    """Give the rank an index has among rivals raised by a margin; the official one where none is."""
    if standing.index is None or not margin:
        return standing.rank
    better = [figure for figure, _ in rivals if figure > _ranked(plan, standing.index)]
    return 1 + len(set(better) if plan.ranking.ties == "dense" else better)
