"""Open a cycle's folder for scoring: its records and the proved plans of its groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from par_index.compile import compiled, load_plans
from par_index.model.facts import Cycle, Group
from par_index.model.plan import Plan
from par_index.model.result import Results
from par_index.places import Libraries
from par_index.problem import Problem, has_errors, in_order
from par_index.read.cycle import load_cycle
from par_index.read.issued import altered
from par_index.read.lineage import lineage_doubts
from par_index.read.pause import uncollected
from par_index.read.sets import set_path
from par_index.read.versions import out_of_force
from par_index.score.store import read_results

if TYPE_CHECKING:
    from par_index.survey.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Opened:
    """A cycle, the plans of its groups' sound sets, and last year's results when it names them."""

    folder: Path
    cycle: Cycle
    plans: tuple[Plan, ...]
    previous: Results | None
    shelves: Libraries
    """Where its sets and rules were looked for, the cycle's own folders first."""
    survey: Outcome | None = None
    """The cycle's own survey, once its answers were read (``surveyed``)."""


@uncollected()
def open_cycle(folder: Path, shelves: Libraries, unit: str = "") -> tuple[Opened | None, tuple[Problem, ...]]:
    """Read a cycle and prove the sets its groups name; ``None`` when it cannot be scored at all.

    Where only one ``unit`` is of interest (by code or name), only the set it stands under is proved.
    A folder ``criteria`` or ``rules`` inside the cycle stands before the shelves.
    """
    cycle, problems = load_cycle(folder)
    if cycle is None:
        return None, problems
    near = Libraries(
        (*_inside(folder, "criteria"), *shelves.criteria), (*_inside(folder, "rules"), *shelves.rules)
    )
    plans: list[Plan] = []
    found = list(problems)
    groups = _groups(cycle, unit)
    for reference in dict.fromkeys(group.set for group in groups):
        made, refused = load_plans(reference, near, cycle.calendar.holidays)
        plans.extend(() if has_errors(refused) else made)
        place = next(group.where for group in groups if group.set == reference)
        found.extend(item if item.where.file else replace(item, where=place) for item in refused)
    found.extend(problem for group in groups for problem in _versions(group, plans, cycle.year, near))
    previous, unread = _previous(folder, cycle)
    found.extend(lineage_doubts(cycle, _known_before(cycle, previous)))
    return Opened(folder, cycle, tuple(plans), previous, near), in_order((*found, *unread))


@uncollected()
def surveyed(opened: Opened) -> tuple[Opened, tuple[Problem, ...]]:
    """Read the answers to the cycle's own survey and lay the shares they make among its scores.

    Every set of the cycle is asked for its survey, for a file may hold answers about any kind of unit.
    """
    from par_index.survey.outcome import take_survey, with_scores

    known = {(plan.set_id, plan.kind) for plan in opened.plans}
    others = [group for group in opened.cycle.groups if (group.set, group.kind) not in known]
    more = [compiled(group.set, opened.shelves, opened.cycle.calendar.holidays) for group in others]
    plans = (*opened.plans, *(plan for made in more for plan in made))
    survey, problems = take_survey(opened.folder, opened.cycle, plans)
    if survey is None:
        return opened, problems
    cycle, twice = with_scores(opened.cycle, plans, survey)
    return replace(opened, cycle=cycle, survey=survey), in_order((*problems, *twice))


def _versions(group: Group, plans: Sequence[Plan], year: int, shelves: Libraries) -> Iterator[Problem]:
    """Tell a group's set that is not in force for the year, or that changed after it was issued."""
    plan = next((plan for plan in plans if plan.set_id == group.set), None)
    path, _ = set_path(group.set, shelves)
    if plan is not None and path is not None:
        yield from out_of_force(group, plan, year, shelves)
        yield from altered(plan, path)


def _known_before(cycle: Cycle, previous: Results | None) -> set[str]:
    """Give the units that stood last year, as its figures or results name them."""
    groups = previous.groups if previous is not None else ()
    return {fact.unit for fact in cycle.previous.facts or ()} | {
        unit.unit for group in groups for unit in group.units
    }


def _groups(cycle: Cycle, unit: str) -> Sequence[Group]:
    """Give the groups that hold a unit; all, when none does."""
    return [
        group for group in cycle.groups if any(unit in (one.code, one.name) for one in cycle.units_of(group))
    ] or cycle.groups


def _inside(folder: Path, shelf: str) -> tuple[Path, ...]:
    return (folder / shelf,) if (folder / shelf).is_dir() else ()


def _previous(folder: Path, cycle: Cycle) -> tuple[Results | None, tuple[Problem, ...]]:
    return read_results(folder / cycle.previous.results) if cycle.previous.results else (None, ())
