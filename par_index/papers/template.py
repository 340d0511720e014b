"""Write self-assessment forms: one workbook a unit, figures in, points worked out as they are typed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter.workbook import Workbook

from par_index.model.facts import Cycle, Unit, UnitFacts
from par_index.model.plan import Plan
from par_index.papers.filing import Cells, Filing
from par_index.papers.form import Form, form_of, known_figures
from par_index.papers.form_sheet import FIRST_ROW, FORM, STATUS_COLUMN, VALUE_COLUMN, FormPaper, write_form
from par_index.papers.formulas import Ledger, Measures
from par_index.papers.last_year import last_year_points
from par_index.papers.lists import LISTS, Lists, list_name, lists_of
from par_index.papers.scoring import LeafCells, score_cells
from par_index.papers.styles import add_sheet, formats, opened
from par_index.papers.wording import how
from par_index.problem import Problem, Where
from par_index.read.cases import cases
from par_index.read.cycle.sources import TEMPLATE_SCHEMA

LEDGER = "_tinh"


def write_templates(
    plans: Sequence[Plan], units: Sequence[Unit], out: Path, cycle: Cycle | None = None
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Write a form for each unit that one of the plans is for; the others are named.

    A cycle gives the forms their name and last year's figures. Files are called after the units' codes; one
    that stands there already may be filled in and is left alone (P03).
    """
    by_kind = {plan.kind: plan for plan in plans}
    out.mkdir(parents=True, exist_ok=True)
    facts = known_facts(plans, cycle) if cycle else {}
    written = []
    problems = []
    words = {plan.kind: {leaf.code: how(plan, leaf) for leaf in plan.leaves} for plan in plans}
    for unit in units:
        plan = by_kind.get(unit.kind)
        if plan is None:
            args = {"unit": unit.code, "kind": unit.kind, "known": ", ".join(by_kind)}
            problems.append(Problem("P01", unit.where, args))
            continue
        path = out / f"{file_name(unit.code)}.xlsx"
        if path.exists():
            problems.append(Problem("P03", Where(path.as_posix())))
            continue
        _write(plan, unit, words[plan.kind], facts.get(unit.code), cycle, path)
        written.append(path)
    return tuple(written), tuple(problems)


def known_facts(plans: Sequence[Plan], cycle: Cycle) -> Mapping[str, UnitFacts]:
    """Give what the cycle's folder already says of each unit, by unit."""
    by_set = {(plan.set_id, plan.kind): plan for plan in plans}
    groups = [(group, by_set.get((group.set, group.kind))) for group in cycle.groups]
    return {
        facts.unit.code: facts
        for group, plan in groups
        if plan is not None
        for facts in cases(cycle, plan, group, "self")[0]
    }


def file_name(code: str) -> str:
    """Make a file's name of a unit's code: what a file system may refuse becomes its number."""
    return re.sub(r"[^\w.-]", lambda found: f"~{ord(found[0]):x}", code)


def _write(
    plan: Plan,
    unit: Unit,
    words: Mapping[str, str],
    facts: UnitFacts | None,
    cycle: Cycle | None,
    path: Path,
) -> None:
    known = known_figures(plan, facts)
    form = form_of(plan, frozenset(unit.traits), frozenset(known))
    with opened(path) as book:
        looks = formats(book)
        sheet = add_sheet(book, FORM)
        lists = lists_of([plan])
        ledger, leaves, kept = _ledger(plan, unit, facts, form, lists)
        paper = FormPaper(plan, unit, cycle, form, leaves, kept, known, lists, words)
        write_form(paper, sheet, looks)
        lists.write(add_sheet(book, LISTS))
        _write_ledger(book, ledger)
        own = {"unit": unit.code, "kind": unit.kind, "stage": "self"}
        write_header(book, {**header(plan, cycle), **own})


def _ledger(
    plan: Plan, unit: Unit, facts: UnitFacts | None, form: Form, lists: Lists
) -> tuple[Ledger, Mapping[str, LeafCells], Mapping[str, str]]:
    cells = {code: _cells(FIRST_ROW + at) for code, at in form.filed_at.items()}
    words = {
        entry.code: lists.cells(list_name(plan, entry)) for entry in plan.inputs if entry.kind == "choice"
    }
    ledger = Ledger(LEDGER)
    filing = Filing(plan, ledger, cells, words)
    kept = filing.kept()
    measures = Measures(ledger, kept, plan.holidays)
    flags = filing.flags(measures, frozenset(unit.traits))
    return ledger, score_cells(plan, measures, flags, last_year_points(plan, facts)), kept


def _cells(row: int) -> Cells:
    return Cells(f"'{FORM}'!${VALUE_COLUMN}${row + 1}", f"'{FORM}'!${STATUS_COLUMN}${row + 1}")


def _write_ledger(book: Workbook, ledger: Ledger) -> None:
    sheet = add_sheet(book, ledger.sheet)
    for row, (label, formula) in enumerate(ledger.rows):
        sheet.write_string(row, 0, label)
        sheet.write_formula(row, 1, f"={formula}", None, "")
    sheet.protect()
    sheet.very_hidden()


def header(plan: Plan, cycle: Cycle | None) -> Mapping[str, str]:
    """Give what a form says about itself to the reader."""
    named = {"cycle": cycle.id} if cycle else {}
    return {
        "schema": TEMPLATE_SCHEMA,
        "set": plan.set_id,
        "digest": plan.digest,
        "year": str(plan.year),
        **named,
    }


def write_header(book: Workbook, pairs: Mapping[str, str]) -> None:
    """Write the hidden sheet by which the reader knows the form."""
    sheet = add_sheet(book, "_par")
    for row, (key, text) in enumerate(pairs.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, text)
    sheet.protect()
    sheet.very_hidden()
