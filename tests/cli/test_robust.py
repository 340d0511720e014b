"""``robust``: what it prints, writes and refuses; its papers bear the marks, whole and the same each time."""

from __future__ import annotations

import json
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import load_workbook

from par_index.papers.robust.bars import scale_of
from par_index.papers.robust.book import write_book
from par_index.papers.robust.page import page
from par_index.papers.widths import points_wide
from par_index.whatif.robust import Robustness, robust
from tests.cli.sample import ROOT, folder, run, tree
from tests.survey.test_outcome import answered
from tests.whatif.robust.sample import example

TEXT = re.compile(r'<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)"([^>]*)>([^<]*)</text>')
MARKS = "SỐ LIỆU GIẢ LẬP – BỘ TIÊU CHÍ ĐỀ XUẤT"
NOISE = """\
noise: Dao động thử
appraisal:
  gaps: declared
  chance: 30%
  spread: 25%
weights:
  spread: 20%
"""


def noisy(place: Path, text: str = NOISE) -> tuple[Path, Path]:
    """Write the small cycle and a noise file."""
    cycle = folder(place / "dot")
    path = place / "nhieu.yaml"
    path.write_text(text, "utf-8")
    return cycle, path


@cache
def of_example() -> Robustness:
    return robust(example(), draws=40, sobol_draws=6)


class Texts(HTMLParser):
    """Gather what a page's tags are and say; a tag that is not closed is a mistake."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.pictures: list[str] = []
        self.feed(words)
        assert self.open == []

    def handle_starttag(self, tag: str, _: object) -> None:
        self.tags.append(tag)
        if tag != "meta":
            self.open.append(tag)
        if tag == "svg":
            self.pictures.append("")

    def handle_startendtag(self, tag: str, _: object) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "svg" in self.open:
            self.pictures[-1] += data


def test_it_prints_and_writes_and_changes_nothing_else(tmp_path: Path) -> None:
    cycle, noise = noisy(tmp_path)
    before = tree(cycle)
    result = run("robust", cycle, "--noise", noise, "--draws", "50", "--seed", "7")
    assert result.exit_code == 0, result.stderr
    assert {name for name in tree(cycle) if name not in before} == {
        "do-vung/robust.html",
        "do-vung/robust.xlsx",
    }
    assert {name: tree(cycle)[name] for name in before} == before
    for words in ("Hạng 95%", "Giữ hạng", "Sở A", MARKS, f"[{noise.as_posix()}:3:3]", "±20%"):
        assert words in result.stdout.replace("\n", ""), words
    assert "do-vung/robust.html" in result.stdout


def test_same_words_same_bytes(tmp_path: Path) -> None:
    cycle, noise = noisy(tmp_path)
    words = ("robust", cycle, "--noise", noise, "--draws", "50")
    for name in ("a", "b"):
        assert run(*words, "--out", tmp_path / name).exit_code == 0
    assert run(*words, "--seed", "8", "--out", tmp_path / "c").exit_code == 0
    assert tree(tmp_path / "a") == tree(tmp_path / "b")
    assert tree(tmp_path / "a")["robust.html"] != tree(tmp_path / "c")["robust.html"]


def test_json_says_the_same_and_writes_only_where_told(tmp_path: Path) -> None:
    cycle, noise = noisy(tmp_path)
    before = tree(cycle)
    result = run("robust", cycle, "--noise", noise, "--draws", "50", "--json")
    assert result.exit_code == 0
    assert tree(cycle) == before
    document = json.loads(result.stdout)
    assert (document["schema"], document["draws"], document["seed"]) == ("par-index/robust/1", 50, 2023)
    (group,) = document["groups"]
    units = group["clusters"][0]["units"]
    assert [sum(unit["rank_counts"].values()) for unit in units] == [50, 50, 50]
    assert [sum(unit["grade_counts"]) for unit in units] == [50, 50, 50]
    assert [unit["rank"] for unit in units] == [1, 2, 3]
    assert {one["source"]: one["where"] for one in group["assumptions"]} == {
        "appraisal": f"{noise.as_posix()}:3:3",
        "weights": f"{noise.as_posix()}:7:3",
    }
    words = (ROOT / "docs" / "robust.md").read_text("utf-8")
    records = (document, group, units[0], group["left_out"][0], group["effective"][0])
    assert [key for one in records for key in one if f"`{key}`" not in words] == []


def test_an_own_survey_is_redrawn(tmp_path: Path) -> None:
    cycle = answered(tmp_path)
    document = json.loads(run("robust", cycle, "--draws", "80", "--json").stdout)
    (group,) = document["groups"]
    assert [one["source"] for one in group["assumptions"]] == ["survey"]
    assert any(unit["index_sd"] > 0 for unit in group["clusters"][0]["units"])


def test_nothing_unsure_is_said(tmp_path: Path) -> None:
    result = run("robust", folder(tmp_path), "--draws", "5")
    assert result.exit_code == 0
    assert "N12  Không có gì để thử độ vững" in result.stderr
    assert "chưa nói được hạng nào vững" in result.stdout.replace("\n", " ")
    assert "phân biệt được." not in result.stdout
    words = (tmp_path / "do-vung" / "robust.html").read_text("utf-8")
    assert "chưa nói được hạng nào vững" in words
    assert "giữ nguyên hạng" not in words


def test_english(tmp_path: Path) -> None:
    cycle, noise = noisy(tmp_path)
    result = run("robust", cycle, "--noise", noise, "--draws", "20", "--lang", "en")
    assert "Rank 95%" in result.stdout
    assert "Weights: each leaf times whole per mille" in result.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("noise: a\nweights:\n  spread: 300%\n", "N02"),
        ("noise: a\ndata:\n  - error: 5%\n    inputs: [la]\n", "N06"),
    ],
)
def test_a_bad_noise_file_writes_nothing(tmp_path: Path, text: str, code: str) -> None:
    cycle, noise = noisy(tmp_path, text)
    result = run("robust", cycle, "--noise", noise)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{noise.as_posix()}:" in result.stderr
    assert f"  {code}  " in result.stderr
    assert not (cycle / "do-vung").exists()
    assert run("robust", cycle, "--noise", tmp_path / "khong-co.yaml").exit_code == 1


@pytest.mark.parametrize("columns", [56, 80, 140])
def test_no_line_is_wider_than_the_terminal(tmp_path: Path, columns: int) -> None:
    cycle, noise = noisy(tmp_path)
    result = run("robust", cycle, "--noise", noise, "--draws", "20", columns=columns)
    table = [line for line in result.stdout.splitlines() if line.startswith(("│", "┃"))]
    assert table
    assert max(map(len, table)) <= columns


def test_work_may_be_done_by_several_processes(tmp_path: Path) -> None:
    """More draws than a task holds are two tasks: two processes write the same bytes as one."""
    cycle, noise = noisy(tmp_path)
    for workers in ("1", "2"):
        words = ("robust", cycle, "--noise", noise, "--draws", "10001", "--workers", workers)
        assert run(*words, "--out", tmp_path / workers).exit_code == 0
    assert tree(tmp_path / "1") == tree(tmp_path / "2")


def test_the_page_is_whole_marked_and_needs_nobody() -> None:
    words = page(of_example())
    found = Texts(words)
    assert len(found.pictures) >= 3 * 4
    assert all(MARKS in picture for picture in found.pictures)
    assert not {"script", "link", "img", "iframe"} & set(found.tags)
    assert re.findall(r"(?:src|href)=|url\(|https?://(?!www\.w3\.org/2000/svg)", words) == []
    assert re.search(r"\b(nan|inf|None)\b", words) is None
    for group in of_example().groups:
        for one in group.assumptions:
            assert words.count(one.vi) >= 2, "beside the ranks and beside what moves them"


def test_nothing_in_a_picture_stands_outside_it() -> None:
    pictures = re.findall(r"<svg.*?</svg>", page(of_example()), re.DOTALL)
    assert len(pictures) >= 12
    for picture in pictures:
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture)
        assert box
        wide, high = map(float, box.groups())
        for x, y, w, h in re.findall(
            r'<rect x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"', picture
        ):
            assert 0 <= float(x) <= float(x) + float(w) <= wide + 0.1
            assert 0 <= float(y) <= float(y) + float(h) <= high + 0.1
        for x, y, size, more, words in TEXT.findall(picture):
            room = points_wide(unescape(words), float(size))
            anchored = 1 if 'anchor="end"' in more else 0.5 if 'anchor="middle"' in more else 0
            begin = float(x) - anchored * room
            assert -0.5 <= begin <= begin + room <= wide + 0.5, words
            assert 0 < float(y) <= high


@pytest.mark.parametrize("values", [[0.72, -0.1], [3.0], [0.0], [1234.0, -5.0], [0.004]])
def test_a_scale_holds_its_values_in_few_steps(values: list[float]) -> None:
    scale = scale_of(values, 0.001)
    assert scale.low <= min(0, *values, 0)
    assert scale.high >= max(values)
    assert 1 <= round((scale.high - scale.low) / scale.step) <= 11


def test_every_sheet_and_chart_bears_the_marks(tmp_path: Path) -> None:
    path = tmp_path / "robust.xlsx"
    write_book(of_example(), path)
    book = load_workbook(path)
    assert len(book.worksheets) == 20
    for sheet in book.worksheets:
        assert sheet.oddHeader.center.text and MARKS in sheet.oddHeader.center.text
        assert MARKS in {cell.value for row in sheet.iter_rows() for cell in row}
        for chart in sheet._charts:
            assert MARKS in "".join(run.t for part in chart.title.tx.rich.p for run in part.r)
    assert sum(len(sheet._charts) for sheet in book.worksheets) >= 10


def test_the_workbooks_probabilities_add_up(tmp_path: Path) -> None:
    path = tmp_path / "robust.xlsx"
    write_book(of_example(), path)
    group = of_example().groups[0]
    sheet = load_workbook(path)["Xác suất so"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] in group.names]
    assert len(rows) == 19
    for row in rows:
        assert sum(cell or 0 for cell in row[2:21]) == pytest.approx(100)
        assert sum(cell or 0 for cell in row[21:26]) == pytest.approx(100)
