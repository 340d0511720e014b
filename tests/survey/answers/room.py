"""A small synthetic cycle with a survey, and a folder in which a test lays files of answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import openpyxl

from par_index.model.instrument import Instrument
from par_index.problem import Problem
from par_index.score.opened import Opened
from par_index.survey.answers import Answers, read_answers
from par_index.survey.codes import form_code
from par_index.survey.forms import Cell
from par_index.survey.frame import instruments, read_frame
from tests.cli.sample import SET, folder
from tests.compile.sample import broken
from tests.survey.instrument import opened

SURVEY = """\
survey:
  points: 2
  groups:
    - {id: dai_bieu, name: Đại biểu HĐND tỉnh, weight: 40%}
    - {id: so_nganh, name: "Sở, ngành khác", weight: 30%, peers: true}
    - {id: nguoi_dan, name: Người dân, weight: 30%}
    - {id: xa, name: Lãnh đạo cấp xã, weight: 10%, rates: [huyen]}
  scales:
    bon_muc:
      - {id: a, label: Tốt, share: 100%}
      - {id: b, label: Khá, share: 60%}
      - {id: c, label: Trung bình, share: 20%}
      - {id: d, label: Kém, share: 0%}
      - {id: k, label: Không biết}
    diem:
      - {id: "1", label: Rất kém, share: 0%}
      - {id: "2", label: Được, share: 50%}
      - {id: "3", label: Rất tốt, share: 100%}
  questions:
    - {id: C1, leaf: "2.1", ask: Thái độ?, scale: bon_muc}
    - {id: C2, leaf: "2.1", ask: Thời gian?, scale: bon_muc}
    - {id: C3, leaf: "2.1", ask: Chi phí?, scale: diem, groups: [nguoi_dan]}
    - {id: C4, leaf: "2.1", ask: Kết quả?, scale: bon_muc}
    - {id: C5, leaf: "2.1", ask: Hướng dẫn?, scale: bon_muc}
    - {id: C6, leaf: "2.1", ask: Nhìn chung?, scale: bon_muc}
"""
INSTRUMENT = broken("survey: 2\n", SURVEY)
QUESTIONS = ("C1", "C2", "C3", "C4", "C5", "C6")
UNITS = ("so-a", "so-b", "so-c")
ASKED = {
    "dai_bieu": ("C1", "C2", "C4", "C5", "C6"),
    "so_nganh": ("C1", "C2", "C4", "C5", "C6"),
    "nguoi_dan": QUESTIONS,
}
SCALES = {question: "123" if question == "C3" else "abcdk" for question in QUESTIONS}

Content = str | bytes | Callable[[Path], None]
Form = tuple[str, str, int, tuple[str, ...]]
"""Unit, group, number, and an option (or nothing) for each question."""


@dataclass(frozen=True, slots=True)
class Room:
    """An opened cycle, and the folder whose answers are read for it."""

    cycle: Opened
    place: Path

    def at(self, place: Path) -> Room:
        return replace(self, place=place)

    @property
    def instrument(self) -> Instrument:
        return instruments(self.cycle.cycle, self.cycle.plans)["so"]

    def read(
        self, files: Mapping[str, Content], flag_own: bool = False
    ) -> tuple[Answers | None, tuple[Problem, ...]]:
        """Lay files below ``survey/`` and read the answers; ``flag_own`` lets respondents rate their own."""
        for name, content in files.items():
            path = self.place / "survey" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(content):
                content(path)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        plans = self.cycle.plans
        if flag_own:
            plans = tuple(
                replace(one, instrument=replace(self.instrument, self_rating="flag")) for one in plans
            )
        frame, problems = read_frame(self.place, self.cycle.cycle, plans)
        assert not problems, [one.text() for one in problems]
        return read_answers(self.place, self.cycle.cycle, plans, frame)

    def answers(self, files: Mapping[str, Content], flag_own: bool = False) -> Answers:
        """Read files of which every row must be accepted."""
        answers, problems = self.read(files, flag_own)
        assert answers is not None
        assert not [one.text() for one in problems if one.is_error]
        return answers


def make_room(place: Path) -> Room:
    """Write the cycle, which is sound."""
    made = folder(place, {SET: INSTRUMENT, "survey/scores.csv": None})
    return Room(opened(made), place)


def wide(forms: Sequence[Form], coded: bool = True) -> str:
    """Write forms as a CSV file, a row a form."""
    head = ("form",) if coded else ("unit", "group", "form")
    rows = [[*head, *QUESTIONS]]
    for unit, group, number, options in forms:
        rows.append([*([form_code(unit, group, number)] if coded else [unit, group, str(number)]), *options])
    return table(rows)


def long(forms: Sequence[Form], coded: bool = False) -> str:
    """Write forms as a CSV file, a row an answer, empty ones too where the group is asked."""
    head = ["form"] if coded else ["unit", "group", "form"]
    rows = [[*head, "question", "option"]]
    for unit, group, number, options in forms:
        own = [form_code(unit, group, number)] if coded else [unit, group, str(number)]
        said = zip(QUESTIONS, options, strict=True)
        rows += [[*own, question, option] for question, option in said if question in ASKED[group]]
    return table(rows)


def table(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def as_workbook(content: str, entry: bool = False) -> Callable[[Path], None]:
    """Give the CSV table as a workbook; ``entry``: as one that people fill in, with hidden keys."""

    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        rows = list(csv.reader(io.StringIO(content)))
        if entry:
            about = book.create_sheet("_par")
            about.sheet_state = "hidden"
            about.append(["schema", "par-index/answers/1"])
            sheet.append(["", "Mã phiếu", *("Câu hỏi dài" for _ in rows[0][1:])])
            sheet.append(["_columns", *rows[0]])
            sheet.append(["_", "điền từ dòng dưới"])
            rows = [["x", *row] for row in rows[1:]]
        for row in rows:
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
        book.save(path)

    return write


def as_parquet(content: str) -> Callable[[Path], None]:
    """Give the CSV table as Parquet, with numbers where a column holds nothing else."""

    def write(path: Path) -> None:
        source = path.with_name(".source.csv")
        source.write_text(content, "utf-8")
        duckdb.sql(f"FROM read_csv('{source}', header = true)").write_parquet(str(path))
        source.unlink()

    return write


Counted = Mapping[tuple[Cell, str, str], int]


def counted(answers: Answers) -> Counted:
    """Count the accepted answers by cell, question and option."""
    found: dict[tuple[Cell, str, str], int] = {}
    for forms in answers.forms.values():
        for at, row in zip(forms.cell.tolist(), forms.answers.tolist(), strict=True):
            for question, slot in zip(forms.questions, row, strict=True):
                if slot:
                    key = forms.cells[at], question, SCALES[question][slot - 1]
                    found[key] = found.get(key, 0) + 1
    return found


def oracle(forms: Sequence[Form]) -> Counted:
    """Count drawn forms in plain Python."""
    found: dict[tuple[Cell, str, str], int] = {}
    for unit, group, _, options in forms:
        for question, option in zip(QUESTIONS, options, strict=True):
            if option:
                key = Cell(unit, group), question, option
                found[key] = found.get(key, 0) + 1
    return found
