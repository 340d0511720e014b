"""``par-index robust``: which ranks are firm and which are noise; a page, a workbook, a table."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from par_index.cli.output import FINE, PROBLEMS, say, say_json, tell
from par_index.model.facts import Stage
from par_index.papers.robust.files import write_papers
from par_index.places import Libraries
from par_index.points import shown
from par_index.problem import Language, has_errors, in_order
from par_index.read.noise import NoiseSpec, read_noise
from par_index.score.marks import set_marks
from par_index.score.opened import open_cycle, surveyed
from par_index.whatif.basis import Basis, lay_out
from par_index.whatif.robust import GroupRobustness, Robustness, robust
from par_index.whatif.robust.document import document
from par_index.whatif.robust.settle import settle
from par_index.whatif.where import place_of

_WORDS = {
    "rank": ("Hạng", "Rank"),
    "unit": ("Đơn vị", "Unit"),
    "index": ("Chỉ số", "Index"),
    "spread": ("±", "±"),
    "interval": ("Hạng 95%", "Rank 95%"),
    "stay": ("Giữ hạng", "Keeps rank"),
    "next": ("Trên đơn vị kế", "Above next"),
    "alike": ("Chưa phân biệt được", "Not told apart"),
    "none": ("Mọi đơn vị kề nhau đều phân biệt được.", "All neighbours are told apart."),
    "untested": (
        "Không giả định dao động nào nên chưa nói được hạng nào vững; chỉ phần bỏ mục dưới đây là có nghĩa.",
        "Nothing is taken to be unsure, so nothing is said of firm ranks; only what is left out below tells.",
    ),
    "drivers": ("Nguồn dao động chính của hạng", "What moves ranks most"),
    "drop": ("Bỏ đi thì hạng đổi nhiều nhất", "Ranks move most without"),
    "moved": ("{count} đơn vị đổi hạng", "{count} units move"),
    "progress": ("Rút và chấm lại", "Drawing and judging"),
    "written": ("Đã ghi:", "Written:"),
    "lawful": (
        "{clipped} số liệu rút ra bị chặn ở giới hạn, {fitted} lượt đơn vị chỉnh lại cho đúng quan hệ, trong "
        "{moved} số liệu đã rút khác.",
        "{clipped} drawn figures met a bound, {fitted} units were mended for a relation, of {moved} figures "
        "moved.",
    ),
}


FEW = 1_000_000
"""Up to so many draws × units one process is as fast as several, which begin with imports."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where tasks are done: an address of a Dask cluster, or so many processes here (0: as the work asks)."""

    on: str = ""
    workers: int = 0


NEAR = Where()


def run(
    folder: Path,
    noise: Path | None,
    draws: int,
    seed: int,
    out: Path | None,
    stage: Stage,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
    where: Where = NEAR,
) -> int:
    """Test ranks; give the exit code. With ``--json`` papers are written only where ``--out`` says."""
    opened, problems = open_cycle(folder, shelves)
    spec, unread = read_noise(noise) if noise is not None else (None, ())
    if opened is None or has_errors((*problems, *unread)):
        return tell(in_order((*problems, *unread)), language) or PROBLEMS
    opened, unasked = surveyed(opened)
    basis, doubts = lay_out(opened, stage)
    found = settle(basis, spec)[1]
    code = tell(in_order((*problems, *unread, *unasked, *doubts, *found)), language)
    if code != FINE:
        return code
    result = _tested(basis, spec, draws, seed, where, language)
    target = out or (None if as_json else folder / "do-vung")
    written = write_papers(result, target) if target is not None else ()
    if as_json:
        say_json(document(result, language))
    else:
        show(result, set_marks(result.synthetic, opened.plans, language), language)
        say(_word("written", language))
        for path in written:
            say(f"  {path.as_posix()}")
    return FINE


def _tested(
    basis: Basis, spec: NoiseSpec | None, draws: int, seed: int, where: Where, language: Language
) -> Robustness:
    """Test with a bar on a terminal's error output."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    units = sum(len(ground.facts) for ground in basis.grounds)
    workers = where.workers or ((os.cpu_count() or 1) if draws * units > FEW else 1)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        shown_task = bar.add_task(_word("progress", language), total=None)

        def advance(done: int, among: int) -> None:
            bar.update(shown_task, completed=done, total=among)

        with place_of(where.on, workers, advance) as place:
            return robust(basis, spec, draws, seed, run=place)


def _word(name: str, language: Language, **values: object) -> str:
    return _WORDS[name][language == "en"].format(**values)


def show(found: Robustness, marks: str, language: Language) -> None:
    """Print one table a cluster, then what moves ranks, then what was assumed."""
    console = Console()
    for group in found.groups:
        for name, own in group.clusters.items():
            title = f"{group.name}{f' – {name}' if name else ''}"
            console.print(_table(group, title, own.tolist(), marks, language))
            runs = group.alike_runs(own)
            chains = "; ".join(" ≈ ".join(group.names[unit] for unit in run) for run in runs)
            said = f"{_word('alike', language)}: {chains}." if runs else _word("none", language)
            said = said if group.assumptions else _word("untested", language)
            console.print(Text(said))
        for line in _lines(group, language):
            console.print(Text(line))
        say()


def _table(group: GroupRobustness, title: str, own: list[int], marks: str, language: Language) -> Table:
    table = Table(title=Text(title), caption=Text(marks), title_style="bold")
    for name in ("rank", "unit", "index", "spread", "interval", "stay", "next"):
        table.add_column(
            _word(name, language),
            justify="left" if name == "unit" else "right",
            ratio=1 if name == "unit" else None,
            no_wrap=name in ("index", "spread", "interval"),
        )
    for unit in own:
        low, high = group.rank_low[unit], group.rank_high[unit]
        last = group.next[unit] < 0
        cells = (
            str(group.ranks[unit]) if group.ranks[unit] else "–",
            group.names[unit],
            number(group.index[unit], 2, language),
            number(group.index_sd[unit], 2, language),
            str(low) if low == high else f"{low}–{high}",
            f"{number(100 * group.stay[unit], 1, language)}%",
            "" if last else _over_next(group, unit, language),
        )
        table.add_row(*map(Text, cells), style="" if last or not group.alike[unit] else "yellow")
    return table


def _over_next(group: GroupRobustness, unit: int, language: Language) -> str:
    level = group.level_next[unit]
    said = f"{number(100 * group.above_next[unit], 1, language)}%"
    return said if level < 0.005 else f"{said} (= {number(100 * level, 1, language)}%)"


def _lines(group: GroupRobustness, language: Language) -> Iterator[str]:
    areas = [one for one in group.shares if one.parting == "area"]
    if areas:
        most = sorted(areas, key=lambda one: -one.rank_total)[:3]
        said = "; ".join(
            f"{one.code or '–'} {one.name} {number(100 * one.rank_total, 0, language)}%" for one in most
        )
        yield f"{_word('drivers', language)}: {said}."
    dropped = sorted((one for one in group.left_out if one.moved), key=lambda one: -one.total)[:3]
    if dropped:
        said = "; ".join(
            f"{one.code} {one.name} ({_word('moved', language, count=one.moved)})" for one in dropped
        )
        yield f"{_word('drop', language)}: {said}."
    for assumption in group.assumptions:
        yield f"• {assumption.text(language)}."
    moved, clipped, fitted = group.lawful
    if clipped or fitted:
        counts = {"moved": moved, "clipped": clipped, "fitted": fitted}
        yield "  " + _word("lawful", language, **{k: number(n, 0, language) for k, n in counts.items()})


def number(value: Any, places: int, language: Language) -> str:
    """Write a float for people, rounded."""
    return shown(Fraction(float(value)).limit_denominator(10**9), places, language)
