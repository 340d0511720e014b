"""Lay out a self-assessment form: which row stands where, and which cells take figures.

Every unit of a kind gets the same rows in the same places; what does not apply to it is closed and says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from par_index.model.facts import UnitFacts
from par_index.model.plan import Input, Leaf, Node, Plan

RowKind = Literal[
    "node", "leaf", "absent", "survey", "figure", "reference", "closed", "last_year", "given", "extra"
]
"""``figure``: filed here; ``reference``: filed at an earlier leaf; ``closed``: below a leaf that does not
apply; ``last_year``: known from last year's figures; ``given``: points that only appraisers give; ``extra``:
heads the figures that no leaf reads, only questions about the result."""
EXTRAS: Mapping[Literal["bonus", "penalty"], str] = {"bonus": "Điểm thưởng", "penalty": "Điểm trừ"}
_DEEPEST = 99
FILED: frozenset[RowKind] = frozenset(("figure", "last_year"))


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row: a node, a leaf, or an input below its leaf (``leaf`` is empty for figures no leaf reads)."""

    kind: RowKind
    node: Node | None = None
    leaf: Leaf | None = None
    input: Input | None = None

    @property
    def key(self) -> str:
        """Give the hidden key the reader finds the row by; other rows are only for people."""
        if self.kind == "figure" and self.input:
            return f"{self.leaf.code}|{self.input.code}" if self.leaf else self.input.code
        return f"{self.leaf.code}|" if self.kind == "leaf" and self.leaf else "_"


@dataclass(frozen=True, slots=True)
class Form:
    """A unit's form: its rows, and the row (from 0) at which each input is filed or known."""

    rows: tuple[FormRow, ...]
    filed_at: Mapping[str, int]


def form_of(plan: Plan, traits: frozenset[str], known: frozenset[str]) -> Form:
    """Lay out the form; ``known`` lists inputs whose figures are last year's and already on file."""
    rows: list[FormRow] = []
    filed_at: dict[str, int] = {}
    for item in in_tree_order(plan):
        if isinstance(item, Node):
            rows.append(FormRow("node", node=item))
        else:
            _add_leaf(plan, item, traits, known, rows, filed_at)
    _add_extra(plan, known, rows, filed_at)
    return Form(tuple(rows), filed_at)


def in_tree_order(plan: Plan) -> tuple[Node | Leaf, ...]:
    """List areas, criteria and leaves as a decision prints them; bonus and penalty get nodes of their own."""
    place = {leaf.code: at for at, leaf in enumerate(plan.leaves)}
    extras = tuple(_extra(plan, kind) for kind in EXTRAS if any(leaf.kind == kind for leaf in plan.leaves))
    nodes = (*plan.nodes, *extras)
    keyed = [((place[node.leaves[0]], node.level), node) for node in nodes]
    found: list[tuple[tuple[int, int], Node | Leaf]] = [*keyed]
    found.extend(((place[leaf.code], _DEEPEST), leaf) for leaf in plan.leaves)
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def _extra(plan: Plan, kind: Literal["bonus", "penalty"]) -> Node:
    leaves = [leaf for leaf in plan.leaves if leaf.kind == kind]
    ceiling = plan.bonus_ceiling if kind == "bonus" else -plan.penalty_ceiling
    return Node(leaves[0].parent, EXTRAS[kind], 1, "", ceiling, tuple(leaf.code for leaf in leaves))


def _add_leaf(
    plan: Plan,
    leaf: Leaf,
    traits: frozenset[str],
    known: frozenset[str],
    rows: list[FormRow],
    filed_at: dict[str, int],
) -> None:
    applies = leaf.trait is None or leaf.trait in traits
    if leaf.kind == "survey":
        rows.append(FormRow("survey", leaf=leaf))
        return
    rows.append(FormRow("leaf" if applies else "absent", leaf=leaf))
    for code in leaf.inputs:
        entry = plan.input_by_code[code]
        kind = _kind(entry, applies, entry.code in known, entry.code in filed_at)
        if kind in FILED:
            filed_at[code] = len(rows)
        rows.append(FormRow(kind, leaf=leaf, input=entry))


def _kind(entry: Input, applies: bool, known: bool, filed: bool) -> RowKind:
    if not applies:
        return "closed"
    if entry.kind == "points":
        return "given"
    if filed:
        return "reference"
    return "last_year" if known else "figure"


def _add_extra(plan: Plan, known: frozenset[str], rows: list[FormRow], filed_at: dict[str, int]) -> None:
    """Ask for figures that only flags, targets or relations read."""
    read = {code for leaf in plan.leaves for code in leaf.inputs}
    left = [entry for entry in plan.inputs if entry.code not in read and entry.source == "declared"]
    if left:
        rows.append(FormRow("extra"))
    for entry in left:
        filed_at[entry.code] = len(rows)
        rows.append(FormRow("last_year" if entry.code in known else "figure", input=entry))


def known_figures(plan: Plan, facts: UnitFacts | None) -> Mapping[str, int]:
    """Give the kept integers of inputs that repeat last year's figures, where these are on file."""
    values = facts.case.values if facts else {}
    repeats = (entry.code for entry in plan.inputs if entry.previous)
    return {code: values[code] for code in repeats if code in values}
