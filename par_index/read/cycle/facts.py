"""Read what units state: facts and evidence, from CSV files, plain sheets and filled forms.

A filled form is a workbook with a hidden sheet ``_par`` of key/value rows (columns A and B)::

    schema  par-index/template/1        cycle  tien-giang-2023     kind   so
    set     tien-giang/2023/so          year   2023                stage  self
    digest  sha256-…                    unit   SNV

Its other sheets hold tables found by hidden keys (``par_index.read.tables``). Column A of a row that takes a
figure holds ``<input>`` or ``<leaf>|<input>``, of a row that takes evidence alone ``<leaf>|``; the columns'
keys are ``value status note evidence_ref evidence_date evidence_subject evidence_section evidence_pages
evidence_file``. Sheets whose title begins with ``_`` are not read, but for ``_par``. Figures are typed, never
computed: a formula in a column with a key is refused.

A workbook without ``_par`` is a table with the columns ``unit input value [status note]``, or one sheet a
unit, titled by the unit's code, with ``input value [status note]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from par_index.model.facts import STATUS_LABELS, Evidence, Fact, Group, Status, Unit
from par_index.problem import Problem, Where
from par_index.read.cycle.sources import Source, lines, opened
from par_index.read.tables import Layout, Line
from par_index.text import folded, nearest

_EVIDENCE = ("ref", "date", "subject", "section", "pages", "file")
_FORM_EVIDENCE = tuple(f"evidence_{name}" for name in _EVIDENCE)
_EXTRA = ("status", "note", *_FORM_EVIDENCE)
FACTS = Layout(required=("unit", "input", "value"), optional=_EXTRA, figures=("value",))
SHEETS = Layout(required=("input", "value"), optional=("unit", *_EXTRA), figures=("value",))
EVIDENCE = Layout(required=("unit", "code", "ref"), optional=_EVIDENCE[1:])
_STATUS_WORDS: Mapping[str, Status] = {
    **{folded(key): key for key in STATUS_LABELS},
    **{folded(label): key for key, label in STATUS_LABELS.items()},
}
_NO_CASE_AROSE = folded("Không phát sinh")


@dataclass(frozen=True, slots=True)
class Expected:
    """What files must agree with; ``cycle`` is empty where any will do (last year's files)."""

    year: int
    units: Mapping[str, Unit]
    cycle: str = ""
    groups: Sequence[Group] = ()
    on: date | None = None
    """The day on which units must exist; without it, any day of the year."""
    any_unit: bool = False
    """Let units pass that the list does not name: last year's, since merged or renamed."""

    def doubt(self, unit: str, where: Where) -> tuple[Problem, ...]:
        """Refuse a unit that is not in the list of this year, offering the nearest."""
        listed = self.units.get(unit)
        if self.any_unit or not unit or (listed is not None and listed.in_force(self.year, self.on)):
            return ()
        best = None if listed else nearest(unit, self.units)
        return (Problem("C10", where, {"unit": unit, "year": str(self.year), "nearest": best or ""}),)

    def group_of(self, header: Mapping[str, str]) -> Group | None:
        """Find the group a form belongs to, by its unit's kind, else by the kind it names."""
        unit = self.units.get(header.get("unit", ""))
        kind = unit.kind if unit else header.get("kind", "")
        return next((group for group in self.groups if group.kind == kind), None)


@dataclass(slots=True)
class Filed:
    """What has been read so far."""

    facts: dict[tuple[str, str], Fact] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)
    """Unit -> the form that stated its figures."""


def read_facts(paths: Iterable[Path], folder: Path, expected: Expected) -> Filed:
    """Read every file of facts; a figure stated twice is refused with both places and kept once."""
    filed = Filed()
    for source, problems in opened(tuple(paths), folder):
        filed.problems.extend(problems)
        if source is not None and _belongs(source, expected, filed):
            _read_source(source, expected, filed)
    return filed


def _belongs(source: Source, expected: Expected, filed: Filed) -> bool:
    """Check a form's header; a form of another cycle, year, set or unit is refused whole."""
    unit = source.header.get("unit", "")
    problems = list(header_doubts(source, expected, ("self",)))
    if unit and unit in filed.forms:
        problems.append(Problem("C29", source.where, {"unit": unit, "first": filed.forms[unit]}))
    elif unit:
        filed.forms[unit] = source.book.file
        problems.extend(expected.doubt(unit, source.where))
    filed.problems.extend(problems)
    return not problems


def header_doubts(source: Source, expected: Expected, stages: Sequence[str]) -> Iterator[Problem]:
    """Compare a form's header with the cycle; a file without header has nothing to compare."""
    header, where = source.header, source.where
    cycle, year = header.get("cycle", ""), header.get("year", "")
    if cycle and expected.cycle and cycle != expected.cycle:
        yield Problem("C25", where, {"cycle": cycle, "expected": expected.cycle})
    if year and year != str(expected.year):
        yield Problem("C26", where, {"year": year, "expected": str(expected.year)})
    stage = header.get("stage", stages[0])
    if stage not in stages:
        yield Problem("C30", where, {"stage": stage, "expected": ", ".join(stages)})
    group = expected.group_of(header)
    if group is not None and header.get("set", group.set) != group.set:
        yield Problem("C27", where, {"set": header["set"], "expected": group.set, "group": group.id})
    elif group is not None and group.digest and header.get("digest", group.digest) != group.digest:
        yield Problem("C28", where, {"set": group.set, "digest": header["digest"], "expected": group.digest})


def _read_source(source: Source, expected: Expected, filed: Filed) -> None:
    found, problems = lines(source, SHEETS if source.book.sheets[0].title else FACTS)
    filed.problems.extend(problems)
    known: dict[str, bool] = {}
    for line in found:
        unit = line.text("unit") or source.header.get("unit", "") or line.sheet.title
        if unit not in known:
            doubts = expected.doubt(unit, line.where("unit"))
            filed.problems.extend(doubts)
            known[unit] = not doubts
        if known[unit]:
            _read_line(unit, line, filed)


def _read_line(unit: str, line: Line, filed: Filed) -> None:
    leaf, _, code = line.key.rpartition("|") if line.key else ("", "", line.text("input"))
    written, (status, doubt) = line.written("value"), status_of(line)
    filed.problems.extend([doubt] if doubt else [])
    if written.text or written.kind == "formula" or status:
        fact = Fact(unit, code, written, status, line.text("note"))
        filed.problems.extend(_fact_doubts(fact, line, filed))
        filed.facts.setdefault((unit, code), fact)
    if any(map(line.text, _FORM_EVIDENCE)):
        filed.evidence.append(_evidence(unit, leaf or code, line, _FORM_EVIDENCE))


def _evidence(unit: str, code: str, line: Line, names: Sequence[str]) -> Evidence:
    ref, day, subject, section, pages, file = (line.text(name) for name in names)
    return Evidence(unit, code, ref, day, subject, section, pages, file, line.where(names[0]))


def _fact_doubts(fact: Fact, line: Line, filed: Filed) -> Iterator[Problem]:
    first = filed.facts.get((fact.unit, fact.input))
    if not fact.unit or not fact.input:
        yield Problem("C02", line.where("input"), {"column": "input" if fact.unit else "unit"})
    elif first is not None:
        args = {"unit": fact.unit, "input": fact.input, "text": fact.written.text}
        args |= {"first": str(first.written.where), "first_text": first.written.text}
        yield Problem("C12", fact.written.where, args)
    if fact.status == "not_applicable" and fact.written.text:
        yield Problem("C23", fact.written.where, {"text": fact.written.text, "unit": fact.unit})


def status_of(line: Line) -> tuple[Status, Problem | None]:
    """Read a line's status by key, by label, or by the decisions' other words for not applicable."""
    text = line.text("status")
    if not text:
        return "", None
    status = "not_applicable" if folded(text) == _NO_CASE_AROSE else status_word(text)
    if status:
        return status, None
    args = {"text": text, "known": "; ".join(STATUS_LABELS.values())}
    return "", Problem("C13", line.where("status"), args)


def status_word(text: str) -> Status:
    """Give the status a word names, or none."""
    return _STATUS_WORDS.get(folded(text), "")


def read_evidence(folder: Path, expected: Expected, filed: Filed) -> None:
    """Add the evidence of ``evidence.csv``, when there is one."""
    path = folder / "evidence.csv"
    for source, problems in opened((path,) if path.is_file() else (), folder):
        filed.problems.extend(problems)
        found, refused = lines(source, EVIDENCE) if source else ((), ())
        filed.problems.extend(refused)
        for line in found:
            unit, code = line.text("unit"), line.text("code")
            doubts = expected.doubt(unit, line.where("unit"))
            for name in ("unit", "code"):
                doubts += (Problem("C02", line.where(name), {"column": name}),) if not line.text(name) else ()
            filed.problems.extend(doubts)
            if not doubts:
                filed.evidence.append(_evidence(unit, code, line, _EVIDENCE))
