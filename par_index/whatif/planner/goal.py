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
from par_index.whatif.planner.records import Place, Target


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


Figures = list[tuple[Fraction, str]]


class League:
    """The ranked figures of a ground's clusters, raised by a margin; each cluster is sorted once."""

    def __init__(self, ground: Ground, margin: Fraction) -> None:
        self.ground, self.margin = ground, margin
        self._clusters: dict[str, Figures] = {}

    def _cluster(self, unit: str) -> Figures:
        ground = self.ground
        name = ground.facts[ground.at[unit]].unit.cluster
        if name not in self._clusters:
            found = [
                (_ranked(ground.plan, index + self.margin), code)
                for code in ground.clusters[name]
                if (index := ground.standing[code].index) is not None
            ]
            self._clusters[name] = sorted(found, key=lambda pair: (-pair[0], pair[1]))
        return self._clusters[name]

    def rivals(self, unit: str) -> Figures:
        """List a unit's rivals' ranked figures in percent, the greatest first."""
        return [pair for pair in self._cluster(unit) if pair[1] != unit]

    def goal(self, unit: str, target: Target) -> Goal | None:
        """Turn a target into an index; ``None`` where there is no rival to be passed for it."""
        plan = self.ground.plan
        if target.rank is not None:
            return _rank(plan, self.rivals(unit), target.rank)
        if target.index is not None:
            return Goal(target.index / 100, strict=False)
        assert plan.grades is not None
        return _grade(plan, plan.grades, target.grade)


def above(plan: Plan, rivals: Sequence[tuple[Fraction, str]], index: Fraction) -> list[str]:
    """Name the rivals that are not strictly below an index in percent."""
    own = _ranked(plan, index)
    return [code for figure, code in rivals if figure >= own]


def _ranked(plan: Plan, index: Fraction) -> Fraction:
    return index if plan.ranking.by == "index_exact" else published(index, plan.places)


def _rank(plan: Plan, rivals: Figures, rank: int) -> Goal | None:
    if plan.ranking.ties == "dense":
        seen: dict[Fraction, str] = {}
        for figure, code in rivals:
            seen.setdefault(figure, code)
        rivals = list(seen.items())
    if rank > len(rivals):
        return None
    figure, code = rivals[rank - 1]
    if plan.ranking.by == "index_exact":
        return Goal(figure / 100, strict=True, rival=code)
    half = Fraction(1, 2 * 10**plan.places)
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


def at_least(plan: Plan, grade: str, wanted: str) -> bool:
    """Tell whether a grade is the wanted one or better."""
    names = [row.name for row in plan.grades.rows] if plan.grades else []
    return grade in names and names.index(grade) <= names.index(wanted)


def is_reached(league: League, goal: Goal, target: Target, now: Place) -> bool:
    """Tell whether a unit is there already; a shared rank counts as its own while rivals stand still."""
    if target.grade:
        return at_least(league.ground.plan, now.grade, target.grade)
    if target.rank is not None and not league.margin and now.rank is not None:
        return now.rank <= target.rank
    return goal.reached(now.points, now.max_points)
