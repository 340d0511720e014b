"""Mistakes as values: a code, a place and the words that mend it.

The words live in ``messages/<area>.toml``, one table a code:

    [R07]
    level = "error"                     # error | warning | note
    vi = ["Bậc điểm bị hở", "Từ {low} đến {high} chưa có mức điểm.", "Thêm một bậc …"]
    en = ["Gap between bands", "No band covers {low} to {high}.", "Add a band …"]

that is: title, what happened and why, how to mend it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Literal

Language = Literal["vi", "en"]
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Where:
    """A place a person can open: a file with line and column, or a cell of a sheet."""

    file: str
    line: int = 0
    column: int = 0
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}#{self.cell}"
        if not self.line:
            return self.file
        return f"{self.file}:{self.line}:{self.column}" if self.column else f"{self.file}:{self.line}"

    def shifted(self, columns: int) -> Where:
        """Give the place ``columns`` characters to the right on the same line."""
        return Where(self.file, self.line, self.column + columns, self.cell)


NOWHERE = Where("")


@dataclass(frozen=True, slots=True)
class Wording:
    """The level and the two languages' (title, what, remedy) of one code."""

    level: Level
    vi: tuple[str, str, str]
    en: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: which (``code``), where, and the particulars its wording needs."""

    code: str
    where: Where
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return wordings()[self.code].level

    @property
    def is_error(self) -> bool:
        return self.level == "error"

    def texts(self, language: Language = "vi") -> tuple[str, str, str]:
        """Give title, what happened, and the remedy, with the particulars filled in."""
        wording = wordings()[self.code]
        title, what, remedy = wording.vi if language == "vi" else wording.en
        args = self._particulars(language)
        return title.format_map(args), what.format_map(args), remedy.format_map(args)

    def _particulars(self, language: Language) -> Mapping[str, str]:
        """Turn the nearest known word, where one was found, into a question in the reader's language."""
        best = self.args.get("nearest", "")
        asked = " Có phải “{}”?" if language == "vi" else " Did you mean “{}”?"
        return {**self.args, "nearest": asked.format(best)} if best else self.args

    def text(self, language: Language = "vi") -> str:
        """Print the problem as three lines: place, code and title; what; how to mend it."""
        title, what, remedy = self.texts(language)
        how = "Cách sửa" if language == "vi" else "Remedy"
        place = f"{self.where}  " if self.where.file else ""
        return f"{place}{self.code}  {title}\n    {what}\n    {how}: {remedy}"


@cache
def wordings() -> Mapping[str, Wording]:
    """Read every code's wording once, from all files of ``messages/``."""
    found: dict[str, Wording] = {}
    for entry in sorted(resources.files("par_index.messages").iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        for code, table in tomllib.loads(entry.read_text("utf-8")).items():
            if code in found:
                raise ValueError(f"code {code} is listed twice, again in {entry.name}")
            found[code] = Wording(table.get("level", "error"), _three(table["vi"]), _three(table["en"]))
    return found


def _three(texts: list[str]) -> tuple[str, str, str]:
    title, what, remedy = texts
    return title, what, remedy


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by place, then code, dropping exact repeats."""
    unique = {(item.where, item.code, tuple(sorted(item.args.items()))): item for item in problems}
    return tuple(unique[key] for key in sorted(unique))


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether any of the problems is an error, not a warning or a note."""
    return any(problem.is_error for problem in problems)
