"""Draw who may stand where: units by ranks, each cell as dark as the rank is probable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from par_index.papers.robust.svg import (
    ALARM,
    BLUE,
    INK,
    PALE,
    RULE,
    block,
    line,
    picture,
    rect,
    text,
    wrapped,
)
from par_index.papers.robust.words import interval, number, percent
from par_index.whatif.robust.result import GroupRobustness

WIDE = 720.0
_NAME, _RIGHT, _TOP = 212.0, 150.0, 42.0
_LEFT = _NAME + 34
_ROOM = WIDE - _LEFT - _RIGHT
MOST_CELLS = 31
"""With more ranks a cell would be too small to be read: then only the interval is drawn."""
MOST_ROWS = 46
"""A page holds no more; the workbook has all."""
GRADES = ("#1B7837", "#7FBF7B", "#D9F0D3", "#FDB863", "#B35806", "#8C510A", "#543005")
NO_GRADE = "#BDBDBD"


def matrix(group: GroupRobustness, own: NDArray[np.intp], mark: str, title: str) -> str:
    """Draw one cluster; the official rank is framed, neighbours that are not told apart are tied in red."""
    ranks, own = len(own), own[:MOST_ROWS]
    cells = ranks <= MOST_CELLS
    row = 20.5 if ranks <= 24 else (20.0 if cells else 15.0)
    step = min(_ROOM / max(ranks, 1), 44.0)
    high = _TOP + row * len(own) + 6
    shapes = [*_heads(ranks, step, high, cells)]
    for place, unit in enumerate(own.tolist()):
        shapes.extend(_row(group, unit, _TOP + row * (place + 0.5), row, step, cells))
    shapes.extend(_ties(group, own.tolist(), row))
    return picture(WIDE, high, shapes, title, mark)


def _heads(ranks: int, step: float, high: float, cells: bool) -> Iterator[str]:
    yield text(2, _TOP - 8, "Hạng, đơn vị", 10.5, PALE, weight="bold")
    told = "Xác suất đứng ở từng hạng (%)" if cells else "Khoảng 95% của hạng"
    yield text(_LEFT, 24, told, 10.5, PALE, weight="bold")
    every = 1 if ranks <= MOST_CELLS else max(ranks // 20, 1)
    for rank in range(1, ranks + 1, every):
        x = _LEFT + step * (rank - 0.5)
        yield text(x, _TOP - 8, str(rank), 10, PALE, anchor="middle")
        if not cells:
            yield line(x, _TOP - 4, x, high - 6, "#EEF0F2", 0.7)
    right = WIDE - _RIGHT + 8
    yield text(right, _TOP - 8, "Chỉ số ± lệch chuẩn", 10.5, PALE, weight="bold")
    yield text(WIDE - 2, _TOP - 8, "Xếp loại", 10.5, PALE, anchor="end", weight="bold")


def _row(
    group: GroupRobustness, unit: int, middle: float, row: float, step: float, cells: bool
) -> Iterator[str]:
    rank = int(group.ranks[unit])
    yield line(0, middle + row / 2, WIDE, middle + row / 2, "#EEF0F2", 0.7)
    yield text(18, middle + 4, str(rank) if rank else "–", 11.5, INK, anchor="end", weight="bold")
    size = 10.5 if row > 18 else 9.5
    yield block(24, middle, wrapped(group.names[unit], _NAME - 24, size, 2 if row > 18 else 1), size)
    yield from (_cells(group, unit, middle, row, step) if cells else _bar(group, unit, middle, step))
    right = WIDE - _RIGHT + 8
    yield text(right, middle + 4, f"{number(group.index[unit])} ± {number(group.index_sd[unit])}", 10.5)
    yield from _grades(group, unit, middle)


def _cells(group: GroupRobustness, unit: int, middle: float, row: float, step: float) -> Iterator[str]:
    top, high = middle - row / 2 + 1, row - 2
    for rank in range(1, group.rank_counts.shape[1]):
        chance = group.rank_counts[unit, rank] / group.draws
        if not chance:
            continue
        x = _LEFT + step * (rank - 1)
        shade = f"{0.03 + 0.97 * chance:.3f}"
        yield rect(x + 1, top, step - 2, high, BLUE, fill_opacity=shade)
        if chance >= 0.095 and step >= 14:
            fill = "#FFFFFF" if chance > 0.52 else INK
            yield text(x + step / 2, middle + 3.5, number(100 * chance, 0), 9.5, fill, anchor="middle")
    low, best = int(group.rank_low[unit]), int(group.rank_high[unit])
    if low:
        y = middle + row / 2 - 1.5
        yield line(_LEFT + step * (low - 1) + 1, y, _LEFT + step * best - 1, y, INK, 1.6)
    if group.ranks[unit]:
        x = _LEFT + step * (int(group.ranks[unit]) - 1)
        yield rect(x + 1, top, step - 2, high, "none", stroke=INK, stroke_width="1.3")


def _bar(group: GroupRobustness, unit: int, middle: float, step: float) -> Iterator[str]:
    low, high = int(group.rank_low[unit]), int(group.rank_high[unit])
    yield rect(_LEFT + step * (low - 1), middle - 3.5, step * (high - low + 1), 7, BLUE, fill_opacity="0.45")
    x = _LEFT + step * (int(group.ranks[unit]) - 0.5)
    yield rect(x - 2, middle - 5, 4, 10, INK)


def _grades(group: GroupRobustness, unit: int, middle: float) -> Iterator[str]:
    """Draw a small bar of the grades' probabilities, best first."""
    x, wide, last = WIDE - 52.0, 50.0, len(group.grades) - 1
    for place, count in enumerate(group.grade_counts[unit].tolist()):
        part = wide * count / group.draws
        if part:
            colour = NO_GRADE if place == last else GRADES[min(place, len(GRADES) - 1)]
            yield rect(x, middle - 5, part, 10, colour)
            x += part
    yield rect(WIDE - 52, middle - 5, wide, 10, "none", stroke=RULE, stroke_width="0.8")


def _ties(group: GroupRobustness, own: list[int], row: float) -> Iterator[str]:
    """Tie neighbours that are not told apart, with the probability that the upper one stands above."""
    for place, unit in enumerate(own[:-1]):
        if group.alike[unit]:
            x, y = _LEFT - 8, _TOP + row * (place + 0.5)
            curve = f"M{x - 4} {y + 3}h4v{row - 6}h-4"
            yield f'<path d="{curve}" fill="none" stroke="{ALARM}" stroke-width="1.2"/>'
            above, level = float(group.above_next[unit]), float(group.level_next[unit])
            said = f"= {percent(level)}" if level > above else percent(above)
            yield text(x - 6, y + row / 2 + 3, said, 8.5, ALARM, anchor="end")


def grade_legend(group: GroupRobustness) -> list[tuple[str, str]]:
    """Give (colour, name) of the grades."""
    last = len(group.grades) - 1
    return [(GRADES[min(at, len(GRADES) - 1)], name) for at, name in enumerate(group.grades[:last])]


def reading(group: GroupRobustness, own: NDArray[np.intp]) -> str:
    """Say how the picture is read, by the example of its own most doubtful unit."""
    placed = [unit for unit in own[:MOST_ROWS].tolist() if group.ranks[unit]]
    if not placed or not group.assumptions:
        return ""
    unit = min(placed, key=lambda one: group.stay[one])
    return (
        f"Ví dụ: {group.names[unit]} xếp hạng {group.ranks[unit]}, nhưng chỉ giữ đúng hạng ấy trong "
        f"{percent(float(group.stay[unit]))} số lần rút; khoảng 95% là hạng {interval(group, unit)}."
    )
