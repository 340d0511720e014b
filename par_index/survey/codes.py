"""Form codes: ``so-noi-vu.nguoi_dan.0017.5Z`` ties an answer to unit, group and form, and to no person.

The last two characters check the rest: with p = 953 (a prime) and c_i the characters of the rest, folded to
lower case, the check is Σ c_i · 3^i mod p, written with two digits of base 31. Another character at one place
changes it by (c − c')·3^i, neighbours swapped by (c − c')·(3^i − 3^(i+1)): neither is 0 mod p while the
characters differ by less than p, so no single slip of those kinds passes unseen.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import cycle
from operator import mul
from typing import NamedTuple

SIGNS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""31 signs: nothing that is taken for another (0 O, 1 I, U V)."""
PRIME, BASE = 953, 3
_DIGITS = 4
_WEIGHTS = tuple(pow(BASE, at, PRIME) for at in range(PRIME - 1))
"""3^i mod p, which begins anew after p − 1 places."""


class FormCode(NamedTuple):
    """What a form's code says."""

    unit: str
    group: str
    number: int


def form_code(unit: str, group: str, number: int) -> str:
    """Write a form's code; ``group`` holds no dot.

    >>> form_code("so-noi-vu", "nguoi_dan", 17)
    'so-noi-vu.nguoi_dan.0017.5Z'
    """
    rest = f"{unit}.{group}.{number:0{_DIGITS}d}"
    return f"{rest}.{_check(rest)}"


@lru_cache(2**14)
def read_code(text: str) -> FormCode | None:
    """Read a code however its letters are cased; ``None`` when it is none of ours or was mistyped.

    Codes stand in the list of forms and again beside answers, so the last ones read are remembered.
    """
    rest, _, check = text.strip().rpartition(".")
    parts = rest.rsplit(".", 2)
    if len(parts) < 3 or not all(parts) or not (parts[2].isascii() and parts[2].isdigit()):
        return None
    return FormCode(parts[0], parts[1], int(parts[2])) if _check(rest) == check.upper() else None


def looks_like_code(text: str) -> bool:
    """Tell a text that was meant as a code: four parts, the third a number."""
    parts = text.strip().rsplit(".", 3)
    return len(parts) == 4 and parts[2].isdigit() and len(parts[3]) == 2


def _check(rest: str) -> str:
    total = sum(map(mul, map(ord, rest.lower()), cycle(_WEIGHTS))) % PRIME
    return SIGNS[total // len(SIGNS)] + SIGNS[total % len(SIGNS)]
