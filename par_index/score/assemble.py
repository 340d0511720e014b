"""Put one unit's totals, standing, areas, flags and targets together as results hold them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from par_index.model.case import UnitVerdict
from par_index.model.plan import LeafKind, Plan
from par_index.model.result import (
    AreaResult,
    FlagResult,
    LastYear,
    TargetResult,
    UnitResult,
)
from par_index.model.states import State
from par_index.points import decimal_text, points_text
from par_index.score.leaves import Judged, Prepared, leaf_results
from par_index.score.questions import answer
from par_index.score.rank import Standing

if TYPE_CHECKING:
    from par_index.score.sureness import Sureness


def is_provisional(verdict: UnitVerdict) -> bool:
    """Tell whether a leaf is not filed, waits for the survey, or is claimed and not yet granted."""
    return any(
        leaf.state in (State.NOT_FILED, State.PENDING_SURVEY) or f"{leaf.code}/claimed" in leaf.rules
        for leaf in verdict.leaves
    )


def unit_result(
    prepared: Prepared,
    judged: Judged,
    standing: Standing,
    last_year: LastYear | None,
    sure: Sureness | None = None,
) -> UnitResult:
    """Write one unit's result; a provisional unit has no grade."""
    plan = prepared.plan
    verdict, unit = judged.verdict, judged.facts.unit
    provisional = is_provisional(verdict)
    flags = tuple(flag for flag in plan.flags if answer(flag.when, plan, verdict, judged.facts.case))
    index = standing.index
    return UnitResult(
        unit=unit.code,
        name=unit.name,
        cluster=unit.cluster,
        rank=standing.rank,
        grade="" if provisional else verdict.grade,
        grade_barred_by=() if provisional else verdict.barred_by,
        provisional=provisional,
        points=points_text(verdict.points),
        max_points=points_text(verdict.max_points),
        index="" if index is None else decimal_text(index, plan.places),
        index_shown=standing.shown,
        index_exact="" if index is None else f"{index.numerator}/{index.denominator}",
        tie_broken_by=standing.broken_by,
        appraised_points=points_text(verdict.appraised),
        appraised_max=points_text(_maximum(plan, verdict, "appraised")),
        survey_points=points_text(verdict.survey),
        survey_max=points_text(_maximum(plan, verdict, "survey")),
        bonus=points_text(verdict.bonus),
        penalty=points_text(verdict.penalty),
        last_year=last_year,
        areas=_areas(plan, verdict, sure.areas if sure else {}),
        leaves=leaf_results(prepared, judged, flags, sure.leaves if sure else {}),
        flags=tuple(FlagResult(flag.id, flag.say) for flag in flags),
        targets=tuple(
            TargetResult(target.id, answer(target.when, plan, verdict, judged.facts.case))
            for target in plan.targets
        ),
        survey=sure.unit if sure else None,
    )


def _maximum(plan: Plan, verdict: UnitVerdict, kind: LeafKind) -> int:
    codes = {leaf.code for leaf in plan.leaves if leaf.kind == kind}
    return sum(leaf.max_points for leaf in verdict.leaves if leaf.code in codes)


def _areas(plan: Plan, verdict: UnitVerdict, errors: Mapping[str, str]) -> tuple[AreaResult, ...]:
    totals = {node.code: [0, 0] for node in plan.areas}
    for leaf, earned in zip(plan.leaves, verdict.leaves, strict=True):
        if leaf.area in totals:
            totals[leaf.area][0] += earned.points
            totals[leaf.area][1] += earned.max_points
    return tuple(
        AreaResult(code, points_text(points), points_text(most), errors.get(code, ""))
        for code, (points, most) in totals.items()
    )
