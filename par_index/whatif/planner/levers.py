"""Which figures a unit can move, which way, and what moves with them.

Moved are the unit's own declared figures of which more or less is better. Facts (``neutral``), last year's
figures, survey answers and points that appraisers give stay as they are unless the file of costs names them.
Where late and timely files are added up in a denominator, a late file that is settled in time becomes a
timely one: the figure of which less is better *carries* the other, which does not move by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from par_index.language.ast import Add, Divide, Expression, Input, children
from par_index.model.plan import Input as Entry
from par_index.model.plan import Plan
from par_index.whatif.planner.costs import Costs, Price


@dataclass(frozen=True, slots=True)
class Lever:
    """A figure that can be moved: ``sign`` 1 for up, and ``piece`` is its least change."""

    entry: Entry
    sign: int
    piece: int
    price: Price
    carried: str = ""
    """The figure that takes what this one gives away."""


def levers_of(plan: Plan, costs: Costs) -> tuple[tuple[Lever, ...], Mapping[str, str]]:
    """List a plan's levers, and for every other input a leaf reads why it does not move."""
    read = {code for leaf in plan.leaves for code in leaf.inputs}
    parted = dict(_parted(plan))
    carried = {code: less for less, code in parted.items()}
    found, fixed = [], {}
    for entry in plan.inputs:
        price = costs.price(entry.code)
        named = entry.code in costs.prices
        reason = _fixed(entry, price, named=named, carried=entry.code in carried)
        if reason:
            fixed[entry.code] = reason
        elif entry.code in read and price is not None:
            better = price.better or entry.better
            follows = parted.get(entry.code, "")
            free = follows and follows not in costs.prices
            found.append(
                Lever(entry, 1 if better == "more" else -1, entry.step or 1, price, follows if free else "")
            )
    return tuple(found), fixed


def _fixed(entry: Entry, price: Price | None, *, named: bool, carried: bool) -> str:
    """Say why a figure does not move; empty when it does."""
    if named and price is not None:
        return "" if (price.better or entry.better) != "neutral" else "fact"
    if entry.source == "survey":
        return "survey"
    if entry.previous is not None:
        return "last_year"
    if entry.better == "neutral":
        return "fact"
    if entry.kind == "points":
        return "given"
    if price is None:
        return "not_priced"
    return "carried" if carried else ""


def _parted(plan: Plan) -> Iterator[tuple[str, str]]:
    """Find (figure better less, figure better more) that a denominator adds up: parts of one whole."""
    for leaf in plan.leaves:
        for part in leaf.parts:
            for below in _denominators(part.measure):
                if isinstance(below, Add):
                    entries = [plan.input_by_code[t.code] for t in below.terms if isinstance(t, Input)]
                    less = [entry for entry in entries if entry.better == "less"]
                    more = [entry for entry in entries if entry.better == "more"]
                    if len(less) == len(more) == 1 and _alike(less[0], more[0]):
                        yield less[0].code, more[0].code


def _alike(one: Entry, other: Entry) -> bool:
    return (one.kind, one.scale, one.step, one.source) == (other.kind, other.scale, other.step, other.source)


def _denominators(node: Expression) -> Iterator[Expression]:
    if isinstance(node, Divide):
        yield node.denominator
    for child in children(node):
        yield from _denominators(child)
