"""Read YAML as text with places: no scalar is typed, nothing is merged or guessed.

A tree is made of ``Text`` (a str), ``Listing`` (a list) and ``Table`` (a dict with ``Text`` keys); each knows
where it stands. Whatever YAML would change silently (duplicate keys, anchors, tags, plain codes such as
``1.10``) is a problem or is marked for the binder (``Text.quoted``). The tree is built from the parser's
events: composing nodes would recurse in C, where a hostile file of brackets ends the whole program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import yaml

from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where
from par_index.text import old_encoding

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BYTES_LIMIT = 8_000_000
_DEPTH_LIMIT = 40
_DEEP = re.compile(rf"(?:[\[{{]\s*){{{_DEPTH_LIMIT}}}[\[{{]")


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
    builder = _Builder(name, yaml.parse(text, Loader=_LOADER))
    try:
        tree = builder.document()
    except _TooDeepError as error:
        return None, (*builder.problems, Problem("Y13", error.where, {"limit": str(_DEPTH_LIMIT)}))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = Where(name, mark.line + 1, mark.column + 1) if mark else Where(name)
        problem = _too_deep(text, name) or _syntax_problem(text, where, error.problem or "")
        return None, (*builder.problems, problem)
    except yaml.YAMLError:
        return None, (_control_character(text, name),)
    return tree, tuple(builder.problems)


def _too_deep(text: str, name: str) -> Problem | None:
    """Tell brackets opened one in another: some versions of the parser stop at them before we can."""
    found = _DEEP.search(text)
    if found is None:
        return None
    return Problem("Y13", _place(text, found.end() - 1, name), {"limit": str(_DEPTH_LIMIT)})


def _place(text: str, at: int, name: str) -> Where:
    return Where(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _syntax_problem(text: str, where: Where, detail: str) -> Problem:
    lines = text.split("\n")
    line = lines[where.line - 1] if 0 < where.line <= len(lines) else ""
    lead = line[: where.column]
    if "\t" in line[: len(line) - len(line.lstrip())] or ("\t" in lead and not lead.strip(" \t-")):
        return Problem("Y06", where)
    return Problem("Y04", where, {"detail": detail, "line": line.strip()})


def _control_character(text: str, name: str) -> Problem:
    """Tell where the first character stands that no text file may hold (YAML gives no place for it)."""
    found = _CONTROL.search(text)
    at = found.start() if found else 0
    return Problem("Y15", _place(text, at, name), {"sign": f"U+{ord(text[at]):04X}"})


class _TooDeepError(Exception):
    """Stop at a list or table that lies in too many others."""

    def __init__(self, where: Where) -> None:
        self.where = where
        super().__init__(where)


class _Builder:
    """Build our tree from the parser's events, keeping every problem met on the way."""

    def __init__(self, name: str, events: Iterator[yaml.Event]) -> None:
        self.name, self.events = name, events
        self.problems: list[Problem] = []
        self.composed = False
        self.depth = 0

    def place(self, event: yaml.Event) -> Where:
        mark = event.start_mark
        return Where(self.name, mark.line + 1, mark.column + 1) if mark else Where(self.name)

    def document(self) -> Tree | None:
        """Build the file's one document; another after it is a problem."""
        tree: Tree | None = None
        for event in self.events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            if tree is None:
                tree = self.tree(next(self.events))
            else:
                self.problems.append(Problem("Y14", self.place(event)))
                return tree
        if tree is None or (isinstance(tree, Text) and not tree and not tree.quoted):
            self.problems.append(Problem("Y05", Where(self.name)))
            return None
        return tree

    def tree(self, event: yaml.Event) -> Tree:
        where = self.place(event)
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(Problem("Y08", where, {"what": f"*{event.anchor}"}))
            return Text.at("", where, quoted=True)
        assert isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
        if event.anchor:
            self.problems.append(Problem("Y08", where, {"what": f"&{event.anchor}"}))
        if event.tag:
            self.problems.append(Problem("Y09", where, {"tag": event.tag}))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, where)
        self.depth += 1
        if self.depth > _DEPTH_LIMIT:
            raise _TooDeepError(where)
        made = self.table(event, where) if isinstance(event, yaml.MappingStartEvent) else self.listing(where)
        self.depth -= 1
        return made

    def scalar(self, event: yaml.ScalarEvent, where: Where) -> Text:
        text = event.value
        if not unicodedata.is_normalized("NFC", text):
            text = unicodedata.normalize("NFC", text)
            if not self.composed:  # a file is decomposed as a whole: one warning says so
                self.problems.append(Problem("Y10", where, {"text": text}))
            self.composed = True
        legacy = old_encoding(text)
        if legacy:
            self.problems.append(Problem("Y11", where, {"text": text, "encoding": legacy}))
        return Text.at(text, where, quoted=bool(event.style))

    def listing(self, where: Where) -> Listing:
        listing = Listing()
        listing.where = where
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            listing.append(self.tree(event))
        return listing

    def table(self, start: yaml.MappingStartEvent, where: Where) -> Table:
        table = Table()
        table.where, table.flow = where, bool(start.flow_style)
        first: dict[str, Where] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self.tree(event), self.tree(next(self.events))
            if not isinstance(key, Text) or key == "<<":
                self.problems.append(Problem("Y12", key.where))
            elif key in first:
                self.problems.append(Problem("Y07", key.where, {"key": key, "first": str(first[key].line)}))
            else:
                first[key] = key.where
                table[key] = value
        return table
