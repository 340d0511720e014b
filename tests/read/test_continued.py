"""Facts that are continued by decisions are the facts of a folder that held the decisions from the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import event, given
from hypothesis import strategies as st

from par_index.model.facts import (
    Cycle,
    Decision,
    Fact,
    Group,
    Previous,
    Stage,
    Status,
    Unit,
    UnitFacts,
    Written,
)
from par_index.problem import Problem, Where
from par_index.read.cases import cases, continued
from tests.read.offices import FIGURES, LEAVES, PLAN

STATUSES: tuple[Status, ...] = ("", "", "", "not_applicable", "no_evidence")
LAST_YEAR = tuple(Fact("SNV", code, Written(FIGURES[code], "text")) for code in ("ho_so", "dung_han", "muc"))
FALLEN_BACK = replace(PLAN, leaves=(LEAVES[0], replace(LEAVES[1], use_previous=True), *LEAVES[2:]))
TEXTS = ("", "Có", "x", "12 hồ sơ", "0", "979", "980", "1000", "93,5%", "1,75", "15/12/2023", "-1")


@st.composite
def stated(draw: st.DrawFn) -> Mapping[str, tuple[str, Status]]:
    """Draw a filing: mostly right, some of it missing, misspelt or out of bounds."""
    wrong = draw(st.dictionaries(st.sampled_from(list(FIGURES)), st.sampled_from(TEXTS), max_size=4))
    return {code: (text, draw(st.sampled_from(STATUSES))) for code, text in {**FIGURES, **wrong}.items()}


@st.composite
def decision(draw: st.DrawFn, stage: Stage, line: int) -> Decision:
    """Draw what somebody decided of an input, or of a leaf as a whole."""
    entry = draw(st.sampled_from((*FIGURES, "khong_co", "")))
    text = draw(st.one_of(st.just(FIGURES.get(entry, "")), st.sampled_from(TEXTS)))
    code = "" if entry else draw(st.sampled_from([leaf.code for leaf in LEAVES]))
    where = Where("quyet-dinh.csv", line)
    status = draw(st.sampled_from(STATUSES))
    points = draw(st.booleans()) and code == "1.6"
    return Decision(
        stage, "SNV", code, entry, Written(text, "text", where), status, points, "Lý do", "", "", where
    )


def made(cycle: Cycle, group: Group, stage: Stage) -> tuple[UnitFacts, tuple[Problem, ...]]:
    (facts,), problems = cases(cycle, FALLEN_BACK, group, stage)
    return facts, problems


@given(st.data(), st.integers(0, 3), st.integers(0, 4))
def test_decisions_may_follow_later(data: st.DataObject, before: int, after: int) -> None:
    filed = data.draw(stated())
    unit = Unit("SNV", "Sở Nội vụ", "so", traits=("co_tthc",))
    group = Group("so", "thu/2023/so", "", "so")
    cycle = Cycle(
        "thu-2023",
        2023,
        "UBND tỉnh thử",
        synthetic=True,
        numbers=None,
        groups=(group,),
        units=(unit,),
        facts=tuple(
            Fact("SNV", code, Written(text, "text", Where("facts.csv", line)), status, "")
            for line, (code, (text, status)) in enumerate(filed.items(), 2)
        ),
        previous=Previous(facts=LAST_YEAR),
        decisions=tuple(data.draw(decision("council", line)) for line in range(2, 2 + before)),
    )
    further = [data.draw(decision("scenario", line)) for line in range(20, 20 + after)]
    whole, told = made(replace(cycle, decisions=(*cycle.decisions, *further)), group, "scenario")
    facts, earlier = made(cycle, group, "council")
    found, problems = continued(cycle, FALLEN_BACK, facts, further)
    assert found == whole
    assert {each.text() for each in told} - {each.text() for each in earlier} <= {p.text() for p in problems}
    assert {each.text() for each in problems} <= {each.text() for each in told}
    again, _ = continued(
        cycle, FALLEN_BACK, continued(cycle, FALLEN_BACK, facts, further[:2])[0], further[2:]
    )
    assert again == whole
    event(f"refused before {bool(facts.refused)}, mended {bool(facts.refused - found.refused)}")
