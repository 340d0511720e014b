"""``par-index plan``: what it prints and writes, and every slip of a file of costs at its own line."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.cli.sample import folder, run

COSTS = """\
costs: Chi phí thử
status: proposed
synthetic: true
unit: công
rivals: +0,50
others: stay
inputs:
  so_hoa:
    per_step: 1
    step: 5
    deadline: 30/11/2023
    lead: Văn phòng Sở A
    note: quét hồ sơ cũ
  tre_han:
    fixed: 2
    per_step: 3
  sang_kien:
    per_step: 9
    needs: [so_hoa]
exclusive:
  - [tre_han, sang_kien]
"""


@pytest.fixture
def cycle(tmp_path: Path) -> Path:
    return folder(tmp_path / "dot")


def costs(place: Path, text: str = COSTS) -> Path:
    path = place / "chi-phi.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_work_list_by_lead_agency(cycle: Path, tmp_path: Path) -> None:
    words = ["Sở A", "--target-rank", "1", "--margin", "6", "--costs", costs(tmp_path)]
    result = run("plan", cycle, *words, columns=120)
    assert result.exit_code == 0, result.stderr
    told = result.stdout
    assert told.startswith("SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT – CHI PHÍ GIẢ LẬP, ĐỀ XUẤT\n")
    for words in (
        "Kế hoạch rẻ nhất để Sở A (so-a) đạt hạng 1 trở lên",
        "mỗi đơn vị được coi là tăng thêm 6 điểm chỉ số",
        "Chi phí thử (đơn vị: công)",
        "Hạng: 2 → 1",
        "Vượt: Sở B",
        "Văn phòng Sở A: 1 việc",
        "Kết quả đã số hóa (so_hoa): 35 → ",
        "hạn 30/11/2023; quét hồ sơ cũ",
        "căn cứ II.6",
        "Giá của từng hạng:",
        "Hai máy chấm độc lập",
        "Đã chứng minh",
    ):
        assert words in told, words


def test_english_words_and_the_default_costs(cycle: Path) -> None:
    told = run("plan", cycle, "so-a", "--target-index", "90", "--lang", "en", columns=120).stdout
    assert told.startswith("SYNTHETIC FIGURES – PROPOSED CRITERIA SET – DEFAULT COSTS\n")
    assert "to reach an index of at least 90%" in told
    assert "Two independent engines scored the planned figures and agree." in told


def test_a_document_for_programs(cycle: Path, tmp_path: Path) -> None:
    result = run("plan", cycle, "so-a", "--target-rank", "1", "--json", "--costs", costs(tmp_path))
    told = json.loads(result.stdout)
    assert told["schema"] == "par-index/plan/1"
    assert told["after"]["rank"] == 1
    assert told["margin"] == "0.5"
    assert told["costs"]["marked"] == ["synthetic", "proposed"]
    assert told["solver"] == "milp"


def test_out_of_reach_is_told_with_exit_1(cycle: Path) -> None:
    result = run("plan", cycle, "so-c", "--target-index", "120", columns=120)
    assert result.exit_code == 1
    assert "Không có cách nào đạt chỉ số từ 120%" in result.stdout
    assert "Tốt nhất có thể" in result.stdout


def test_a_workbook_with_the_work_and_the_price_of_each_rank(cycle: Path, tmp_path: Path) -> None:
    out = tmp_path / "ra" / "ke-hoach.xlsx"
    result = run("plan", cycle, "so-c", "--target-rank", "1", "--out", out)
    assert result.exit_code == 0
    assert str(out) in result.stdout.replace("\n", "")
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["Việc cần làm", "Giá của từng hạng"]
    for sheet in book:
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT – CHI PHÍ MẶC ĐỊNH" in cells
        assert "SỐ LIỆU GIẢ LẬP" in (sheet.oddHeader.center.text or "")
    assert len(book["Giá của từng hạng"]._charts) == 1
    work = [[cell.value for cell in row] for row in book["Việc cần làm"].iter_rows()]
    total = next(row for row in work if row[1] == "Cộng")
    told = json.loads(run("plan", cycle, "so-c", "--target-rank", "1", "--json").stdout)
    assert total[7] == told["cost"]


def test_a_workbook_of_what_blocks(cycle: Path, tmp_path: Path) -> None:
    out = tmp_path / "ke-hoach.xlsx"
    assert run("plan", cycle, "so-c", "--target-index", "120", "--out", out).exit_code == 1
    cells = [cell.value for row in openpyxl.load_workbook(out).worksheets[0].iter_rows() for cell in row]
    assert any("Không có cách nào đạt" in str(value) for value in cells)


@pytest.mark.parametrize("words", [[], ["--target-rank", "1", "--target-index", "90"]])
def test_exactly_one_target_is_asked_for(cycle: Path, words: list[str]) -> None:
    assert run("plan", cycle, "so-a", *words).exit_code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["so-a", "--target-rank", "9"], "K12"),
        (["so-a", "--target-grade", "Z"], "K13"),
        (["so-a", "--target-index", "cao"], "K15"),
        (["so-a", "--target-index", "-5"], "K15"),
        (["so-a", "--target-rank", "1", "--margin", "nhiều"], "K02"),
        (["so-a", "--target-rank", "1", "--costs", "khong-co.yaml"], "K01"),
        (["so-x", "--target-rank", "1"], "U01"),
    ],
)
def test_slips_of_the_command(cycle: Path, words: list[str], code: str) -> None:
    result = run("plan", cycle, *words)
    assert result.exit_code == 1
    assert f"{code}  " in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("rivals: +0,50", "rivals: ít", "K02", 5),
        ("  so_hoa:\n    per", "  so_hoaa:\n    per", "K03", 8),
        ("needs: [so_hoa]", "needs: [so_hoax]", "K03", 19),
        ("    step: 5", "    step: 0,5", "K04", 10),
        ("    step: 5", "    step: -5", "K04", 10),
        ("    per_step: 9", "    per_step: -9", "K05", 17),
        ("[tre_han, sang_kien]", "[tre_han, tre_han]", "K06", 21),
        ("    fixed: 2", "    fixed: 2\n    needs: [sang_kien, tre_han]", "K07", 14),
        ("  tre_han:", "  phai_so_hoa:\n    per_step: 1\n  tre_han:", "K08", 14),
        ("needs: [so_hoa]", "needs: [hai_long]", "K09", 19),
        ("    per_step: 1\n", "    per_step: 1\n    most: nhiều\n", "C14", 10),
        ("    per_step: 1\n", "    per_step: 1\n    mosts: 5\n", "Y20", 10),
        ("30/11/2023", "31/11/2023", "Y27", 11),
        ("    fixed: 2", "    fixed: 2,5", "Y32", 15),
        ("others: stay", "others: di", "Y24", 6),
    ],
)
def test_slips_of_a_file_of_costs(
    cycle: Path, tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert old in COSTS
    path = costs(tmp_path, COSTS.replace(old, new, 1))
    result = run("plan", cycle, "so-a", "--target-rank", "1", "--costs", path)
    assert result.exit_code == 1
    assert f"chi-phi.yaml:{line}:" in result.stderr, result.stderr
    assert f"  {code}  " in result.stderr, result.stderr


def test_a_file_of_costs_with_a_neutral_figure_that_says_which_way(cycle: Path, tmp_path: Path) -> None:
    text = COSTS.replace("  tre_han:", "  phai_so_hoa:\n    better: less\n    per_step: 1\n  tre_han:")
    result = run("plan", cycle, "so-a", "--target-rank", "1", "--costs", costs(tmp_path, text))
    assert result.exit_code == 0, result.stderr


def test_a_unit_without_an_index_cannot_be_planned_for() -> None:
    from dataclasses import replace

    from par_index.whatif.planner import Target, plan
    from tests.whatif.planner.ground import basis_of, sample_basis

    basis = sample_basis()
    (ground,) = basis.grounds
    none = tuple(replace(verdict, max_points=0) for verdict in ground.verdicts)
    found, (problem,) = plan(
        basis_of(replace(ground, verdicts=none), basis.opened.cycle), "so-a", Target(rank=1)
    )
    assert (found, problem.code) == (None, "K11")


def test_a_missing_solver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    from par_index.whatif.planner import Target, plan
    from tests.whatif.planner.ground import sample_basis

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    found, (problem,) = plan(sample_basis(), "so-a", Target(rank=1), solver="milp")
    assert (found, problem.code) == (None, "K14")
    assert "par-index[plan]" in problem.text()
    assert plan(sample_basis(), "so-a", Target(rank=1))[0] is not None
