"""What offices hand in: units, figures as written, evidence, decisions of the appraisal, survey scores.

A figure is kept as it was written until a Plan says what it means; whatever was written at an earlier stage
stays beside what was decided later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from par_index.model.case import Case
from par_index.points import Numbers
from par_index.problem import NOWHERE, Where

Stage = Literal["self", "r1", "r2", "council", "scenario"]
STAGES: tuple[Stage, ...] = ("self", "r1", "r2", "council")
"""In the order they are held; the last that decided counts."""
ORDER: tuple[Stage, ...] = (*STAGES, "scenario")
"""With what nobody decided: a scenario's suppositions, which come last and stand in no file of a cycle."""

Status = Literal["", "not_applicable", "no_evidence"]
STATUS_LABELS: Mapping[Status, str] = {
    "not_applicable": "Không áp dụng",
    "no_evidence": "Không có tài liệu kiểm chứng",
}
"""The words a drop-down offers for each status; a file may hold the word or the key."""

WrittenKind = Literal["text", "number", "percent", "date", "error", "formula"]
"""``number``, ``percent`` and ``date`` are typed cells of a workbook, which have one reading only."""


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as it stands in its cell: ``93,5%``, ``1.234``, ``31/01/2023``; empty for an empty cell."""

    text: str
    kind: WrittenKind = "text"
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Unit:
    """An office to be scored, as its list names it."""

    code: str
    name: str
    kind: str
    parent: str = ""
    cluster: str = ""
    traits: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    predecessors: tuple[str, ...] = ()
    where: Where = NOWHERE

    def in_force(self, year: int, on: date | None = None) -> bool:
        """Tell whether the unit exists on the day named or, without one, on some day of the year."""
        first, last = (on, on) if on is not None else (date(year, 1, 1), date(year, 12, 31))
        begins = self.valid_from is None or self.valid_from <= last
        return begins and (self.valid_to is None or self.valid_to >= first)


@dataclass(frozen=True, slots=True)
class Fact:
    """A unit's own statement about one input."""

    unit: str
    input: str
    written: Written
    status: Status = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document a unit names for a leaf (or an input): number, date, subject, section, pages, file."""

    unit: str
    code: str
    ref: str
    date: str = ""
    subject: str = ""
    section: str = ""
    pages: str = ""
    file: str = ""
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Decision:
    """What an appraiser or the council decided: a figure, a status or the points of a ``points`` leaf.

    It names an input, or a leaf (``code``) that reads one input or whose state is decided as a whole.
    """

    stage: Stage
    unit: str
    code: str
    input: str
    written: Written
    status: Status
    in_points: bool
    reason: str
    by: str
    at: str
    where: Where


@dataclass(frozen=True, slots=True)
class SurveyScore:
    """A leaf's result in a survey that others ran: a share of its points, or the points themselves."""

    unit: str
    code: str
    written: Written
    in_points: bool
    source: str
    where: Where


@dataclass(frozen=True, slots=True)
class Group:
    """Units of one kind under one criteria set."""

    id: str
    set: str
    digest: str
    kind: str
    where: Where = NOWHERE


@dataclass(frozen=True, slots=True)
class Calendar:
    """The cycle's named days and its days off."""

    dates: Mapping[str, date] = field(default_factory=dict)
    holidays: tuple[date, ...] = ()


Merged = Literal["not_comparable", "first", "sum"]
"""What stands for last year of a unit merged or parted since: nothing; the predecessor named first; or, of
figures, the sum of all predecessors' (counts and amounts; its index and rank stay without comparison)."""


@dataclass(frozen=True, slots=True)
class Previous:
    """Last year: where its results lie (or empty), its figures, and the rule for merged units."""

    results: str = ""
    facts: tuple[Fact, ...] | None = None
    merged: Merged = "not_comparable"


@dataclass(frozen=True, slots=True)
class Cycle:
    """One year's scoring: everything its folder holds, read but not yet typed."""

    id: str
    year: int
    issuer: str
    synthetic: bool
    numbers: Numbers | None
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    decisions: tuple[Decision, ...] = ()
    survey_scores: tuple[SurveyScore, ...] = ()
    calendar: Calendar = Calendar()
    previous: Previous = Previous()
    inspected: frozenset[str] | None = None
    """The units the province inspected; ``None`` without a list."""
    where: Where = NOWHERE
    others: tuple[Unit, ...] = ()
    """Units that were left aside (``only``)."""

    def only(self, units: Iterable[Unit]) -> Cycle:
        """Leave some units; the others still count where units of last year merged or parted."""
        kept = tuple(units)
        codes = {unit.code for unit in kept}
        return replace(self, units=kept, others=tuple(one for one in self.everyone if one.code not in codes))

    @property
    def everyone(self) -> tuple[Unit, ...]:
        """Give the units, and those that were left aside."""
        return (*self.units, *self.others)

    def units_of(self, group: Group) -> tuple[Unit, ...]:
        """Give the group's units in the order of their list."""
        return tuple(unit for unit in self.units if unit.kind == group.kind)


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage says about an input, or about a leaf as a whole, and who says it."""

    stage: Stage
    value: int | None
    """In the input's own scale; ``None``: no figure, or a refused one."""
    text: str
    status: Status
    where: Where
    note: str = ""
    reason: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One input of one unit through the stages; the last step counts."""

    input: str
    steps: tuple[Step, ...]

    @property
    def last(self) -> Step:
        return self.steps[-1]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit's case for the engines, and what a reader wants to see beside the points.

    ``figures`` is by input code, ``evidence`` by leaf code; ``decided`` holds all that was said of a leaf as
    a whole, stage by stage. ``claimed`` and ``granted`` hold leaves a unit says do not apply to it and those
    where that was granted, ``unproven`` those it has no evidence for; ``refused`` holds inputs whose last
    figure could not be read.
    """

    unit: Unit
    case: Case
    figures: Mapping[str, Figure]
    evidence: Mapping[str, tuple[Evidence, ...]]
    decided: Mapping[str, tuple[Step, ...]] = field(default_factory=dict)
    claimed: frozenset[str] = frozenset()
    granted: Mapping[str, Step] = field(default_factory=dict)
    unproven: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
