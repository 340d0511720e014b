"""Read the plain XML that spreadsheet programs write by patterns, several times faster than event by event.

A part is read here only where the patterns cover it without a gap, so that it is well-formed by construction;
the few elements around its rows or texts go to the XML parser with a stand-in for them. All the rest
(comments, prefixes, CDATA, rich text, odd entities) and everything that would be refused is left to the XML
parser, which has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

from par_index.read.sheets.book import Refusal
from par_index.read.sheets.package import BROKEN, Package

_ATTRIBUTES = r'(?: [A-Za-z][\w:]*+="[^"<>&]*+")*+'
_TOKEN = re.compile(
    r'(?:<c r="([A-Z]{1,3}+)\d++"(?: s="(\d++)")?+(?: t="(\w++)")?+>'
    rf"(?:<f({_ATTRIBUTES})(?: ?/>|>[^<]*+</f>))?+"
    r'(?:<v>([^<]*+)</v>|<v ?/>|<is><t(?: xml:space="preserve")?+>([^<]*+)</t></is>)?+</c>'
    rf'|<row r="(\d++)"({_ATTRIBUTES})( ?/)?+>|</row>)'
    r'(?:<c r="[A-Z]++\d++"(?: s="\d++")?+ ?/>)*+',
    re.ASCII,
)
_TEXT = re.compile(r'<si><t(?: xml:space="preserve")?+(?: ?/>|>([^<]*+)</t>)</si>')
_NAME = re.compile(r" ([\w:]+)=")
_DECLARED = r'(?:<\?xml version="1\.0"(?: encoding="utf-8")?(?: standalone="\w+")?\s*\?>)?\s*<\w'
_HEAD = re.compile(_DECLARED.replace('"', "[\"']").encode(), re.IGNORECASE)
_READ = re.compile(rb"[<:](?:row|c|v|t|si|rPh|mergeCell)[\s/>]")
"""All elements that the XML parser's readers heed; beside rows and texts only merged areas may stand."""
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+\d+(?::[A-Z]+\d+)?)" ?/>')
_CONTROLS = bytes({*range(32)} - {9, 10})
_NEVER = "]]", "\ufffe", "\uffff"
_ENTITY = re.compile("&[^;&<]*+;?")
_NAMED = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}
_NUMBERED = re.compile("&#(?:([0-9]{1,7})|x([0-9A-Fa-f]{1,6}));")
_CHARACTER = re.compile("[\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML lets a text hold, be it by number."""

Token = tuple[str | None, ...]
"""A filled cell's column, style, type, formula's attributes, value and inline text; or the number and other
attributes of a row that opens, and whether it closes at once; or nothing at all where a row closes."""
Result = TypeVar("Result")


class Odd(Exception):  # noqa: N818 - it never leaves this folder
    """Say that a part is out of the ordinary."""


def attempt(package: Package, read: Callable[[], Result]) -> Result | None:
    """Read a part by patterns; ``None``, with nothing counted, leaves it and every refusal to the parser."""
    left = package.left
    try:
        return read()
    except (Odd, Refusal, *BROKEN):
        package.left = left
        return None


def quick_rows(package: Package, part: str) -> tuple[Iterator[Token], list[str]]:
    """Give a sheet's rows and cells, and its merged areas.

    Raises:
        Odd: the sheet needs the XML parser.
    """
    inner, merged = _inside(package, part, b"<sheetData>", b"</sheetData>")
    pieces = _TOKEN.split(inner[len("<sheetData>") : -len("</sheetData>")])
    gaps, *groups = (pieces[at :: _TOKEN.groups + 1] for at in range(_TOKEN.groups + 1))
    if any(gaps) or any(map(_repeats, {*groups[3], *groups[7]})):
        raise Odd
    return zip(*groups, strict=True), merged


def quick_strings(package: Package, part: str) -> list[str]:
    """Give the shared texts.

    Raises:
        Odd: the part needs the XML parser.
    """
    inner, _ = _inside(package, part, b"<si>", b"</si>")
    pieces = _TEXT.split(inner)
    if any(pieces[::2]):
        raise Odd
    return [unescaped(text or "") for text in pieces[1::2]]


def _inside(package: Package, part: str, first: bytes, last: bytes) -> tuple[str, list[str]]:
    """Give what stands from one mark to another, and the merged areas beside it.

    What stands beside it is parsed with a stand-in, so that the whole is well-formed when the inside is.
    """
    content = package.content(part)
    begin, end = content.find(first), content.rfind(last) + len(last)
    if not _HEAD.match(content) or begin < 0 or end < begin + len(first + last):
        raise Odd
    inner, around = content[begin:end], content[:begin] + b"<x/>" + content[end:]
    package.check(around)
    merged = _MERGED.findall(around)
    if b"<!" in around or b"<?" in around[2:] or len(_READ.findall(around)) != len(merged):
        raise Odd
    text, ordinary = inner.decode(), inner.translate(None, _CONTROLS)
    if len(ordinary) < len(inner) or any(sign in text for sign in _NEVER):
        raise Odd
    for entity in set(_ENTITY.findall(text)):
        _character(entity)
    return text, [area.decode() for area in merged]


def _repeats(attributes: str | None) -> bool:
    """Tell an attribute that is given twice, which XML forbids."""
    names = ["r", *_NAME.findall(attributes or "")]
    return len(set(names)) < len(names)


def unescaped(stored: str) -> str:
    """Give text with its entities read.

    Raises:
        Odd: an entity is not one that XML itself knows.
    """
    return _ENTITY.sub(lambda found: _character(found[0]), stored) if "&" in stored else stored


@lru_cache(1024)
def _character(entity: str) -> str:
    if entity in _NAMED:
        return _NAMED[entity]
    found = _NUMBERED.fullmatch(entity)
    code = int(found[1]) if found and found[1] else int(found[2], 16) if found else 0
    if not 0 < code < 0x110000 or not _CHARACTER.fullmatch(chr(code)):
        raise Odd
    return chr(code)
