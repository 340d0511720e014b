"""Read the plain XML that spreadsheet programs write by patterns, several times faster than event by event.

Only what the patterns cover without a gap is read here. What stands around the rows, and everything out of
the ordinary (comments, prefixes, CDATA, rich text, odd entities), goes to the XML parser, which has the last
word.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from par_index.read.sheets.package import Package

LARGEST = 8_000_000
"""A part that unpacks to more is streamed."""

_ATTRIBUTES = r'(?: [A-Za-z:]+="[^"<>&]*")*'
_TOKEN = re.compile(
    r'((?:<c r="[A-Z]+\d+"(?: s="\d+")? ?/>)*(?:'
    r'<c r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?>'
    rf"(<f{_ATTRIBUTES}(?: ?/>|>[^<]*</f>))?"
    r'(?:<v>([^<]*)</v>|<v ?/>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>'
    rf'|(</row>)|<row r="(\d+)"({_ATTRIBUTES})( ?/)?>))'
)
_NAME = re.compile(r" ([A-Za-z:]+)=")
_ROWS_FROM, _ROWS_TO = "<sheetData>", "</sheetData>"
_TEXT_FROM, _TEXT_TO = "<si><t>", "</t></si>"
_CONTROLS = bytes({*range(32)} - {9, 10})
_NEVER = "]]>", "\ufffe", "\uffff"
_ODD_ENTITY = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


QuickCell = tuple[str, str, str, str, str]
"""A cell that is not empty: its column's letters, style, type, formula and content, as written."""


class QuickRow(NamedTuple):
    """One row: its number, whether it is hidden, its cells."""

    number: int
    hidden: bool
    cells: list[QuickCell]


def quick_rows(package: Package, part: str) -> tuple[list[QuickRow], bytes] | None:
    """Give a sheet's rows and the XML around them; ``None`` where the sheet needs the XML parser."""
    found = _inside(package, part, _ROWS_FROM, _ROWS_TO)
    if found is None:
        return None
    inner, around = found
    tokens = _TOKEN.findall(inner, len(_ROWS_FROM), len(inner) - len(_ROWS_TO))
    if sum(len(token[0]) for token in tokens) != len(inner) - len(_ROWS_FROM) - len(_ROWS_TO):
        return None
    rows = _rows(tokens)
    return None if rows is None else (rows, around)


def quick_strings(package: Package, part: str) -> list[str] | None:
    """Give the shared texts; ``None`` where the part needs the XML parser."""
    found = _inside(package, part, "<si>", "</si>")
    if found is None or not package.is_sound(found[1]):
        return None
    plain = (
        found[0]
        .replace('<t xml:space="preserve">', "<t>")
        .replace("<t />", "<t/>")
        .replace("<t/>", "<t></t>")
    )
    texts = plain.removeprefix(_TEXT_FROM).removesuffix(_TEXT_TO).split(_TEXT_TO + _TEXT_FROM)
    alike = sum(map(len, texts)) + len(texts) * len(_TEXT_FROM + _TEXT_TO) == len(plain)
    return list(map(unescaped, texts)) if alike and not any("<" in text for text in texts) else None


def _inside(package: Package, part: str, first: str, last: str) -> tuple[str, bytes] | None:
    """Part the text from one mark to another from what stands around it, where all of it is ordinary."""
    content = package.content(part, LARGEST)
    if content is None or not content.startswith((b"<?xml", b"<")):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    begin, end = text.find(first), text.rfind(last) + len(last)
    if begin < 0 or end < begin + len(first) + len(last) or _declares_other(text[:begin]):
        return None
    inner, around = text[begin:end], (text[:begin] + text[end:]).encode()
    odd = any(mark in inner for mark in _NEVER) or ("&" in inner and _ODD_ENTITY.search(inner))
    encoded = inner.encode()
    ordinary = not odd and len(encoded.translate(None, _CONTROLS)) == len(encoded)
    return (inner, around) if ordinary else None


def _declares_other(head: str) -> bool:
    """Tell an encoding other than the one that was read."""
    return bool(re.search("encoding=(?![\"']UTF-8[\"'])", head, re.IGNORECASE))


def _rows(tokens: list[tuple[str, ...]]) -> list[QuickRow] | None:
    """Put cells into rows; ``None`` where rows and cells do not stand as they should."""
    rows: list[QuickRow] = []
    inside = False
    for _, column, style, kind, formula, value, inline, _closes, number, attributes, at_once in tokens:
        if inside == bool(number):
            return None
        if column:
            rows[-1].cells.append((column, style, kind, formula, value or inline))
        elif number:
            names = ["r", *_NAME.findall(attributes)]
            if len(set(names)) < len(names):
                return None
            hidden = ' hidden="1"' in attributes or ' hidden="true"' in attributes
            rows.append(QuickRow(int(number), hidden, []))
            inside = not at_once
        else:
            inside = False
    return None if inside else rows


def unescaped(stored: str) -> str:
    """Give text with its five named entities read."""
    if "&" in stored:
        for entity, char in _ENTITIES:
            stored = stored.replace(entity, char)
    return stored
