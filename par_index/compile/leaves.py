"""Compile the tree: areas and criteria become nodes, scored items become leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from par_index.compile.items import cite_doubts, leaf_doubts, misplaced, repeated_items
from par_index.compile.ladders import LadderContext, bare_input, inline_bands, method_bands
from par_index.compile.reserved import is_reserved, nothing_earned, reserved_doubts, stands
from par_index.compile.resolve import Meanings, measure
from par_index.language.ast import Expression, inputs_of
from par_index.model.method import MethodSpec
from par_index.model.plan import Band, Input, Leaf, LeafKind, Node, Part
from par_index.model.source import Cites, ItemSpec, PartSpec, SetSpec
from par_index.model.states import (
    CLAIMED,
    GRANTED,
    NO_EVIDENCE,
    NOT_FILED,
    PENDING,
    REJECTED,
    TRAIT,
    Cite,
    Earn,
    State,
    StateRule,
)
from par_index.problem import Problem
from par_index.text import nearest


@dataclass(frozen=True, slots=True)
class TreeContext:
    """What every leaf of a set is compiled against, for one kind of unit."""

    spec: SetSpec
    kind: str
    inputs: Mapping[str, Input]
    names: Meanings
    methods: Mapping[str, MethodSpec]


@dataclass(frozen=True, slots=True)
class Position:
    """Where an item hangs: its area, its parent, and what it inherits."""

    kind: LeafKind
    area: str
    parent: str
    level: int
    lead: str


@dataclass(slots=True)
class Grown:
    """What was compiled so far, in the tree's order; ``unfilled`` nodes hold nothing that is scored."""

    nodes: list[Node] = field(default_factory=list)
    leaves: list[Leaf] = field(default_factory=list)
    unfilled: list[Node] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def tree(context: TreeContext) -> Grown:
    """Compile areas, then bonus, then penalty."""
    grown = Grown()
    for area in context.spec.areas:
        _walk(area, Position("appraised", str(area.code), "", 1, str(area.lead or "")), context, grown)
    for extra, kind in ((context.spec.bonus, "bonus"), (context.spec.penalty, "penalty")):
        for item in extra.leaves if extra else ():
            assert extra is not None
            position = Position(kind, "", str(extra.code), 2, "")  # type: ignore[arg-type]
            _walk(item, position, context, grown)
    grown.problems.extend(repeated_items(context.spec))
    return grown


def _walk(item: ItemSpec, at: Position, context: TreeContext, grown: Grown) -> int:
    """Compile an item and what is below it; give the points that are reserved in it and drop."""
    at = replace(at, lead=str(item.lead or at.lead))
    if is_reserved(item):
        return _reserved(item, at, context, grown)
    scored = item.measure is not None or item.parts is not None
    if scored == bool(item.children):
        grown.problems.append(Problem("L60" if scored else "L61", item.where, {"code": str(item.code)}))
    grown.problems.extend(misplaced(item, at.kind))
    if item.children:
        return _node(item, at, context, grown)
    if scored:
        leaf, refused = _leaf(item, at, context)
        grown.leaves.append(leaf)
        grown.problems.extend(refused)
    return 0


def _reserved(item: ItemSpec, at: Position, context: TreeContext, grown: Grown) -> int:
    """Keep an unfilled node as a leaf that earns nothing, or leave it out of the tree."""
    grown.problems.extend((*reserved_doubts(item, at.level, at.kind), *cite_doubts(item.cites, context.spec)))
    if item.unfilled == "zero":
        grown.leaves.append(_made(item, at, context, "appraised", (nothing_earned(item),), ()))
        return 0
    node = Node(str(item.code), str(item.name), at.level, at.parent, 0, (), at.lead, item.where, item.max)
    grown.unfilled.append(node)
    return item.max


def _node(item: ItemSpec, at: Position, context: TreeContext, grown: Grown) -> int:
    start, slot = len(grown.leaves), len(grown.nodes)
    below = replace(at, parent=str(item.code), level=at.level + 1)
    dropped = sum(_walk(child, below, context, grown) for child in item.children)
    leaves = tuple(leaf.code for leaf in grown.leaves[start:])
    most, code, name = item.max - dropped, str(item.code), str(item.name)
    node = Node(code, name, at.level, at.parent, most, leaves, at.lead, item.where, dropped)
    if stands(item):
        grown.nodes.insert(slot, node)
    else:
        grown.unfilled.append(node)
    return dropped


def _leaf(item: ItemSpec, at: Position, context: TreeContext) -> tuple[Leaf, tuple[Problem, ...]]:
    parts, problems = _parts(item, context)
    kind: LeafKind = "survey" if item.source == "survey" and at.kind == "appraised" else at.kind
    empty, doubts = _if_empty(item)
    leaf = _made(item, at, context, kind, parts, empty)
    return leaf, (*problems, *doubts, *leaf_doubts(item, leaf, context.spec, context.inputs))


def _made(
    item: ItemSpec,
    at: Position,
    context: TreeContext,
    kind: LeafKind,
    parts: tuple[Part, ...],
    empty: tuple[StateRule, ...],
) -> Leaf:
    return Leaf(
        code=str(item.code),
        name=str(item.name),
        kind=kind,
        area=at.area,
        parent=at.parent,
        min=item.min,
        max=item.max,
        parts=parts,
        inputs=tuple(dict.fromkeys(code for part in parts for code in inputs_of(part.measure))),
        states=_states(item, context.spec),
        if_empty=empty,
        use_previous=item.if_empty[:1] == ("previous",),
        trait=str(item.applies) if item.applies else None,
        lead=at.lead,
        evidence=str(item.evidence or ""),
        guidance=str(item.guidance or ""),
        method=str(item.method or ""),
        cites=cites(item.cites),
        where=item.where,
    )


def _parts(item: ItemSpec, context: TreeContext) -> tuple[tuple[Part, ...], tuple[Problem, ...]]:
    if item.parts is None:
        part, problems = _part(item, str(item.code), context)
        return (part,) if part else (), problems
    made: list[Part] = []
    found: list[Problem] = []
    for at, spec in enumerate(item.parts, 1):
        part, refused = _part(spec, f"{item.code}#{at}", context)
        made.extend([part] if part else [])
        found.extend(refused)
    if item.measure is not None or item.method is not None or item.bands is not None or item.with_:
        found.append(Problem("L63", item.where, {"code": str(item.code)}))
    return tuple(made), tuple(found)


def _part(
    spec: ItemSpec | PartSpec, code: str, context: TreeContext
) -> tuple[Part | None, tuple[Problem, ...]]:
    assert spec.measure is not None
    node, problems = measure(spec.measure, context.names)
    if node is None:
        return None, problems
    bands, refused = _ladder(spec, code, node, context)
    words = " ".join(spec.measure.split())
    part = Part(code, str(spec.name), spec.min, spec.max, node, words, bands, spec.where)
    return part, (*problems, *refused)


def _ladder(
    spec: ItemSpec | PartSpec, code: str, node: Expression, context: TreeContext
) -> tuple[tuple[Band, ...], tuple[Problem, ...]]:
    ladder = LadderContext(
        code,
        spec.where,
        spec.min,
        spec.max,
        context.kind,
        tuple(map(str, context.spec.kinds)),
        bare_input(node, context.inputs),
    )
    if (spec.method is None) == (spec.bands is None):
        return (), (Problem("L64", spec.where, {"code": code}),)
    if spec.bands is not None:
        strange = tuple(Problem("L58", key.where, {"code": code, "key": key}) for key in spec.with_)
        bands, problems = inline_bands(spec.bands, ladder)
        return bands, (*strange, *problems)
    assert spec.method is not None
    if spec.method not in context.methods:
        best = nearest(spec.method, tuple(context.methods))
        hint = best or ""
        args = {"method": str(spec.method), "known": ", ".join(sorted(context.methods)), "nearest": hint}
        return (), (Problem("L65", spec.method.where, args),)
    return method_bands(context.methods[spec.method], spec.with_, ladder)


def _states(item: ItemSpec, spec: SetSpec) -> tuple[StateRule, ...]:
    code = str(item.code)
    absent: Earn = "zero" if item.not_applicable == "refuse" else item.not_applicable
    rows: tuple[tuple[str, int, State, Earn], ...] = (
        ("pending-survey", PENDING, State.PENDING_SURVEY, "zero"),
        ("no-evidence", NO_EVIDENCE, State.NO_EVIDENCE, "zero"),
        ("not-filed", NOT_FILED, State.NOT_FILED, spec.states.not_filed),
        ("claimed", CLAIMED, State.NOT_FILED, spec.states.claimed),
        ("na-granted", GRANTED, State.NOT_APPLICABLE, absent),
        ("na-trait", TRAIT, State.NOT_APPLICABLE, absent),
        ("rejected", REJECTED, State.REJECTED, spec.states.rejected),
    )
    return tuple(
        StateRule(f"{code}/{name}", bit, 2 * bit - 1, state, earn) for name, bit, state, earn in rows
    )


_EMPTY: Mapping[str, tuple[State, Earn]] = {
    "full": (State.SCORED, "full"),
    "zero": (State.SCORED, "zero"),
    "refuse": (State.REJECTED, "zero"),
}


def _if_empty(item: ItemSpec) -> tuple[tuple[StateRule, ...], list[Problem]]:
    chain = [step for step in item.if_empty if step != "previous"]
    problems = []
    if "previous" in item.if_empty[1:] or len(chain) > 1:
        problems.append(Problem("L66", item.where, {"code": str(item.code)}))
    if item.if_empty == ("previous",):
        problems.append(Problem("L67", item.where, {"code": str(item.code)}))
    if not chain:
        return (), problems
    if chain[0] == "not_applicable":
        if item.not_applicable == "refuse":
            problems.append(Problem("L68", item.where, {"code": str(item.code)}))
        earn: Earn = "zero" if item.not_applicable == "refuse" else item.not_applicable
        return (StateRule(f"{item.code}/empty-not-applicable", 0, 0, State.NOT_APPLICABLE, earn),), problems
    state, earn = _EMPTY[chain[0]]
    return (StateRule(f"{item.code}/empty-{chain[0]}", 0, 0, state, earn),), problems


def cites(specs: Cites) -> tuple[Cite, ...]:
    """Give the clauses cited, document and clause."""
    return tuple(Cite(str(spec.clause), str(spec.document or "")) for spec in specs)
