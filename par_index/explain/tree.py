"""Build the explanation of a unit from its published result, its facts and the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from par_index.explain import words
from par_index.explain.gates import asked, cited
from par_index.explain.leaf import explain_leaf, lost
from par_index.explain.records import SCHEMA, BarExplained, Explanation, LeafExplained, NodeExplained
from par_index.model.facts import UnitFacts
from par_index.model.plan import Plan
from par_index.model.result import GroupResult, Results, UnitResult
from par_index.points import decimal_text
from par_index.problem import Language
from par_index.score.marks import marks


def explain(
    plan: Plan,
    results: Results,
    group: GroupResult,
    facts: UnitFacts,
    code: str = "",
    language: Language = "vi",
) -> Explanation | None:
    """Explain a unit, or only the area, criterion or leaf ``code``; ``None``: it has no such code."""
    unit = next(one for one in group.units if one.unit == facts.unit.code)
    wanted = _wanted(plan, code)
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
        bars=_bars(plan, unit, language),
        provisional=unit.provisional,
        points=unit.points,
        max_points=unit.max_points,
        appraised_points=unit.appraised_points,
        appraised_max=unit.appraised_max,
        index=unit.index_shown,
        index_exact=unit.index_exact,
        last_year=unit.last_year,
        asked=code,
        nodes=(*_nodes(plan, unit, "", leaves), *_extra(plan, unit, leaves, language)),
        flags=unit.flags,
        survey=unit.survey,
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
    return [explain_leaf(plan, leaf, unit, facts, language) for leaf in plan.leaves if leaf.code in wanted]


def _nodes(
    plan: Plan, unit: UnitResult, parent: str, shown: Sequence[LeafExplained]
) -> tuple[NodeExplained, ...]:
    """Write the nodes below a parent that hold a leaf to show."""
    found = []
    for node in plan.nodes:
        below = [leaf for leaf in shown if leaf.code in node.leaves]
        if node.parent == parent and below:
            nodes = _nodes(plan, unit, node.code, below)
            own = tuple(leaf for leaf in below if plan.leaf_by_code[leaf.code].parent == node.code)
            found.append(
                NodeExplained(node.code, node.name, node.level, *_totals(unit, node.leaves), nodes, own)
            )
    return tuple(found)


def _extra(
    plan: Plan, unit: UnitResult, shown: Sequence[LeafExplained], language: Language
) -> Iterator[NodeExplained]:
    for kind in ("bonus", "penalty"):
        held = [leaf for leaf in plan.leaves if leaf.kind == kind]
        own = tuple(leaf for leaf in shown if leaf.kind == kind)
        if own:
            totals = _totals(unit, [leaf.code for leaf in held])
            yield NodeExplained(held[0].parent, words.term(kind, language), 1, *totals, (), own)


def _totals(unit: UnitResult, codes: Collection[str]) -> tuple[str, str, str]:
    """Sum what the unit has in all the leaves of a node, shown or not: points, maximum, points lost."""
    leaves = [leaf for leaf in unit.leaves if leaf.code in codes]
    points = decimal_text(sum((Fraction(leaf.points) for leaf in leaves), Fraction(0)))
    most = decimal_text(sum((Fraction(leaf.max_points) for leaf in leaves), Fraction(0)))
    return points, most, lost(points, most)


def _bars(plan: Plan, unit: UnitResult, language: Language) -> tuple[BarExplained, ...]:
    bars = plan.grades.bars if plan.grades else ()
    return tuple(
        BarExplained(
            bar.id,
            asked(bar.when, language),
            bar.best,
            tuple(cited(plan, cite) for cite in bar.cites),
        )
        for bar in bars
        if bar.id in unit.grade_barred_by
    )
