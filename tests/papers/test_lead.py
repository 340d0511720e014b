"""Workbooks of appraisal: whose rows they hold, what they ask for, and the way back through the reader."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from par_index.model.facts import Cycle
from par_index.model.plan import Plan
from par_index.papers.lead import leads, owner, write_lead
from par_index.places import shipped
from par_index.read.cycle import load_cycle
from tests.score.cycles import cycle, sample_plan
from tests.worked.cases import TIEN_GIANG
from tests.worked.cases import compiled as real

EXAMPLE = shipped("examples") / "tien-giang-2023"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """Write the workbook of the only agency of the sample set."""
    made = cycle()
    path, problems = write_lead("Sở Nội vụ", [sample_plan()], made.units, tmp_path_factory.mktemp("l"), made)
    assert problems == ()
    assert path is not None
    assert path.name == "r1-Sở-Nội-vụ.xlsx"
    return load_workbook(path)["so"]


def keyed(sheet: Worksheet) -> Mapping[str, int]:
    return {
        str(cell.value): cell.row for cell in sheet["A"] if cell.value and not str(cell.value).startswith("_")
    }


def test_one_row_a_figure_of_each_unit_it_applies_to(sheet: Worksheet) -> None:
    keys = list(keyed(sheet))
    assert [key for key in keys if "|1.1.1|" in key] == [f"so-{unit}|1.1.1|ngay_kh" for unit in "abc"]
    assert [key for key in keys if "|1.2|" in key] == [
        f"so-{unit}|1.2|{code}" for unit in "ab" for code in ("", "dung_han", "tre_han")
    ]
    assert not [key for key in keys if "hai_long" in key]


def test_what_was_filed_stands_beside_its_points_and_evidence(sheet: Worksheet) -> None:
    rows = keyed(sheet)
    shown = [cell.value for cell in sheet[rows["so-b|1.1.1|ngay_kh"]]]
    assert shown[1:6] == ["2", "Sở B", "– Ngày ban hành kế hoạch", "Không ban hành", 0]
    whole = [cell.value for cell in sheet[rows["so-a|1.2|"]]]
    assert whole[2:4] == ["Sở A", "Cả tiêu chí"]
    assert whole[5:7] == [2, "12/BC-SA ngày 10/12/2023 Báo cáo (mục Mục II, trang 3–4, tệp bc.pdf)"]


def test_only_the_appraisers_cells_are_open(sheet: Worksheet) -> None:
    number = keyed(sheet)["so-a|1.1.1|ngay_kh"]
    assert sheet.protection.sheet
    assert [cell.column_letter for cell in sheet[number] if not cell.protection.locked] == [
        "H",
        "I",
        "J",
        "K",
        "L",
    ]
    whole = keyed(sheet)["so-a|1.2|"]
    assert [cell.column_letter for cell in sheet[whole] if not cell.protection.locked] == ["I", "J", "K", "L"]


def test_a_decision_without_reason_is_painted_and_said(sheet: Worksheet) -> None:
    number = keyed(sheet)["so-a|1.1.1|ngay_kh"]
    assert sheet.cell(number, 13).value == (
        f'=IF(AND(OR($H{number}<>"",$I{number}<>""),NOT(COUNTA(J{number}:L{number})=3)),'
        '"Thiếu lý do, người hoặc ngày","")'
    )
    (area,) = sheet.conditional_formatting
    assert str(area.sqref).startswith("J13:L")
    assert area.rules[0].formula == ['AND(OR($H13<>"",$I13<>""),J13="",LEFT($A13,1)<>"_")']


def test_an_agency_that_leads_nothing_is_refused_with_the_nearest(tmp_path: Path) -> None:
    path, (problem,) = write_lead("Sở Nội vu", [sample_plan()], (), tmp_path)
    assert path is None
    assert problem.text() == (
        "P02  Không có cơ quan thẩm định này\n"
        "    “Sở Nội vu” không chủ trì thẩm định mục nào của bộ tiêu chí; các cơ quan chủ trì: Sở Nội vụ. "
        "Có phải “Sở Nội vụ”?\n"
        "    Cách sửa: Ghi tên cơ quan đúng như trong bộ tiêu chí (khóa lead)."
    )


def decided(path: Path, answers: Mapping[str, tuple[int, object]]) -> Workbook:
    """Write decisions into a workbook: by key, the column and what is typed, with reason, name and date."""
    book = load_workbook(path)
    for sheet in book.worksheets:
        for key, (column, typed) in answers.items():
            number = keyed(sheet).get(key)
            if number:
                style = sheet.cell(number, column).number_format
                sheet.cell(number, column, typed).number_format = style
                sheet.cell(number, 10, "Số liệu không khớp tài liệu kiểm chứng")
                sheet.cell(number, 11, "Nguyễn Văn A")
                sheet.cell(number, 12, date(2024, 1, 5)).number_format = "dd/mm/yyyy"
    book.save(path)
    return book


def example(place: Path) -> Cycle:
    """Copy the example without its appraisal."""
    shutil.copytree(EXAMPLE, place)
    shutil.rmtree(place / "appraisal")
    found, _ = load_cycle(place)
    assert found is not None
    return found


def test_decisions_read_back(tmp_path: Path) -> None:
    plans = [real(name)[0] for name in TIEN_GIANG]
    made = example(tmp_path / "c")
    path, _ = write_lead("Sở Nội vụ", plans, made.units, tmp_path / "c" / "appraisal", made, "council")
    assert path is not None
    answers: Mapping[str, tuple[int, object]] = {
        "so-tai-chinh|1.1.1|ngay_kh": (8, date(2023, 2, 9)),
        "so-xay-dung|1.1.3|hoan_thanh": (8, 12),
        "so-noi-vu|1.1.3|": (9, "Không áp dụng"),
    }
    decided(path, answers)
    read, problems = load_cycle(tmp_path / "c")
    assert read is not None
    assert [problem for problem in problems if problem.where.file.startswith("appraisal")] == []
    found = {
        (one.unit, one.code, one.input): (one.stage, one.written.text, one.status, one.reason, one.by, one.at)
        for one in read.decisions
    }
    said = ("Số liệu không khớp tài liệu kiểm chứng", "Nguyễn Văn A", "05/01/2024")
    assert found == {
        ("so-tai-chinh", "1.1.1", "ngay_kh"): ("council", "09/02/2023", "", *said),
        ("so-xay-dung", "1.1.3", "hoan_thanh"): ("council", "12", "", *said),
        ("so-noi-vu", "1.1.3", ""): ("council", "", "not_applicable", *said),
    }


def plan_keys(plans: Sequence[Plan], path: Path) -> list[str]:
    book = load_workbook(path)
    return [key for plan in plans if plan.kind in book.sheetnames for key in keyed(book[plan.kind])]


def test_every_figure_is_decided_by_one_agency_alone(tmp_path: Path) -> None:
    plans = [real(name)[0] for name in TIEN_GIANG]
    made = example(tmp_path / "c")
    keys: list[str] = []
    for lead in leads(plans):
        path, _ = write_lead(lead, plans, made.units, tmp_path / "l", made)
        assert path is not None
        keys += plan_keys(plans, path)
    figures = [(key.split("|")[0], key.split("|")[2]) for key in keys if not key.endswith("|")]
    assert len(figures) == len(set(figures))
    for plan in plans:
        for unit in (one for one in made.units if one.kind == plan.kind):
            applied = [
                one for one in plan.leaves if one.kind != "survey" and (one.trait or "") in ("", *unit.traits)
            ]
            wanted = {code for one in applied for code in one.inputs}
            missing = wanted - {code for filed, code in figures if filed == unit.code}
            # Decided at a leaf that this unit has not: no such figure may be left without an owner.
            assert {owner(plan, plan.input_by_code[code]) for code in missing} == set()
