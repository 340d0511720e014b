"""What docs/survey.md shows is what the program does."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

from par_index.papers.entry_book import BLANK_ROWS
from par_index.papers.questionnaires import write_survey_forms
from par_index.places import libraries, shipped
from par_index.points import parse_number
from par_index.score.opened import open_cycle
from par_index.survey.codes import form_code, read_code
from par_index.survey.design import sample_size
from par_index.survey.frame import read_frame
from par_index.survey.printed import questionnaires

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "survey.md").read_text("utf-8")


def test_the_sizes_are_the_formulas() -> None:
    people, sizes = (
        [parse_number(cell.strip(), "vi") for cell in row.split("|")[2:-1]]
        for row in re.findall(r"^\| (?:N|n, e = 5%) .*$", PAGE, re.MULTILINE)
    )
    assert len(people) == 6
    assert [sample_size(int(one), Fraction(5, 100)) for one in people] == sizes


def test_the_form_code_is_one() -> None:
    (shown,) = re.findall(r"`(so-y-te\.nguoi_dan\.\S+)`", PAGE)
    code = read_code(shown)
    assert code is not None
    assert form_code(*code) == shown


def test_the_frame_is_read(tmp_path: Path) -> None:
    """The page's frame fits the sets of the shipped example."""
    opened, _ = open_cycle(shipped("examples") / "tien-giang-2023", libraries())
    assert opened is not None
    (frame,) = re.findall(r"```csv\n(unit,group.*?)```", PAGE, re.DOTALL)
    (tmp_path / "survey").mkdir()
    (tmp_path / "survey" / "frame.csv").write_text(frame, "utf-8")
    found, problems = read_frame(tmp_path, opened.cycle, opened.plans)
    assert problems == ()
    assert found is not None
    assert {one.population for one in found.of("so-y-te", "nguoi_dan")} == {2100, 8700}
    assert [one.population for one in found.of("so-y-te", "so_nganh")] == [1]


def test_the_forms_are_called_as_the_page_says(tmp_path: Path) -> None:
    section = PAGE.partition("## 2. Phiếu in")[2].partition("\n## ")[0]
    shown = [
        name.replace("<loại>", "so").replace("<nhóm>", "nguoi_dan").replace("<đơn vị>", "so-y-te")
        for name in re.findall(r"`((?:phieu|nhap)-[^`]*)`", section)
    ]
    opened, _ = open_cycle(shipped("examples") / "tien-giang-2023", libraries())
    assert opened is not None
    health = next(one for one in opened.cycle.units if one.code == "so-y-te")
    narrowed = (("", None), ("", health), ("nguoi_dan", health))
    for at, (group, one) in enumerate(narrowed):
        asked, _ = questionnaires(opened.cycle, opened.plans, group, one)
        codes = {(unit.code, item.group.id): ("một",) for item in asked for unit in item.units}
        _, problems = write_survey_forms(opened.cycle, asked, codes, tmp_path / str(at), group, one)
        assert problems == ()
    written = {path.name for path in tmp_path.rglob("*.*")}
    assert len(shown) == 4
    assert [name for name in shown if name not in written] == []
    assert f"có {BLANK_ROWS} dòng trống" in section
