"""Put a cycle's ranks to the test: draw, judge, add up, and say how firm each place is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from par_index.points import MICRO
from par_index.problem import Problem, has_errors
from par_index.read.noise import NoiseSpec
from par_index.whatif.basis import Basis, Ground
from par_index.whatif.robust.contribution import effective_weights, redundant
from par_index.whatif.robust.factors import REST, Factor, factors_of
from par_index.whatif.robust.judge import FINE
from par_index.whatif.robust.leave_out import left_out
from par_index.whatif.robust.prepare import group_of, in_rank_order
from par_index.whatif.robust.result import (
    Area,
    Assumption,
    GroupRobustness,
    LeftOut,
    Robustness,
    Share,
    Whole,
)
from par_index.whatif.robust.settle import Settled, settle
from par_index.whatif.robust.sobol import Indices, indices, joined
from par_index.whatif.robust.sums import Sums
from par_index.whatif.robust.tasks import Group, Payload, draw_task, sobol_task
from par_index.whatif.where import Place, here

DRAWS, SOBOL_DRAWS, SEED = 10_000, 512, 2023
BESIDE = "Điểm thưởng, điểm trừ"
LEADING = 8
"""So many leaves, those that move the indices most, get a share of their own."""
Parted = tuple[Indices, Indices] | None
"""Of the indices, and of the ranks."""


def robust(
    basis: Basis,
    noise: NoiseSpec | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    *,
    sobol_draws: int = SOBOL_DRAWS,
    run: Place = here,
) -> Robustness:
    """Tell how firm the ranks of a cycle are; see ``settle`` for what is taken to be unsure.

    Args:
        basis: the cycle laid out at a stage, its survey read.
        noise: a noise file; without one the survey is redrawn and observed gaps are used, if there are any.
        draws: of all noise together; ``sobol_draws`` of each sample of the decomposition, 0 for none.
        seed: names every stream of random numbers; same seed, same answer, wherever the tasks are done.
        run: the place where tasks are done.

    Raises:
        ValueError: no draws, or a noise file that does not fit the cycle.
    """
    settled, problems = settle(basis, noise)
    if draws < 1 or sobol_draws < 0 or has_errors(problems):
        raise ValueError("; ".join(problem.text() for problem in problems) or "draws must be 1 or more")
    payload = Payload(
        seed,
        draws,
        sobol_draws,
        tuple(group_of(ground, one) for ground, one in zip(basis.grounds, settled.noises, strict=True)),
    )
    sums = _sums(payload, run)
    payload = replace(
        payload,
        groups=tuple(
            replace(group, factors=factors_of(group.base, group.kernel.plan, leading(group, one)))
            for group, one in zip(payload.groups, sums, strict=True)
        ),
    )
    return _result(basis, payload, settled, sums, _decomposed(payload, run), noise, problems)


def _sums(payload: Payload, run: Place) -> list[Sums]:
    jobs = payload.jobs(payload.draws)
    found: dict[int, Sums] = {}
    for (at, *_), one in zip(jobs, run(draw_task, payload, range(len(jobs))), strict=True):
        found[at] = found[at] + one if at in found else one
    return list(found.values())


def leading(group: Group, sums: Sums) -> list[str]:
    """Name the leaves that have most part in the indices' variance over the draws.

    A leaf's figures have cov(100·p/B, I), its weight var(w) · (100·(p − I·m)/B)², by the first derivative.
    """
    plan, weights = group.kernel.plan, group.base.noise.weights
    filed = group.kernel.judge(group.base.filed)
    points, most = filed.points / MICRO, filed.max_points / MICRO
    whole = np.maximum(most.sum(axis=0), 1e-6)
    leaf, together = sums.leaves
    figures = (together - leaf * (sums.index[0] / sums.draws)) / sums.draws / FINE**2 * 100 / whole
    slopes = 100 * (points - most * (points.sum(axis=0) / whole)) / whole * ~group.base.fixed[:, None]
    spread = (weights.reach / 1000) ** 2 / 3 if weights is not None else 0.0
    part = (np.abs(figures) + spread * slopes**2).sum(axis=1)
    order = np.argsort(-part, kind="stable")[:LEADING]
    return [plan.leaves[row].code for row in order if part[row]]


def _decomposed(payload: Payload, run: Place) -> list[Parted]:
    wanted = [place for place, group in enumerate(payload.groups) if group.factors]
    part = replace(payload, groups=tuple(payload.groups[place] for place in wanted))
    jobs = part.jobs(payload.sobol_draws)
    found = list(run(sobol_task, part, range(len(jobs))))
    made: list[Parted] = [None] * len(payload.groups)
    for number, place in enumerate(wanted if jobs else ()):
        own = [one for (at, *_), one in zip(jobs, found, strict=True) if at == number]
        index, ranks = (joined([one[k] for one in own]) for k in (0, 1))
        made[place] = indices(index, payload.seed), indices(ranks, payload.seed)
    return made


def _result(
    basis: Basis,
    payload: Payload,
    settled: Settled,
    sums: Sequence[Sums],
    parted: Sequence[Parted],
    noise: NoiseSpec | None,
    problems: tuple[Problem, ...],
) -> Robustness:
    cycle = basis.opened.cycle
    rows = zip(basis.grounds, payload.groups, settled.assumptions, sums, parted, strict=True)
    return Robustness(
        cycle.id,
        cycle.year,
        cycle.issuer,
        cycle.synthetic,
        basis.stage,
        payload.seed,
        payload.draws,
        payload.sobol_draws,
        str(noise.noise) if noise is not None else "",
        tuple(_group(*row) for row in rows),
        problems,
    )


def _group(
    ground: Ground,
    group: Group,
    assumptions: tuple[Assumption, ...],
    sums: Sums,
    parted: Parted,
) -> GroupRobustness:
    plan, official = ground.plan, group.official
    filed = ground.kernel.judge(group.base.filed)
    points, most = filed.points, filed.max_points
    mean = sums.index[0] / sums.draws
    variance = np.maximum(sums.index[1] / sums.draws - mean**2, 0)
    paired = np.where(official.next[:, None] >= 0, sums.above_next / sums.draws, np.nan)
    low, high = (_quantile(sums.ranks, per_mille) for per_mille in (25, 975))
    return GroupRobustness(
        group=ground.group.id,
        name=plan.kind_name,
        set_id=plan.set_id,
        proposed=plan.status == "proposed",
        draws=sums.draws,
        assumptions=assumptions,
        units=tuple(one.unit.code for one in ground.facts),
        names=tuple(one.unit.name for one in ground.facts),
        clusters={
            name: in_rank_order(official.ranks, own)
            for name, own in zip(ground.clusters, official.clusters, strict=True)
        },
        ranks=official.ranks,
        index=official.index / FINE,
        grades=(*(row.name for row in plan.grades.rows), "") if plan.grades else ("",),
        grade=np.where(filed.graded.places < 0, official.grades, filed.graded.places).astype(np.intp),
        rank_counts=sums.ranks,
        grade_counts=sums.grades,
        rank_low=low,
        rank_high=high,
        index_mean=(official.index + mean) / FINE,
        index_sd=np.sqrt(variance) / FINE,
        mean_shift=sums.shift / sums.draws,
        next=official.next,
        above_next=paired[:, 0],
        level_next=paired[:, 1],
        above=sums.above,
        areas=_areas(ground),
        shares=_shares(ground, group.factors, parted),
        left_out=tuple(_left_out(ground, group)),
        effective=effective_weights(plan, points, most),
        redundant=tuple(redundant(plan, points, most)),
        lawful=(int(sums.lawful[0]), int(sums.lawful[1]), int(sums.lawful[2])),
    )


def _quantile(counts: NDArray[np.int32], per_mille: int) -> Whole:
    """Give the least rank that is reached in at least so many per mille of the draws."""
    reached = counts.cumsum(axis=1, dtype=np.int64) * 1000 >= per_mille * counts.sum(axis=1, keepdims=True)
    found: Whole = reached.argmax(axis=1).astype(np.int64)
    return found


def _shares(ground: Ground, factors: Sequence[Factor], parted: Parted) -> tuple[Share, ...]:
    if parted is None:
        return ()
    columns = [
        values.tolist()
        for one in parted
        for values in (one.first, one.first_error, one.total, one.total_error)
    ]
    names = _names(ground)
    return tuple(
        Share(factor.parting, factor.code, names.get((factor.parting, factor.code), ""), *numbers)
        for factor, *numbers in zip(factors, *columns, strict=True)
    )


def _areas(ground: Ground) -> tuple[Area, ...]:
    found = [Area(node.code, node.name) for node in ground.plan.areas]
    beside = any(not leaf.area for leaf in ground.plan.leaves)
    return (*found, *([Area("", BESIDE)] if beside else []))


def _names(ground: Ground) -> dict[tuple[str, str], str]:
    plan = ground.plan
    sources = {"survey": "Điều tra", "appraisal": "Thẩm định", "data": "Số liệu", "weights": "Trọng số"}
    return {
        **{("source", code): name for code, name in sources.items()},
        **{("area", node.code): node.name for node in plan.areas},
        ("area", ""): BESIDE,
        **{("leaf", leaf.code): leaf.name for leaf in plan.leaves},
        ("leaf", REST): "Các mục còn lại",
    }


def _left_out(ground: Ground, group: Group) -> Iterator[LeftOut]:
    official, names = group.official, _names(ground)
    for one in left_out(ground.kernel, group.base.filed, official.clusters):
        both = (one.ranks > 0) & (official.ranks > 0)
        shift = np.abs(one.ranks - official.ranks) * both
        moved = int((one.ranks != official.ranks).sum())
        name = names.get((one.level, one.code), "")
        farthest, total = int(shift.max(initial=0)), int(shift.sum())
        yield LeftOut(one.level, one.code, name, one.ranks, moved, farthest, total)
