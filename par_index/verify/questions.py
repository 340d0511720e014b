"""Prove that what gates, bars, flags and targets ask of exists and can be worked out."""

from __future__ import annotations

from collections.abc import Iterator

from par_index.language.ast import inputs_of
from par_index.model.plan import Plan
from par_index.model.questions import Test
from par_index.problem import Problem, Where
from par_index.verify.empty import negative_denominators


def questions(plan: Plan) -> Iterator[Problem]:
    """Find tests of unknown leaves or areas, gates on the index, and denominators that may be negative.

    An empty measure needs no answer here: the test then says no.
    """
    for gate in plan.gates:
        if gate.when.subject == "index":
            yield Problem("V35", gate.where, {"id": gate.id})
        yield from _asked(gate.id, gate.when, gate.where, plan)
    for bar in plan.grades.bars if plan.grades else ():
        yield from _asked(bar.id, bar.when, bar.where, plan)
    for flag in plan.flags:
        yield from _asked(flag.id, flag.when, flag.where, plan)
    for target in plan.targets:
        yield from _asked(target.id, target.when, target.where, plan)


def _asked(name: str, test: Test, where: Where, plan: Plan) -> Iterator[Problem]:
    if test.measure is not None:
        yield from negative_denominators(test.measure, test.code, where, plan, inputs_of(test.measure))
    known = {"leaf": set(plan.leaf_by_code), "area": {area.code for area in plan.areas}}
    if test.code not in known.get(test.subject, {test.code}):
        yield Problem("V30", where, {"id": name, "code": test.code})
