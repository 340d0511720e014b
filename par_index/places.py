"""Find criteria, rules and examples: in the user's folder, the package's data, the repository."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Shelf = Literal["criteria", "rules", "examples"]
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Libraries:
    """Folders to search, nearest first."""

    criteria: tuple[Path, ...]
    rules: tuple[Path, ...]


def libraries(criteria: Path | None = None, rules: Path | None = None) -> Libraries:
    """Put the user's folders, when given, before those that ship with the package."""
    return Libraries(_shelves("criteria", criteria), _shelves("rules", rules))


def shipped(shelf: Shelf) -> Path:
    """Give the shipped folder of a shelf: package data of a wheel, else the repository's own."""
    inside = _PACKAGE / "_data" / shelf
    return inside if inside.is_dir() else _PACKAGE.parent / shelf


def _shelves(shelf: Shelf, first: Path | None) -> tuple[Path, ...]:
    return (first, shipped(shelf)) if first is not None else (shipped(shelf),)


def shown(path: Path) -> str:
    """Name a file as its reader would: below the working folder or a shipped one, else in full."""
    for root in (Path.cwd(), _PACKAGE / "_data", _PACKAGE.parent):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.as_posix()
