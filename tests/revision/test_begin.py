# ruff: noqa: E501 - what is printed stands as it is printed
"""A new year's set begins as the old one's text: nothing lost but the old decision, nothing written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.compile import load_plans
from par_index.model.text import Table
from par_index.places import Libraries, libraries
from par_index.problem import has_errors
from par_index.read.yaml_tree import parse_tree
from par_index.revision.begin import begin, renewed, speaking_of
from tests.cli.sample import run
from tests.compile.sample import SOUND, broken, line_of

ISSUED = broken(
    "status: proposed\n",
    """\
status: issued   # đã ký
number: 45/QĐ-UBND
date: 10/01/2023
valid:
  from: 01/01/2023
  # đến hết năm
  to: 31/12/2023
supersedes: thu/2022/so
""",
)
DAY = line_of(SOUND, "late(ngay_kh")
"""The one line that speaks of the old year; the lines of the old decision are gone above it."""
EXPECTED = """\
# Bộ tiêu chí giả lập để thử, không phải của cơ quan nào.
set: thu/2024/so
name: Bộ tiêu chí thử
year: 2024
issuer: UBND tỉnh thử
status: proposed   # đã ký
legal_basis: Quyết định thử
"""


def shelf(folder: Path, text: str = ISSUED) -> Libraries:
    path = folder / "thu" / "2023" / "so.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    return libraries(criteria=folder)


def test_the_copy_keeps_every_line_but_those_of_the_decision(tmp_path: Path) -> None:
    shelves = shelf(tmp_path)
    place = tmp_path / "thu" / "2024" / "so.yaml"
    begun, problems = begin("thu/2023/so", "thu/2024/so", place, shelves)
    assert problems == () and begun is not None
    text = place.read_text("utf-8")
    assert text.startswith(EXPECTED)
    assert text.split("legal_basis")[1] == SOUND.split("legal_basis")[1]
    assert begun.mentions == ((DAY, "measure: late(ngay_kh; 31/01/2023)"),)
    assert text.split("\n")[DAY - 1].strip() == begun.mentions[0][1]


def test_the_copy_is_a_sound_proposal(tmp_path: Path) -> None:
    shelves = shelf(tmp_path)
    begin("thu/2023/so", "thu/2024/so", tmp_path / "thu" / "2024" / "so.yaml", shelves)
    (plan, _), problems = load_plans("thu/2024/so", shelves)
    assert not has_errors(problems)
    assert (plan.set_id, plan.year, plan.status) == ("thu/2024/so", 2024, "proposed")
    assert (plan.number, plan.issued_on, plan.valid, plan.supersedes) == ("", None, None, "")


def test_every_shipped_set_can_be_copied(tmp_path: Path) -> None:
    for number, name in enumerate(("tien-giang/2023/so", "tien-giang/2023/nganh-doc")):
        begun, problems = begin(name, "thu/2024/moi", tmp_path / f"{number}.yaml", libraries())
        assert problems == () and begun is not None and begun.mentions


def test_nothing_is_written_over(tmp_path: Path) -> None:
    shelves = shelf(tmp_path)
    place = tmp_path / "thu" / "2023" / "so.yaml"
    begun, (problem,) = begin("thu/2023/so", "thu/2023/so", place, shelves)
    assert (begun, problem.code, problem.where.file) == (None, "L129", place.as_posix())
    assert place.read_text("utf-8") == ISSUED


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    shelves = shelf(tmp_path)
    (tmp_path / "tep").write_text("", "utf-8")
    begun, (problem,) = begin("thu/2023/so", "thu/2024/so", tmp_path / "tep" / "so.yaml", shelves)
    assert (begun, problem.code) == (None, "L122")


@pytest.mark.parametrize(
    "name", ["thu/so", "thu/24/so", "../2024/so", "thu/2024/so/x", "thu/2024/", "thu/2024/s o"]
)
def test_an_id_that_is_no_path_of_a_set_is_refused(name: str, tmp_path: Path) -> None:
    begun, (problem,) = begin("thu/2023/so", name, tmp_path / "moi.yaml", shelf(tmp_path))
    assert (begun, problem.code) == (None, "L127")
    assert not (tmp_path / "moi.yaml").exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("'set': thu/2023/so\nyear: 2023\nstatus: issued\n", "'set': thu/2024/so"),
        ('set: "thu/2023/so" # mã\nyear: "2023"\nstatus: issued\n', "set: thu/2024/so # mã"),
        ("date: 01/01/2023\n\nset: thu/2023/so\nyear: 2023\nstatus: issued\n", "set: thu/2024/so"),
    ],
)
def test_keys_are_changed_where_they_stand(text: str, line: str) -> None:
    tree, _ = parse_tree(text, "so.yaml")
    assert tree is not None
    made = renewed(text, tree, "thu/2024/so", "2024")
    assert made is not None and line in made.split("\n")
    changed, _ = parse_tree(made, "so.yaml")
    assert isinstance(changed, Table)
    assert {str(key): str(value) for key, value in changed.items()} == {
        "set": "thu/2024/so", "year": "2024", "status": "proposed",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "{set: thu/2023/so, year: 2023, status: issued}\n",
        "set: >-\n  thu/2023/so\nyear: 2023\nstatus: issued\n",
        "set: thu/2023/so\nstatus: issued\n",
        "- set\n",
    ],
)
def test_a_text_that_would_not_read_as_meant_is_not_copied(text: str, tmp_path: Path) -> None:
    tree, _ = parse_tree(text, "so.yaml")
    assert tree is not None
    assert renewed(text, tree, "thu/2024/so", "2024") is None
    _, (problem,) = begin("thu/2023/so", "thu/2024/so", tmp_path / "moi.yaml", shelf(tmp_path, text))
    assert problem.code == "L127"


def test_years_inside_longer_numbers_are_not_mentions() -> None:
    assert speaking_of("a: 2023\nb: 120230\nc: 31/12/2023.\nd: QĐ2023a\n", "2023") == (
        (1, "a: 2023"), (3, "c: 31/12/2023."), (4, "d: QĐ2023a"),
    )  # fmt: skip


def test_the_verb_copies_lists_and_says_what_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf(tmp_path / "criteria")
    monkeypatch.chdir(tmp_path)
    done = run("new-set", "--from", "thu/2023/so", "thu/2024/so", "--criteria", "criteria")
    assert done.exit_code == 0
    assert (
        done.stdout
        == f"""\
Đã chép thu/2023/so thành criteria/thu/2024/so.yaml (status: proposed; bỏ số, ngày, hiệu lực của quyết định cũ).

Còn 1 dòng nhắc năm 2023, cần xem lại từng dòng:
  criteria/thu/2024/so.yaml:{DAY}: measure: late(ngay_kh; 31/01/2023)

Việc tiếp theo:
  par-index check criteria/thu/2024/so.yaml
  par-index diff thu/2023/so criteria/thu/2024/so.yaml
"""
    )
    again = run("new-set", "--from", "thu/2023/so", "thu/2024/so", "--criteria", "criteria", "--lang", "en")
    assert again.exit_code == 1 and "L129  The file exists" in again.stderr
    english = run(
        "new-set",
        "--from",
        "thu/2023/so",
        "thu/2024/so",
        "--criteria",
        "criteria",
        "--out",
        "b.yaml",
        "--lang",
        "en",
    )
    assert "Lines that still mention 2023: 1. Look at each:" in english.stdout
    same_year = run("new-set", "--from", "thu/2023/so", "thu/2023/so-sua", "--criteria", "criteria")
    assert same_year.exit_code == 0 and "dòng nhắc" not in same_year.stdout


def test_the_copy_lies_in_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new-set", "--from", "tien-giang/2023/so", "tien-giang/2024/so").exit_code == 0
    assert (tmp_path / "criteria" / "tien-giang" / "2024" / "so.yaml").is_file()
    assert run("new-set", "tien-giang/2024/so").exit_code == 2
    missing = run("new-set", "--from", "tien-giang/2023/s", "tien-giang/2024/so")
    assert missing.exit_code == 1 and "L40" in missing.stderr
