"""Write ``robust.xlsx``: intervals and probabilities of ranks, what moves them, and what was assumed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.workbook import Workbook

from par_index.papers.results import sheet_name
from par_index.papers.robust.charts import bars, interval_chart, room_for
from par_index.papers.robust.words import PARTINGS, assumed, lawful, marks, number
from par_index.papers.styles import Cell, Heading, Page, add_sheet, formats, opened, set_heading, set_page
from par_index.whatif.robust.result import GroupRobustness, Robustness

# Names stand last: the block above a table puts the issuer over the narrow columns at the left.
_INTERVALS = (
    ("Hạng", 7.0), ("Đơn vị", 44.0), ("Chỉ số (%)", 10.0), ("Lệch chuẩn", 9.0), ("Hạng tốt nhất (95%)", 10.0),
    ("Hạng thấp nhất (95%)", 10.0), ("Số bậc trong khoảng", 9.0), ("Giữ hạng (%)", 9.0),
    ("Trên đơn vị kế (%)", 10.0), ("Bằng đơn vị kế (%)", 10.0), ("So với đơn vị kế", 22.0),
)  # fmt: skip
_SHARES = (
    ("Cách chia", 24.0), ("Mã", 8.0), ("Hạng: toàn phần (%)", 11.0), ("Sai số", 8.0),
    ("Hạng: bậc một (%)", 11.0), ("Sai số", 8.0), ("Chỉ số: toàn phần (%)", 11.0), ("Sai số", 8.0),
    ("Chỉ số: bậc một (%)", 11.0), ("Sai số", 8.0), ("Nguồn, lĩnh vực, mục", 56.0),
)  # fmt: skip
_LEFT = (
    ("Cấp", 12.0), ("Mã", 10.0), ("Đơn vị đổi hạng", 11.0), ("Đổi xa nhất (bậc)", 11.0),
    ("Tổng số bậc", 11.0), ("Mục, lĩnh vực bỏ đi", 70.0),
)  # fmt: skip
_WEIGHTS = (
    ("Mã", 10.0), ("Lĩnh vực", 10.0), ("Trọng số trong bộ (%)", 16.0), ("Trọng số thực tế (%)", 16.0),
    ("Mục", 70.0),
)  # fmt: skip
_PAIRS = (("Mục", 30.0), ("Đi cùng mục", 30.0), ("Hệ số tương quan", 24.0), ("Số đơn vị", 20.0))
_ASSUMED = (("Nhóm", 34.0), ("Khai ở", 30.0), ("Giả định", 84.0))
MOST_RANKS = 40
"""A table of more ranks, or a chart of more units, would not be read."""
Columns = Sequence[tuple[str, float]]
Drawn = Callable[[Workbook, Page, int, int], None]
"""Draw a chart of the table below a head's row, from a row on."""


@dataclass(frozen=True, slots=True)
class _Book:
    found: Robustness
    book: Workbook
    looks: Mapping[str, Any]
    taken: set[str]

    def start(self, name: str, title: str, below: str, widths: Sequence[float]) -> Page:
        page = Page(add_sheet(self.book, sheet_name(name, self.taken)), self.looks, widths)
        mark = marks(self.found)
        set_page(page, mark)
        whole = f"{title} năm {self.found.year}"
        heading = Heading(self.found.issuer, "Hội đồng thẩm định", whole, below, mark)
        set_heading(page, heading, 0, len(widths) - 1)
        return page

    def table(
        self,
        name: str,
        title: str,
        below: str,
        columns: Columns,
        rows: Sequence[Sequence[Cell]],
        note: str,
        chart: Drawn | None = None,
    ) -> None:
        """Write one sheet: its note, its chart, which a page's end must not cut, and the table it draws."""
        page = self.start(name, title, below, [width for _, width in columns])
        page.line(note, "note", 0, len(columns) - 1, 12)
        place = page.row
        page.row += room_for(page) if chart is not None and rows else 0
        head = page.put([(words, "head") for words, _ in columns], least=34)
        page.sheet.repeat_rows(head)
        for cells in rows:
            page.put(cells)
        if chart is not None and rows:
            chart(self.book, page, head, place)


def write_book(found: Robustness, path: Path) -> None:
    """Write the workbook: for each cluster intervals and probabilities, for each group all the rest."""
    with opened(path) as book:
        made = _Book(found, book, formats(book), set())
        for group in found.groups:
            for name, own in group.clusters.items():
                _ranks(made, group, name, own)
            _shares(made, group)
            _left_out(made, group)
            _weights(made, group)
        _assumptions(made)


def _ranks(made: _Book, group: GroupRobustness, cluster: str, own: NDArray[np.intp]) -> None:
    below = f"({group.name}{f', {cluster}' if cluster else ''})"
    end = f"{group.group}{f' {cluster}' if cluster else ''}"
    rows = [_interval(group, unit) for unit in own.tolist()]
    note, mark = assumed(group), marks(made.found)
    chart = partial(interval_chart, rows=min(len(rows), MOST_RANKS), mark=mark)
    made.table(f"Hạng {end}", "Độ vững của xếp hạng", below, _INTERVALS, rows, note, chart)
    most = len(own) if len(own) <= MOST_RANKS else 0
    names = [*(str(rank) for rank in range(1, most + 1)), *group.grades[:-1]]
    columns = [("Hạng", 7.0), ("Đơn vị", 40.0), *((name, 9.0 if len(name) > 2 else 6.5) for name in names)]
    chances = [_chances(group, unit, most) for unit in own.tolist()]
    words = "Xác suất (%) đứng ở từng hạng, rồi xác suất được xếp từng loại; mỗi phần cộng lại thành 100."
    if not most:
        words = f"Xác suất (%) được xếp từng loại; từng hạng không ghi vì có hơn {MOST_RANKS} đơn vị."
    made.table(f"Xác suất {end}", "Xác suất từng hạng, từng loại", below, columns, chances, f"{words} {note}")


def _interval(group: GroupRobustness, unit: int) -> list[Cell]:
    low, high = int(group.rank_low[unit]), int(group.rank_high[unit])
    last = group.next[unit] < 0
    told = "chưa phân biệt được" if group.alike[unit] else "phân biệt được"
    paired = (group.above_next[unit], group.level_next[unit])
    return [
        (int(group.ranks[unit]) or None, "whole"),
        (group.names[unit], "text"),
        (float(group.index[unit]), "points"),
        (float(group.index_sd[unit]), "points"),
        (low, "whole"),
        (high, "whole"),
        (high - low + 1, "whole"),
        (100 * float(group.stay[unit]), "points_1"),
        *((None if last else 100 * float(value), "points_1") for value in paired),
        ("" if last or not group.assumptions else told, "band_centre" if group.alike[unit] else "centre"),
    ]


def _chances(group: GroupRobustness, unit: int, most: int) -> list[Cell]:
    rank = int(group.ranks[unit])
    found = (100 * group.rank_counts[unit, 1 : most + 1] / group.draws).tolist()
    cells: list[Cell] = [(rank or None, "whole"), (group.names[unit], "text")]
    cells += [
        (chance or None, "band_points_1" if place == rank else "points_1")
        for place, chance in enumerate(found, 1)
    ]
    grades = (100 * group.grade_counts[unit, :-1] / group.draws).tolist()
    own = int(group.grade[unit])
    cells += [
        (chance or None, "band_points_1" if place == own else "points_1")
        for place, chance in enumerate(grades)
    ]
    return cells


def _shares(made: _Book, group: GroupRobustness) -> None:
    if not group.shares:
        return
    order = {parting: place for place, parting in enumerate(PARTINGS)}
    ordered = sorted(group.shares, key=lambda one: (order[one.parting], -one.rank_total))
    rows: list[list[Cell]] = []
    for one in ordered:
        numbers = (
            one.rank_total, one.rank_total_error, one.rank_first, one.rank_first_error,
            one.total, one.total_error, one.first, one.first_error,
        )  # fmt: skip
        code = "" if one.parting == "source" else one.code.strip("*")
        rows.append(
            [
                (PARTINGS[one.parting], "text"),
                (code, "centre"),
                *((100 * value, "points_1") for value in numbers),
                (one.name, "text"),
            ]
        )
    note = (
        "Chỉ số Sobol: toàn phần là phần dao động còn lại nếu chỉ nguồn ấy dao động; bậc một là phần mất đi "
        f"nếu riêng nguồn ấy thành chắc chắn. {assumed(group)}"
    )
    title = f"Phần trong dao động của hạng (%) – {marks(made.found)}"
    columns = ((2, "Hạng: toàn phần (%)"), (4, "Hạng: bậc một (%)"))
    # Leaves stand in the table alone: their names would not fit beside the areas'.
    drawn = sum(one.parting != "leaf" for one in ordered) or len(ordered)
    chart = partial(bars, rows=drawn, names=10, columns=columns, title=title)
    name, below = f"Nguồn {group.group}", f"({group.name})"
    made.table(name, "Điều gì làm hạng dao động", below, _SHARES, rows, note, chart)


def _left_out(made: _Book, group: GroupRobustness) -> None:
    words = {"area": "Lĩnh vực", "leaf": "Mục"}
    ordered = sorted(group.left_out, key=lambda one: (one.level, -one.total))
    rows: list[list[Cell]] = [
        [
            (words[one.level], "text"),
            (one.code, "centre"),
            (one.moved, "whole"),
            (one.farthest, "whole"),
            (one.total, "whole"),
            (one.name, "text"),
        ]
        for one in ordered
    ]
    note = (
        "Tính đúng: bỏ điểm và điểm tối đa của mục khỏi mọi đơn vị rồi xếp hạng lại. Không giả định dao động."
    )
    areas = sum(one.level == "area" for one in ordered)
    title = f"Tổng số bậc dời khi bỏ lĩnh vực – {marks(made.found)}"
    chart = partial(bars, rows=areas, names=5, columns=((4, "Tổng số bậc"),), title=title)
    name, below = f"Bỏ mục {group.group}", f"({group.name})"
    made.table(name, "Hạng dựa vào mục nào", below, _LEFT, rows, note, chart if areas else None)


def _weights(made: _Book, group: GroupRobustness) -> None:
    rows: list[list[Cell]] = [
        [
            (one.code, "centre"),
            (one.area, "centre"),
            (100 * one.nominal, "points"),
            (100 * one.effective, "points"),
            (one.name, "text"),
        ]
        for one in sorted(group.effective, key=lambda one: -one.effective)
    ]
    note = (
        "Trọng số thực tế: hiệp phương sai của điểm mục với chỉ số, chia phương sai chỉ số giữa các đơn vị."
    )
    title = f"Mười hai mục phân loại nhiều nhất (%) – {marks(made.found)}"
    columns = ((2, "Trong bộ"), (3, "Thực tế"))
    chart = partial(bars, rows=min(len(rows), 12), names=4, columns=columns, title=title)
    name, below = f"Trọng số {group.group}", f"({group.name})"
    made.table(name, "Mục nào thật sự phân loại các đơn vị", below, _WEIGHTS, rows, note, chart)
    if group.redundant:
        pairs: list[list[Cell]] = [
            [(one.first, "centre"), (one.second, "centre"), (one.correlation, "points"), (one.units, "whole")]
            for one in group.redundant
        ]
        words = "Hệ số tương quan điểm giữa các đơn vị từ 0,95 trở lên (theo trị tuyệt đối)."
        made.table(f"Trùng {group.group}", "Các mục lên xuống cùng nhau", below, _PAIRS, pairs, words)


def _assumptions(made: _Book) -> None:
    rows: list[list[Cell]] = []
    for group in made.found.groups:
        for one in group.assumptions:
            rows.append([(group.name, "text"), (str(one.where), "text"), (one.vi, "text")])
        rows.append([(group.name, "text"), ("", "text"), (lawful(group), "text")])
    found = made.found
    run = f"{number(found.draws, 0)} lần rút; mầm số ngẫu nhiên {found.seed}; vòng {found.stage}"
    note = f"{run}; tệp nhiễu: {found.noise or '–'}."
    made.table("Giả định", "Những gì được giả định", "", _ASSUMED, rows, note)
