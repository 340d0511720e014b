"""A small synthetic cycle over the sound sample set, with figures whose points are worked out by hand."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from par_index.model.facts import (
    Cycle,
    Decision,
    Evidence,
    Fact,
    Group,
    Stage,
    Status,
    SurveyScore,
    Unit,
    Written,
)
from par_index.model.plan import Plan
from par_index.problem import Where
from tests.compile.sample import SOUND, compiled

FIGURES = {
    "so-a": {
        "ngay_kh": "20/01/2023",
        "muc": "kip",
        "du_hs": "Có",
        "dung_han": "97",
        "tre_han": "3",
        "so_hoa": "35",
        "phai_so_hoa": "100",
        "sang_kien": "1",
    },
    "so-b": {
        "ngay_kh": "never",
        "muc": "kip",
        "du_hs": "Có",
        "dung_han": "98",
        "tre_han": "2",
        "so_hoa": "70",
        "phai_so_hoa": "100",
        "sang_kien": "3",
    },
    "so-c": {
        "ngay_kh": "31/01/2023",
        "muc": "cham",
        "du_hs": "Không",
        "so_hoa": "70",
        "phai_so_hoa": "100",
        "sang_kien": "0",
    },
}
"""so-a: 1 + 2 + 2 + 1 + 1,6 (survey 80%) + 0,5 = 8,1 of 10.
so-b: 0 + 1 (gate G1: half of 2) + 3 + 2 + 2 (survey 100%) + 1 (1,5 cut to the leaf's 1) = 9 of 10,
barred to B.
so-c: no procedures (1.2 out of the maximum): 1 + 0,5 + 2 + 1 (survey 50%) + 0 = 4,5 of 7."""
SURVEY = {"so-a": "80%", "so-b": "100%", "so-c": "50%"}
UNITS = {"so-a": ("Sở A", ("co_tthc",)), "so-b": ("Sở B", ("co_tthc",)), "so-c": ("Sở C", ())}


@cache
def sample_plan(text: str = SOUND, kind: str = "so") -> Plan:
    """Compile the sample set for one of its kinds."""
    with TemporaryDirectory() as folder:
        plans, problems = compiled(text, Path(folder))
    assert [problem.text("en") for problem in problems if problem.is_error] == []
    return next(plan for plan in plans if plan.kind == kind)


def fact(unit: str, code: str, text: str, status: Status = "") -> Fact:
    """Write one figure as if it stood in a cell named after it."""
    return Fact(unit, code, Written(text, "text", Where(f"facts/{unit}.csv", cell=code)), status)


def decision(stage: Stage, unit: str, code: str, input_code: str, text: str, status: Status = "") -> Decision:
    """Write one decision of the appraisal, with its obligatory reason."""
    written = Written(text, "text", Where("appraisal/quyet-dinh.csv", 2))
    why = ("Đối chiếu sổ theo dõi", "Sở Nội vụ", "05/01/2024")
    return Decision(stage, unit, code, input_code, written, status, False, *why, written.where)


def cycle(
    figures: Mapping[str, Mapping[str, str]] = FIGURES,
    survey: Mapping[str, str] = SURVEY,
    decisions: tuple[Decision, ...] = (),
    **clusters: str,
) -> Cycle:
    """Write the cycle as its folder would be read."""
    evidence = Evidence("so-a", "1.2", "12/BC-SA", "10/12/2023", "Báo cáo", "Mục II", "3–4", "bc.pdf")
    units = tuple(
        Unit(code, name, "so", cluster=clusters.get(code.replace("-", "_"), ""), traits=traits)
        for code, (name, traits) in UNITS.items()
    )
    return Cycle(
        id="thu-2023",
        year=2023,
        issuer="UBND tỉnh thử",
        synthetic=True,
        numbers=None,
        groups=(Group("so", "thu/2023/so", "", "so", Where("cycle.yaml", 9)),),
        units=units,
        facts=tuple(fact(unit, code, text) for unit, own in figures.items() for code, text in own.items()),
        evidence=(evidence,),
        decisions=decisions,
        survey_scores=tuple(
            SurveyScore(unit, "2.1", Written(text), False, "Điều tra thử", Where("survey/scores.csv", 2))
            for unit, text in survey.items()
        ),
    )


def without(
    figures: Mapping[str, Mapping[str, str]], unit: str, *codes: str
) -> Mapping[str, Mapping[str, str]]:
    """Take figures away from one unit."""
    return {**figures, unit: {code: text for code, text in figures[unit].items() if code not in codes}}


def changed(
    figures: Mapping[str, Mapping[str, str]], unit: str, **texts: str
) -> Mapping[str, Mapping[str, str]]:
    """Put other figures in the place of one unit's."""
    return {**figures, unit: {**figures[unit], **texts}}


def reordered(one: Cycle) -> Cycle:
    """Read the same folder in another order of files and rows."""
    return replace(one, units=one.units[::-1], facts=one.facts[::-1], survey_scores=one.survey_scores[::-1])
