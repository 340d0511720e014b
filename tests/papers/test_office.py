"""LibreOffice works the same formulas out: worked cases of every method, real sets, random plans, forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from par_index.model.case import Case
from par_index.model.plan import Plan
from par_index.papers.export_set import export_set
from par_index.papers.form_sheet import FORM
from par_index.places import libraries
from par_index.read.set_book import read_set_book
from par_index.read.sets import digest
from tests.papers.cases import Sheet, add_case, differences, small
from tests.papers.office import convert, recalculated
from tests.papers.test_template import round_trip, row
from tests.rules.test_engines import methods  # noqa: F401 - the fixture of all worked cases
from tests.strategies import world
from tests.worked.cases import TIEN_GIANG, case_of, leaf_cases, whole_units
from tests.worked.cases import compiled as real

pytestmark = pytest.mark.office


def check(book: Workbook, sheets: list[Sheet], folder: Path) -> list[str]:
    """Let the office work a book out and list what differs from the reference."""
    del book["Sheet"]
    book.save(folder / "cases.xlsx")
    read = recalculated([folder / "cases.xlsx"], folder / "office")["cases.xlsx"]
    found = {}
    for sheet in sheets:
        cells = {code: (one.points, one.max_points) for code, one in sheet.cells.items()}
        found[sheet.title] = {
            code: tuple(
                read[sheet.title][place.rpartition("!")[2].replace("$", "")].value for place in places
            )
            for code, places in cells.items()
        }
    return differences(sheets, found)


def test_a_set_saved_by_the_office_is_the_same_set(tmp_path: Path) -> None:
    path, _ = export_set("tien-giang/2023/so", tmp_path / "so.xlsx", libraries())
    assert path is not None
    convert([path], tmp_path / "office", "xlsx")
    before, after = (read_set_book(one, one.name)[0] for one in (path, tmp_path / "office" / "so.xlsx"))
    assert before is not None and after is not None
    assert digest([before]) == digest([after])


def test_random_plans(tmp_path: Path) -> None:
    book, sheets = Workbook(), []
    for seed in range(60):
        drawn = world(seed, 8, 6)
        for at, case in enumerate(drawn.cases):
            if small(case):
                sheets.append(add_case(book, f"s{seed}c{at}", drawn.plan, case))
    assert len(sheets) > 150
    assert check(book, sheets, tmp_path) == []


def test_every_boundary_of_every_method(methods: tuple[Plan, list[Case]], tmp_path: Path) -> None:  # noqa: F811
    plan, units = methods
    book = Workbook()
    sheets = [add_case(book, f"c{at}", plan, case) for at, case in enumerate(units)]
    assert check(book, sheets, tmp_path) == []


def test_every_worked_case_of_the_real_sets(tmp_path: Path) -> None:
    book, sheets = Workbook(), []
    for at, worked in enumerate((*leaf_cases(), *whole_units())):
        plan, _ = real(worked["set"])
        sheets.append(add_case(book, f"c{at}", plan, case_of(plan, worked)))
    assert len(sheets) > 150
    assert check(book, sheets, tmp_path) == []


def test_filled_forms(tmp_path: Path) -> None:
    made = {}
    for name in TIEN_GIANG:
        plan, _ = real(name)
        for seed in range(10, 18):
            path, expected = round_trip(plan, tmp_path / "cycles", seed)
            path = path.rename(tmp_path / f"{plan.kind}{seed}.xlsx")
            made[path] = (plan, expected)
    read = recalculated(list(made), tmp_path / "office")
    for path, (plan, expected) in made.items():
        sheet = read[path.name][FORM]
        own = [leaf.code for leaf in plan.leaves if leaf.kind != "survey"]
        shown = {code: round(float(sheet.cell(row(sheet, code), 9).value) * 10**6) for code in own}
        assert shown == {code: expected[code][0] for code in own}, path.name
