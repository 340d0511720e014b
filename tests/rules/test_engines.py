"""Replay every worked case of ``rules/`` through the engines that score officially, and the reference."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Plan
from par_index.model.states import TRAIT
from tests.rules.arithmetic import holds, span, value
from tests.rules.judges import Judge, each_judge
from tests.rules.sets import compiled, figure, leaf, whole_set
from tests.rules.test_methods import BLOCKS, METHODS, ladder_of, names_of
from tests.rules.test_samples import CEILINGS, EMPTY, GATES, GRADES


def micro(text: str) -> int:
    """Give points as millionths."""
    scaled = value(text) * 1_000_000
    assert scaled.denominator == 1
    return int(scaled)


def by_code(verdict: UnitVerdict) -> dict[str, LeafVerdict]:
    return {entry.code: entry for entry in verdict.leaves}


def way(block: dict) -> str:
    """Tell which way is better, from the points worked by hand."""
    rows = [row["points"] for row in sorted(block["rows"], key=lambda row: value(row["x"]))]
    first, last = value(rows[0]), value(rows[-1])
    return "neutral" if first == last else "more" if first < last else "less"


Figures = Callable[[str], dict[str, int]]


def measured(code: str, method: dict, block: dict) -> tuple[str, dict, Figures]:
    """Give a measure that can reach every x of a block, its inputs, and the figures that reach it."""
    kind = method["measure_is"]["kind"]
    if kind == "choice":
        choices = list(ladder_of(method, block))
        entry = {"type": "choice", "worst_to_best": choices, "better": "more"}
        return code, {code: entry}, lambda x: {code: choices.index(x)}
    if kind == "points":
        return code, {code: {"type": "points", "better": "more"}}, lambda x: {code: micro(x)}
    shown, better = [value(row["x"]) for row in block["rows"]], way(block)
    if kind == "whole" or (kind == "any" and all(x.denominator == 1 for x in shown)):
        ends = {"least": str(min(0, *shown)), "most": str(max(shown))}
        return code, {code: {"type": "count", "better": better, **ends}}, lambda x: {code: int(value(x))}
    return _ratio(code, better, shown)


def _ratio(code: str, better: str, shown: list[Fraction]) -> tuple[str, dict, Figures]:
    part, whole = f"{code}_a", f"{code}_b"
    least_one = {"type": "count", "better": "neutral", "least": "1"}
    inputs: dict = {part: {"type": "count", "better": better}, whole: least_one}
    if min(shown) < 0:
        lost = f"{code}_c"
        opposite = {"more": "less", "less": "more"}[better]
        inputs[lost] = {"type": "count", "better": opposite}
        measure = f"{part} / {whole} - {lost} / {whole}"
        return measure, inputs, lambda x: _apart(value(x), part, lost, whole)
    if max(shown) <= 1:
        inputs[part]["within"] = whole
    return f"{part} / {whole}", inputs, lambda x: {part: value(x).numerator, whole: value(x).denominator}


def _apart(x: Fraction, part: str, lost: str, whole: str) -> dict[str, int]:
    return {part: max(x.numerator, 0), lost: max(-x.numerator, 0), whole: x.denominator}


@pytest.fixture(scope="module")
def methods(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, list[Case]]:
    """Make one set of all methods' blocks, and one unit for each row number."""
    leaves, penalties, inputs = [], [], {}
    values: list[dict[str, int]] = [{} for _ in range(12)]
    for name, k in BLOCKS:
        method, block, code = METHODS[name], METHODS[name]["cases"][k], f"{name}_{k}"
        measure, entries, figures = measured(f"x_{code}", method, block)
        inputs |= entries
        bounds = {key: block[key] for key in ("max", "min") if key in block}
        item = leaf(code, measure=measure, method=name, **{"with": block.get("with", {})}, **bounds)
        (penalties if name == "phat" else leaves).append(item)
        for at, row in enumerate(block["rows"]):
            values[at] |= figures(row["x"])
    penalty = {"code": "P", "name": "Điểm trừ", "ceiling": "4", "leaves": penalties}
    content = whole_set(leaves, inputs, penalty=penalty)
    folder = tmp_path_factory.mktemp("methods")
    plan = compiled(folder, content)
    return plan, [filed(plan, f"đơn vị {at}", figures) for at, figures in enumerate(values)]


def filed(plan: Plan, unit: str, values: dict[str, int]) -> Case:
    """Make a case; a leaf without its figures is not filed."""
    absent = {entry.code: 4 for entry in plan.leaves if not set(entry.inputs) <= values.keys()}
    return Case(unit, values, absent)


def band_number(method: dict, block: dict, x: str) -> int:
    """Give which band, counted from 1 in the author's order, holds x."""
    ladder = list(ladder_of(method, block))
    if method["measure_is"]["kind"] == "choice":
        return ladder.index(x) + 1
    return 1 + [holds(span(phrase, names_of(block)), value(x)) for phrase in ladder].index(True)


@each_judge
def test_methods_earn_what_was_worked_by_hand(methods: tuple[Plan, list[Case]], judge: Judge) -> None:
    plan, cases = methods
    verdicts = [by_code(verdict) for verdict in judge(plan, cases)]
    for name, k in BLOCKS:
        method, block, code = METHODS[name], METHODS[name]["cases"][k], f"{name}_{k}"
        for at, row in enumerate(block["rows"]):
            verdict = verdicts[at][code]
            assert (verdict.points, row["x"]) == (micro(row["points"]), row["x"]), code
            assert verdict.rules == (f"{code}/b{band_number(method, block, row['x'])}",)


@each_judge
def test_gates_cap(tmp_path: Path, judge: Judge) -> None:
    leaves = [leaf(code, most, applies="t", not_applicable="drop") for code, most in GATES["leaves"].items()]
    gates = [gate | {"cites": ["I.1"]} for gate in GATES["gates"]]
    plan = compiled(tmp_path, whole_set(leaves, gates=gates, traits={"t": "Có"}))
    for case in GATES["cases"]:
        absent = {code: TRAIT for code, text in case["before"].items() if text == "not_applicable"}
        values = {figure(code): micro(text) for code, text in case["before"].items() if code not in absent}
        (verdict,) = judge(plan, [Case("đơn vị", values, absent)])
        for code, won in by_code(verdict).items():
            assert won.points == (0 if code in absent else micro(case["after"][code]))
            assert list(won.rules[1:]) == case["fires"].get(code, [])


@each_judge
def test_ceilings_trim(tmp_path: Path, judge: Judge) -> None:
    bonus, penalty = CEILINGS["bonus"], CEILINGS["penalty"]
    nodes = {
        "bonus": {"code": "T", "name": "Thưởng", "ceiling": bonus["ceiling"]}
        | {"leaves": [leaf(code, most) for code, most in bonus["leaves"].items()]},
        "penalty": {"code": "P", "name": "Trừ", "ceiling": penalty["ceiling"]}
        | {"leaves": [leaf(code, "0", min=least) for code, least in penalty["leaves"].items()]},
    }
    plan = compiled(tmp_path, whole_set([leaf("1.1", "1")], **nodes))
    for case in CEILINGS["cases"]:
        values = {figure(code): micro(text) for code, text in case["before"].items()} | {figure("1.1"): 0}
        (verdict,) = judge(plan, [Case("đơn vị", values)])
        won = by_code(verdict)
        assert {code: won[code].points for code in case["after"]} == {
            code: micro(text) for code, text in case["after"].items()
        }
        assert [code for code in case["after"] if len(won[code].rules) > 1] == case["trimmed"]


@each_judge
def test_empty_denominators_go_down_their_chain(tmp_path: Path, judge: Judge) -> None:
    inputs = {
        "dung_han": {"type": "count", "better": "more", "within": "ho_so"},
        "ho_so": {"type": "count", "better": "neutral"},
    }
    leaves = [
        leaf(f"1.{k}", if_empty=case["if_empty"], not_applicable="drop", **EMPTY["leaf"])
        for k, case in enumerate(EMPTY["cases"])
    ]
    plan = compiled(tmp_path, whole_set(leaves, inputs))
    for k, block in enumerate(EMPTY["cases"]):
        for row in block["rows"]:
            years = [
                dict(zip(inputs, map(int, row.get(year, ())), strict=False)) for year in ("now", "previous")
            ]
            (verdict,) = judge(plan, [Case("đơn vị", years[0], {}, years[1])])
            won = by_code(verdict)[f"1.{k}"]
            assert (won.points, won.max_points) == (micro(row["points"]), micro(row["max_points"])), row


@each_judge
@pytest.mark.parametrize("name", GRADES)
def test_grades_are_as_worked(tmp_path: Path, name: str, judge: Judge) -> None:
    sample = GRADES[name]
    asked = sample.get("leaves", {})
    rest = 100 - sum(map(value, asked.values()))
    leaves = [*(leaf(code, most) for code, most in asked.items()), leaf("9.9", str(rest))]
    bonus = {"code": "T", "name": "Thưởng", "ceiling": "10", "leaves": [leaf("T.1", "10")]}
    bars = [bar | {"cites": ["I.1"]} for bar in sample.get("bars", ())]
    grades = {"by": sample["by"], "rows": sample["rows"], "bars": bars}
    plan = compiled(tmp_path, whole_set(leaves, bonus=bonus, grades=grades))
    for case in sample["cases"]:
        given = {code: value(text) for code, text in case.get("points", {}).items()}
        others = value(case["index"]) * 100 - sum(given.values())
        given |= {"9.9": min(others, rest), "T.1": max(others - rest, 0)}
        values = {figure(code): int(points * 1_000_000) for code, points in given.items()}
        (verdict,) = judge(plan, [Case("đơn vị", values)])
        assert (verdict.grade, list(verdict.barred_by)) == (case["grade"], case.get("barred_by", []))
