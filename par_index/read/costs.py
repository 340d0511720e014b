"""What a file of costs says, key by key: what it takes to move each figure, and who is to do it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from par_index.model.scalars import Day, Name, Spec, Whole, Words
from par_index.places import shown
from par_index.problem import Problem, Where
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree

Others = Literal["share", "stay"]
"""Inputs the file does not name: they cost the share of the distance covered, or do not move."""


class PriceSpec(Spec):
    """What it takes to move one figure, and how far it may go.

    ``step``: the piece that ``per_step`` pays for, in the figure's own notation (``1``, ``1%``); ``most``:
    the figure it may reach at best; ``needs``: figures that must be moved as well.
    """

    per_step: Whole = 0
    step: Words | None = None
    fixed: Whole = 0
    most: Words | None = None
    better: Literal["more", "less"] | None = None
    deadline: Day | None = None
    lead: Words | None = None
    needs: tuple[Name, ...] = ()
    note: Words | None = None


class CostsSpec(Spec):
    """A file of costs."""

    costs: Words
    status: Literal["proposed", "issued"]
    synthetic: Literal["true", "false"]
    unit: Words
    rivals: Words | None = None
    others: Others = "share"
    inputs: dict[Name, PriceSpec] = Field(default_factory=dict)
    exclusive: tuple[tuple[Name, ...], ...] = ()


def read_costs(path: Path) -> tuple[CostsSpec | None, tuple[Problem, ...]]:
    """Read a file of costs; ``None`` when it is missing or does not hold together."""
    if not path.is_file():
        return None, (Problem("K01", Where(shown(path)), {"file": shown(path)}),)
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    spec, refused = bind(CostsSpec, tree)
    return spec, (*problems, *refused)
