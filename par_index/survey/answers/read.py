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
from par_index.survey.answers.columns import unmatched
from par_index.survey.answers.engine import COMMAND, engine, installed
from par_index.survey.answers.examine import Examined, Examiner, Registry
from par_index.survey.answers.flags import flags
from par_index.survey.answers.heads import Reader
from par_index.survey.answers.known import Known, know
from par_index.survey.answers.mapping import read_mapping
from par_index.survey.answers.matrix import Matrix, by_kind, lay_out, number_forms
from par_index.survey.answers.records import Answers, FileCount
from par_index.survey.answers.repeats import anonymous_copies, find_repeats
from par_index.survey.answers.sheets import Laid, bring_in
from par_index.survey.answers.sources import Opened, open_all, responses, unreadable
from par_index.survey.answers.table import ROWS, Relation, Table
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
    known, problems = know(folder, cycle, plans, frame)
    if known is None:
        return None, problems
    declared, doubts = read_mapping(folder, known)
    problems = (*problems, *doubts)
    if declared is None:
        return None, problems
    with engine() as database:
        opened = list(open_all(database, folder, PLACE, known, declared))
        examiner = Examiner(database, Reader(known, declared), ValueReader(known, declared), Registry())
        unread = any(not one.headers and not one.same_as for one in opened)
        headers = [header for one in opened for header in one.headers]
        absent = () if unread else unmatched(headers, known, declared)
        return _Reading(examiner, known, problems=[*problems, *absent]).read(opened)


@dataclass
class _Reading:
    """What was found so far; tables by their numbers."""

    examiner: Examiner
    known: Known
    found: list[Examined] = field(default_factory=list)
    tables: dict[int, Table] = field(default_factory=dict)
    bad: dict[int, list[Bad]] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: list[FileCount] = field(default_factory=list)

    def read(self, opened: Sequence[Opened]) -> tuple[Answers, tuple[Problem, ...]]:
        for one in opened:
            self.problems.extend(one.problems)
            if not one.tables:
                self.broken.append(FileCount(one.file, one.digest, 0, 0, 0, one.same_as))
        tables = [table for one in opened for table in one.tables]
        laid = [one for one in tables if isinstance(one, Laid)]
        bulk = [one for one in tables if isinstance(one, Relation)]
        for relation in (*bring_in(self.examiner.engine, laid), *bulk):
            self._examine(relation)
        return self._told(self._forms())

    def _examine(self, relation: Relation) -> None:
        import duckdb

        try:
            found = self.examiner.examine(relation)
        except duckdb.Error as error:
            table = relation.tables[0]  # the engine reads files only one by one
            self.problems.append(unreadable(table.file, error))
            self.broken.append(FileCount(table.shown, table.digest, 0, 0, 0))
            return
        self.found.append(found)
        for table in relation.tables:
            self.tables[table.number], self.bad[table.number] = table, []
        for one in found.bad:
            number, row = divmod(one.row, ROWS)
            self.bad[number].append(one._replace(row=row))

    def _forms(self) -> Mapping[str, Forms]:
        if not self.found:
            return {}
        self._copied(anonymous_copies(self.examiner, self.found))
        width = max(len(one.questions) for one in self.known.instruments.values())
        count = number_forms(self.examiner, self.found)
        matrix = lay_out(self.examiner, self.found, count, width)
        if not matrix.sound:
            matrix = self._without_repeats(count, width)
        return by_kind(matrix, list(self.examiner.registry.cells), self.known)

    def _without_repeats(self, count: int, width: int) -> Matrix:
        repeats = find_repeats(self.examiner, self.found)
        self._copied(repeats.copies)
        for number, rows in repeats.bad.items():
            self.bad[number].extend(rows)
        matrix = lay_out(self.examiner, self.found, count, width)
        assert matrix.sound, "what was said twice must be gone"
        return matrix

    def _copied(self, copies: Mapping[int, int]) -> None:
        for number, first in copies.items():
            self.copies[number] = first
            self.bad[number] = []
            args = {"first": self.tables[first].shown}
            self.problems.append(Problem("S32", self.tables[number].where(), args))

    def _told(self, forms: Mapping[str, Forms]) -> tuple[Answers, tuple[Problem, ...]]:
        told = {number: tell(table, self.bad[number]) for number, table in sorted(self.tables.items())}
        refused = tuple(row for rows, _ in told.values() for row in rows)
        doubts = in_order((*flags(forms, self.known), *self._own()))
        counts = (*self._counts({number: len(rows) for number, (rows, _) in told.items()}), *self.broken)
        files = tuple(sorted(counts, key=lambda one: one.file))
        answers = Answers(forms, files, refused, doubts, _digest(forms))
        wrong = (one for _, problems in told.values() for one in problems)
        return answers, in_order((*self.problems, *wrong, *doubts))

    def _counts(self, refused: Mapping[int, int]) -> Iterator[FileCount]:
        for number, rows in (pair for one in self.found for pair in one.rows_of.items()):
            table, first = self.tables[number], self.copies.get(number)
            if first is not None:
                yield FileCount(table.shown, table.digest, 0, 0, 0, self.tables[first].shown)
            else:
                yield FileCount(table.shown, table.digest, rows, rows - refused[number], refused[number])

    def _own(self) -> Iterator[Problem]:
        """Flag forms that rate their own unit, where the instrument keeps them."""
        for number, unit, group, rows in (own for one in self.found for own in self.examiner.own(one)):
            args = {"unit": unit, "group": group, "count": str(rows)}
            yield Problem("S56", self.tables[number].where(), args)


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
