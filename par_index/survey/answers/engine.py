"""Open DuckDB, the counting engine: two threads, bounded memory, and a folder of its own to spill into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COMMAND = 'pip install "par-index[survey]"'
MEMORY = "400MB"
"""What DuckDB may hold before it spills; the accepted forms stand beside it."""


def installed() -> bool:
    """Tell whether the engine is there; it comes with the extra ``survey``."""
    return find_spec("duckdb") is not None


@contextmanager
def engine() -> Iterator[DuckDBPyConnection]:
    """Give a database in memory, gone at the end with all it spilled; ``bad`` is for rows left out."""
    import duckdb

    with TemporaryDirectory(prefix="par-index-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 2,
            "memory_limit": MEMORY,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        with duckdb.connect(":memory:", config=settings) as database:
            database.execute('CREATE TABLE bad("row" BIGINT)')
            yield database


def keep(database: DuckDBPyConnection, columns: Mapping[str, object], statement: str) -> None:
    """Run a statement that reads arrays of equal length as the columns of ``loaded``."""
    database.register("loaded", columns)
    database.execute(statement)
    database.unregister("loaded")


def single(database: DuckDBPyConnection, asked: str) -> tuple[Any, ...]:
    """Ask for the one row of an answer."""
    (row,) = database.execute(asked).fetchall()
    return tuple(row)


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def named(text: str) -> str:
    """Write a text as an SQL name."""
    return '"' + text.replace('"', '""') + '"'
