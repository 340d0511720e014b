"""Guess what an author meant, only so that one run can find all of a file's problems.

A mended tree is never scored: whoever reads it holds at least one error already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from par_index.model.text import Table, Text
from par_index.problem import Where
from par_index.text import nearest

KEY = "[key]"
"""The last step of pydantic's path to a key, where the key itself does not fit."""


def mend(model: type[BaseModel], tree: Any, error: Any, where: Where) -> bool:
    """Change the tree in place so that this one error may go away; tell whether anything was changed.

    What is guessed stands at ``where``, the author's own place of the mistake.
    """
    path, kind = tuple(error["loc"]), error["type"]
    if path[-1:] == (KEY,):
        return _rename(_holder(tree, path[:-1]), str(path[-2]))
    holder = _holder(tree, path)
    if holder is None:
        return False
    key = str(path[-1])
    old = next((item for item in holder if item == key), None)
    if kind == "missing":
        return False if old is not None else _supply(model, holder, path, where)
    if old is None:
        return False
    value = holder[old]
    if kind == "Y22" and isinstance(value, Text):
        holder[old] = Text.at(value, value.where, quoted=True)
        return True
    if kind == "literal_error":
        words = words_allowed(error)
        holder[old] = Text.at(nearest(str(value), words) or words[0], old.where)
        return True
    if key in ("bands", "rows") and kind in ("Y23", "Y28"):
        holder[old] = _steps(value, old.where)
        return True
    del holder[old]
    if kind == "extra_forbidden":
        best = nearest(key, [name for name in keys_of(model, path[:-1]) if name not in holder])
        if best:
            holder[Text.at(best, old.where)] = value
    return True


def _rename(holder: Table | None, key: str) -> bool:
    """Make a usable name of a key that is none, in its own place among the others."""
    if holder is None:
        return False
    items = list(holder.items())
    holder.clear()
    for name, value in items:
        usable = Text.at(re.sub(r"\W", "_", f"k_{name}"), name.where, quoted=True)
        holder[usable if name == key else name] = value
    return True


def _steps(value: Any, where: Where) -> Table:
    """Keep the steps of a ladder that can be read; one in braces has none."""
    table = Table()
    if isinstance(value, Table) and not value.flow:
        table.update({key: give for key, give in value.items() if isinstance(give, Text) and give.strip()})
    table.where, table.flow = where, False
    return table


def _supply(model: type[BaseModel], holder: Table, path: Sequence[str | int], where: Where) -> bool:
    record = record_at(model, path[:-1])
    field = next((info for name, info in record.model_fields.items() if path[-1] in (name, info.alias)), None)
    words = getattr(field.annotation if field else None, "__args__", ())
    guess = words[0] if words and isinstance(words[0], str) else "0"
    made = _steps(None, where) if Table in words else Text.at(guess, where, quoted=True)
    holder[Text.at(str(path[-1]), where)] = made
    return True


def _holder(tree: Any, path: Sequence[str | int]) -> Table | None:
    """Find the table whose key the path ends with."""
    for step in path[:-1]:
        if isinstance(tree, Table):
            key = next((item for item in tree if item == step), None)
            if key is None:
                return None
            tree = tree[key]
        elif isinstance(tree, tuple) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree if isinstance(tree, Table) else None


def words_allowed(error: Any) -> tuple[str, ...]:
    """List the words a closed choice allows, from its refusal."""
    expected = str(error["ctx"]["expected"])
    return tuple(word.strip(" '") for word in expected.replace(" or ", ",").split(","))


def keys_of(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, ...]:
    """List the keys that the record at a path takes, by the names its authors write."""
    record = record_at(model, path)
    return tuple(info.alias or name for name, info in record.model_fields.items() if name != "where")


def record_at(model: type[BaseModel], path: Sequence[str | int]) -> type[BaseModel]:
    """Find the record type that stands at a path of keys and positions."""
    current = model
    for step in path:
        fields = {info.alias or name: info for name, info in current.model_fields.items()}
        if isinstance(step, str) and step in fields:
            current = _record_in(fields[step].annotation) or current
    return current


def _record_in(annotation: Any) -> type[BaseModel] | None:
    """Find the record type inside ``tuple[Record, ...]``, ``dict[str, Record]`` or ``Record | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _record_in(part)
        if found is not None:
            return found
    return None
