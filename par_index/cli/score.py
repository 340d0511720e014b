"""``par-index score``: score a folder, write the result whole, say what changed since the last run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from par_index.cli.output import PROBLEMS, say, tell
from par_index.cli.ranking import print_ranking
from par_index.model.facts import Stage
from par_index.model.result import Results, to_json
from par_index.papers.files import papers
from par_index.places import Libraries
from par_index.problem import Language, Problem, has_errors, in_order
from par_index.read.cases import cases
from par_index.read.pause import uncollected
from par_index.score.changes import changes
from par_index.score.changes_text import changes_text
from par_index.score.engines import Progress as OnProgress
from par_index.score.opened import Opened, open_cycle, surveyed
from par_index.score.run import run as score
from par_index.score.store import ARCHIVE, RESULTS, Stored, read_results, settle, store

FEW_UNITS = 1500
"""Up to so many units one process is as fast as several.

Rules judge a unit of the shipped sets in about 0.75 ms; to start a process and hand figures over takes 0.5 to
0.6 s of a processor, so the second of two processes pays for itself at about 1,500 units.
"""


@uncollected()
def run(
    folder: Path,
    out: Path,
    stage: Stage,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
    keep_going: bool = False,
) -> int:
    """Score and store; give the exit code.

    Nothing is written while a figure is refused, unless ``keep_going``: then its leaves count as rejected.
    """
    opened, problems = open_cycle(folder, shelves)
    if opened is None or has_errors(problems):
        return tell(in_order((*problems, *_doubts(opened, stage))), language)
    opened, unasked = surveyed(opened)
    workers = (os.cpu_count() or 1) if len(opened.cycle.units) > FEW_UNITS else 1
    with _progress(len(opened.cycle.units), language) as advance:
        results, found = score(
            opened.cycle, opened.plans, stage, workers, advance, opened.previous, opened.survey
        )
    code = tell(in_order((*problems, *unasked, *found)), language)
    if results is None or (code and not keep_going):
        return code or PROBLEMS
    settle(out)
    former = read_results(out)[0] if (out / RESULTS).is_file() else None
    stored, refused = store(out, {RESULTS: to_json(results), **papers(results, opened.plans)})
    if stored is None:
        return tell(refused, language)
    _show(results, former, stored, language, as_json=as_json)
    return code


def _doubts(opened: Opened | None, stage: Stage) -> Iterator[Problem]:
    """Tell what is wrong with the figures too, so that one run names all mistakes of files and figures."""
    if opened is not None:
        for group in opened.cycle.groups:
            for plan in opened.plans:
                if (plan.set_id, plan.kind) == (group.set, group.kind):
                    yield from cases(opened.cycle, plan, group, stage)[1]


def _show(
    results: Results, former: Results | None, stored: Stored, language: Language, *, as_json: bool
) -> None:
    if as_json:
        say(to_json(results).decode().rstrip("\n"))
        return
    print_ranking(Console(), results, language)
    former_ones = stored.folder / ARCHIVE
    written = sorted(
        path for path in stored.folder.rglob("*") if path.is_file() and former_ones not in path.parents
    )
    say("Đã ghi:" if language == "vi" else "Written:")
    for path in written:
        say(f"  {_near(path)}")
    if former is not None and former.digest != results.digest:
        say()
        say(changes_text(changes(former, results), language))
    if stored.former is not None:
        kept = "Kết quả trước được giữ tại" if language == "vi" else "The former result is kept in"
        say(f"{kept} {_near(stored.former)}")


def _near(path: Path) -> str:
    """Name a path from the working folder when it lies below it."""
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.as_posix()


@contextmanager
def _progress(units: int, language: Language) -> Iterator[OnProgress]:
    """Show a bar on a terminal's error output while rules are fired; nothing elsewhere."""
    label = "Đối chiếu từng đơn vị" if language == "vi" else "Cross-checking units"
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=units)
        yield lambda done: bar.update(task, completed=done)
