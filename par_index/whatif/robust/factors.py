"""Part a group's noise into factors whose shares are asked for: by source, by area, by the leading leaves.

A figure that several leaves read belongs to the first of them in the tree's order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from par_index.model.plan import Leaf, Plan
from par_index.whatif.robust.draw import Base, Taken

Flags = NDArray[np.bool_]
REST = "*"
"""The code of the factor of all leaves that have none of their own."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One factor: the parting it belongs to (``source``, ``area``, ``leaf``), its code, what it owns."""

    parting: str
    code: str
    taken: Taken


def factors_of(base: Base, plan: Plan, leaves: Sequence[str]) -> tuple[Factor, ...]:
    """Part the noise; ``leaves`` are those that get a factor of their own. A single factor is not asked."""
    owner = owners(plan)
    partings = (
        ("source", {name: _source(plan, name) for name in base.noise.active}),
        ("area", _by(base, plan, owner, lambda leaf: leaf.area)),
        ("leaf", _by(base, plan, owner, lambda leaf: leaf.code if leaf.code in leaves else REST)),
    )
    return tuple(
        Factor(parting, code, taken)
        for parting, found in partings
        if len(found) > 1
        for code, taken in found.items()
    )


def owners(plan: Plan) -> Mapping[str, Leaf]:
    """Give each input's first leaf; an input that no leaf reads has none."""
    found: dict[str, Leaf] = {}
    for leaf in plan.leaves:
        for code in leaf.inputs:
            found.setdefault(code, leaf)
    return found


def noisy(base: Base) -> Mapping[str, Flags]:
    """Give, by source, which inputs (of weights: leaves) it moves."""
    noise, inputs = base.noise, len(base.families)
    moved = {name: np.zeros(inputs, np.bool_) for name in ("survey", "appraisal", "data")}
    if noise.survey is not None:
        moved["survey"][noise.survey.rows] = True
    if noise.appraisal is not None:
        for _, rows in noise.appraisal.families:
            moved["appraisal"][rows] = True
    if noise.data is not None:
        moved["data"][noise.data.rows] = True
    return {**moved, "weights": ~base.fixed & (noise.weights is not None)}


def _source(plan: Plan, name: str) -> Taken:
    inputs = np.zeros(len(plan.inputs), np.bool_)
    owned = dict.fromkeys(("survey", "appraisal", "data"), inputs)
    if name in owned:
        owned[name] = ~inputs
    return Taken(**owned, weights=np.full(len(plan.leaves), name == "weights"))


def _by(base: Base, plan: Plan, owner: Mapping[str, Leaf], name: Callable[[Leaf], str]) -> dict[str, Taken]:
    moved = noisy(base)
    any_input = moved["survey"] | moved["appraisal"] | moved["data"]
    names = np.array([name(owner[one.code]) if one.code in owner else "" for one in plan.inputs], object)
    own = np.array([name(leaf) for leaf in plan.leaves], object)
    found = {}
    for code in dict.fromkeys(name(leaf) for leaf in plan.leaves):
        inputs, leaves = names == code, own == code
        if (inputs & any_input).any() or (leaves & moved["weights"]).any():
            found[code] = Taken(inputs, inputs, inputs, leaves)
    return found
