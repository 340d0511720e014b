"""Describe one table of answers that the engine holds: its columns of ours and where its rows stand."""

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


@dataclass(frozen=True, slots=True)
class Table:
    """A relation ``name`` of the engine.

    Its columns are ``row``, the roles (a text each, ``form`` a whole number where ``numbered``), then ``q0``,
    ``q1``, … for the layout's questions, or ``question`` and ``option``. ``title`` names the sheet.
    """

    name: str
    file: str
    title: str
    digest: str
    layout: Layout
    numbered: bool = False

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
