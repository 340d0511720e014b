"""Units that parted since last year have no figures of last year, however few of them are looked at."""

from __future__ import annotations

import importlib
from dataclasses import replace
from functools import cache

import pytest

from par_index.model.facts import Cycle, Decision, Fact, Group, Stage, Written
from par_index.model.plan import Plan
from par_index.problem import NOWHERE, Where
from par_index.read.cases import cases
from par_index.score import run
from par_index.score.engines import array_verdicts
from par_index.score.last_year import former_units
from par_index.score.opened import Opened
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.scenario import lay, scenario_of
from tests.whatif.sample import basis

HEIRS = ("huyen-cho-gao", "huyen-cai-be")
"""Both come of a unit X that stood last year; neither states last year's figure itself."""


@cache
def parted() -> tuple[Opened, Basis, Group, Plan, str]:
    """Give the example so changed, and the input that repeats last year's."""
    opened = basis().folder
    cycle = opened.cycle
    group = next(one for one in cycle.groups if one.kind == "huyen")
    plan = next(one for one in opened.plans if one.kind == "huyen")
    read = {code for leaf in plan.leaves for code in leaf.inputs}
    entry = next(one for one in plan.inputs if one.previous and one.code in read)
    before = [one for one in cycle.previous.facts or () if one.unit not in (*HEIRS, "X")]
    before.append(Fact("X", entry.previous or "", Written("7", "text", Where("nam-truoc.csv", 2))))
    changed = replace(
        cycle,
        units=tuple(replace(one, predecessors=("X",)) if one.code in HEIRS else one for one in cycle.units),
        facts=tuple(one for one in cycle.facts if one.unit not in HEIRS or one.input != entry.code),
        previous=replace(cycle.previous, facts=tuple(before)),
    )
    made = replace(opened, cycle=changed)
    return made, lay_out(made)[0], group, plan, entry.code


def test_few_units_have_the_facts_they_have_among_all() -> None:
    opened, _, group, plan, entry = parted()
    whole = {one.unit.code: one for one in cases(opened.cycle, plan, group, "council")[0]}
    assert entry not in whole[HEIRS[0]].case.values
    for some in ((HEIRS[0],), HEIRS[:1], HEIRS):
        few = opened.cycle.only(one for one in opened.cycle.units if one.code in some)
        assert {one.unit.code: one for one in cases(few, plan, group, "council")[0]} == {
            code: whole[code] for code in some
        }


@pytest.mark.parametrize("change", ["traits", "figures"])
def test_a_scenario_of_one_of_them_gives_it_none(change: str) -> None:
    _, ground, _, plan, entry = parted()
    asked = next(one for one in plan.inputs if one.kind == "yes_no")
    trait = next(iter(plan.traits))
    document = {
        "traits": [{"units": [HEIRS[0]], "add": [trait]}],
        "figures": [{"units": [HEIRS[1]], "input": asked.code, "set": "Có"}],
    }
    spec, _ = scenario_of({change: document[change]} if change == "traits" else document)
    assert spec is not None
    laid, problems = lay(ground, spec)
    assert laid is not None, [problem.text() for problem in problems]
    for unit in HEIRS:
        found, _ = laid.after.find(unit) or pytest.fail(unit)
        assert entry not in found.facts[found.at[unit]].case.values


def test_what_an_earlier_stage_gave_one_of_them_is_what_it_gives_all() -> None:
    opened, _, group, plan, _ = parted()
    asked = next(one for one in plan.inputs if one.kind == "yes_no")
    written = Written("Không", "text", NOWHERE)
    decided = Decision("council", HEIRS[0], "", asked.code, written, "", False, "Biên bản", "", "", NOWHERE)
    cycle = replace(opened.cycle, decisions=(*opened.cycle.decisions, decided))
    alone = replace(cycle, decisions=(decided,))
    judged, _ = run._judged(alone, plan, group, "council")
    stage: Stage = "self"
    facts, _ = cases(alone, plan, group, stage)
    expected = {one.unit: one for one in array_verdicts(plan, [fact.case for fact in facts])}
    assert {one.facts.unit.code: one.by_stage[stage] for one in judged} == expected


def test_last_years_rank_of_one_of_them_is_compared_with_nobodys() -> None:
    opened, _, _, _, _ = parted()
    results = opened.previous
    assert results is not None
    group = results.groups[0]
    former = replace(group.units[0], unit="X")
    before = replace(results, groups=(replace(group, units=(former,)),))
    few: Cycle = opened.cycle.only(one for one in opened.cycle.units if one.code == HEIRS[0])
    assert former_units(opened.cycle, before).lines[HEIRS[0]].merged
    assert former_units(few, before).lines[HEIRS[0]] == former_units(opened.cycle, before).lines[HEIRS[0]]


def test_who_explains_one_of_them_leaves_the_others_aside() -> None:
    explain = importlib.import_module("par_index.cli.explain")
    opened, _, _, _, _ = parted()
    unit = next(one for one in opened.cycle.units if one.code == HEIRS[0])
    near = explain._cluster(opened.cycle, unit)
    assert {one.code for one in near.everyone} == {one.code for one in opened.cycle.units}
    assert {one.cluster for one in near.units} == {unit.cluster}
