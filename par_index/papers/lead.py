"""Write an agency's workbook of appraisal: its criteria, all units, what is filed, what it decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from par_index.model.case import LeafVerdict
from par_index.model.facts import STAGES, Cycle, Evidence, Stage, Unit, UnitFacts
from par_index.model.plan import Input, Leaf, Plan
from par_index.papers.lead_sheet import LeadPaper, LeadRow, write_lead_sheet
from par_index.papers.lists import LISTS, lists_of
from par_index.papers.styles import add_sheet, formats, opened
from par_index.papers.template import file_name, write_header
from par_index.problem import Problem, Where
from par_index.read.cases import cases
from par_index.read.cycle.sources import TEMPLATE_SCHEMA
from par_index.score.engines import array_verdicts
from par_index.score.figures import deciding_step, shown_figure
from par_index.text import nearest


@dataclass(frozen=True, slots=True)
class Seen:
    """What stands before the appraiser of one unit; ``facts`` is absent while nothing is filed."""

    unit: Unit
    facts: UnitFacts | None = None
    leaves: Mapping[str, LeafVerdict] | None = None


def leads(plans: Sequence[Plan]) -> tuple[str, ...]:
    """List the agencies that appraise something, in the order of the sets."""
    found = (leaf.lead for plan in plans for leaf in plan.leaves if leaf.kind != "survey" and leaf.lead)
    return tuple(dict.fromkeys(found))


def write_lead(
    lead: str,
    plans: Sequence[Plan],
    units: Sequence[Unit],
    out: Path,
    cycle: Cycle | None = None,
    stage: Stage = "r1",
) -> tuple[Path | None, tuple[Problem, ...]]:
    """Write one agency's workbook for one stage of the appraisal (``r1``, ``r2`` or ``council``).

    A cycle adds what was filed and decided before that stage, with its points and its evidence.
    """
    known = leads(plans)
    if lead not in known:
        args = {"lead": lead, "known": "; ".join(known), "nearest": nearest(lead, known) or ""}
        return None, (Problem("P02", Where(""), args),)
    path = out / f"{file_name('-'.join([stage, *lead.split()]))}.xlsx"
    if path.exists():
        return None, (Problem("P03", Where(path.as_posix())),)
    out.mkdir(parents=True, exist_ok=True)
    lists = lists_of(plans)
    with opened(path) as book:
        looks = formats(book)
        for plan in plans:
            rows = list(_rows(plan, lead, _seen(plan, units, cycle, stage)))
            paper = LeadPaper(plan, lead, stage, cycle, lists, rows)
            if rows:
                write_lead_sheet(paper, add_sheet(book, plan.kind[:31]), looks)
        lists.write(add_sheet(book, LISTS))
        named = {"cycle": cycle.id} if cycle else {}
        year = {"year": str(plans[0].year)}
        write_header(book, {"schema": TEMPLATE_SCHEMA, **named, **year, "stage": stage, "lead": lead})
    return path, ()


def _seen(plan: Plan, units: Sequence[Unit], cycle: Cycle | None, stage: Stage) -> Sequence[Seen]:
    before = STAGES[STAGES.index(stage) - 1]
    filed: dict[str, Seen] = {}
    for group in cycle.groups if cycle else ():
        if cycle is not None and (group.set, group.kind) == (plan.set_id, plan.kind):
            facts, _ = cases(cycle, plan, group, before)
            verdicts = array_verdicts(plan, [one.case for one in facts])
            for one, verdict in zip(facts, verdicts, strict=True):
                filed[one.unit.code] = Seen(one.unit, one, {leaf.code: leaf for leaf in verdict.leaves})
    return [filed.get(unit.code, Seen(unit)) for unit in units if unit.kind == plan.kind]


def owner(plan: Plan, entry: Input) -> str:
    """Name the one agency that decides on a figure, whichever leaves read it.

    That is the figure's own lead when it appraises one of those leaves, else the first leaf's lead.
    """
    readers = [leaf.lead for leaf in plan.leaves if entry.code in leaf.inputs]
    return entry.lead if entry.lead in readers else readers[0]


def _rows(plan: Plan, lead: str, seen: Sequence[Seen]) -> Iterator[LeadRow]:
    placed: set[str] = set()
    for leaf in plan.leaves:
        if leaf.lead != lead or leaf.kind == "survey":
            continue
        yield LeadRow("criterion", leaf)
        applied = [one for one in seen if leaf.trait is None or leaf.trait in one.unit.traits]
        for number, one in enumerate(applied, 1):
            yield from _unit_rows(plan, lead, leaf, one, number, placed)


def _unit_rows(
    plan: Plan, lead: str, leaf: Leaf, seen: Seen, number: int, placed: set[str]
) -> Iterator[LeadRow]:
    points = seen.leaves[leaf.code].points if seen.leaves else None
    evidence = "\n".join(map(_evidence, seen.facts.evidence.get(leaf.code, ()))) if seen.facts else ""
    first = LeadRow("whole", leaf, seen.unit, number, points=points, evidence=evidence)
    if len(leaf.inputs) > 1:
        yield first
    for code in leaf.inputs:
        entry, mark = plan.input_by_code[code], f"{seen.unit.code}|{code}"
        own = owner(plan, entry)
        yield LeadRow(
            kind="figure" if own == lead and mark not in placed else "elsewhere",
            leaf=leaf,
            unit=seen.unit,
            number=number if len(leaf.inputs) == 1 else None,
            input=entry,
            figure=_figure(entry, seen.facts),
            points=points if len(leaf.inputs) == 1 else None,
            evidence=evidence if len(leaf.inputs) == 1 else "",
            owner=own,
        )
        placed.add(mark)


def _figure(entry: Input, facts: UnitFacts | None) -> str:
    """Write what was filed or last decided, as people read it."""
    if facts is None or entry.code not in facts.figures:
        return ""
    kept = facts.case.values.get(entry.code)
    return shown_figure(entry, kept) if kept is not None else deciding_step(facts.figures[entry.code]).text


def _evidence(item: Evidence) -> str:
    named = ((item.section, "mục "), (item.pages, "trang "), (item.file, "tệp "))
    place = ", ".join(f"{word}{text}" for text, word in named if text)
    dated = f"{item.ref} ngày {item.date}" if item.date else item.ref
    return f"{' '.join(filter(None, (dated, item.subject)))}{f' ({place})' if place else ''}"
