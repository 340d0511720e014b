"""Read what appraisers, the council and surveys decided: tables and lead workbooks.

A lead workbook is a form (``par_index.read.cycle.facts``) whose hidden sheet ``_par`` says ``stage  r1`` (or
``r2``, ``council``), ``cycle``, ``year`` and ``lead``; it may hold one long table or one sheet an input.
Column A of a row that takes a decision holds ``<unit>|<leaf>|<input>``, or ``<unit>|<leaf>|`` to decide a
leaf as a whole; the columns' keys are ``value points status reason by at``. A row without value, points and
status decides nothing. A plain table has the columns ``unit stage reason by at`` and ``input`` or ``code``,
``value`` or ``points``; ``value`` may be a status word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from par_index.model.facts import STAGES, Decision, Stage, SurveyScore, Written
from par_index.problem import Problem
from par_index.read.cycle.facts import Expected, header_doubts, status_of, status_word
from par_index.read.cycle.sources import lines, opened
from par_index.read.tables import Layout, Line

DECISION_STAGES = STAGES[1:]
_SAID = ("value", "points")
DECISIONS = Layout(
    required=("reason", "by", "at"),
    optional=("unit", "stage", "code", "input", "status", *_SAID),
    figures=_SAID,
)
_SHARES = ("share", "points")
SCORES = Layout(required=("unit", "code"), optional=(*_SHARES, "source"), figures=_SHARES)
_Scores = dict[tuple[str, str], SurveyScore]


def read_decisions(
    paths: Iterable[Path], folder: Path, expected: Expected
) -> tuple[tuple[Decision, ...], tuple[Problem, ...]]:
    """Read every file of the appraisal; a second decision of one stage on one thing is refused."""
    found: dict[tuple[str, str, str, str], Decision] = {}
    problems: list[Problem] = []
    for source, refused in opened(tuple(paths), folder):
        doubts = list(header_doubts(source, expected, DECISION_STAGES)) if source else []
        problems.extend((*refused, *doubts))
        rows, unread = lines(source, DECISIONS) if source and not doubts else ((), ())
        problems.extend(unread)
        for line in rows:
            stage = line.text("stage") or (source.header.get("stage", "") if source else "")
            decision, wrong = _decision(line, stage, expected)
            problems.extend(wrong)
            if decision is not None:
                problems.extend(_repeated(decision, found))
    return tuple(found.values()), tuple(problems)


def _repeated(decision: Decision, found: dict[tuple[str, str, str, str], Decision]) -> Iterator[Problem]:
    key = (decision.stage, decision.unit, decision.code if not decision.input else "", decision.input)
    first = found.setdefault(key, decision)
    if first is not decision:
        args = {"unit": decision.unit, "subject": decision.input or decision.code, "stage": decision.stage}
        yield Problem("C35", decision.where, {**args, "first": str(first.where)})


def _decision(line: Line, stage: str, expected: Expected) -> tuple[Decision | None, tuple[Problem, ...]]:
    unit, code, entry = _subject(line)
    in_points = bool(line.text("points")) or line.cell("points").kind == "formula"
    written = line.written("points" if in_points else "value")
    status, doubt = status_of(line)
    if not in_points and status_word(written.text):
        status, written = status_word(written.text), Written("", where=written.where)
    if not (written.text or written.kind == "formula" or status):
        return None, (doubt,) if doubt else ()
    problems = [*([doubt] if doubt else []), *_doubts(line, unit, code or entry, stage, expected)]
    if problems:
        return None, tuple(problems)
    decision = Decision(
        stage=cast(Stage, stage),
        unit=unit,
        code=code,
        input=entry,
        written=written,
        status=status,
        in_points=in_points,
        reason=line.text("reason"),
        by=line.text("by"),
        at=line.text("at"),
        where=written.where,
    )
    return decision, ()


def _subject(line: Line) -> tuple[str, str, str]:
    """Give the unit, the leaf and the input a line speaks of."""
    if not line.key:
        return line.text("unit"), line.text("code"), line.text("input")
    unit, _, rest = line.key.partition("|")
    code, _, entry = rest.rpartition("|")
    return unit, code, entry


def _doubts(line: Line, unit: str, subject: str, stage: str, expected: Expected) -> Iterator[Problem]:
    blank = [name for name, text in (("unit", unit), ("code", subject)) if not text]
    blank += [name for name in ("by", "at") if not line.text(name)]
    for name in blank:
        yield Problem("C02", line.where(name), {"column": name})
    if not line.text("reason"):
        yield Problem("C32", line.where("reason"), {"unit": unit, "subject": subject})
    if stage not in DECISION_STAGES:
        args = {"stage": stage, "known": ", ".join(DECISION_STAGES)}
        yield Problem("C34", line.where("stage"), args)
    yield from expected.doubt(unit, line.where("unit"))


def read_scores(folder: Path, expected: Expected) -> tuple[tuple[SurveyScore, ...], tuple[Problem, ...]]:
    """Read ``survey/scores.csv``, when there is one."""
    path = folder / "survey" / "scores.csv"
    found: _Scores = {}
    problems: list[Problem] = []
    for source, refused in opened((path,) if path.is_file() else (), folder):
        rows, unread = lines(source, SCORES) if source else ((), ())
        problems.extend((*refused, *unread))
        for line in rows:
            score = _score(line)
            wrong = (*_score_doubts(line, score, found), *expected.doubt(score.unit, line.where("unit")))
            problems.extend(wrong)
            if not wrong:
                found[score.unit, score.code] = score
    return tuple(found.values()), tuple(problems)


def _score(line: Line) -> SurveyScore:
    in_points = bool(line.text("points"))
    written = line.written("points" if in_points else "share")
    unit, code, source = line.text("unit"), line.text("code"), line.text("source")
    return SurveyScore(unit, code, written, in_points, source, written.where)


def _score_doubts(line: Line, score: SurveyScore, found: _Scores) -> Iterator[Problem]:
    for name in ("unit", "code"):
        if not line.text(name):
            yield Problem("C02", line.where(name), {"column": name})
    if bool(line.text("share")) == bool(line.text("points")):
        yield Problem("C40", line.where("share"), {"unit": score.unit, "code": score.code})
    first = found.get((score.unit, score.code))
    if first is not None:
        args = {"unit": score.unit, "code": score.code, "first": str(first.where)}
        yield Problem("C42", score.where, args)
