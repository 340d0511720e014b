"""Turn planned figures into work: what goes together, what it gains, who leads it and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from par_index.language.ast import inputs_of
from par_index.model.case import UnitVerdict
from par_index.model.plan import Plan
from par_index.whatif.planner.costs import Price
from par_index.whatif.planner.field import Field
from par_index.whatif.planner.records import LeafGain, Move, Task
from par_index.whatif.planner.relations import Whole
from par_index.whatif.planner.search import Found


def tasks_of(
    field: Field, found: Found, filed: Mapping[str, int], before: UnitVerdict, tops: Whole
) -> tuple[Task, ...]:
    """List the work, in the order of the set's leaves."""
    moves = {move.input.code: move for move in _moves(field, found, filed, tops)}
    gains = tuple(_gains(field.plan, before, found.verdict))
    fired = {
        one.code: {*one.rules, *other.rules}
        for one, other in zip(before.leaves, found.verdict.leaves, strict=True)
    }
    groups = _groups(field.plan, moves, gains, fired)
    made = [_task(field, [moves[code] for code in codes], own) for codes, own in groups]
    order = {leaf.code: at for at, leaf in enumerate(field.plan.leaves)}
    last = len(order)
    return tuple(sorted(made, key=lambda task: min((order[g.leaf.code] for g in task.gains), default=last)))


def _moves(field: Field, found: Found, filed: Mapping[str, int], tops: Whole) -> Iterator[Move]:
    import numpy as np

    unit = np.zeros(1, np.intp)
    paid = {}
    for at, lever in enumerate(field.levers):
        steps = found.steps[at : at + 1]
        if steps[0]:
            paid[lever.entry.code] = int(field.cost(at, steps, np.maximum(tops[at], steps), unit)[0])
    followed = _followed(field, paid)
    for entry in field.plan.inputs:
        planned = found.case.values.get(entry.code)
        if planned is not None and planned != filed.get(entry.code):
            cost = paid.get(entry.code, 0)
            follows = "" if entry.code in paid else followed.get(entry.code, "")
            yield Move(entry, filed.get(entry.code), planned, cost, follows)


def _followed(field: Field, paid: Mapping[str, int]) -> Mapping[str, str]:
    """Tell which moved figure each of those that follow it follows."""
    found = {lever.carried: lever.entry.code for lever in field.levers if lever.entry.code in paid}
    inputs = field.plan.inputs
    found |= {
        inputs[one].code: inputs[other].code for one, other in field.follows if inputs[other].code in paid
    }
    return found


def _gains(plan: Plan, before: UnitVerdict, after: UnitVerdict) -> Iterator[LeafGain]:
    for one, other in zip(before.leaves, after.leaves, strict=True):
        if one.points != other.points or one.max_points != other.max_points:
            yield LeafGain(plan.leaf_by_code[one.code], one.points, other.points)


def _groups(
    plan: Plan, moves: Mapping[str, Move], gains: Sequence[LeafGain], fired: Mapping[str, set[str]]
) -> Iterator[tuple[list[str], list[LeafGain]]]:
    """Put together the figures that one leaf reads, that follow one another, or that open a gate."""
    left = {code: {code} for code in moves}
    reading = [set(gain.leaf.inputs) for gain in gains]
    for at, gain in enumerate(gains):
        for gate in plan.gates:
            if gain.leaf.code in dict(gate.caps) and gate.id in fired[gain.leaf.code]:
                read = inputs_of(gate.when.measure) if gate.when.measure else ()
                tested = plan.leaf_by_code.get(gate.when.code)
                reading[at] |= {*read, *(tested.inputs if tested else ())}
    ties = [*reading, *({move.input.code, move.follows} for move in moves.values() if move.follows)]
    for tie in ties:
        own = [left[code] for code in moves if code in tie]
        whole = set().union(*own)
        for code in whole:
            left[code] = whole
    seen: set[str] = set()
    for first in moves:
        if first not in seen:
            seen |= left[first]
            yield (
                [code for code in moves if code in left[first]],
                [gain for gain, read in zip(gains, reading, strict=True) if read & left[first]],
            )


def _task(field: Field, moves: Sequence[Move], gains: Sequence[LeafGain]) -> Task:
    prices = [field_price for move in moves if (field_price := _price(field, move.input.code))]
    leads = [price.lead for price in prices if price.lead]
    leads += [gain.leaf.lead for gain in gains if gain.leaf.lead]
    leads += [
        leaf.lead for leaf in field.plan.leaves if leaf.lead and moves and moves[0].input.code in leaf.inputs
    ]
    moves = sorted(moves, key=lambda move: bool(move.follows))
    days = [price.deadline for price in prices if price.deadline]
    notes = dict.fromkeys(price.note for price in prices if price.note)
    return Task(
        tuple(moves), tuple(gains), leads[0] if leads else "", min(days, default=None), "; ".join(notes)
    )


def _price(field: Field, code: str) -> Price | None:
    return next((lever.price for lever in field.levers if lever.entry.code == code), None)
