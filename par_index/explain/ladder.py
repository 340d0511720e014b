"""Read a ladder at a value, and find the next better step and the figure that reaches it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from par_index.language.ast import inputs_of
from par_index.model.plan import Band, Input, Part, Plan
from par_index.score.measure import value


@dataclass(frozen=True, slots=True)
class Step:
    """A better place on the ladder: its band, the threshold, and which way the measure must go."""

    band: Band
    threshold: Fraction
    closed: bool
    up: bool

    @property
    def points(self) -> Fraction:
        """Give the micro-points at the threshold (a limit when the threshold itself is outside)."""
        return self.band.slope * self.threshold + self.band.base

    def reached(self, x: Fraction) -> bool:
        """Tell whether a value of the measure has come to the threshold, or past it."""
        if x == self.threshold:
            return self.closed
        return x > self.threshold if self.up else x < self.threshold


def band_at(part: Part, x: Fraction) -> Band | None:
    """Give the band that holds a value."""
    return next((band for band in part.bands if band.interval.holds(x)), None)


def points_at(part: Part, x: Fraction) -> Fraction | None:
    """Give exact micro-points at a value; ``None`` where no band holds it."""
    band = band_at(part, x)
    return None if band is None else band.slope * x + band.base


def next_step(part: Part, x: Fraction) -> Step | None:
    """Find the nearest band in which more than now can be earned, else the better end of the present one."""
    here = band_at(part, x)
    if here is None:
        return None
    now = here.slope * x + here.base
    at = part.bands.index(here)
    above = next((step for band in part.bands[at + 1 :] if (step := _entered(band, now, up=True))), None)
    below = next((step for band in part.bands[:at][::-1] if (step := _entered(band, now, up=False))), None)
    found = [step for step in (above, below) if step] or [step for step in _ends(here) if step.points > now]
    return min(found, key=lambda step: abs(step.threshold - x), default=None)


def _entered(band: Band, now: Fraction, *, up: bool) -> Step | None:
    """Give the step into a band, when some value of it earns more than ``now``."""
    span = band.interval
    near, closed = (span.low, span.low_closed) if up else (span.high, span.high_closed)
    far = span.high if up else span.low
    if near is None:
        return None
    beyond = band.slope * far + band.base if far is not None else now + band.slope * (1 if up else -1)
    step = Step(band, near, closed, up)
    return step if max(step.points, beyond) > now else None


def _ends(band: Band) -> list[Step]:
    span = band.interval
    steps = []
    if span.high is not None:
        steps.append(Step(band, span.high, span.high_closed, up=True))
    if span.low is not None:
        steps.append(Step(band, span.low, span.low_closed, up=False))
    return steps


def least_change(plan: Plan, part: Part, step: Step, figures: Mapping[str, int], entry: Input) -> int | None:
    """Search the figure nearest to the filed one that, changed alone, reaches the step and earns more.

    The set's proofs say that the part never earns less as a figure moves the ``better`` way, so halving the
    range is exact. ``None``: no better way is declared, the figure's own bound stops it, or a relation does.
    """
    code = entry.code
    if entry.better == "neutral" or code not in inputs_of(part.measure) or code not in figures:
        return None
    way = (1 if entry.better == "more" else -1) * (entry.step or 1)
    start = min(figures[code], entry.high) if way < 0 else figures[code]
    least, most = (
        0 if start != figures[code] else 1,
        (entry.high - start if way > 0 else start - entry.low) // abs(way),
    )
    now = _earned(plan, part, figures)
    if (
        now is None
        or most < least
        or not _improves(plan, part, step, {**figures, code: start + most * way}, now)
    ):
        return None
    while least < most:
        middle = (least + most) // 2
        if _improves(plan, part, step, {**figures, code: start + middle * way}, now):
            most = middle
        else:
            least = middle + 1
    found = start + least * way
    return found if _allowed(plan, {**figures, code: found}, code) else None


def _earned(plan: Plan, part: Part, figures: Mapping[str, int]) -> Fraction | None:
    x = value(part.measure, figures, plan.holidays)
    return None if x is None else points_at(part, x)


def _improves(plan: Plan, part: Part, step: Step, figures: Mapping[str, int], now: Fraction) -> bool:
    x = value(part.measure, figures, plan.holidays)
    if x is None or not step.reached(x):
        return False
    earned = points_at(part, x)
    return earned is None or earned > now


def _allowed(plan: Plan, figures: Mapping[str, int], code: str) -> bool:
    """Tell whether every relation that reads the figure still holds."""
    for relation in plan.relations:
        if code in (*inputs_of(relation.left), *inputs_of(relation.right)):
            left = value(relation.left, figures, plan.holidays)
            right = value(relation.right, figures, plan.holidays)
            if left is not None and right is not None and left > right:
                return False
    return True
