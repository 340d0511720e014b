"""results.xlsx and slips.xlsx say what results.json says, in the annex's columns, marked on every sheet."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from par_index.model.result import LastYear, Results, to_json
from par_index.papers.files import papers
from par_index.papers.results import sheet_name
from par_index.papers.review_sheets import losses
from par_index.papers.slip_text import Slip, next_words, why
from par_index.score.run import run
from tests.score.cycles import FIGURES, SURVEY, cycle, fact, sample_plan, without
from tests.worked.cases import compiled as real

MARKS = "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"


@cache
def scored(survey: bool = True) -> Results:
    """Score the small synthetic cycle, with or without its survey."""
    results, _ = run(cycle(survey=SURVEY if survey else {}), [sample_plan()])
    assert results is not None
    return results


@cache
def books(results_of: str = "scored") -> Mapping[str, Workbook]:
    """Write both workbooks of a result and open them with another library."""
    return written({"scored": scored(), "pending": scored(False)}[results_of])


def written(results: Results) -> Mapping[str, Workbook]:
    with TemporaryDirectory() as folder:
        found = {}
        for name, write in papers(results, [sample_plan()]).items():
            write(Path(folder) / name)
            found[name] = load_workbook(Path(folder) / name)
        return found


def table(sheet: Worksheet, first: str = "STT") -> list[list[object]]:
    """Give the rows from the headings down."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return rows[next(at for at, row in enumerate(rows) if row[0] == first) :]


def test_the_files_go_beside_the_result() -> None:
    assert list(books()) == ["results.xlsx", "slips.xlsx"]
    assert books()["results.xlsx"].sheetnames == [
        "Xếp hạng so", "Lĩnh vực so", "Điểm mất", "Chưa nộp", "Lưu ý", "Vấn đề",
    ]  # fmt: skip
    assert books()["slips.xlsx"].sheetnames == [unit.unit for unit in scored().groups[0].units]


def test_the_ranking_holds_the_annexs_columns() -> None:
    rows = table(books()["results.xlsx"]["Xếp hạng so"])
    assert rows[0] == [
        "STT", "Đơn vị", "Điểm thẩm định", "Điểm điều tra XHH", "Điểm thưởng", "Điểm trừ", "Tổng điểm",
        "Điểm tối đa áp dụng", "Chỉ số (%)", "Xếp hạng", "Hạng năm trước", "Tăng, giảm", "Xếp loại",
        "Ghi chú",
    ]  # fmt: skip
    # Worked by hand in tests/score/cycles.py: 9 of 10 (barred to B), 8,1 of 10, 4,5 of 7.
    assert rows[1][:10] == [1, "Sở B", 6, 2, 1, 0, 9, 10, 90, 1]
    assert rows[1][10:] == ["không có", "–", "B", "Bị khống chế xếp loại: B1"]
    assert rows[2][:10] == [2, "Sở A", 6, 1.6, 0.5, 0, 8.1, 10, 81, 2]
    assert rows[3][:10] == [3, "Sở C", 3.5, 1, 0, 0, 4.5, 7, 64.29, 3]


def test_every_sheet_and_page_is_marked() -> None:
    for name, book in books().items():
        for sheet in book.worksheets:
            assert sheet.oddHeader.center.text == MARKS, (name, sheet.title)
            assert MARKS in [cell.value for cell in sheet["A"]][:12], (name, sheet.title)
            # The file leaves a width (or height) of one page unsaid; 0 is "as many as it takes".
            tall = 0 if name == "results.xlsx" else None
            setup = sheet.page_setup
            assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, None, tall)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value} == {
                "Times New Roman"
            }


def test_a_provisional_result_says_so_everywhere() -> None:
    for book in books("pending").values():
        for sheet in book.worksheets:
            assert sheet.oddHeader.center.text == f"{MARKS} – TẠM TÍNH", sheet.title
    rows = table(books("pending")["results.xlsx"]["Xếp hạng so"])
    # Only its own appraised part is certain: so-b has 6 + the points of 8.
    assert rows[1][1] == "Sở B *"
    assert rows[1][12:] == ["–", "Tạm tính, đã thẩm định 6,00/8,00"]
    assert rows[4][0] == "* Tạm tính: còn nội dung chưa nộp, chờ điều tra hoặc chờ công nhận."


def test_numbers_are_numbers_with_vietnamese_marks() -> None:
    sheet = books()["results.xlsx"]["Xếp hạng so"]
    row = next(cell.row for cell in sheet["B"] if cell.value == "Sở A")
    assert [sheet.cell(row, column).data_type for column in range(3, 10)] == ["n"] * 7
    assert sheet.cell(row, 9).number_format == "[$-042A]#,##0.00"


def test_deciding_decimals_and_last_year_are_shown() -> None:
    (group,) = scored().groups
    units = [replace(unit, index_shown="81.0004") if unit.unit == "so-a" else unit for unit in group.units]
    units = [replace(unit, last_year=LastYear("70", 5, 3)) if unit.unit == "so-a" else unit for unit in units]
    sheet = written(replace(scored(), groups=(replace(group, units=tuple(units)),)))["results.xlsx"][
        "Xếp hạng so"
    ]
    row = next(cell.row for cell in sheet["B"] if cell.value == "Sở A")
    assert (sheet.cell(row, 9).value, sheet.cell(row, 9).number_format) == (81.0004, "[$-042A]#,##0.0000")
    assert [sheet.cell(row, column).value for column in (11, 12)] == [5, 3]


def test_clusters_stand_apart() -> None:
    results, _ = run(cycle(so_a="Cụm 1", so_b="Cụm 2", so_c="Cụm 1"), [sample_plan()])
    assert results is not None
    book = written(results)["results.xlsx"]
    names = book.sheetnames[:2]
    assert names == ["Xếp hạng so Cụm 1", "Xếp hạng so Cụm 2"]
    assert [row[1] for row in table(book[names[0]])[1:]] == ["Sở A", "Sở C"]


def test_areas_are_compared_with_a_chart() -> None:
    sheet = books()["results.xlsx"]["Lĩnh vực so"]
    rows = table(sheet)
    assert rows[0] == ["STT", "Đơn vị", "1. Chỉ đạo", "2. Hài lòng", None, None]
    # Area 1: 6 of 8, 6 of 8, 3,5 of 5; area 2: 2 of 2, 1,6 of 2, 1 of 2.
    assert [row[1:4] for row in rows[1:]] == [
        ["Trung bình", pytest.approx((75 + 75 + 70) / 3), pytest.approx((100 + 80 + 50) / 3)],
        ["Cao nhất", 75, 100],
        ["Thấp nhất", 70, 50],
        ["Sở B", 75, 100],
        ["Sở A", 75, 80],
        ["Sở C", 70, 50],
    ]
    (chart,) = sheet._charts
    assert MARKS in "".join(run.t for part in chart.title.tx.rich.p for run in part.r)


def test_points_lost_are_summed_by_criterion() -> None:
    found = {loss.criterion.code: loss for loss in losses(scored().groups[0])}
    # 1.1.2: a full, b 1 of 2 (gate), c 0,5 of 2; 1.2: only a and b have it, a lost 1.
    assert (found["1.1.2"].applied, found["1.1.2"].losing, found["1.1.2"].lost) == (3, 2, pytest.approx(2.5))
    assert (found["1.2"].applied, found["1.2"].losing, found["1.2"].lost) == (2, 1, 1)
    assert "T.1" not in found
    rows = table(books()["results.xlsx"]["Điểm mất"])
    assert rows[2][:9] == [
        1,
        "1.1.2",
        "Mức ban hành và hồ sơ",
        "Sở Nội vụ",
        2,
        3,
        2,
        2.5,
        pytest.approx(2.5 / 3),
    ]
    lost = sum(float(str(row[7])) for row in rows[2:])
    units = scored().groups[0].units
    own = [leaf for unit in units for leaf in unit.leaves if not leaf.code.startswith("T")]
    assert math.isclose(lost, sum(float(leaf.max_points) - float(leaf.points) for leaf in own))


def test_points_that_wait_for_the_survey_are_not_lost() -> None:
    found = {loss.criterion.code: loss for loss in losses(scored(False).groups[0])}
    assert (found["2.1"].lost, found["2.1"].waiting) == (0, 6)


def test_what_is_missing_is_named() -> None:
    results, _ = run(cycle(without(FIGURES, "so-b", "dung_han")), [sample_plan()])
    assert results is not None
    rows = table(written(results)["results.xlsx"]["Chưa nộp"])
    assert rows[1:] == [[1, "Sở B", "1.2", "Đúng hạn", "chưa nộp", "Hồ sơ đúng hạn"]]
    rows = table(books("pending")["results.xlsx"]["Chưa nộp"])
    waiting = [1, "Sở B", "–", "Điều tra xã hội học", "chờ điều tra xã hội học", "Các mục 2.1"]
    assert rows[1] == waiting


def test_flags_and_problems_are_told_with_their_words() -> None:
    late = {**FIGURES, "so-a": {**FIGURES["so-a"], "dung_han": "70", "tre_han": "30"}}
    made = cycle(late)
    strange = replace(made, facts=(*made.facts, fact("so-a", "khong_co", "1")))
    results, _ = run(strange, [sample_plan()])
    assert results is not None
    book = written(results)["results.xlsx"]
    assert table(book["Lưu ý"])[1][:4] == [1, "Sở A", "F1", "Trễ hạn trên 20%"]
    told = next(row for row in table(book["Vấn đề"]) if row[1] == "C22")
    assert told[2] == "facts/so-a.csv#khong_co"
    assert all(isinstance(text, str) and text for text in told[3:6])
    assert [row[0] for row in table(books()["results.xlsx"]["Lưu ý"])[1:]] == ["Không có."]


def test_a_sheets_name_is_what_a_spreadsheet_takes() -> None:
    taken: set[str] = set()
    names = [sheet_name(f"Xếp hạng [a/b]: {'dài ' * 10}", taken) for _ in range(11)]
    assert len(set(names)) == 11
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert (names[0], names[10]) == ("Xếp hạng -a-b-- dài dài dài dài", "Xếp hạng -a-b-- dài dài dài  11")


def slip(unit: str) -> list[list[object]]:
    sheet = books()["slips.xlsx"][unit]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_slip_stands_on_one_page_and_says_where_the_unit_stands() -> None:
    sheet = books()["slips.xlsx"]["so-a"]
    assert sheet.page_setup.orientation == "portrait"
    lines = [row[0] for row in slip("so-a")]
    assert "Chỉ số 81,00%, hạng 2/3 Sở, xếp loại B." in lines
    assert (
        "Điểm thẩm định 6,00/8,00; Điểm điều tra xã hội học 1,60/2,00; Điểm thưởng 0,50; "
        "Điểm trừ 0,00; Tổng điểm 8,10/10,00." in lines
    )


def test_a_slip_names_losses_most_first_why_and_the_next_step() -> None:
    rows = slip("so-a")
    at = next(number for number, row in enumerate(rows) if row[1] == "Mục mất điểm")
    assert rows[at] == ["Mã", "Mục mất điểm", "Điểm đạt", "Tối đa", "Điểm mất", "Vì sao", "Bước tiếp theo"]
    assert rows[at + 1 : at + 4] == [
        [
            "1.2",
            "Đúng hạn",
            2,
            3,
            1,
            "Đạt 97%, được 2,00 điểm.",
            "Đạt 98% được 3 điểm (“Hồ sơ đúng hạn”: 147).",
        ],
        [
            "1.3",
            "Số hóa",
            1,
            2,
            1,
            "Đạt 35%, được 1,00 điểm.",
            "Đạt 70% được 2 điểm (“Kết quả đã số hóa”: 70).",
        ],
        ["2.1", "Mức độ hài lòng", 1.6, 2, 0.4, "Đạt 80%, được 1,60 điểm.", "Đạt 100% được 2 điểm."],
    ]


def test_a_slip_names_gates_states_and_parts() -> None:
    so_b, so_c = ({str(row[0]): row[5:7] for row in slip(unit)} for unit in ("so-b", "so-c"))
    assert so_b["1.1.2"] == [
        "Bị khống chế còn 1,00 điểm vì mục 1.1.1 bằng 0.",
        "Khắc phục để không còn mục 1.1.1 bằng 0.",
    ]
    assert so_b["1.1.1"][0] == "Đạt “Không ban hành”, được 0,00 điểm."
    assert so_c["1.1.2"] == [
        "Mức: đạt “cham”, được 0,50 điểm; Hồ sơ: đạt “Không”, được 0,00 điểm.",
        "Mức: Đạt “kip” được 1 điểm; Hồ sơ: Đạt “Có” được 1 điểm.",
    ]


def test_the_same_result_has_the_same_bytes(tmp_path: Path) -> None:
    for name, write in papers(scored(), [sample_plan()]).items():
        write(tmp_path / name)
        write(tmp_path / "again.xlsx")
        assert (tmp_path / name).read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_cells_and_json_agree() -> None:
    rows = {str(row[1]): row for row in table(books()["results.xlsx"]["Xếp hạng so"])[1:4]}
    for unit in json.loads(to_json(scored()))["groups"][0]["units"]:
        row = rows[unit["name"]]
        assert [row[2], row[3], row[6], row[7]] == [
            float(unit[key]) for key in ("appraised_points", "survey_points", "points", "max_points")
        ]


def test_a_slip_calls_a_condition_met_or_not_met() -> None:
    plan, _ = real("tien-giang/2023/so")
    leaf = plan.leaf_by_code["1.5.1"]
    unit = scored().groups[0].units[0]
    figures = {"dung_dau_phu_trach": 1, "dung_dau_trach_nhiem": 0}
    result = replace(unit.leaves[0], code="1.5.1", rule="1.5.1/b2", measure="0", points="0", max_points="1.5")
    slip = Slip(plan, unit, figures)
    assert why(slip, leaf, result) == "Chưa đạt yêu cầu, được 0,00 điểm."
    assert next_words(slip, leaf, result, name_figure=True) == (
        "Đạt yêu cầu được 1,5 điểm "
        "(“Có văn bản xác định người đứng đầu chịu trách nhiệm toàn diện về CCHC”: Có)."
    )


def test_slips_beyond_what_a_book_can_hold_go_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("par_index.papers.slips.MOST_SLIPS", 2)
    units = [unit.unit for group in scored().groups for unit in group.units]
    made = papers(scored(), [sample_plan()])
    assert list(made) == ["results.xlsx", "slips.xlsx", "slips-2.xlsx"]
    found = []
    for name in list(made)[1:]:
        made[name](tmp_path / name)
        found += load_workbook(tmp_path / name).sheetnames
    assert found == units
