"""docs/authoring.md leads to a set that proves, in YAML and in a workbook, and scores as the page says."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from par_index.cli.check import summary
from par_index.compile import load_plans
from par_index.engine import array
from par_index.model.case import Case
from par_index.model.plan import Plan
from par_index.papers.export_set import export_set
from par_index.places import libraries
from par_index.points import MICRO, parse_number
from par_index.problem import wordings
from par_index.revision.import_set import import_set
from tests.cli.sample import run

PAGE = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text("utf-8")
SET = "".join(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
ROW = "".join(re.findall(r"```yaml dòng-thật\n(.*?)```", PAGE, re.DOTALL))
UNITS = "".join(re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL))
SURVEY = "".join(re.findall(r"```yaml điều-tra\n(.*?)```", PAGE, re.DOTALL))


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "criteria" / "tinh-vi-du" / "2024" / "so.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(SET, "utf-8")
    return path


def proved(path: Path) -> Plan:
    plans, problems = load_plans(path, libraries())
    assert [problem.text() for problem in problems] == []
    (plan,) = plans
    return plan


def test_the_pages_set_proves_without_a_warning_and_as_the_page_prints(written: Path) -> None:
    told = summary(proved(written), "vi")
    assert told.rpartition(" ")[0] in PAGE


def test_the_pages_set_goes_through_a_workbook(written: Path, tmp_path: Path) -> None:
    goes_through_a_workbook(written, tmp_path)


def test_the_pages_survey_proves_and_goes_through_a_workbook(written: Path, tmp_path: Path) -> None:
    assert SET.count("survey: 2\n") == 1
    written.write_text(SET.replace("survey: 2\n", SURVEY), "utf-8")
    assert proved(written).instrument is not None
    goes_through_a_workbook(written, tmp_path)


@pytest.mark.parametrize(
    ("given", "issued", "unlawful", "points"),
    [(4, 4, 0, 3), (4, 3, 0, 2), (4, 4, 1, 1), (4, 3, 1, 0), (0, 0, 0, 3)],
)
def test_the_row_of_a_real_annex_earns_what_its_table_says(
    given: int, issued: int, unlawful: int, points: int, written: Path
) -> None:
    head = SET[: SET.index("inputs:")].replace("total: 10", "total: 3").replace("survey: 2", "survey: 0")
    written.write_text(head + ROW, "utf-8")
    figures = {"vb_giao": given, "vb_ban_hanh": issued, "vb_trai": unlawful}
    plans, problems = load_plans(written, libraries())
    assert [one.text() for one in problems if one.is_error] == []
    (verdict,) = array.judge(plans[0], array.load(plans[0], (Case("sở", figures),))).verdicts()
    assert [leaf.points for leaf in verdict.leaves] == [points * MICRO]


def test_the_pages_list_of_units_gets_its_forms(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("units.csv").write_text(UNITS, "utf-8")
    result = run("template", written, "--units", "units.csv")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in Path("bieu-mau").iterdir()) == ["ban-dan-toc.xlsx", "so-y-te.xlsx"]
    assert "bieu-mau/so-y-te.xlsx" in PAGE


def test_next_years_set_begins_as_the_page_says(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(written.parents[3])
    (command,) = re.findall(r"`par-index (new-set --from criteria\S+ \S+)`", PAGE)
    assert run(*command.split()).exit_code == 0
    assert Path("criteria/tinh-vi-du/2025/so.yaml").is_file()


def goes_through_a_workbook(written: Path, tmp_path: Path) -> None:
    book, problems = export_set(str(written), tmp_path / "bo.xlsx", libraries())
    assert book is not None and problems == ()
    made, problems = import_set(book, tmp_path / "moi.yaml", tmp_path, libraries())
    assert made is not None and problems == ()
    assert [plan.digest for plan in made.plans] == [proved(written).digest]


FIGURES = {"1.2": ("hoan_thanh", "nhiem_vu"), "2.1": ("dung_han", "ho_so")}
TRIED = [
    (code, *found)
    for code, sentence in re.findall(r"[Vv]ới mục ([\d.]+), (.*?điểm)\.", PAGE)
    for found in re.findall(r"(\d+) trên (\d+)[^,.]*?được ([\d,]+) điểm", sentence)
]


def test_the_page_tries_both_ladders_at_their_boundaries() -> None:
    assert [code for code, *_ in TRIED] == ["1.2"] * 3 + ["2.1"] * 2


@pytest.mark.parametrize(("code", "part", "whole", "points"), TRIED)
def test_boundaries_earn_what_the_page_says(
    code: str, part: str, whole: str, points: str, written: Path
) -> None:
    plan = proved(written)
    figures = dict(zip(FIGURES[code], (int(part), int(whole)), strict=True))
    unit = Case("sở", {entry.code: figures.get(entry.code, 1) for entry in plan.inputs})
    (verdict,) = array.judge(plan, array.load(plan, (unit,))).verdicts()
    earned = {leaf.code: leaf.points for leaf in verdict.leaves}
    assert Fraction(earned[code], MICRO) == parse_number(points)


def test_the_annex_on_paper_and_the_set_agree(written: Path) -> None:
    rows = dict(re.findall(r"^\| ([\d.]+) \| [^|]+ \| (\d+) \|", PAGE, re.MULTILINE))
    plan = proved(written)
    maxima = {node.code: node.max for node in plan.nodes} | {leaf.code: leaf.max for leaf in plan.leaves}
    assert {code: int(points) * MICRO for code, points in rows.items()} == maxima


def test_messages_shown_are_those_told() -> None:
    rows = re.findall(r"^\| ([A-Z]\d+) \| ([^|]+) \|", PAGE, re.MULTILINE)
    assert len(rows) > 10
    assert [(code, title) for code, title in rows if wordings()[code].vi[0] != title] == []
