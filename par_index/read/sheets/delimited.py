"""Read a CSV file: UTF-8, comma, semicolon or tab, each row with the line it begins on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from par_index.problem import Problem, Where
from par_index.read.sheets.book import MAX_BYTES, Book, Cell, Refusal, Row, Sheet
from par_index.text import encoding_of, normalised

SEPARATORS = ",;\t"


def read_delimited(path: Path, shown: str) -> Book:
    """Read a CSV file as a book of one sheet.

    Raises:
        Refusal: it is missing, too large, not UTF-8, or its quotes do not close.
    """
    return Book(shown, (Sheet(shown, "", tuple(_rows(_text(path, shown), shown))),))


def _text(path: Path, shown: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Refusal(Problem("W18", Where(shown), {"limit": str(MAX_BYTES // 1_000_000)}))
        raw = path.read_bytes()
    except OSError as error:
        raise Refusal(Problem("W17", Where(shown), {"reason": error.strerror or str(error)})) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refusal(Problem("W10", Where(shown, line), {"encoding": encoding_of(raw)})) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refusal(Problem("W11", Where(shown, line)))
    return normalised(text)


def _rows(text: str, shown: str) -> Iterator[Row]:
    header = text.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            raise Refusal(Problem("W12", Where(shown, line), {"reason": str(error)})) from None
        if fields is None:
            return
        cells = {column: Cell(field.strip()) for column, field in enumerate(fields) if field.strip()}
        if cells:
            yield Row(line, cells)
        line = reader.line_num + 1
