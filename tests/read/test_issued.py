"""The list of issued sets: a line is written once, and an issued file that differs from it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.check import check as all_told
from par_index.model.plan import Plan
from par_index.places import Libraries, libraries, shipped
from par_index.problem import Problem
from par_index.read.issued import NAME
from tests.cli.sample import run
from tests.compile.sample import SOUND, broken, line_of

ID = "thu/2023/so"
ISSUED = broken("status: proposed\n", "status: issued\nnumber: 45 /QĐ-UBND\ndate: 10/01/2023\n")


def write(folder: Path, text: str = ISSUED) -> Path:
    path = folder / f"{ID}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def only(folder: Path) -> Libraries:
    """Give shelves of one folder, with the shipped methods."""
    return Libraries((folder,), libraries().rules)


def check(
    references: list[str | Path], shelves: Libraries, *, issuing: bool = False
) -> tuple[tuple[Plan, ...], tuple[Problem, ...]]:
    """Check without the warnings, which a small sample always earns."""
    plans, problems = all_told(references, shelves, issuing=issuing)
    return plans, tuple(item for item in problems if item.is_error)


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(item.code, item.where.file.rsplit("/", 1)[-1]) for item in problems]


def issue(folder: Path, reference: str | Path = ID) -> tuple[Problem, ...]:
    return check([reference], only(folder), issuing=True)[1]


def test_an_issued_set_is_listed_once_and_then_sound(tmp_path: Path) -> None:
    write(tmp_path)
    (plan, _), problems = check([ID], only(tmp_path))
    assert told(problems) == [("L118", "so.yaml")]
    assert f"chạy par-index check {ID} --issue" in problems[-1].text()
    assert issue(tmp_path) == ()
    written = (tmp_path / NAME).read_text("utf-8")
    assert written.splitlines()[-1] == f"{ID}  {plan.digest}  45 /QĐ-UBND  10/01/2023"
    assert written.startswith("# Các bộ tiêu chí đã ban hành")
    assert issue(tmp_path) == ()
    assert (tmp_path / NAME).read_text("utf-8") == written
    assert check([], only(tmp_path))[1] == ()


def test_lines_are_appended_below_what_stands(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / NAME).write_text("# của chúng tôi", "utf-8")
    assert issue(tmp_path, tmp_path / f"{ID}.yaml") == ()
    first, second = (tmp_path / NAME).read_text("utf-8").splitlines()
    assert (first, second.split()[0]) == ("# của chúng tôi", ID)


@pytest.mark.parametrize("change", [("Hồ sơ đúng hạn", "Hồ sơ sớm"), ("status: issued", "status: proposed")])
def test_an_issued_file_that_changes_is_refused_and_its_line_stays(
    change: tuple[str, str], tmp_path: Path
) -> None:
    write(tmp_path)
    issue(tmp_path)
    before = (tmp_path / NAME).read_text("utf-8")
    write(tmp_path, broken_in(ISSUED, *change))
    for problems in (check([ID], only(tmp_path))[1], check([], only(tmp_path))[1]):
        assert told(problems) == [("L119", "so.yaml")]
        assert f"soạn bộ mới có supersedes: {ID}" in problems[-1].text()
        assert f"{NAME}:3)" in problems[-1].text()
    assert "L119" in [code for code, _ in told(issue(tmp_path))]
    assert (tmp_path / NAME).read_text("utf-8") == before


def broken_in(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_comments_and_line_ends_do_not_change_an_issued_file(tmp_path: Path) -> None:
    write(tmp_path)
    issue(tmp_path)
    write(tmp_path, "# thêm một lời\n" + ISSUED)
    assert check([ID], only(tmp_path))[1] == ()


def test_a_line_whose_file_is_gone_is_told_at_the_line(tmp_path: Path) -> None:
    path = write(tmp_path)
    issue(tmp_path)
    path.unlink()
    (problem,) = check([], only(tmp_path))[1]
    assert (problem.code, problem.where.line) == ("L120", 3)
    assert f"không còn tệp {ID}.yaml" in problem.text()


@pytest.mark.parametrize("line", [f"{ID} sha256-1 45/QĐ", f"{ID} 45/QĐ sha256-1 10/01/2023", "{line}"])
def test_a_damaged_line_is_told_and_nothing_is_added(line: str, tmp_path: Path) -> None:
    write(tmp_path)
    issue(tmp_path)
    good = (tmp_path / NAME).read_text("utf-8")
    bad = good + line.format(line=good.splitlines()[-1]) + "\n"
    (tmp_path / NAME).write_text(bad, "utf-8")
    (problem,) = check([], only(tmp_path))[1]
    assert (problem.code, problem.where.line) == ("L117", 4)
    assert "L117" in [item.code for item in issue(tmp_path)]
    assert (tmp_path / NAME).read_text("utf-8") == bad


def test_only_an_issued_and_sound_set_is_listed(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    assert told(issue(tmp_path)) == [("L121", "so.yaml")]
    write(tmp_path, broken_in(ISSUED, "total: 10", "total: 11"))
    assert told(issue(tmp_path)) == [("V23", "so.yaml"), ("L118", "so.yaml")][::-1]
    assert not (tmp_path / NAME).exists()


def test_an_issued_set_names_its_decision(tmp_path: Path) -> None:
    text = broken_in(ISSUED, "date: 10/01/2023\n", "")
    write(tmp_path, text)
    found = {item.code: item for item in check([ID], only(tmp_path))[1]}
    assert found["L116"].where.line == line_of(text, "status:")
    assert "number: 45/QĐ-UBND và date: 10/01/2023" in found["L116"].text()


def test_a_list_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / NAME).mkdir()
    assert ("L122", NAME) in told(issue(tmp_path))


def test_a_set_outside_any_folder_of_criteria_has_its_list_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "nhap.yaml"
    path.write_text(ISSUED, "utf-8")
    assert issue(tmp_path, path) == ()
    assert (tmp_path / NAME).is_file()


def test_the_verb_issues_named_sets_only(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("check", "--issue", "--criteria", tmp_path).exit_code == 2
    assert run("check", ID, "--criteria", tmp_path).exit_code == 1
    assert run("check", ID, "--issue", "--criteria", tmp_path).exit_code == 0
    assert run("check", ID, "--criteria", tmp_path).exit_code == 0


def test_the_shipped_list_holds_no_set_yet() -> None:
    text = (shipped("criteria") / NAME).read_text("utf-8")
    assert [line for line in text.splitlines() if not line.startswith("#")] == []
