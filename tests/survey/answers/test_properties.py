"""What must hold for all answers: no order counts, batches merge, nothing is lost, better is never worse."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from par_index.survey.answers import Answers, read_answers
from par_index.survey.forms import Cell, in_canonical_order
from par_index.survey.shares import shares
from tests.survey.answers.room import (
    ASKED,
    QUESTIONS,
    SCALES,
    UNITS,
    Content,
    Form,
    Room,
    as_parquet,
    as_workbook,
    counted,
    long,
    oracle,
    table,
    wide,
)

FEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def forms(draw: st.DrawFn) -> list[Form]:
    keys = st.tuples(st.sampled_from(UNITS), st.sampled_from(sorted(ASKED)), st.integers(1, 9999))
    found = []
    for unit, group, number in draw(st.lists(keys, min_size=1, max_size=12, unique=True)):
        options = tuple(
            draw(st.sampled_from(["", *SCALES[question]])) if question in ASKED[group] else ""
            for question in QUESTIONS
        )
        found.append((unit, group, number, options))
    return found


def written(forms: list[Form], layout: str) -> tuple[str, Content]:
    kind, _, suffix = layout.partition(".")
    content = long(forms) if kind == "long" else wide(forms, coded=kind == "code")
    made: dict[str, Content] = {
        "csv": content,
        "xlsx": as_workbook(content),
        "parquet": as_parquet(content),
    }
    return suffix, made[suffix]


LAYOUTS = st.sampled_from(["code.csv", "unit.csv", "long.csv", "unit.xlsx", "long.parquet", "unit.parquet"])


def read(room: Room, files: Mapping[str, Content]) -> Answers:
    with TemporaryDirectory() as place:
        return room.at(Path(place)).answers(files)


@FEW
@given(st.data(), forms())
def test_neither_order_nor_batches_nor_layout_count(
    cycle_folder: Room, data: st.DataObject, drawn: list[Form]
) -> None:
    whole = read(cycle_folder, {"responses/a.csv": wide(drawn)})
    assert counted(whole) == oracle(drawn)
    mixed = data.draw(st.permutations(drawn))
    cut = data.draw(st.integers(0, len(mixed)))
    files: dict[str, Content] = {}
    for at, part in enumerate((mixed[:cut], mixed[cut:])):
        if part:
            suffix, content = written(part, data.draw(LAYOUTS))
            files[f"responses/{data.draw(st.sampled_from('mn'))}{at}.{suffix}"] = content
    merged = read(cycle_folder, files)
    assert merged.digest == whole.digest
    assert merged.forms["so"].answers.tolist() == whole.forms["so"].answers.tolist()
    assert merged.forms["so"].cells == whole.forms["so"].cells


@FEW
@given(st.data(), forms())
def test_a_better_answer_never_lowers_a_unit(
    cycle_folder: Room, data: st.DataObject, drawn: list[Form]
) -> None:
    valued = {question: scale.replace("k", "") for question, scale in SCALES.items()}
    places = [
        (at, column)
        for at, form in enumerate(drawn)
        for column, question in enumerate(QUESTIONS)
        if form[3][column] in tuple(valued[question])
    ]
    if not places:
        return
    at, column = data.draw(st.sampled_from(places))
    unit, group, number, options = drawn[at]
    best = "3" if QUESTIONS[column] == "C3" else "a"
    better = [*drawn]
    better[at] = (unit, group, number, (*options[:column], best, *options[column + 1 :]))
    before, after = (_share(cycle_folder, one, unit) for one in (drawn, better))
    assert after >= before


def _share(room: Room, drawn: list[Form], unit: str) -> Fraction:
    found = shares(room.instrument, read(room, {"responses/a.csv": wide(drawn)}).forms["so"], lambda _: None)
    share = found[unit].leaves["2.1"].share
    assert share is not None
    return share


JUNK = st.sampled_from(["", "zz", "so-q", "0912345678", "a", "k", "2", "so-a", "C1", "Së Néi vô", '"', "=1"])


@FEW
@given(st.data(), st.lists(forms(), min_size=1, max_size=3))
def test_whatever_is_damaged_accepted_and_refused_make_all(
    cycle_folder: Room, data: st.DataObject, batches: list[list[Form]]
) -> None:
    files: dict[str, str] = {}
    for at, batch in enumerate(batches):
        content = data.draw(st.sampled_from([wide(batch), wide(batch, coded=False), long(batch)]))
        rows = list(csv.reader(io.StringIO(content)))
        for _ in range(data.draw(st.integers(0, 4))):
            row = data.draw(st.integers(1, len(rows) - 1))
            rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(JUNK)
        if data.draw(st.booleans()):
            rows.append(rows[data.draw(st.integers(1, len(rows) - 1))])
        files[f"responses/{at}.csv"] = table(rows)
    with TemporaryDirectory() as place:
        answers, problems = cycle_folder.at(Path(place)).read(files)
    assert answers is not None
    refused = Counter(one.file for one in answers.refused)
    skipped = {one.file for one in answers.files if one.skipped_as}
    for one in answers.files:
        rows = list(csv.reader(io.StringIO(files[one.file.removeprefix("survey/")])))[1:]
        filled = sum(any(cell.strip() for cell in row) for row in rows)
        assert one.rows == (0 if one.file in skipped else filled)
        assert one.accepted + one.refused == one.rows
        assert one.refused == refused[one.file]
    assert bool(answers.refused) == any(one.is_error for one in problems)
    assert counted(answers) == _kept(files, {(one.file, one.row) for one in answers.refused}, skipped)


def _kept(files: Mapping[str, str], refused: set[tuple[str, int]], skipped: set[str]) -> Counter[object]:
    """Count the rows not refused, in plain Python, by the words of this test alone."""
    found: Counter[object] = Counter()
    for name, content in files.items():
        for line, row in enumerate(csv.DictReader(io.StringIO(content)), 2):
            shown = f"survey/{name}"
            if shown in skipped or (shown, line) in refused or not any(row.values()):
                continue
            unit, group = (row["unit"], row["group"]) if "unit" in row else row["form"].split(".")[:2]
            said = {row["question"]: row["option"]} if "question" in row else row
            said = {one: said[one] for one in QUESTIONS if one in said}
            for question, option in said.items():
                if option:
                    found[Cell(unit, group), question, option] += 1
    return found


@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(1, 9), st.sampled_from([1, 5, 15]))
def test_forms_sort_the_same_as_numbers_and_as_rows(seed: int, count: int, width: int, top: int) -> None:
    stream = np.random.default_rng(seed)
    answers = stream.integers(0, top + 1, (count, width), dtype=np.int8)
    cell = stream.integers(0, 3, count, dtype=np.int32)
    cells = [Cell("b", "x"), Cell("a", "y"), Cell("a", "x")]
    for again in (1, 5):  # repeated columns pass 64 bits and change no order
        questions = [str(at) for at in range(width * again)]
        made = in_canonical_order(cells, questions, cell, np.tile(answers, again))
        rows = sorted((cells[at], row) for at, row in zip(cell.tolist(), answers.tolist(), strict=True))
        assert made.cells == tuple(sorted(cells))
        pairs = zip(made.cell.tolist(), made.answers.tolist(), strict=True)
        assert [(made.cells[at], row[:width]) for at, row in pairs] == rows


def test_the_reader_is_the_one_that_the_cycle_uses(room: Room) -> None:
    found = read_answers(room.place, room.cycle.cycle, room.cycle.plans, None)
    assert found == (None, ())
