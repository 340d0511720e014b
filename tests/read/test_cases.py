"""A unit's case at each stage: states by their bits, decisions side by side, last year's figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from par_index.model.facts import Stage
from par_index.model.states import CLAIMED, GRANTED, NO_EVIDENCE, NOT_FILED, PENDING, REJECTED, TRAIT
from par_index.points import MICRO
from par_index.read.cases import cases
from par_index.read.cycle import load_cycle
from tests.read.offices import CYCLE, FIGURES, LEAVES, PLAN, SCORES, facts, folder, judged

COLUMNS = "unit,code,input,stage,value,points,reason,by,at\n"
DECIDED = ",Biên bản 5,Hội đồng,20/12/2023\n"


def changed(**figures: str) -> str:
    """Write facts.csv with some figures, or statuses after a bar: ``ho_so="|no_evidence"``."""
    rows = [(code, *figures.get(code, text).partition("|")[::2]) for code, text in FIGURES.items()]
    lines = [f'{unit},{code},"{text}",{status}' for unit in ("SNV", "STC") for code, text, status in rows]
    return "\n".join(["unit,input,value,status", *lines, ""])


def test_a_whole_filing_has_only_values(tmp_path: Path) -> None:
    found, problems = judged(tmp_path, {})
    assert problems == ()
    assert found["SNV"].case.values == {
        "ke_hoach": 1, "muc": 2, "ho_so": 1000, "dung_han": 980, "dung_han_nt": 900, "von": 12_500,
        "ty_le": 9_350, "ngay_kh": 738_551, "ngay_bc": 738_869, "diem": 1_750_000, "hai_long": 911_700,
    }  # fmt: skip
    assert found["SNV"].case.flags == {}
    assert found["STC"].case.flags == {"1.7": TRAIT}
    assert found["STC"].case.values["hai_long"] == 900_000


@pytest.mark.parametrize(
    ("figure", "text", "flags", "codes"),
    [
        ("ke_hoach", "", {"1.1": NOT_FILED}, []),
        ("ke_hoach", "x", {"1.1": REJECTED}, ["C20"]),
        ("ke_hoach", "Có|no_evidence", {"1.1": NO_EVIDENCE}, []),
        ("ke_hoach", "|no_evidence", {"1.1": NOT_FILED | NO_EVIDENCE}, []),
        ("ke_hoach", "|Không phát sinh", {"1.1": NOT_FILED | CLAIMED}, []),
        ("ke_hoach", "|Không áp dụng", {"1.1": NOT_FILED | CLAIMED}, []),
        ("ho_so", "979", {"1.2": REJECTED, "1.7": REJECTED, "1.8": REJECTED}, ["C24"]),
        ("ho_so", "-1", {"1.2": REJECTED, "1.7": REJECTED}, ["C16"]),
        ("ho_so", "980", {}, []),
        ("dung_han_nt", "", {"1.8": NOT_FILED}, ["C48"]),
    ],
)
def test_states_of_a_filing(
    tmp_path: Path, figure: str, text: str, flags: dict[str, int], codes: list[str]
) -> None:
    found, problems = judged(tmp_path, {"facts.csv": changed(**{figure: text})})
    assert found["SNV"].case.flags == flags
    assert [problem.code for problem in problems][: len(codes)] == codes
    assert found["SNV"].claimed == {code for code, bits in flags.items() if bits & CLAIMED}
    assert found["SNV"].unproven == {code for code, bits in flags.items() if bits & NO_EVIDENCE}
    broken = {code for code, bits in flags.items() if bits & (REJECTED | NOT_FILED)}
    assert all(set(leaf.inputs) - set(found["SNV"].case.values) for leaf in LEAVES if leaf.code in broken)


def test_figures_of_a_broken_relation_are_absent_but_still_shown(tmp_path: Path) -> None:
    found, _ = judged(tmp_path, {"facts.csv": changed(ho_so="979")})
    assert not {"ho_so", "dung_han"} & set(found["SNV"].case.values)
    assert found["SNV"].figures["ho_so"].last.text == "979"
    assert found["SNV"].figures["ho_so"].last.value == 979


def test_missing_evidence_is_only_marked_where_the_set_says_so(tmp_path: Path) -> None:
    files = {"facts.csv": changed(ke_hoach="Có|no_evidence")}
    found, _ = judged(tmp_path, files, plan=replace(PLAN, evidence_costs=False))
    assert found["SNV"].case.flags == {}
    assert found["SNV"].unproven == {"1.1"}


def test_a_survey_leaf_waits_for_its_survey(tmp_path: Path) -> None:
    found, problems = judged(tmp_path, {"survey/scores.csv": "unit,code,share\nSTC,2.1,60%\n"})
    assert problems == ()
    assert found["SNV"].case.flags == {"2.1": PENDING}
    assert found["STC"].case.values["hai_long"] == 600_000


def test_survey_points_become_their_exact_share(tmp_path: Path) -> None:
    """2,7 of 3 points are nine tenths; an input of points keeps them as they are."""
    found, problems = judged(tmp_path / "share", {})
    assert (found["STC"].case.values["hai_long"], problems) == (900_000, ())
    in_points = {"hai_long": replace(PLAN.input_by_code["hai_long"], kind="points", high=3 * MICRO)}
    plan = replace(PLAN, inputs=tuple(in_points.get(entry.code, entry) for entry in PLAN.inputs))
    scores = SCORES.replace('"91,17%",,', ",2.5,")
    found, problems = judged(tmp_path / "points", {"survey/scores.csv": scores}, plan=plan)
    assert [found[code].case.values["hai_long"] for code in ("SNV", "STC")] == [2_500_000, 2_700_000]
    assert problems == ()
    found, problems = judged(tmp_path / "more", {"survey/scores.csv": SCORES.replace("2.7", "3.1")})
    assert [problem.texts()[1] for problem in problems] == ["“Mức độ hài lòng” ghi 3.1; chỉ nhận từ 0 đến 3."]
    assert found["STC"].case.flags["2.1"] == REJECTED


ROUNDS = (
    COLUMNS
    + "SNV,,dung_han,r1,970,,Sai số,Lan,01/12/2023\n"
    + "SNV,,dung_han,r2,975,,Bổ sung,Lan,10/12/2023\n"
    + "SNV,,dung_han,council,978,,Chốt,Hội đồng,20/12/2023\n"
)


@pytest.mark.parametrize(("stage", "value"), [("self", 980), ("r1", 970), ("r2", 975), ("council", 978)])
def test_the_last_decision_up_to_the_stage_counts(tmp_path: Path, stage: Stage, value: int) -> None:
    found, _ = judged(tmp_path, {"appraisal/a.csv": ROUNDS}, stage)
    assert found["SNV"].case.values["dung_han"] == value
    assert found["STC"].case.values["dung_han"] == 980
    steps = found["SNV"].figures["dung_han"].steps
    assert [step.value for step in steps] == [980, 970, 975, 978][: len(steps)]
    assert steps[-1].stage == stage


def test_decisions_stand_in_the_order_of_stages_not_of_rows(tmp_path: Path) -> None:
    first, *rows = ROUNDS.splitlines()
    found, _ = judged(tmp_path, {"appraisal/a.csv": "\n".join([first, *rows[::-1]])})
    assert [step.value for step in found["SNV"].figures["dung_han"].steps] == [980, 970, 975, 978]
    last = found["SNV"].figures["dung_han"].last
    assert (last.reason, last.by, last.at, str(last.where)) == (
        "Chốt", "Hội đồng", "20/12/2023", "appraisal/a.csv:2",
    )  # fmt: skip


def test_a_leaf_with_one_input_and_a_leaf_of_points_are_decided_by_their_code(tmp_path: Path) -> None:
    decided = COLUMNS + f"SNV,1.3,,r1,cham,{DECIDED}SNV,1.6,,r1,,0.5{DECIDED}"
    found, problems = judged(tmp_path, {"appraisal/a.csv": decided})
    assert problems == ()
    assert (found["SNV"].case.values["muc"], found["SNV"].case.values["diem"]) == (1, 500_000)


def test_a_decision_mends_a_rejected_figure_and_may_itself_be_rejected(tmp_path: Path) -> None:
    decided = COLUMNS + f"SNV,,ho_so,r1,1000,{DECIDED}SNV,,ho_so,r2,12 hồ sơ,{DECIDED}"
    files = {"facts.csv": changed(ho_so="979"), "appraisal/a.csv": decided}
    mended, _ = judged(tmp_path / "1", files, "r1")
    assert mended["SNV"].case.flags == {}
    assert mended["SNV"].case.values["ho_so"] == 1000
    untyped, _ = judged(tmp_path / "3", {**files, "facts.csv": changed(ho_so="-1")}, "r1")
    assert untyped["SNV"].case == mended["SNV"].case
    spoilt, problems = judged(tmp_path / "2", files, "r2")
    assert spoilt["SNV"].case.flags == {"1.2": REJECTED, "1.7": REJECTED}
    assert {(problem.code, str(problem.where)) for problem in problems if problem.args.get("text")} == {
        ("C14", "appraisal/a.csv:3"),
    }


@pytest.mark.parametrize(
    ("decided", "flags"),
    [
        ("SNV,1.2,,council,not_applicable,", {"1.2": GRANTED}),
        ("SNV,,ho_so,council,Không áp dụng,", {"1.2": NOT_FILED | GRANTED, "1.7": NOT_FILED | GRANTED}),
        ("SNV,1.2,,council,no_evidence,", {"1.2": NO_EVIDENCE}),
        ("SNV,,ho_so,council,no_evidence,", {"1.2": NO_EVIDENCE, "1.7": NO_EVIDENCE}),
    ],
)
def test_the_council_decides_a_state(tmp_path: Path, decided: str, flags: dict[str, int]) -> None:
    found, problems = judged(tmp_path, {"appraisal/a.csv": COLUMNS + decided + DECIDED})
    assert problems == ()
    assert found["SNV"].case.flags == flags
    assert set(found["SNV"].granted) == {code for code, bits in flags.items() if bits & GRANTED}


@pytest.mark.parametrize("stage", ["r1", "r2"])
def test_an_appraisers_not_applicable_stays_a_claim_until_the_council_grants_it(
    tmp_path: Path, stage: str
) -> None:
    found, _ = judged(tmp_path, {"appraisal/a.csv": f"{COLUMNS}SNV,1.2,,{stage},not_applicable,{DECIDED}"})
    assert found["SNV"].case.flags == {"1.2": CLAIMED}
    assert found["SNV"].granted == {}


def test_points_and_a_status_decided_together_for_a_leaf_are_both_kept(tmp_path: Path) -> None:
    decided = f"status,{COLUMNS}no_evidence,SNV,1.6,,r1,,0.5{DECIDED}"
    found, problems = judged(tmp_path, {"appraisal/a.csv": decided})
    assert problems == ()
    assert [step.status for step in found["SNV"].decided["1.6"]] == ["no_evidence"]
    assert found["SNV"].case.values["diem"] == 500_000
    assert found["SNV"].unproven == {"1.6"}


def test_words_that_could_be_a_choice_are_no_decision_on_a_state(tmp_path: Path) -> None:
    """“Không phát sinh” is a status in its own column, but in a value column it may be a choice's label."""
    decided = COLUMNS + "SNV,,muc,council,Không phát sinh," + DECIDED
    _, problems = judged(tmp_path, {"appraisal/a.csv": decided})
    assert [problem.code for problem in problems] == ["C21"]


def test_a_claim_is_granted_only_where_it_was_granted(tmp_path: Path) -> None:
    files = {
        "facts.csv": changed(ho_so="|not_applicable"),
        "appraisal/a.csv": COLUMNS + "SNV,1.2,,council,not_applicable," + DECIDED,
    }
    found, _ = judged(tmp_path, files)
    assert found["SNV"].case.flags == {"1.2": NOT_FILED | GRANTED, "1.7": NOT_FILED | CLAIMED}
    assert found["SNV"].granted["1.2"].by == "Hội đồng"
    assert found["STC"].claimed == {"1.2", "1.7"}


def test_a_figure_decided_later_ends_an_earlier_not_applicable(tmp_path: Path) -> None:
    decided = f"SNV,1.2,,r1,not_applicable,{DECIDED}SNV,,ho_so,council,1200,{DECIDED}"
    found, _ = judged(tmp_path, {"appraisal/a.csv": COLUMNS + decided})
    assert found["SNV"].case.flags == {}
    assert found["SNV"].granted == {}


def test_a_state_and_a_figure_of_one_stage_leave_the_state(tmp_path: Path) -> None:
    decided = f"SNV,1.2,,council,not_applicable,{DECIDED}SNV,,ho_so,council,1200,{DECIDED}"
    found, _ = judged(tmp_path, {"appraisal/a.csv": COLUMNS + decided})
    assert found["SNV"].case.flags == {"1.2": GRANTED}
    assert found["SNV"].case.values["ho_so"] == 1200


def test_of_a_figure_stated_twice_the_first_is_kept(tmp_path: Path) -> None:
    cycle, problems = load_cycle(folder(tmp_path, {"facts.csv": facts() + "SNV,ho_so,1200,,\n"}))
    assert cycle is not None
    assert [problem.code for problem in problems] == ["C12"]
    found, _ = cases(cycle, PLAN, cycle.groups[0], "self")
    assert found[0].case.values["ho_so"] == 1000


def test_last_years_figures_are_repeated_and_kept_for_empty_denominators(tmp_path: Path) -> None:
    figures = {code: text for code, text in FIGURES.items() if code != "dung_han_nt"}
    previous = CYCLE + "previous:\n  facts: 2022/facts.csv\n"
    before = facts({"dung_han": "850", "ho_so": "12 hồ sơ", "muc": "cham"}, ("SNV", "STC_CU"))
    units = "unit,name,kind,predecessor\nSNV,Sở Nội vụ,so,\nSTC,Sở Tài chính,so,STC_CU\n"
    files = {"cycle.yaml": previous, "units.csv": units, "2022/facts.csv": before}
    files["facts.csv"] = facts(figures)
    fallen_back = tuple(replace(leaf, use_previous=True) for leaf in LEAVES[1:3])
    plan = replace(PLAN, leaves=(LEAVES[0], *fallen_back, *LEAVES[3:]))
    found, problems = judged(tmp_path, files, plan=plan)
    for code in ("SNV", "STC"):
        assert found[code].case.values["dung_han_nt"] == 850
        assert found[code].case.previous == {"dung_han": 850, "muc": 1}
    assert str(found["STC"].figures["dung_han_nt"].last.where) == "2022/facts.csv:5"
    assert [(problem.code, str(problem.where)) for problem in problems] == [
        ("C14", "2022/facts.csv:3"), ("C14", "2022/facts.csv:6"),
    ]  # fmt: skip


def test_evidence_stands_beside_the_leaf_or_every_leaf_that_reads_the_input(tmp_path: Path) -> None:
    proof = "unit,code,ref\nSNV,1.1,1/KH\nSNV,ho_so,2/BC\nSTC,1.1,3/KH\n"
    found, _ = judged(tmp_path, {"evidence.csv": proof})
    assert {code: [row.ref for row in rows] for code, rows in found["SNV"].evidence.items()} == {
        "1.1": ["1/KH"], "1.2": ["2/BC"], "1.7": ["2/BC"],
    }  # fmt: skip
