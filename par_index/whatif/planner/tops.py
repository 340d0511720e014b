"""Find where a lever's gains end: the least step that earns all that its component can earn by it.

Points never fall as a figure moves the better way (the set's proofs say so), so halving is exact; here a
range is cut into many pieces at once, for one call of the kernel judges thousands of trials.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from par_index.engine.array.questions import IndexTest, MeasureTest, answer_measure, answer_points
from par_index.whatif.planner.components import Component
from par_index.whatif.planner.field import Columns, Field, Trials
from par_index.whatif.planner.relations import Flags, Whole

PROBES = 4_096
"""About so many trials are judged in one call."""
SHUT = 10**12
"""Micro-points that a fired bar outweighs."""
Ask = Callable[[Field, Component, Trials, Columns], Whole]
"""What a component is worth in each trial of the units named; it must not fall as a figure moves."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Levers that are searched side by side, one of each component, the others standing still."""

    own: tuple[tuple[Component, int], ...]
    others: Whole
    """The steps of all levers while these are searched, levers × units."""
    reach: Whole


def worth(field: Field, component: Component, trials: Trials, units: Columns) -> Whole:
    """Add up what a component's leaves earn; a bar that fires outweighs all of it."""
    del units
    total: Whole = trials.points[list(component.leaves)].sum(axis=0)
    for bar in component.bars:
        total = total - SHUT * shut(field, bar, trials)
    return total


def shut(field: Field, bar: int, trials: Trials) -> Flags:
    """Tell in which trials a bar fires; a bar that asks for the index is not asked here."""
    question = field.kernel.summing.bars[bar].question
    if isinstance(question, MeasureTest):
        return answer_measure(question, trials.rows, trials.known)
    if isinstance(question, IndexTest):
        return np.zeros(trials.points.shape[1], np.bool_)
    return answer_points(question, trials.leaves)


def tops_of(field: Field, components: Sequence[Component]) -> Whole:
    """Give each lever's last useful step, the others as filed or, if that is farther, as far as they go."""
    reach = field.reach
    top = np.zeros_like(reach)
    searches = []
    for slot in range(max((len(component.levers) for component in components), default=0)):
        own = [(one, one.levers[slot]) for one in components if len(one.levers) > slot]
        own = [(one, at) for one, at in own if reach[at].any()]
        several = [(one, at) for one, at in own if len(one.levers) > 1]
        if own:
            searches.append(Search(tuple(own), np.zeros_like(reach), reach))
        if several:
            searches.append(Search(tuple(several), reach, reach))
    for search, found in zip(searches, least(field, searches), strict=True):
        rows = [at for _, at in search.own]
        top[rows] = np.maximum(top[rows], found[rows])
    return top


def least(
    field: Field, searches: Sequence[Search], ask: Ask = worth, enough: int | None = None
) -> list[Whole]:
    """Give for each search the least steps of its levers worth as much as their reach, or enough."""
    if not searches:
        return []
    ends = [(np.zeros_like(one.reach), one.reach) for one in searches]
    filed, goal = (_worths(field, searches, ask, [end[side][:, None] for end in ends]) for side in (0, 1))
    if enough is not None:
        goal = [np.minimum(one, enough) for one in goal]
    low, high = [end[0].copy() for end in ends], [end[1].copy() for end in ends]
    for at, one in enumerate(searches):
        rows = [lever for _, lever in one.own]
        still = np.ones(len(field.levers), np.bool_)
        still[rows] = False
        high[at][still] = 0
        high[at] = np.where(goal[at][:, 0] <= filed[at][:, 0], 0, high[at])
    pieces = max(2, PROBES // (len(field.units) * len(searches)))
    pieces = min(pieces, 64)
    while any((one < other).any() for one, other in zip(low, high, strict=True)):
        cuts = np.arange(1, pieces)[None, :, None]
        spans = zip(low, high, strict=True)
        tried = [one[:, None] + (other - one)[:, None] * cuts // pieces for one, other in spans]
        found = _worths(field, searches, ask, tried)
        for at in range(len(searches)):
            reached = found[at] >= goal[at]
            above = np.where(reached, tried[at], high[at][:, None]).min(axis=1)
            below = np.where(reached, low[at][:, None] - 1, tried[at]).max(axis=1) + 1
            low[at], high[at] = np.minimum(np.maximum(low[at], below), above), above
    return high


def edges_of(field: Field, components: Sequence[Component], tops: Whole) -> tuple[Whole, Whole]:
    """Give the first and the last step at which a lever, moved alone, takes a leaf into another band."""
    nothing, units = np.zeros_like(tops), np.arange(len(field.units))
    filed = field.judge(nothing, units).leaves.bands.astype(np.int64)

    def moved(field: Field, component: Component, trials: Trials, columns: Columns) -> Whole:
        del field
        total: Whole = np.zeros(len(columns), np.int64)
        for at in component.leaves:
            part = trials.leaves.parts[at]
            now, before = trials.leaves.bands[part].astype(np.int64), filed[part][:, columns]
            total += np.abs(now - before).sum(axis=0)
        return total

    slots = range(max((len(component.levers) for component in components), default=0))
    pairs = [[(one, one.levers[slot]) for one in components if len(one.levers) > slot] for slot in slots]
    searches = [Search(tuple(own), nothing, tops) for own in pairs]
    found = []
    for enough in (1, None):
        edge = np.zeros_like(tops)
        for search, steps in zip(searches, least(field, searches, moved, enough), strict=True):
            rows = [at for _, at in search.own]
            edge[rows] = steps[rows]
        found.append(edge)
    return found[0], found[1]


def trimmed(field: Field, components: Sequence[Component], steps: Whole, held: Sequence[int] = ()) -> Whole:
    """Take back steps that gain nothing, one lever of each component after another; ``held`` stay moved."""
    for slot in range(max((len(one.levers) for one in components), default=0)):
        levers = ((one, one.levers[slot]) for one in components if len(one.levers) > slot)
        own = tuple((one, at) for one, at in levers if steps[at].any())
        if own:
            (fewer,) = least(field, [Search(own, steps, steps)])
            rows = [at for _, at in own]
            kept = np.minimum(steps, np.isin(np.arange(len(steps)), list(held))[:, None])
            steps = steps.copy()
            steps[rows] = np.maximum(fewer, kept)[rows]
    return steps


def _worths(field: Field, searches: Sequence[Search], ask: Ask, steps: Sequence[Whole]) -> list[Whole]:
    """Judge all searches at once: each one's ``steps`` are levers × probes × units, and so is its answer."""
    tried, columns = [], []
    units = np.arange(len(field.units))
    for one, own in zip(searches, steps, strict=True):
        full = np.repeat(one.others[:, None], own.shape[1], axis=1)
        rows = [at for _, at in one.own]
        full[rows] = own[rows]
        tried.append(full.reshape(len(full), -1))
        columns.append(np.tile(units, own.shape[1]))
    units = np.concatenate(columns)
    trials = field.judge(np.concatenate(tried, axis=1), units)
    found, first = [], 0
    for one, own in zip(searches, steps, strict=True):
        answer = np.zeros(own.shape, np.int64)
        end = first + own.shape[1] * own.shape[2]
        for component, at in one.own:
            answer[at] = ask(field, component, trials, units)[first:end].reshape(own.shape[1:])
        found.append(answer)
        first = end
    return found
