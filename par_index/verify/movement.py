"""Compare the direction each figure moves the points with what the catalogue says is better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from par_index.language.ast import inputs_of
from par_index.model.plan import Input, Leaf, Plan
from par_index.problem import Problem
from par_index.verify.advice import plain_relation
from par_index.verify.direction import Sign, direction, growth_of
from par_index.verify.ladder import Ladder
from par_index.verify.polynomial import scaled

Movement = Literal["+", "-", "0", "?"]
"""How points move as a figure grows: only up, only down, not at all, or not proven."""

_WANTED: dict[str, Sign] = {"more": 1, "less": -1}


def movement(ladder: Ladder, code: str) -> Movement:
    """Tell how one figure moves a part's points."""
    measured = direction(ladder.part.measure, code, ladder.measured.forms)
    if measured == 0 or ladder.sign == 0:
        return "0"
    if measured is None or ladder.sign is None:
        return "?"
    return "+" if measured * ladder.sign > 0 else "-"


def movements(ladder: Ladder, plan: Plan) -> Iterator[Problem]:
    """Find figures declared better more or less whose points are not proven to move so."""
    judged = [
        entry
        for code in inputs_of(ladder.part.measure)
        if (entry := plan.input_by_code[code]).better in _WANTED
    ]
    if ladder.sign is None:
        names = ", ".join(entry.code for entry in judged)
        if judged:
            args = {"measure": ladder.part.measure_text, "inputs": names}
            yield Problem("V13", ladder.part.where, args)
        return
    for entry in judged:
        yield from _judged(ladder, entry, ladder.sign)


def _judged(ladder: Ladder, entry: Input, rising: Sign) -> Iterator[Problem]:
    wanted = _WANTED[entry.better]
    found = movement(ladder, entry.code)
    if found in ("0", "+" if wanted > 0 else "-"):
        return
    args = {
        "input": entry.code,
        "label": entry.label,
        "better": entry.better,
        "measure": ladder.part.measure_text,
    }
    if found != "?":
        yield Problem("V14", ladder.part.where, args | {"opposite": "less" if wanted > 0 else "more"})
        return
    growth = growth_of(ladder.part.measure, entry.code, ladder.measured.forms)
    relation = growth and plain_relation(
        scaled(growth, wanted * rising), ladder.part.measure, ladder.measured.forms
    )
    if relation:
        yield Problem("V15", ladder.part.where, args | {"relation": relation})
    else:
        yield Problem("V16", ladder.part.where, args)


def opposed(plan: Plan, pulls: Mapping[str, Mapping[Movement, Leaf]]) -> Iterator[Problem]:
    """Find figures of which more raises one leaf's points and lowers another's."""
    for code, ways in pulls.items():
        if "+" in ways and "-" in ways:
            entry = plan.input_by_code[code]
            args = {"input": code, "label": entry.label, "raised": ways["+"].code, "lowered": ways["-"].code}
            yield Problem("V53", entry.where, args)
