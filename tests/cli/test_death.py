"""Ctrl-C or SIGKILL at any moment of ``score`` leaves one whole result, and the next run tidies up."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from par_index.model.result import from_json, is_intact
from tests.cli.sample import FACTS, ROOT, folder, run

FORMER = ("reading", "judging", "judging apart", "writing", "placing")
"""Moments at which the former result still stands; at ``archiving`` the new one does."""


def interrupted(name: str, moment: str, cycle: Path) -> int:
    """Score in a process group of its own that gets the signal; wait until all of it is gone."""
    return subprocess.run(
        [sys.executable, "-m", "tests.cli.interrupted", name, moment, "score", str(cycle)],
        cwd=ROOT,
        capture_output=True,
        start_new_session=True,
        timeout=120,
        check=False,
    ).returncode


def digest(out: Path) -> str:
    """Read a stored result, which must be whole, and give its digest."""
    results = from_json((out / "results.json").read_bytes())
    assert is_intact(results)
    return results.digest


def left_beside(out: Path) -> set[str]:
    return {path.name for path in out.parent.glob(f".{out.name}.*")}


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("SIGKILL", "reading"),
        ("SIGKILL", "judging"),
        ("SIGKILL", "judging apart"),
        ("SIGKILL", "writing"),
        ("SIGKILL", "placing"),
        ("SIGKILL", "archiving"),
        ("SIGINT", "judging apart"),
        ("SIGINT", "writing"),
    ],
)
def test_the_former_or_the_new_result_stands_whole(tmp_path: Path, name: str, moment: str) -> None:
    cycle = folder(tmp_path / "đợt")
    out = cycle / "ket-qua"
    assert run("score", cycle).exit_code == 0
    before, facts = digest(out), cycle / "facts.csv"
    facts.write_text(facts.read_text("utf-8").replace("so_hoa,35", "so_hoa,36"), "utf-8")
    code = interrupted(name, moment, cycle)
    assert code == (130 if name == "SIGINT" else -signal.SIGKILL)
    assert (digest(out) == before) is (moment in FORMER)
    again = run("score", cycle)
    assert again.exit_code == 0
    assert digest(out) != before
    assert digest(out / "cu" / before) == before
    assert left_beside(out) == {".ket-qua.khoa"}
    assert not list(out.rglob(".*"))


def test_the_first_run_of_all_leaves_nothing_half_written(tmp_path: Path) -> None:
    cycle = folder(tmp_path / "đợt", {"facts.csv": FACTS})
    assert interrupted("SIGKILL", "writing", cycle) == -signal.SIGKILL
    assert not (cycle / "ket-qua").exists()
    assert run("score", cycle).exit_code == 0
    assert digest(cycle / "ket-qua")
    assert left_beside(cycle / "ket-qua") == {".ket-qua.khoa"}
