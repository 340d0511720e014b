"""``par-index whatif``: lay scenarios over a cycle and show who moves, by which leaf, under which rule."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from par_index.cli.output import FINE, PROBLEMS, say, say_json, tell
from par_index.model.facts import Stage
from par_index.places import Libraries
from par_index.problem import Language, Problem, has_errors, in_order
from par_index.score.engines import double_check
from par_index.whatif.basis import Basis, Ground, open_basis
from par_index.whatif.scenario.compare import Outcome, compare, side
from par_index.whatif.scenario.grid import Surface, sweep
from par_index.whatif.scenario.lay import Laid, lay
from par_index.whatif.scenario.records import document
from par_index.whatif.scenario.spec import read_scenario
from par_index.whatif.scenario.surface_text import surface_lines
from par_index.whatif.scenario.text import cells, index_text, unit_lines
from par_index.whatif.scenario.words import word

_BAR = 24
"""Letters of the longest bar of the chart."""


def run(
    folder: Path,
    scenarios: Sequence[Path],
    against: Path | None,
    stage: Stage,
    out: Path | None,
    shelves: Libraries,
    language: Language,
    *,
    as_json: bool,
) -> int:
    """Lay the scenarios one over another and compare with the cycle, or with another scenario over it."""
    basis, problems = open_basis(folder, shelves, stage)
    if basis is None or has_errors(problems):
        return tell(problems, language)
    laid, refused = stacked(basis, scenarios)
    start, wrong = (basis, ()) if against is None else _after(basis, against)
    if laid is None or start is None:
        return tell(in_order((*refused, *wrong)), language)
    made = Laid(laid.spec, start, laid.after, laid.touched)
    surface, misdrawn = sweep(laid.after, laid.spec)
    differing = tuple(problem for ground in laid.after.grounds for problem in _checked(ground, laid))
    code = tell(in_order((*refused, *wrong, *misdrawn, *differing)), language)
    if code != FINE:
        return PROBLEMS
    outcome = compare(made)
    if out is not None:
        from par_index.papers.whatif_book import write_whatif

        write_whatif(outcome, surface, out)
    if as_json:
        say_json(document(outcome, surface))
    else:
        _show(outcome, surface, folder, scenarios, language)
        if out is not None:
            say(f"{'Đã ghi' if language == 'vi' else 'Written'}: {out.as_posix()}")
    return FINE


def stacked(basis: Basis, scenarios: Sequence[Path]) -> tuple[Laid | None, tuple[Problem, ...]]:
    """Read scenarios and lay them one over another; the last one's sweep counts."""
    found: list[Problem] = []
    laid: Laid | None = None
    touched: dict[str, None] = {}
    for path in scenarios:
        spec, unread = read_scenario(path)
        found.extend(unread)
        if spec is None or has_errors(found):
            return None, tuple(found)
        laid, refused = lay(basis if laid is None else laid.after, spec)
        found.extend(refused)
        if laid is None:
            return None, tuple(found)
        touched |= dict.fromkeys(laid.touched)
    assert laid is not None
    return Laid(laid.spec, basis, laid.after, tuple(touched)), tuple(found)


def _after(basis: Basis, path: Path) -> tuple[Basis | None, tuple[Problem, ...]]:
    laid, problems = stacked(basis, [path])
    return (laid.after if laid else None), problems


def _checked(ground: Ground, laid: Laid) -> Sequence[Problem]:
    """Judge what the scenario touched by both engines, as an official run does; one gave what is shown."""
    places = [ground.at[code] for code in laid.touched if code in ground.at]
    if not places:
        return ()
    made = [ground.facts[at].case for at in places]
    return double_check(ground.plan, made, ground.judge(made), 1, None)[1]


def _show(
    outcome: Outcome, surface: Surface | None, folder: Path, scenarios: Sequence[Path], language: Language
) -> None:
    spec, basis = outcome.laid.spec, outcome.laid.before
    console = Console()
    name = str(spec.name or spec.scenario)
    say(word("title", language, name=name, cycle=basis.folder.cycle.id))
    say(outcome.mark(language))
    if not outcome.units:
        say(word("nothing", language))
    else:
        console.print(_table(outcome, language))
        for move in outcome.units:
            for line in unit_lines(outcome, move, language) if move.leaves else ():
                console.print(Text(line), soft_wrap=True)
        for chart in _charts(outcome, language):
            console.print(chart)
        named = " ".join(f"--scenario {shlex.quote(path.as_posix())}" for path in scenarios)
        moved = next((move for move in outcome.units if move.leaves), outcome.units[0])
        code = f" {moved.leaves[0].code}" if moved.leaves else ""
        command = f"par-index explain {shlex.quote(folder.as_posix())} {moved.unit.code}{code} {named}"
        say(word("explain", language, command=command))
    for line in surface_lines(surface, language) if surface else ():
        say(line)


def _table(outcome: Outcome, language: Language) -> Table:
    table = Table()
    for column in ("unit", "points", "index", "rank", "grade"):
        table.add_column(word(column, language), justify="left" if column in ("unit", "grade") else "right")
    for move in outcome.units:
        plan = outcome.laid.after.ground(move.group).plan
        table.add_row(*map(Text, cells(move, plan.places, language)))
    return table


def _charts(outcome: Outcome, language: Language) -> Sequence[Table]:
    """Draw each cluster in which someone moved, as it stands after the scenario."""
    found = dict.fromkeys((move.group, move.unit.cluster) for move in outcome.units)
    after = outcome.laid.after
    return [_chart(outcome, after.ground(group), cluster, language) for group, cluster in found]


def _chart(outcome: Outcome, ground: Ground, cluster: str, language: Language) -> Table:
    title = f"{word('after', language)} – {ground.plan.kind_name}{f' – {cluster}' if cluster else ''}"
    table = Table(title=Text(title), caption=Text(word("moved", language)), box=None, show_header=False)
    sides = {code: side(ground, code) for code in ground.clusters[cluster]}
    best = max((one.index or Fraction(0) for one in sides.values()), default=Fraction(1)) or Fraction(1)
    for code, one in sorted(sides.items(), key=lambda item: (item[1].rank or len(sides) + 1, item[0])):
        bar = "█" * round(_BAR * (one.index or Fraction(0)) / best)
        star = "*" if code in outcome.laid.touched else ""
        index = index_text(one, ground.plan.places, language)
        name = f"{ground.facts[ground.at[code]].unit.name}{star}"
        table.add_row(str(one.rank or "–"), Text(name), bar, index)
    return table
