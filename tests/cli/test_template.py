"""``template``: forms by set and unit list, by cycle, for a lead agency; filled forms are scored."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from par_index.compile import load_plans
from par_index.places import libraries
from tests.cli.sample import FACTS, FIGURES, facts, folder, run
from tests.papers.fill import fill


def test_forms_by_set_and_unit_list(tmp_path: Path) -> None:
    cycle = folder(tmp_path / "đợt")
    words = ("template", "thu/2023/so", "--units", cycle / "units.csv", "--criteria", cycle / "criteria")
    result = run(*words, "--out", tmp_path / "biểu")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [f"{tmp_path}/biểu/{code}.xlsx" for code in ("so-a", "so-b", "so-c")]
    assert all(Path(line).is_file() for line in result.stdout.splitlines())


def test_forms_come_before_figures(tmp_path: Path) -> None:
    cycle = folder(tmp_path / "đợt", {"facts.csv": None})
    result = run("template", cycle, "--out", tmp_path / "biểu")
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 3)


def test_without_units_it_asks_for_them(tmp_path: Path) -> None:
    result = run("template", "thu/2023/so", "--out", tmp_path / "biểu")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "U03  Chưa có danh sách đơn vị" in result.stderr
    assert not (tmp_path / "biểu").exists()


def test_an_unknown_lead_agency_gets_the_nearest(tmp_path: Path) -> None:
    cycle = folder(tmp_path / "đợt")
    written = run("template", cycle, "--lead", "Sở Nội vụ", "--out", tmp_path / "biểu")
    assert written.exit_code == 0, written.stderr
    (path,) = written.stdout.splitlines()
    assert "1.2" in str(list(load_workbook(path).worksheets[0].values))
    mistyped = run("template", cycle, "--lead", "Sở Nội vu", "--out", tmp_path / "biểu")
    assert mistyped.exit_code == 1
    assert "Có phải “Sở Nội vụ”?" in mistyped.stderr


def test_a_filled_form_scores_as_the_same_figures_in_a_table(tmp_path: Path) -> None:
    cycle = folder(tmp_path / "đợt", {"facts.csv": FACTS})
    assert run("score", cycle).exit_code == 0
    assert run("template", cycle, "--out", tmp_path / "biểu").exit_code == 0
    (plan, _), _ = load_plans("thu/2023/so", libraries(cycle / "criteria"))
    others = {unit: own for unit, own in FIGURES.items() if unit != "so-a"}
    folder(tmp_path / "đợt", {"facts.csv": facts(others)})
    figures = {
        "ngay_kh": 738540, "muc": 2, "du_hs": 1, "dung_han": 97, "tre_han": 3, "so_hoa": 35,
        "phai_so_hoa": 100, "sang_kien": 1,
    }  # fmt: skip
    form = tmp_path / "biểu" / "so-a.xlsx"
    assert fill(form, plan, figures, {}).keys() == figures.keys()
    (cycle / "facts").mkdir()
    form.rename(cycle / "facts" / "so-a.xlsx")
    again = run("score", cycle, columns=140)
    assert again.exit_code == 0, again.stderr
    assert "Không đơn vị nào đổi điểm, chỉ số, hạng hoặc loại." in again.stdout
