"""Read a cycle's folder: one year's scoring, with every mistake of every file told at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from par_index.model.facts import Cycle, Group, Previous
from par_index.problem import Problem, Where, in_order
from par_index.read.cycle.appraisal import read_decisions, read_scores
from par_index.read.cycle.facts import Expected, read_evidence, read_facts
from par_index.read.cycle.inspections import read_inspections
from par_index.read.cycle.sources import files
from par_index.read.cycle.spec import CycleSpec, calendar_of, groups_of, read_spec
from par_index.read.cycle.units import read_units
from par_index.read.pause import uncollected

__all__ = ["load_cycle"]


@uncollected()
def load_cycle(folder: Path) -> tuple[Cycle | None, tuple[Problem, ...]]:
    """Read everything a cycle's folder holds; ``None`` when ``cycle.yaml`` cannot be understood.

    Figures stay as written until a Plan types them (``read.cases``). Places are named from the folder.
    """
    spec, problems = read_spec(folder)
    units, wrong_units = read_units(folder)
    if spec is None:
        return None, in_order((*problems, *wrong_units))
    groups = groups_of(spec)
    name = str(spec.cycle or folder.resolve().name)
    expected = Expected(spec.year, {unit.code: unit for unit in units}, name, groups, on=spec.units_on)
    paths, unreadable = files(folder, "facts")
    filed = read_facts(paths, folder, expected)
    read_evidence(folder, expected, filed)
    appraisal, strange = files(folder, "appraisal")
    decisions, refused = read_decisions(appraisal, folder, expected)
    scores, wrong_scores = read_scores(folder, expected)
    inspected, unlisted = read_inspections(folder, expected)
    previous, missing = _previous(spec, folder, expected)
    found = [*problems, *wrong_units, *unreadable, *filed.problems]
    found.extend((*strange, *refused, *wrong_scores, *unlisted, *missing))
    if not paths:
        found.append(Problem("C31", Where("facts.csv"), {"folder": folder.as_posix()}))
    cycle = Cycle(
        id=name,
        year=spec.year,
        issuer=str(spec.issuer),
        synthetic=spec.synthetic == "true",
        numbers=spec.numbers,
        groups=groups,
        units=tuple(unit for unit in units if unit.in_force(spec.year, spec.units_on)),
        facts=tuple(filed.facts.values()),
        evidence=tuple(filed.evidence),
        decisions=decisions,
        survey_scores=scores,
        calendar=calendar_of(spec),
        previous=previous,
        inspected=inspected,
        where=spec.where,
    )
    return cycle, in_order((*found, *_grouping(cycle, groups)))


def _grouping(cycle: Cycle, groups: tuple[Group, ...]) -> Iterator[Problem]:
    """Warn of units no group scores, and refuse a group without units."""
    kinds = {group.kind for group in groups}
    for unit in cycle.units:
        if unit.kind not in kinds:
            args = {"unit": unit.code, "kind": unit.kind, "known": ", ".join(sorted(kinds))}
            yield Problem("C11", unit.where, args)
    for group in groups:
        if not any(unit.kind == group.kind for unit in cycle.units):
            found = ", ".join(sorted({unit.kind for unit in cycle.units})) or "–"
            yield Problem("C33", group.where, {"group": group.id, "kind": group.kind, "found": found})


def _previous(spec: CycleSpec, folder: Path, expected: Expected) -> tuple[Previous, tuple[Problem, ...]]:
    """Read last year's figures, when the cycle names them."""
    results, facts = spec.previous.results, spec.previous.facts
    problems = [
        Problem("C01", path.where, {"file": str(path), "folder": folder.as_posix()})
        for path in (results, facts)
        if path is not None and not (folder / path).exists()
    ]
    if facts is None or not (folder / facts).exists():
        return Previous(str(results or ""), merged=spec.previous.merged), tuple(problems)
    place = folder / facts
    paths, unreadable = ((place,), ()) if place.is_file() else files(place, "facts")
    filed = read_facts(paths, folder, Expected(expected.year - 1, expected.units, any_unit=True))
    found = (*problems, *unreadable, *filed.problems)
    return Previous(str(results or ""), tuple(filed.facts.values()), spec.previous.merged), found
