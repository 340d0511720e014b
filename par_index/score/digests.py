"""Name what was put in by what it says, not by the bytes of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from par_index.model.facts import Cycle, Evidence, Figure, Stage, Step, UnitFacts
from par_index.model.result import digest_of

Plain = str | int | bool | None | list["Plain"]


def inputs_digest(cycle: Cycle, stage: Stage, groups: Mapping[str, Iterable[UnitFacts]]) -> str:
    """Digest the normalised facts of all groups; files' order, names and layout do not matter."""
    content: Plain = [
        [cycle.id, cycle.year, cycle.issuer, cycle.synthetic, stage],
        [[group, _sorted(map(_unit, facts))] for group, facts in sorted(groups.items())],
    ]
    return digest_of(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _unit(facts: UnitFacts) -> list[Plain]:
    unit, case = facts.unit, facts.case
    return [
        [unit.code, unit.name, unit.kind, unit.parent, unit.cluster, unit.predecessor, *sorted(unit.traits)],
        *(_pairs(figures) for figures in (case.values, case.flags, case.previous)),
        _sorted(_figure(figure) for figure in facts.figures.values()),
        _sorted([code, *_step(step)] for code, step in facts.granted.items()),
        _sorted(_evidence(code, row) for code, rows in facts.evidence.items() for row in rows),
    ]


def _pairs(figures: Mapping[str, int]) -> list[Plain]:
    return [[code, figure] for code, figure in sorted(figures.items())]


def _figure(figure: Figure) -> list[Plain]:
    return [figure.input, *(_step(step) for step in figure.steps)]


def _step(step: Step) -> list[Plain]:
    return [step.stage, step.value, step.status, step.note, step.reason, step.by, step.at]


def _evidence(code: str, row: Evidence) -> list[Plain]:
    return [code, *(text for name, text in sorted(asdict(row).items()) if name not in ("code", "where"))]


def _sorted(rows: Iterable[list[Plain]]) -> list[Plain]:
    return [*sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False))]
