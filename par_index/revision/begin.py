"""Begin a new set as a copy of another: its text with every comment, under a new id, proposed anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from par_index.model.text import Table, Tree
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where, has_errors
from par_index.read.sets import set_path
from par_index.read.yaml_tree import parse_tree, read_text

_PART = r"\w+(?:[.-]\w+)*"
_ID = re.compile(rf"{_PART}/(\d{{4}})/{_PART}")
_LINE = re.compile(r"([^:]+:[ \t]*)([^\s#]+)(.*)")
_DROPPED = ("number", "date", "supersedes", "valid")
"""What belongs to the decision that issued the former set."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A new set's file, the former year, and the lines (number, text) that still speak of it."""

    path: Path
    former: str
    year: str
    mentions: tuple[tuple[int, str], ...]


def begin(
    reference: str, new_id: str, place: Path, libraries: Libraries
) -> tuple[Begun | None, tuple[Problem, ...]]:
    """Copy a set to a file that does not exist yet; nothing is ever written over."""
    source, problems = set_path(reference, libraries)
    if source is None:
        return None, problems
    name = shown(source)
    text, unread = read_text(source, name)
    if unread is not None:
        return None, (unread,)
    tree, problems = parse_tree(text, name)
    year = _ID.fullmatch(new_id)
    if has_errors(problems):
        return None, problems
    made = renewed(text, tree, new_id, year[1]) if year and tree is not None else None
    if made is None or year is None or not isinstance(tree, Table):
        return None, (Problem("L127", Where(name), {"set": new_id}),)
    former = str(_values(tree).get("year", ""))
    refused = write_new(place, made)
    mentions = speaking_of(made, former) if former != year[1] else ()
    return (None if refused else Begun(place, former, year[1], mentions)), refused


def renewed(text: str, tree: Tree, new_id: str, year: str) -> str | None:
    """Change id, year and status where they stand, and leave out what belongs to the former decision.

    ``None`` when the text does not read as meant afterwards: its keys do not stand a line each.
    """
    if not isinstance(tree, Table):
        return None
    lines: list[str | None] = list(text.split("\n"))
    wanted = {"set": new_id, "year": year, "status": "proposed"}
    for key in tree:
        at = key.where.line - 1
        if key in _DROPPED:
            for line in range(at, _end(lines, at)):
                lines[line] = None
        elif key in wanted and (found := _LINE.fullmatch(lines[at] or "")):
            lines[at] = f"{found[1]}{wanted[key]}{found[3]}"
    made = "\n".join(line for line in lines if line is not None)
    values = _values(parse_tree(made, "")[0])
    return made if all(values.get(key) == value for key, value in wanted.items()) else None


def _end(lines: list[str | None], start: int) -> int:
    """Find where a key's own lines end: at the next line that is not indented below it."""
    end = start + 1
    while end < len(lines) and (lines[end] or "").startswith((" ", "\t")):
        end += 1
    return end


def _values(tree: Tree | None) -> dict[str, str]:
    return {str(key): str(value) for key, value in tree.items()} if isinstance(tree, Table) else {}


def speaking_of(text: str, year: str) -> tuple[tuple[int, str], ...]:
    """List the lines, from 1, that mention a year: days, decisions, names."""
    word = re.compile(rf"(?<!\d){re.escape(year)}(?!\d)")
    return tuple(
        (number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if word.search(line)
    )


def write_new(place: Path, text: str) -> tuple[Problem, ...]:
    """Write a file where none stands, with the folders above it."""
    if place.exists():
        return (Problem("L129", Where(shown(place))),)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except OSError as error:
        return (Problem("L122", Where(shown(place)), {"reason": error.strerror or str(error)}),)
    return ()
