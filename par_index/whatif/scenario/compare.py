"""Set a cycle before and after a scenario side by side: units, leaves, the rules that fired."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from fractions import Fraction

from par_index.model.case import LeafVerdict, UnitVerdict
from par_index.model.facts import Unit, UnitFacts
from par_index.model.plan import Plan
from par_index.problem import Language
from par_index.read.written import shown_figure
from par_index.score.assemble import is_provisional
from par_index.score.marks import scenario_mark
from par_index.whatif.basis import Ground
from par_index.whatif.scenario.lay import Laid


@dataclass(frozen=True, slots=True)
class FigureMove:
    """One input before and after, as people read it; empty where there is no figure."""

    input: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LeafMove:
    """One leaf before and after; points and maxima in micro-points.

    Of a set that changed its leaves one side may be ``None``.
    """

    code: str
    name: str
    before: LeafVerdict | None
    after: LeafVerdict | None
    figures: tuple[FigureMove, ...]

    @property
    def gain(self) -> int:
        """Give what the leaf's points moved by, in micro-points."""
        return _points(self.after) - _points(self.before)


@dataclass(frozen=True, slots=True)
class Side:
    """A unit on one side: its totals in micro-points, exact index in percent, rank and grade."""

    points: int
    max_points: int
    index: Fraction | None
    rank: int | None
    grade: str
    provisional: bool
    barred_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitMove:
    """One unit before and after a scenario; a unit without leaves only changed its rank."""

    group: str
    unit: Unit
    before: Side
    after: Side
    leaves: tuple[LeafMove, ...]
    passes: tuple[str, ...]
    """Codes of units that stood above it and stand below it now."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What a scenario does: whoever moved, touched units first, each side by side."""

    laid: Laid
    units: tuple[UnitMove, ...]

    def mark(self, language: Language = "vi") -> str:
        """Say that it is supposed, and what nobody may overlook of its figures and sets."""
        return " – ".join(filter(None, (scenario_mark(language), self.laid.before.mark(language))))


def compare(laid: Laid) -> Outcome:
    """Find every unit whose points, index, grade or rank differ, and the leaves behind it."""
    if laid.after is laid.before:
        return Outcome(laid, ())
    moves = [
        move
        for before, after in zip(laid.before.grounds, laid.after.grounds, strict=True)
        if before is not after
        for move in _moves(before, after)
    ]
    order = {code: place for place, code in enumerate(laid.touched)}
    return Outcome(laid, tuple(sorted(moves, key=lambda one: order.get(one.unit.code, len(order)))))


def side(ground: Ground, unit: str) -> Side:
    """Give a unit's totals, index, rank and grade as results would."""
    verdict, place = ground.verdicts[ground.at[unit]], ground.standing[unit]
    provisional = is_provisional(verdict)
    return Side(
        verdict.points,
        verdict.max_points,
        place.index,
        place.rank,
        "" if provisional else verdict.grade,
        provisional,
        () if provisional else verdict.barred_by,
    )


def _moves(before: Ground, after: Ground) -> Iterator[UnitMove]:
    for one in after.facts:
        code = one.unit.code
        old, new = before.verdicts[before.at[code]], after.verdicts[after.at[code]]
        if old is new and before.standing[code] == after.standing[code]:
            continue
        was, now = side(before, code), side(after, code)
        leaves = () if old is new else tuple(_leaves(before, after, code, old, new))
        if was != now or leaves:
            yield UnitMove(after.group.id, one.unit, was, now, leaves, tuple(_passed(before, after, code)))


def _passed(before: Ground, after: Ground, unit: str) -> Iterator[str]:
    ranks = [{code: place.rank for code, place in ground.standing.items()} for ground in (before, after)]
    for rival in after.rivals(unit):
        (mine, theirs), (now, then) = ((rank[unit], rank[rival]) for rank in ranks)
        if mine and theirs and now and then and theirs <= mine and then > now:
            yield rival


def _leaves(
    before: Ground, after: Ground, unit: str, old: UnitVerdict, new: UnitVerdict
) -> Iterator[LeafMove]:
    was = {leaf.code: leaf for leaf in old.leaves}
    now = {leaf.code: leaf for leaf in new.leaves}
    facts = before.facts[before.at[unit]], after.facts[after.at[unit]]
    filed = facts[0].case.values, facts[1].case.values
    moved = {code for code in filed[0].keys() | filed[1].keys() if filed[0].get(code) != filed[1].get(code)}
    plans = (before.plan, after.plan)
    reading = {leaf.code for plan in plans for leaf in plan.leaves if not moved.isdisjoint(leaf.inputs)}
    for code in dict.fromkeys((*now, *was)):
        one, other = was.get(code), now.get(code)
        figures = tuple(_figures(*plans, code, moved, *facts)) if code in reading else ()
        if one != other or figures:
            plan = after.plan if code in after.plan.leaf_by_code else before.plan
            yield LeafMove(code, plan.leaf_by_code[code].name, one, other, figures)


def _figures(
    before: Plan, after: Plan, leaf: str, moved: Set[str], old: UnitFacts, new: UnitFacts
) -> Iterator[FigureMove]:
    """List the figures a leaf reads that are not what they were."""
    plans = [plan for plan in (after, before) if leaf in plan.leaf_by_code]
    for code in dict.fromkeys(code for plan in plans for code in plan.leaf_by_code[leaf].inputs):
        if code in moved:
            values = [facts.case.values.get(code) for facts in (old, new)]
            texts = [_text(plan, code, value) for plan, value in zip((before, after), values, strict=True)]
            entry = (after if code in after.input_by_code else before).input_by_code[code]
            yield FigureMove(code, entry.label, *texts)


def _text(plan: Plan, code: str, value: int | None) -> str:
    entry = plan.input_by_code.get(code)
    return "" if value is None or entry is None else shown_figure(entry, value)


def _points(leaf: LeafVerdict | None) -> int:
    return leaf.points if leaf is not None else 0
