"""Vietnamese text at the door: composed form, old font encodings, nearest word, sort order."""

from __future__ import annotations

import difflib
import itertools
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Grave, hook, tilde, acute, dot below: the dictionary's order, after no mark at all."""
_TONE_RANK = {mark: rank for rank, mark in enumerate(_TONES, 1)}
_QUALITIES = {"\u0306": 1, "\u0302": 2, "\u031b": 3}
"""Breve, circumflex and horn make another letter: a < ă < â, o < ô < ơ, u < ư."""


def normalised(text: str) -> str:
    """Give the text composed (NFC), as every comparison in the program expects it."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Give the text as it is compared when case and spacing do not matter."""
    return " ".join(normalised(text).casefold().split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word a person most likely meant, or ``None`` when nothing is close.

    >>> nearest("nhiemvu", ("nhiem_vu", "hoan_thanh"))
    'nhiem_vu'
    """
    by_fold = {folded(item): item for item in known}
    found = difflib.get_close_matches(folded(word), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


SortKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def vietnamese_key(text: str) -> SortKey:
    """Make the key of dictionary order: letters first, tones second, case last.

    đ is a letter of its own after d; ă, â, ê, ô, ơ, ư follow their plain letters; a run of digits counts as
    its number, so that "Phường 2" stands before "Phường 10". Spaces and marks come before digits, digits
    before letters.

    >>> sorted(["Tân Phú", "Tan", "Tản", "Đa", "Da", "Ea"], key=vietnamese_key)
    ['Da', 'Đa', 'Ea', 'Tan', 'Tản', 'Tân Phú']
    """
    plain = unicodedata.normalize("NFD", text)
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for piece in re.findall(r"[0-9]+|.", plain, re.DOTALL):
        if piece in _QUALITIES and letters:
            kind, order = letters[-1]
            letters[-1] = (kind, order + _QUALITIES[piece])
        elif piece in _TONE_RANK and tones:
            tones[-1] = _TONE_RANK[piece]
        elif piece.isascii() and piece.isdigit():
            letters.append((1, int(piece)))
            tones.append(0)
        else:
            letters.append(_letter(piece))
            tones.append(0)
    return tuple(letters), tuple(tones), text.swapcase()


def _letter(character: str) -> tuple[int, int]:
    low = character.casefold()
    if low == "đ":
        return 2, ord("d") * 8 + 4
    return (2 if low.isalpha() else 0), ord(low[0]) * 8


def _toned(letters: str) -> list[str]:
    """Write each vowel with the five tones in the order grave, acute, hook, tilde, dot below."""
    marks = ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
    return [unicodedata.normalize("NFC", letter + mark) for letter in letters for mark in marks]


_TCVN3: Mapping[str, str] = dict(
    zip(
        "µ¸¶·¹" "»¾¼½Æ" "ÇÊÈÉË" "ÌÐÎÏÑ" "ÒÕÓÔÖ" "×ÝØÜÞ" "ßãáâä" "åèæçé" "êíëìî" "ïóñòô" "õøö÷ù" "úýûüþ",
        _toned("aăâeêioôơuưy"),
        strict=True,
    )
) | dict(zip("¨©ª«¬\u00ad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))
"""The bytes of the ABC fonts (TCVN 5712, VN3), shown as Latin-1."""

_VNI_MARKS: Mapping[str, str] = dict(
    zip("øùûõï", ("\u0300", "\u0301", "\u0309", "\u0303", "\u0323"), strict=True)
) | {
    "â": "\u0302", "à": "\u0302\u0300", "á": "\u0302\u0301", "å": "\u0302\u0309", "ã": "\u0302\u0303",
    "ä": "\u0302\u0323", "ê": "\u0306", "è": "\u0306\u0300", "é": "\u0306\u0301", "ú": "\u0306\u0309",
    "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
"""VNI fonts write a vowel and then its mark; a few letters stand alone."""

_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0Ạ-ỹ]")
_ODD = re.compile(f"[{re.escape(''.join(_TCVN3))}{''.join(_VNI_MARKS)}{''.join(_VNI_LETTERS)}]")
_WORD = re.compile(f"(?:[A-Za-z]|{_ODD.pattern}|[À-ÿ])+")
_VIETNAMESE = frozenset("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý")
_SYLLABLE = re.compile(
    "(?:b|ch?|d|đ|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu?|r|s|th?|tr|v|x)?"
    "(?:(?:o?a|o?ă|u?â|o?e|u?ê|iê|u?yê|i|oo?|u?ô|ươ?|ơ|uy?|y)(?:ch?|ng|nh|[mnpt])"
    "|[aeêioôơuưy]|o?a[iouy]|u?â[uy]|o?eo|i?êu|i[au]|o[aei]|[ôơư]i|u[aâêiôơy]|uôi|uy[au]|ươ[iu]?|ư[au]|y(?:êu|a))"
)


def old_encoding(text: str) -> str | None:
    """Name the old font encoding a text seems to be in (``TCVN3`` or ``VNI``), or ``None`` for Unicode.

    A word convicts when it holds a sign that no Vietnamese word has and reads as a Vietnamese syllable once
    decoded; a text that also holds letters only Unicode has is left alone.

    >>> old_encoding("Së Néi vô"), old_encoding("Sở Nội vụ"), old_encoding("Müller")
    ('TCVN3', None, None)
    """
    if text.isascii() or not _ODD.search(text) or _MODERN.search(text):
        return None
    votes = _votes([word for word in _WORD.findall(text) if _is_odd(word)])
    best = max(votes, key=lambda name: votes[name])
    return best if votes[best] else None


def encoding_of(raw: bytes) -> str:
    """Guess what bytes that are not UTF-8 are written in: the reading with the most Vietnamese syllables."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    words = re.findall(r"[^\W\d_]+", normalised(raw.decode("cp1258", "replace")))
    votes = {"Windows-1258": sum(not word.isascii() and _is_syllable(word) for word in words)}
    shown = _WORD.findall(raw.decode("cp1252", "replace").replace("\ufffd", " "))
    votes |= _votes([word for word in shown if not word.isascii()])
    return max(votes, key=lambda name: votes[name])


def _votes(words: Sequence[str]) -> dict[str, int]:
    """Count the words that read as syllables once decoded from each old font encoding."""
    return {
        "TCVN3": sum(_is_syllable("".join(_TCVN3.get(sign, sign) for sign in word)) for word in words),
        "VNI": sum(_is_syllable(_from_vni(word)) for word in words),
    }


def _is_odd(word: str) -> bool:
    """Tell whether a word has an ASCII letter beside a sign that is not of the Vietnamese alphabet."""
    strange = any(not sign.isascii() and sign not in _VIETNAMESE for sign in word)
    capital_inside = any(not sign.isascii() and sign.isupper() for sign in word[1:]) and not word.isupper()
    return (strange or capital_inside) and any(sign.isascii() for sign in word)


def _from_vni(word: str) -> str:
    low = word.lower()
    out = low[0]
    for before, sign in itertools.pairwise(low):
        out += _VNI_MARKS[sign] if before in "aeouyiôö" and sign in _VNI_MARKS else sign
    return unicodedata.normalize("NFC", "".join(_VNI_LETTERS.get(sign, sign) for sign in out))


def _is_syllable(word: str) -> bool:
    plain = unicodedata.normalize("NFD", word.lower())
    bare = unicodedata.normalize("NFC", "".join(sign for sign in plain if sign not in _TONE_RANK))
    return bool(_SYLLABLE.fullmatch(bare))
