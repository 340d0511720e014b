"""Look at a set among others: its evidence and clauses, and its areas beside those of the set it follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from par_index.model.plan import Node, Plan
from par_index.model.states import Cite
from par_index.points import MICRO, shown
from par_index.problem import Problem, Where
from par_index.text import folded, nearest

Clauses = Mapping[str, frozenset[str]]
"""The clauses of each document that is listed in ``rules/documents/``, by the document's full name."""
FARTHEST = 2
"""An area's share of the total is doubted beyond so many times, or below that part of, the followed set's."""


def missing_evidence(plan: Plan) -> Iterator[Problem]:
    """Find leaves that do not say which evidence they ask for; a survey's is the survey itself."""
    for leaf in plan.leaves:
        asked = leaf.kind != "survey" and leaf.max != leaf.min and not leaf.is_unfilled
        if asked and not leaf.evidence:
            yield Problem("V54", leaf.where, {"code": leaf.code, "name": leaf.name})


def unknown_clauses(plan: Plan, clauses: Clauses) -> Iterator[Problem]:
    """Find cited clauses that a listed document does not have."""
    default = next(iter(plan.documents), "")
    for code, where, cites in _citing(plan):
        for cite in cites:
            document = plan.documents.get(cite.document or default, "")
            known = clauses.get(document)
            if known is not None and cite.clause not in known:
                best = nearest(cite.clause, sorted(known)) or ""
                args = {"code": code, "clause": cite.clause, "document": document, "nearest": best}
                yield Problem("V55", where, args)


def _citing(plan: Plan) -> Iterator[tuple[str, Where, tuple[Cite, ...]]]:
    yield from ((leaf.code, leaf.where, leaf.cites) for leaf in plan.leaves)
    yield from ((gate.id, gate.where, gate.cites) for gate in plan.gates)
    yield from ((bar.id, bar.where, bar.cites) for bar in (plan.grades.bars if plan.grades else ()))
    yield from ((flag.id, flag.where, flag.cites) for flag in plan.flags)


def far_weights(plan: Plan, followed: Plan) -> Iterator[Problem]:
    """Find areas whose share of the total is far from that in the set this one is modelled on."""
    shares = {folded(area.name): _share(area, followed) for area in followed.areas}
    for area in plan.areas:
        theirs, ours = shares.get(folded(area.name)), _share(area, plan)
        if theirs and not theirs / FARTHEST <= ours <= theirs * FARTHEST:
            args = {"code": area.code, "name": area.name, "share": _percent(ours), "theirs": _percent(theirs)}
            yield Problem("V56", area.where, args | {"set": followed.set_id})


def _share(area: Node, plan: Plan) -> Fraction:
    return Fraction(area.max, max(plan.appraised_max + plan.survey_max, MICRO))


def _percent(share: Fraction) -> str:
    return f"{shown(100 * share, 1)}%"
