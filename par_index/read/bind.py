"""Bind a positioned tree to a model: all refusals at once, each at its own line and column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from par_index.model.scalars import Spec
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.read.mend import KEY, keys_of, mend, words_allowed
from par_index.text import nearest

Model = TypeVar("Model", bound=Spec)

_ROUNDS = 4
_EXPECTED = {
    "tuple_type": "một danh sách (mỗi dòng bắt đầu bằng dấu -)",
    "list_type": "một danh sách (mỗi dòng bắt đầu bằng dấu -)",
    "dict_type": "một bảng các dòng “khóa: giá trị”",
    "model_type": "một bảng các dòng “khóa: giá trị”",
    "model_attributes_type": "một bảng các dòng “khóa: giá trị”",
    "string_type": "một dòng chữ",
    "literal_error": "một từ có sẵn",
}


def bind(model: type[Model], tree: Tree) -> tuple[Model | None, tuple[Problem, ...]]:
    """Make a record of the tree, and tell every place where it does not fit.

    A tree that does not fit is mended by guess (the nearest key, the first allowed word) so that reading can
    go on and later checks add their own problems; only when no guess helps is the record ``None``.
    """
    problems: list[Problem] = []
    current = _plain(tree)
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(current), tuple(problems)
        except ValidationError as error:
            errors = sorted(
                error.errors(include_url=False), key=lambda item: item["type"] != "extra_forbidden"
            )
            told = {problem.where for problem in problems}
            found = [_problem(model, tree, item) for item in errors if not _misspelt(model, item, errors)]
            problems.extend(item for item in found if item.where not in told)
            mended = [mend(model, current, item, _place(tree, tuple(item["loc"]))) for item in errors]
            if not any(mended):
                break
    return None, tuple(problems)


def _misspelt(model: type[BaseModel], missing: Any, errors: Sequence[Any]) -> bool:
    """Tell whether a missing key stands beside an unknown one that is most like it: one mistake."""
    return missing["type"] == "missing" and any(
        other["type"] == "extra_forbidden"
        and other["loc"][:-1] == missing["loc"][:-1]
        and nearest(str(other["loc"][-1]), keys_of(model, other["loc"][:-1])) == missing["loc"][-1]
        for other in errors
    )


def _plain(tree: Tree) -> Any:
    """Copy a tree with sequences as tuples, which strict models ask for; texts stay as they are."""
    if isinstance(tree, Listing):
        return tuple(_plain(item) for item in tree)
    if isinstance(tree, Table):
        made = Table({key: _plain(item) for key, item in tree.items()})
        made.where, made.flow = tree.where, tree.flow
        return made
    return tree


def _problem(model: type[BaseModel], tree: Tree, error: Any) -> Problem:
    path, kind = tuple(error["loc"]), error["type"]
    context = dict(error.get("ctx") or {})
    if path[-1:] == (KEY,):
        return Problem(kind, _place(tree, path[:-1], of_key=True), {"key": str(path[-2]), **context})
    where, key = _place(tree, path), str(path[-1]) if path else ""
    where = context.pop("at", where)
    if kind == "missing":
        return Problem("Y21", where, {"key": key})
    if kind == "extra_forbidden":
        known = keys_of(model, path[:-1])
        return Problem(
            "Y20",
            _place(tree, path, of_key=True),
            {"key": key, "known": ", ".join(known), "nearest": _perhaps(key, known)},
        )
    if kind == "literal_error" and isinstance(error["input"], Text) and error["input"]:
        known = words_allowed(error)
        text = str(error["input"])
        args = {
            "key": _named(path),
            "text": text,
            "known": ", ".join(known),
            "nearest": _perhaps(text, known),
        }
        return Problem("Y24", where, args)
    if kind in _EXPECTED:
        return Problem(
            "Y23", where, {"key": _named(path), "expected": _EXPECTED[kind], "found": _found(error["input"])}
        )
    return Problem(kind, where, {"key": _named(path), **context})


def _found(value: object) -> str:
    if isinstance(value, Table):
        return "một bảng"
    return "một danh sách" if isinstance(value, tuple | Listing) else f"“{value}”" if value else "chỗ trống"


def _named(path: Sequence[str | int]) -> str:
    names = [str(step) for step in path if isinstance(step, str)]
    return names[-1] if names else "tệp"


def _perhaps(word: str, known: Sequence[str]) -> str:
    best = nearest(word, known)
    return best or ""


def _place(tree: Tree, path: Sequence[str | int], *, of_key: bool = False) -> Where:
    """Find the place of the last step that exists: a text's own, else its key's."""
    where = tree.where
    for step in path:
        if isinstance(tree, Table):
            key = next((item for item in tree if item == step), None)
            if key is None:
                return where
            tree = tree[key]
            where = tree.where if isinstance(tree, Text) and tree and not of_key else key.where
        elif isinstance(tree, Listing) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
            where = tree.where
    return where
