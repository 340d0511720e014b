"""Draw bars: what moves ranks, whose absence moves them, weights as written beside weights as they work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from par_index.papers.robust.svg import BLUE, INK, ORANGE, PALE, block, line, picture, rect, text, wrapped
from par_index.papers.robust.words import PARTINGS, number, percent
from par_index.whatif.robust.result import Area, Effective, GroupRobustness, LeftOut, Share

WIDE = 720.0
_LEFT, _THIN = 330.0, 14.6
_HALF = 1.96
"""Standard errors to either side of a 95% interval."""
_ROOM, _TOP = WIDE - _LEFT - 92, 30.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values stand: from ``low`` (0 or below) to ``high`` in even steps."""

    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Give the place of a value, across."""
        return _LEFT + _ROOM * (value - self.low) / (self.high - self.low)

    def axis(self, high: float, said: Callable[[float], str]) -> Iterator[str]:
        """Draw the grid and what it says above it."""
        for step in range(round((self.high - self.low) / self.step) + 1):
            value = self.low + step * self.step
            zero = abs(value) < self.step / 2
            x = self.x(value)
            yield line(x, _TOP, x, high, PALE if zero else "#EEF0F2", 0.8)
            yield text(x, _TOP - 4, said(0.0 if zero else value), 9.5, PALE, anchor="middle")


def scale_of(values: Sequence[float], least: float) -> Scale:
    """Choose even steps, at most five over the greater side.

    >>> scale_of([0.72, -0.1], 0.2)
    Scale(low=-0.2, high=0.8, step=0.2)
    """
    low, high = min([0.0, *values]), max([least, *values])
    most = max(high, -low)
    power = 10.0 ** floor(log10(most / 4))
    step = next(factor * power for factor in (1, 2, 5, 10, 20) if factor * power * 5 >= most)
    return Scale(-step * ceil(-low / step) if low < 0 else 0.0, step * ceil(high / step), step)


def _named(code: str, name: str) -> str:
    return f"{code} {name}".strip("* ")


def _label(y: float, words: str, size: float = 10.5, lines: int = 1) -> str:
    return block(_LEFT - 8, y, wrapped(words, _LEFT - 14, size, lines), size, anchor="end")


def shares(group: GroupRobustness, partings: Sequence[str], mark: str) -> str:
    """Draw Sobol indices of ranks: total as a pale bar with its error, first-order as a dark one in it."""
    rows: list[tuple[str, Share | None]] = []
    for parting in partings:
        own = [one for one in group.shares if one.parting == parting]
        own = [one for one in own if max(one.rank_total, one.rank_first) >= 0.005]
        if own:
            rows.append((PARTINGS[parting], None))
            own.sort(key=lambda one: (one.code == "*", -one.rank_total))
            rows.extend((_named("" if parting == "source" else one.code, one.name), one) for one in own)
    drawn = [one for _, one in rows if one]
    if not drawn:
        return ""
    high = _TOP + _THIN * len(rows) + 4
    scale = scale_of(
        [max(one.rank_total + _HALF * one.rank_total_error, one.rank_first) for one in drawn], 0.2
    )
    shapes = [*scale.axis(high, percent)]
    for place, (words, one) in enumerate(rows):
        y = _TOP + _THIN * (place + 0.5)
        if one is None:
            shapes.append(text(2, y + 4, words, 10.5, PALE, weight="bold"))
        else:
            shapes.append(_label(y, words))
            shapes.extend(_share(one, y, scale))
    return picture(WIDE, high, shapes, "Nguồn làm hạng dao động", mark)


def _share(one: Share, y: float, scale: Scale) -> Iterator[str]:
    zero, total, first = (scale.x(max(value, 0.0)) for value in (0.0, one.rank_total, one.rank_first))
    yield rect(zero, y - 6, total - zero, 12, BLUE, fill_opacity="0.3")
    yield rect(zero, y - 3, first - zero, 6, BLUE)
    error = _HALF * one.rank_total_error
    low, high = scale.x(max(one.rank_total - error, 0.0)), scale.x(max(one.rank_total + error, 0.0))
    yield line(low, y, high, y, INK, 1)
    yield from (line(x, y - 3, x, y + 3, INK, 1) for x in (low, high))
    yield text(max(high, first) + 5, y + 4, percent(max(one.rank_total, 0.0)), 10)


def left_out(group: GroupRobustness, mark: str, most_rows: int = 8) -> str:
    """Draw the areas, and the leaves that matter most, by the places that all units move without them."""
    rows: list[tuple[str, LeftOut | None]] = []
    for level, words in (("area", "Bỏ cả lĩnh vực"), ("leaf", "Bỏ một mục")):
        own = [one for one in group.left_out if one.level == level and one.total]
        own.sort(key=lambda one: (-one.total, one.code))
        if own:
            rows.append((words, None))
            rows.extend((_named(one.code, one.name), one) for one in own[:most_rows])
    drawn = [one for _, one in rows if one]
    if not drawn:
        return ""
    high = _TOP + _THIN * len(rows) + 4
    scale = scale_of([one.total for one in drawn], 5)
    shapes = [*scale.axis(high, lambda value: number(value, 0))]
    for place, (label, one) in enumerate(rows):
        y = _TOP + _THIN * (place + 0.5)
        if one is None:
            shapes.append(text(2, y + 4, label, 10.5, PALE, weight="bold"))
            continue
        end = scale.x(one.total)
        shapes += [_label(y, label), rect(_LEFT, y - 5.5, end - _LEFT, 11, ORANGE, fill_opacity="0.85")]
        shapes.append(text(end + 5, y + 4, f"{one.moved} đơn vị, xa nhất {one.farthest}", 9.5))
    return picture(WIDE, high, shapes, "Hạng đổi ra sao khi bỏ một mục hoặc một lĩnh vực", mark)


def weights(group: GroupRobustness, areas: Sequence[Area], mark: str) -> str:
    """Draw each area's weight in the set beside its part in what tells units apart."""
    rows = [(_named(one.code, one.name), *_summed(group.effective, one.code)) for one in areas]
    rows = [row for row in rows if abs(row[1]) + abs(row[2]) > 0.0005]
    row_high = 24.0
    high = _TOP + row_high * len(rows) + 4
    scale = scale_of([value for row in rows for value in row[1:]], 0.1)
    shapes = [*scale.axis(high, percent)]
    for place, (name, nominal, effective) in enumerate(rows):
        y = _TOP + row_high * (place + 0.5)
        shapes.append(_label(y, name))
        for at, value, colour in ((-10, nominal, PALE), (0, effective, BLUE)):
            begin, end = sorted((scale.x(0), scale.x(value)))
            shapes.append(rect(begin, y + at, end - begin, 9, colour, fill_opacity="0.8"))
            shapes.append(text(end + 5, y + at + 8, percent(value), 9.5))
    return picture(WIDE, high, shapes, "Trọng số trong bộ tiêu chí và trọng số thực tế", mark)


def _summed(effective: Sequence[Effective], area: str) -> tuple[float, float]:
    own = [one for one in effective if one.area == area]
    return sum(one.nominal for one in own), sum(one.effective for one in own)
