"""Call the two engines: the array decides the figures, the fired rules must agree with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.problem import Problem
from par_index.score.compare import differences

Progress = Callable[[int], None]


def array_verdicts(plan: Plan, cases: Sequence[Case]) -> tuple[UnitVerdict, ...]:
    """Judge all cases at once with exact arrays."""
    return array.judge(plan, array.load(plan, cases)).verdicts()


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
