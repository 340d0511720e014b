"""See that an extension stays local: it fills what is reserved, splits what may be split, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from par_index.model.extension import ExtensionSpec
from par_index.model.source import ItemSpec, SetSpec, TestSpec
from par_index.model.text import Text
from par_index.points import points_text
from par_index.problem import Problem
from par_index.text import nearest

_WORD = re.compile(r"[^\W\d]\w*")
_SAME = ("source", "applies", "not_applicable")
"""What decides whether a leaf counts for a unit: the leaves it is split into decide it alike."""


def doubts(spec: ExtensionSpec, parent: SetSpec) -> Iterator[Problem]:
    """Tell whatever of an extension would reach beyond the places its parent left open."""
    if spec.year != parent.year:
        yield Problem("L115", spec.where, {"year": str(spec.year), "parent": str(parent.year)})
    yield from _names(spec, parent)
    items = {str(item.code): item for item in parent.items}
    yield from _codes(spec, items)
    level = str(spec.extends.level)
    for code, leaves in spec.fill.items():
        item, refused = _open(code, items, level, lambda one: one.reserved_for, "L107")
        yield from refused
        yield from _sums(code, item, leaves) if item else ()
    for code, leaves in spec.split.items():
        item, refused = _open(code, items, level, lambda one: one.may_split, "L108")
        yield from refused
        yield from _split(code, item, leaves, parent) if item else ()


def _names(spec: ExtensionSpec, parent: SetSpec) -> Iterator[Problem]:
    """Tell names the parent has already, and relations that bind figures of the parent alone."""
    for key in ("documents", "traits", "inputs"):
        for name in getattr(spec, key):
            if name in getattr(parent, key):
                yield Problem("L112", name.where, {"name": name, "key": key, "set": str(parent.set)})
    for text in spec.relations:
        if not any(word in spec.inputs for word in _WORD.findall(text)):
            yield Problem("L113", text.where, {"text": text})


def _codes(spec: ExtensionSpec, items: Mapping[str, ItemSpec]) -> Iterator[Problem]:
    for leaves in (*spec.fill.values(), *spec.split.values()):
        for item in _below(leaves):
            if item.code in items:
                args = {"code": str(item.code), "name": str(items[item.code].name)}
                yield Problem("L111", item.code.where, args)


def _open(
    code: Text,
    items: Mapping[str, ItemSpec],
    level: str,
    of: Callable[[ItemSpec], Text | None],
    refusal: str,
) -> tuple[ItemSpec | None, tuple[Problem, ...]]:
    """Find the parent's item that a level may fill or split, or list the codes it may."""
    free = {key: mark for key, item in items.items() if (mark := of(item)) is not None}
    if free.get(code) == level:
        return items[code], ()
    known = ", ".join(f"{key} ({mark})" for key, mark in free.items()) or "–"
    args = {"code": code, "level": level, "known": known, "nearest": nearest(code, tuple(free)) or ""}
    return None, (Problem(refusal, code.where, args if code not in free else args | {"nearest": ""}),)


def _sums(code: Text, item: ItemSpec, leaves: Sequence[ItemSpec]) -> Iterator[Problem]:
    least = sum(leaf.min for leaf in _below(leaves) if not leaf.children)
    for key, found, wanted in (("max", sum(leaf.max for leaf in leaves), item.max), ("min", least, item.min)):
        if found != wanted:
            args = {"code": code, "key": key, "sum": points_text(found), "declared": points_text(wanted)}
            yield Problem("L109", code.where, args)


def _split(code: Text, item: ItemSpec, leaves: Sequence[ItemSpec], parent: SetSpec) -> Iterator[Problem]:
    yield from _sums(code, item, leaves)
    for leaf in _below(leaves):
        for key in _SAME if not leaf.children else ():
            if (kept := getattr(item, key)) != getattr(leaf, key):
                args = {"code": str(leaf.code), "key": key, "of": code, "kept": str(kept or "–")}
                yield Problem("L110", leaf.where, args)
    for asker in _askers(code, parent):
        yield Problem("L114", code.where, {"code": code, "asker": asker})


def _askers(code: str, parent: SetSpec) -> Iterator[str]:
    """Name the questions and laws of the parent that speak of a leaf by its code."""
    tests: list[tuple[Text, TestSpec]] = [(gate.id, gate.when) for gate in parent.gates]
    tests.extend((bar.id, bar.when) for bar in (parent.grades.bars if parent.grades else ()))
    tests.extend((flag.id, flag.when) for flag in parent.review)
    yield from (str(name) for name, when in tests if when.leaf == code)
    yield from (str(gate.id) for gate in parent.gates if code in gate.cap)
    yield from ("break_by" for key in parent.ranking.break_by if key == f"leaf:{code}")


def _below(items: Sequence[ItemSpec]) -> Iterator[ItemSpec]:
    for item in items:
        yield item
        yield from _below(item.children)
