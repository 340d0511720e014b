"""Replay every method's worked cases by hand-sized arithmetic, and see that they touch every boundary."""

import re
from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

import pytest

from tests.rules.arithmetic import RULES, given, holds, read, span, value

METHODS = {path.stem: read(path) for path in sorted((RULES / "methods").glob("*.yaml"))}
BLOCKS = [(name, k) for name, method in METHODS.items() for k in range(len(method["cases"]))]
ONE_STEP = {"ratio": Fraction(1, 10_000), "points": Fraction(1, 100)}
TWO_READINGS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def names_of(block: dict) -> dict[str, Fraction]:
    """Give what the constants ``max``, ``min`` and the block's plain parameters are worth."""
    plain = {name: text for name, text in block.get("with", {}).items() if isinstance(text, str)}
    return {name: value(text) for name, text in {"min": "0", **plain, "max": block["max"]}.items()} | (
        {"min": value(block["min"])} if "min" in block else {}
    )


def ladder_of(method: dict, block: dict) -> dict[str, str]:
    """Give the bands, which may be a parameter."""
    bands = method["bands"]
    return block["with"][bands] if isinstance(bands, str) else bands


def earned(ladder: Mapping[str, str], kind: str, x: str, names: dict[str, Fraction]) -> Fraction:
    """Work one row out: the band that holds x, and its line."""
    if kind == "choice":
        return value(ladder[x], names)
    place = value(x)
    return value(given(ladder, place, names), names | {"x": place})


def mistakes(ladder: Mapping[str, str], method: dict, block: dict) -> list[str]:
    """List the rows that a ladder does not give as worked by hand."""
    names, wrong = names_of(block), []
    for row in block["rows"]:
        try:
            points = earned(ladder, method["measure_is"]["kind"], row["x"], names)
        except (AssertionError, KeyError) as error:
            wrong.append(f"{row['x']}: {error}")
            continue
        if points != value(row["points"]):
            wrong.append(f"{row['x']}: {points}")
    return wrong


def step_of(method: dict, block: dict) -> Fraction | None:
    """Give how near "just beside" is: None for whole numbers."""
    kind = method["measure_is"]["kind"]
    if kind == "any":
        kind = (
            "whole"
            if all(value(row["x"]).denominator == 1 and "%" not in row["x"] for row in block["rows"])
            else "ratio"
        )
    return ONE_STEP.get(kind)


def untouched(method: dict, block: dict) -> list[str]:
    """List the boundaries without a case at, just under or just over them (where a band goes on)."""
    names, step = names_of(block), step_of(method, block)
    spans = [span(phrase, names) for phrase in ladder_of(method, block)]
    shown = [value(row["x"]) for row in block["rows"]]
    missing = []
    for end in {end for low, _, high, _ in spans for end in (low, high) if end is not None}:
        under, over = (
            (end - step, end + step) if step else (Fraction(ceil(end) - 1), Fraction(floor(end) + 1))
        )
        wanted = {
            "under": (under, lambda x, t=end, u=under: u <= x < t),
            "over": (over, lambda x, t=end, o=over: t < x <= o),
        }
        if step or end.denominator == 1:
            wanted["at"] = (end, lambda x, t=end: x == t)
        for side, (place, fits) in wanted.items():
            reachable = any(holds(band, place) for band in spans)
            if reachable and not any(fits(x) for x in shown):
                missing.append(f"{side} {end}")
    return missing


@pytest.mark.parametrize(("name", "k"), BLOCKS)
def test_cases_are_what_the_bands_give(name: str, k: int) -> None:
    method, block = METHODS[name], METHODS[name]["cases"][k]
    assert mistakes(ladder_of(method, block), method, block) == []


@pytest.mark.parametrize(("name", "k"), BLOCKS)
def test_points_stay_within_the_bounds_and_have_one_reading(name: str, k: int) -> None:
    block = METHODS[name]["cases"][k]
    names = names_of(block)
    for row in block["rows"]:
        assert names["min"] <= value(row["points"]) <= names["max"]
        assert not TWO_READINGS.fullmatch(row["points"]), "write 9.1170: 9.117 may be nine thousand"


@pytest.mark.parametrize(
    ("name", "k"), [entry for entry in BLOCKS if METHODS[entry[0]]["measure_is"]["kind"] != "choice"]
)
def test_cases_stand_at_and_beside_every_boundary(name: str, k: int) -> None:
    assert untouched(METHODS[name], METHODS[name]["cases"][k]) == []


@pytest.mark.parametrize(("name", "k"), BLOCKS)
def test_every_band_is_needed_by_a_case(name: str, k: int) -> None:
    """A band that is dropped, or gives a hundredth more, must turn some row red."""
    method, block = METHODS[name], METHODS[name]["cases"][k]
    ladder = ladder_of(method, block)
    for phrase, give in ladder.items():
        assert mistakes({key: text for key, text in ladder.items() if key != phrase}, method, block)
        assert mistakes(ladder | {phrase: f"{give} + 0.01"}, method, block)


@pytest.mark.parametrize(("name", "k"), BLOCKS)
def test_points_move_the_way_the_method_says(name: str, k: int) -> None:
    method, block = METHODS[name], METHODS[name]["cases"][k]
    rows = block["rows"]
    if method["measure_is"]["kind"] != "choice":
        rows = sorted(rows, key=lambda row: value(row["x"]))
    points = [value(row["points"]) for row in rows]
    better = method["measure_is"].get("better")
    rising, falling = points == sorted(points), points == sorted(points, reverse=True)
    assert {"more": rising, "less": falling, None: rising or falling}[better]


@pytest.mark.parametrize("name", METHODS)
def test_the_sentence_names_every_parameter(name: str) -> None:
    method = METHODS[name]
    assert method["method"] == name
    named = set(re.findall(r"\{(\w+)\}", method["sentence"]))
    assert set(method.get("params", {})) <= named <= {*method.get("params", {}), "max", "min"}


def test_a_boundary_without_a_case_is_found() -> None:
    method = {"measure_is": {"kind": "ratio"}, "bands": {"từ 50% trở lên": "max", "dưới 50%": "0"}}
    block = {
        "max": "1",
        "rows": [{"x": "50%", "points": "1"}, {"x": "49%", "points": "0"}, {"x": "50.01%", "points": "1"}],
    }
    assert untouched(method, block) == ["under 1/2"]


def test_every_shape_of_the_field_is_shown() -> None:
    shown = {int(shape) for path in RULES.rglob("*.yaml") for shape in read(path).get("shape", [])}
    assert shown == set(range(1, 25))
