"""Read the list of units: ``units.csv``."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from par_index.model.facts import Unit
from par_index.problem import Problem, Where
from par_index.read.cycle.sources import lines, opened
from par_index.read.tables import Layout, Line

FILE = "units.csv"
_LAYOUT = Layout(
    required=("unit", "name", "kind"),
    optional=("parent", "cluster", "traits", "valid_from", "valid_to", "predecessor"),
)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_units(folder: Path) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    """Read the units of a cycle's folder."""
    return read_unit_list(folder / FILE)


def read_unit_list(path: Path) -> tuple[tuple[Unit, ...], tuple[Problem, ...]]:
    """Read every unit, in the order of the list; a unit listed twice keeps its first line."""
    folder = path.parent
    if not path.is_file():
        return (), (Problem("C01", Where(path.name), {"file": path.name, "folder": folder.as_posix()}),)
    ((source, problems),) = opened((path,), folder)
    if source is None:
        return (), problems
    rows, refused = lines(source, _LAYOUT)
    found: dict[str, Unit] = {}
    doubts = [*problems, *refused]
    for line in rows:
        unit, wrong = _unit(line)
        doubts.extend(wrong)
        if unit.code in found:
            first = str(found[unit.code].where)
            doubts.append(Problem("C08", line.where("unit"), {"unit": unit.code, "first": first}))
        elif unit.code:
            found[unit.code] = unit
    return tuple(found.values()), tuple(doubts)


def _unit(line: Line) -> tuple[Unit, list[Problem]]:
    doubts = [
        Problem("C02", line.where(name), {"column": name}) for name in _LAYOUT.required if not line.text(name)
    ]
    begins, ends = _day(line, "valid_from"), _day(line, "valid_to")
    doubts.extend(item for item in (begins, ends) if isinstance(item, Problem))
    unit = Unit(
        code=line.text("unit"),
        name=line.text("name"),
        kind=line.text("kind"),
        parent=line.text("parent"),
        cluster=line.text("cluster"),
        traits=tuple(re.findall(r"[^\s,;|]+", line.text("traits"))),
        valid_from=begins if isinstance(begins, date) else None,
        valid_to=ends if isinstance(ends, date) else None,
        predecessors=tuple(re.findall(r"[^\s,;|]+", line.text("predecessor"))),
        where=line.where("unit"),
    )
    return unit, doubts


def _day(line: Line, name: str) -> date | Problem | None:
    text = line.text(name)
    if not text:
        return None
    parts = _DAY.fullmatch(text)
    try:
        return date(int(parts[3]), int(parts[2]), int(parts[1])) if parts else _no_day(line, name)
    except ValueError:
        return _no_day(line, name)


def _no_day(line: Line, name: str) -> Problem:
    return Problem("C09", line.where(name), {"column": name, "text": line.text(name)})
