"""Say what a key of a set's file means, in the words its authors read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


def meaning(record: str, key: str) -> str:
    """Explain one key of a kind of record (``ItemSpec``), by its own words or those all kinds share.

    Raises:
        KeyError: nothing is said of it.
    """
    said = _words()
    own = said.get(record, {})
    return own[key] if key in own else said["any"][key]


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("par_index.papers").joinpath("keys.toml").read_text("utf-8"))
