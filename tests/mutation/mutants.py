"""Break a set in one place, in ten ways for every leaf: what an author's slip would look like in the file.

Every mutant is the whole text with one slip, and the lines where a message may rightly point: the lines
touched, the leaf with its criteria and area, the figures the leaf reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from par_index.language.ast import inputs_of
from par_index.model.plan import Leaf, Plan
from par_index.points import decimal_text, parse_number
from tests.mutation.blocks import Block, above, block_of, figure_lines, figures

_BAND = r"( +)((?:từ|trên|dưới|đến|bằng) [^:]*): (.*)$"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?%?")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A broken text: how, at which leaf, and the lines (from 1) where a message may point."""

    way: str
    leaf: str
    text: str
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``lines`` in the place of ``count`` lines from line ``at`` (from 0)."""

    at: int
    lines: tuple[str, ...]
    count: int = 1


Edits = Iterator[Edit]


def mutants(text: str, plan: Plan, leaf: Leaf) -> Iterator[Mutant]:
    """Break a leaf in every way that its own lines, and those of its figures, allow."""
    block = block_of(text, leaf.code)
    right = block.numbers | above(text, plan, leaf) | figures(text, leaf)
    for way, make in WAYS.items():
        for edit in make(block, plan, leaf):
            lines = [*block.lines[: edit.at], *edit.lines, *block.lines[edit.at + edit.count :]]
            longer = len(edit.lines) - edit.count
            moved = frozenset(line + longer * (line > edit.at + 1) for line in right)
            yield Mutant(way, leaf.code, "\n".join(lines) + "\n", moved | {edit.at + 1, edit.at + longer + 1})


def swap_bands(block: Block, *_: object) -> Edits:
    """Give each of two neighbouring bands the other's points."""
    for (at, one), (below, other) in pairwise(block.find(_BAND)):
        if at + 1 == below and one[3] != other[3]:
            swapped = f"{one[1]}{one[2]}: {other[3]}", f"{other[1]}{other[2]}: {one[3]}"
            yield Edit(at, swapped, 2)


def open_a_gap(block: Block, *_: object) -> Edits:
    """Let a band begin one later."""
    return _moved(block, Fraction(1))


def overlap(block: Block, *_: object) -> Edits:
    """Let a band begin one earlier, where another stands beside it."""
    bands = {at for at, _ in block.find(_BAND)}
    return (edit for edit in _moved(block, Fraction(-1)) if bands & {edit.at - 1, edit.at + 1})


def _moved(block: Block, way: Fraction) -> Edits:
    for at, band in block.find(_BAND):
        found = _NUMBER.search(band[2])
        if found and band[2].startswith(("từ", "trên")) and "/" not in band[2]:
            moved = decimal_text(parse_number(found[0].rstrip("%")) + way) + "%" * found[0].endswith("%")
            phrase = band[2][: found.start()] + moved + band[2][found.end() :]
            yield Edit(at, (f"{band[1]}{phrase}: {band[3]}",))


def change_a_maximum(block: Block, *_: object) -> Edits:
    """Give the leaf half a point more than its criterion counts with."""
    at, found = next(block.find(r'( +)max: "?([\d.,]+)"?$'))
    yield Edit(at, (f'{found[1]}max: "{decimal_text(parse_number(found[2]) + Fraction(1, 2))}"',))


def drop_a_clause(block: Block, *_: object) -> Edits:
    """Leave the leaf without the clause it comes from."""
    return (Edit(at, ()) for at, _ in block.find(r" +cites: \["))


def unquote_an_id(block: Block, *_: object) -> Edits:
    """Write a code that looks like a number without quotes."""
    return (Edit(at, (f"{found[1]}{found[2]}",)) for at, found in block.find(r'( +- code: )"([\d.]+)"$'))


def change_a_closed_side(block: Block, *_: object) -> Edits:
    """Exclude a threshold that was included, or include one that was not."""
    for at, band in block.find(_BAND):
        phrase = _other_side(band[2])
        if phrase != band[2]:
            yield Edit(at, (f"{band[1]}{phrase}: {band[3]}",))


def _other_side(phrase: str) -> str:
    if phrase.startswith("từ "):
        return "trên " + phrase.removeprefix("từ ").removesuffix(" trở lên")
    if phrase.startswith("trên "):
        return phrase.replace("trên ", "từ ", 1) + ("" if " đến " in phrase else " trở lên")
    if phrase.startswith("dưới "):
        return phrase.replace("dưới ", "đến ", 1)
    return phrase.replace("đến ", "dưới ", 1) if phrase.startswith("đến ") else phrase


def misspell_a_key(block: Block, *_: object) -> Edits:
    """Lose the last letter of a key."""
    keys = r"( +)(measure|max|method|bands|applies|if_empty|evidence)(:.*)$"
    return (Edit(at, (f"{found[1]}{found[2][:-1]}{found[3]}",)) for at, found in block.find(keys))


def flip_better(block: Block, _: Plan, leaf: Leaf) -> Edits:
    """Say of a figure the leaf measures that less is better where more is, and the other way."""
    measured = {code for part in leaf.parts for code in inputs_of(part.measure)}
    for at, _code, line in figure_lines(block.lines, measured):
        found = re.match(r"    better: (more|less)$", line)
        if found:
            yield Edit(at, (f"    better: {'less' if found[1] == 'more' else 'more'}",))


def drop_a_relation(block: Block, _: Plan, leaf: Leaf) -> Edits:
    """Forget that a figure the leaf reads lies within another it reads."""
    for at, _code, line in figure_lines(block.lines, leaf.inputs):
        found = re.match(r"    within: (\w+)", line)
        if found and found[1] in leaf.inputs:
            yield Edit(at, ())
    for at, line in enumerate(block.lines):
        words = set(re.findall(r"[^\W\d]\w*", line)) - {"round", "min", "max"}
        if re.match(r"  - .*[<>]=", line) and words <= set(leaf.inputs):
            yield Edit(at, ())


WAYS: Mapping[str, Callable[[Block, Plan, Leaf], Edits]] = {
    "swap bands": swap_bands,
    "open a gap": open_a_gap,
    "overlap": overlap,
    "change a maximum": change_a_maximum,
    "drop a clause": drop_a_clause,
    "unquote an id": unquote_an_id,
    "flip better": flip_better,
    "drop a relation": drop_a_relation,
    "change a closed side": change_a_closed_side,
    "misspell a key": misspell_a_key,
}
