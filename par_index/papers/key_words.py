"""Say what a key of a set's file means, in the words its authors read."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


def meaning(key: str, *records: str) -> str:
    """Explain a key by the first kind of record (``ItemSpec``) with words for it, else by those all share.

    Raises:
        KeyError: nothing is said of it.
    """
    said = _words()
    own = next((record for record in records if key in said.get(record, {})), "any")
    return said[own][key]


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("par_index.papers").joinpath("keys.toml").read_text("utf-8"))
