"""Find in a set's text the lines of a leaf, of what stands above it, and of the figures it reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from par_index.model.method import MethodSpec
from par_index.model.plan import Leaf, Plan
from par_index.model.text import Table


@dataclass(frozen=True, slots=True)
class Block:
    """A file's lines, and which of them are a leaf's: from its ``- code:`` to before the next item."""

    lines: tuple[str, ...]
    first: int
    last: int

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(range(self.first + 1, self.last + 1))

    def find(self, pattern: str) -> Iterator[tuple[int, re.Match[str]]]:
        """Give the leaf's own lines that match, with their numbers (from 0)."""
        for at in range(self.first, self.last):
            if match := re.match(pattern, self.lines[at]):
                yield at, match


def block_of(text: str, code: str) -> Block:
    """Find a leaf's lines."""
    lines = tuple(text.splitlines())
    head = re.compile(rf' +- code: "?{re.escape(code)}"?$')
    first = next(at for at, line in enumerate(lines) if head.match(line))
    after = range(first + 1, len(lines))
    depth = _indent(lines[first])
    last = next((at for at in after if lines[at].strip() and _indent(lines[at]) <= depth), len(lines))
    return Block(lines, first, last)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def above(text: str, plan: Plan, leaf: Leaf) -> frozenset[int]:
    """Give the lines of the criteria and the area a leaf stands in, and of the set's own sums."""
    heads = {node.code for node in plan.nodes if leaf.code in node.leaves} | {leaf.parent}
    found: set[int] = set()
    for at, line in enumerate(text.splitlines(), 1):
        named = re.match(r' *(?:- )?code: "?([^"]+)"?$', line)
        if (named and named[1] in heads) or line.startswith(("total:", "survey:")):
            found.update((at, at + 1, at + 2))
    return frozenset(found)


def figures(text: str, leaf: Leaf) -> frozenset[int]:
    """Give the lines of the figures a leaf reads."""
    return frozenset(at + 1 for at, _, _ in figure_lines(text.splitlines(), leaf.inputs))


def figure_lines(lines: Sequence[str], codes: Collection[str]) -> Iterator[tuple[int, str, str]]:
    """Give the lines (from 0) of some figures of the catalogue, with the figure's code."""
    code = ""
    for at, line in enumerate(lines):
        head = re.match(r"  (\w+):", line)
        code = head[1] if head else code if line.startswith("    ") else ""
        if code in codes:
            yield at, code, line


def with_bands(text: str, code: str, methods: Mapping[str, MethodSpec]) -> str:
    """Write the bands of a leaf's methods out in the leaf itself, where they can be broken too.

    A method whose ladder is a parameter, or varies by kind of unit, is left as it stands.
    """
    block = block_of(text, code)
    lines = list(block.lines)
    for at, found in reversed(list(block.find(r"( +)method: (\w+)$"))):
        indent, method = found[1], methods[found[2]]
        given, end = _given(lines, at + 1, indent)
        if isinstance(method.bands, Table) and set(given) == set(map(str, method.params)):
            bands = [
                f"{indent}  {_put(phrase, given)}: {_put(str(give), given)}"
                for phrase, give in method.bands.items()
            ]
            lines[at:end] = [f"{indent}bands:", *bands]
    return "\n".join(lines) + "\n"


def _given(lines: Sequence[str], at: int, indent: str) -> tuple[dict[str, str], int]:
    """Read the plain parameters below ``with:``, and where they end."""
    given: dict[str, str] = {}
    if at >= len(lines) or lines[at] != f"{indent}with:":
        return given, at
    at += 1
    while at < len(lines) and (found := re.match(rf'{indent}  (\w+): "?([^"#]*?)"?$', lines[at])):
        if found[2]:
            given[found[1]] = found[2]
        at += 1
    return given, at


def _put(words: str, given: Mapping[str, str]) -> str:
    for name, value in given.items():
        words = re.sub(rf"\b{name}\b", value, words)
    return words
