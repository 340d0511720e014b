"""Write a tree as YAML that people read: a key a line, codes in quotes; reading it gives the same tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise

from par_index.model.scalars import NUMBER_LIKE
from par_index.model.text import Listing, Table, Text, Tree

_PLAIN = re.compile(r"[\w(]((?!: | #)[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufdff])*(?<![: \xa0])")
_IN_FLOW = re.compile(r"[^,\[\]{}]*")
_HIDDEN = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_CODES = frozenset({"code", "id", "leaf", "area", "level", "for", "reserved_for", "may_split"})
_WIDE = 90
_NUMBER = re.compile(r'(^ *(?:- )*|: )"(\d[\d.,]*)"(?=:|$)', re.MULTILINE)
"""A number in quotes that is a whole key or value: quotes inside a text are never bare."""


def yaml_text(tree: Table) -> str:
    """Write a whole file, its blocks set apart by empty lines."""
    made: list[str] = []
    blocks = [list(_pair(key, value, "")) for key, value in tree.items()]
    for before, lines in pairwise([[], *blocks]):
        apart = bool(before) and max(len(before), len(lines)) > 1
        made.extend(([""] if apart else []) + lines)
    return "\n".join(made) + "\n"


def block(tree: Tree) -> str:
    """Write a part of a file as a cell shows it: what is typed there is text, so numbers need no quotes."""
    return scalar(tree) if isinstance(tree, Text) else _NUMBER.sub(r"\1\2", "\n".join(_lines(tree, "")))


def scalar(text: str, key: str = "", *, flow: bool = False) -> str:
    """Write one text: plain where YAML and a later reader take it as it is, else in quotes.

    >>> scalar("1.10"), scalar("2", "max"), scalar("2", "code"), scalar("a: b"), scalar("từ 70%")
    ('"1.10"', '2', '"2"', '"a: b"', 'từ 70%')
    """
    whole = text.isascii() and text.isdigit() and key not in _CODES
    plain = _PLAIN.fullmatch(text) and (whole or not NUMBER_LIKE.fullmatch(text))
    if plain and (not flow or _IN_FLOW.fullmatch(text)):
        return text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _lines(tree: Table | Listing, indent: str) -> Iterator[str]:
    if isinstance(tree, Table):
        for key, value in tree.items():
            yield from _pair(key, value, indent)
        return
    for item in tree:
        inner = [scalar(item, "code")] if isinstance(item, Text) else _inner(item, indent)
        for at, line in enumerate(inner):
            yield f"{indent}- {line.removeprefix(indent + '  ')}" if at == 0 else line


def _inner(item: Table | Listing, indent: str) -> list[str]:
    return list(_lines(item, indent + "  ")) or ["{}" if isinstance(item, Table) else "[]"]


def _pair(key: Text, value: Tree, indent: str) -> Iterator[str]:
    name = f"{indent}{scalar(key, 'code')}:"
    if isinstance(value, Text):
        yield f"{name} {scalar(value, key)}"
    elif not value:
        yield f"{name} {'{}' if isinstance(value, Table) else '[]'}"
    elif (short := _flow(value)) is not None:
        yield f"{name} {short}"
    else:
        yield name
        yield from _lines(value, indent + "  ")


def _flow(value: Table | Listing) -> str | None:
    """Write a short list of single words on one line; sentences, ladders and tables never."""
    if isinstance(value, Table) or not all(isinstance(item, Text) and " " not in item for item in value):
        return None
    line = ", ".join(scalar(item, "code", flow=True) for item in value if isinstance(item, Text))
    return f"[{line}]" if len(line) <= _WIDE else None
