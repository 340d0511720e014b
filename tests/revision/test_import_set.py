"""A set leaves as a workbook and comes back proved; a mistake in a cell is told at that cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from par_index.compile import load_plans
from par_index.model.set_sheets import ITEMS, LAYOUTS
from par_index.papers.export_set import export_set
from par_index.places import libraries
from par_index.problem import Problem
from par_index.read.sets import digest
from par_index.read.yaml_tree import read_tree
from par_index.revision.import_set import import_set
from tests.cli.sample import run
from tests.compile.sample import SOUND, broken

ROOT = Path(__file__).resolve().parents[2]
Edit = Callable[[Any], None]


def exported(folder: Path, text: str = SOUND) -> Path:
    """Write the sample set as a workbook."""
    folder.mkdir(exist_ok=True)
    (folder / "bo.yaml").write_text(text, "utf-8")
    path, problems = export_set(str(folder / "bo.yaml"), folder / "bo.xlsx", libraries())
    assert path is not None, [problem.text() for problem in problems]
    return path


def found(sheet: Worksheet, words: str) -> Any:
    """Find the first cell that holds exactly these words."""
    return next(cell for row in sheet.iter_rows() for cell in row if cell.value == words)


def beside(sheet: Worksheet, words: str, key: str) -> Any:
    """Find the cell of a column in the row of some words."""
    head = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).endswith(f"({key})"))
    return sheet.cell(found(sheet, words).row, head.column)


def put(title: str, words: str, key: str, value: object) -> Edit:
    """Write into the cell of a column in the row of some words."""

    def edit(book: Any) -> None:
        beside(book[title], words, key).value = value

    return edit


def told(folder: Path, edit: Edit) -> list[Problem]:
    """Import the sample after one edit; nothing may be written when there is an error."""
    path = exported(folder)
    book = load_workbook(path)
    edit(book)
    book.save(path)
    made, problems = import_set(path, folder / "moi.yaml", folder, libraries())
    assert (
        (made is None)
        == any(problem.is_error for problem in problems)
        == (not (folder / "moi.yaml").exists())
    )
    return list(problems)


def test_it_comes_back_the_same_and_proved(tmp_path: Path) -> None:
    made, problems = import_set(exported(tmp_path), None, tmp_path / "criteria", libraries())
    assert problems == load_plans(tmp_path / "bo.yaml", libraries())[1] == ()
    assert made is not None and made.path == tmp_path / "criteria" / "thu" / "2023" / "so.yaml"
    trees = [read_tree(path)[0] for path in (tmp_path / "bo.yaml", made.path)]
    assert digest([tree for tree in trees[:1] if tree]) == digest([tree for tree in trees[1:] if tree])
    plans, problems = load_plans(made.path, libraries())
    assert problems == () and [plan.digest for plan in plans] == [plan.digest for plan in made.plans]


@pytest.mark.parametrize(
    ("edit", "code", "cell", "said"),
    [
        (lambda book: book.remove(book["Tiêu chí"]), "X01", "", "Tiêu chí"),
        (lambda book: book["Tiêu chí"].delete_rows(3), "X02", "Tiêu chí!A1", "level"),
        (put("Tiêu chí", "Cấp\n(level)", "max", "Điểm (maxx)"), "X03", "Tiêu chí!D3", "“max”"),
        (put("Tiêu chí", "1.2", "level", "Tiêu trí"), "X04", "Tiêu chí!A10", "“Tiêu chí”"),
        (put("Tiêu chí", "1.2", "level", None), "X04", "Tiêu chí!B10", "Lĩnh vực"),
        (put("Câu hỏi", "F1", "kind", "Nhắc nhở"), "X04", "Câu hỏi!A6", "Cảnh báo"),
        (put("Tiêu chí", "1", "level", "TCTP"), "X05", "Tiêu chí!A4", "“Tiêu chí”"),
        (put("Tiêu chí", "T", "level", "Lĩnh vực"), "X05", "Tiêu chí!A15", "“Điểm thưởng”"),
        (put("Tiêu chí", "1.2", "code", 1.2), "X06", "Tiêu chí!B10", "1,2"),
        (put("Tiêu chí", "1.2", "cites", date(2024, 2, 1)), "X06", "Tiêu chí!N10", "01/02/2024"),
        (put("Tiêu chí", "1.2", "measure", "=A1"), "X07", "Tiêu chí!E10", ""),
        (put("Số liệu", "tre_han", "code", "dung_han"), "X08", "Số liệu!A5", "Số liệu!A4"),
        (put("Tiêu chí", "Cấp\n(level)", "min", "Điểm (max)"), "X08", "Tiêu chí!Q3", "Tiêu chí!D3"),
        (put("Số liệu", "tre_han", "code", None), "X09", "Số liệu!B5", "code"),
        (put("Tiêu chí", "1.2", "bands", "từ 98% trở lên: max\n  x: [1"), "Y04", "Tiêu chí!H10", ""),
        (put("Tiêu chí", "1.2", "source", "khảo sát"), "Y24", "Tiêu chí!O10", "appraised"),
        (put("Tiêu chí", "1.1.2", "evidence", None), "", "", ""),
        (put("Tiêu chí", "Hồ sơ", "cites", "II.1"), "Y20", "Tiêu chí!N9", "cites"),
        (put("Thông tin chung", "total", "value", None), "Y21", "Thông tin chung!B4", "total"),
        (put("Tiêu chí", "1.2", "max", 4), "V20", "Tiêu chí!A4", "3 + 4 + 2 = 9"),
        (
            put("Tiêu chí", "1.2", "bands", "từ 98% trở lên: max\ntừ 95% đến dưới 97%: 1\ndưới 95%: 0"),
            "V01",
            "Tiêu chí!H10",
            "97%",
        ),
    ],
)
def test_a_mistake_is_told_at_its_cell(edit: Edit, code: str, cell: str, said: str, tmp_path: Path) -> None:
    problems = told(tmp_path, edit)
    if not code:
        assert problems == []
        return
    matching = [problem for problem in problems if problem.code == code]
    assert matching, [problem.text() for problem in problems]
    assert any(problem.where.cell.startswith(cell) and said in problem.text() for problem in matching), [
        problem.text() for problem in matching
    ]


def test_mistakes_of_every_kind_are_told_at_once(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        put("Tiêu chí", "1.2", "source", "khảo sát")(book)
        put("Tiêu chí", "2.1", "method", "ty_lee")(book)

    assert [(one.code, one.where.cell) for one in told(tmp_path, edit)] == [
        ("L65", "Tiêu chí!F13"),
        ("Y24", "Tiêu chí!O10"),
    ]


def test_what_people_type_is_read_as_they_mean_it(tmp_path: Path) -> None:
    """Numbers, spaces around words, a line a piece, capitals, an own column, a row below the last."""

    def edit(book: Any) -> None:
        items, inputs = book["Tiêu chí"], book["Số liệu"]
        beside(items, "1.2", "max").value = 3.0
        beside(items, "Hài lòng", "code").value = 2
        beside(items, "1.2", "name").value = "  Đúng hạn "
        beside(items, "1.2", "level").value = "tiêu CHÍ"
        beside(items, "1.3", "if_empty").value = "previous\nnot_applicable;"
        beside(items, "1.1.1", "cites").value = "VI.2; QĐ45: Điều 3, khoản 2"
        items.cell(3, 30).value = "Ghi chú riêng"
        items.cell(10, 30).value = "hỏi lại Sở Tư pháp"
        last = inputs.max_row + 1
        for column, text in enumerate(("tham_khao", "Số tham khảo", "count", "neutral"), 1):
            inputs.cell(last, column).value = text

    problems = told(tmp_path, edit)
    assert [problem.code for problem in problems] == ["L94"], [problem.text() for problem in problems]
    text = (tmp_path / "moi.yaml").read_text("utf-8")
    cited = "cites:\n- VI.2\n- document: QĐ45\n  clause: Điều 3, khoản 2\n"
    own = "  tham_khao:\n    type: count\n    label: Số tham khảo\n    better: neutral\n"
    wanted = SOUND.split("\n", 1)[1].replace(
        "            cites: [VI.2]\n", indent(cited, " " * 12).replace(" " * 12 + "- ", " " * 14 + "- ")
    )
    wanted = wanted.replace("              clause", "                clause").replace(
        "relations:", f"{own}relations:"
    )
    assert [line for line in text.splitlines() if line] == wanted.splitlines()


def test_signs_of_formulas_stay_text(tmp_path: Path) -> None:
    text = broken("name: Số hóa\n", 'name: "=1+1"\n').replace("name: Hồ sơ\n", 'name: "@a"\n')
    path = exported(tmp_path, text.replace("name: Hài lòng\n", 'name: "+84"\n'))
    cells = [cell for row in load_workbook(path)["Tiêu chí"].iter_rows() for cell in row]
    assert {"=1+1", "@a", "+84"} <= {cell.value for cell in cells if cell.data_type == "s"}
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    path = exported(tmp_path)
    bytes_before = path.read_bytes()
    assert [one.code for one in export_set(str(tmp_path / "bo.yaml"), path, libraries())[1]] == ["L129"]
    made, problems = import_set(path, tmp_path / "bo.yaml", tmp_path, libraries())
    assert made is None and [one.code for one in problems] == ["L129"]
    assert path.read_bytes() == bytes_before and (tmp_path / "bo.yaml").read_text("utf-8") == SOUND


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "bo.yaml").write_text(SOUND, "utf-8")
    path, problems = export_set(str(tmp_path / "bo.yaml"), tmp_path / "bo.yaml" / "bo.xlsx", libraries())
    assert path is None and [one.code for one in problems] == ["L122"]


def test_a_set_with_mistakes_of_form_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "bo.yaml").write_text(broken("total: 10", "totall: 10"), "utf-8")
    path, problems = export_set(str(tmp_path / "bo.yaml"), tmp_path / "bo.xlsx", libraries())
    assert path is None and not (tmp_path / "bo.xlsx").exists()
    assert [one.code for one in problems] == ["Y20"]


def test_what_no_sheet_can_hold_is_refused(tmp_path: Path) -> None:
    """Criteria in a criterion: the sheet has one depth for them."""
    nested = "        criteria:\n          - code: c\n            name: Con\n            max: 3\n"
    (tmp_path / "bo.yaml").write_text(
        broken("        cites: [II.6b]\n", nested + "        cites: [II.6b]\n"), "utf-8"
    )
    path, problems = export_set(str(tmp_path / "bo.yaml"), tmp_path / "bo.xlsx", libraries())
    assert path is None and [one.code for one in problems] == ["X10"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bo.yaml"]


def test_an_extension_goes_both_ways(tmp_path: Path) -> None:
    shelf = ROOT / "tests" / "fixtures" / "extension" / "criteria"
    shelves = libraries(criteria=shelf)
    path, problems = export_set("huyen-thu/2023/xa", tmp_path / "xa.xlsx", shelves)
    assert path is not None and problems == ()
    rows = [[cell.value for cell in row][:3] for row in load_workbook(path)["Tiêu chí"].iter_rows(min_row=4)]
    assert ["Điền vào chỗ", "3", None] in rows and ["Chia mục", "1.2", None] in rows
    made, problems = import_set(path, tmp_path / "xa.yaml", tmp_path, shelves)
    assert made is not None, [problem.text() for problem in problems]
    whole, _ = load_plans("huyen-thu/2023/xa", shelves)
    assert [plan.digest for plan in made.plans] == [plan.digest for plan in whole]


def test_the_workbook_is_ready_to_fill_and_print(tmp_path: Path) -> None:
    book = load_workbook(exported(tmp_path))
    titles = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert titles == [layout.title for layout in LAYOUTS]
    items = book["Tiêu chí"]
    heads = [str(cell.value).split("\n")[0] for cell in items[3] if cell.value]
    assert heads[1:4] == ["STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa"]
    assert (
        heads.index("Số liệu, cách đo")
        < heads.index("Yêu cầu và tài liệu kiểm chứng")
        < heads.index("Căn cứ")
    )
    assert all(cell.comment for cell in items[3] if cell.value and cell.column < len(ITEMS.columns))
    offered = [rule for rule in items.data_validations.dataValidation if "A4" in rule.sqref]
    assert [rule.type for rule in offered] == ["list"]
    for sheet in (book[title] for title in titles):
        assert sheet.freeze_panes and sheet.print_title_rows == "$3:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {cell.number_format for row in items.iter_rows(min_row=4, max_col=8) for cell in row} == {"@"}


def test_a_blank_workbook_is_told_what_it_lacks(tmp_path: Path) -> None:
    path, problems = export_set("", tmp_path / "moi.xlsx", libraries())
    assert path is not None and problems == ()
    made, problems = import_set(path, None, tmp_path, libraries())
    assert made is None and {problem.code for problem in problems} == {"Y21"}
    lacking = {problem.args["key"] for problem in problems}
    assert {"set", "name", "kinds", "total", "inputs", "areas"} <= lacking


def test_the_two_verbs(tmp_path: Path) -> None:
    (tmp_path / "bo.yaml").write_text(SOUND, "utf-8")
    source, book, out = (str(tmp_path / name) for name in ("bo.yaml", "b.xlsx", "moi.yaml"))
    assert run("export-set", source, "--out", book).exit_code == 0
    done = run("import-set", book, "--out", out)
    assert done.exit_code == 0
    assert "thu/2023/so (Sở): đã chứng minh" in done.stdout
    assert run("import-set", book, "--out", out).exit_code == 1
    assert run("import-set", str(tmp_path / "khong.xlsx")).exit_code == 1
