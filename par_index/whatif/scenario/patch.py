"""Change a set as a scenario says, and prove it again: the changed lines stand in the scenario's file.

A table goes into a table key by key, but a ladder is given whole; into a list of tables it goes by their
``code`` or ``id``; anything else takes the place of what stood there. ``items`` finds leaves and nodes of the
tree by code, wherever they stand. Where a maximum changes, those above it, the total and the survey's share
follow, unless the scenario names them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from par_index.compile import proved
from par_index.model.facts import Unit
from par_index.model.plan import Plan
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem, Where, has_errors
from par_index.read.cases import cases
from par_index.read.sets import SetSource, read_set, set_path, source_of
from par_index.score.opened import Opened
from par_index.text import nearest
from par_index.whatif.basis import Basis, Filed, Ground, ground_of
from par_index.whatif.scenario.follow import LISTS, followed, name_of, placed
from par_index.whatif.scenario.spec import ScenarioSpec

_LADDERS = ("bands", "rows")
"""Tables whose keys are a ladder's steps: they are given whole."""
_INSTEAD = {
    "bands": ("method", "with"),
    "method": ("bands", "with", "parts"),
    "parts": ("bands", "method", "with"),
}
"""What a way of giving points takes away: a leaf has one."""


@dataclass(slots=True)
class _Patch:
    """Pieces of a set being put in; ``maxima`` holds the nodes whose own maximum the scenario gives."""

    problems: list[Problem] = field(default_factory=list)
    maxima: set[str] = field(default_factory=set)

    def refuse(self, key: Text, known: Sequence[str]) -> None:
        args = {"key": str(key), "nearest": nearest(key, known) or "", "known": ", ".join(known[:12])}
        self.problems.append(Problem("Q11", key.where, args))


def patched(basis: Basis, spec: ScenarioSpec) -> tuple[Basis, tuple[Problem, ...]]:
    """Lay the cycle out again under the changed sets; without any the basis itself is given back."""
    if not spec.sets:
        return basis, ()
    used = [ground.group.set for ground in basis.grounds]
    problems: list[Problem] = []
    plans = {(plan.set_id, plan.kind): plan for plan in basis.folder.plans}
    sources = dict(basis.sources)
    for name, piece in spec.sets.items():
        if name not in used:
            args = {"set": str(name), "known": ", ".join(used), "nearest": nearest(name, used) or ""}
            problems.append(Problem("Q12", name.where, args))
            continue
        source, made, found = _changed(basis, name, piece)
        problems.extend(found)
        problems.extend(_questions(basis.folder, name, made))
        plans |= {(plan.set_id, plan.kind): plan for plan in made}
        sources |= {str(name): source} if source else {}
    if has_errors(problems):
        return basis, tuple(problems)
    folder = _reopened(basis.folder, tuple(plans.values()))
    after = replace(basis, folder=folder, changed=_rescored(basis, folder), sources=sources)
    grounds = [
        _laid_again(after, ground, plans, problems) if ground.group.set in spec.sets else ground
        for ground in basis.grounds
    ]
    return replace(after, grounds=tuple(grounds)), tuple(problems)


def _laid_again(
    after: Basis, ground: Ground, plans: Mapping[tuple[str, str], Plan], problems: list[Problem]
) -> Ground:
    """Judge a group under its changed set, on the figures that stand by then; tell what is refused."""
    cycle = after.opened.cycle
    group = next(one for one in cycle.groups if one.id == ground.group.id)
    plan = plans[group.set, group.kind]
    facts, found = cases(cycle, plan, group, after.stage)
    problems.extend(problem for problem in found if problem.is_error)
    return ground_of(group, plan, facts)


def _rescored(basis: Basis, folder: Opened) -> Mapping[str, tuple[Unit, Filed]]:
    """Give changed units the survey's scores anew, but for those that a scenario put in their place."""
    if folder.survey is None:
        return basis.changed
    from par_index.survey.outcome import PLACE

    made = {}
    for code, (unit, (facts, evidence, scores, decisions)) in basis.changed.items():
        own = [score for score in scores if score.where.file != PLACE]
        said = {score.code for score in own}
        fresh = [one for one in folder.cycle.survey_scores if one.unit == code and one.where.file == PLACE]
        own.extend(one for one in fresh if one.code not in said)
        made[code] = (unit, (facts, evidence, own, decisions))
    return made


_Changed = tuple[SetSource | None, tuple[Plan, ...], tuple[Problem, ...]]


def _changed(basis: Basis, name: Text, piece: Tree) -> _Changed:
    """Put a piece into a set, as its file or an earlier scenario has it, and prove what comes of it."""
    opened = basis.folder
    source = basis.sources.get(name)
    if source is None:
        path, missing = set_path(name, opened.shelves)
        if path is None:
            return None, (), missing
        source, unread = read_set(path, opened.shelves)
        if source is None:
            return None, (), unread
    patch = _Patch()
    assert isinstance(source.tree, Table)
    tree = _merged(patch, source.tree, _listed(piece, name.where))
    if patch.problems:
        return None, (), tuple(patch.problems)
    tree = followed(tree, source.tree, patch.maxima)
    made, refused = source_of(tree, source.path, opened.shelves)
    made = made and replace(made, base=source.base)
    plans, problems = proved(made, refused, opened.shelves, opened.cycle.calendar.holidays)
    return made, plans, tuple(problem for problem in problems if problem.is_error)


def _questions(opened: Opened, name: Text, made: Sequence[Plan]) -> Iterator[Problem]:
    """Refuse a survey that no longer asks what was answered."""
    if opened.survey is None:
        return
    from par_index.survey.outcome import same_questions

    was = {plan.kind: plan.instrument for plan in opened.plans if plan.set_id == name}
    for plan in made:
        if not same_questions(was.get(plan.kind), plan.instrument):
            yield Problem("Q14", name.where, {"set": str(name)})


def _listed(piece: Any, where: Where) -> Tree:
    """Give a piece as the tree it was before it was bound, where lists had become tuples."""
    if isinstance(piece, Table):
        made = placed(piece)
        for key, item in piece.items():
            made[key] = _listed(item, key.where)
        return made
    if isinstance(piece, tuple):
        listing = Listing(_listed(item, where) for item in piece)
        listing.where = where
        return listing
    assert isinstance(piece, Text)
    return piece


def _merged(patch: _Patch, old: Table, piece: Tree) -> Table:
    if not isinstance(piece, Table):
        patch.problems.append(Problem("Q13", piece.where))
        return old
    given = {gone for key in piece for gone in _INSTEAD.get(key, ())}
    made = placed(old)
    for gone in [key for key in made if key in given and key not in piece]:
        del made[gone]
    for key, item in piece.items():
        if key == "items" and "areas" in old:
            made = _items(patch, made, item)
        elif key in _LADDERS:
            _put(made, key, item)
        elif key in made and isinstance(made[key], Table) and isinstance(item, Table):
            made[key] = _merged(patch, made[key], item)  # type: ignore[arg-type]
        elif key in made and isinstance(made[key], Listing) and isinstance(item, Table):
            made[key] = _in_list(patch, made[key], item)  # type: ignore[arg-type]
        else:
            _put(made, key, item)
    return made


def _put(made: Table, key: Text, item: Tree) -> None:
    """Put a piece in where its key stood, or at the end, with the scenario's place."""
    kept = list(made.items())
    made.clear()
    for name, old in kept:
        made[key if name == key else name] = item if name == key else old
    made.setdefault(key, item)


def _in_list(patch: _Patch, old: Listing, piece: Table) -> Listing:
    made = Listing(old)
    made.where = old.where
    names = [name_of(item) for item in old]
    for key, item in piece.items():
        if key not in names:
            patch.refuse(key, [name for name in names if name])
            continue
        place = names.index(str(key))
        held = made[place]
        assert isinstance(held, Table)
        made[place] = _merged(patch, held, item)
        if isinstance(item, Table) and "max" in item:
            patch.maxima.add(str(key))
    return made


def _items(patch: _Patch, tree: Table, pieces: Tree) -> Table:
    """Put pieces into leaves and nodes found by their codes."""
    if not isinstance(pieces, Table):
        patch.problems.append(Problem("Q13", pieces.where))
        return tree
    codes = [name_of(item) for item in _every(tree)]
    for key in pieces:
        if key not in codes:
            patch.refuse(key, codes)
    return _below(patch, tree, pieces)


def _every(tree: Table) -> Iterator[Table]:
    for key, held in tree.items():
        if key in ("bonus", "penalty") and isinstance(held, Table):
            yield from _every(held)
        for item in held if key in LISTS and isinstance(held, Listing) else ():
            if isinstance(item, Table):
                yield item
                yield from _every(item)


def _below(patch: _Patch, tree: Table, pieces: Table) -> Table:
    made = placed(tree)
    for key, held in tree.items():
        if key in ("bonus", "penalty") and isinstance(held, Table):
            made[key] = _below(patch, held, pieces)
        if key in LISTS and isinstance(held, Listing):
            items = Listing(_item(patch, item, pieces) for item in held)
            items.where = held.where
            made[key] = items
    return made


def _item(patch: _Patch, item: Tree, pieces: Table) -> Tree:
    if not isinstance(item, Table):
        return item
    own = pieces.get(Text(name_of(item)))
    made = _below(patch, item, pieces)
    if own is None:
        return made
    if isinstance(own, Table) and "max" in own:
        patch.maxima.add(name_of(item))
    return _merged(patch, made, own)


def _reopened(opened: Opened, plans: tuple[Plan, ...]) -> Opened:
    """Open the cycle under other plans: its groups are pinned to them, its survey is weighed by them."""
    marks = {(plan.set_id, plan.kind): plan.digest for plan in plans}
    groups = tuple(
        replace(group, digest=marks.get((group.set, group.kind), group.digest) if group.digest else "")
        for group in opened.cycle.groups
    )
    cycle = replace(opened.cycle, groups=groups)
    if opened.survey is None:
        return replace(opened, cycle=cycle, plans=plans)
    from par_index.survey.outcome import reweighed

    survey, cycle = reweighed(opened.survey, cycle, plans)
    return replace(opened, cycle=cycle, plans=plans, survey=survey)
