"""``par-index export-set`` and ``import-set``: a criteria set as a workbook, and back."""

from __future__ import annotations

from pathlib import Path

from par_index.cli.check import summary
from par_index.cli.output import say, tell
from par_index.papers.export_set import export_set
from par_index.places import Libraries, shown
from par_index.problem import Language
from par_index.revision.import_set import import_set


def run_export(reference: str, out: Path | None, shelves: Libraries, language: Language) -> int:
    """Write the set as a workbook; print where."""
    place, problems = export_set(reference, out, shelves)
    code = tell(problems, language)
    if place is not None:
        say(shown(place))
    return code


def run_import(book: Path, out: Path | None, folder: Path, shelves: Libraries, language: Language) -> int:
    """Write the workbook's set as YAML when it is proved; print where, and what was proved."""
    made, problems = import_set(book, out, folder, shelves)
    code = tell(problems, language)
    if made is not None:
        say(shown(made.path))
        for plan in made.plans:
            say(summary(plan, language))
    return code
