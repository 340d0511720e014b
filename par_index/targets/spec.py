"""What ``rules/targets/<year>.yaml`` says, key by key."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from par_index.model.scalars import Code, SetId, Spec, Whole, Words
from par_index.model.source import Cites
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree

Together = Literal["sum", "share", "mean"]
"""How units make a level: the measure of all their figures added up; the share of units that meet it, which
must be all; the plain mean of their values."""


class UnitsSpec(Spec):
    """The question for some kinds of units.

    ``applies``: the trait it asks for, where a kind knows it; ``leaf_asks_more``: leaves are meant to give
    their full points only beyond the target.
    """

    kinds: tuple[Code, ...]
    measure: Words
    is_: Words = Field(alias="is")
    applies: Code | None = None
    leaf_asks_more: Literal["meant"] | None = None


class ItemSpec(Spec):
    """One target: who leads it, how units are asked, how they make a level and the province."""

    id: Code
    name: Words
    lead: Words
    cites: Cites
    together: Together
    inspected: Words | None = None
    note: Words | None = None
    units: tuple[UnitsSpec, ...]


class TargetsSpec(Spec):
    """The targets of one decision for one year."""

    targets: SetId
    year: Whole
    status: Literal["proposed", "issued"]
    document: Words
    items: tuple[ItemSpec, ...]


def years(shelves: Libraries) -> frozenset[int]:
    """Give the years that have targets."""
    files = (path for folder in shelves.rules for path in (folder / "targets").glob("*.yaml"))
    return frozenset(int(path.stem) for path in files if path.stem.isdecimal())


def read_targets(shelves: Libraries, year: int) -> tuple[TargetsSpec | None, tuple[Problem, ...]]:
    """Read the targets of a year, from the nearest folder that has them."""
    paths = [folder / "targets" / f"{year}.yaml" for folder in shelves.rules]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        args = {"year": str(year), "known": ", ".join(map(str, sorted(years(shelves)))) or "–"}
        return None, (Problem("T01", Where(shown(paths[0])), args),)
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    spec, refused = bind(TargetsSpec, tree)
    return spec, (*problems, *refused)
