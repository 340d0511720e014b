"""Write ``results.xlsx``: rankings, areas compared, points lost, what is missing, flags and problems."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from par_index.model.plan import Plan
from par_index.model.result import GroupResult, Results, UnitResult
from par_index.papers.areas_sheet import write_areas
from par_index.papers.outrank_sheet import has_outranks, write_outranks
from par_index.papers.ranking_sheet import Ranked, write_ranking
from par_index.papers.review_sheets import Wanted, write_flags, write_losses, write_missing, write_problems
from par_index.papers.styles import add_sheet, formats, opened

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def write_results(results: Results, plans: Sequence[Plan], path: Path) -> None:
    """Write the workbook: a ranking a cluster, then areas a group, then what concerns all groups."""
    wanted = {plan.kind: _wanted(plan) for plan in plans}
    with opened(path) as book:
        looks, taken = formats(book), set[str]()
        for group in results.groups:
            for cluster, units in clusters(group).items():
                name = sheet_name(f"Xếp hạng {group.group}{f' {cluster}' if cluster else ''}", taken)
                ranked = Ranked(results, group, cluster, units)
                write_ranking(ranked, add_sheet(book, name), looks)
                if has_outranks(units):
                    name = sheet_name(f"Đứng trên {group.group}{f' {cluster}' if cluster else ''}", taken)
                    write_outranks(ranked, add_sheet(book, name), looks)
        for group in results.groups:
            name = sheet_name(f"Lĩnh vực {group.group}", taken)
            write_areas(results, group, book, add_sheet(book, name), looks)
        _write_reviews(results, wanted, book, looks)


def _write_reviews(results: Results, wanted: Wanted, book: Workbook, looks: Mapping[str, Any]) -> None:
    write_losses(results, add_sheet(book, "Điểm mất"), looks)
    write_missing(results, wanted, add_sheet(book, "Chưa nộp"), looks)
    write_flags(results, add_sheet(book, "Lưu ý"), looks)
    write_problems(results, add_sheet(book, "Vấn đề"), looks)


def _wanted(plan: Plan) -> Mapping[str, Mapping[str, str]]:
    labels = {entry.code: entry.label for entry in plan.inputs}
    return {leaf.code: {code: labels[code] for code in leaf.inputs} for leaf in plan.leaves}


def clusters(group: GroupResult) -> Mapping[str, Sequence[UnitResult]]:
    """Divide a group's units by cluster, in the order of the results."""
    found: defaultdict[str, list[UnitResult]] = defaultdict(list)
    for unit in group.units:
        found[unit.cluster].append(unit)
    return found


def sheet_name(wanted: str, taken: set[str]) -> str:
    """Make a sheet's name: at most 31 characters, none that a spreadsheet forbids, none given twice."""
    plain = _FORBIDDEN.sub("-", wanted)
    name, number = plain[:31], 1
    while name.casefold() in taken:
        number += 1
        end = f" {number}"
        name = plain[: 31 - len(end)] + end
    taken.add(name.casefold())
    return name
