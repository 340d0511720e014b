"""Find and read criteria sets and scoring methods."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from par_index.model.source import MethodSpec, SetSpec
from par_index.model.text import Listing, Table, Tree
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree
from par_index.text import nearest


@dataclass(frozen=True, slots=True)
class SetSource:
    """A set's record and the tree it came from (for its digest)."""

    spec: SetSpec
    tree: Tree
    path: Path


@dataclass(frozen=True, slots=True)
class MethodSource:
    """A method's record and its tree."""

    spec: MethodSpec
    tree: Tree


def set_path(reference: str | Path, libraries: Libraries) -> tuple[Path | None, tuple[Problem, ...]]:
    """Find a set by its id (``tien-giang/2023/so``) or by its file."""
    direct = Path(reference)
    if direct.suffix in (".yaml", ".yml") and direct.is_file():
        return direct, ()
    for folder in libraries.criteria:
        path = folder / f"{reference}.yaml"
        if path.is_file():
            return path, ()
    known = set_ids(libraries)
    best = nearest(str(reference), known)
    hint = best or ""
    args = {"set": str(reference), "known": ", ".join(known) or "(chưa có bộ nào)", "nearest": hint}
    return None, (Problem("L40", Where(""), args),)


def set_ids(libraries: Libraries) -> tuple[str, ...]:
    """List the ids of every set on the shelves, sorted."""
    found = {
        path.relative_to(folder).with_suffix("").as_posix()
        for folder in libraries.criteria
        for path in folder.glob("*/*/*.yaml")
    }
    return tuple(sorted(found))


def read_set(path: Path) -> tuple[SetSource | None, tuple[Problem, ...]]:
    """Read one set file; the record is ``None`` when its structure does not hold."""
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    spec, refused = bind(SetSpec, tree)
    return (SetSource(spec, tree, path) if spec else None), (*problems, *refused)


def read_methods(libraries: Libraries) -> tuple[Mapping[str, MethodSource], tuple[Problem, ...]]:
    """Read every method of the shelves; a nearer folder's method stands before a shipped one."""
    found: dict[str, MethodSource] = {}
    problems: list[Problem] = []
    for folder in libraries.rules:
        for path in sorted((folder / "methods").glob("*.yaml")):
            if path.stem in found:
                continue
            source, refused = _read_method(path)
            problems.extend(refused)
            if source is not None:
                found[path.stem] = source
    return found, tuple(problems)


def _read_method(path: Path) -> tuple[MethodSource | None, tuple[Problem, ...]]:
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    spec, refused = bind(MethodSpec, tree)
    if spec is None:
        return None, (*problems, *refused)
    if spec.method != path.stem:
        refused = (*refused, Problem("L41", spec.method.where, {"method": spec.method, "file": path.stem}))
    return MethodSource(spec, tree), (*problems, *refused)


def place_of_key(tree: Tree, *path: str) -> Where:
    """Find where a key of a file stands, or the last key above it that does."""
    where = tree.where
    for step in path:
        key = next((item for item in tree if item == step), None) if isinstance(tree, Table) else None
        if key is None or not isinstance(tree, Table):
            return where
        where, tree = key.where, tree[key]
    return where


def digest(trees: Iterable[Tree]) -> str:
    """Hash what the files say, not their bytes: comments, quotes and line ends do not count."""
    plain = [_plain(tree) for tree in trees]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return "sha256-" + hashlib.sha256(text.encode()).hexdigest()


def _plain(tree: Tree) -> object:
    if isinstance(tree, Table):
        return [[str(key), _plain(item)] for key, item in tree.items()]
    return [_plain(item) for item in tree] if isinstance(tree, Listing) else str(tree)
