"""Leaving a leaf or an area out equals scoring by a set that never had it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from par_index.engine import array, forward
from par_index.model.plan import Plan
from par_index.score.rank import standings
from par_index.whatif.robust.leave_out import left_out
from tests import naive
from tests.strategies import world
from tests.whatif.robust.sample import example


def without(plan: Plan, codes: set[str]) -> Plan | None:
    """Take leaves out of a set; ``None`` where a gate asks about them, so that the set would not hold."""
    areas = {leaf.area for leaf in plan.leaves if leaf.code in codes}
    kept = []
    for gate in plan.gates:
        if gate.when.code in codes | areas:
            return None
        caps = tuple((code, cap) for code, cap in gate.caps if code not in codes)
        kept.append(replace(gate, caps=caps))
    leaves = tuple(leaf for leaf in plan.leaves if leaf.code not in codes)
    return replace(plan, leaves=leaves, gates=tuple(kept), grades=None)


@pytest.mark.parametrize("seed", range(20))
def test_random_sets_equal_the_reference(seed: int) -> None:
    one = world(seed, 5, 8)
    population = array.load(one.plan, one.cases)
    clusters = (np.arange(len(one.cases)),)
    for left in left_out(array.prepare(one.plan), population, clusters):
        patched = without(one.plan, {left.code}) if left.level == "leaf" else None
        if patched is None:
            continue
        verdicts = [naive.judge(patched, case) for case in one.cases]
        assert left.points.tolist() == [verdict.points for verdict in verdicts]
        assert left.max_points.tolist() == [verdict.max_points for verdict in verdicts]
        measured = [k for k, verdict in enumerate(verdicts) if verdict.max_points]
        indices = [Fraction(verdicts[k].points, verdicts[k].max_points) for k in measured]
        if one.plan.ranking.by == "index_exact" and not one.plan.ranking.break_by:
            ranks = naive.ranks(indices, one.plan.ranking.ties == "dense")
            assert left.ranks[measured].tolist() == ranks


@pytest.mark.parametrize("place", [0, 2])
def test_the_example_equals_the_rules(place: int) -> None:
    ground = example().grounds[place]
    plan = ground.plan
    cases = [one.case for one in ground.facts]
    clusters = tuple(np.array([ground.at[code] for code in members]) for members in ground.clusters.values())
    found = {one.code: one for one in left_out(ground.kernel, array.load(plan, cases), clusters)}
    assert set(found) == {leaf.code for leaf in plan.leaves} | {
        area.code for area in plan.areas if len(area.leaves) > 1
    }
    asked = [("T.1", {"T.1"}), ("8.1.1", {"8.1.1"}), ("6", set(plan.areas[5].leaves))]
    for code, dropped in asked:
        patched = without(plan, dropped)
        assert patched is not None
        verdicts = forward.judge_many(patched, cases, 1)
        assert found[code].points.tolist() == [one.points for one in verdicts]
        assert found[code].max_points.tolist() == [one.max_points for one in verdicts]
        for own in clusters:
            ranked = standings(patched, [verdicts[unit] for unit in own])
            assert found[code].ranks[own].tolist() == [one.rank for one in ranked.values()]
