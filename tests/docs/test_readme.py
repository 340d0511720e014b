"""What README.md shows of the program is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from par_index import __version__
from par_index.cli import app

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "README.md").read_text("utf-8")


def test_the_explanation_shown_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    found = re.search(r"^    par-index (explain .+)\n\n```\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    assert found
    monkeypatch.chdir(ROOT)
    done = CliRunner().invoke(app, found[1].split(), env={"COLUMNS": "100"})
    assert done.exit_code == 0
    printed = [" ".join(line.split()) for line in done.output.splitlines()]
    assert [line for line in found[2].splitlines() if " ".join(line.split()) not in printed] == []


def test_the_wheel_named_is_this_version() -> None:
    assert set(re.findall(r"par_index-(\S+?)-py3", PAGE)) == {__version__}
