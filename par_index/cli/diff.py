"""``par-index diff``: what differs between two results or two criteria sets, and whose points it moves."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from par_index.cli.output import FINE, say, say_json, tell
from par_index.cli.under_both import both_document, print_both
from par_index.compile import load_plans
from par_index.places import Libraries
from par_index.problem import Language, Problem, Where, has_errors, in_order
from par_index.read.sets import set_path
from par_index.revision.compare import compare, paired
from par_index.revision.scores import under_both
from par_index.revision.text import briefing
from par_index.score.changes import changes
from par_index.score.changes_text import changes_text
from par_index.score.opened import open_cycle, surveyed
from par_index.score.store import read_results


def run(
    before: str, after: str, cycle: Path | None, shelves: Libraries, language: Language, *, as_json: bool
) -> int:
    """Compare two results (folders or ``results.json`` files), or two sets (ids or files)."""
    if not any(_is_set(one, shelves) for one in (before, after)):
        return _results(Path(before), Path(after), language, as_json=as_json)
    if any(Path(one).exists() and not _is_set(one, shelves) for one in (before, after)):
        return tell((Problem("U04", Where(""), {"before": before, "after": after}),), language)
    return _sets(before, after, cycle, shelves, language, as_json=as_json)


def _is_set(word: str, shelves: Libraries) -> bool:
    """Tell a set, by its id or its file, from a result."""
    return set_path(word, shelves)[0] is not None


def _results(before: Path, after: Path, language: Language, *, as_json: bool) -> int:
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


def _sets(
    before: str, after: str, cycle: Path | None, shelves: Libraries, language: Language, *, as_json: bool
) -> int:
    (old, refused), (new, also) = (load_plans(one, shelves) for one in (before, after))
    opened, unread = open_cycle(cycle, shelves) if cycle is not None else (None, ())
    opened, unasked = surveyed(opened) if opened is not None else (None, ())
    errors = in_order(item for item in (*refused, *also, *unread, *unasked) if has_errors((item,)))
    if errors:
        return tell(errors, language)
    pairs = tuple(paired(old, new))
    revisions = [compare(*pair) for pair in pairs]
    scored = [both for pair in pairs for both in under_both(opened.cycle, pair)] if opened else []
    if as_json:
        told = {"sets": list(map(asdict, revisions)), "groups": both_document(scored)}
        say_json({"schema": "par-index/revision/1", **told})
        return FINE
    console = Console()
    say("\n\n".join(briefing(one, language, min(console.width, 110)) for one in revisions))
    if opened:
        print_both(console, scored, opened.cycle, (old[0].set_id, new[0].set_id), language)
    return FINE
