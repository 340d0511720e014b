"""What each component offers: states with their cost and their exact gain, for many units at once.

A lever is offered every step where there are few, else every step that buys more of its default price, else
evenly spread ones; its last step is the one beyond which nothing more is gained. A component of several
levers is offered all their combinations that keep the relations, up to ``most_states`` of them: then each
lever has the fewer steps the more levers there are.
Components are judged side by side: one trial moves all of them at once, each to its own state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from par_index.whatif.planner.components import Component
from par_index.whatif.planner.costs import WHOLE
from par_index.whatif.planner.field import Field, Trials
from par_index.whatif.planner.knapsack import NEVER, Choices
from par_index.whatif.planner.relations import Flags, Whole, holds
from par_index.whatif.planner.tops import edges_of, shut

FEW = 4
"""Up to so many steps of a lever are all offered."""
BLOCK = 2_000
"""Trials judged at once, so that memory stays bounded."""


@dataclass(frozen=True, eq=False)
class Offers:
    """States of one component: states × units, the filed state first; ``steps`` is states × levers × units.

    ``gains`` are micro-points, ``lost`` what the unit's maximum grows by; states not ``fit`` break a relation
    or leave a bar shut.
    """

    component: Component
    steps: Whole
    costs: Whole
    gains: Whole
    grown: Whole
    fit: Flags

    @cached_property
    def useful(self) -> list[bool]:
        """Tell for which units some state gains anything, or the filed one will not do."""
        gaining = np.logical_or.reduce(self.fit & (self.gains > 0), axis=0)
        kept: Flags = self.fit[0]
        found: Flags = np.logical_or(~kept, gaining)
        return list(map(bool, found.tolist()))

    @cached_property
    def grows(self) -> list[bool]:
        """Tell for which units some state changes the maximum."""
        found: Flags = np.logical_or.reduce(self.grown != 0, axis=0)
        return list(map(bool, found.tolist()))

    @cached_property
    def worth(self) -> tuple[Whole | None, Flags]:
        """Order every unit's states by cost, then gain (``None``: they are); flag those worth choosing."""
        rising = bool((np.diff(self.costs, axis=0) >= 0).all())
        order = None if rising else np.lexsort((-self.gains, self.costs), axis=0)
        fit = self.fit if order is None else np.take_along_axis(self.fit, order, axis=0)
        gains = self.gains if order is None else np.take_along_axis(self.gains, order, axis=0)
        best = np.maximum.accumulate(np.where(fit, gains, NEVER), axis=0)
        keep: Flags = fit.copy()
        keep[1:] &= gains[1:] > best[:-1]
        return order, keep

    def choices(self, unit: int) -> Choices:
        """Give the states of one unit that are worth choosing."""
        order, keep = self.worth
        kept = np.flatnonzero(keep[:, unit])
        states = kept if order is None else order[kept, unit]
        return Choices(self.costs[states, unit], self.gains[states, unit], states)

    def of(self, unit: int) -> tuple[Whole, Whole, Whole, Flags]:
        """Give one unit's costs, gains, growth of its maximum, and which states are fit."""
        return self.costs[:, unit], self.gains[:, unit], self.grown[:, unit], self.fit[:, unit]


def offers_of(
    field: Field, components: Sequence[Component], tops: Whole, most_states: int, *, alone: bool = True
) -> tuple[Offers, ...]:
    """Work out all states of all components for every unit; ``tops`` are the levers' last useful steps.

    A unit that is laid out ``alone`` has its states shared out by its own tops; many together have them by
    the figures' domains, so that no unit's offers depend on the others.
    """
    units = len(field.units)
    wide = [one for one in components if is_thinned(field, one, tops) or not (alone or is_plain(field, one))]
    edges = edges_of(field, wide, tops, both=alone) if wide else ()
    longest_of = _own_tops if alone else _domains
    laid = [
        _lay(field, one, tops, longest_of(field, one, tops), edges if one in wide else (), most_states)
        for one in components
    ]
    if not laid:
        return ()
    longest = max(len(steps) for steps in laid)
    block = max(1, BLOCK // longest)
    made: list[list[Offers]] = [[] for _ in components]
    for first in range(0, units, block):
        own = np.arange(first, min(first + block, units))
        found = _judged(field, components, [steps[:, :, own] for steps in laid], tops, own)
        for into, one in zip(made, found, strict=True):
            into.append(one)
    return tuple(_joined(parts) for parts in made)


def _joined(parts: Sequence[Offers]) -> Offers:
    if len(parts) == 1:
        return parts[0]
    return Offers(
        parts[0].component,
        *(
            np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in ("steps", "costs", "gains", "grown", "fit")
        ),
    )


def is_plain(field: Field, component: Component) -> bool:
    """Tell a lever by itself whose default price leaves no step out."""
    return len(component.levers) == 1 and field.levers[component.levers[0]].price.shared


def _own_tops(field: Field, component: Component, tops: Whole) -> list[int]:
    del field
    return [int(tops[at].max(initial=0)) for at in component.levers]


def _domains(field: Field, component: Component, tops: Whole) -> list[int]:
    """Give the most steps that any unit's figure could make; a lever by itself is offered as its tops ask."""
    if len(component.levers) == 1:
        return _own_tops(field, component, tops)
    levers = [field.levers[at] for at in component.levers]
    return [(lever.entry.high - lever.entry.low) // lever.piece + 1 for lever in levers]


def is_thinned(field: Field, component: Component, tops: Whole) -> bool:
    """Tell whether some lever has more steps than it may be offered."""
    if is_plain(field, component):
        return False
    return bool((tops[list(component.levers)] > FEW).any())


def _lay(
    field: Field,
    component: Component,
    tops: Whole,
    longest: Sequence[int],
    edges: Sequence[Whole],
    most_states: int,
) -> Whole:
    """List the states of a component as steps: states × its levers × units."""
    counts = _counts(longest, most_states) if len(longest) > 1 else [min(longest[0], WHOLE)]
    levels = []
    for at, count in zip(component.levers, counts, strict=True):
        own = [edge[at] for edge in edges] if longest[component.levers.index(at)] > count else []
        levels.append(_levels(field, at, tops[at], own, count))
    grid = np.meshgrid(*(np.arange(len(level)) for level in levels), indexing="ij")
    return np.stack([level[index.ravel()] for level, index in zip(levels, grid, strict=True)], axis=1)


def _counts(longest: Sequence[int], most_states: int) -> list[int]:
    """Share the states out: levers of few steps keep all of them, the others have equally many."""
    counts = [0] * len(longest)
    room, left = most_states, len(longest)
    for at in sorted(range(len(longest)), key=lambda at: longest[at]):
        fair = int(round(room ** (1 / left), 9)) - 1
        counts[at] = min(longest[at], max(fair, 1), WHOLE)
        room, left = max(room // (counts[at] + 1), 1), left - 1
    return counts


def _levels(field: Field, at: int, top: Whole, edges: Sequence[Whole], count: int) -> Whole:
    """Spread so many steps of a lever from 0 to its top, those of the ``edges`` for which there is room."""
    edges = edges[max(len(edges) - (count - 1), 0) :]
    spread = max(count - len(edges), 1)
    places = np.arange(spread + 1)[:, None]
    if count < WHOLE or not field.levers[at].price.shared:
        even = places * top // spread
    else:
        even = places * field.way(at, top, np.arange(len(top))) // WHOLE
    even = np.where(top <= count, np.minimum(places, top), np.minimum(even, top))
    return np.sort(np.stack([*even, *edges]), axis=0)


def _judged(
    field: Field, components: Sequence[Component], laid: Sequence[Whole], tops: Whole, own: NDArray[np.intp]
) -> list[Offers]:
    longest, units = max(len(steps) for steps in laid), len(own)
    tried = np.zeros((len(field.levers), longest, units), np.int64)
    for component, steps in zip(components, laid, strict=True):
        for slot, at in enumerate(component.levers):
            tried[at, : len(steps)] = steps[:, slot]
    columns = np.tile(own, longest)
    trials = field.judge(tried.reshape(len(field.levers), -1), columns)
    points = trials.points.reshape(-1, longest, units)
    grows = bool((trials.dropped.reshape(longest, units) != trials.dropped[:units]).any())
    found = []
    for component, steps in zip(components, laid, strict=True):
        count = len(steps)
        costs = sum(
            (field.cost(at, steps[:, slot], tops[at][own], own) for slot, at in enumerate(component.levers)),
            np.zeros((count, units), np.int64),
        )
        earned = points[list(component.leaves), :count].sum(axis=0)
        grown = np.zeros((count, units), np.int64)
        for row in component.leaves if grows else ():
            lost = trials.lost(row).reshape(longest, units)[:count]
            grown += lost[0] - lost
        fit = _fit(field, component, trials).reshape(longest, units)[:count]
        found.append(Offers(component, steps, costs, earned - earned[0], grown, fit))
    return found


def _fit(field: Field, component: Component, trials: Trials) -> Flags:
    moved = {field.rows[at] for at in component.levers}
    fit: Flags = np.ones(trials.points.shape[1], np.bool_)
    for law in field.laws:
        if (len(component.levers) > 1 or law.total is None) and moved & set(law.rows):
            fit &= holds(field.plan, law, trials.rows.matrix, trials.known)
    for bar in component.bars:
        fit &= ~shut(field, bar, trials)
    return fit
