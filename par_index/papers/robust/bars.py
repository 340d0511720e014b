"""Draw bars: what moves ranks, whose absence moves them, weights as written beside weights as they work."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from par_index.papers.robust.svg import (
    BLUE,
    INK,
    ORANGE,
    PALE,
    RULE,
    block,
    line,
    picture,
    rect,
    text,
    wrapped,
)
from par_index.papers.robust.words import PARTINGS, number, percent
from par_index.whatif.robust.result import Effective, GroupRobustness, LeftOut, Share

WIDE = 720.0
_LEFT, _ROW = 330.0, 21.0
_ROOM = WIDE - _LEFT - 62


def _named(code: str, name: str) -> str:
    return f"{code} {name}".strip("* ") if code not in name else name


def _label(y: float, words: str) -> str:
    return block(_LEFT - 8, y, wrapped(words, _LEFT - 14, 10.5, 2), 10.5, anchor="end")


def _axis(y: float, high: float, most: float, said: Callable[[float], str]) -> Iterator[str]:
    for quarter in range(5):
        x = _LEFT + _ROOM * quarter / 4
        yield line(x, y, x, high, "#EEF0F2" if quarter else RULE, 0.8)
        yield text(x, y - 4, said(most * quarter / 4), 9.5, PALE, anchor="middle")


def shares(group: GroupRobustness, mark: str) -> str:
    """Draw Sobol indices of ranks: total as a pale bar with its error, first-order as a dark one in it."""
    rows: list[tuple[str, Share | None]] = []
    for parting in ("source", "area", "leaf"):
        own = [one for one in group.shares if one.parting == parting]
        own = [one for one in own if max(one.rank_total, one.rank_first) >= 0.005]
        if own:
            rows.append((PARTINGS[parting], None))
            rows.extend((_named(one.code if parting != "source" else "", one.name), one)
                        for one in sorted(own, key=lambda one: -one.rank_total))  # fmt: skip
    top, high = 34.0, 34.0 + _ROW * len(rows) + 6
    most = max(
        [0.25, *(max(one.rank_total + one.rank_total_error, one.rank_first) for _, one in rows if one)]
    )
    shapes = [*_axis(top, high, most, percent)]
    for place, (words, one) in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        if one is None:
            shapes.append(text(2, y + 5, words, 11, PALE, weight="bold"))
        else:
            shapes.append(_label(y, words))
            shapes.extend(_share(one, y, most))
    return picture(WIDE, high, shapes, "Nguồn làm hạng dao động", mark)


def _share(one: Share, y: float, most: float) -> Iterator[str]:
    scale = _ROOM / most
    total, first = max(one.rank_total, 0.0) * scale, min(max(one.rank_first, 0.0) * scale, _ROOM)
    yield rect(_LEFT, y - 7, total, 14, BLUE, fill_opacity="0.3")
    yield rect(_LEFT, y - 3.5, first, 7, BLUE)
    error = 1.96 * one.rank_total_error * scale
    low, high = max(_LEFT + total - error, _LEFT), min(_LEFT + total + error, WIDE - 60)
    yield line(low, y, high, y, INK, 1)
    yield line(low, y - 3, low, y + 3, INK, 1)
    yield line(high, y - 3, high, y + 3, INK, 1)
    yield text(max(high, _LEFT + first) + 5, y + 4, percent(max(one.rank_total, 0.0)), 10)


def left_out(group: GroupRobustness, mark: str, most_rows: int = 8) -> str:
    """Draw the areas, and the leaves that matter most, by the places that all units move without them."""
    by_level = {level: [one for one in group.left_out if one.level == level] for level in ("area", "leaf")}
    rows: list[tuple[str, LeftOut | None]] = []
    for level, words in (("area", "Bỏ cả lĩnh vực"), ("leaf", "Bỏ một mục")):
        own = sorted((one for one in by_level[level] if one.total), key=lambda one: (-one.total, one.code))
        if own:
            rows.append((words, None))
            rows.extend((_named(one.code, one.name), one) for one in own[:most_rows])
    if not rows:
        return ""
    top, high = 34.0, 34.0 + _ROW * len(rows) + 6
    most = max([4, *(one.total for _, one in rows if one)])
    shapes = [*_axis(top, high, most, lambda value: number(value, 0 if most >= 8 else 1))]
    for place, (label, one) in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        if one is None:
            shapes.append(text(2, y + 5, label, 11, PALE, weight="bold"))
            continue
        wide = _ROOM * one.total / most
        said = f"{one.moved} đv, xa nhất {one.farthest}"
        inside = wide > _ROOM * 0.7
        shapes += [_label(y, label), rect(_LEFT, y - 6, wide, 12, ORANGE, fill_opacity="0.85")]
        place_x, fill, anchor = (wide - 5, "#FFFFFF", "end") if inside else (wide + 5, INK, "start")
        shapes.append(text(_LEFT + place_x, y + 4, said, 10, fill, anchor=anchor))
    return picture(WIDE, high, shapes, "Hạng đổi ra sao khi bỏ một mục hoặc một lĩnh vực", mark)


def weights(group: GroupRobustness, names: Sequence[tuple[str, str]], mark: str) -> str:
    """Draw each area's weight in the set beside its part in what tells units apart."""
    rows = [(code, name, *_summed(group.effective, code)) for code, name in names]
    rows = [row for row in rows if abs(row[2]) + abs(row[3]) > 0.0005]
    high_row = 28.0
    top, high = 34.0, 34.0 + high_row * len(rows) + 6
    most = max([0.1, *(max(nominal, effective) for _, _, nominal, effective in rows)])
    shapes = [*_axis(top, high, most, percent)]
    for place, (code, name, nominal, effective) in enumerate(rows):
        y = top + high_row * (place + 0.5)
        shapes.append(_label(y, _named(code, name)))
        for at, value, colour in ((-11, nominal, PALE), (1, effective, BLUE)):
            wide = _ROOM * max(value, 0) / most
            shapes.append(rect(_LEFT, y + at, wide, 10, colour, fill_opacity="0.8"))
            shapes.append(text(_LEFT + wide + 5, y + at + 8.5, percent(value), 9.5))
    return picture(WIDE, high, shapes, "Trọng số trong bộ tiêu chí và trọng số thực tế", mark)


def _summed(effective: Sequence[Effective], area: str) -> tuple[float, float]:
    own = [one for one in effective if one.area == area]
    return sum(one.nominal for one in own), sum(one.effective for one in own)
