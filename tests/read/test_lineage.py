"""Units that were renamed, merged or parted since last year: what counts as theirs of last year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from par_index.model.facts import Merged, Unit
from par_index.model.result import LastYear
from par_index.read.lineage import lineage_doubts, lineages
from par_index.score.last_year import Former, last_year
from par_index.score.run import run
from tests.read.offices import CYCLE, FIGURES, all_problems, facts, judged, loaded
from tests.score.cycles import cycle as sample_cycle
from tests.score.cycles import sample_plan

FIGURES_WITHOUT = {code: text for code, text in FIGURES.items() if code != "dung_han_nt"}


def unit(code: str, *predecessors: str) -> Unit:
    return Unit(code, code, "so", predecessors=predecessors)


@pytest.mark.parametrize(
    ("units", "known", "expected"),
    [
        ([unit("a")], {"a"}, {"a": (("a",), False)}),
        ([unit("a")], set(), {"a": (("a",), False)}),
        ([unit("b", "a")], {"a"}, {"b": (("a",), False)}),
        ([unit("c", "a", "b")], {"a", "b"}, {"c": (("a", "b"), True)}),
        ([unit("a", "b")], {"a", "b"}, {"a": (("b", "a"), True)}),
        ([unit("b", "a"), unit("c", "a")], {"a"}, {"b": (("a",), True), "c": (("a",), True)}),
        ([unit("a"), unit("c", "a")], {"a"}, {"a": (("a",), True), "c": (("a",), True)}),
    ],
    ids=["kept", "new", "renamed", "merged", "took in", "parted", "carved out"],
)
def test_what_a_unit_stands_on(
    units: list[Unit], known: set[str], expected: dict[str, tuple[tuple[str, ...], bool]]
) -> None:
    found = lineages(units, known)
    assert {code: (line.sources, line.merged) for code, line in found.items()} == expected


def cycle_with(merged: str, before: str, listed: str) -> dict[str, str | bytes | None]:
    """Write a cycle whose department STC was merged of STC1 and STC2."""
    rule = f"  merged: {merged}\n" if merged else ""
    return {
        "cycle.yaml": CYCLE + "previous:\n  facts: truoc.csv\n" + rule,
        "truoc.csv": before,
        "units.csv": listed,
        "facts.csv": facts(FIGURES_WITHOUT),
    }


MERGED = "unit,name,kind,predecessor\nSNV,Sở Nội vụ,so,\nSTC,Sở Tài chính,so,STC1;STC2\n"
BEFORE = "unit,input,value\nSNV,dung_han,700\nSTC1,dung_han,1.204\nSTC2,dung_han,305\n"


@pytest.mark.parametrize(
    ("merged", "expected"),
    [("", None), ("not_comparable", None), ("first", 1204), ("sum", 1509)],
)
def test_figures_of_merged_units(merged: str, expected: int | None, tmp_path: Path) -> None:
    """1.204 + 305 = 1.509 by hand; a unit that stayed is not touched by the rule."""
    files = cycle_with(merged, BEFORE, MERGED)
    files["cycle.yaml"] = str(files["cycle.yaml"]) + "numbers: vi\n"
    found, problems = judged(tmp_path, files)
    assert found["SNV"].case.values["dung_han_nt"] == 700
    assert found["STC"].case.values.get("dung_han_nt") == expected
    told = [(problem.code, problem.args["sources"]) for problem in problems]
    assert told == ([("C51", "STC1, STC2")] if expected is None else [])


def test_a_sum_needs_every_part_and_a_parted_unit_has_none(tmp_path: Path) -> None:
    lacking = BEFORE.replace("STC2,dung_han,305\n", "STC2,ke_hoach,Có\n")
    files = cycle_with("sum", lacking.replace("1.204", "1204"), MERGED)
    found, problems = judged(tmp_path / "thieu", files)
    assert "dung_han_nt" not in found["STC"].case.values
    assert [problem.code for problem in problems] == ["C51"]
    parted = MERGED.replace("SNV,Sở Nội vụ,so,\n", "SNV,Sở Nội vụ,so,STC1\n").replace("STC1;STC2", "STC1")
    files = cycle_with("sum", BEFORE.replace("1.204", "1204"), parted)
    found, problems = judged(tmp_path / "tach", files)
    assert "dung_han_nt" not in found["STC"].case.values
    assert [problem.code for problem in problems] == ["C51", "C51"]


def test_what_is_shown_beside_last_year() -> None:
    results, _ = run(sample_cycle(), (sample_plan(),))
    assert results is not None
    sample = results.groups[0].units[0]
    before = {code: replace(sample, unit=code, index="80.5", rank=3) for code in ("a", "b")}
    units = [unit("c", "a", "b"), unit("moi"), unit("a2", "a")]

    def shown(rule: Merged, one: Unit, among: list[Unit]) -> LastYear | None:
        return last_year(one, 1, Former(before, lineages(among, before), rule))

    assert shown("not_comparable", units[0], units[:1]) == LastYear("", None, None, comparable=False)
    assert shown("sum", units[0], units[:1]) == LastYear("", None, None, comparable=False)
    assert shown("first", units[0], units[:1]) == LastYear("80.5", 3, 2)
    assert shown("not_comparable", units[1], units[1:2]) is None
    assert shown("not_comparable", units[2], units[2:]) == LastYear("80.5", 3, 2)


def test_a_predecessor_nobody_knew_and_one_that_still_stands(tmp_path: Path) -> None:
    listed = MERGED.replace("STC1;STC2", "STC3;SNV")
    cycle = loaded(tmp_path, cycle_with("", BEFORE, listed))
    told = [(item.code, item.args["predecessor"]) for item in lineage_doubts(cycle, {"STC1", "STC2", "SNV"})]
    assert told == [("C52", "STC3"), ("C53", "SNV")]
    (unknown, standing) = lineage_doubts(cycle, {"STC1", "STC2", "SNV"})
    assert unknown.args["nearest"].startswith("STC")
    assert "units_on" in standing.text()


def test_only_units_of_the_named_day_are_scored(tmp_path: Path) -> None:
    listed = (
        "unit,name,kind,valid_from,valid_to,predecessor\n"
        "SNV,Sở Nội vụ,so,,,\nSTC1,Sở cũ,so,,30/06/2023,\nSTC,Sở Tài chính,so,01/07/2023,,STC1\n"
    )
    files: dict[str, str | bytes | None] = {"units.csv": listed}
    everyone = loaded(tmp_path / "nam", files)
    assert [one.code for one in everyone.units] == ["SNV", "STC1", "STC"]
    files["cycle.yaml"] = CYCLE + "units_on: 31/12/2023\n"
    assert [one.code for one in loaded(tmp_path / "ngay", files).units] == ["SNV", "STC"]
    gone = {**files, "facts.csv": facts() + 'STC1,ho_so,"12",,\n'}
    assert [item.code for item in all_problems(tmp_path / "sai", gone) if item.code == "C10"] == ["C10"]
