"""The engines that score officially, and the reference, behind one signature."""

from collections.abc import Callable, Sequence

import pytest

from par_index.engine import array, forward
from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from tests import naive

Judge = Callable[[Plan, Sequence[Case]], Sequence[UnitVerdict]]
JUDGES: dict[str, Judge] = {
    "rules": forward.judge,
    "arrays": lambda plan, cases: array.judge(plan, array.load(plan, cases)).verdicts(),
    "reference": lambda plan, cases: [naive.judge(plan, case) for case in cases],
}
each_judge = pytest.mark.parametrize("judge", JUDGES.values(), ids=JUDGES)
