"""Write what a scenario does as a JSON document: decimals are strings, exact indices ``n/d``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from par_index.model.case import LeafVerdict
from par_index.points import decimal_text, points_text
from par_index.read.written import filed_text
from par_index.whatif.scenario.compare import LeafMove, Outcome, Side, UnitMove
from par_index.whatif.scenario.grid import Surface

SCHEMA = "par-index/whatif/1"


def document(outcome: Outcome, surface: Surface | None = None) -> dict[str, Any]:
    """Give the whole outcome; ``grid`` stands only where the scenario sweeps."""
    basis, spec = outcome.laid.before, outcome.laid.spec
    places = {ground.group.id: ground.plan.places for ground in basis.grounds}
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "cycle": basis.folder.cycle.id,
        "synthetic": basis.folder.cycle.synthetic,
        "stage": basis.stage,
        "scenario": str(spec.scenario),
        "name": str(spec.name or ""),
        "touched": list(outcome.laid.touched),
        "units": [_unit(one, places[one.group]) for one in outcome.units],
    }
    return made if surface is None else {**made, "grid": _grid(surface)}


def _unit(move: UnitMove, places: int) -> dict[str, Any]:
    return {
        "group": move.group,
        "unit": move.unit.code,
        "name": move.unit.name,
        "cluster": move.unit.cluster,
        "before": _side(move.before, places),
        "after": _side(move.after, places),
        "passes": list(move.passes),
        "leaves": [_leaf(leaf) for leaf in move.leaves],
    }


def _side(side: Side, places: int) -> dict[str, Any]:
    return {
        "points": points_text(side.points),
        "max_points": points_text(side.max_points),
        "index": "" if side.index is None else decimal_text(side.index, places),
        "index_exact": exact(side.index),
        "rank": side.rank,
        "grade": side.grade,
        "grade_barred_by": list(side.barred_by),
        "provisional": side.provisional,
    }


def exact(index: Fraction | None) -> str:
    """Write an exact index; empty where there is none."""
    return "" if index is None else f"{index.numerator}/{index.denominator}"


def _leaf(move: LeafMove) -> dict[str, Any]:
    return {
        "code": move.code,
        "name": move.name,
        "before": _earned(move.before),
        "after": _earned(move.after),
        "figures": [
            {"input": one.input, "label": one.label, "before": one.before, "after": one.after}
            for one in move.figures
        ],
    }


def _earned(leaf: LeafVerdict | None) -> dict[str, Any] | None:
    if leaf is None:
        return None
    return {
        "state": leaf.state.value,
        "points": points_text(leaf.points),
        "max_points": points_text(leaf.max_points),
        "rules": list(leaf.rules),
    }


def _grid(surface: Surface) -> dict[str, Any]:
    return {
        "unit": surface.axes[0].unit.code,
        "axes": [
            {
                "unit": axis.unit.code,
                "input": axis.entry.code,
                "label": axis.entry.label,
                "values": [filed_text(axis.entry, value) for value in axis.values],
            }
            for axis in surface.axes
        ],
        "cells": [
            {
                "points": "" if cell.points is None else points_text(cell.points),
                "index_exact": exact(cell.index),
                "rank": cell.rank,
                "grade": cell.grade,
            }
            for cell in surface.cells
        ],
    }
