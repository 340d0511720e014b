"""The example cycle laid out (synthetic figures), noise files, and drawn columns turned back into cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from par_index.model.case import Case
from par_index.model.plan import Plan
from par_index.places import libraries, shipped
from par_index.read.noise import NoiseSpec, read_noise
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.robust.draw import Laid
from par_index.whatif.robust.prepare import group_of
from par_index.whatif.robust.settle import settle
from par_index.whatif.robust.tasks import Group, Payload
from tests.cli.sample import Files, folder

ALL = """\
noise: Mọi nguồn
survey: redraw
appraisal:
  gaps: declared
  chance: 10%
  spread: 20%
data:
  - kinds: [count, amount]
    error: 30%
weights:
  spread: 10%
"""
NONE = "noise: Không gì\nsurvey: none\nappraisal:\n  gaps: none\n"
WEIGHTS = NONE + "weights:\n  spread: 20%\n"


@cache
def example() -> Basis:
    """Lay the shipped example out: 19 departments, 5 vertical agencies, 11 districts in two clusters."""
    opened, problems = open_cycle(shipped("examples") / "tien-giang-2023", libraries())
    assert opened is not None, problems
    return lay_out(surveyed(opened)[0])[0]


def small(place: Path, files: Files) -> Basis:
    """Lay the small sound cycle out, with some files changed."""
    opened, problems = open_cycle(folder(place, files), libraries())
    assert opened is not None, problems
    return lay_out(opened)[0]


def spec(text: str, place: Path) -> NoiseSpec:
    """Read a sound noise file."""
    path = place / "noise.yaml"
    path.write_text(text, "utf-8")
    found, problems = read_noise(path, "noise.yaml")
    assert found is not None
    assert problems == ()
    return found


def payload(basis: Basis, noise: NoiseSpec | None, draws: int, seed: int = 45) -> Payload:
    """Prepare the tasks of a run."""
    settled, _ = settle(basis, noise)
    groups = tuple(group_of(ground, one) for ground, one in zip(basis.grounds, settled.noises, strict=True))
    return Payload(seed, draws, 64, groups)


def drawn_cases(plan: Plan, group: Group, laid: Laid, draw: int) -> list[Case]:
    """Turn one draw's columns into cases, as if an office had filed them."""
    filed, units = laid.population, group.base.units
    found = []
    for unit, code in enumerate(group.base.filed.units):
        column = draw * units + unit
        years = [
            {
                entry.code: int(year.values[row, column])
                for row, entry in enumerate(plan.inputs)
                if year.known[row, column]
            }
            for year in (filed.figures, *([filed.previous] if filed.previous else []))
        ]
        flags = {leaf.code: int(filed.flags[row, column]) for row, leaf in enumerate(plan.leaves)}
        flags = {leaf: bits for leaf, bits in flags.items() if bits}
        found.append(Case(code, years[0], flags, years[1] if len(years) > 1 else {}))
    return found
