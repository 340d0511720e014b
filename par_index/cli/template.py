"""``par-index template``: write the workbooks that offices fill in, or those that agencies appraise with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from par_index.cli.output import say, tell
from par_index.compile import load_plans
from par_index.model.facts import Cycle, Stage, Unit
from par_index.model.plan import Plan
from par_index.papers.lead import write_lead
from par_index.papers.template import write_templates
from par_index.places import Libraries
from par_index.problem import Language, Problem, Where, has_errors, in_order
from par_index.read.cycle.units import read_unit_list
from par_index.score.opened import open_cycle


@dataclass(frozen=True, slots=True)
class Source:
    """What forms are written from: plans, units and, when a cycle's folder was given, the cycle."""

    plans: tuple[Plan, ...]
    units: tuple[Unit, ...]
    cycle: Cycle | None


def run(
    reference: str,
    units: Path | None,
    out: Path,
    lead: str,
    stage: Stage,
    shelves: Libraries,
    language: Language,
) -> int:
    """Write one form a unit, or with ``lead`` that agency's workbook of all units."""
    source, problems = _source(reference, units, shelves)
    if source is None or has_errors(problems):
        return tell(problems, language)
    written, refused = _write(source, out, lead, stage)
    code = tell(in_order((*problems, *refused)), language)
    for path in written:
        say(path.as_posix())
    return code


def _source(
    reference: str, units: Path | None, shelves: Libraries
) -> tuple[Source | None, tuple[Problem, ...]]:
    folder = Path(reference)
    if (folder / "cycle.yaml").is_file():
        opened, told = open_cycle(folder, shelves)
        problems = tuple(one for one in told if one.code != "C31")  # forms are written before figures come
        if opened is None:
            return None, problems
        return Source(opened.plans, opened.cycle.units, opened.cycle), problems
    if units is None:
        return None, (Problem("U03", Where(""), {"set": reference}),)
    plans, refused = load_plans(reference, shelves)
    listed, doubts = read_unit_list(units)
    return Source(plans, listed, None), in_order((*refused, *doubts))


def _write(
    source: Source, out: Path, lead: str, stage: Stage
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    if not lead:
        return write_templates(source.plans, source.units, out, source.cycle)
    path, refused = write_lead(lead, source.plans, source.units, out, source.cycle, stage)
    return ((path,) if path else ()), refused
