"""Read a ladder at a value, and find the next better step and the figure that reaches it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from par_index.language.ast import inputs_of
from par_index.model.plan import Band, Input, Part, Plan
from par_index.score.measure import value, valuer


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

    The set's proofs say that the part never earns less as a figure moves the ``better`` way, and that a
    denominator is 0 only at the end of that way; so halving the range is exact. ``None``: no better way is
    declared, the figure's own bound stops it, or a relation does.
    """
    valued = valuer(part.measure, plan.holidays)
    x = valued(figures)
    now = None if x is None else points_at(part, x)
    if now is None or entry.better == "neutral" or entry.code not in inputs_of(part.measure):
        return None

    def measured(figure: int) -> Fraction | None:
        return valued({**figures, entry.code: figure})

    def gains(figure: int) -> bool:
        y = measured(figure)
        return y is None or (step.reached(y) and not _earns_at_most(part, y, now))

    tried = _better_figures(entry, figures[entry.code])
    at = _first(tried, gains)
    if at == len(tried) or measured(tried[at]) is None:
        return None
    return tried[at] if _allowed(plan, {**figures, entry.code: tried[at]}, entry.code) else None


def _first(tried: range, gains: Callable[[int], bool]) -> int:
    """Find where ``gains`` begins to hold, near steps first: most figures lie close to the step they miss."""
    reach = 1
    while reach < len(tried) and not gains(tried[reach - 1]):
        reach *= 4
    return bisect_left(tried, True, reach // 4, min(reach, len(tried)), key=gains)


def _better_figures(entry: Input, filed: int) -> range:
    """List the figures better than the filed one, nearest first; ``never`` is worse than every day."""
    step = entry.step or 1
    if entry.better == "more":
        return range(filed + step, entry.high + 1, step)
    return range(min(filed - step, entry.high), entry.low - 1, -step)


def _earns_at_most(part: Part, x: Fraction, now: Fraction) -> bool:
    points = points_at(part, x)
    return points is not None and points <= now


def _allowed(plan: Plan, figures: Mapping[str, int], code: str) -> bool:
    """Tell whether every relation that reads the figure still holds."""
    for relation, codes in plan.related:
        if code in codes:
            left = value(relation.left, figures, plan.holidays)
            right = value(relation.right, figures, plan.holidays)
            if left is not None and right is not None and left > right:
                return False
    return True
