"""Put cases into ledgers: kept integers in one column, flags as given, every leaf's cells beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.workbook import Workbook

from par_index.model.case import Case, UnitVerdict
from par_index.model.plan import Plan
from par_index.papers.formulas import Ledger, Measures
from par_index.papers.scoring import LeafCells, score_cells
from tests import naive

EXACT = 10**7
"""Figures up to this keep every product below 2⁵³, in which a spreadsheet's whole numbers are exact."""


@dataclass(frozen=True)
class Sheet:
    """One case as a sheet, and what the reference says of it."""

    title: str
    plan: Plan
    case: Case
    cells: Mapping[str, LeafCells]
    expected: UnitVerdict


def add_case(book: Workbook, title: str, plan: Plan, case: Case) -> Sheet:
    """Write a case as a sheet: figures in column D, the ledger in A and B."""
    sheet = book.create_sheet(title)
    kept = {}
    for row, entry in enumerate(plan.inputs, 1):
        sheet.cell(row, 4, case.values.get(entry.code, ""))
        kept[entry.code] = f"{title}!$D${row}"
    ledger = Ledger(title)
    flags = {leaf.code: str(case.flags.get(leaf.code, 0)) for leaf in plan.leaves}
    measures = Measures(ledger, kept, plan.holidays)
    cells = score_cells(plan, measures, flags, last_year(plan, case))
    for row, (label, formula) in enumerate(ledger.rows, 1):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2, f"={formula}")
    return Sheet(title, plan, case, cells, naive.judge(plan, case))


def last_year(plan: Plan, case: Case) -> Mapping[str, int]:
    """Give the points by last year's figures of leaves that may fall back on them."""
    found = {}
    for leaf in plan.leaves:
        if leaf.use_previous and all(code in case.previous for code in leaf.inputs):
            verdict = naive.leaf_verdict(leaf, Case(case.unit, case.previous), plan)
            found.update({leaf.code: verdict.points} if verdict.rules[0].split("/")[-1][0] == "b" else {})
    return found


def small(case: Case) -> bool:
    """Tell a case whose figures stay where a spreadsheet is exact."""
    fine = ("ngay", "hai_long")
    return all(abs(value) <= EXACT for code, value in case.values.items() if code not in fine)


def differences(
    sheets: Sequence[Sheet], points_of: Mapping[str, Mapping[str, tuple[float, float]]]
) -> list[str]:
    """List leaves whose points or maximum are not the reference's; ``points_of`` is by sheet and leaf."""
    found = []
    for sheet in sheets:
        for leaf in sheet.expected.leaves:
            got = points_of[sheet.title][leaf.code]
            if got != (leaf.points, leaf.max_points):
                found.append(f"{sheet.title} {leaf.code}: {got}, not {(leaf.points, leaf.max_points)}")
    return found
