"""What a sheet of a set's workbook is: a title and its columns, each with a key and a way to read its cells.

A cell's *form* says how its text is read: ``text`` and ``number`` as they stand (a ``number`` may be typed as
a number or a day too), ``list`` and ``cites`` as pieces, ``table`` as YAML. A heading ends with its key in
brackets; a column without one is its author's own and is not read.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Form = Literal["text", "number", "list", "table", "cites"]


class Column(NamedTuple):
    """A column: its key, what stands above it, its width in character units, how its cells are read."""

    key: str
    words: str
    width: float
    form: Form = "text"

    @property
    def heading(self) -> str:
        return f"{self.words}\n({self.key})"


class Layout(NamedTuple):
    """A sheet: its title and columns; the first ``kept`` stay in view."""

    title: str
    columns: tuple[Column, ...]
    kept: int

    def form(self, key: str) -> Form:
        """Tell how the cells of a column are read."""
        return next((column.form for column in self.columns if column.key == key), "text")


KEYS = Column("keys", "Thứ tự khóa", 10)
"""Hidden: the order in which the file writes a record's keys, where it is not the usual one."""
