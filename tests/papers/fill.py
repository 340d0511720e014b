"""Fill forms as an officer would, with openpyxl: figures are typed into the open cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from par_index.language.ast import Input as InputNode
from par_index.model.plan import Input, Plan
from par_index.papers.form_sheet import FORM

COUNTS = (0, 1, 2, 3, 4, 5, 9, 10, 19, 20, 30, 47, 50, 80, 90, 93, 94, 95, 97, 98, 99, 100)
STATUSES = {"not_applicable": "Không áp dụng", "no_evidence": "Không có tài liệu kiểm chứng"}


def rows_of(book: Workbook) -> Mapping[str, int]:
    """Give the row of each input that the form lets be filed."""
    sheet = book[FORM]
    keys = {str(cell.value): cell.row for cell in sheet["A"] if cell.value}
    return {
        key.rpartition("|")[2]: row for key, row in keys.items() if not key.startswith("_") and key[-1] != "|"
    }


def typed(entry: Input, kept: int) -> object:
    """Give what an officer types for a kept integer."""
    match entry.kind:
        case "yes_no":
            return ("Không", "Có")[kept]
        case "choice":
            return entry.choice_labels[kept]
        case "date":
            return entry.never_label if kept == entry.never else date.fromordinal(kept)
        case _:
            return kept if entry.scale == 1 else kept / entry.scale


def fill(
    path: Path, plan: Plan, figures: Mapping[str, int], statuses: Mapping[str, str]
) -> Mapping[str, int]:
    """Type figures and statuses into a form; give the figures that had an open cell."""
    book = load_workbook(path)
    sheet, rows = book[FORM], rows_of(book)
    filed = {code: kept for code, kept in figures.items() if code in rows}
    for code, kept in filed.items():
        cell = sheet.cell(rows[code], 5)
        assert not cell.protection.locked, code
        shape = cell.number_format
        cell.value = typed(plan.input_by_code[code], kept)
        cell.number_format = shape
    for code, status in statuses.items():
        if code in rows:
            sheet.cell(rows[code], 6, STATUSES[status])
    book.save(path)
    return filed


def random_figures(plan: Plan, rng: Random) -> dict[str, int]:
    """Draw figures that fall on and beside boundaries; a few are not filed, a few break a relation."""
    found = {entry.code: _draw(plan, entry, rng) for entry in plan.inputs if entry.source == "declared"}
    for relation in plan.relations:
        if (
            isinstance(relation.left, InputNode)
            and isinstance(relation.right, InputNode)
            and rng.random() < 0.95
        ):
            left, right = relation.left.code, relation.right.code
            found[left] = min(found[left], found[right])
    return {code: kept for code, kept in found.items() if rng.random() < 0.97}


def _draw(plan: Plan, entry: Input, rng: Random) -> int:
    match entry.kind:
        case "yes_no" | "choice" | "points":
            step = entry.step or 1
            return entry.low + step * rng.randint(0, (entry.high - entry.low) // step)
        case "date":
            day = (
                date(plan.year, rng.choice((1, 3, 6, 9, 12)), 15) + timedelta(rng.randint(-3, 20))
            ).toordinal()
            if entry.never is not None and rng.random() < 0.2:
                return entry.never
            return min(max(day, entry.low), entry.high)
        case _:
            return min(max(rng.choice(COUNTS) * rng.choice((1, entry.scale)), entry.low), entry.high)
