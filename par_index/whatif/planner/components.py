"""Group levers whose effects cannot be told apart into components, each with the leaves it moves.

Levers belong together that one leaf reads, that a relation ties, whose leaves a gate ties while it may open
or shut, whose bonuses share a ceiling, or that one bar asks about when a grade is wanted. What components
gain adds up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from par_index.language.ast import inputs_of
from par_index.model.plan import LeafKind, Plan
from par_index.model.questions import Bar, Gate
from par_index.whatif.planner.field import Field


@dataclass(frozen=True, slots=True)
class Component:
    """Levers and leaves by their places in the field and in the plan, and the bars that hang on them."""

    levers: tuple[int, ...]
    leaves: tuple[int, ...]
    bars: tuple[int, ...] = ()


Knot = tuple[str, int]


class Ties:
    """Which levers and leaves hang together."""

    def __init__(self) -> None:
        self._above: dict[Knot, Knot] = {}

    def find(self, knot: Knot) -> Knot:
        above = self._above.setdefault(knot, knot)
        while above != self._above[above]:
            above = self._above[above] = self._above[self._above[above]]
        return above

    def tie(self, knots: Iterable[Knot]) -> None:
        first, *rest = list(knots) or [("", 0)]
        for knot in rest:
            self._above[self.find(knot)] = self.find(first)


def components_of(
    field: Field, gates: Sequence[Gate], bars: Sequence[tuple[int, Bar]]
) -> tuple[Component, ...]:
    """Group a field's levers; ``gates`` are those that may yet open or shut, ``bars`` those that matter."""
    plan, ties = field.plan, Ties()
    moved_by: dict[str, list[Knot]] = {}
    for at, lever in enumerate(field.levers):
        for code in (lever.entry.code, lever.carried, *_followers(field, lever.entry.code)):
            if code:
                moved_by.setdefault(code, []).append(("lever", at))
    for leaf in plan.leaves:
        _tie(ties, plan, [leaf.code], leaf.inputs, moved_by)
    for law in field.laws:
        _tie(ties, plan, [], law.codes, moved_by)
    for gate in gates:
        read = inputs_of(gate.when.measure) if gate.when.measure else ()
        tested = [gate.when.code] if gate.when.subject == "leaf" else []
        _tie(ties, plan, [*tested, *(code for code, _ in gate.caps)], read, moved_by)
    for kind in _ceilings(plan):
        _tie(ties, plan, [leaf.code for leaf in plan.leaves if leaf.kind == kind], (), moved_by)
    hung = {}
    for at, bar in bars:
        read = inputs_of(bar.when.measure) if bar.when.measure else ()
        knots = [*_leaf_knots(plan, [bar.when.code] if bar.when.subject == "leaf" else [])]
        knots += [knot for code in read for knot in moved_by.get(code, ())]
        ties.tie(knots)
        hung[at] = knots[0] if knots else None
    return tuple(_grouped(field, ties, hung))


def _tie(
    ties: Ties, plan: Plan, leaves: Sequence[str], inputs: Sequence[str], moved_by: dict[str, list[Knot]]
) -> None:
    ties.tie([*_leaf_knots(plan, leaves), *(knot for code in inputs for knot in moved_by.get(code, ()))])


def _leaf_knots(plan: Plan, codes: Sequence[str]) -> Iterator[Knot]:
    yield from (("leaf", at) for at, leaf in enumerate(plan.leaves) if leaf.code in codes)


def _followers(field: Field, code: str) -> Iterator[str]:
    for one, other in field.follows:
        if field.row[code] == other:
            yield field.plan.inputs[one].code


def _ceilings(plan: Plan) -> Iterator[LeafKind]:
    """Name the kinds whose leaves may together pass their ceiling."""
    bonus = sum(leaf.max for leaf in plan.leaves if leaf.kind == "bonus")
    penalty = sum(-leaf.min for leaf in plan.leaves if leaf.kind == "penalty")
    if bonus > plan.bonus_ceiling:
        yield "bonus"
    if penalty > plan.penalty_ceiling:
        yield "penalty"


def _grouped(field: Field, ties: Ties, hung: dict[int, Knot | None]) -> Iterator[Component]:
    levers: dict[Knot, list[int]] = {}
    for at in range(len(field.levers)):
        levers.setdefault(ties.find(("lever", at)), []).append(at)
    leaves: dict[Knot, list[int]] = {}
    for at in range(len(field.plan.leaves)):
        leaves.setdefault(ties.find(("leaf", at)), []).append(at)
    for root, own in levers.items():
        bars = tuple(at for at, knot in hung.items() if knot is not None and ties.find(knot) == root)
        yield Component(tuple(own), tuple(leaves.get(root, ())), bars)
