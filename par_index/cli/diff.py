"""``par-index diff``: whose points and ranks differ between two results, and why."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from par_index.cli.output import FINE, say, say_json, tell
from par_index.problem import Language
from par_index.score.changes import changes
from par_index.score.changes_text import changes_text
from par_index.score.store import read_results


def run(before: Path, after: Path, language: Language, *, as_json: bool) -> int:
    """Compare two results (folders or ``results.json`` files)."""
    first, unread = read_results(before)
    second, also = read_results(after)
    if first is None or second is None:
        return tell((*unread, *also), language)
    found = changes(first, second)
    if as_json:
        say_json({"schema": "par-index/changes/1", **asdict(found)})
    else:
        say(changes_text(found, language))
    return FINE
