"""Mark forms made before any result: what a reader of these papers must not overlook."""

from __future__ import annotations

from par_index.model.facts import Cycle
from par_index.model.plan import Plan

SYNTHETIC, PROPOSED = "SỐ LIỆU GIẢ LẬP", "BỘ TIÊU CHÍ ĐỀ XUẤT"


def form_marks(plan: Plan, cycle: Cycle | None) -> str:
    """Say, in the words of results, that the cycle is synthetic or the set only proposed."""
    held = ((SYNTHETIC, cycle is not None and cycle.synthetic), (PROPOSED, plan.status == "proposed"))
    return " – ".join(words for words, holds in held if holds)
