"""Run one official scoring: both engines over every group, ranks by cluster, one sealed result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from par_index.model.case import UnitVerdict
from par_index.model.facts import STAGES, Cycle, Group, Stage, UnitFacts
from par_index.model.plan import Plan
from par_index.model.result import (
    SCHEMA,
    AreaName,
    Criterion,
    GroupResult,
    ProblemResult,
    Results,
    UnitResult,
    sealed,
)
from par_index.points import points_text
from par_index.problem import Problem, in_order
from par_index.read.cases import cases
from par_index.score.assemble import Judged, unit_result
from par_index.score.digests import inputs_digest
from par_index.score.engines import Progress, array_verdicts, double_check
from par_index.score.last_year import Former, former_units, last_year
from par_index.score.rank import Standing, standings
from par_index.text import vietnamese_key


@dataclass(frozen=True, slots=True)
class Scored:
    """One group after both engines: its result, its facts, whether rules were fired, what went wrong."""

    result: GroupResult
    facts: tuple[UnitFacts, ...]
    checked: bool
    problems: tuple[Problem, ...]
    agreed: bool


def run(
    cycle: Cycle,
    plans: Sequence[Plan],
    stage: Stage = "council",
    workers: int = 1,
    on_progress: Progress | None = None,
    previous: Results | None = None,
) -> tuple[Results | None, tuple[Problem, ...]]:
    """Score a cycle at a stage; there is no result where the engines differ or a group has no plan.

    ``on_progress`` is told how many units the rule engine has judged, over all groups.
    """
    by_set = {(plan.set_id, plan.kind): plan for plan in plans}
    refused = [_refusal(group, by_set.get((group.set, group.kind))) for group in cycle.groups]
    if any(refused):
        return None, in_order(problem for problem in refused if problem)
    former = former_units(previous)
    scored: list[Scored] = []
    for group in cycle.groups:
        plan, done = by_set[group.set, group.kind], sum(len(before.facts) for before in scored)
        scored.append(_group(cycle, plan, group, stage, workers, _after(done, on_progress), former))
    problems = in_order(problem for one in scored for problem in one.problems)
    if not all(one.agreed for one in scored):
        return None, problems
    return _results(cycle, stage, scored, problems), problems


def _refusal(group: Group, plan: Plan | None) -> Problem | None:
    args = {"group": group.id, "set": group.set, "kind": group.kind}
    if plan is None:
        return Problem("E204", group.where, args)
    if group.digest and group.digest != plan.digest:
        return Problem("E205", group.where, args | {"pinned": group.digest, "found": plan.digest})
    return None


def _after(done: int, on_progress: Progress | None) -> Progress | None:
    return (lambda units: on_progress(done + units)) if on_progress else None


def _results(cycle: Cycle, stage: Stage, scored: Sequence[Scored], problems: Sequence[Problem]) -> Results:
    return sealed(
        Results(
            schema=SCHEMA,
            cycle=cycle.id,
            year=cycle.year,
            issuer=cycle.issuer,
            synthetic=cycle.synthetic,
            stage=stage,
            engines="both" if all(one.checked for one in scored) else "array",
            groups=tuple(one.result for one in scored),
            problems=tuple(map(_problem, problems)),
            inputs_digest=inputs_digest(cycle, stage, {one.result.group: one.facts for one in scored}),
        )
    )


def _problem(problem: Problem) -> ProblemResult:
    return ProblemResult(problem.code, str(problem.where), dict(sorted(problem.args.items())))


def _group(
    cycle: Cycle,
    plan: Plan,
    group: Group,
    stage: Stage,
    workers: int,
    on_progress: Progress | None,
    former: Former,
) -> Scored:
    by_stage: dict[Stage, tuple[UnitVerdict, ...]] = {}
    facts: tuple[UnitFacts, ...] = ()
    problems: tuple[Problem, ...] = ()
    for held in stages_held(cycle, stage):
        facts, problems = cases(cycle, plan, group, held)
        by_stage[held] = array_verdicts(plan, [one.case for one in facts])
    verdicts = next(reversed(by_stage.values()))
    checked, differing = double_check(plan, [one.case for one in facts], verdicts, workers, on_progress)
    judged = [
        Judged(one, verdict, {held: told[at] for held, told in by_stage.items()})
        for at, (one, verdict) in enumerate(zip(facts, verdicts, strict=True))
    ]
    result = group_result(plan, group, judged, former)
    return Scored(result, facts, checked, (*problems, *differing), agreed=not (checked and differing))


def stages_held(cycle: Cycle, stage: Stage) -> tuple[Stage, ...]:
    """List ``self`` and the stages up to ``stage`` at which something was decided."""
    decided = {decision.stage for decision in cycle.decisions}
    reached = STAGES[1 : STAGES.index(stage) + 1]
    return ("self", *(held for held in reached if held in decided))


def group_result(plan: Plan, group: Group, judged: Sequence[Judged], former: Former) -> GroupResult:
    """Rank a group by cluster and write it down, in the order of clusters, then ranks, then unit codes."""
    clusters: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        clusters[one.facts.unit.cluster].append(one)
    ranked = {code: standings(plan, [one.verdict for one in members]) for code, members in clusters.items()}
    units = [
        result
        for code in sorted(clusters, key=vietnamese_key)
        for result in _cluster(plan, clusters[code], ranked[code], former)
    ]
    return GroupResult(
        group=group.id,
        name=plan.kind_name,
        kind=plan.kind,
        criteria_set=plan.set_id,
        set_name=plan.name,
        set_status=plan.status,
        set_digest=plan.digest,
        issuer=plan.issuer,
        legal_basis=plan.legal_basis,
        places=plan.places,
        ranked_by=plan.ranking.by,
        ties=plan.ranking.ties,
        documents=dict(plan.documents),
        areas=tuple(AreaName(n.code, n.name, points_text(n.max), n.lead) for n in plan.areas),
        criteria=tuple(
            Criterion(leaf.code, leaf.name, leaf.kind, leaf.area, leaf.lead, points_text(leaf.max))
            for leaf in plan.leaves
        ),
        units=tuple(units),
    )


def _cluster(
    plan: Plan, members: Sequence[Judged], ranked: Mapping[str, Standing], former: Former
) -> list[UnitResult]:
    made = [
        unit_result(plan, one, standing, last_year(one.facts.unit, standing.rank, former))
        for one in members
        for standing in (ranked[one.facts.unit.code],)
    ]
    return sorted(made, key=lambda unit: (unit.rank is None, unit.rank or 0, unit.unit))
