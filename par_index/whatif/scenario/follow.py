"""Let the maxima above a changed one follow it, up to the total and the survey's share."""

from __future__ import annotations

from collections.abc import Set
from fractions import Fraction

from par_index.model.text import Listing, Table, Text, Tree
from par_index.points import decimal_text, parse_number

LISTS = ("areas", "criteria", "sub_criteria", "leaves")
"""Keys under which a set's tree lists its nodes."""


def name_of(item: Tree) -> str:
    """Give the ``code`` or ``id`` of a listed table, by which it is found."""
    if not isinstance(item, Table):
        return ""
    return str(item.get(Text("code"), item.get(Text("id"), "")))


def placed(old: Table) -> Table:
    """Copy a table with its place."""
    made = Table(old)
    made.where, made.flow = old.where, old.flow
    return made


def followed(tree: Table, old: Table, given: Set[str]) -> Table:
    """Let the maxima above a changed one, the total and the survey's points follow."""
    made = placed(tree)
    areas, before = tree.get(Text("areas")), old.get(Text("areas"))
    if not given or not isinstance(areas, Listing) or not isinstance(before, Listing):
        return made
    moved = [_moved(item, was, given) for item, was in zip(areas, before, strict=False)]
    listing = Listing(item for item, _, _ in moved)
    listing.where = areas.where
    made[Text("areas")] = listing
    _add(made, old, "total", sum((one for _, one, _ in moved), Fraction(0)))
    survey, was = made.get(Text("survey")), old.get(Text("survey"))
    if isinstance(survey, Table) and isinstance(was, Table):
        survey = placed(survey)
        _add(survey, was, "points", sum((one for _, _, one in moved), Fraction(0)))
        made[Text("survey")] = survey
    return made


def _moved(item: Tree, was: Tree, given: Set[str]) -> tuple[Tree, Fraction, Fraction]:
    """Give an item with its maximum following, by how much it moved, and how much of that is the survey's."""
    if not isinstance(item, Table) or not isinstance(was, Table):
        return item, Fraction(0), Fraction(0)
    made, below, surveyed = placed(item), Fraction(0), Fraction(0)
    for key in LISTS:
        held, before = item.get(Text(key)), was.get(Text(key))
        if isinstance(held, Listing) and isinstance(before, Listing):
            moved = [_moved(one, old, given) for one, old in zip(held, before, strict=False)]
            items = Listing(one for one, _, _ in moved)
            items.where = held.where
            made[next(name for name in made if name == key)] = items
            below += sum((one for _, one, _ in moved), Fraction(0))
            surveyed += sum((one for _, _, one in moved), Fraction(0))
    if name_of(item) not in given:
        _add(made, was, "max", below)
    own = _number(made, "max") - _number(was, "max")
    if item.get(Text("source")) == "survey":
        surveyed = own
    return made, own, surveyed


def _add(made: Table, old: Table, key: str, more: Fraction) -> None:
    """Raise a number that the scenario left as it was."""
    at = next((name for name in made if name == key), None)
    if more and at is not None and made[at] == old.get(Text(key)):
        place = made[at].where
        made[at] = Text.at(decimal_text(_number(made, key) + more), place)


def _number(table: Table, key: str) -> Fraction:
    try:
        return parse_number(str(table.get(Text(key), "0")))
    except ValueError:
        return Fraction(0)
