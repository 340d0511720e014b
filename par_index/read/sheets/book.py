"""Sheets as read: cells with their exact written text, rows with their numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from par_index.model.facts import WrittenKind
from par_index.problem import Problem, Where

MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_BYTES = 64_000_000


class Cell(NamedTuple):
    """A cell's text: ``93,5%`` of a percent cell, ``31/01/2023`` of a date cell, a formula's kept result."""

    text: str
    kind: WrittenKind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row, by column from 0; ``number`` is the row, or the line of a CSV file."""

    number: int
    cells: Mapping[int, Cell]
    hidden: bool = False


Area = tuple[int, int, int, int]
"""First column, first row, last column, last row; columns from 0, rows from 1."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a whole CSV file (``title`` empty)."""

    file: str
    title: str
    rows: tuple[Row, ...]
    merged: tuple[Area, ...] = ()

    def where(self, number: int, column: int = 0) -> Where:
        """Give the place of a cell: ``file#Sheet!B12``, or the line of a CSV file."""
        if not self.title:
            return Where(self.file, number)
        return Where(self.file, cell=f"{self.title}!{letters(column)}{number}")

    def swallowed(self, number: int, column: int) -> bool:
        """Tell whether a cell lies in a merged area whose one value stands elsewhere."""
        return any(
            left <= column <= right and top <= number <= bottom and (column, number) != (left, top)
            for left, top, right, bottom in self.merged
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of one file, in order."""

    file: str
    sheets: tuple[Sheet, ...]

    def sheet(self, title: str) -> Sheet | None:
        """Find a sheet by its title."""
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


class Refusal(Exception):  # noqa: N818 - it carries a value and never leaves this folder
    """Stop reading a file from deep inside a parser; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Name a column from 0: A, B, … Z, AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


@lru_cache(maxsize=1024)
def column_of(name: str) -> int:
    """Number a column by its letters, from 0: the inverse of ``letters``."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
