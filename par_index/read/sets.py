"""Find and read criteria sets and scoring methods."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from par_index.model.extension import ExtendsSpec
from par_index.model.method import MethodSpec
from par_index.model.source import ItemSpec, PartSpec, SetSpec
from par_index.model.text import Listing, Table, Tree
from par_index.places import Libraries, shown
from par_index.problem import Problem, Where, has_errors
from par_index.read.bind import bind
from par_index.read.extend import extended, read_extension
from par_index.read.yaml_tree import parse_tree, read_text, read_tree
from par_index.text import nearest


@dataclass(frozen=True, slots=True)
class SetSource:
    """A set's record and the tree it came from (for its digest).

    Of a set that extends another both hold the whole: the parent's, filled and split.
    """

    spec: SetSpec
    tree: Tree
    path: Path
    base: Base | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """The set that another extends, and how its file pins it."""

    source: SetSource
    pin: ExtendsSpec


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
    issuer, _, name = str(reference).partition("/")
    years = [one.split("/")[1] for one in known if one.split("/")[::2] == [issuer, name.partition("/")[2]]]
    if years:
        args = {"set": str(reference), "years": ", ".join(years), "last": years[-1]}
        return None, (Problem("L128", Where(""), args),)
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


def read_set(
    path: Path, libraries: Libraries, above: tuple[str, ...] = ()
) -> tuple[SetSource | None, tuple[Problem, ...]]:
    """Read one set file; the record is ``None`` when its structure does not hold.

    ``above`` names the sets that extend this one, nearest last: none of them may be its parent again.
    """
    tree, problems = read_tree(path, shown(path))
    if tree is None:
        return None, problems
    source, refused = source_of(tree, path, libraries, above)
    return source, (*problems, *refused)


def source_of(
    tree: Tree, path: Path, libraries: Libraries, above: tuple[str, ...] = ()
) -> tuple[SetSource | None, tuple[Problem, ...]]:
    """Make a set of its tree; one that extends another stands on the one it names."""
    if isinstance(tree, Table) and "extends" in tree:
        return _read_extension(path, tree, libraries, above)
    spec, refused = bind(SetSpec, tree)
    return (SetSource(spec, tree, path) if spec else None), refused


def _read_extension(
    path: Path, tree: Table, libraries: Libraries, above: tuple[str, ...]
) -> tuple[SetSource | None, tuple[Problem, ...]]:
    """Read the parent first, then put the extension's leaves into the places it left open."""
    own, problems = read_extension(tree)
    if own is None:
        return None, problems
    name, chain = str(own.extends.set), (*above, str(own.set))
    if name in chain:
        args = {"chain": " → ".join((*chain, name))}
        return None, (*problems, Problem("L105", own.extends.set.where, args))
    found, missing = set_path(name, libraries)
    if found is None:
        return None, (*problems, *(replace(item, where=own.extends.set.where) for item in missing))
    parent, refused = read_set(found, libraries, chain)
    problems = (*problems, *refused)
    if parent is None or has_errors(problems):
        return None, problems
    assert isinstance(parent.tree, Table)
    whole, doubts = extended(tree, own, parent.tree, parent.spec)
    if whole is None:
        return None, (*problems, *doubts)
    spec, strange = bind(SetSpec, whole)
    made = SetSource(spec, whole, path, Base(parent, own.extends)) if spec else None
    return made, (*problems, *strange)


def unpinned(source: SetSource, methods: Mapping[str, MethodSource]) -> Iterator[Problem]:
    """Tell each set of a chain of extensions that is no longer the one its extension was written for."""
    while (base := source.base) is not None:
        source, found = base.source, set_digest(base.source, methods)
        if base.pin.digest != found:
            args = {"set": str(base.pin.set), "pinned": str(base.pin.digest), "found": found}
            yield Problem("L106", base.pin.digest.where, args)


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
    text, problem = read_text(path, shown(path))
    return (None, (problem,)) if problem is not None else _method_of(text, shown(path), path.stem)


@lru_cache(maxsize=256)
def _method_of(text: str, name: str, stem: str) -> tuple[MethodSource | None, tuple[Problem, ...]]:
    """Read a method's text; every set of a run is proved with the same few methods."""
    tree, problems = parse_tree(text, name)
    if tree is None:
        return None, problems
    spec, refused = bind(MethodSpec, tree)
    if spec is None:
        return None, (*problems, *refused)
    if spec.method != stem:
        refused = (*refused, Problem("L41", spec.method.where, {"method": spec.method, "file": stem}))
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


def set_digest(source: SetSource, methods: Mapping[str, MethodSource]) -> str:
    """Hash a set with the methods it names: the mark by which cycles and extensions pin it."""
    used = {str(part.method) for part in scored(source.spec) if part.method is not None}
    return digest((source.tree, *(methods[name].tree for name in sorted(used) if name in methods)))


def scored(spec: SetSpec) -> Iterator[ItemSpec | PartSpec]:
    """Give whatever of a set may have a measure: items, and the parts of leaves."""
    for item in spec.items:
        yield item
        yield from item.parts or ()
