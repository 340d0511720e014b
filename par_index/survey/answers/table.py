"""Describe tables of answers: their columns of ours, where rows stand, how the engine holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from par_index.problem import Where
from par_index.read.sheets.book import letters


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the columns of ours stand (from 0), and what the mapping says in their place.

    ``questions`` is empty in a long table, which has the roles ``question`` and ``option`` instead.
    """

    roles: Mapping[str, int]
    questions: Mapping[str, int]
    constants: Mapping[str, str]

    @property
    def long(self) -> bool:
        return not self.questions

    def has(self, role: str) -> bool:
        """Tell whether a role is filled, by a column or by a constant."""
        return role in self.roles or role in self.constants


ROWS = 1 << 32
"""The engine numbers a row by its table's number times this, and its own: sorted, by table and row."""


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV or Parquet file, or the sheet ``title`` of a workbook; ``number`` counts tables as they come."""

    number: int
    file: str
    title: str
    digest: str
    layout: Layout

    @property
    def shown(self) -> str:
        """Name the file, with the sheet."""
        return f"{self.file}#{self.title}" if self.title else self.file

    def where(self, row: int = 0, column: str = "") -> Where:
        """Give the place of a cell; a row of a CSV file is its line, of Parquet its number from 1."""
        if not self.title or not row:
            return Where(self.file, row)
        at = self.layout.roles.get(column, self.layout.questions.get(column, 0))
        return Where(self.file, cell=f"{self.title}!{letters(at)}{row}")


@dataclass(frozen=True, slots=True)
class Relation:
    """Tables of the same columns as the engine holds them, under one ``name``.

    Its columns are ``row``, the roles (a text each, ``form`` a whole number where ``numbered``), then ``q0``,
    ``q1``, … for the layout's questions, or ``question`` and ``option``.
    """

    name: str
    layout: Layout
    tables: tuple[Table, ...]
    numbered: bool = False
