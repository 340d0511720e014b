"""A sound cycle's folder read whole: CSV files, plain workbooks and filled forms say the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from par_index.model.facts import Calendar, Written
from par_index.read.cycle import load_cycle
from tests.read.offices import CYCLE, FIGURES, HEADER, facts, folder, form, judged, loaded

FORM_ROWS = [
    ("_area", "I. Chỉ đạo điều hành"),
    ("1.1|ke_hoach", "Có kế hoạch", "Có", "", "đã ban hành", "45/KH", "10/01/2023", "1-3"),
    ("muc", "Mức", "Kịp thời"),
    ("1.2|dung_han", "Đúng hạn", 980),
    ("1.2|ho_so", "Tiếp nhận", 1000),
    ("von", "Vốn", 12.5),
    ("ty_le", "Tỷ lệ", (0.935,)),
    ("ngay_kh", "Ngày", date(2023, 1, 31)),
    ("ngay_bc", "Ngày", "15/12/2023"),
    ("diem", "Điểm", 1.75),
    ("dung_han_nt", "Năm trước", 900),
    ("1.8|", "Chỉ minh chứng", "", "", "", "12/BC", "", "4"),
]


def test_a_folder_of_csv_files_is_read_whole(tmp_path: Path) -> None:
    cycle = loaded(tmp_path)
    assert (cycle.id, cycle.year, cycle.synthetic, cycle.numbers) == ("thu-2023", 2023, True, None)
    assert [(unit.code, unit.name, unit.cluster, unit.traits) for unit in cycle.units] == [
        ("SNV", "Sở Nội vụ", "Cụm 1", ("co_tthc",)),
        ("STC", "Sở Tài chính", "Cụm 1", ()),
    ]
    assert cycle.units[1].valid_from == date(2010, 1, 1)
    assert len(cycle.facts) == 2 * len(FIGURES)
    assert str(cycle.facts[0].written.where) == "facts.csv:2"
    assert [score.written.text for score in cycle.survey_scores] == ["91,17%", "2.7"]


def test_a_filled_form_gives_the_figures_of_the_same_csv(tmp_path: Path) -> None:
    from_csv, problems = judged(tmp_path / "csv", {})
    assert [problem.code for problem in problems] == []
    place = tmp_path / "forms"
    form(place / "facts" / "bất kỳ.xlsx", FORM_ROWS)
    form(place / "facts" / "stc.xlsx", FORM_ROWS[::-1], {**HEADER, "unit": "STC"})
    lock_of_an_open_workbook = {"facts/~$stc.xlsx": "Lan"}
    from_forms, problems = judged(place, {"facts.csv": None, **lock_of_an_open_workbook})
    assert problems == ()
    assert [one.case for one in from_forms.values()] == [one.case for one in from_csv.values()]
    assert str(from_forms["SNV"].figures["ty_le"].last.where) == "facts/bất kỳ.xlsx#Tự chấm!C11"
    assert from_forms["SNV"].figures["ke_hoach"].last.note == "đã ban hành"
    proofs = [(code, row.ref, row.pages) for code, rows in from_forms["SNV"].evidence.items() for row in rows]
    assert proofs == [("1.1", "45/KH", "1-3"), ("1.8", "12/BC", "4")]


def test_a_workbook_with_one_sheet_a_unit_and_one_with_a_unit_column(tmp_path: Path) -> None:
    place = folder(tmp_path, {"facts.csv": None})
    (place / "facts").mkdir()
    sheets, table = openpyxl.Workbook(), openpyxl.Workbook()
    sheets.active.title = "SNV"
    for row in (["Biểu số liệu năm 2023"], [], ["Input", "Value"], ["ho_so", 1000], ["ty_le", "93,5"]):
        sheets.active.append(row)
    for row in (["unit", "input", "value"], ["STC", "ho_so", 7]):
        table.active.append(row)
    sheets.save(place / "facts" / "a.xlsx")
    table.save(place / "facts" / "b.xlsm")
    cycle, problems = load_cycle(place)
    assert cycle is not None
    assert problems == ()
    assert [(fact.unit, fact.input, fact.written.text, str(fact.written.where)) for fact in cycle.facts] == [
        ("SNV", "ho_so", "1000", "facts/a.xlsx#SNV!B4"),
        ("SNV", "ty_le", "93,5", "facts/a.xlsx#SNV!B5"),
        ("STC", "ho_so", "7", "facts/b.xlsm#Sheet!C2"),
    ]


def test_decisions_come_from_tables_and_lead_workbooks(tmp_path: Path) -> None:
    place = tmp_path / "cycle"
    form(
        place / "appraisal" / "noi-vu.xlsx",
        [
            ("SNV|1.2|dung_han", "Sở Nội vụ", 970, "", "", "Sai số", "Lan", "01/12/2023"),
            ("SNV|1.6|", "Sở Nội vụ", "", 1.5, "", "Thiếu chiều sâu", "Lan", "01/12/2023"),
            ("STC|1.3|muc", "Sở Tài chính"),
        ],
        {"schema": "par-index/template/1", "cycle": "thu-2023", "year": "2023", "stage": "r1", "lead": "SNV"},
        ("_columns", "", "value", "points", "status", "reason", "by", "at"),
    )
    columns = "unit,code,input,stage,value,points,reason,by,at\n"
    council = columns + "STC,1.1,,council,Không áp dụng,,Biên bản 5,HĐ,20/12/2023\n"
    cycle = loaded(place, {"appraisal/hoi-dong.csv": council})
    said = [(one.stage, one.unit, one.code, one.input, one.in_points, one.status) for one in cycle.decisions]
    assert said == [
        ("council", "STC", "1.1", "", False, "not_applicable"),
        ("r1", "SNV", "1.2", "dung_han", False, ""),
        ("r1", "SNV", "1.6", "", True, ""),
    ]
    assert cycle.decisions[2].written == Written("1,5", "number", cycle.decisions[2].where)
    first = cycle.decisions[1]
    assert (first.reason, first.by, first.at) == ("Sai số", "Lan", "01/12/2023")


def test_a_row_that_moved_is_found_by_its_code_and_blank_rows_are_no_figures(tmp_path: Path) -> None:
    claimed = '"SNV";"";ke_hoach;Không phát sinh'
    rows = ("unit;value;input;status", "SNV;12;ho_so;", "SNV;;dung_han;", "", claimed, "")
    cycle = loaded(tmp_path, {"facts.csv": b"\xef\xbb\xbf" + "\r\n".join(rows).encode()})
    found = [(fact.input, fact.written.text, fact.status, fact.written.where.line) for fact in cycle.facts]
    assert found == [("ho_so", "12", "", 2), ("ke_hoach", "", "not_applicable", 5)]


def test_calendar_previous_and_evidence_are_kept(tmp_path: Path) -> None:
    spec = CYCLE + (
        "numbers: vi\n"
        "calendar:\n  dates:\n    mo: 01/12/2023\n  holidays:\n    - 01/05/2023\n"
        "previous:\n  results: ../2022/results.json\n  facts: ../2022\n"
    )
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022" / "results.json").write_text("{}")
    (tmp_path / "2022" / "facts.csv").write_text(facts({"dung_han": "800"}, ("SNV", "ĐÃ GIẢI THỂ")))
    proof = "unit,code,ref,date,subject,section,pages,file\nSNV,1.2,7/BC,02/01/2024,Báo cáo,II,3,bc.pdf\n"
    cycle = loaded(tmp_path / "2023", {"cycle.yaml": spec, "evidence.csv": proof})
    assert cycle.numbers == "vi"
    assert cycle.calendar == Calendar({"mo": date(2023, 12, 1)}, (date(2023, 5, 1),))
    assert cycle.previous.results == "../2022/results.json"
    assert cycle.previous.facts is not None
    assert [fact.unit for fact in cycle.previous.facts] == ["SNV", "ĐÃ GIẢI THỂ"]
    (row,) = cycle.evidence
    assert (row.unit, row.code, row.ref) == ("SNV", "1.2", "7/BC")
    assert (row.date, row.section, row.pages, row.file) == ("02/01/2024", "II", "3", "bc.pdf")
    assert str(row.where) == "evidence.csv:2"


@pytest.mark.parametrize(
    ("validity", "stands"),
    [("", True), ("31/12/2023", True), (",01/01/2023", True), ("01/01/2024", False), (",31/12/2022", False)],
)
def test_a_unit_stands_only_in_the_years_it_is_in_force(tmp_path: Path, validity: str, stands: bool) -> None:
    listed = f"unit,name,kind,valid_from,valid_to\nSTC,Sở Tài chính,so,,\nSNV,Sở Nội vụ,so,{validity}\n"
    files = {"units.csv": listed, "facts.csv": facts(units=("STC",)), "survey/scores.csv": None}
    assert ("SNV" in [unit.code for unit in loaded(tmp_path, files).units]) is stands
