"""Which set a year is scored by: in force, not superseded, not changed, and never another year's."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.check import check
from par_index.places import libraries
from par_index.problem import Problem
from par_index.score.opened import open_cycle
from tests.cli.sample import CYCLE, SET, Files, folder
from tests.compile.sample import SOUND, broken, compiled

NEWER = "criteria/thu/2023/so-sua.yaml"
REPLACING = SOUND.replace("set: thu/2023/so\n", "set: thu/2023/so-sua\nsupersedes: thu/2023/so\n")


def issued(text: str) -> str:
    return text.replace("status: proposed\n", "status: issued\nnumber: 1/QĐ\ndate: 31/10/2023\n")


def found(place: Path, files: Files) -> list[Problem]:
    """Open the sample cycle with some files changed; give what is told beside the missing last year."""
    return [item for item in open_cycle(folder(place, files), libraries())[1] if item.code != "C48"]


def pinned(place: Path) -> str:
    (plan, _), _ = compiled(SOUND, place / "ghim")
    return CYCLE + f"    digest: {plan.digest}\n"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("01/01/2023", "31/12/2023", []),
        ("31/12/2023", "30/06/2024", []),
        ("01/02/2022", "01/01/2023", []),
        ("01/01/2024", "31/12/2024", ["L124"]),
        ("01/01/2022", "31/12/2022", ["L124"]),
    ],
)
def test_a_set_is_in_force_on_some_day_of_the_year(
    first: str, last: str, told: list[str], tmp_path: Path
) -> None:
    text = broken("survey: 2\n", f"survey: 2\nvalid:\n  from: {first}\n  to: {last}\n")
    problems = found(tmp_path, {SET: text})
    assert [item.code for item in problems] == told
    for item in problems:
        assert (item.where.file, item.where.line) == ("cycle.yaml", 6)
        assert f"có hiệu lực từ {first} đến {last}, không có ngày nào trong năm 2023" in item.text()


def test_a_superseded_set_is_refused_unless_it_is_pinned(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, {NEWER: REPLACING})
    assert (problem.code, problem.level, problem.where.line) == ("L125", "error", 6)
    assert "bộ thu/2023/so-sua cùng năm đã thay thế" in problem.text()
    (problem,) = found(tmp_path, {NEWER: REPLACING, "cycle.yaml": pinned(tmp_path)})
    assert (problem.code, problem.level, problem.where.line) == ("L126", "warning", 6)


def test_what_supersedes_is_of_the_year_and_not_a_mere_proposal(tmp_path: Path) -> None:
    next_year = REPLACING.replace("year: 2023", "year: 2024")
    assert found(tmp_path, {NEWER: next_year}) == []
    assert found(tmp_path, {NEWER: REPLACING.replace("supersedes: thu/2023/so\n", "")}) == []
    assert found(tmp_path, {SET: issued(SOUND), NEWER: REPLACING}) == []
    assert [item.code for item in found(tmp_path, {SET: issued(SOUND), NEWER: issued(REPLACING)})] == ["L125"]


def test_an_issued_set_that_changed_is_not_scored(tmp_path: Path) -> None:
    line = f"thu/2023/so  sha256-{'0' * 64}  1/QĐ  31/10/2023\n"
    (problem,) = found(tmp_path, {SET: issued(SOUND), "criteria/issued.lock": line})
    assert problem.code == "L119"
    assert f"ban hành bản sha256-{'0' * 64}" in problem.text()


def test_a_year_without_a_set_names_the_years_that_have_one(tmp_path: Path) -> None:
    older = SOUND.replace("set: thu/2023/so", "set: thu/2021/so")
    files: Files = {SET: None, "criteria/thu/2021/so.yaml": older, "criteria/thu/2022/so.yaml": older}
    (problem,) = found(tmp_path, files)
    assert (problem.code, problem.where.file, problem.where.line) == ("L128", "cycle.yaml", 6)
    assert "bộ này chỉ có cho năm: 2021, 2022. Không dùng bộ của năm khác" in problem.text()


def test_a_superseded_set_that_nobody_knows_is_a_warning(tmp_path: Path) -> None:
    place = folder(
        tmp_path, {NEWER: REPLACING.replace("supersedes: thu/2023/so\n", "supersedes: thu/2023/sb\n")}
    )
    problems = check(["thu/2023/so-sua"], libraries(criteria=place / "criteria"))[1]
    (told,) = [item for item in problems if item.code == "L123"]
    assert told.where.file.endswith("so-sua.yaml") and "Có phải “thu/2023/so”?" in told.text()
    place = folder(tmp_path, {NEWER: REPLACING})
    assert "L123" not in [
        item.code for item in check(["thu/2023/so-sua"], libraries(criteria=place / "criteria"))[1]
    ]


def test_an_extension_inherits_no_version(tmp_path: Path) -> None:
    """Number, date and what is superseded belong to the parent's own decision."""
    place = folder(tmp_path, {SET: issued(SOUND).replace("number:", "supersedes: thu/2022/so\nnumber:")})
    shelves = libraries(criteria=place / "criteria")
    (parent, _), _ = check(["thu/2023/so"], shelves)
    pin = f"extends: {{set: thu/2023/so, level: huyen, digest: {parent.digest}}}"
    head = ["set: con/2023/so", "name: Bộ con", "year: 2023", "issuer: Con", "status: proposed"]
    own = "\n".join([*head, "legal_basis: Thử", "number: 7/KH", pin, ""])
    (place / "criteria" / "con" / "2023").mkdir(parents=True)
    (place / "criteria" / "con" / "2023" / "so.yaml").write_text(own, "utf-8")
    (child, _), problems = check(["con/2023/so"], shelves)
    assert [item.text() for item in problems if item.is_error] == []
    assert (child.number, child.issued_on, child.supersedes, child.status) == ("7/KH", None, "", "proposed")
