"""Look at a whole compiled set: what nobody reads, and points that are read where they have no bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from par_index.language.ast import Expression, Input, inputs_of
from par_index.model.plan import Plan
from par_index.model.source import SetSpec
from par_index.problem import Problem


def unused(spec: SetSpec, plans: Sequence[Plan]) -> Iterator[Problem]:
    """Warn of inputs and traits that no leaf, question or relation of any kind of unit reads."""
    read = {code for plan in plans for tree in _expressions(plan) for code in inputs_of(tree)}
    others = [(entry.within, entry.may_exceed, entry.previous) for entry in spec.inputs.values()]
    named = {str(name) for names in others for name in names if name}
    for code, entry in spec.inputs.items():
        if code not in read | named:
            yield Problem("L94", code.where, {"input": code, "label": entry.label or code})
    applied = {str(item.applies) for item in spec.items if item.applies}
    for trait in spec.traits:
        if trait not in applied:
            yield Problem("L93", trait.where, {"trait": trait})


def _expressions(plan: Plan) -> Iterator[Expression]:
    yield from (part.measure for leaf in plan.leaves for part in leaf.parts)
    for relation in plan.relations:
        yield from (relation.left, relation.right)
    yield from _asked(plan)


def _asked(plan: Plan) -> Iterator[Expression]:
    tests = [gate.when for gate in plan.gates]
    tests.extend(bar.when for bar in (plan.grades.bars if plan.grades else ()))
    tests.extend(flag.when for flag in plan.flags)
    tests.extend(target.when for target in plan.targets)
    yield from (test.measure for test in tests if test.measure is not None)


def misused(plans: Sequence[Plan]) -> Iterator[Problem]:
    """Tell points inputs that are read otherwise than alone, by one leaf: the leaf is what bounds them."""
    for plan in plans:
        parts = [part for leaf in plan.leaves for part in leaf.parts]
        for entry in plan.inputs:
            if entry.kind != "points":
                continue
            readers = [part for part in parts if entry.code in inputs_of(part.measure)]
            bounds = {(part.min, part.max) for part in readers}
            alone = all(part.measure == Input(entry.code, entry.scale) for part in readers)
            asked = any(entry.code in inputs_of(tree) for tree in _asked(plan))
            if len(bounds) > 1 or not alone or (asked and not readers):
                yield Problem("L99", entry.where, {"input": entry.code})
