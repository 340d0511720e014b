"""Call the two engines: the array decides the figures, the fired rules must agree with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.problem import Problem
from par_index.score.compare import differences

Progress = Callable[[int], None]


def array_verdicts(plan: Plan, cases: Sequence[Case]) -> tuple[UnitVerdict, ...]:
    """Judge all cases at once with exact arrays."""
    return array.judge(plan, array.load(plan, cases)).verdicts()


def array_ranks(plan: Plan, verdicts: Sequence[UnitVerdict]) -> Mapping[str, int | None] | None:
    """Rank units by exact arrays; ``None`` under the laws they do not know (published, ``break_by``)."""
    if plan.ranking.by != "index_exact" or plan.ranking.ties == "break_by":
        return None
    points, most = (np.array(row) for row in zip(*((v.points, v.max_points) for v in verdicts), strict=True))
    found = array.ranks(points, most, plan.ranking.ties == "dense").tolist()
    return {verdict.unit: rank or None for verdict, rank in zip(verdicts, found, strict=True)}


def double_check(
    plan: Plan,
    cases: Sequence[Case],
    verdicts: Sequence[UnitVerdict],
    workers: int,
    on_progress: Progress | None,
) -> tuple[bool, tuple[Problem, ...]]:
    """Judge again by firing rules, and compare: (whether it could be done, every difference)."""
    try:
        fired = forward.judge_many(plan, cases, workers, on_progress)
    except forward.ForwardUnavailableError as error:
        return False, (error.problem,)
    except forward.ForwardError as error:
        return True, (error.problem,)
    return True, differences(plan, verdicts, fired)
