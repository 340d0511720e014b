"""Export a criteria set as a workbook, where nothing stands yet.

What is written is read back before it is handed over: a workbook that would not give the same set again is
refused, never given with something missing.
"""

from __future__ import annotations

from pathlib import Path

from par_index.model.extension import ExtensionSpec
from par_index.model.source import SetSpec
from par_index.model.text import Table
from par_index.papers.set_book import write_set_book
from par_index.places import Libraries, shown
from par_index.problem import NOWHERE, Problem, Where, has_errors
from par_index.read.bind import bind
from par_index.read.set_book import read_set_book
from par_index.read.sets import digest, read_methods, set_path
from par_index.read.yaml_tree import read_tree

BLANK = "bo-tieu-chi-moi"


def export_set(
    reference: str, out: Path | None, libraries: Libraries
) -> tuple[Path | None, tuple[Problem, ...]]:
    """Write a set, by its id or file, as a workbook; without ``reference`` a blank one.

    Without ``out`` it stands here and is named after the set. The file alone is read: the set that an
    extension extends need not be there.
    """
    tree, name, problems = _set(reference, libraries) if reference else (_blank(), BLANK, ())
    if tree is None:
        return None, problems
    place = out or Path(f"{name.replace('/', '-')}.xlsx")
    problems = (*problems, *_write(tree, place, sorted(read_methods(libraries)[0])))
    return (None if has_errors(problems) else place), problems


def _set(reference: str, libraries: Libraries) -> tuple[Table | None, str, tuple[Problem, ...]]:
    """Read a set's file: its tree, when it has the form of a set, and its id."""
    source, problems = set_path(reference, libraries)
    if source is None:
        return None, "", problems
    tree, problems = read_tree(source, shown(source))
    if tree is None:
        return None, "", problems
    whole = not (isinstance(tree, Table) and "extends" in tree)
    spec, refused = bind(SetSpec, tree) if whole else bind(ExtensionSpec, tree)
    problems = (*problems, *refused)
    if spec is None or not isinstance(tree, Table) or has_errors(problems):
        return None, "", problems
    return tree, str(spec.set), problems


def _blank() -> Table:
    made = Table()
    made.where, made.flow = NOWHERE, False
    return made


def _write(tree: Table, place: Path, methods: list[str]) -> tuple[Problem, ...]:
    if place.exists():
        return (Problem("L129", Where(shown(place))),)
    part = place.with_name(f"{place.name}.tam")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        kept = _kept(tree, part, methods)
        if kept:
            part.rename(place)
        else:
            part.unlink()
    except OSError as error:
        return (Problem("L122", Where(shown(place)), {"reason": error.strerror or str(error)}),)
    return () if kept else (Problem("X10", tree.where),)


def _kept(tree: Table, part: Path, methods: list[str]) -> bool:
    """Write a workbook and tell whether it says all its set says."""
    write_set_book(tree, part, methods)
    made, problems = read_set_book(part, part.name)
    return made is not None and not problems and digest([made]) == digest([tree])
