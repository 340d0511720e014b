"""Draw a method's bands as a small SVG: lines over the measure, dots that show which end is closed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import ceil, floor

from par_index.compile.trial import Trial
from par_index.model.method import MethodSpec
from par_index.model.plan import Band
from par_index.papers.wording import number, percent
from par_index.points import MICRO, decimal_text, published

WIDTH, HEIGHT = 560, 330
LEFT, RIGHT, TOP, BOTTOM = 64, 530, 46, 232
CLOSE = 46
"""Words of the axis that stand nearer than so many units go on a second row."""
MOST_DOTS = 12
STYLE = 'font-family="Liberation Sans, Arial, sans-serif" font-size="13" fill="#000"'
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class View:
    """The part of the measure and of the points that is drawn, and how its values are written."""

    left: Fraction
    right: Fraction
    low: Fraction
    high: Fraction
    in_percent: bool
    choices: Sequence[str]

    def x(self, value: Fraction) -> Fraction:
        return LEFT + (RIGHT - LEFT) * (value - self.left) / (self.right - self.left)

    def y(self, points: Fraction) -> Fraction:
        return BOTTOM - (BOTTOM - TOP) * (points - self.low) / ((self.high - self.low) or 1)

    def written(self, value: Fraction) -> str:
        if self.choices:
            return self.choices[int(value)]
        return percent(value) if self.in_percent else number(value)


def drawing(method: MethodSpec, trial: Trial) -> str:
    """Draw the bands of one block of worked cases."""
    bands = trial.plan.leaves[0].parts[0].bands
    seen = view(trial, bands)
    dots = whole_dots(method, seen)
    lines = (shape for band in bands for shape in line(band, seen))
    shapes = sorted(points_at(bands, dots, seen) if dots else lines, key=height)
    across = dots or marks(bands, seen)
    heights = sorted({Fraction(0), *(points for band in bands for _, points in ends(band, seen))})
    words = [*axes(), *across_words(across, seen), *up_words(heights, seen), *legend(bool(dots))]
    title = f"<title>{escape(f'Bậc điểm của phương pháp {method.method}')}</title>"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" {STYLE}>'
    paper = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    return "\n".join([head, title, paper, *words, *shapes, "</svg>", ""])


def height(shape: str) -> tuple[bool, bool]:
    """Lay open dots on the lines, and closed ones over them: where two bands meet, one of them holds."""
    return shape.startswith("<circle"), 'fill="#000"' in shape


def view(trial: Trial, bands: Sequence[Band]) -> View:
    """Choose what is shown: all boundaries, 0 and 100%, and some room where the bands go on."""
    choices = trial.plan.inputs[0].choices
    values = [Fraction(case.values["x"] or 0, trial.plan.inputs[0].scale) for case in trial.cases]
    spans = [band.interval for band in bands]
    cuts = [cut for span in spans for cut in (span.low, span.high) if cut is not None]
    in_percent = any("%" in band.phrase for band in bands)
    usual = [Fraction(0), Fraction(1)] if in_percent else [Fraction(0)]
    shown = [*cuts, *(usual if min(values) >= 0 else [])]
    left, right = min(shown), max(shown)
    room = (right - left) / 4 or Fraction(1, 10) * (1 if in_percent else 20)
    left -= room if spans[0].low is None and min(values) < left else 0
    right += room if spans[-1].high is None and max(values) > right else 0
    if choices:
        left, right = left - Fraction(1, 2), right + Fraction(1, 2)
    part = trial.plan.leaves[0].parts[0]
    low, high = (Fraction(bound, MICRO) for bound in (min(part.min, 0), max(part.max, 0)))
    return View(left, right, low, high, in_percent, choices)


def ends(band: Band, seen: View) -> list[Point]:
    """Give both ends of a band as far as they are seen, in points."""
    span = band.interval
    low = seen.left if span.low is None else max(span.low, seen.left)
    high = seen.right if span.high is None else min(span.high, seen.right)
    return [(x, (band.slope * x + band.base) / MICRO) for x in (low, high)]


def whole_dots(method: MethodSpec, seen: View) -> list[Fraction]:
    """Give the whole numbers seen where the measure takes no others and they are few."""
    whole = method.measure_is.kind in ("whole", "choice")
    found = [Fraction(at) for at in range(ceil(seen.left), floor(seen.right) + 1)] if whole else []
    return found if len(found) <= MOST_DOTS else []


def points_at(bands: Sequence[Band], dots: Sequence[Fraction], seen: View) -> Iterator[str]:
    for x in dots:
        for band in bands:
            if band.interval.holds(x):
                yield dot((x, (band.slope * x + band.base) / MICRO), seen, closed=True)


def line(band: Band, seen: View) -> Iterator[str]:
    """Draw one band: its line, and a dot at each end that it has."""
    span, (low, high) = band.interval, ends(band, seen)
    if low != high:
        places = f'x1="{at(seen.x(low[0]))}" y1="{at(seen.y(low[1]))}"'
        places += f' x2="{at(seen.x(high[0]))}" y2="{at(seen.y(high[1]))}"'
        yield f'<line {places} stroke="#000" stroke-width="2.5"/>'
    if span.low is not None:
        yield dot(low, seen, closed=span.low_closed)
    if span.high is not None and low != high:
        yield dot(high, seen, closed=span.high_closed)


def dot(point: Point, seen: View, *, closed: bool) -> str:
    return circle(at(seen.x(point[0])), at(seen.y(point[1])), closed=closed)


def circle(x: str, y: str, *, closed: bool) -> str:
    fill = "#000" if closed else "#fff"
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{fill}" stroke="#000" stroke-width="2"/>'


def marks(bands: Sequence[Band], seen: View) -> list[Fraction]:
    """Give the values named below the axis: every boundary, and 0 and 100% where they are seen."""
    cuts = {cut for band in bands for cut in (band.interval.low, band.interval.high) if cut is not None}
    usual = {Fraction(0), Fraction(1)} if seen.in_percent else {Fraction(0)}
    return sorted(cut for cut in cuts | usual if seen.left <= cut <= seen.right)


def axes() -> Iterator[str]:
    for x2, y2 in ((RIGHT + 14, BOTTOM), (LEFT, TOP - 16)):
        yield f'<line x1="{LEFT}" y1="{BOTTOM}" x2="{x2}" y2="{y2}" stroke="#000"/>'
    yield text("Điểm", LEFT, TOP - 24, "middle")
    yield text("x", RIGHT + 22, BOTTOM + 4, "middle")


def across_words(values: Sequence[Fraction], seen: View) -> Iterator[str]:
    last, row = Fraction(-CLOSE), 0
    for value in values:
        x = seen.x(value)
        row = 1 - row if x - last < CLOSE else 0
        last = x
        yield f'<line x1="{at(x)}" y1="{BOTTOM}" x2="{at(x)}" y2="{BOTTOM + 5}" stroke="#000"/>'
        yield text(seen.written(value), at(x), BOTTOM + 20 + 15 * row, "middle")


def up_words(heights: Sequence[Fraction], seen: View) -> Iterator[str]:
    for points in heights:
        y = seen.y(points)
        if y != BOTTOM:
            yield f'<line x1="{LEFT}" y1="{at(y)}" x2="{RIGHT}" y2="{at(y)}" stroke="#ccc"/>'
        yield text(number(points), LEFT - 10, at(y + 4), "end")


def legend(only_dots: bool) -> Iterator[str]:
    y = HEIGHT - 20
    if only_dots:
        yield circle(str(LEFT), str(y), closed=True)
        yield text("điểm ứng với từng giá trị của x", LEFT + 12, y + 4, "start")
        return
    for x, closed, words in (
        (LEFT, True, "lấy cả giá trị này"),
        (LEFT + 190, False, "không lấy giá trị này"),
    ):
        yield circle(str(x), str(y), closed=closed)
        yield text(words, x + 12, y + 4, "start")


def text(words: str, x: object, y: object, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def at(value: Fraction) -> str:
    """Write a place on the paper, to a tenth of a unit."""
    return decimal_text(published(value, 1))
