"""Name what was put in by what it says, not by the bytes of its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from par_index.model.facts import Cycle, Evidence, Stage, Step, UnitFacts
from par_index.model.result import digest_of

Plain = str | int | bool | None | Sequence["Plain"]


def inputs_digest(cycle: Cycle, stage: Stage, groups: Mapping[str, Iterable[UnitFacts]]) -> str:
    """Digest the normalised facts of all groups; files' order, names and layout do not matter."""
    content: Plain = [
        [cycle.id, cycle.year, cycle.issuer, cycle.synthetic, stage],
        [
            [group, [_unit(one) for one in sorted(facts, key=_code)]]
            for group, facts in sorted(groups.items())
        ],
    ]
    return digest_of(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def _code(facts: UnitFacts) -> str:
    return facts.unit.code


def _unit(facts: UnitFacts) -> list[Plain]:
    unit, case = facts.unit, facts.case
    return [
        [
            unit.code,
            unit.name,
            unit.kind,
            unit.parent,
            unit.cluster,
            [*unit.predecessors],
            *sorted(unit.traits),
        ],
        *(_pairs(figures) for figures in (case.values, case.flags, case.previous)),
        [[code, *map(_step, figure.steps)] for code, figure in sorted(facts.figures.items(), key=_first)],
        [[code, *map(_step, steps)] for code, steps in sorted(facts.decided.items(), key=_first)],
        [[code, *sorted(map(_evidence, rows))] for code, rows in sorted(facts.evidence.items(), key=_first)],
    ]


def _first(pair: tuple[str, object]) -> str:
    return pair[0]


def _pairs(figures: Mapping[str, int]) -> list[Plain]:
    return [[code, figure] for code, figure in sorted(figures.items())]


def _step(step: Step) -> list[Plain]:
    return [step.stage, step.value, step.status, step.note, step.reason, step.by, step.at]


def _evidence(row: Evidence) -> list[str]:
    return [row.ref, row.date, row.subject, row.section, row.pages, row.file]
