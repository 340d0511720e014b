"""Find where a lever's gains end: the least step that earns all that its component can earn by it.

Points never fall as a figure moves the better way (the set's proofs say so), so halving is exact; here a
range is cut into many pieces at once, for one call of the kernel judges thousands of trials.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from par_index.engine.array.questions import IndexTest, MeasureTest, answer_measure, answer_points
from par_index.whatif.planner.components import Component
from par_index.whatif.planner.field import Columns, Field, Trials
from par_index.whatif.planner.relations import Flags, Whole

PROBES = 1_024
"""About so many trials are judged in one call."""
MOST_PIECES, FEW_PIECES = 64, 8
"""A range is cut into so many pieces at most; into two rather than so few."""
SHUT = 10**12
"""Micro-points that a fired bar outweighs."""
Ask = Callable[[Field, Component, Trials, Columns, slice], Whole]
"""What a component is worth in a span of trials of the units named; it must not fall as a figure moves."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """Levers that are searched side by side, one of each component, the others standing still."""

    own: tuple[tuple[Component, int], ...]
    others: Whole
    """The steps of all levers while these are searched, levers × units."""
    reach: Whole


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Steps to be tried in one search: levers × probes × some of its units."""

    search: int
    units: Columns
    steps: Whole


def worth(field: Field, component: Component, trials: Trials, units: Columns, span: slice) -> Whole:
    """Add up what a component's leaves earn; a bar that fires outweighs all of it."""
    del units
    total: Whole = trials.points[list(component.leaves), span].sum(axis=0)
    for bar in component.bars:
        total = total - SHUT * shut(field, bar, trials)[span]
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
    units = np.arange(len(field.units))
    nothing = [np.zeros_like(one.reach) for one in searches]
    whole = [Part(at, units, one.reach[:, None]) for at, one in enumerate(searches)]
    filed = _answers(field, searches, ask, [Part(at, units, one[:, None]) for at, one in enumerate(nothing)])
    goal = [one[:, 0] for one in _answers(field, searches, ask, whole)]
    if enough is not None:
        goal = [np.minimum(one, enough) for one in goal]
    low, high = nothing, [np.zeros_like(one.reach) for one in searches]
    for at, one in enumerate(searches):
        rows = [lever for _, lever in one.own]
        gains = goal[at][rows] > filed[at][rows, 0]
        high[at][rows] = np.where(gains, one.reach[rows], 0)
    while parts := _halving(low, high):
        for part, found in zip(parts, _answers(field, searches, ask, parts), strict=True):
            at, own = part.search, part.units
            reached = found >= goal[at][:, None, own]
            above = np.where(reached, part.steps, high[at][:, None, own]).min(axis=1)
            below = np.where(reached, low[at][:, None, own] - 1, part.steps).max(axis=1) + 1
            low[at][:, own], high[at][:, own] = np.minimum(np.maximum(low[at][:, own], below), above), above
    return high


def _halving(low: Sequence[Whole], high: Sequence[Whole]) -> list[Part]:
    """Cut what is still open into pieces: two where much is open, many where little is."""
    open_ = [np.flatnonzero((one < other).any(axis=0)) for one, other in zip(low, high, strict=True)]
    pieces = min(PROBES // max(sum(map(len, open_)), 1), MOST_PIECES)
    pieces = pieces if pieces > FEW_PIECES else 2
    return [
        Part(at, own, _cuts(low[at][:, own], high[at][:, own], pieces))
        for at, own in enumerate(open_)
        if len(own)
    ]


def _cuts(low: Whole, high: Whole, pieces: int) -> Whole:
    """Cut ranges evenly; one cut of a range of many sizes halves the size, for most ends are near."""
    places = np.arange(1, pieces)[None, :, None]
    even = low[:, None] + (high - low)[:, None] * places // pieces
    if pieces > 2:
        return even
    sized = np.sqrt((low + 1.0) * np.maximum(high, 1)).astype(np.int64)
    wide = (high > 16 * (low + 1)) & (sized < high)
    return np.where(wide[:, None], sized[:, None], even)


def edges_of(field: Field, components: Sequence[Component], tops: Whole, *, both: bool) -> tuple[Whole, ...]:
    """Give the first (and last) step at which a lever, moved alone, takes a leaf into another band."""
    nothing, units = np.zeros_like(tops), np.arange(len(field.units))
    filed = field.judge(nothing, units).leaves.bands.astype(np.int64)

    def moved(field: Field, component: Component, trials: Trials, columns: Columns, span: slice) -> Whole:
        del field
        total: Whole = np.zeros(span.stop - span.start, np.int64)
        for at in component.leaves:
            part = trials.leaves.parts[at]
            now, before = trials.leaves.bands[part, span].astype(np.int64), filed[part][:, columns[span]]
            total += np.abs(now - before).sum(axis=0)
        return total

    slots = range(max((len(component.levers) for component in components), default=0))
    pairs = [[(one, one.levers[slot]) for one in components if len(one.levers) > slot] for slot in slots]
    searches = [Search(tuple(own), nothing, tops) for own in pairs]
    found = []
    for enough in (1, None) if both else (1,):
        edge = np.zeros_like(tops)
        for search, steps in zip(searches, least(field, searches, moved, enough), strict=True):
            rows = [at for _, at in search.own]
            edge[rows] = steps[rows]
        found.append(edge)
    return tuple(found)


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


def _answers(field: Field, searches: Sequence[Search], ask: Ask, parts: Sequence[Part]) -> list[Whole]:
    """Ask what trials are worth, about a thousand at once; answers have the shape of the parts' steps."""
    answers = [np.zeros(part.steps.shape, np.int64) for part in parts]
    for batch in _batches(parts):
        tried, columns, spans, first = [], [], [], 0
        for at, own in batch:
            part = parts[at]
            one, probes = searches[part.search], part.steps.shape[1]
            full = np.repeat(one.others[:, None, part.units[own]], probes, axis=1)
            rows = [lever for _, lever in one.own]
            full[rows] = part.steps[rows][:, :, own]
            tried.append(full.reshape(len(full), -1))
            columns.append(np.tile(part.units[own], probes))
            spans.append(slice(first, first := first + len(columns[-1])))
        units = np.concatenate(columns)
        trials = field.judge(np.concatenate(tried, axis=1), units)
        for (at, own), span in zip(batch, spans, strict=True):
            for component, lever in searches[parts[at].search].own:
                found = ask(field, component, trials, units, span)
                answers[at][lever][:, own] = found.reshape(parts[at].steps.shape[1], -1)
    return answers


def _batches(parts: Sequence[Part]) -> Iterator[list[tuple[int, slice]]]:
    """Pack parts, or runs of their units, into batches of about as many trials as a call should judge."""
    batch: list[tuple[int, slice]] = []
    room = PROBES
    for at, part in enumerate(parts):
        run = max(1, PROBES // part.steps.shape[1])
        for first in range(0, len(part.units), run):
            own = slice(first, min(first + run, len(part.units)))
            size = (own.stop - own.start) * part.steps.shape[1]
            if batch and size > room:
                yield batch
                batch, room = [], PROBES
            batch.append((at, own))
            room -= size
    if batch:
        yield batch
