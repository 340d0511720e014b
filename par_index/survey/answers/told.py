"""Gather what is wrong row by row into few problems: one for each file, code and value, with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from par_index.problem import Problem
from par_index.survey.answers.records import Refused
from par_index.survey.answers.table import Table

_RANGES = 6
"""So many ranges of rows are written out; the rest is counted."""


class Fault(NamedTuple):
    """What is wrong with a value, wherever it stands: code, the column to look at, particulars."""

    code: str
    column: str
    args: tuple[tuple[str, str], ...] = ()


class Bad(NamedTuple):
    """A row with what is wrong with it."""

    row: int
    form: str
    fault: Fault


def tell(table: Table, bad: Iterable[Bad]) -> tuple[tuple[Refused, ...], tuple[Problem, ...]]:
    """Give each row refused once, and each fault once with all its rows."""
    rows: dict[Fault, list[int]] = {}
    first: dict[int, Bad] = {}
    for one in sorted(bad):
        rows.setdefault(one.fault, []).append(one.row)
        first.setdefault(one.row, one)
    problems = {fault: problem(table, fault, at) for fault, at in rows.items()}
    refused = (Refused(table.shown, one.row, one.form, problems[one.fault]) for one in first.values())
    return tuple(refused), tuple(problems.values())


def problem(table: Table, fault: Fault, rows: list[int]) -> Problem:
    """Make one problem of a fault that stands in these rows, ascending."""
    args: Mapping[str, str] = {**dict(fault.args), "rows": ranges(rows), "count": str(len(rows))}
    return Problem(fault.code, table.where(rows[0], fault.column), args)


def ranges(rows: Iterable[int]) -> str:
    """Write ascending row numbers shortly.

    >>> ranges([12, 13, 14, 20])
    '12–14, 20'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row - runs[-1][1] <= 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(_runs(runs[:_RANGES])) + (f", … (+{len(runs) - _RANGES})" if runs[_RANGES:] else "")


def _runs(runs: Iterable[list[int]]) -> Iterator[str]:
    return (str(first) if first == last else f"{first}–{last}" for first, last in runs)
