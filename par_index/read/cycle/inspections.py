"""Read which units the province inspected: ``inspections.csv``."""

from __future__ import annotations

from pathlib import Path

from par_index.problem import Problem
from par_index.read.cycle.facts import Expected
from par_index.read.cycle.sources import lines, opened
from par_index.read.tables import Layout

FILE = "inspections.csv"
_LAYOUT = Layout(required=("unit", "date", "ref"), optional=("note",))


def read_inspections(folder: Path, expected: Expected) -> tuple[frozenset[str] | None, tuple[Problem, ...]]:
    """Give the codes of inspected units; ``None`` when the cycle holds no list."""
    path = folder / FILE
    if not path.is_file():
        return None, ()
    ((source, problems),) = opened((path,), folder)
    if source is None:
        return None, problems
    rows, refused = lines(source, _LAYOUT)
    found: set[str] = set()
    doubts = [*problems, *refused]
    for line in rows:
        doubts.extend(expected.doubt(line.text("unit"), line.where("unit")))
        doubts.extend(
            Problem("C02", line.where(name), {"column": name})
            for name in _LAYOUT.required
            if not line.text(name)
        )
        found.add(line.text("unit"))
    return frozenset(found), tuple(doubts)
