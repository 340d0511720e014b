"""Write an output folder whole or not at all, and keep every former result in ``cu/<digest>/``.

Beside the folder ``out`` three hidden names may stand for a moment, and tell what an interrupted run left:

- ``.out.dang-ghi``: being written, or on its way out. Worth nothing.
- ``.out.moi``: with the mark inside, a new result not yet in place (dropped: nobody was told of it);
  without the mark, the former result, just swapped out.
- ``.out.cu``: the former result, on its way to the archive; back to ``out`` if nothing stands there.

``settle`` brings any such state to rest; it runs before and after every writing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from par_index.model.result import Results, digest_of, from_json
from par_index.problem import Problem, Where
from par_index.score.lock import held
from par_index.score.swap import exchange, flush, flush_one

RESULTS = "results.json"
ARCHIVE = "cu"
_MARK = ".moi"
Content = bytes | Callable[[Path], None]
"""A file's bytes, or what writes the file at a path."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Where the results stand, and where the former ones went (``None``: there were none, or the same)."""

    folder: Path
    former: Path | None


def store(out: Path, files: Mapping[str, Content]) -> tuple[Stored | None, tuple[Problem, ...]]:
    """Write ``files`` (paths below ``out``; ``results.json`` among them) in the place of the former result.

    Nothing of the former result is touched unless everything was written.
    """
    out = out.absolute()
    try:
        if _is_foreign(out):
            return None, (Problem("E206", Where(str(out))),)
        out.parent.mkdir(parents=True, exist_ok=True)
        with held(_beside(out, "khoa")) as ours:
            if not ours:
                return None, (Problem("E207", Where(str(out))),)
            settle(out)
            return _write(out, files), ()
    except OSError as error:
        reason = error.strerror or str(error)
        return None, (Problem("E208", Where(str(error.filename or out)), {"reason": reason}),)


def _write(out: Path, files: Mapping[str, Content]) -> Stored:
    staging = _beside(out, "dang-ghi")
    try:
        for name, content in {**files, _MARK: b""}.items():
            _put(staging / name, content)
        flush(staging)
        staging.rename(_beside(out, "moi"))
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _place(out)
    return Stored(out, settle(out))


def _put(path: Path, content: Content) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content(path)


def store_one(path: Path, content: Content) -> tuple[Problem, ...]:
    """Write one file of its own: whole, or the one that stood there is left as it was."""
    part = path.with_name(f".{path.name}.dang-ghi")
    try:
        _put(part, content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        return (Problem("E208", Where(str(error.filename or path)), {"reason": reason}),)
    return ()


def _place(out: Path) -> None:
    new = _beside(out, "moi")
    if not out.exists() or not exchange(new, out):
        if out.exists():
            out.rename(_beside(out, "cu"))
        new.rename(out)
    flush_one(out.parent)


def settle(out: Path) -> Path | None:
    """Finish or undo what an interrupted run left beside ``out``; give the archive folder if one was filled.

    A reader that finds no ``out`` may call it too: the former result then comes back.
    """
    new, old = _beside(out, "moi"), _beside(out, "cu")
    shutil.rmtree(_beside(out, "dang-ghi"), ignore_errors=True)
    if new.exists() and not (new / _MARK).exists():
        new.rename(old)
    if old.exists() and not out.exists():
        old.rename(out)
    if new.exists():
        _discard(out, new)
    archived = _archive(out, old) if old.exists() else None
    (out / _MARK).unlink(missing_ok=True)
    return archived


def _archive(out: Path, old: Path) -> Path | None:
    if (old / ARCHIVE).is_dir():
        (old / ARCHIVE).rename(out / ARCHIVE)
    target = out / ARCHIVE / _name(old)
    if _name(old) == _name(out) or target.exists():
        _discard(out, old)
        return target if target.exists() else None
    target.parent.mkdir(exist_ok=True)
    old.rename(target)
    flush_one(target.parent)
    return target


def _discard(out: Path, folder: Path) -> None:
    """Drop a folder: renamed first, so that a half-dropped one is never taken for a result."""
    trash = folder.rename(_beside(out, "dang-ghi"))
    shutil.rmtree(trash, ignore_errors=True)


def _name(folder: Path) -> str:
    """Give the digest a stored result bears, or one of its bytes when it cannot be read."""
    content = (folder / RESULTS).read_bytes()
    try:
        name = json.loads(content)["digest"]
    except (ValueError, LookupError, TypeError):
        return digest_of(content)
    return name if isinstance(name, str) and name.startswith("sha256-") else digest_of(content)


def _is_foreign(out: Path) -> bool:
    """Tell whether something that is no result of ours stands at ``out``."""
    if not out.is_dir():
        return out.exists()
    return any(out.iterdir()) and not (out / RESULTS).is_file()


def _beside(out: Path, word: str) -> Path:
    return out.parent / f".{out.name}.{word}"


def read_results(path: Path) -> tuple[Results | None, tuple[Problem, ...]]:
    """Read a stored result: its folder, or a ``results.json`` itself."""
    file = path / RESULTS if path.is_dir() else path
    try:
        return from_json(file.read_bytes()), ()
    except OSError as error:
        return None, (Problem("E209", Where(str(file)), {"reason": error.strerror or str(error)}),)
    except ValueError as error:
        return None, (Problem("E210", Where(str(file)), {"reason": str(error)}),)
