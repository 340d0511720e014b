"""Compare two compiled sets: what was added, dropped, re-weighted, re-banded, re-worded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from par_index.model.plan import Plan
from par_index.revision.general import general
from par_index.revision.leaves import revised
from par_index.revision.match import matched
from par_index.revision.records import Revision


def paired(before: Sequence[Plan], after: Sequence[Plan]) -> Iterator[tuple[Plan, Plan]]:
    """Pair the plans of one kind of unit; two sets of one kind each are paired whatever its code."""
    kinds = {plan.kind: plan for plan in before}
    same = [(kinds[plan.kind], plan) for plan in after if plan.kind in kinds]
    yield from same or zip(before, after, strict=False)


def compare(before: Plan, after: Plan) -> Revision:
    """Tell all that differs between two sets for one kind of unit."""
    plans = before, after
    leaves = [revised(plans, pair) for pair in matched(before, after)]
    return Revision(
        sets=(before.set_id, after.set_id),
        names=(before.name, after.name),
        statuses=(before.status, after.status),
        kind=(before.kind_name, after.kind_name),
        lines=tuple(general(before, after)),
        leaves=tuple(leaf for leaf in leaves if leaf is not None),
    )
