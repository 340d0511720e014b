"""Write all papers of a survey's fieldwork: a printable form a group, a workbook for entry a unit.

Files are called after kinds, units and groups; one that stands there already may be in use and is left alone
(P03). ``python-docx`` is loaded only here, when forms are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

from par_index.model.facts import Cycle, Unit
from par_index.papers.entry_book import EntrySheet, write_entry_book
from par_index.papers.marks import form_marks
from par_index.papers.template import file_name
from par_index.problem import Problem, Where
from par_index.survey.answers.engine import COMMAND
from par_index.survey.printed import Asked, Codes

Paper = tuple[str, Callable[[Path], None]]
"""A file's name and what writes it at a path."""


def write_survey_forms(
    cycle: Cycle, asked: Sequence[Asked], codes: Codes, out: Path, group: str = "", unit: Unit | None = None
) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Write the papers of these questionnaires; ``group`` and ``unit`` say to which they were narrowed."""
    if find_spec("docx") is None:
        return (), (Problem("S26", Where(""), {"command": COMMAND}),)
    written: list[Path] = []
    problems: list[Problem] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, write in (*_forms(cycle, asked, codes, unit), *_books(cycle, asked, codes, group)):
            path = out / name
            if path.exists():
                problems.append(Problem("P03", Where(path.as_posix())))
            else:
                _put(path, write)
                written.append(path)
    except OSError as error:
        where = Where(str(error.filename or out))
        problems.append(Problem("S27", where, {"reason": error.strerror or str(error)}))
    return tuple(written), tuple(problems)


def _forms(cycle: Cycle, asked: Sequence[Asked], codes: Codes, unit: Unit | None) -> Iterator[Paper]:
    """Give a blank form a kind and group or, of one unit, all its forms with their codes."""
    from par_index.papers.questionnaire import Questionnaire, write_questionnaire

    for one in asked:
        marks = form_marks(one.plan, cycle)
        blank = Questionnaire(cycle.issuer, cycle.year, one.group, one.questions, marks)
        own = unit and Questionnaire(
            *(cycle.issuer, cycle.year, one.group, one.questions, marks, unit.name),
            codes.get((unit.code, one.group.id)) or ("",),
        )
        name = f"phieu-{file_name(unit.code if unit else one.plan.kind)}-{file_name(one.group.id)}.docx"
        yield name, partial(write_questionnaire, own or blank)


def _books(cycle: Cycle, asked: Sequence[Asked], codes: Codes, group: str) -> Iterator[Paper]:
    """Give a workbook a unit with a sheet a group."""
    for _, same in groupby(asked, key=lambda one: one.plan.kind):
        kind = tuple(same)
        for unit in kind[0].units:
            sheets = tuple(
                EntrySheet(one.group, one.questions, codes.get((unit.code, one.group.id), ())) for one in kind
            )
            name = f"nhap-{file_name(unit.code)}{f'-{file_name(group)}' if group else ''}.xlsx"
            yield name, partial(write_entry_book, unit, kind[0].plan, cycle, sheets)


def _put(path: Path, write: Callable[[Path], None]) -> None:
    """Write beside the place first: what an interruption leaves is never taken for a whole form."""
    part = path.with_name(f".{path.name}.dang-ghi")
    try:
        write(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
