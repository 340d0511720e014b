"""Paste each command's ``--help`` into docs/cli.md: run ``python -m tests.docs.help_page``.

The page is written by hand but for its blocks that begin with ``Usage: par-index``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperGroup
from typer.testing import CliRunner

from par_index.cli import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cli.md"
BLOCK = re.compile(r"```text\nUsage: par-index ?([a-z -]*) \[OPTIONS\].*?```", re.DOTALL)


def verbs() -> list[str]:
    """Name every command, also those below another (``survey plan``), and "" for the program itself."""
    return ["", *_below(typer.main.get_group(app))]


def _below(group: TyperGroup, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        yield prefix + name
        if isinstance(command, TyperGroup):
            yield from _below(command, f"{prefix}{name} ")


def help_of(verb: str) -> str:
    """Give what ``par-index VERB --help`` prints on a terminal of 80 columns."""
    done = CliRunner().invoke(app, [*verb.split(), "--help"], prog_name="par-index", env={"COLUMNS": "80"})
    assert done.exit_code == 0, done.output
    return "\n".join(line.rstrip() for line in done.output.strip().splitlines())


def block(verb: str) -> str:
    return f"```text\n{help_of(verb)}\n```"


if __name__ == "__main__":
    PAGE.write_text(BLOCK.sub(lambda found: block(found[1]), PAGE.read_text("utf-8")), "utf-8")
