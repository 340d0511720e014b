"""Files: one that cannot be read, repeats another, or has columns of its own leaves the rest untouched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from par_index.papers.entry_book import EntrySheet, write_entry_book
from par_index.problem import Where
from par_index.survey.answers import matrix, sources
from par_index.survey.answers import read as reading
from par_index.survey.codes import form_code
from tests.survey.answers.room import (
    Content,
    Form,
    Room,
    as_parquet,
    as_workbook,
    counted,
    long,
    oracle,
    wide,
)

FORMS: list[Form] = [("so-a", "nguoi_dan", at, ("a", "b", "1", "c", "d", "k")) for at in range(1, 9)]
GOOD = wide(FORMS)


def cut(content: str) -> Callable[[Path], None]:
    """Give a Parquet file of which the second half is missing."""

    def write(path: Path) -> None:
        as_parquet(content)(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return write


def rotten(path: Path) -> None:
    """Write a Parquet file with its head and foot whole and its pages spoilt."""
    rows = "SELECT 'so-a' AS unit, 'dai_bieu' AS \"group\", hash(i)::VARCHAR AS form, 'a' AS C1"
    duckdb.sql(f"{rows} FROM range(9999) t(i)").write_parquet(str(path))
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3 : len(raw) // 2] = b"\xff" * (len(raw) // 2 - len(raw) // 3)
    path.write_bytes(bytes(raw))


def empty_book(path: Path) -> None:
    openpyxl.Workbook().save(path)


@pytest.mark.parametrize(
    ("name", "content", "code", "line"),
    [
        ("x.parquet", cut(long(FORMS)), "S31", 0),
        ("x.parquet", rotten, "S31", 0),
        ("x.parquet", b"PAR1", "S31", 0),
        ("x.xlsx", b"not a workbook", "W01", 0),
        ("x.xlsx", empty_book, "S31", 0),
        ("x.csv", b"form,C1\n" + "Sở,a\n".encode("utf-16-le"), "W10", 2),
        ("x.csv", ("form,C1\n" + "x,a\n" * 7).encode() + b"S\xeb N\xe9i v\xf4,a\n", "W10", 9),
        ("x.csv", 'form,C1\n"x,a\n', "W12", 2),
        ("x.txt", "form,C1\n", "W16", 0),
        ("x.csv", "form,C1,C7\n,,1\n", "S33", 0),
        ("x.csv", "form,C1,Họ và tên\n,,An\n", "S34", 0),
        ("x.csv", "form,C1,Ghi chú\n,,0912345678\n", "S34", 0),
        ("x.csv", "form,C1,Ghi chú\n,,082095000123\n", "S34", 0),
        ("x.parquet", as_parquet("form,C1,Ghi chú\nx,a,an@thu.vn\n"), "S34", 0),
        ("x.parquet", as_parquet("form,C1,C7\nx,a,b\n"), "S33", 0),
        ("x.csv", "unit,C1\nso-a,a\n", "S35", 0),
        ("x.csv", "form,question\nx,C1\n", "S35", 0),
        ("x.csv", "form,C1,c1\n,a,a\n", "S36", 0),
        ("x.csv", "form,C1,option\n,a,a\n", "S37", 0),
    ],
)
def test_a_file_that_cannot_be_taken_is_named_and_the_others_count(
    room: Room, name: str, content: Content, code: str, line: int
) -> None:
    answers, problems = room.read({"responses/a.csv": GOOD, f"responses/{name}": content})
    assert answers is not None
    assert [(one.code, one.where) for one in problems] == [(code, Where(f"survey/responses/{name}", line))]
    assert str(room.place) not in problems[0].text("vi") + problems[0].text("en")
    assert counted(answers) == oracle(FORMS)
    files = [(one.file.split("/")[-1], one.rows, one.accepted) for one in answers.files]
    assert files == [("a.csv", 8, 8), (name, 0, 0)]


def test_what_looks_personal_is_never_repeated(room: Room) -> None:
    secret = "0912345678"
    files: dict[str, Content] = {
        "responses/a.csv": f"form,C1,{secret}\n,,x\n",
        "responses/b.csv": f"unit,group,stratum,form,C1\n{secret},dai_bieu,{secret},{secret},{secret}\n",
        "responses/c.csv": f"unit,group,form,C1\nso-a,{secret},{secret},{secret}\n",
        "responses/d.csv": f"unit,group,form,C1\nso-a,dai_bieu,{secret},{secret}\n",
    }
    answers, problems = room.read(files)
    assert answers is not None
    assert len(problems) >= 4
    told = [one.text("vi") + one.text("en") + str(one.args) for one in problems]
    assert secret not in "".join(told) + str(answers.refused)


@pytest.mark.parametrize(
    "again",
    [
        ("b.csv", GOOD),
        ("b.csv", GOOD.replace(",", ";")),
        ("b.csv", wide(FORMS[::-1], coded=False)),
        ("b.xlsx", as_workbook(GOOD)),
        ("b.parquet", as_parquet(wide(FORMS, coded=False))),
    ],
)
def test_a_file_twice_counts_once(room: Room, again: tuple[str, Content]) -> None:
    name, content = again
    answers, problems = room.read({"responses/a.csv": GOOD, f"responses/{name}": content})
    assert answers is not None
    assert counted(answers) == oracle(FORMS)
    assert [(one.code, one.level, one.where.file) for one in problems] == [
        ("S32", "warning", f"survey/responses/{name}")
    ]
    first, second = answers.files
    assert (first.rows, first.accepted, first.skipped_as) == (8, 8, "")
    assert (second.rows, second.accepted, second.refused) == (0, 0, 0)
    assert second.skipped_as == first.file
    assert not answers.refused


def test_a_table_whose_forms_bear_no_name_is_known_by_all_it_says(room: Room) -> None:
    rows = ["a,b", "a,b", "c,d"]
    first = "unit,group,C1,C2\n" + "".join(f"so-a,dai_bieu,{row}\n" for row in rows)
    other = "group,unit,C2,C1\n" + "".join(f"dai_bieu,so-a,{row[::-1]}\n" for row in rows[::-1])
    answers, problems = room.read({"responses/a.csv": first, "responses/b.csv": other})
    assert answers is not None
    assert [(one.code, str(one.where)) for one in problems] == [("S32", "survey/responses/b.csv")]
    assert answers.forms["so"].answers[:, :2].tolist() == [[1, 2], [1, 2], [3, 4]]
    (room.place / "survey/responses/b.csv").write_text(other.replace("d,c", "d,d"))
    answers, problems = room.read({})
    assert answers is not None and not problems
    assert len(answers.forms["so"].cell) == 6


def test_the_same_bytes_are_read_once_whatever_is_wrong_with_them(room: Room) -> None:
    wrong = GOOD + "so-a.nguoi_dan.0001.22,a,,,,,\n"
    answers, problems = room.read({"responses/a.csv": wrong, "responses/b.csv": wrong})
    assert answers is not None
    assert [(one.code, one.where.file[-5:]) for one in problems] == [("S38", "a.csv"), ("S32", "b.csv")]
    assert [(one.rows, one.refused) for one in answers.files] == [(9, 1), (0, 0)]


def test_a_copy_has_the_same_faults(room: Room) -> None:
    first = "unit,group,C1\nso-a,dai_bieu,a\nso-a,dai_bieu,z\n"
    files = {"responses/a.csv": first, "responses/b.csv": first.replace(",", ";")}
    answers, problems = room.read(files)
    assert answers is not None
    assert [one.code for one in problems] == ["S51", "S32"]
    assert [(one.rows, one.refused) for one in answers.files] == [(2, 1), (0, 0)]
    assert len(answers.refused) == 1
    answers, problems = room.read({"responses/b.csv": first.replace("z", "y")})
    assert answers is not None
    assert [one.code for one in problems] == ["S51", "S51"]
    assert len(answers.forms["so"].cell) == 2


def test_each_sheet_of_a_workbook_is_a_table(room: Room) -> None:
    def write(path: Path) -> None:
        book = openpyxl.Workbook()
        for title, forms in (("Một", FORMS[:3]), ("Hai", FORMS[3:])):
            sheet = book.create_sheet(title)
            for row in wide(forms).splitlines():
                sheet.append([cell or None for cell in row.split(",")])
        book.save(path)

    answers = room.answers({"responses/a.xlsx": write})
    assert [(one.file, one.rows) for one in answers.files] == [
        ("survey/responses/a.xlsx#Hai", 5),
        ("survey/responses/a.xlsx#Một", 3),
    ]
    assert counted(answers) == oracle(FORMS)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("schema", "par-index/answers/9", "W19"),
        ("cycle", "thu-2022", "C25"),
        ("year", "2022", "C26"),
        ("set", "thu/2022/so", "C27"),
    ],
)
def test_a_workbook_of_another_cycle_is_refused(room: Room, key: str, text: str, code: str) -> None:
    def write(path: Path) -> None:
        as_workbook(GOOD, entry=True)(path)
        book = openpyxl.load_workbook(path)
        about = {"schema": "par-index/answers/1", "kind": "so", key: text}
        for row, pair in enumerate(about.items(), 1):
            for column, cell in enumerate(pair, 1):
                book["_par"].cell(row, column, cell)
        book.save(path)

    answers, problems = room.read({"responses/a.xlsx": write})
    assert answers is not None and not answers.forms
    assert [(one.code, str(one.where)) for one in problems] == [(code, "survey/responses/a.xlsx")]


def test_a_workbook_of_entries_that_lost_its_keys_is_named(room: Room) -> None:
    def write(path: Path) -> None:
        as_workbook(GOOD, entry=True)(path)
        book = openpyxl.load_workbook(path)
        book.worksheets[0].delete_rows(2)
        book.save(path)

    _, problems = room.read({"responses/a.xlsx": write})
    assert [(one.code, str(one.where)) for one in problems] == [("S31", "survey/responses/a.xlsx")]


def test_the_workbooks_we_write_are_read_back(room: Room) -> None:
    unit, plan = room.cycle.cycle.units[0], room.cycle.plans[0]
    asked = room.instrument
    sheets = [
        EntrySheet(group, asked.asked(group.id), tuple(form_code(unit.code, group.id, at) for at in (1, 2)))
        for group in asked.groups
    ]

    def write(path: Path) -> None:
        write_entry_book(unit, plan, room.cycle.cycle, sheets, path)
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                if row[0].value == form_code(unit.code, "nguoi_dan", 2):
                    row[1].value, row[3].value = "Khá", "Rất tốt"
        book.save(path)

    answers = room.answers({"responses/nhap.xlsx": write})
    assert sorted(one.rows for one in answers.files) == [0, 0, 1]
    assert answers.forms["so"].answers.tolist() == [[2, 0, 3, 0, 0, 0]]


def test_a_formula_among_the_answers_is_refused_at_its_cell(room: Room) -> None:
    def write(path: Path) -> None:
        as_workbook(GOOD)(path)
        book = openpyxl.load_workbook(path)
        book.active["B3"] = '="a"'  # type: ignore[index]
        book.save(path)

    answers, problems = room.read({"responses/a.xlsx": write})
    assert answers is not None and not answers.forms
    assert [(one.code, str(one.where)) for one in problems] == [("W09", "survey/responses/a.xlsx#Sheet!B3")]


def test_a_large_csv_file_is_read_by_the_engine_to_the_same_end(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = GOOD.replace("\n", "\r\n") + "so-a.nguoi_dan.0001.22,a,,,,,\r\n"
    small, problems = room.read({"responses/a.csv": wrong})
    monkeypatch.setattr(sources, "LARGE", 10)
    large, found = room.read({})
    assert small is not None and large is not None
    assert small.digest == large.digest and small.files == large.files and small.refused == large.refused
    assert problems == found
    (room.place / "survey/responses/a.csv").write_bytes(wrong.encode() * 2 + b"\xff\n")
    _, found = room.read({})
    assert [(one.code, one.where.line) for one in found] == [("W10", 21)]


def test_answers_that_pass_in_parts_make_the_same_record(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, Content] = {
        "responses/a.parquet": as_parquet(long(FORMS[:5])),
        "responses/b.csv": long(FORMS[5:7]),
        "responses/c.csv": long(FORMS[7:] + FORMS[:1]),
    }
    whole, problems = room.read(files)
    monkeypatch.setattr(matrix, "_PART", 4)
    parts, found = room.read({})
    assert whole is not None and parts is not None
    assert (whole.digest, whole.files, problems) == (parts.digest, parts.files, found)
    assert counted(parts) == oracle(FORMS)
    assert [one.code for one in problems] == ["S45"]


def test_one_option_misspelt_in_one_file_of_many(room: Room) -> None:
    files: dict[str, Content] = {
        f"responses/{at:03}.csv": f"unit,group,form,C1\nso-a,dai_bieu,{at},{'Tôt' if at == 137 else 'Tốt'}\n"
        for at in range(200)
    }
    answers, problems = room.read(files)
    assert answers is not None
    assert [(one.code, str(one.where)) for one in problems] == [("S51", "survey/responses/137.csv:2")]
    assert len(answers.forms["so"].cell) == sum(one.accepted for one in answers.files) == 199


def test_rows_repeated_in_masses_are_told_in_one_problem(room: Room) -> None:
    def write(path: Path) -> None:
        form = "'so-a' AS unit, 'dai_bieu' AS \"group\", i // 2 + 1 AS form"
        rows = duckdb.sql(f"SELECT {form}, 'C1' AS question, 'a' AS option FROM range(300000) t(i)")
        rows.write_parquet(str(path))

    answers, problems = room.read({"responses/a.parquet": write})
    assert answers is not None
    assert [one.code for one in problems] == ["S45"]
    assert problems[0].args["count"] == "150000"
    assert len(answers.refused) == answers.files[0].refused == answers.files[0].accepted == 150_000
    assert len(problems[0].text()) < 1000


def test_nothing_stays_behind(room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spill = tmp_path / "spill"
    spill.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spill))
    room.answers({"responses/a.csv": GOOD})
    assert not list(spill.iterdir())
    assert reading.PLACE == "survey/responses"


def test_columns_named_like_the_engines_own_are_read(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGE", 10)
    rows = "unit,group,row,file_row_number,filled\nso-a,dai_bieu,b,c,d\n,,,,\nso-a,dai_bieu,,c,a\n"
    mapping = "columns: {row: C1, file_row_number: C2, filled: C4}\n"
    answers = room.answers({"responses.yaml": mapping, "responses/a.csv": rows})
    assert answers.forms["so"].answers.tolist() == [[0, 3, 0, 1, 0, 0], [2, 3, 0, 4, 0, 0]]
