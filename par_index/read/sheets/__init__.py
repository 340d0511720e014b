"""Read workbooks and CSV files into sheets of cells, refusing by name what cannot be read."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

from par_index.problem import Problem
from par_index.read.sheets.book import Book, Cell, Refusal, Row, Sheet
from par_index.read.sheets.delimited import read_delimited
from par_index.read.sheets.formats import formats
from par_index.read.sheets.grid import Commons, sheet
from par_index.read.sheets.package import BROKEN, Package, broken, opened
from par_index.read.sheets.strings import shared_strings

__all__ = ["Book", "Cell", "Row", "Sheet", "read_book"]

HEADER_SHEET = "_par"


def read_book(path: Path, shown: str) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a ``.csv`` file or a workbook; ``shown`` is the file's name in messages.

    Sheets whose title begins with ``_`` are the program's own and are left out, but for ``_par``.
    """
    try:
        if path.suffix.lower() == ".csv":
            return read_delimited(path, shown), ()
        return _read_workbook(path, shown), ()
    except Refusal as refusal:
        return None, (refusal.problem,)


def _read_workbook(path: Path, shown: str) -> Book:
    package = opened(path, shown)
    with package.archive:
        try:
            return Book(shown, tuple(_sheets(package)))
        except BROKEN as error:
            raise broken(shown, error) from None


def _sheets(package: Package) -> Iterator[Sheet]:
    titles, from_1904 = _contents(package)
    targets = _targets(package)
    commons = Commons(shared_strings(package), formats(package), from_1904)
    for title, link in titles.items():
        if title == HEADER_SHEET or not title.startswith("_"):
            yield sheet(package, targets[link], title, commons)


def _contents(package: Package) -> tuple[Mapping[str, str], bool]:
    """Give each sheet's title with the link to its part, in order, and whether days count from 1904."""
    titles: dict[str, str] = {}
    from_1904 = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal from_1904
        tag = tag[tag.find(":") + 1 :]
        if tag == "sheet":
            link = next(text for name, text in attributes.items() if name.endswith(":id"))
            titles[attributes["name"]] = link
        elif tag == "workbookPr":
            from_1904 = attributes.get("date1904", "0") in ("1", "true")

    package.parse("xl/workbook.xml", start)
    return titles, from_1904


def _targets(package: Package) -> Mapping[str, str]:
    """Give the part each link of the workbook points to."""
    targets: dict[str, str] = {}

    def start(_: str, attributes: Mapping[str, str]) -> None:
        if "Target" in attributes:
            path = posixpath.normpath(posixpath.join("/xl", attributes["Target"]))
            targets[attributes["Id"]] = path.lstrip("/")

    package.parse("xl/_rels/workbook.xml.rels", start)
    return targets
