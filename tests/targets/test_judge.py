"""Targets asked of units, levels and the province: every verdict, on and beside its threshold, by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.model.case import Case
from par_index.model.facts import Unit, UnitFacts
from par_index.places import Libraries
from par_index.targets.goals import goals
from par_index.targets.judge import Answer, GoalAnswer, Met, answers
from par_index.targets.spec import read_targets
from tests.compile.sample import SOUND, compiled

HEAD = """\
targets: thu/2023
year: 2023
status: proposed
document: Quyết định 45
items:
"""


def item(together: str, *units: str, inspected: str = "") -> str:
    more = f"    inspected: {inspected}\n" if inspected else ""
    return (
        "  - id: II.1\n    name: Thử\n    lead: Sở Nội vụ\n    cites: [II.1]\n"
        f"    together: {together}\n{more}    units:\n{''.join(units)}"
    )


def asked(kinds: str, measure: str, phrase: str, applies: str = "") -> str:
    trait = f"        applies: {applies}\n" if applies else ""
    return f"      - kinds: [{kinds}]\n        measure: {measure}\n        is: {phrase}\n{trait}"


def facts(code: str, figures: Mapping[str, int], kind: str = "so", *traits: str) -> UnitFacts:
    return UnitFacts(Unit(code, code, kind, traits=traits), Case(code, figures, {}), {}, {})


def answered(
    place: Path, text: str, *units: UnitFacts, inspected: frozenset[str] | None = None
) -> GoalAnswer:
    """Answer the one target of a file over units of the small sound set."""
    path = place / "targets" / "2023.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + text, "utf-8")
    spec, problems = read_targets(Libraries((), (place,)), 2023)
    assert spec is not None, [problem.text() for problem in problems]
    plans, _ = compiled(SOUND, place / "criteria")
    made, refused = goals(spec, plans)
    assert not refused, [problem.text() for problem in refused]
    filed = {kind: tuple(one for one in units if one.unit.kind == kind) for kind in ("so", "huyen")}
    (found,) = answers(made, filed, inspected)
    return found


def late(on_time: int, late: int) -> dict[str, int]:
    return {"dung_han": on_time, "tre_han": late}


RATIO = "dung_han / (dung_han + tre_han)"


@pytest.mark.parametrize(
    ("phrase", "figures", "met", "value"),
    [
        ("từ 98% trở lên", late(98, 2), Met.MET, Fraction(98, 100)),
        ("từ 98% trở lên", late(9799, 201), Met.NOT_MET, Fraction(9799, 10000)),
        ("trên 98%", late(98, 2), Met.NOT_MET, Fraction(98, 100)),
        ("trên 98%", late(9801, 199), Met.MET, Fraction(9801, 10000)),
        ("từ 98% trở lên", late(0, 0), Met.NOT_APPLICABLE, None),
        ("từ 98% trở lên", {"dung_han": 98}, Met.NO_DATA, None),
        ("bằng 100%", late(5, 0), Met.MET, Fraction(1)),
    ],
)
def test_one_unit(
    tmp_path: Path, phrase: str, figures: dict[str, int], met: Met, value: Fraction | None
) -> None:
    found = answered(tmp_path, item("sum", asked("so", RATIO, phrase)), facts("a", figures))
    (level,) = found.levels
    answer = level.units[0].answer
    assert (answer.met, answer.value, answer.phrase) == (met, value, phrase)
    assert (level.answer.met, found.province.met) == (met, met)


def test_units_without_the_trait_are_not_asked(tmp_path: Path) -> None:
    text = item("share", asked("so", RATIO, "từ 98% trở lên", "co_tthc"))
    bad, good = facts("a", late(0, 10)), facts("b", late(99, 1), "so", "co_tthc")
    found = answered(tmp_path, text, bad, good)
    assert [one.answer.met for one in found.levels[0].units] == [Met.NOT_APPLICABLE, Met.MET]
    assert found.province.met == Met.MET


@pytest.mark.parametrize(
    ("together", "value", "met"),
    [
        ("sum", Fraction(990 + 95, 1000 + 100), Met.MET),  # 1085 / 1100 = 98,63…%
        ("mean", (Fraction(99, 100) + Fraction(95, 100)) / 2, Met.NOT_MET),  # 97%
        ("share", Fraction(1, 2), Met.NOT_MET),  # one of two
    ],
)
def test_many_units_together(tmp_path: Path, together: str, value: Fraction, met: Met) -> None:
    text = item(together, asked("so", RATIO, "từ 98% trở lên"))
    units = facts("a", late(990, 10)), facts("b", late(95, 5)), facts("c", late(0, 0))
    found = answered(tmp_path, text, *units)
    assert (found.province.value, found.province.met) == (value, met)
    assert found.province.phrase == ("bằng 100%" if together == "share" else "từ 98% trở lên")


def test_a_unit_without_data_leaves_the_level_without_and_the_rest_is_shown(tmp_path: Path) -> None:
    text = item("sum", asked("so", RATIO, "từ 98% trở lên"))
    found = answered(tmp_path, text, facts("a", late(99, 1)), facts("b", {}))
    assert (found.province.met, found.province.value) == (Met.NO_DATA, Fraction(99, 100))


def test_levels_with_thresholds_of_their_own_must_all_be_met(tmp_path: Path) -> None:
    """70% for departments, 60% for districts: 700/1000 and 599/1000; then 600/1000."""
    text = item(
        "sum",
        asked("so", "so_hoa / phai_so_hoa", "từ 70% trở lên"),
        asked("huyen", "so_hoa / phai_so_hoa", "từ 60% trở lên"),
    )
    so = facts("a", {"so_hoa": 700, "phai_so_hoa": 1000})
    short = answered(tmp_path, text, so, facts("h", {"so_hoa": 599, "phai_so_hoa": 1000}, "huyen"))
    assert [level.answer.met for level in short.levels] == [Met.MET, Met.NOT_MET]
    assert (short.province.met, short.province.value) == (Met.NOT_MET, None)
    enough = answered(tmp_path, text, so, facts("h", {"so_hoa": 600, "phai_so_hoa": 1000}, "huyen"))
    assert enough.province.met == Met.MET


@pytest.mark.parametrize(
    ("inspected", "share", "met"),
    [
        (None, Answer(Met.NO_DATA, None, "từ 30% trở lên"), Met.NO_DATA),
        (frozenset({"a", "b"}), None, Met.NOT_MET),  # 2 of 10
        (frozenset({"a", "b", "c"}), None, Met.MET),  # 3 of 10: just 30%
    ],
)
def test_the_province_inspects_its_share(
    tmp_path: Path, inspected: frozenset[str] | None, share: Answer | None, met: Met
) -> None:
    text = item("share", asked("so", "du_hs", "bằng 1"), inspected="từ 30% trở lên")
    units = [facts(code, {"du_hs": 1}) for code in "abcdefghij"]
    found = answered(tmp_path, text, *units, inspected=inspected)
    assert found.levels[0].answer.met == Met.MET
    assert found.inspected is not None
    assert (found.inspected.met, found.province.met) == (met, met)
    if share is not None:
        assert found.inspected == share


def test_yes_and_no_are_said_so(tmp_path: Path) -> None:
    found = answered(tmp_path, item("share", asked("so", "du_hs", "bằng 1")), facts("a", {"du_hs": 0}))
    answer = found.levels[0].units[0].answer
    assert (answer.met, answer.phrase, answer.shape) == (Met.NOT_MET, "có đủ", "yes_no")
