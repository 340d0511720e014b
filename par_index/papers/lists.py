"""Keep the words of drop-down lists on a hidden sheet: inside a cell's rule they stop at 255 characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from par_index.model.facts import STATUS_LABELS
from par_index.model.plan import Input, Plan

LISTS = "_danh_muc"
REASONS = (
    "Số liệu không khớp tài liệu kiểm chứng",
    "Tài liệu kiểm chứng không chứng minh được số liệu",
    "Tài liệu ngoài thời gian đánh giá",
    "Tính sai hoặc nhập sai số liệu",
    "Nhiệm vụ không phát sinh trong năm",
    "Đơn vị giải trình, bổ sung tài liệu hợp lệ",
    "Theo số liệu của cơ quan quản lý chuyên ngành",
)
"""Common reasons of a correction; others may be typed."""


@dataclass(frozen=True, slots=True)
class Lists:
    """One column a list: words by their owner."""

    columns: Mapping[str, Sequence[str]]

    def cells(self, name: str) -> Sequence[str]:
        """Give the cells of a list's words."""
        column = xl_col_to_name(list(self.columns).index(name))
        return [f"{LISTS}!${column}${row}" for row in range(1, len(self.columns[name]) + 1)]

    def source(self, name: str) -> str:
        """Give the range of a list as a cell's rule names it."""
        cells = self.cells(name)
        return f"={cells[0]}:{cells[-1].removeprefix(f'{LISTS}!')}"

    def write(self, sheet: Worksheet) -> None:
        """Write all lists and hide the sheet."""
        for column, words in enumerate(self.columns.values()):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
        sheet.protect()
        sheet.very_hidden()


def lists_of(plans: Iterable[Plan]) -> Lists:
    """Collect the lists that forms under these plans need."""
    columns: dict[str, Sequence[str]] = {"status": tuple(STATUS_LABELS.values())}
    columns |= {"yes_no": ("Có", "Không"), "reason": REASONS}
    for plan in plans:
        for entry in plan.inputs:
            if entry.kind == "choice":
                columns[list_name(plan, entry)] = entry.choice_labels or entry.choices
    return Lists(columns)


def list_name(plan: Plan, entry: Input) -> str:
    """Name the list of an input's words."""
    return "yes_no" if entry.kind == "yes_no" else f"{plan.set_id} {plan.kind} {entry.code}"
