"""What ``cycle.yaml`` says, key by key."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from par_index.model.facts import Calendar, Group, Merged
from par_index.model.scalars import Code, Day, SetId, Spec, Whole, Words
from par_index.problem import Problem, Where
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree

FILE = "cycle.yaml"


class CalendarSpec(Spec):
    """Named days of the cycle, and days off (besides Saturdays and Sundays)."""

    dates: dict[str, Day] = Field(default_factory=dict)
    holidays: tuple[Day, ...] = ()


class PreviousSpec(Spec):
    """Last year's results and figures, as paths from the cycle's folder; the rule for units merged since."""

    results: Words | None = None
    facts: Words | None = None
    merged: Merged = "not_comparable"


class GroupSpec(Spec):
    """Units of one kind under one criteria set; ``digest`` pins the set's content."""

    id: Code
    set: SetId
    digest: Words | None = None
    units: Code


class CycleSpec(Spec):
    """A cycle's own file."""

    cycle: Code | None = None
    year: Whole
    issuer: Words
    units_on: Day | None = None
    synthetic: Literal["true", "false"]
    numbers: Literal["vi", "en"] | None = None
    calendar: CalendarSpec = CalendarSpec()
    previous: PreviousSpec = PreviousSpec()
    groups: tuple[GroupSpec, ...]


def read_spec(folder: Path) -> tuple[CycleSpec | None, tuple[Problem, ...]]:
    """Read a cycle's own file; ``None`` when it is missing or does not hold together."""
    if not (folder / FILE).is_file():
        return None, (Problem("C01", Where(FILE), {"file": FILE, "folder": folder.as_posix()}),)
    tree, problems = read_tree(folder / FILE, FILE)
    if tree is None:
        return None, problems
    spec, refused = bind(CycleSpec, tree)
    return spec, (*problems, *refused, *(_repeats(spec) if spec else ()))


def _repeats(spec: CycleSpec) -> tuple[Problem, ...]:
    """Refuse two groups with one id, or two groups for one kind of unit."""
    found = []
    for key in ("id", "units"):
        first: dict[str, Where] = {}
        for group in spec.groups:
            text = getattr(group, key)
            if text in first:
                args = {"key": key, "text": str(text), "first": str(first[text])}
                found.append(Problem("C07", text.where, args))
            first.setdefault(text, text.where)
    return tuple(found)


def groups_of(spec: CycleSpec) -> tuple[Group, ...]:
    """Give the groups as records."""
    return tuple(
        Group(str(item.id), str(item.set), str(item.digest or ""), str(item.units), item.where)
        for item in spec.groups
    )


def calendar_of(spec: CycleSpec) -> Calendar:
    """Give the calendar as a record."""
    return Calendar(dict(spec.calendar.dates), spec.calendar.holidays)
