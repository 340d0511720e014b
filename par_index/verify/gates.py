"""Prove that gates can be applied one after another and never punish a better result."""

from __future__ import annotations

from collections.abc import Iterator

from par_index.language.ast import inputs_of
from par_index.language.interval import Interval
from par_index.model.plan import Plan
from par_index.model.questions import Gate, Test
from par_index.points import MICRO
from par_index.problem import Problem
from par_index.verify.direction import Sign, direction
from par_index.verify.forms import Forms, denominators
from par_index.verify.measured import Measured
from par_index.verify.spans import span_of
from par_index.verify.words import interval_text, points_text


def gates(plan: Plan) -> Iterator[Problem]:
    """Find gates that cannot be ordered, cap out of bounds, or fire on the better side."""
    for at, gate in enumerate(plan.gates):
        later = [other for other in plan.gates[at:] if _capped(other) & _read(gate, plan)]
        if later:
            names = ", ".join(other.id for other in later)
            yield Problem("V31", gate.where, {"id": gate.id, "others": names})
        yield from _caps(gate, plan)
        yield from _upward(gate, plan)


def _capped(gate: Gate) -> set[str]:
    return {code for code, _ in gate.caps}


def _read(gate: Gate, plan: Plan) -> set[str]:
    if gate.when.subject == "leaf":
        return {gate.when.code}
    return {leaf.code for leaf in plan.leaves if gate.when.subject == "area" and leaf.area == gate.when.code}


def _caps(gate: Gate, plan: Plan) -> Iterator[Problem]:
    for code, cap in gate.caps:
        leaf = plan.leaf_by_code.get(code)
        if leaf is None:
            yield Problem("V30", gate.where, {"id": gate.id, "code": code})
        elif not leaf.min <= cap <= leaf.max:
            args = {"id": gate.id, "code": code, "cap": points_text(cap)}
            yield Problem(
                "V32", gate.where, args | {"min": points_text(leaf.min), "max": points_text(leaf.max)}
            )


def _upward(gate: Gate, plan: Plan) -> Iterator[Problem]:
    """Ask that a gate fires on the low side of points, or on the worse side of every figure."""
    if gate.when.subject == "measure":
        codes = ", ".join(_worse_when_better(gate.when, plan))
        if codes:
            yield Problem("V34", gate.where, {"id": gate.id, "phrase": gate.when.phrase, "inputs": codes})
        return
    least = _least_points(gate.when, plan)
    if least is not None and not _holds_all_below(gate.when.interval, least):
        high = Interval(None, False, gate.when.interval.high, gate.when.interval.high_closed)
        mended = interval_text(high) if high.high is not None else f"đến {points_text(least)}"
        args = {"id": gate.id, "phrase": gate.when.phrase, "code": gate.when.code, "mended": mended}
        yield Problem("V33", gate.where, args)


def _least_points(test: Test, plan: Plan) -> int | None:
    """Give the least micro-points of a tested leaf or area; a lost leaf has 0 even if its minimum is more."""
    if test.subject == "leaf":
        leaf = plan.leaf_by_code.get(test.code)
        return None if leaf is None else min(leaf.min, 0)
    if test.subject == "area":
        return sum(min(leaf.min, 0) for leaf in plan.leaves if leaf.area == test.code)
    return None


def _holds_all_below(interval: Interval, least: int) -> bool:
    if interval.low is None:
        return True
    low = interval.low * MICRO
    return low < least or (low == least and interval.low_closed)


def _worse_when_better(test: Test, plan: Plan) -> list[str]:
    """List the figures that may switch the gate on by getting better."""
    assert test.measure is not None
    codes = inputs_of(test.measure)
    forms = Forms(plan.input_by_code, plan.related, codes, denominators(test.measure))
    rising = _side(test, forms)
    wanted: dict[str, Sign] = {"more": 1, "less": -1}
    found = []
    for code in codes:
        better = wanted.get(plan.input_by_code[code].better)
        moved = direction(test.measure, code, forms)
        if better and moved != 0 and (moved is None or rising is None or moved * rising != better):
            found.append(code)
    return found


def _side(test: Test, forms: Forms) -> Sign | None:
    """Tell whether growing switches the test off (1), on (-1), or either."""
    assert test.measure is not None
    measured = Measured(test.measure, forms)
    span = span_of(test.interval, measured.grid)
    if span.low is None or measured.proves(measured.above(span.low)):
        return 1
    return -1 if span.high is None or measured.proves(measured.below(span.high)) else None
