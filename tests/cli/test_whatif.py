"""``whatif`` and ``explain --scenario``: what people read, what programs read, what is refused.

By hand (``tests.score.cycles``): so-a has 8,1 of 10, so-b 9 of 10. Digitising 70 of 100 results instead of 35
gives so-a the whole 2 points of its leaf instead of 1: 9,1, and the first place.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.sample import facts, folder, run, tree

DIGITISE = 'scenario: so-hoa\nname: Số hóa 70%\nfigures:\n  - {units: [so-a], input: so_hoa, set: "= 70%"}\n'
SWEEP = "sweep:\n  - {unit: so-a, input: so_hoa, from: 35, to: 105, step: 35}\n"
MARK = "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folder(tmp_path / "dot")


def scenario(place: Path, text: str = DIGITISE, name: str = "kich-ban.yaml") -> Path:
    path = place.parent / name
    path.write_text(text, "utf-8")
    return path


def test_people_read_who_moves_by_which_leaf_and_rule(place: Path) -> None:
    before = tree(place)
    done = run("whatif", place, scenario(place))
    assert done.exit_code == 0, done.output
    for words in (
        MARK, "Kịch bản “Số hóa 70%”", "8,10 → 9,10", "81,00 → 91,00 (+10,00)", "2 → 1", "vượt Sở B",
        "Kết quả đã số hóa (so_hoa): 35 → 70", "1 → 2 (+1)", "1  Sở A*",
    ):  # fmt: skip
        assert words in done.output, done.output
    assert tree(place) == before


def test_explain_goes_down_to_the_scenarios_line(place: Path) -> None:
    path = scenario(place)
    shown = run("whatif", place, path).output
    command = next(line for line in shown.splitlines() if "par-index explain" in line).partition(
        "par-index "
    )[2]
    done = run(*command.split())
    assert done.exit_code == 0, done.output
    for words in ("kich-ban.yaml:4:", "hạng 1", "KỊCH BẢN GIẢ ĐỊNH", "9,1 / 10",
                  "Kịch bản: 2 – so_hoa = 70 (Giả định của kịch bản)"):  # fmt: skip
        assert words in done.output, done.output


def test_programs_read_the_same_and_english_readers_too(place: Path) -> None:
    document = json.loads(run("whatif", place, scenario(place, DIGITISE + SWEEP), "--json").stdout)
    assert (document["schema"], document["synthetic"]) == ("par-index/whatif/1", True)
    moved = document["units"][0]
    assert (moved["unit"], moved["before"]["index_exact"], moved["after"]["index_exact"]) == (
        "so-a",
        "81/1",
        "91/1",
    )
    assert moved["passes"] == ["so-b"]
    assert [(cell["points"], cell["rank"]) for cell in document["grid"]["cells"]] == [
        ("8.1", 2),
        ("9.1", 1),
        ("", None),
    ]
    english = run("whatif", place, scenario(place, DIGITISE + SWEEP), "--lang", "en").output
    assert "passes Sở B" in english and "breaks a relation" in english


def test_an_empty_scenario_says_that_nothing_moves(place: Path) -> None:
    done = run("whatif", place, scenario(place, "name: Không đổi gì\n"))
    assert done.exit_code == 0 and "không làm đổi điểm" in done.output


def test_scenarios_stack_and_compare_with_one_another(place: Path) -> None:
    back = scenario(place, DIGITISE.replace("= 70%", "= 35"), "tra-lai.yaml")
    stacked = run("whatif", place, scenario(place), back)
    assert "không làm đổi điểm" in stacked.output
    same = run("whatif", place, scenario(place), "--against", scenario(place))
    assert "không làm đổi điểm" in same.output
    against = run("whatif", place, scenario(place), "--against", back)
    assert "8,10 → 9,10" in against.output


def test_a_grid_of_two_figures_is_a_table(place: Path) -> None:
    two = SWEEP.replace("105", "70") + "  - {unit: so-a, input: tre_han, from: 0, to: 3, step: 3}\n"
    done = run("whatif", place, scenario(place, two))
    assert done.exit_code == 0, done.output
    rows = [line.split() for line in done.output.splitlines() if line.strip().startswith(("35 ", "70 "))]
    assert [row[0] for row in rows] == ["35", "70"] and all(len(row) == 5 for row in rows)


def test_the_workbook_carries_the_mark_on_every_sheet_and_picture(place: Path, tmp_path: Path) -> None:
    out = tmp_path / "kich-ban.xlsx"
    assert run("whatif", place, scenario(place, DIGITISE + SWEEP), "--out", out).exit_code == 0
    book = load_workbook(out)
    assert len(book.sheetnames) == 3
    for sheet in book:
        marks = f"KỊCH BẢN GIẢ ĐỊNH – {MARK}"
        assert marks in [cell.value for row in sheet.iter_rows(max_row=3) for cell in row], sheet.title
    first = book.worksheets[0]
    rows = {row[0].value: [cell.value for cell in row] for row in first.iter_rows(min_row=5, max_row=7)}
    assert rows["Sở A *"][1:7] == [8.1, 9.1, 81, 91, 2, 1]
    charts = [chart for sheet in book for chart in sheet._charts]
    assert len(charts) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("scenario: thu\nfigure: []\n", "Y20"),
        (DIGITISE.replace("so-a", "so-x"), "Q01"),
        (SWEEP.replace("so-a", "so-x"), "Q01"),
        (SWEEP.replace("so_hoa", "so_hoaa"), "Q02"),
        (SWEEP.replace("step: 35", "step: 0"), "Q15"),
        (SWEEP.replace("step: 35", "step: -1"), "Q15"),
        (SWEEP.replace("to: 105", "to: 99999").replace("step: 35", "step: 1"), "Q15"),
        (SWEEP.replace("from: 35", "from: ít"), "C14"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_written(
    place: Path, tmp_path: Path, text: str, code: str
) -> None:
    out = tmp_path / "kq.xlsx"
    done = run("whatif", place, scenario(place, text), "--out", out)
    assert done.exit_code == 1 and code in done.output, done.output
    assert not out.exists()


@pytest.mark.parametrize("verb", ["whatif", "explain"])
def test_a_cycle_with_a_slip_is_mended_first(tmp_path: Path, verb: str) -> None:
    """The slip is in a figure the scenario does not name."""
    place = folder(tmp_path / "dot", {"facts.csv": facts().replace("so-a,du_hs,Có", "so-a,du_hs,abc")})
    assert "abc" in (place / "facts.csv").read_text("utf-8")
    path = scenario(place)
    done = (
        run("whatif", place, path) if verb == "whatif" else run("explain", place, "so-a", "--scenario", path)
    )
    assert done.exit_code == 1
    assert "C20" in done.output and "facts.csv:" in done.output and "abc" in done.output, done.output


def test_a_scenario_that_is_not_there_is_told(place: Path) -> None:
    done = run("whatif", place, place / "khong-co.yaml")
    assert done.exit_code == 1 and "Y01" in done.output
    assert run("explain", place, "so-a", "--scenario", place / "khong-co.yaml").exit_code == 1
