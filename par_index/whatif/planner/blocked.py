"""Say what stands in the way where no plan reaches a target: leaves that cannot earn more, rivals, bars."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from par_index.model.case import Case, LeafVerdict, UnitVerdict
from par_index.model.plan import Leaf, Plan
from par_index.model.states import CLAIMED, NO_EVIDENCE, State
from par_index.whatif.planner.costs import Costs
from par_index.whatif.planner.records import Stuck

ORDER = ("survey", "given", "last_year", "not_priced", "fact")
"""Why figures do not move, the most telling first."""


def stuck_leaves(
    plan: Plan, costs: Costs, fixed: Mapping[str, str], case: Case, verdict: UnitVerdict
) -> tuple[Stuck, ...]:
    """List the leaves that lose points with everything moved, the greatest loss first."""
    full = verdict.bonus >= plan.bonus_ceiling
    found = [
        Stuck(leaf, leaf.max - earned.points, *_reason(leaf, costs, fixed, case, earned, full))
        for leaf, earned in zip(plan.leaves, verdict.leaves, strict=True)
        if earned.points < leaf.max and earned.state != State.NOT_APPLICABLE and leaf.kind != "penalty"
    ]
    return tuple(sorted(found, key=lambda one: -one.lost))


def _reason(
    leaf: Leaf, costs: Costs, fixed: Mapping[str, str], case: Case, earned: LeafVerdict, full: bool
) -> tuple[str, tuple[str, ...]]:
    """Give why a leaf is stuck, and the figures concerned."""
    if leaf.kind == "bonus" and full:
        return "ceiling", ()
    flags = case.flags.get(leaf.code, 0)
    if flags & CLAIMED:
        return "claimed", ()
    if flags & NO_EVIDENCE:
        return "no_evidence", ()
    missing = tuple(code for code in leaf.inputs if code not in case.values)
    if missing and earned.state != State.PENDING_SURVEY:
        return "not_filed", missing
    own = set(earned.rules) - set(_own_rules(leaf))
    if own:
        return ("ceiling" if any(rule.endswith("-ceiling") for rule in own) else "gate"), ()
    limited = tuple(
        code for code in leaf.inputs if code in costs.prices and costs.prices[code].most is not None
    )
    if limited:
        return "limit", limited
    for reason in ORDER[:-1]:
        codes = tuple(code for code in leaf.inputs if fixed.get(code) == reason)
        if codes:
            return reason, codes
    return "bound", tuple(leaf.inputs)


def _own_rules(leaf: Leaf) -> Iterator[str]:
    yield from (rule.rule for rule in (*leaf.states, *leaf.if_empty))
    yield from (band.rule for part in leaf.parts for band in part.bands)
    yield f"{leaf.code}/empty-previous"
