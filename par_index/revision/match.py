"""Find for each leaf of one set the leaf of another that it became."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable

from par_index.model.plan import Leaf, Plan

Pairs = tuple[tuple[Leaf | None, Leaf | None], ...]
Key = Callable[[Leaf], Hashable]


def matched(before: Plan, after: Plan) -> Pairs:
    """Pair the leaves, in the order of the later set, those that are gone behind their neighbours.

    Two leaves are one when they share code and name, else code and measure, else name and area, else measure
    and area, else the name alone: a leaf that was only renumbered, moved or renamed is not told as new.
    """
    left = {leaf.code: leaf for leaf in before.leaves}
    found: dict[str, Leaf] = {}
    for key in (_code_and_name, _code_and_measure, _name_and_area, _measure_and_area, _name):
        open_ones = [leaf for leaf in after.leaves if leaf.code not in found]
        for leaf, former in _by_key(left.values(), open_ones, key):
            found[leaf.code] = former
            del left[former.code]
    return _ordered(before, after, found)


def _by_key(before: Iterable[Leaf], after: Iterable[Leaf], key: Key) -> list[tuple[Leaf, Leaf]]:
    """Pair what only one leaf on each side has."""
    old, new = _single(before, key), _single(after, key)
    return [(leaf, old[name]) for name, leaf in new.items() if name in old]


def _single(leaves: Iterable[Leaf], key: Key) -> dict[Hashable, Leaf]:
    found: dict[Hashable, list[Leaf]] = {}
    for leaf in leaves:
        found.setdefault(key(leaf), []).append(leaf)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _code_and_name(leaf: Leaf) -> Hashable:
    return leaf.code, leaf.name


def _measure(leaf: Leaf) -> Hashable:
    return tuple(part.measure for part in leaf.parts)


def _code_and_measure(leaf: Leaf) -> Hashable:
    return leaf.code, _measure(leaf)


def _name_and_area(leaf: Leaf) -> Hashable:
    return leaf.name, leaf.area


def _measure_and_area(leaf: Leaf) -> Hashable:
    return _measure(leaf), leaf.area


def _name(leaf: Leaf) -> Hashable:
    return leaf.name


def _ordered(before: Plan, after: Plan, found: dict[str, Leaf]) -> Pairs:
    """Put each leaf that is gone after the leaf it stood behind."""
    later = {former.code: leaf for leaf in after.leaves if (former := found.get(leaf.code))}
    gone: dict[str, list[Leaf]] = {}
    neighbour = ""
    for leaf in before.leaves:
        if leaf.code in later:
            neighbour = later[leaf.code].code
        else:
            gone.setdefault(neighbour, []).append(leaf)
    pairs: list[tuple[Leaf | None, Leaf | None]] = [(leaf, None) for leaf in gone.get("", ())]
    for new in after.leaves:
        pairs.append((found.get(new.code), new))
        pairs.extend((leaf, None) for leaf in gone.get(new.code, ()))
    return tuple(pairs)
