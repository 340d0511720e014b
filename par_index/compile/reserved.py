"""Look at the nodes a set reserves for the issuers below it, while nobody has filled them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.language.ast import Constant
from par_index.language.interval import Interval
from par_index.model.plan import Band, LeafKind, Part
from par_index.model.source import ItemSpec
from par_index.problem import Problem

_ALLOWED = {"where", "code", "name", "max", "lead", "guidance", "cites", "reserved_for", "unfilled"}


def is_reserved(item: ItemSpec) -> bool:
    """Tell whether a node waits for somebody below to fill it."""
    return item.reserved_for is not None or item.unfilled is not None


def stands(item: ItemSpec) -> bool:
    """Tell whether anything of an item is scored: not when it, or all below it, is reserved and dropped."""
    if is_reserved(item):
        return item.unfilled == "zero"
    return not item.children or any(stands(child) for child in item.children)


def reserved_doubts(item: ItemSpec, level: int, kind: LeafKind) -> Iterator[Problem]:
    """Tell what of a reserved node is missing, has no effect, or stands where nothing can be reserved."""
    args = {"code": str(item.code)}
    if item.reserved_for is None or item.unfilled is None:
        yield Problem("L100", item.where, args)
    for key in sorted(item.model_fields_set - _ALLOWED):
        yield Problem("L101", item.where, args | {"key": key.rstrip("_")})
    if item.unfilled == "zero" and level == 1:
        yield Problem("L102", item.where, args)
    if kind != "appraised":
        yield Problem("L103", item.where, args)
    if item.max < 0:
        yield Problem("L71", item.where, args)


def nothing_earned(item: ItemSpec) -> Part:
    """Make the one part of an unfilled node that keeps its maximum: whatever is filed, it earns 0."""
    code, zero = str(item.code), Fraction(0)
    band = Band(f"{code}/b1", Interval(zero, True, zero, True), zero, zero, "chưa ai điền", "0", item.where)
    return Part(code, str(item.name), 0, item.max, Constant(zero), "0", (band,), item.where)
