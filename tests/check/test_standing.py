"""A set among others: evidence, clauses of listed documents, weights beside the set it is modelled on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from par_index.check import check
from par_index.places import Libraries, shipped
from par_index.problem import Problem
from tests.compile.sample import SOUND, broken

EVIDENT = re.sub(
    r"^( {6,})cites: ", r"\1evidence: Văn bản, số liệu hệ thống\n\1cites: ", SOUND, flags=re.MULTILINE
)
EVIDENT = re.sub(r"^( +)evidence: [^\n]+\n( +cites: \[II.2\])", r"\2", EVIDENT, flags=re.MULTILINE)
DOCUMENT = """\
document: Quyết định 45
clauses:
""" + "".join(
    f"  - id: {clause}\n    kind: duty\n    say: Việc thử\n"
    for clause in ("VI.2", "II.1", "II.6b", "II.6", "II.16", "II.4", "II.2")
)


def checked(place: Path, text: str, document: str = "", other: str = "") -> list[Problem]:
    """Check one set beside a document and another set, by the shipped methods."""
    files = {
        "criteria/thu/2023/so.yaml": text,
        "criteria/thu/2023/tren.yaml": other,
        "rules/documents/qd.yaml": document,
    }
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    shelves = Libraries((place / "criteria",), (place / "rules", shipped("rules")))
    _, problems = check(["thu/2023/so"], shelves)
    return [problem for problem in problems if problem.code in ("V54", "V55", "V56", "L40")]


def test_leaves_without_evidence_are_named_but_for_surveys(tmp_path: Path) -> None:
    assert checked(tmp_path / "du", EVIDENT, DOCUMENT) == []
    found = checked(tmp_path / "thieu", SOUND, DOCUMENT)
    assert [problem.args["code"] for problem in found] == ["1.1.1", "1.1.2", "1.2", "1.3", "T.1"]
    assert all(problem.level == "warning" for problem in found)


def test_a_clause_the_document_does_not_have(tmp_path: Path) -> None:
    wrong = EVIDENT.replace("cites: [II.6b]", "cites: [II.6c]")
    (problem,) = checked(tmp_path, wrong, DOCUMENT)
    assert (problem.code, problem.level) == ("V55", "error")
    assert "1.2 dẫn “II.6c”, nhưng Quyết định 45 không có điều khoản này. Có phải “II.6" in problem.text()
    assert checked(tmp_path, wrong, DOCUMENT.replace("Quyết định 45", "Quyết định khác")) == []
    barred = [
        problem.args["code"] for problem in checked(tmp_path, EVIDENT, DOCUMENT.replace("II.2", "II.3"))
    ]
    assert barred == ["B1"]


@pytest.mark.parametrize(("top", "told"), [("3.9", True), ("4", False), ("8", False)])
def test_weights_far_from_the_followed_set(tmp_path: Path, top: str, told: bool) -> None:
    """The followed area holds 8 points of 10; this one 3,9, 4 or 8: below half, just half, the same."""
    followed = EVIDENT.replace("set: thu/2023/so", "set: thu/2023/tren")
    text = EVIDENT.replace("kinds:\n", "modelled_on: thu/2023/tren\nkinds:\n")
    text = text.replace("    name: Chỉ đạo\n    max: 8", f'    name: Chỉ đạo\n    max: "{top}"')
    text = text.replace("name: Hài lòng\n    max: 2", f"name: Hài lòng\n    max: {10 - float(top):g}")
    from par_index.check.standing import far_weights
    from par_index.compile import load_plans

    checked(tmp_path, text, DOCUMENT, followed)
    shelves = Libraries((tmp_path / "criteria",), (shipped("rules"),))
    (ours, *_), _ = load_plans("thu/2023/so", shelves)
    (theirs, *_), _ = load_plans("thu/2023/tren", shelves)
    found = [problem.text() for problem in far_weights(ours, theirs) if problem.args["code"] == "1"]
    assert bool(found) is told
    if told:
        assert "chiếm 39,0% tổng điểm, trong bộ thu/2023/tren là 80,0%" in found[0]


def test_a_followed_set_that_is_not_there(tmp_path: Path) -> None:
    text = EVIDENT.replace("kinds:\n", "modelled_on: thu/2023/trenn\nkinds:\n")
    assert [problem.code for problem in checked(tmp_path, text, DOCUMENT, EVIDENT)] == ["L40"]


def test_a_trait_or_figure_nobody_reads_is_still_told(tmp_path: Path) -> None:
    text = broken("  du_hs:\n", "  thua:\n    type: count\n    label: Thừa\n    better: more\n  du_hs:\n")
    shelves = Libraries((tmp_path,), (shipped("rules"),))
    path = tmp_path / "thu" / "2023" / "so.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert ("L94", "thua") in [(item.code, item.args.get("input")) for item in check([path], shelves)[1]]
