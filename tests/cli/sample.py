"""A folder of a small sound cycle (synthetic), with its own criteria set, and ways to run the program on it.

Its points are worked out by hand in ``tests.score.cycles``: so-a 8,1 of 10; so-b 9 of 10, barred to B;
so-c 4,5 of 7.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from typer.testing import CliRunner, Result

from par_index.cli import app
from tests.compile.sample import SOUND as SOUND_SET
from tests.score.cycles import FIGURES, SURVEY, UNITS

ROOT = Path(__file__).resolve().parents[2]
Files = Mapping[str, str | bytes | None]

SET = "criteria/thu/2023/so.yaml"
CYCLE = """\
year: 2023
cycle: thu-2023
issuer: UBND tỉnh thử
synthetic: true
groups:
  - id: so
    set: thu/2023/so
    units: so
"""
UNIT_LIST = "unit,name,kind,traits\n" + "".join(
    f"{code},{name},so,{' '.join(traits)}\n" for code, (name, traits) in UNITS.items()
)
SCORES = "unit,code,share,points,source\n" + "".join(
    f"{unit},2.1,{share},,Điều tra thử\n" for unit, share in SURVEY.items()
)


def facts(figures: Mapping[str, Mapping[str, str]] = FIGURES) -> str:
    """Write ``facts.csv``."""
    rows = [f"{unit},{code},{text},,\n" for unit, own in figures.items() for code, text in own.items()]
    return "".join(["unit,input,value,status,note\n", *rows])


FACTS = facts()
NOTHING: Files = {}
FILES: Files = {
    "cycle.yaml": CYCLE,
    "units.csv": UNIT_LIST,
    "facts.csv": FACTS,
    "survey/scores.csv": SCORES,
    SET: SOUND_SET,
}


def folder(place: Path, files: Files = NOTHING) -> Path:
    """Write the sound cycle with some files changed (``None``: taken away)."""
    for name, content in {**FILES, **files}.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def run(*words: str | Path, columns: int = 100) -> Result:
    """Run the program in this process; the terminal is ``columns`` wide."""
    return CliRunner(env={"COLUMNS": str(columns)}).invoke(app, [str(word) for word in words])


def program(*words: str | Path, module: str = "par_index") -> subprocess.CompletedProcess[str]:
    """Run the program as people do: a process of its own, in a folder of its own choosing."""
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def tree(place: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes."""
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }
