"""Scenarios over the example cycle: laws they keep, points worked by hand, and the rule engine's word."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from par_index.engine import forward
from par_index.model.plan import Input
from par_index.model.states import State
from par_index.read.written import filed_text
from par_index.whatif.basis import Basis, ground_of
from par_index.whatif.scenario import compare, lay, scenario_of
from par_index.whatif.scenario.lay import Laid
from par_index.whatif.scenario.records import document
from tests import naive
from tests.whatif.sample import basis, laid, refused, written

UNITS = ("huyen-cho-gao", "huyen-cai-be", "tx-go-cong", "kho-bac")
ONLINE = """\
    scenario: thu
    figures:
      - units: [huyen-cho-gao]
        input: hs_truc_tuyen
        set: "at least 98%"
    """


def movable(unit: str) -> list[Input]:
    """List a unit's filed counts and percents, which any value of their bounds may take the place of."""
    found = basis().find(unit)
    assert found is not None
    ground, _ = found
    values = ground.facts[ground.at[unit]].case.values
    return [one for one in ground.plan.inputs if one.code in values and one.source != "survey"]


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, str]:
    """Draw (unit, input, new figure); relations may break, and then their leaves are rejected."""
    unit = draw(st.sampled_from(UNITS))
    entry = draw(st.sampled_from(movable(unit)))
    ground, _ = basis().find(unit) or pytest.fail(unit)
    now = ground.facts[ground.at[unit]].case.values[entry.code]
    nearby = st.integers(max(entry.low, now - 50), min(entry.high, now + 50))
    value = draw(nearby.map(lambda one: one - one % (entry.step or 1)))
    return unit, entry.code, filed_text(entry, value)


def spec_of(*rows: tuple[str, str, str]):
    figures = [{"units": [unit], "input": code, "set": text} for unit, code, text in rows]
    spec, problems = scenario_of({"figures": figures})
    assert spec is not None and not problems
    return spec


def verdicts(ground: Basis) -> object:
    return [(one.group.id, one.verdicts, dict(one.standing)) for one in ground.grounds]


def sound(*rows: tuple[str, str, str]) -> Laid | None:
    """Lay changes, unless they break a relation between figures."""
    made, problems = lay(basis(), spec_of(*rows))
    assert made is not None or {item.code for item in problems} <= {"C24", "C16"}
    return made


def test_an_empty_scenario_changes_nothing() -> None:
    made = laid(scenario_of({})[0])
    assert made.after is made.before
    outcome = compare(made)
    assert outcome.units == () and document(outcome)["units"] == []


@settings(max_examples=40, deadline=None)
@given(changes())
def test_a_scenario_and_its_inverse_leave_the_cycle_as_it_was(change: tuple[str, str, str]) -> None:
    unit, code, _ = change
    found = basis().find(unit)
    assert found is not None
    ground, entry = found[0], found[0].plan.input_by_code[code]
    value = ground.facts[ground.at[unit]].case.values[code]
    made = sound(change)
    if made is not None:
        back = laid(spec_of((unit, code, filed_text(entry, value))), made.after)
        assert verdicts(back.after) == verdicts(basis())
        assert compare(Laid(back.spec, basis(), back.after, back.touched)).units == ()


@settings(max_examples=40, deadline=None)
@given(changes(), changes())
def test_changes_of_different_figures_may_come_in_any_order(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    if one[:2] == other[:2]:
        return
    there, back = lay(basis(), spec_of(one, other))[0], lay(basis(), spec_of(other, one))[0]
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert verdicts(there.after) == verdicts(back.after)


@settings(max_examples=40, deadline=None)
@given(changes(), changes())
def test_scenarios_stacked_are_scenarios_merged(
    one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    first = sound(one)
    if first is None:
        return
    stacked, merged = lay(first.after, spec_of(other))[0], lay(basis(), spec_of(one, other))[0]
    assert (stacked is None) == (merged is None)
    if stacked is not None and merged is not None:
        assert verdicts(stacked.after) == verdicts(merged.after)


@settings(max_examples=25, deadline=None)
@given(st.lists(changes(), min_size=1, max_size=6))
def test_both_engines_and_plain_fractions_agree_with_every_scenario(
    rows: list[tuple[str, str, str]],
) -> None:
    made = sound(*rows)
    if made is None:
        return
    for ground in made.after.grounds:
        places = [ground.at[code] for code in made.touched if code in ground.at]
        cases = [ground.facts[at].case for at in places]
        own = tuple(ground.verdicts[at] for at in places)
        if own:
            assert forward.judge(ground.plan, cases) == own
            assert ground.judge(cases) == own
            assert tuple(naive.judge(ground.plan, one) for one in cases) == own


@pytest.mark.parametrize("lacking", ["the library", "rules it can hold"])
def test_where_no_rules_can_fire_arrays_judge_a_single_case(
    monkeypatch: pytest.MonkeyPatch, lacking: str
) -> None:
    ground, unit = basis().find("huyen-cho-gao") or pytest.fail()
    if lacking == "the library":
        monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    else:
        first, *others = ground.plan.leaves
        states = tuple(replace(state, rule=f'"{state.rule}"') for state in first.states)
        plan = replace(ground.plan, leaves=(replace(first, states=states), *others))
        ground = ground_of(ground.group, plan, ground.facts)
    case = ground.facts[ground.at[unit.code]].case
    with pytest.raises((forward.ForwardUnavailableError, forward.ForwardError)):
        forward.judge_many(ground.plan, [case], 1)
    assert ground.judge_soon([case]) == ground.judge([case])


def test_a_defect_of_the_rule_engine_is_not_hidden_by_the_other() -> None:
    ground, unit = basis().find("huyen-cho-gao") or pytest.fail()
    case = ground.facts[ground.at[unit.code]].case
    case = replace(case, values={**case.values, "hs_truc_tuyen": np.int64(7000)})
    with pytest.raises(forward.ForwardError):
        ground.judge_soon([case])


def test_relative_changes_read_the_figure_as_the_changes_before_left_it(tmp_path: Path) -> None:
    text = """\
        scenario: thu
        figures:
          - {units: [huyen-cho-gao], input: hs_truc_tuyen, set: "= 3.000"}
          - {units: [huyen-cho-gao], input: hs_truc_tuyen, set: "+10%"}
        """
    made = laid(written(tmp_path, text))
    ground, _ = made.after.find("huyen-cho-gao") or pytest.fail()
    assert ground.facts[ground.at["huyen-cho-gao"]].case.values["hs_truc_tuyen"] == 3300


def test_raising_online_filing_passes_whom_the_exact_indices_say(tmp_path: Path) -> None:
    """98% of 7.368 files is 7.220,64, so 7.221: 7.3.2 doubles to 1,5 and 7.3.3 gives its whole point."""
    outcome = compare(laid(written(tmp_path, ONLINE)))
    moved, *others = outcome.units
    assert [(leaf.code, leaf.gain, leaf.figures[0].after) for leaf in moved.leaves] == [
        ("7.3.2", 750_000, "7.221"),
        ("7.3.3", 1_000_000, "7.221"),
    ]
    assert moved.after.points - moved.before.points == 1_750_000
    assert moved.after.index == Fraction(100 * moved.after.points, moved.after.max_points)
    assert (moved.before.rank, moved.after.rank) == (4, 2)
    assert moved.passes == tuple(one.unit.code for one in others)
    assert all(one.before.points == one.after.points and not one.leaves for one in others)
    json.dumps(document(outcome))


def test_a_leaf_that_does_not_apply_leaves_the_maximum_and_comes_back(tmp_path: Path) -> None:
    away = laid(written(tmp_path, """\
        scenario: thu
        leaves:
          - {units: [huyen-cho-gao], code: "7.3.2", state: not_applicable}
        """))  # fmt: skip
    (moved, *_), most = compare(away).units, 1_500_000
    assert moved.before.max_points - moved.after.max_points == most
    assert moved.leaves[0].after and moved.leaves[0].after.state == State.NOT_APPLICABLE
    back = laid(written(tmp_path, """\
        scenario: thu
        leaves:
          - {units: [huyen-cho-gao], code: "7.3.2", state: applies}
        """), away.after)  # fmt: skip
    assert verdicts(back.after) == verdicts(basis())
    both = laid(written(tmp_path, """\
        scenario: thu
        leaves:
          - {units: [huyen-cho-gao], code: "7.3.2", state: not_applicable}
          - {units: [huyen-cho-gao], code: "7.3.2", state: applies}
        """))  # fmt: skip
    assert verdicts(both.after) == verdicts(basis())


def test_a_leaf_without_evidence_loses_its_points_and_gets_them_back(tmp_path: Path) -> None:
    text = 'scenario: thu\nleaves:\n  - {units: [huyen-cho-gao], code: "7.3.2", state: STATE}\n'
    lost = laid(written(tmp_path, text.replace("STATE", "no_evidence")))
    (leaf,) = compare(lost).units[0].leaves
    assert leaf.after and (leaf.after.state, leaf.after.points) == (State.NO_EVIDENCE, 0)
    back = laid(written(tmp_path, text.replace("STATE", "evidenced")), lost.after)
    assert verdicts(back.after) == verdicts(basis())


def test_a_survey_share_moves_its_leaf_alone(tmp_path: Path) -> None:
    made = laid(written(tmp_path, """\
        scenario: thu
        leaves:
          - {units: [huyen-cho-gao], code: "1.7.1", share: "= 90%"}
        """))  # fmt: skip
    (leaf,) = compare(made).units[0].leaves
    assert leaf.after and leaf.after.points == 1_800_000  # 90% of 2 points


def test_a_withdrawn_figure_leaves_the_unit_provisional(tmp_path: Path) -> None:
    made = laid(written(tmp_path, ONLINE.replace("at least 98%", "missing")))
    moved = compare(made).units[0]
    assert moved.after.provisional and not moved.after.grade
    assert moved.leaves[0].after and moved.leaves[0].after.state == State.NOT_FILED


def test_a_trait_taken_away_takes_its_leaves_with_it(tmp_path: Path) -> None:
    made = laid(written(tmp_path, """\
        scenario: thu
        traits:
          - {units: [huyen-cai-lay], remove: [co_nha_dat]}
        """))  # fmt: skip
    moved = compare(made).units[0]
    assert moved.after.max_points < moved.before.max_points
    again = laid(written(tmp_path, """\
        scenario: thu
        traits:
          - {units: [huyen-cai-lay], add: [co_nha_dat]}
        """), made.after)  # fmt: skip
    assert verdicts(again.after) == verdicts(basis())


def test_a_whole_group_may_be_named(tmp_path: Path) -> None:
    made = laid(written(tmp_path, ONLINE.replace("huyen-cho-gao", "huyen")))
    assert len(made.touched) == 11


def test_a_scenario_over_the_self_assessment_leaves_later_decisions_out(tmp_path: Path) -> None:
    made = laid(written(tmp_path, ONLINE), basis("self"))
    for before, after in zip(basis("self").grounds, made.after.grounds, strict=True):
        for code, at in after.at.items():
            if code != "huyen-cho-gao":
                assert after.verdicts[at] == before.verdicts[at]
    assert {one.unit.code for one in compare(made).units if one.leaves} == {"huyen-cho-gao"}
    every = spec_of(("so", "nhiem_vu", "+0"), ("huyen", "nhiem_vu", "+0"), ("nganh-doc", "nhiem_vu", "+0"))
    stacked = laid(every, made.after)
    assert verdicts(stacked.after) == verdicts(made.after)
    assert not {one.stage for one in stacked.after.opened.cycle.decisions} & {"r1", "council"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("figures:\n  - {units: [huyen-cho-gaoo], input: hs_dvc, set: '1'}\n", "Q01", 2),
        ("figures:\n  - {units: [huyen-cho-gao], input: hs_dvcc, set: '1'}\n", "Q02", 2),
        ("figures:\n  - {units: [huyen-cho-gao], input: hs_dvc, set: '+ít'}\n", "Q03", 2),
        ("figures:\n  - {units: [huyen-cho-gao], input: hs_dvc, set: '-999999999'}\n", "C16", 2),
        ("figures:\n  - {units: [huyen-cho-gao], input: hs_truc_tuyen, set: '99999'}\n", "C24", 2),
        ("leaves:\n  - {units: [huyen-cho-gao], code: '7.3.9', state: applies}\n", "Q07", 2),
        ("figures:\n  - {units: [huyen-cho-gao], input: hl_the_che, set: '50%'}\n", "Q08", 2),
        ("leaves:\n  - {units: [huyen-cho-gao], code: '7.3.2', share: '50%'}\n", "Q09", 2),
        ("traits:\n  - {units: [huyen-cho-gao], add: [co_nha_datt]}\n", "Q10", 2),
    ],
)
def test_a_slip_is_told_at_its_line(tmp_path: Path, text: str, code: str, line: int) -> None:
    problems = refused(tmp_path, "scenario: thu\n" + text)
    assert [(item.code, item.where.line) for item in problems if item.is_error] == [(code, line + 1)]
    for language in ("vi", "en"):
        assert "{" not in problems[0].text(language)  # type: ignore[arg-type]
