"""Replay the samples of gates, ceilings, empty denominators and grades by hand-sized arithmetic."""

from collections.abc import Mapping
from fractions import Fraction
from math import floor

import pytest

from tests.rules.arithmetic import RULES, given, holds, read, span, value

GATES = read(RULES / "gates" / "chan_diem.yaml")
CEILINGS = read(RULES / "gates" / "tran_diem.yaml")
EMPTY = read(RULES / "gates" / "mau_so_khong.yaml")
GRADES = {path.stem: read(path) for path in sorted((RULES / "grades").glob("*.yaml"))}
ABSENT = "not_applicable"


def gated(before: Mapping[str, str]) -> tuple[dict[str, Fraction | None], dict[str, list[str]]]:
    """Let the gates lower the points in turn; ``None`` stands for not applicable."""
    points = {code: None if text == ABSENT else value(text) for code, text in before.items()}
    fired: dict[str, list[str]] = {}
    for gate in GATES["gates"]:
        tested = points[gate["when"]["leaf"]]
        if not (
            ABSENT in gate.get("also", ()) if tested is None else holds(span(gate["when"]["is"]), tested)
        ):
            continue
        for code, cap in gate["cap"].items():
            if points[code] is not None and points[code] > value(cap):
                points[code] = value(cap)
                fired.setdefault(code, []).append(gate["id"])
    return points, fired


@pytest.mark.parametrize("case", GATES["cases"])
def test_gates_cap_in_turn(case: dict) -> None:
    points, fired = gated(case["before"])
    assert points == {code: None if text == ABSENT else value(text) for code, text in case["after"].items()}
    assert fired == case["fires"]


@pytest.mark.parametrize("case", CEILINGS["cases"])
def test_ceilings_trim_later_leaves(case: dict) -> None:
    after, trimmed = {}, []
    for node, sign in (("bonus", 1), ("penalty", -1)):
        room = value(CEILINGS[node]["ceiling"])
        for code in CEILINGS[node]["leaves"]:
            size = sign * value(case["before"][code])
            kept = min(size, room)
            room -= kept
            after[code] = sign * kept
            trimmed += [code] if kept < size else []
    assert after == {code: value(text) for code, text in case["after"].items()}
    assert trimmed == case["trimmed"]


def empty_answer(chain: list[str], row: dict) -> tuple[Fraction, Fraction]:
    """Give points and maximum of ``a / b × max``, going down the chain while b is 0."""
    most = value(EMPTY["leaf"]["max"])
    years = [row["now"]] + ([row["previous"]] if chain[0] == "previous" and "previous" in row else [])
    for part, whole in years:
        if int(whole):
            return Fraction(int(part), int(whole)) * most, most
    return {"not_applicable": (Fraction(0), Fraction(0)), "full": (most, most), "zero": (Fraction(0), most)}[
        chain[-1]
    ]


@pytest.mark.parametrize("row", [(case["if_empty"], row) for case in EMPTY["cases"] for row in case["rows"]])
def test_an_empty_denominator_goes_down_its_chain(row: tuple[list[str], dict]) -> None:
    chain, figures = row
    assert empty_answer(chain, figures) == (value(figures["points"]), value(figures["max_points"]))


def graded(sample: dict, case: dict) -> tuple[str, list[str]]:
    """Give the grade of an index, then let each bar in turn lower it."""
    figure = value(case["index"])
    if sample["by"] == "index_published":
        figure = Fraction(floor(figure * 10_000 + Fraction(1, 2)), 10_000)
    best_first = sorted(sample["rows"], key=lambda phrase: span(phrase)[0] or -1, reverse=True)
    names = [sample["rows"][phrase] for phrase in best_first]
    place, barred = names.index(given(sample["rows"], figure)), []
    for bar in sample.get("bars", ()):
        hit = holds(span(bar["when"]["is"]), value(case["points"][bar["when"]["leaf"]]))
        if hit and place < names.index(bar["best"]):
            place, barred = names.index(bar["best"]), [*barred, bar["id"]]
    return names[place], barred


@pytest.mark.parametrize(
    ("name", "k"), [(name, k) for name, sample in GRADES.items() for k in range(len(sample["cases"]))]
)
def test_grades_are_as_worked(name: str, k: int) -> None:
    case = GRADES[name]["cases"][k]
    assert graded(GRADES[name], case) == (case["grade"], case.get("barred_by", []))


@pytest.mark.parametrize("name", [name for name, sample in GRADES.items() if "bars" not in sample])
def test_every_cut_of_a_grade_ladder_has_cases_around_it(name: str) -> None:
    shown = [value(case["index"]) for case in GRADES[name]["cases"]]
    for phrase in GRADES[name]["rows"]:
        for cut in (end for end in span(phrase)[::2] if end is not None):
            near = Fraction(1, 10_000)
            assert cut in shown
            assert any(cut - near <= x < cut for x in shown)
            assert any(cut < x <= cut + near for x in shown)


def test_samples_are_named_after_their_files() -> None:
    for folder in ("gates", "grades"):
        for path in (RULES / folder).glob("*.yaml"):
            assert read(path)["sample"] == path.stem


def test_the_list_for_readers_names_every_file_and_its_shapes() -> None:
    listed = (RULES / "README.md").read_text("utf-8")
    for path in RULES.rglob("*.yaml"):
        (row,) = [line for line in listed.splitlines() if f"({path.relative_to(RULES).as_posix()})" in line]
        assert row.split("|")[2].replace(" ", "") == ",".join(read(path).get("shape", []))
