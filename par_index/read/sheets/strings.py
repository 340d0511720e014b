"""Read the texts that a workbook's cells share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from unicodedata import is_normalized

from par_index.read.sheets.book import Cell
from par_index.read.sheets.package import Package
from par_index.read.sheets.quick import attempt, quick_strings
from par_index.text import normalised

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def shared_strings(package: Package) -> tuple[Cell, ...]:
    """Read the texts that cells point to, in order, as the cells they make."""
    part = "xl/sharedStrings.xml"
    if not package.holds(part):
        return ()
    texts = attempt(package, lambda: quick_strings(package, part))
    if texts is None:
        texts = _streamed_strings(package, part)
    whole = "".join(texts)
    if _ESCAPE.search(whole) or not is_normalized("NFC", whole):
        texts = [plain_text(text) for text in texts]
    return tuple(map(Cell, texts))


def _streamed_strings(package: Package, part: str) -> list[str]:
    found: list[str] = []
    pieces: list[str] = []
    reading = skipping = False

    def start(tag: str, _: Mapping[str, str]) -> None:
        nonlocal reading, skipping
        tag = tag[tag.find(":") + 1 :]
        if tag == "t":
            reading = not skipping
        elif tag == "si":
            pieces.clear()
        elif tag == "rPh":
            skipping = True

    def end(tag: str) -> None:
        nonlocal reading, skipping
        tag = tag[tag.find(":") + 1 :]
        if tag == "t":
            reading = False
        elif tag == "si":
            found.append("".join(pieces))
        elif tag == "rPh":
            skipping = False

    package.parse(part, start, end, lambda text: pieces.append(text) if reading else None)
    return found


def plain_text(stored: str) -> str:
    """Give stored text composed, with its ``_x000D_`` escapes read."""
    if "_x" in stored:
        stored = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), stored)
    return normalised(stored)
