"""A cell of a set's workbook and the value it stands for, both ways.

A list is one line of pieces with semicolons between, or a piece a line; a clause of another document is
``KH: II.3``; a table is YAML, a pair a line, and so is a list that begins with ``- ``. A piece or text in
double quotes is taken as it is inside them: so whatever a file may say can be written, and what people type
needs no quotes.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import replace

from par_index.model.set_layout import Form
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.read.yaml_text import block
from par_index.read.yaml_tree import parse_tree

_PIECE = re.compile(r'(?:"(?:\\.|[^"\\])*"|[^;\n])+')
_CITED = re.compile(r'("(?:\\.|[^"\\])*"|[^":]+): *(.+)')
_CITE = ("document", "clause")
_BULLET = "- "


def cell_text(value: Tree, form: Form) -> str:
    """Write a value as its cell shows it."""
    if form == "table" or isinstance(value, Table):
        return block(value)
    if isinstance(value, Text):
        return _quoted(value)
    pieces = [_piece(item, form) for item in value]
    return "; ".join(piece for piece in pieces if piece) if all(pieces) else block(value)


def _piece(item: Tree, form: Form) -> str:
    """Write one piece of a list; empty when only YAML can say it."""
    marks = ';\n":' if form == "cites" else ';\n"'
    if isinstance(item, Text):
        return _quoted(item, marks)
    texts = [text for text in item.values() if isinstance(text, Text)] if isinstance(item, Table) else []
    cited = form == "cites" and isinstance(item, Table) and tuple(item) == _CITE and len(texts) == len(_CITE)
    return ": ".join(_quoted(text, marks) for text in texts) if cited else ""


def _quoted(text: str, marks: str = "") -> str:
    """Put quotes where a reader of the cell would otherwise read something else."""
    taken = text.startswith(_BULLET) or (text.startswith('"') and text.endswith('"'))
    plain = text and text == text.strip() and not taken and not any(mark in text for mark in marks)
    return text if plain else json.dumps(text, ensure_ascii=False)


def cell_value(text: str, form: Form, where: Where) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Read what a cell stands for; every part of it stands at the cell."""
    if form == "table" or (form in ("list", "cites") and text.startswith(_BULLET)):
        tree, problems = parse_tree(text, where.file)
        moved = tuple(replace(problem, where=where) for problem in problems)
        return (_placed(tree, where) if tree is not None else None), moved
    if form not in ("list", "cites"):
        return _text(text, where), ()
    made = Listing()
    made.where = where
    for piece in _PIECE.findall(text):
        if piece.strip():
            made.append(_read_piece(piece.strip(), form, where))
    return made, ()


def _read_piece(piece: str, form: Form, where: Where) -> Tree:
    found = _CITED.fullmatch(piece) if form == "cites" else None
    if found is None:
        return _text(piece, where)
    parts = zip(_CITE, found.groups(), strict=True)
    made = Table({Text.at(key, where): _text(part.strip(), where) for key, part in parts})
    made.where, made.flow = where, False
    return made


def _text(written: str, where: Where) -> Text:
    """Read a text; its quotes, if they hold it whole, are not part of it."""
    text = written.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        with suppress(ValueError):
            text = json.loads(text)
    return Text.at(text, where, quoted=True)


def _placed(tree: Tree, where: Where) -> Tree:
    """Move a tree to a cell. What was typed there was typed as text: no code needs quotes of its own."""
    if isinstance(tree, Text):
        return Text.at(tree, where, quoted=True)
    if isinstance(tree, Listing):
        made = Listing(_placed(item, where) for item in tree)
        made.where = where
        return made
    table = Table({Text.at(key, where, quoted=True): _placed(item, where) for key, item in tree.items()})
    table.where, table.flow = where, tree.flow
    return table
