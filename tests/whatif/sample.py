"""The example cycle laid out once, and scenarios written as people write them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from textwrap import dedent

from par_index.model.facts import Stage
from par_index.places import libraries, shipped
from par_index.problem import Problem
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.scenario import Laid, ScenarioSpec, lay, read_scenario

CYCLE = shipped("examples") / "tien-giang-2023"


@cache
def basis(stage: Stage = "council") -> Basis:
    opened, _ = open_cycle(CYCLE, libraries())
    assert opened is not None
    return lay_out(surveyed(opened)[0], stage)[0]


def written(place: Path, text: str) -> ScenarioSpec:
    """Write a scenario to a file and read it back."""
    path = place / "kich-ban.yaml"
    path.write_text(dedent(text), "utf-8")
    spec, problems = read_scenario(path)
    assert spec is not None, [problem.text() for problem in problems]
    assert not problems
    return spec


def laid(spec: ScenarioSpec | None, ground: Basis | None = None) -> Laid:
    assert spec is not None
    made, problems = lay(ground or basis(), spec)
    assert made is not None, [problem.text() for problem in problems]
    return made


def refused(place: Path, text: str) -> tuple[Problem, ...]:
    made, problems = lay(basis(), written(place, text))
    assert made is None
    return problems
