"""Set two leaves side by side: what about them differs, and where on the measure points do."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from par_index.model.plan import Leaf, Part, Plan
from par_index.model.states import GRANTED, TRAIT, State, StateRule
from par_index.papers.wording import how, measure_words, number
from par_index.points import MICRO, points_text
from par_index.revision.records import MOVING, OUTSIDE, Aspect, AspectName, LeafRevision, Pair
from par_index.revision.spans import differing
from par_index.verify import ladders
from par_index.verify.words import interval_text

_POLICY = {"drop": "loại khỏi điểm tối đa", "full": "đủ điểm", "zero": "0 điểm"}
_KINDS = {"appraised": "thẩm định", "survey": "điều tra xã hội học", "bonus": "thưởng", "penalty": "trừ"}


def revised(plans: tuple[Plan, Plan], leaves: tuple[Leaf | None, Leaf | None]) -> LeafRevision | None:
    """Compare two leaves that are one, or tell a new or dropped one; nothing when all is the same."""
    before, after = leaves
    if before is None or after is None:
        return _alone(plans, leaves)
    aspects = tuple(_aspects(plans, before, after))
    if not aspects:
        return None
    names = {aspect.name for aspect in aspects}
    traits = [_trait(plan, leaf) for plan, leaf in zip(plans, (before, after), strict=True)]
    return LeafRevision(
        change="scored" if names & MOVING else "worded",
        code=(before.code, after.code),
        name=(before.name, after.name),
        area=_areas(plans, leaves),
        max_points=(points_text(before.max), points_text(after.max)),
        how=(how(plans[0], before), how(plans[1], after)),
        aspects=aspects,
        trait=traits[0] if traits[0] == traits[1] else "",
        spans=tuple(_spans(plans, before, after)) if names & MOVING == {"bands"} else (),
    )


def _alone(plans: tuple[Plan, Plan], leaves: tuple[Leaf | None, Leaf | None]) -> LeafRevision:
    side = 0 if leaves[1] is None else 1
    leaf, plan = leaves[side], plans[side]
    assert leaf is not None

    def pair(text: str) -> Pair:
        return ("", text) if side else (text, "")

    return LeafRevision(
        change="added" if side else "dropped",
        code=pair(leaf.code),
        name=pair(leaf.name),
        area=_areas(plans, leaves),
        max_points=pair(points_text(leaf.max)),
        how=pair(how(plan, leaf)),
        trait=_trait(plan, leaf),
    )


def _areas(plans: tuple[Plan, Plan], leaves: tuple[Leaf | None, Leaf | None]) -> Pair:
    old, new = (_area(plan, leaf) if leaf else "" for plan, leaf in zip(plans, leaves, strict=True))
    return old, new


def _area(plan: Plan, leaf: Leaf) -> str:
    if leaf.kind in OUTSIDE:
        return leaf.kind
    return next((f"{node.code}. {node.name}" for node in plan.areas if node.code == leaf.area), leaf.area)


def _trait(plan: Plan, leaf: Leaf) -> str:
    return plan.traits.get(leaf.trait, leaf.trait) if leaf.trait else ""


def _aspects(plans: tuple[Plan, Plan], before: Leaf, after: Leaf) -> Iterator[Aspect]:
    told = [_told(plan, leaf) for plan, leaf in zip(plans, (before, after), strict=True)]
    for name in told[0]:
        said = told[0][name], told[1][name]
        if said[0] != said[1]:
            yield Aspect(name, said)
    measures = [[part.measure for part in leaf.parts] for leaf in (before, after)]
    if measures[0] != measures[1]:
        yield Aspect("measure", (_measured(plans[0], before), _measured(plans[1], after)))
    if _scale(before) != _scale(after):
        yield Aspect("bands", (how(plans[0], before), how(plans[1], after)))


def _told(plan: Plan, leaf: Leaf) -> dict[AspectName, str]:
    """Write down what a reader would compare; a leaf's bands are compared apart, as numbers."""
    return {
        "code": leaf.code,
        "name": leaf.name,
        "area": leaf.area,
        "kind": _KINDS[leaf.kind],
        "max": number(Fraction(leaf.max, MICRO)),
        "min": number(Fraction(leaf.min, MICRO)),
        "applies": f"{_trait(plan, leaf)} ({_policy(leaf, TRAIT)})" if leaf.trait else "",
        "granted": _policy(leaf, GRANTED),
        "empty": _empty(leaf),
        "lead": leaf.lead,
        "evidence": leaf.evidence,
        "guidance": leaf.guidance,
        "cites": ", ".join(" ".join(filter(None, (cite.document, cite.clause))) for cite in leaf.cites),
    }


def _measured(plan: Plan, leaf: Leaf) -> str:
    return "; ".join(measure_words(plan, part) for part in leaf.parts)


def _policy(leaf: Leaf, bit: int) -> str:
    rule = next((rule for rule in leaf.states if rule.low <= bit <= rule.high), None)
    return _said(rule)


def _said(rule: StateRule | None) -> str:
    if rule is None:
        return ""
    if rule.state == State.NOT_APPLICABLE:
        return f"không áp dụng, {_POLICY[rule.earn]}"
    return "không chấp nhận" if rule.state == State.REJECTED else _POLICY[rule.earn]


def _empty(leaf: Leaf) -> str:
    first = ["số liệu năm trước"] if leaf.use_previous else []
    return ", rồi ".join((*first, *map(_said, leaf.if_empty)))


def _scale(leaf: Leaf) -> tuple[object, ...]:
    """Give a leaf's ladders with points as shares of its parts' maxima: a re-weighted ladder is the same."""
    return tuple(
        (
            Fraction(part.max, leaf.max or 1),
            tuple((band.interval, *_share(part, band.slope, band.base)) for band in part.bands),
        )
        for part in leaf.parts
    )


def _share(part: Part, slope: Fraction, base: Fraction) -> tuple[Fraction, Fraction]:
    return (slope / part.max, base / part.max) if part.max else (slope, base)


def _spans(plans: tuple[Plan, Plan], before: Leaf, after: Leaf) -> Iterator[str]:
    """Say where points differ, of a leaf of one part and one measure; nothing where they do everywhere."""
    if len(before.parts) != 1 or len(after.parts) != 1 or before.parts[0].measure != after.parts[0].measure:
        return
    (old,), (new,) = (ladders(leaf, plan) for plan, leaf in zip(plans, (before, after), strict=True))
    for span in differing(old, new):
        if span.low is not None or span.high is not None:
            yield interval_text(span.interval, new.style)
