"""Prove a Plan: no gap, no overlap, nothing out of bounds, every direction as declared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from par_index.language.ast import inputs_of
from par_index.model.plan import Leaf, Plan
from par_index.problem import Problem, in_order
from par_index.verify.coverage import bounds, coverage
from par_index.verify.empty import emptiness, negative_denominators
from par_index.verify.excess import excess
from par_index.verify.forms import Forms, denominators
from par_index.verify.gates import gates
from par_index.verify.grades import grades
from par_index.verify.ladder import Ladder, ladder_of
from par_index.verify.lanes import lanes, wide_parts
from par_index.verify.movement import Movement, movement, movements, opposed
from par_index.verify.questions import questions
from par_index.verify.reach import short_of_maximum, unreached
from par_index.verify.sums import sums

__all__ = ["Movement", "directions", "doubts", "ladders", "lanes", "prove"]


def prove(plan: Plan) -> tuple[Problem, ...]:
    """Give every problem of a plan that can be seen without any unit's figures, in the order of places."""
    found: list[Problem] = []
    for leaf in plan.leaves:
        found.extend(_leaf(leaf, plan))
    for part in (sums, gates, questions, grades, wide_parts):
        found.extend(part(plan))
    return in_order(found)


def doubts(plan: Plan) -> tuple[Problem, ...]:
    """Warn of what is sound but hardly meant: bands and maxima out of reach, figures pulling both ways."""
    found: list[Problem] = []
    pulls: dict[str, dict[Movement, Leaf]] = {}
    for leaf in plan.leaves:
        made = ladders(leaf, plan)
        found.extend((*unreached(leaf, made), *short_of_maximum(leaf, made), *excess(leaf, made, plan)))
        for ladder in made:
            for code in inputs_of(ladder.part.measure):
                pulls.setdefault(code, {}).setdefault(movement(ladder, code), leaf)
    found.extend(opposed(plan, pulls))
    return in_order(found)


def directions(plan: Plan) -> Mapping[str, frozenset[Movement]]:
    """Tell in which ways each input moves the points of the leaves that read it, neutral inputs included."""
    found: dict[str, set[Movement]] = {entry.code: set() for entry in plan.inputs}
    for leaf in plan.leaves:
        for ladder in ladders(leaf, plan):
            for code in inputs_of(ladder.part.measure):
                found[code].add(movement(ladder, code))
    return {code: frozenset(ways) for code, ways in found.items()}


def _leaf(leaf: Leaf, plan: Plan) -> Iterator[Problem]:
    if not leaf.cites:
        yield Problem("V25", leaf.where, {"code": leaf.code, "name": leaf.name})
    for ladder in ladders(leaf, plan):
        part = ladder.part
        yield from negative_denominators(part.measure, part.measure_text, part.where, plan, leaf.inputs)
        yield from coverage(ladder)
        yield from bounds(ladder)
        yield from movements(ladder, plan)
    yield from emptiness(leaf, plan)


def ladders(leaf: Leaf, plan: Plan) -> list[Ladder]:
    """Make a leaf's parts ready; they share what is known, for they are judged together or not at all."""
    below = [entry for part in leaf.parts for entry in denominators(part.measure)]
    forms = Forms(plan.input_by_code, plan.related, leaf.inputs, below)
    return [ladder_of(part, forms, plan) for part in leaf.parts]
