"""Run one official scoring: both engines over every group, ranks by cluster, one sealed result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from par_index.model.facts import ORDER, Cycle, Group, Stage, UnitFacts
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
from par_index.problem import Problem, has_errors, in_order
from par_index.read.cases import cases
from par_index.score.assemble import unit_result
from par_index.score.compare import rank_differences
from par_index.score.digests import inputs_digest
from par_index.score.engines import Progress, array_ranks, array_verdicts, double_check
from par_index.score.last_year import Former, former_units, last_year
from par_index.score.leaves import Judged, prepare
from par_index.score.rank import Standing, standings
from par_index.text import vietnamese_key

if TYPE_CHECKING:
    from par_index.score.sureness import Sureness
    from par_index.survey.error import Spread
    from par_index.survey.outcome import Outcome

Ranked = tuple[Sequence[Judged], Mapping[str, Standing]]
"""The units of one cluster, and where each stands."""


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """What stands beside a result without a part in its points: last year's, and how sure the survey is."""

    former: Former
    survey: Outcome | None = None
    spreads: Mapping[str, Spread] = field(default_factory=dict)


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
    survey: Outcome | None = None,
) -> tuple[Results | None, tuple[Problem, ...]]:
    """Score a cycle at a stage; there is no result where the engines differ or a group has no plan.

    ``on_progress`` is told how many units the rule engine has judged, over all groups. The ``survey``, whose
    shares stand in the cycle already, tells how sure the results are.
    """
    by_set = {(plan.set_id, plan.kind): plan for plan in plans}
    refused = [_refusal(group, by_set.get((group.set, group.kind))) for group in cycle.groups]
    if any(refused):
        return None, in_order(problem for problem in refused if problem)
    spreads = survey.spreads({group.kind for group in cycle.groups}) if survey else {}
    beside = Beside(former_units(cycle, previous), survey, spreads)
    scored: list[Scored] = []
    for group in cycle.groups:
        plan, done = by_set[group.set, group.kind], sum(len(before.facts) for before in scored)
        scored.append(_group(cycle, plan, group, stage, workers, _after(done, on_progress), beside))
    told = survey.problems if survey else ()
    problems = in_order((*told, *(problem for one in scored for problem in one.problems)))
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
    beside: Beside,
) -> Scored:
    judged, problems = _judged(cycle, plan, group, stage)
    facts = tuple(one.facts for one in judged)
    verdicts = [one.verdict for one in judged]
    checked, differing = double_check(plan, [one.case for one in facts], verdicts, workers, on_progress)
    clusters = ranked(plan, judged)
    differing = (*differing, *_misranked(plan, clusters))
    result = group_result(plan, group, clusters, beside)
    return Scored(result, facts, checked, (*problems, *differing), not has_errors(differing))


def _judged(cycle: Cycle, plan: Plan, group: Group, stage: Stage) -> tuple[list[Judged], tuple[Problem, ...]]:
    """Judge a group at the stage and, those about whom anything was decided, at every stage held before."""
    *earlier, last = stages_held(cycle, stage)
    facts, problems = cases(cycle, plan, group, last)
    decided = {decision.unit for decision in cycle.decisions}
    touched = cycle.only(unit for unit in cycle.units if unit.code in decided)
    before = [(held, one) for held in earlier for one in cases(touched, plan, group, held)[0]]
    verdicts = array_verdicts(plan, [one.case for one in (*facts, *(one for _, one in before))])
    told = {
        (held, one.unit.code): verdict
        for (held, one), verdict in zip(before, verdicts[len(facts) :], strict=True)
    }
    judged = [
        Judged(
            stage, one, verdict, {held: told.get((held, verdict.unit), verdict) for held in (*earlier, last)}
        )
        for one, verdict in zip(facts, verdicts[: len(facts)], strict=True)
    ]
    return judged, problems


def ranked(plan: Plan, judged: Sequence[Judged]) -> Sequence[Ranked]:
    """Part a group into its clusters, in the order of their names, and rank each."""
    clusters: defaultdict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        clusters[one.facts.unit.cluster].append(one)
    members = [clusters[name] for name in sorted(clusters, key=vietnamese_key)]
    return [(own, standings(plan, [one.verdict for one in own])) for own in members]


def _misranked(plan: Plan, clusters: Sequence[Ranked]) -> Iterator[Problem]:
    for members, standing in clusters:
        exact = {unit: one.rank for unit, one in standing.items()}
        yield from rank_differences(array_ranks(plan, [one.verdict for one in members]), exact)


def stages_held(cycle: Cycle, stage: Stage) -> tuple[Stage, ...]:
    """List ``self`` and the stages up to ``stage`` at which something was decided."""
    decided = {decision.stage for decision in cycle.decisions}
    reached = ORDER[1 : ORDER.index(stage) + 1]
    return ("self", *(held for held in reached if held in decided))


def group_result(plan: Plan, group: Group, clusters: Sequence[Ranked], beside: Beside) -> GroupResult:
    """Write a ranked group down, in the order of clusters, then ranks, then unit codes."""
    units = [unit for cluster in clusters for unit in _cluster(plan, cluster, beside)]
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


def _cluster(plan: Plan, cluster: Ranked, beside: Beside) -> list[UnitResult]:
    members, standing = cluster
    prepared = prepare(plan)
    sure = _sure(plan, members, standing, beside)
    made = []
    for one in members:
        unit = one.facts.unit
        place = standing[unit.code]
        former = last_year(unit, place.rank, beside.former)
        made.append(unit_result(prepared, one, place, former, sure.get(unit.code)))
    return sorted(made, key=lambda unit: (unit.rank is None, unit.rank or 0, unit.unit))


def _sure(
    plan: Plan, members: Sequence[Judged], standing: Mapping[str, Standing], beside: Beside
) -> Mapping[str, Sureness]:
    if beside.survey is None:
        return {}
    from par_index.score.sureness import sureness

    return sureness(plan, members, standing, beside.survey, beside.spreads)
