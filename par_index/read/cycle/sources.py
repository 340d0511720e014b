"""Find and open the files of a cycle's folder, and read the header of a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from par_index.problem import Problem, Where
from par_index.read.sheets import Book, read_book
from par_index.read.tables import Layout, Line, table

TEMPLATE_SCHEMA = "par-index/template/1"
READABLE = (".csv", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its sheets and, when it is a form of ours, the form's header (else empty)."""

    book: Book
    header: Mapping[str, str]

    @property
    def where(self) -> Where:
        return Where(self.book.file)


def files(folder: Path, name: str) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """List ``<name>.csv`` and what lies in ``<name>/``, sorted; a file we cannot read is named."""
    single = [path for path in (folder / f"{name}.csv",) if path.is_file()]
    found = sorted(path for path in (folder / name).glob("*") if path.is_file() and path.name[0] not in ".~")
    problems = tuple(
        Problem("W16", Where(path.relative_to(folder).as_posix()), {"known": ", ".join(READABLE)})
        for path in found
        if path.suffix.lower() not in (*READABLE, ".xls")
    )
    readable = (path for path in found if path.suffix.lower() in (*READABLE, ".xls"))
    return (*single, *readable), problems


def opened(paths: Sequence[Path], folder: Path) -> Iterator[tuple[Source | None, tuple[Problem, ...]]]:
    """Open files one after another; places in them are named from the cycle's folder."""
    for path in paths:
        shown = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
        book, problems = read_book(path, shown)
        if book is None:
            yield None, problems
            continue
        header = _header(book)
        schema = header.get("schema", TEMPLATE_SCHEMA)
        if schema != TEMPLATE_SCHEMA:
            args = {"schema": schema, "known": TEMPLATE_SCHEMA}
            yield None, (*problems, Problem("W19", Where(shown), args))
        else:
            yield Source(book, header), problems


def _header(book: Book) -> Mapping[str, str]:
    sheet = book.sheet("_par")
    rows = sheet.rows if sheet else ()
    pairs = [(row.cells[0].text, row.cells[1].text) for row in rows if 0 in row.cells and 1 in row.cells]
    return {key.strip(): text.strip() for key, text in pairs}


def lines(source: Source, layout: Layout) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """Read the tables of all sheets, or say that the file holds none."""
    found: list[Line] = []
    problems: list[Problem] = []
    tables = 0
    for sheet in source.book.sheets:
        if sheet.title == "_par":
            continue
        made, refused = table(sheet, layout)
        problems.extend(refused)
        tables += made is not None or bool(refused)
        found.extend(made.lines if made else ())
    if not tables:
        problems.append(Problem("C03", source.where, {"columns": ", ".join(layout.names)}))
    return tuple(found), tuple(problems)
