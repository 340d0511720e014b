"""What a scenario document says, key by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from par_index.model.scalars import Code, Name, SetId, Spec, Words
from par_index.model.text import Listing, Table, Text, Tree
from par_index.places import shown
from par_index.problem import Problem, Where
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree

SPOKEN = Where("kịch bản")
"""Where a change stands that no file holds."""


class FigureSpec(Spec):
    """A new figure of some units: ``set`` is ``= 60%``, ``+10%``, ``at least 98%`` and the like."""

    units: tuple[Words, ...]
    input: Name
    set: Words


class LeafSpec(Spec):
    """A leaf of some units: whether it applies, whether it is evidenced, what a survey says of it."""

    units: tuple[Words, ...]
    code: Code
    state: Literal["not_applicable", "applies", "no_evidence", "evidenced"] | None = None
    share: Words | None = None


class TraitSpec(Spec):
    """Traits that some units gain or lose."""

    units: tuple[Words, ...]
    add: tuple[Code, ...] = ()
    remove: tuple[Code, ...] = ()


class SweepSpec(Spec):
    """One axis of a grid: an input that runs from one figure to another by equal steps."""

    unit: Words
    input: Name
    from_: Words = Field(alias="from")
    to: Words
    step: Words


class ScenarioSpec(Spec):
    """Changes over a cycle, laid one after another as they are written."""

    scenario: Code = Text.at("kich-ban", SPOKEN)
    name: Words | None = None
    figures: tuple[FigureSpec, ...] = ()
    leaves: tuple[LeafSpec, ...] = ()
    traits: tuple[TraitSpec, ...] = ()
    sets: dict[SetId, Any] = Field(default_factory=dict)
    """By set: pieces of its file that take the place of its own; ``items`` finds leaves by their code."""
    sweep: tuple[SweepSpec, ...] = Field(default=(), max_length=2)


def read_scenario(path: Path) -> tuple[ScenarioSpec | None, tuple[Problem, ...]]:
    """Read a scenario; ``None`` when it does not hold together."""
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    spec, refused = bind(ScenarioSpec, tree)
    return spec, (*problems, *refused)


def scenario_of(document: Mapping[str, Any]) -> tuple[ScenarioSpec | None, tuple[Problem, ...]]:
    """Make a scenario of a mapping as a notebook holds it; ``scenario`` may be left out."""
    return bind(ScenarioSpec, tree_of(document))


def tree_of(value: object) -> Tree:
    """Turn plain values into the tree that a file of them would give, without places."""
    if isinstance(value, Mapping):
        table = Table({Text.at(str(key), SPOKEN, True): tree_of(item) for key, item in value.items()})
        table.where, table.flow = SPOKEN, False
        return table
    if isinstance(value, Sequence) and not isinstance(value, str):
        listing = Listing(tree_of(item) for item in value)
        listing.where = SPOKEN
        return listing
    return Text.at(str(value), SPOKEN, True)
