"""Build the explanation of a unit from its published result, its facts and the plan."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from par_index.explain import words
from par_index.explain.leaf import cited, explain_leaf, lost
from par_index.explain.records import SCHEMA, BarExplained, Explanation, LeafExplained, NodeExplained
from par_index.model.facts import UnitFacts
from par_index.model.plan import Node, Plan
from par_index.model.result import GroupResult, Results, UnitResult
from par_index.points import decimal_text
from par_index.problem import Language
from par_index.score.marks import marks


def explain(
    plan: Plan,
    results: Results,
    group: GroupResult,
    facts: UnitFacts,
    asked: str = "",
    language: Language = "vi",
) -> Explanation | None:
    """Explain a unit, or only the area, criterion or leaf ``asked`` for; ``None``: it has no such code."""
    unit = next(one for one in group.units if one.unit == facts.unit.code)
    wanted = _wanted(plan, asked)
    if not wanted:
        return None
    leaves = _leaves(plan, unit, facts, wanted, language)
    return Explanation(
        schema=SCHEMA,
        language=language,
        marks=marks(results, group, language),
        cycle=results.cycle,
        stage=results.stage,
        group=group.group,
        criteria_set=group.criteria_set,
        set_name=group.set_name,
        unit=unit.unit,
        name=unit.name,
        cluster=unit.cluster,
        rank=unit.rank,
        grade=unit.grade,
        bars=_bars(plan, unit),
        provisional=unit.provisional,
        points=unit.points,
        max_points=unit.max_points,
        index=unit.index_shown,
        index_exact=unit.index_exact,
        last_year=unit.last_year,
        asked=asked,
        nodes=(*_nodes(plan, "", leaves), *_extra(plan, leaves, language)),
        flags=unit.flags,
    )


def codes(plan: Plan) -> tuple[str, ...]:
    """List every code that can be asked for."""
    return (*(node.code for node in plan.nodes), *(leaf.code for leaf in plan.leaves))


def _wanted(plan: Plan, asked: str) -> frozenset[str]:
    if not asked:
        return frozenset(leaf.code for leaf in plan.leaves)
    below = next((node.leaves for node in plan.nodes if node.code == asked), ())
    return frozenset(below or (leaf.code for leaf in plan.leaves if leaf.code == asked))


def _leaves(
    plan: Plan, unit: UnitResult, facts: UnitFacts, wanted: frozenset[str], language: Language
) -> Sequence[LeafExplained]:
    return [
        explain_leaf(plan, leaf, result, facts, unit.flags, language)
        for leaf, result in zip(plan.leaves, unit.leaves, strict=True)
        if leaf.code in wanted
    ]


def _nodes(plan: Plan, parent: str, leaves: Sequence[LeafExplained]) -> tuple[NodeExplained, ...]:
    held = [(node, [leaf for leaf in leaves if leaf.code in node.leaves]) for node in plan.nodes]
    return tuple(_node(plan, node, below) for node, below in held if node.parent == parent and below)


def _node(plan: Plan, node: Node, below: Sequence[LeafExplained]) -> NodeExplained:
    own = [leaf for leaf in below if plan.leaf_by_code[leaf.code].parent == node.code]
    return _summed(node.code, node.name, node.level, _nodes(plan, node.code, below), below, own)


def _extra(plan: Plan, leaves: Sequence[LeafExplained], language: Language) -> list[NodeExplained]:
    found = []
    for kind in ("bonus", "penalty"):
        own = [leaf for leaf in leaves if leaf.kind == kind]
        if own:
            code = plan.leaf_by_code[own[0].code].parent
            found.append(_summed(code, words.term(kind, language), 1, (), own, own))
    return found


def _summed(
    code: str,
    name: str,
    level: int,
    nodes: tuple[NodeExplained, ...],
    below: Sequence[LeafExplained],
    own: Sequence[LeafExplained],
) -> NodeExplained:
    points = decimal_text(sum((Fraction(leaf.points) for leaf in below), Fraction(0)))
    most = decimal_text(sum((Fraction(leaf.max_points) for leaf in below), Fraction(0)))
    return NodeExplained(code, name, level, points, most, lost(points, most), nodes, tuple(own))


def _bars(plan: Plan, unit: UnitResult) -> tuple[BarExplained, ...]:
    bars = plan.grades.bars if plan.grades else ()
    return tuple(
        BarExplained(
            bar.id,
            f"{bar.when.code or bar.when.subject} {bar.when.phrase}",
            bar.best,
            tuple(cited(plan, cite) for cite in bar.cites),
        )
        for bar in bars
        if bar.id in unit.grade_barred_by
    )
