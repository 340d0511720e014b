"""Look at the items of a set, areas to leaves: codes, keys in their place, points, traits and cites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from par_index.model.plan import Input, Leaf, LeafKind
from par_index.model.source import Cites, ItemSpec, SetSpec
from par_index.model.text import Text
from par_index.problem import Problem
from par_index.text import nearest

_OF_LEAVES: tuple[str, ...] = ("min", "method", "with_", "bands", "applies", "not_applicable", "if_empty")
_OF_LEAVES += ("source", "evidence", "guidance", "cites", "may_split")


def misplaced(item: ItemSpec, kind: LeafKind) -> Iterator[Problem]:
    """Tell keys that only a leaf may have, a second list of children, and children where leaves belong."""
    code = str(item.code)
    if item.criteria is not None and item.sub_criteria is not None:
        yield Problem("L75", item.where, {"code": code})
    if item.children and kind != "appraised":
        yield Problem("L79", item.where, {"code": code})
    if item.may_split is not None and kind != "appraised":
        yield Problem("L103", item.where, {"code": code})
    for key in _OF_LEAVES if item.children else ():
        if key in item.model_fields_set:
            yield Problem("L74", item.where, {"code": code, "key": key.rstrip("_")})


def repeated_items(spec: SetSpec) -> tuple[Problem, ...]:
    """Tell each code of the tree, of the bonus and of the penalty that stands a second time."""
    extras = [extra.code for extra in (spec.bonus, spec.penalty) if extra]
    return repeated([*(item.code for item in spec.items), *extras])


def repeated(codes: Iterable[Text]) -> tuple[Problem, ...]:
    """Tell each code that stands a second time, with the place of the first."""
    first: dict[str, Text] = {}
    return tuple(
        Problem("L62", code.where, {"code": str(code), "first": str(first[code].where)})
        for code in codes
        if first.setdefault(code, code) is not code
    )


def leaf_doubts(item: ItemSpec, leaf: Leaf, spec: SetSpec, inputs: Mapping[str, Input]) -> Iterator[Problem]:
    """Tell what of a leaf does not fit: its trait, its source, its points, its cites."""
    args = {"code": str(item.code)}
    if item.applies is not None and item.applies not in spec.traits:
        hint = nearest(item.applies, tuple(spec.traits)) or ""
        yield Problem("L69", item.applies.where, {"trait": str(item.applies), "nearest": hint})
    if item.applies is not None and item.not_applicable == "refuse":
        yield Problem("L68", item.where, args)
    surveyed = any(inputs[name].source == "survey" for name in leaf.inputs)
    if leaf.parts and not (surveyed == (item.source == "survey") == (leaf.kind == "survey")):
        yield Problem("L70", item.where, args)
    if item.max < 0:
        yield Problem("L71", item.where, args)
    if item.min > item.max:
        yield Problem("L72", item.where, args)
    if leaf.kind == "bonus" and not item.min == 0 < item.max:
        yield Problem("L76", item.where, args)
    if leaf.kind == "penalty" and not item.min < 0 == item.max:
        yield Problem("L78", item.where, args)
    yield from cite_doubts(item.cites, spec)


def cite_doubts(specs: Cites, spec: SetSpec) -> Iterator[Problem]:
    """Find cites of documents that the set does not list."""
    for cite in specs:
        if cite.document is not None and cite.document not in spec.documents:
            args = {"document": str(cite.document), "known": ", ".join(spec.documents)}
            yield Problem("L73", cite.where, args)
