"""What a scenario does to a figure, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from par_index.language import ast
from par_index.model.facts import Written
from par_index.model.plan import Input, InputKind, Relation
from par_index.model.text import Text
from par_index.problem import Where
from par_index.read.figures import typed
from par_index.whatif.scenario.moves import Ground, moved
from tests.engine.plans import between, leaf, part, plan, ratio

PLACE = Where("kich-ban.yaml", 5, 10)


def entry(code: str, kind: InputKind, scale: int = 1, better: str = "more") -> Input:
    return Input(code, kind, f"Số liệu {code}", scale, -(10**6), 10**9, better)  # type: ignore[arg-type]


INPUTS = {
    "nop": entry("nop", "count"),
    "tre": entry("tre", "count", better="less"),
    "ho_so": entry("ho_so", "count", better="neutral"),
    "von": entry("von", "amount", 10),
    "hai_long": entry("hai_long", "percent", 10_000),
    "ngay": entry("ngay", "date"),
    "co": entry("co", "yes_no"),
}
VALUES = {"nop": 125, "tre": 7, "ho_so": 333, "von": 1005, "hai_long": 8250, "ngay": 738_000, "co": 0}


def ground(values: dict[str, int] | None = None) -> Ground:
    base = plan(leaf(part("1.1", ratio("nop", "ho_so"), (between(), 0, 1))))
    bounds = tuple(
        Relation(ast.Input(code, 1), ast.Input("ho_so", 1), f"{code} <= ho_so", PLACE)
        for code in ("nop", "tre")
    )
    made = replace(base, inputs=tuple(INPUTS.values()), relations=bounds)
    return Ground(made, "vi", VALUES if values is None else values, "xa-a")


def after(code: str, text: str, values: dict[str, int] | None = None) -> int | str | None:
    made = moved(INPUTS[code], Text.at(text, PLACE), ground(values))
    if not isinstance(made, Written):
        assert made.where == PLACE
        return made.code
    if not made.text:
        return None
    value = typed(INPUTS[code], made, "vi")
    assert isinstance(value, int), value
    return value


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("nop", "= 200", 200),
        ("nop", "200", 200),
        ("nop", "1.200", 1200),
        ("nop", "+10", 135),
        ("nop", "-5", 120),
        ("nop", "+10%", 138),  # 137,5, halves away from zero
        ("nop", "-10%", 113),  # 112,5
        ("nop", "x 1,1", 138),
        ("nop", "= 60%", 200),  # 199,8 of 333: the least count that reaches 60%
        ("nop", "60% ho_so", 200),
        ("nop", "60% của ho_so", 200),
        ("nop", "at least 60%", 200),
        ("nop", "ít nhất 30%", 125),
        ("nop", "at most 30%", 100),
        ("tre", "= 1%", 3),  # 3,33: the most late files that are not above 1%
        ("tre", "nhiều nhất 2%", 6),
        ("von", "+0,5", 1010),
        ("von", "x 2", 2010),
        ("hai_long", "+5", 8750),
        ("hai_long", "= 90%", 9000),
        ("hai_long", "at least 80%", 8250),
        ("hai_long", "x 1,1", 9075),
        ("ngay", "-10", 737_990),
        ("ngay", "= 15/01/2023", 738_535),
        ("ngay", "nhiều nhất 31/01/2021", 737_821),
        ("co", "Có", 1),
        ("co", "= Có", 1),
        ("nop", "missing", None),
        ("nop", "bỏ trống", None),
    ],
)
def test_a_move_gives_the_figure_worked_by_hand(code: str, text: str, value: int | None) -> None:
    assert after(code, text) == value


@pytest.mark.parametrize(
    ("code", "text", "problem"),
    [
        ("hai_long", "+5%", "Q04"),
        ("nop", "x 10%", "Q04"),
        ("nop", "+ nhiều", "Q03"),
        ("von", "= 60%", "Q06"),
        ("nop", "60% ho_soo", "Q02"),
    ],
)
def test_a_move_that_cannot_be_read_says_why(code: str, text: str, problem: str) -> None:
    assert after(code, text) == problem


def test_a_change_needs_a_figure_to_start_from() -> None:
    assert after("nop", "+10", {}) == "Q05"
    assert after("nop", "60% ho_so", {"nop": 5}) == "Q05"
    assert after("nop", "at least 9", {}) == 9


def test_a_part_is_reached_exactly() -> None:
    """At 60% of 333 the ratio is not below 60%, and one file less is."""
    value = after("nop", "= 60%")
    assert isinstance(value, int)
    assert Fraction(value, 333) >= Fraction(60, 100) > Fraction(value - 1, 333)
