"""Put one folder in another's place: at once where the system can, else by two renames."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux's renameat2(2)."""


def exchange(one: Path, other: Path) -> bool:
    """Swap two folders' names in one indivisible step; ``False`` where the system has no such step."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def flush(folder: Path) -> None:
    """Send a folder's files and names to the disk, so that a power cut cannot undo them."""
    for path in (*folder.rglob("*"), folder):
        flush_one(path)


def flush_one(path: Path) -> None:
    """Send one file, or one folder's list of names, to the disk."""
    if os.name == "nt" and path.is_dir():  # pragma: no cover - Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
