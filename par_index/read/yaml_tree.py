"""Read YAML as text with places: no scalar is typed, nothing is merged or guessed.

A tree is made of ``Text`` (a str), ``Listing`` (a list) and ``Table`` (a dict with ``Text`` keys); each knows
where it stands. Whatever YAML would change silently (duplicate keys, anchors, tags, plain codes such as
``1.10``) is a problem or is marked for the binder (``Text.quoted``).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import cast

import yaml

from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.text import old_encoding

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
_BYTES_LIMIT = 8_000_000


def read_tree(path: Path, shown: str | None = None) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Read one YAML file; ``shown`` is the file's name in messages (default: the path as given)."""
    name = shown or path.as_posix()
    text, problem = read_text(path, name)
    if problem is not None:
        return None, (problem,)
    return parse_tree(text, name)


def read_text(path: Path, name: str) -> tuple[str, Problem | None]:
    """Read a text file as UTF-8 without BOM and with plain line ends, or say why it cannot be."""
    try:
        if path.stat().st_size > _BYTES_LIMIT:
            return "", Problem("Y03", Where(name), {"limit": str(_BYTES_LIMIT // 1_000_000)})
        raw = path.read_bytes()
    except OSError as error:
        return "", Problem("Y01", Where(name), {"reason": error.strerror or str(error)})
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        return "", Problem("Y02", Where(name, line, column))
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def parse_tree(text: str, name: str) -> tuple[Tree | None, tuple[Problem, ...]]:
    """Parse YAML text; the tree is ``None`` when the text is not YAML or is empty."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Where(name, mark.line + 1, mark.column + 1) if mark else Where(name)
        return None, (_syntax_problem(text, where, error.problem or ""),)
    except yaml.YAMLError as error:
        return None, (Problem("Y04", Where(name), {"detail": " ".join(str(error).split()), "line": ""}),)
    if node is None:
        return None, (Problem("Y05", Where(name)),)
    builder = _Builder(name)
    return builder.tree(node), tuple(builder.problems)


def _syntax_problem(text: str, where: Where, detail: str) -> Problem:
    line = text.splitlines()[where.line - 1] if 0 < where.line <= len(text.splitlines()) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return Problem("Y06", where)
    if "undefined alias" in detail:
        return Problem("Y08", where, {"what": line.strip()})
    return Problem("Y04", where, {"detail": detail, "line": line.strip()})


class _Builder:
    """Turn PyYAML's nodes into our tree, keeping every problem met on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def place(self, node: yaml.Node) -> Where:
        return Where(self.name, node.start_mark.line + 1, node.start_mark.column + 1)

    def tree(self, node: yaml.Node) -> Tree:
        if id(node) in self.seen:
            self.problems.append(Problem("Y08", self.place(node), {"what": "*"}))
            return Text.at("", self.place(node), quoted=True)
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.table(node)
        if isinstance(node, yaml.SequenceNode):
            listing = Listing(self.tree(item) for item in node.value)
            listing.where = self.place(node)
            return listing
        return self.scalar(cast(yaml.ScalarNode, node))

    def scalar(self, node: yaml.ScalarNode) -> Text:
        where = self.place(node)
        if node.tag.removeprefix("tag:yaml.org,2002:") not in _PLAIN_TAGS:
            self.problems.append(Problem("Y09", where, {"tag": node.tag}))
        text = node.value
        if not unicodedata.is_normalized("NFC", text):
            self.problems.append(Problem("Y10", where, {"text": unicodedata.normalize("NFC", text)}))
            text = unicodedata.normalize("NFC", text)
        legacy = old_encoding(text)
        if legacy:
            self.problems.append(Problem("Y11", where, {"text": text, "encoding": legacy}))
        return Text.at(text, where, quoted=bool(node.style))

    def table(self, node: yaml.MappingNode) -> Table:
        table = Table()
        table.where, table.flow = self.place(node), bool(node.flow_style)
        first: dict[str, Where] = {}
        for key_node, value_node in node.value:
            key = self.tree(key_node)
            if not isinstance(key, Text) or key == "<<":
                self.problems.append(Problem("Y12", self.place(key_node)))
                continue
            if key in first:
                self.problems.append(Problem("Y07", key.where, {"key": key, "first": str(first[key].line)}))
                continue
            first[key] = key.where
            table[key] = self.tree(value_node)
        return table
