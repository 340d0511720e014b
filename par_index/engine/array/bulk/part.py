"""Cut from a plan the leaves that scenarios can move, and no fewer than exactness needs.

A gate ties the leaves it asks about to those it caps; a ceiling ties all bonus, or all penalty leaves. What
is tied to a touched leaf is judged with it. All other leaves keep their points, whatever the scenario.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from par_index.language.ast import inputs_of
from par_index.model.plan import Plan
from par_index.model.questions import Test


def touched_part(plan: Plan, inputs: Collection[str], flagged: Collection[str], grades: bool) -> Plan:
    """Give the plan of the leaves that may move when these inputs, or the flags of these leaves, change.

    ``grades``: keep the grades, and the leaves that their bars ask about.

    Raises:
        ValueError: an input or a leaf that the plan does not hold.
    """
    unknown = {*inputs} - plan.input_by_code.keys() | {*flagged} - plan.leaf_by_code.keys()
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]} is neither an input nor a leaf of {plan.set_id}")
    chosen = {leaf.code for leaf in plan.leaves if not {*inputs}.isdisjoint(leaf.inputs)} | {*flagged}
    graded = plan.grades if grades else None
    for bar in graded.bars if graded else ():
        chosen |= _asked(plan, bar.when)
    for gate in plan.gates:
        if not _read(gate.when).isdisjoint(inputs):
            chosen |= {code for code, _ in gate.caps}
    ties = [*_ties(plan)]
    while grown := [tie for tie in ties if not tie <= chosen and not tie.isdisjoint(chosen)]:
        chosen = chosen.union(*grown)
    leaves = tuple(leaf for leaf in plan.leaves if leaf.code in chosen)
    gates = tuple(gate for gate in plan.gates if not chosen.isdisjoint(code for code, _ in gate.caps))
    asked = [gate.when for gate in gates] + [bar.when for bar in (graded.bars if graded else ())]
    needed = {code for leaf in leaves for code in leaf.inputs}.union(inputs, *map(_read, asked))
    return replace(
        plan,
        leaves=leaves,
        gates=gates,
        grades=graded,
        inputs=tuple(entry for entry in plan.inputs if entry.code in needed),
    )


def _ties(plan: Plan) -> Iterator[set[str]]:
    """List what is judged together: each gate's leaves, all bonus leaves, all penalty leaves."""
    for gate in plan.gates:
        yield _asked(plan, gate.when) | {code for code, _ in gate.caps}
    for kind in ("bonus", "penalty"):
        yield {leaf.code for leaf in plan.leaves if leaf.kind == kind}


def _asked(plan: Plan, test: Test) -> set[str]:
    """List the leaves whose points a test asks for; an index asks for totals, not for leaves."""
    if test.subject == "leaf":
        return {test.code}
    if test.subject == "area":
        kinds = ("appraised", "survey")
        return {leaf.code for leaf in plan.leaves if leaf.area == test.code and leaf.kind in kinds}
    return set()


def _read(test: Test) -> set[str]:
    return set(inputs_of(test.measure)) if test.measure is not None else set()
