"""Import a criteria set from a workbook: prove it first, each mistake at its cell, then write its YAML."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from par_index.compile import proved
from par_index.model.plan import Plan
from par_index.places import Libraries, shown
from par_index.problem import Problem, has_errors, in_order
from par_index.read.set_book import read_set_book
from par_index.read.sets import source_of
from par_index.read.yaml_text import yaml_text
from par_index.revision.begin import write_new


@dataclass(frozen=True, slots=True)
class Imported:
    """The file that was written, and the set proved, one plan a kind of unit."""

    path: Path
    plans: tuple[Plan, ...]


def import_set(
    book: Path, out: Path | None, folder: Path, libraries: Libraries
) -> tuple[Imported | None, tuple[Problem, ...]]:
    """Write the set of a workbook as a file that does not exist yet; with any error nothing is written.

    Without ``out`` it goes below ``folder``, where its id says.
    """
    tree, problems = read_set_book(book, shown(book))
    if tree is None or has_errors(problems):
        return None, in_order(problems)
    source, refused = source_of(tree, book, libraries)
    plans, problems = proved(source, (*problems, *refused), libraries)
    if source is None or has_errors(problems):
        return None, problems
    place = out or folder / f"{source.spec.set}.yaml"
    unwritten = write_new(place, yaml_text(tree))
    return (None if unwritten else Imported(place, plans)), (*problems, *unwritten)
