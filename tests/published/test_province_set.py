"""Hold the province's own set to what is published of it: the maxima of its parts and of four areas."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from par_index.model.plan import Leaf, Plan
from tests.published import expected as book
from tests.worked.cases import compiled

SET = "bo-noi-vu/2022/tinh"
SIPAS, IMPACT = "8.2", "8.1"
AREAS = {"4": "10.5", "5": "15", "3": "13", "8": "16.5"}
"""The areas that Sơn La printed for 2024, in the table's order."""
PARTS: tuple[Callable[[Leaf], bool], ...] = (
    lambda leaf: leaf.kind == "appraised" and leaf.code != IMPACT,
    lambda leaf: leaf.code == SIPAS,
    lambda leaf: leaf.kind == "survey" and leaf.code != SIPAS,
    lambda leaf: leaf.code == IMPACT,
)
"""The four parts in the order in which provinces print them."""


def plan() -> Plan:
    return compiled(SET)[0]


@pytest.mark.parametrize("table", ["ninh_thuan_2022_par_index", "hoa_binh_2023_par_index"])
def test_the_four_parts_have_the_published_maxima(table: str) -> None:
    sums = [sum(leaf.max for leaf in plan().leaves if part(leaf)) for part in PARTS]
    assert [Fraction(most, 1_000_000) for most in sums] == [
        Fraction(row["max_points"]) for row in book.rows(table)
    ]


def test_four_areas_have_the_published_maxima() -> None:
    found = {area.code: Fraction(area.max, 1_000_000) for area in plan().areas}
    printed = [Fraction(row["max_points"]) for row in book.rows("son_la_2024_components")]
    assert [found[code] for code in AREAS] == [Fraction(most) for most in AREAS.values()] == printed


def test_the_impact_area_holds_satisfaction_and_impact_alone() -> None:
    assert {leaf.code for leaf in plan().leaves if leaf.code.startswith("8.")} == {SIPAS, IMPACT}
