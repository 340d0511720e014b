"""Find the files of answers and open each as tables of the engine; one that cannot be read is named."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from par_index.problem import Problem, Where
from par_index.survey.answers.bulk import open_bulk
from par_index.survey.answers.columns import Declared
from par_index.survey.answers.known import Known
from par_index.survey.answers.sheets import Laid, Opening, open_sheets
from par_index.survey.answers.table import Relation

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

READABLE = (".csv", ".parquet", ".xlsx", ".xlsm")
_PATH = re.compile(r"(?<=['\"]).*[/\\].*(?=['\"])")
"""The engine names a file by its whole path, which is nobody's business."""
LARGE = 8_000_000
"""Bytes beyond which the engine itself reads a CSV file."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its tables: none where it cannot be read, or repeats the bytes of ``same_as``.

    ``headers``: what its columns are called, known even where they are refused.
    """

    file: str
    digest: str
    tables: tuple[Laid | Relation, ...]
    problems: tuple[Problem, ...]
    same_as: str = ""
    headers: frozenset[str] = frozenset()


def responses(folder: Path) -> tuple[Path, ...]:
    """List the files of a folder of answers, by name; hidden ones and those an editor holds are none."""
    return tuple(sorted(one for one in folder.glob("*") if one.is_file() and one.name[0] not in ".~"))


def open_all(
    engine: DuckDBPyConnection, folder: Path, place: str, known: Known, declared: Declared
) -> Iterator[Opened]:
    """Open file after file; bytes that were read before are not read again."""
    seen: dict[str, str] = {}
    numbers = itertools.count()
    for path in responses(folder / place):
        shown = path.relative_to(folder).as_posix()
        if path.suffix.lower() not in (*READABLE, ".xls"):
            yield Opened(shown, "", (), (Problem("W16", Where(shown), {"known": ", ".join(READABLE)}),))
            continue
        digest, problem = _digest(path, shown)
        if problem is not None:
            yield Opened(shown, "", (), (problem,))
        elif digest in seen:
            args = {"first": seen[digest]}
            yield Opened(shown, digest, (), (Problem("S32", Where(shown), args),), seen[digest])
        else:
            seen[digest] = shown
            yield _open(Opening(engine, path, shown, digest, known, declared, numbers))


def _open(opening: Opening) -> Opened:
    import duckdb

    suffix = opening.path.suffix.lower()
    bulk = suffix == ".parquet" or (suffix == ".csv" and opening.path.stat().st_size > LARGE)
    try:
        found = [*(open_bulk(opening) if bulk else open_sheets(opening))]
    except duckdb.Error as error:
        return Opened(opening.shown, opening.digest, (), (unreadable(opening.shown, error),))
    tables = tuple(table for table, _ in found if table is not None)
    problems = tuple(one for _, told in found for one in told)
    return Opened(
        opening.shown, opening.digest, tables, problems, headers=frozenset(opening.headers)
    )


def unreadable(shown: str, error: Exception) -> Problem:
    """Name a file that the engine cannot read, with its own reason."""
    reason = str(error).split("\n", 1)[0]
    return Problem("S31", Where(shown), {"reason": _PATH.sub(Path(shown).name, reason)})


def _digest(path: Path, shown: str) -> tuple[str, Problem | None]:
    try:
        with path.open("rb") as file:
            return f"sha256-{hashlib.file_digest(file, 'sha256').hexdigest()}", None
    except OSError as error:
        return "", Problem("W17", Where(shown), {"reason": error.strerror or str(error)})
