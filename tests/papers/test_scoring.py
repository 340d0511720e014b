"""Formulas give the points of the reference, leaf by leaf: quickly here, by LibreOffice in test_office."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from par_index.model.case import Case
from par_index.model.plan import Input
from tests.engine.plans import between, leaf, part, plan, ratio
from tests.papers.cases import Sheet, add_case, differences, small
from tests.papers.spreadsheet import Scalar, Sheets
from tests.strategies import world


def worked(book: Workbook, sheets: list[Sheet]) -> list[str]:
    """Work the sheets out and list what differs from the reference."""
    read = Sheets(book)
    found: dict[str, dict[str, tuple[Scalar, Scalar]]] = {}
    for sheet in sheets:
        found[sheet.title] = {
            code: (read.value(plain(cells.points)), read.value(plain(cells.max_points)))
            for code, cells in sheet.cells.items()
        }
    return differences(sheets, found)


def plain(reference: str) -> str:
    return reference.replace("$", "")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40))
def test_every_leaf_earns_what_the_reference_gives(seed: int) -> None:
    drawn = world(seed, 6, 4)
    book = Workbook()
    cases = [case for case in drawn.cases if small(case)]
    sheets = [add_case(book, f"c{at}", drawn.plan, case) for at, case in enumerate(cases)]
    assert worked(book, sheets) == []


HALF = plan(
    leaf(part("1.1", ratio("a", "b"), (between(None, "1/2"), 0, 0), (between("1/2", None), 0, 1))),
    inputs=(Input("a", "count", "", 1, 0, 10, "more"), Input("b", "count", "", 1, 0, 10, "neutral")),
)


def test_a_boundary_on_the_wrong_side_is_seen() -> None:
    book = Workbook()
    sheet = add_case(book, "c", HALF, Case("đv", {"a": 1, "b": 2}))
    assert worked(book, [sheet]) == []
    for row in book["c"].iter_rows(max_col=2):
        row[1].value = str(row[1].value).replace("D$1<c", "D$1<=c") if row[1].value else None
    assert worked(book, [sheet]) == ["c 1.1: (0.0, 1000000), not (1000000, 1000000)"]
