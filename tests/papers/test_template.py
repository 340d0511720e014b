"""Forms: what they show, what they let be filed, and the way back through the reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from par_index.model.facts import Fact, Previous, Unit, Written
from par_index.model.plan import Plan
from par_index.papers.form_sheet import FORM
from par_index.papers.template import write_templates
from par_index.places import shipped
from par_index.problem import Where
from par_index.read.cases import cases
from par_index.read.cycle import load_cycle
from tests import naive
from tests.papers.fill import fill, random_figures, rows_of
from tests.papers.spreadsheet import Sheets
from tests.score.cycles import cycle, sample_plan
from tests.worked.cases import TIEN_GIANG
from tests.worked.cases import compiled as real

YES = Unit("so-a", "=Sở A & B", "so", traits=("co_tthc",))
NO = Unit("so-c", "Sở C", "so")


@cache
def form(unit: Unit) -> Workbook:
    """Write one form of the sample set and open it with another library."""
    with TemporaryDirectory() as folder:
        (path,), problems = write_templates([sample_plan()], [unit], Path(folder), cycle())
        assert problems == ()
        return load_workbook(path)


def row(sheet: Worksheet, code: str) -> int:
    """Find a leaf's or a node's row by its STT."""
    (found,) = [cell.row for cell in sheet["B"] if cell.value == code]
    return found


def texts(sheet: Worksheet, number: int) -> list[object]:
    return [cell.value for cell in sheet[number]]


def test_the_columns_stand_in_the_official_order() -> None:
    sheet = form(YES)[FORM]
    heads = [sheet.cell(12, column).value or sheet.cell(13, column).value for column in range(2, 18)]
    assert heads == [
        "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Số liệu kê khai", "Trường hợp khác",
        "Cách tính điểm", "Yêu cầu và tài liệu kiểm chứng", "Điểm tự đánh giá", "Tài liệu kiểm chứng", "Ngày",
        "Trích yếu", "Mục", "Trang", "Tệp", "Giải trình/Ghi chú", "Kiểm tra",
    ]  # fmt: skip
    below = [sheet.cell(13, column).value for column in range(10, 16)]
    assert below == ["Số, ký hiệu", "Ngày", "Trích yếu", "Mục", "Trang", "Tệp"]
    assert sheet.print_title_rows == "$12:$13"
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")


def test_the_hidden_sheet_tells_the_reader_what_the_form_is() -> None:
    book = form(YES)
    assert {str(key): str(text) for key, text in book["_par"].iter_rows(values_only=True)} == {
        "schema": "par-index/template/1",
        "set": "thu/2023/so",
        "digest": sample_plan().digest,
        "year": "2023",
        "cycle": "thu-2023",
        "unit": "so-a",
        "kind": "so",
        "stage": "self",
    }
    assert {name: book[name].sheet_state for name in book.sheetnames} == {
        FORM: "visible", "_danh_muc": "veryHidden", "_tinh": "veryHidden", "_par": "veryHidden",
    }  # fmt: skip


def test_marks_head_every_printed_page() -> None:
    sheet = form(YES)[FORM]
    assert sheet.oddHeader.center.text == "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"
    assert "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT" in [sheet.cell(number, 2).value for number in range(1, 12)]


def test_a_leaf_says_how_it_is_scored() -> None:
    sheet = form(YES)[FORM]
    assert sheet.cell(row(sheet, "1.1.1"), 7).value == (
        "x = số ngày trễ (“Ngày ban hành kế hoạch”; 31/01/2023). "
        "Đến 0: 1 điểm; từ 1 đến 30: 0,5 điểm; trên 30: 0 điểm."
    )


def test_only_cells_to_be_filled_are_open() -> None:
    sheet = form(YES)[FORM]
    filed = rows_of(form(YES))
    assert sheet.protection.sheet
    opened = {
        (cell.row, cell.column) for line in sheet.iter_rows() for cell in line if not cell.protection.locked
    }
    figures = {(number, column) for number in filed.values() for column in (5, 6, *range(10, 17))}
    evidence = {
        (cell.row, column)
        for cell in sheet["A"]
        if str(cell.value).endswith("|")
        for column in range(10, 16)
    }  # fmt: skip
    assert opened == figures | evidence
    assert set(filed) == {entry.code for entry in sample_plan().inputs} - {"hai_long"}


def test_a_leaf_that_does_not_apply_is_closed_and_says_why() -> None:
    sheet = form(NO)[FORM]
    number = row(sheet, "1.2")
    assert sheet.cell(number, 1).value == "_"
    assert sheet.cell(number, 7).value == "Không áp dụng: đơn vị không thuộc diện “Có thủ tục hành chính”."
    assert {"dung_han", "tre_han"} & set(rows_of(form(NO))) == set()


def test_a_survey_leaf_is_never_self_scored() -> None:
    sheet = form(YES)[FORM]
    shown = texts(sheet, row(sheet, "2.1"))
    assert shown[0] == "_"
    assert shown[6] == "Điều tra xã hội học: đơn vị không tự chấm."
    assert shown[8] is None


def test_a_figure_is_filed_once_and_shown_again_below_other_leaves() -> None:
    plan, _ = real("tien-giang/2023/so")
    book = written(plan, Unit("u", "Sở", "so", traits=tuple(plan.traits)))
    sheet, filed = book[FORM], rows_of(book)
    for code in ("dung_han", "hs_tiep_nhan"):
        label = f"– {plan.input_by_code[code].label}"
        first, *others = [cell.row for cell in sheet["C"] if cell.value == label]
        assert first == filed[code]
        assert others
        for number in others:
            assert sheet.cell(number, 5).value == f'=IF(E{first}="","",E{first})'
            assert sheet.cell(number, 1).value == "_"
            assert sheet.cell(number, 5).protection.locked


def written(plan: Plan, unit: Unit) -> Workbook:
    with TemporaryDirectory() as folder:
        (path,), _ = write_templates([plan], [unit], Path(folder))
        return load_workbook(path)


def test_cells_refuse_what_cannot_be_a_figure() -> None:
    sheet = form(YES)[FORM]
    filed = rows_of(form(YES))
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    count, day = rules[f"E{filed['so_hoa']}"], rules[f"E{filed['ngay_kh']}"]
    assert (count.type, count.formula1, count.formula2) == ("whole", "0", "10000000")
    assert (day.type, '"Không ban hành"' in day.formula1) == ("custom", True)
    choice, answer = rules[f"E{filed['muc']}"], rules[f"E{filed['du_hs']}"]
    lists = form(YES)["_danh_muc"]
    assert [choice.type, answer.formula1] == ["list", "_danh_muc!$B$1:$B$2"]
    assert [cell.value for (cell,) in lists[choice.formula1.split("!")[1].replace("$", "")]] == [
        "khong",
        "cham",
        "kip",
    ]
    assert [cell.value for (cell,) in lists["A1:A2"]] == ["Không áp dụng", "Không có tài liệu kiểm chứng"]


def test_text_is_never_read_as_a_formula() -> None:
    sheet = form(YES)[FORM]
    lines = [sheet.cell(number, 2) for number in range(1, 12)]
    assert ("=SỞ A & B", "s") in [(cell.value, cell.data_type) for cell in [sheet.cell(2, 2)]]
    assert all(cell.data_type != "f" for cell in lines)


def test_a_unit_without_a_set_is_named(tmp_path: Path) -> None:
    paths, (problem,) = write_templates([sample_plan()], [Unit("xa-1", "Xã 1", "xa")], tmp_path)
    assert paths == ()
    assert problem.text() == (
        "P01  Không có bộ tiêu chí cho loại đơn vị này\n"
        "    Đơn vị xa-1 thuộc loại “xa”; các bộ tiêu chí đang dùng chỉ cho loại: so.\n"
        "    Cách sửa: Sửa cột kind của đơn vị trong danh sách, hoặc thêm bộ tiêu chí của loại đơn vị này."
    )


def test_the_same_form_has_the_same_bytes(tmp_path: Path) -> None:
    (one,), _ = write_templates([sample_plan()], [YES], tmp_path / "a", cycle())
    (other,), _ = write_templates([sample_plan()], [YES], tmp_path / "b", cycle())
    assert one.read_bytes() == other.read_bytes()


def folder_for(plan: Plan, place: Path, units: list[Unit]) -> Path:
    """Write the folder of a synthetic cycle without figures."""
    lines = [f"{unit.code},{unit.name},{unit.kind},{';'.join(unit.traits)}" for unit in units]
    place.mkdir(parents=True, exist_ok=True)
    (place / "units.csv").write_text("\n".join(["unit,name,kind,traits", *lines, ""]), "utf-8")
    (place / "cycle.yaml").write_text(
        f"cycle: thu\nyear: {plan.year}\nissuer: UBND tỉnh thử\nsynthetic: true\nnumbers: vi\n"
        f"groups:\n  - id: g\n    set: {plan.set_id}\n    units: {plan.kind}\n",
        "utf-8",
    )
    return place


def round_trip(plan: Plan, place: Path, seed: int) -> tuple[Path, Mapping[str, tuple[int, int]]]:
    """Fill a form at random, read it back, and give its path with what the reference says of each leaf."""
    rng = Random(seed)
    traits = tuple(trait for trait in plan.traits if rng.random() < 0.8)
    unit = Unit(f"u{seed}", "Sở thử", plan.kind, traits=traits)
    folder = folder_for(plan, place / f"{plan.kind}{seed}", [unit])
    empty, _ = load_cycle(folder)
    assert empty is not None
    (path,), _ = write_templates([plan], empty.units, folder / "facts", empty)
    drawn = random_figures(plan, rng)
    codes = sorted(drawn)
    statuses = {code: rng.choice(("not_applicable", "no_evidence")) for code in rng.sample(codes, 4)}
    drawn = {code: kept for code, kept in drawn.items() if statuses.get(code) != "not_applicable"}
    filed = fill(path, plan, drawn, statuses)
    read, problems = load_cycle(folder)
    assert read is not None
    assert [problem.code for problem in problems] == []
    (facts,), _ = cases(read, plan, read.groups[0], "self")
    kept = {
        code: figure.last.value for code, figure in facts.figures.items() if figure.last.value is not None
    }
    assert kept == filed
    verdict = naive.judge(plan, facts.case)
    return path, {leaf.code: (leaf.points, leaf.max_points) for leaf in verdict.leaves}


def shown_points(plan: Plan, path: Path) -> Mapping[str, float]:
    """Work the form's visible points out, by leaf."""
    book = load_workbook(path)
    sheet, read = book[FORM], Sheets(book)
    open_leaves = [leaf.code for leaf in plan.leaves if leaf.kind != "survey"]
    return {code: float(read.value(f"{FORM}!I{row(sheet, code)}")) for code in open_leaves}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", TIEN_GIANG)
def test_a_filled_form_reads_back_and_shows_the_engines_points(name: str, seed: int, tmp_path: Path) -> None:
    plan, _ = real(name)
    path, expected = round_trip(plan, tmp_path, seed)
    shown = shown_points(plan, path)
    assert {code: round(points * 10**6) for code, points in shown.items()} == {
        code: expected[code][0] for code in shown
    }
    assert sum(points > 0 for points in shown.values()) > 5


def last_year(code: str, text: str) -> Fact:
    return Fact("so-a", code, Written(text, "text", Where("nam-truoc.csv", 2)))


def test_last_years_figures_stand_in_where_nothing_arose(tmp_path: Path) -> None:
    # 35 of 100 last year: half of the 70% that earn 2 points.
    before = Previous(facts=(last_year("so_hoa", "35"), last_year("phai_so_hoa", "100")))
    made = replace(cycle(), facts=(), previous=before)
    plan = sample_plan()
    (path,), _ = write_templates([plan], [YES], tmp_path, made)
    fill(path, plan, {"so_hoa": 0, "phai_so_hoa": 0}, {})
    assert shown_points(plan, path)["1.3"] == 1


def test_figures_of_last_year_on_file_are_shown_and_closed(tmp_path: Path) -> None:
    plan, _ = real("tien-giang/2023/so")
    made, _ = load_cycle(shipped("examples") / "tien-giang-2023")
    assert made is not None
    unit = next(unit for unit in made.units if unit.code == "so-noi-vu")
    (path,), _ = write_templates([plan], [unit], tmp_path, made)
    book = load_workbook(path)
    assert "dung_han_nt" not in rows_of(book)
    sheet = book[FORM]
    label = f"– {plan.input_by_code['dung_han_nt'].label}"
    (number,) = [cell.row for cell in sheet["C"] if cell.value == label]
    filed = {fact.input: fact.written.text for fact in made.previous.facts or () if fact.unit == "so-noi-vu"}
    assert sheet.cell(number, 5).value == int(filed["dung_han"].replace(".", ""))
    assert sheet.cell(number, 5).protection.locked
    assert sheet.cell(number, 1).value == "_"


def test_the_form_says_what_is_missing_or_wrong(tmp_path: Path) -> None:
    plan = sample_plan()
    (path,), _ = write_templates([plan], [YES], tmp_path, cycle())
    book = load_workbook(path)
    rows, sheet = rows_of(book), book[FORM]
    sheet.cell(rows["so_hoa"], 5, 8)
    sheet.cell(rows["phai_so_hoa"], 5, 7)
    sheet.cell(rows["dung_han"], 5, 2.5)
    sheet.cell(rows["muc"], 6, "Không áp dụng")
    read = Sheets(book)
    said = {code: read.value(f"{FORM}!Q{rows[code]}") for code in rows}
    assert (said["dung_han"], said["tre_han"], said["muc"], said["so_hoa"]) == (
        "Số liệu sai", "Chưa kê khai", "", "",
    )  # fmt: skip
    leaves = {code: read.value(f"{FORM}!Q{row(sheet, code)}") for code in ("1.1.1", "1.1.2", "1.2", "1.3")}
    assert leaves == {
        "1.1.1": "Chưa đủ số liệu",
        "1.1.2": "Đề nghị không áp dụng",
        "1.2": "Số liệu sai",
        "1.3": "Số liệu sai",
    }


def test_a_form_that_stands_there_is_never_written_over(tmp_path: Path) -> None:
    filled = tmp_path / f"{YES.code}.xlsx"
    filled.write_bytes(b"filled in by its office")
    paths, (problem,) = write_templates([sample_plan()], [YES], tmp_path, cycle())
    assert (paths, problem.code, problem.where.file) == ((), "P03", filled.as_posix())
    assert filled.read_bytes() == b"filled in by its office"
    assert problem.texts("vi")[1] == ("Tại đây đã có tệp cùng tên, có thể đã được điền; không ghi đè lên.")


def test_a_form_that_may_be_filled_in_is_never_written_over(tmp_path: Path) -> None:
    (path,), _ = write_templates([sample_plan()], [YES], tmp_path)
    path.write_text("đã điền", "utf-8")
    again, (problem,) = write_templates([sample_plan()], [YES], tmp_path)
    assert (again, problem.code, str(problem.where)) == ((), "P03", path.as_posix())
    assert path.read_text("utf-8") == "đã điền"
