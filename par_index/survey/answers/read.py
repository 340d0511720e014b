"""Read a cycle's answers from its folder, from files to forms."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from par_index.model.facts import Cycle
from par_index.model.plan import Plan
from par_index.problem import Problem, Where, in_order
from par_index.survey.answers.engine import COMMAND, engine, installed
from par_index.survey.answers.examine import Examined, Examiner, Registry
from par_index.survey.answers.flags import flags
from par_index.survey.answers.heads import Reader
from par_index.survey.answers.known import Known, know
from par_index.survey.answers.mapping import read_mapping
from par_index.survey.answers.matrix import Matrix, by_kind, lay_out, number_forms
from par_index.survey.answers.records import Answers, FileCount
from par_index.survey.answers.repeats import anonymous_copies, find_repeats
from par_index.survey.answers.sources import Opened, open_all, responses, unreadable
from par_index.survey.answers.told import Bad, tell
from par_index.survey.answers.values import ValueReader
from par_index.survey.forms import Cell, Forms
from par_index.survey.frame import Frame

PLACE = "survey/responses"


def read_answers(
    folder: Path, cycle: Cycle, plans: Sequence[Plan], frame: Frame | None
) -> tuple[Answers | None, tuple[Problem, ...]]:
    """Read ``survey/responses``; ``None`` when nothing is there, or without the engine.

    Problems are all of them: rows refused (one problem for a file, code and value), files, and flags.
    """
    if not responses(folder / PLACE):
        return None, ()
    if not installed():
        return None, (Problem("S30", Where(PLACE), {"command": COMMAND}),)
    known = know(folder, cycle, plans, frame)
    declared, problems = read_mapping(folder, known)
    if declared is None:
        return None, problems
    with engine() as database:
        opened = list(open_all(database, folder, PLACE, known, declared))
        examiner = Examiner(database, Reader(known, declared), ValueReader(known, declared), Registry())
        return _Reading(examiner, known, problems=list(problems)).read(opened)


@dataclass
class _Reading:
    """What was found so far, table by table."""

    examiner: Examiner
    known: Known
    tables: list[Examined] = field(default_factory=list)
    bad: dict[int, list[Bad]] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: list[FileCount] = field(default_factory=list)

    def read(self, opened: Sequence[Opened]) -> tuple[Answers, tuple[Problem, ...]]:
        for one in opened:
            self._examine(one)
        forms = self._forms()
        told = [tell(one.table, self.bad[at]) for at, one in enumerate(self.tables)]
        refused = tuple(row for rows, _ in told for row in rows)
        doubts = in_order((*flags(forms, self.known), *self._own()))
        counts = (*self._counts([len(rows) for rows, _ in told]), *self.broken)
        files = tuple(sorted(counts, key=lambda one: one.file))
        answers = Answers(forms, files, refused, doubts, _digest(forms))
        return answers, in_order((*self.problems, *(one for _, found in told for one in found), *doubts))

    def _examine(self, opened: Opened) -> None:
        import duckdb

        self.problems.extend(opened.problems)
        if not opened.tables:
            self.broken.append(FileCount(opened.file, opened.digest, 0, 0, 0, opened.same_as))
        for table in opened.tables:
            try:
                found = self.examiner.examine(table)
            except duckdb.Error as error:
                self.problems.append(unreadable(table.file, error))
                self.broken.append(FileCount(table.shown, table.digest, 0, 0, 0))
                continue
            self.bad[len(self.tables)] = list(found.bad)
            self.tables.append(found)

    def _forms(self) -> Mapping[str, Forms]:
        if not self.tables:
            return {}
        self._copied(anonymous_copies(self.examiner, self.tables))
        width = max(len(one.questions) for one in self.known.instruments.values())
        count = number_forms(self.examiner, self.tables)
        matrix = lay_out(self.examiner, self.tables, count, width)
        if not matrix.sound:
            matrix = self._without_repeats(count, width)
        return by_kind(matrix, list(self.examiner.registry.cells), self.known)

    def _without_repeats(self, count: int, width: int) -> Matrix:
        found = find_repeats(self.examiner, self.tables)
        self._copied(found.copies)
        for at, rows in found.bad.items():
            self.bad[at].extend(rows)
        matrix = lay_out(self.examiner, self.tables, count, width)
        assert matrix.sound, "what was said twice must be gone"
        return matrix

    def _copied(self, copies: Mapping[int, int]) -> None:
        for at, first in copies.items():
            self.copies[at] = first
            self.bad[at] = []
            args = {"first": self.tables[first].table.shown}
            self.problems.append(Problem("S32", self.tables[at].table.where(), args))

    def _counts(self, refused: Sequence[int]) -> Iterator[FileCount]:
        for at, one in enumerate(self.tables):
            table = one.table
            if at in self.copies:
                yield FileCount(table.shown, table.digest, 0, 0, 0, self.tables[self.copies[at]].table.shown)
            else:
                accepted = one.rows - refused[at]
                yield FileCount(table.shown, table.digest, one.rows, accepted, refused[at])

    def _own(self) -> Iterator[Problem]:
        """Flag forms that rate their own unit, where the instrument keeps them."""
        for at, one in enumerate(self.tables):
            for (unit, group), rows in one.own.items():
                if at not in self.copies:
                    args = {"unit": unit, "group": group, "count": str(rows)}
                    yield Problem("S56", one.table.where(), args)


def _digest(forms: Mapping[str, Forms]) -> str:
    """Digest the accepted forms in canonical order."""
    digest = hashlib.sha256()
    for kind in sorted(forms):
        one = forms[kind]
        head = [kind, [list(Cell(*cell)) for cell in one.cells], list(one.questions), one.answers.shape]
        digest.update(json.dumps(head, ensure_ascii=False).encode())
        digest.update(one.cell.astype("<i4").tobytes())
        digest.update(one.answers.tobytes())
    return f"sha256-{digest.hexdigest()}"
