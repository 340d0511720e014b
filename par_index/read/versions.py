"""Tell whether a set is the one in force for a year: its validity, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from par_index.model.facts import Group
from par_index.model.plan import Plan
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where
from par_index.read.sets import read_set, set_ids, set_path
from par_index.text import nearest


def out_of_force(group: Group, plan: Plan, year: int, libraries: Libraries) -> Iterator[Problem]:
    """Tell a group's set that was in force on no day of the year, or that another of the year supersedes.

    A group that pins the set's digest chose it knowingly: of what supersedes it there is only a warning.
    """
    if plan.valid is not None and not plan.valid[0].year <= year <= plan.valid[1].year:
        first, last = (f"{day:%d/%m/%Y}" for day in plan.valid)
        args = {"set": plan.set_id, "first": first, "last": last, "year": str(year)}
        yield Problem("L124", group.where, args)
    for newer in superseding(plan, year, libraries):
        args = {"group": group.id, "set": plan.set_id, "newer": newer}
        yield Problem("L126" if group.digest else "L125", group.where, args)


def superseding(plan: Plan, year: int, libraries: Libraries) -> Iterator[str]:
    """Name the sets of the year that supersede one; a proposal stands in nobody's place but a proposal's."""
    for name in set_ids(libraries):
        path, _ = set_path(name, libraries)
        if path is None or not _mentions(path, plan.set_id):
            continue
        source, _ = read_set(path, libraries)
        spec = source.spec if source else None
        if spec is None or spec.supersedes != plan.set_id or spec.year != year:
            continue
        if spec.status == "issued" or plan.status == "proposed":
            yield name


def no_former(plan: Plan, libraries: Libraries) -> Iterator[Problem]:
    """Warn of a set that says it supersedes one that is not on the shelves, or itself."""
    known = [name for name in set_ids(libraries) if name != plan.set_id]
    if plan.supersedes and plan.supersedes not in known:
        path, _ = set_path(plan.set_id, libraries)
        args = {"former": plan.supersedes, "nearest": nearest(plan.supersedes, known) or ""}
        yield Problem("L123", Where(shown(path) if path else ""), args)


def _mentions(path: Path, name: str) -> bool:
    """Look for a word before a whole file is read as YAML."""
    text = path.read_bytes()
    return b"supersedes" in text and name.encode() in text
