"""Prove the sums of a set: parts, criteria, areas, the survey's share and the total."""

from __future__ import annotations

from collections.abc import Iterator

from par_index.model.plan import Leaf, Node, Plan
from par_index.problem import Problem, Where
from par_index.verify.words import points_text


def place_of(plan: Plan, where: Where) -> Where:
    """Give the place itself, or of a plan made without places the file of its first node."""
    if where.file:
        return where
    files = [entry.where.file for entry in plan.nodes] + [leaf.where.file for leaf in plan.leaves]
    return Where(files[0] if files else "")


def sums(plan: Plan) -> Iterator[Problem]:
    """Find every maximum that is not the sum of what stands below it, reserved points included."""
    for node in _nodes(plan):
        if problem := _node(node, plan):
            yield problem
    for leaf in plan.leaves:
        yield from _parts(leaf)
    yield from _total(plan)


def _nodes(plan: Plan) -> tuple[Node, ...]:
    return (*plan.nodes, *plan.unfilled)


def _declared(node: Node) -> int:
    return node.max + node.unfilled


def _node(node: Node, plan: Plan) -> Problem | None:
    below = [_declared(child) for child in _nodes(plan) if child.parent == node.code]
    below += [leaf.max for leaf in plan.leaves if leaf.parent == node.code]
    declared = _declared(node)
    if sum(below) == declared or (node in plan.unfilled and not below):
        return None
    return Problem("V20", node.where, {"code": node.code, "name": node.name} | _compared(declared, below))


def _parts(leaf: Leaf) -> Iterator[Problem]:
    if sum(part.max for part in leaf.parts) != leaf.max:
        args = {"code": leaf.code} | _compared(leaf.max, [part.max for part in leaf.parts])
        yield Problem("V21", leaf.where, args)
    if sum(part.min for part in leaf.parts) != leaf.min:
        args = {"code": leaf.code} | _compared(leaf.min, [part.min for part in leaf.parts])
        yield Problem("V22", leaf.where, args)


def _total(plan: Plan) -> Iterator[Problem]:
    areas = [_declared(area) for area in _nodes(plan) if area.level == 1]
    total = plan.appraised_max + plan.survey_max + plan.unfilled_max
    if sum(areas) != total:
        yield Problem("V23", place_of(plan, plan.total_where), _compared(total, areas))
    surveyed = [leaf.max for leaf in plan.leaves if leaf.kind == "survey"]
    if sum(surveyed) != plan.survey_max:
        yield Problem("V24", place_of(plan, plan.survey_where), _compared(plan.survey_max, surveyed))


def _compared(declared: int, found: list[int]) -> dict[str, str]:
    return {
        "declared": points_text(declared),
        "sum": points_text(sum(found)),
        "terms": " + ".join(map(points_text, found)) or "0",
        "difference": points_text(abs(declared - sum(found))),
    }
