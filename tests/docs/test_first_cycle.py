"""The steps of docs/bat-dau.md, taken as they are written."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from par_index.cli import app

PAGE = (Path(__file__).parents[2] / "docs" / "bat-dau.md").read_text("utf-8")
FILES = dict(re.findall(r"^`(cham-thu/\S+)`\n\n```\w+\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^par-index (.+)$", PAGE, re.MULTILINE)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(command: str) -> str:
    done = CliRunner().invoke(app, shlex.split(command))
    assert done.exit_code == 0, done.output
    return done.output


def standing(desk: Path) -> dict[str, tuple[int, str]]:
    results = json.loads((desk / "cham-thu/ket-qua/results.json").read_text("utf-8"))
    return {unit["unit"]: (unit["rank"], unit["points"]) for unit in results["groups"][0]["units"]}


def test_the_steps_give_what_the_page_says(desk: Path) -> None:
    assert len(FILES) == 4
    check, forms, score, explain, appraisal = COMMANDS
    assert "đã chứng minh" in run(check)
    figures = Path("cham-thu/facts.csv").rename("facts.csv")  # forms are written before there are figures
    assert run(forms).split() == ["bieu-mau/so-a.xlsx", "bieu-mau/so-b.xlsx"]
    figures.rename("cham-thu/facts.csv")
    assert "results.xlsx" in run(score)
    assert "39/40" in run(explain)
    assert len(run(appraisal).splitlines()) == 1
    assert standing(desk) == {"so-a": (1, "9.85"), "so-b": (2, "8")}
    facts = desk / "cham-thu/facts.csv"
    facts.write_text(facts.read_text("utf-8").replace("10/02/2024", "30/01/2024"), "utf-8")
    again = run(score)
    assert standing(desk) == {"so-a": (2, "9.85"), "so-b": (1, "10")}
    assert re.search(r"Sở B \(so-b\): điểm 8 → 10; .*hạng 2 → 1", again)
    assert "ngay_kh" in again
    assert len(list((desk / "cham-thu/ket-qua/cu").iterdir())) == 1
