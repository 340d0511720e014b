"""Read the sampling frame: whom each group of respondents holds, unit by unit, stratum by stratum.

A row of ``survey/frame.csv`` (or ``frame.xlsx``) is a stratum with its ``population``, or one person
(``respondent``); the unit ``*`` stands for every unit that the group rates. A person named under ``*`` who
works at one of these units is not asked about it where the instrument refuses that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from par_index.model.facts import Cycle, Unit, Written
from par_index.model.instrument import Instrument
from par_index.model.plan import Plan
from par_index.points import Numbers, parse_number
from par_index.problem import Problem, Where, has_errors
from par_index.read.cycle.sources import lines, opened
from par_index.read.tables import Layout, Line, bad_cell
from par_index.survey.forms import Cell
from par_index.text import nearest

FOLDER, FILES = "survey", ("frame.csv", "frame.xlsx")
EVERY = "*"
_LAYOUT = Layout(
    required=("unit", "group"),
    optional=("stratum", "population", "respondent", "works_at"),
    figures=("population",),
)


class Person(NamedTuple):
    """Someone who may be asked: a code or a name, as the frame writes it, and the unit they work at."""

    id: str
    works_at: str = ""


@dataclass(frozen=True, slots=True)
class Stratum:
    """The people of one cell: how many, and who, where the frame lists them (in the order of their ids)."""

    cell: Cell
    population: int
    persons: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Frame:
    """All strata by cell, in the cells' order; ``file`` as shown to people."""

    file: str
    strata: Mapping[Cell, Stratum]

    def population(self, cell: Cell) -> int | None:
        """Give how many people a cell stands for; ``None`` where the frame does not say."""
        found = self.strata.get(cell)
        return found.population if found else None

    def of(self, unit: str, group: str) -> tuple[Stratum, ...]:
        """Give the strata of one group that rate one unit."""
        return tuple(self._by_group.get((unit, group), ()))

    @cached_property
    def _by_group(self) -> Mapping[tuple[str, str], list[Stratum]]:
        found: dict[tuple[str, str], list[Stratum]] = {}
        for cell, one in self.strata.items():
            found.setdefault((cell.unit, cell.group), []).append(one)
        return found


def instruments(cycle: Cycle, plans: Sequence[Plan]) -> Mapping[str, Instrument]:
    """Give the instrument of each kind of unit that the cycle itself surveys."""
    used = {(group.set, group.kind) for group in cycle.groups}
    return {
        plan.kind: plan.instrument
        for plan in plans
        if plan.instrument is not None and (plan.set_id, plan.kind) in used
    }


def read_frame(folder: Path, cycle: Cycle, plans: Sequence[Plan]) -> tuple[Frame | None, tuple[Problem, ...]]:
    """Read a cycle's frame; ``None`` when there is none, or when it is wrong."""
    paths = [path for name in FILES if (path := folder / FOLDER / name).is_file()]
    if not paths:
        return None, ()
    if len(paths) > 1:
        return None, (Problem("S01", Where(f"{FOLDER}/{paths[1].name}"), {"other": paths[0].name}),)
    ((source, problems),) = opened(paths, folder)
    if source is None:
        return None, problems
    rows, refused = lines(source, _LAYOUT)
    reading = _Reading(cycle, instruments(cycle, plans))
    found = (*problems, *refused, *(problem for line in rows for problem in reading.take(line)))
    if has_errors(found):
        return None, found
    return Frame(source.book.file, dict(sorted(reading.strata()))), found


@dataclass
class _Reading:
    """What has been read so far: populations and persons by cell, and where each person was named."""

    cycle: Cycle
    instruments: Mapping[str, Instrument]
    counted: dict[Cell, Stratum] = field(default_factory=dict)
    listed: dict[Cell, list[Person]] = field(default_factory=dict)
    named: dict[tuple[str, str, str], Where] = field(default_factory=dict)
    first: dict[Cell, Where] = field(default_factory=dict)
    strange: set[str] = field(default_factory=set)

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in self.cycle.units}

    def strata(self) -> Iterator[tuple[Cell, Stratum]]:
        yield from self.counted.items()
        for cell, persons in self.listed.items():
            yield cell, Stratum(cell, len(persons), tuple(sorted(persons)))

    def take(self, line: Line) -> Iterator[Problem]:
        """Take a row in, or say what is wrong with it."""
        person = Person(line.text("respondent"), line.text("works_at"))
        both = person.id and line.text("population")
        said = None if person.id else _population(line.written("population"), self.cycle.numbers)
        units, problems = self._units(line, person)
        yield from (*problems, *self._elsewhere(line, person))
        if both:
            yield Problem("S06", line.where("population"), {"respondent": person.id})
        elif isinstance(said, Problem):
            yield said
        else:
            found = (self._add(unit, said, person, line) for unit in units)
            yield from list(filter(None, found))[:1]

    def _units(self, line: Line, person: Person) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
        """Give the units a row speaks of: the one named, or all that its group rates."""
        code, group = line.text("unit"), line.text("group")
        blank = [name for name in ("unit", "group") if not line.text(name)]
        if blank:
            return (), tuple(Problem("C02", line.where(name), {"column": name}) for name in blank)
        raters = {
            kind: one.group_by_id[group] for kind, one in self.instruments.items() if group in one.group_by_id
        }
        unit = self.units.get(code)
        problems = [*self._unknown(line, unit, bool(raters))]
        if unit is not None and raters and unit.kind not in raters:
            args = {"group": group, "unit": code, "kind": unit.kind, "kinds": ", ".join(raters)}
            problems.append(Problem("S03", line.where("unit"), args))
        if unit is not None and unit.kind in raters and self._own(unit, person, group):
            args = {"respondent": person.id, "unit": code}
            problems.append(Problem("S09", line.where("works_at"), args))
        named = (unit,) if unit is not None else ()
        every = (one for one in self.cycle.units if one.kind in raters and not self._own(one, person, group))
        return (() if problems else tuple(every) if code == EVERY else named), tuple(problems)

    def _unknown(self, line: Line, unit: Unit | None, rates: bool) -> Iterator[Problem]:
        code, group = line.text("unit"), line.text("group")
        if unit is None and code != EVERY:
            best = nearest(code, self.units) or ""
            args = {"unit": code, "year": str(self.cycle.year), "nearest": best}
            yield Problem("C10", line.where("unit"), args)
        if not rates:
            known = dict.fromkeys(one.id for item in self.instruments.values() for one in item.groups)
            args = {"group": group, "known": ", ".join(known) or "–", "nearest": nearest(group, known) or ""}
            yield Problem("S02", line.where("group"), args)

    def _elsewhere(self, line: Line, person: Person) -> Iterator[Problem]:
        """Warn, once for each, of an office that looks like a unit mistyped: its own would go unnoticed."""
        if not person.works_at or person.works_at in self.units or person.works_at in self.strange:
            return
        self.strange.add(person.works_at)
        best = nearest(person.works_at, self.units)
        if best:
            yield Problem("S18", line.where("works_at"), {"text": person.works_at, "nearest": best})

    def _own(self, unit: Unit, person: Person, group: str) -> bool:
        """Tell a person who would rate the unit they work at, where the instrument refuses that."""
        one = self.instruments[unit.kind]
        return one.self_rating == "refuse" and one.group_by_id[group].peers and person.works_at == unit.code

    def _add(self, unit: Unit, population: int | None, person: Person, line: Line) -> Problem | None:
        cell = Cell(unit.code, line.text("group"), line.text("stratum"))
        args = {"unit": cell.unit, "group": cell.group, "stratum": cell.stratum or "–"}
        place = line.where("respondent" if person.id else "population")
        earlier = self.first.setdefault(cell, place)
        if earlier is not place and (cell in self.counted) == bool(person.id):
            return Problem("S07", place, {**args, "first": str(earlier)})
        if population is not None:
            if earlier is not place:
                return Problem("S05", place, {**args, "first": str(earlier)})
            self.counted[cell] = Stratum(cell, population)
            return None
        named = self.named.setdefault((cell.unit, cell.group, person.id), place)
        if named is not place:
            return Problem("S08", place, {**args, "respondent": person.id, "first": str(named)})
        self.listed.setdefault(cell, []).append(person)
        return None


def _population(written: Written, numbers: Numbers | None) -> int | Problem:
    """Read how many people a stratum holds: a whole number, at least one."""
    if written.kind in ("error", "formula"):
        return bad_cell(written)
    try:
        value = parse_number(written.text, None if written.kind == "number" else numbers)
    except ValueError:
        value = Fraction(0)
    if written.kind in ("text", "number") and value.denominator == 1 and value > 0:
        return int(value)
    return Problem("S04", written.where, {"text": written.text or "–"})
