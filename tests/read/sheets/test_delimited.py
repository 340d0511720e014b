"""CSV files as people save them, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from par_index.read.sheets import read_book


def read(path: Path, raw: bytes) -> list[tuple[int, list[str]]]:
    path.write_bytes(raw)
    book, problems = read_book(path, "a.csv")
    assert book is not None, problems
    return [(row.number, [cell.text for cell in row.cells.values()]) for row in book.sheets[0].rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_marks(tmp_path: Path, separator: str, end: str, mark: bytes) -> None:
    rows = (("unit", "name"), ("SNV", "So\u031b\u0309 "), ("", ""), ("a", "b"))
    lines = [separator.join(row) for row in rows]
    assert read(tmp_path / "a.csv", mark + end.join(lines).encode()) == [
        (1, ["unit", "name"]),
        (2, ["SNV", "Sở"]),
        (4, ["a", "b"]),
    ]


def test_the_header_alone_settles_the_separator(tmp_path: Path) -> None:
    assert read(tmp_path / "a.csv", b"unit;value\nSNV;12,5\nSTC;1,2,3,4\n")[1:] == [
        (2, ["SNV", "12,5"]),
        (3, ["STC", "1,2,3,4"]),
    ]


def test_rows_after_quoted_line_ends_keep_their_own_lines(tmp_path: Path) -> None:
    raw = 'a,b\n1,"x\ny\n"\n2,"z "" z"\n3,u\u2028v\n'.encode()
    found = read(tmp_path / "a.csv", raw)[1:]
    assert found == [(2, ["1", "x\ny"]), (5, ["2", 'z " z']), (6, ["3", "u\u2028v"])]


@given(st.lists(st.lists(st.text("aă,;\"\n\r\t x", max_size=5), min_size=2, max_size=4), max_size=5))
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["unit", "name"], *table])
    found = read(tmp_path_factory.mktemp("csv") / "a.csv", out.getvalue().encode())
    kept = [[field.strip() for field in row if field.strip()] for row in table]
    assert [fields for _, fields in found[1:]] == [row for row in kept if row]
