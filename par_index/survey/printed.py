"""Say which questionnaires a survey prints, and which codes its list ``survey/forms.csv`` gave them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from par_index.model.facts import Cycle, Unit
from par_index.model.instrument import Instrument, Question, Respondents
from par_index.model.plan import Plan
from par_index.problem import Problem, Where, has_errors
from par_index.read.cycle.sources import lines, opened
from par_index.read.tables import Layout, Line
from par_index.survey.codes import FormCode, read_code
from par_index.survey.frame import FOLDER, instruments
from par_index.survey.plan import FORMS
from par_index.text import nearest

_LAYOUT = Layout(required=("form", "unit", "group"), optional=("stratum",))
_NAMED = 5
"""A warning names so many units and counts the rest."""

Codes = Mapping[tuple[str, str], tuple[str, ...]]
"""The codes of the printed forms by (unit, group), in the list's order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One questionnaire: what one group is asked about units of one kind."""

    plan: Plan
    group: Respondents
    questions: tuple[Question, ...]
    units: tuple[Unit, ...]


def questionnaires(
    cycle: Cycle, plans: Sequence[Plan], group: str = "", unit: Unit | None = None
) -> tuple[tuple[Asked, ...], tuple[Problem, ...]]:
    """List the questionnaires of all kinds, or those of one ``group`` or about one ``unit``."""
    held = instruments(cycle, plans)
    if not held:
        return (), (Problem("S10", cycle.where),)
    if unit is not None and unit.kind not in held:
        args = {"unit": unit.code, "kind": unit.kind, "known": ", ".join(held)}
        return (), (Problem("S20", unit.where, args),)
    rating = {kind: _ids(one) for kind, one in held.items()}
    refused = _unknown(group, rating, unit)
    if refused:
        return (), refused
    by_kind = {plan.kind: plan for plan in plans if plan.instrument is held.get(plan.kind)}
    return tuple(
        Asked(by_kind[kind], one, instrument.asked(one.id), _units(cycle, kind, unit))
        for kind, instrument in held.items()
        if unit is None or unit.kind == kind
        for one in instrument.groups
        if one.id in rating[kind] and group in ("", one.id)
    ), ()


def _ids(instrument: Instrument) -> tuple[str, ...]:
    return tuple(one.id for one in instrument.groups if instrument.asked(one.id))


def _units(cycle: Cycle, kind: str, unit: Unit | None) -> tuple[Unit, ...]:
    return tuple(one for one in cycle.units if one.kind == kind and unit in (None, one))


def _unknown(group: str, rating: Mapping[str, Sequence[str]], unit: Unit | None) -> tuple[Problem, ...]:
    """Refuse a group that nobody knows, or that does not rate the unit."""
    kinds = [kind for kind, ids in rating.items() if group in ids]
    known = dict.fromkeys(id_ for ids in rating.values() for id_ in ids)
    if group and not kinds:
        args = {"group": group, "known": ", ".join(known), "nearest": nearest(group, known) or ""}
        return (Problem("S02", Where(""), args),)
    if group and unit is not None and unit.kind not in kinds:
        args = {"group": group, "kinds": ", ".join(kinds), "unit": unit.code, "kind": unit.kind}
        return (Problem("S03", unit.where, args),)
    return ()


class Listed(NamedTuple):
    """A printed form: what its code says in the cycle's own words, the code as written, its stratum."""

    code: FormCode
    text: str
    stratum: str


def read_codes(folder: Path, cycle: Cycle, plans: Sequence[Plan]) -> tuple[Codes | None, tuple[Problem, ...]]:
    """Read the codes of the printed forms by unit and group, as ``read_listed`` does."""
    listed, problems = read_listed(folder, cycle, plans)
    if listed is None:
        return None, problems
    codes: dict[tuple[str, str], list[str]] = {}
    for one in listed:
        codes.setdefault((one.code.unit, one.code.group), []).append(one.text)
    return {pair: tuple(texts) for pair, texts in codes.items()}, problems


def read_listed(
    folder: Path, cycle: Cycle, plans: Sequence[Plan]
) -> tuple[tuple[Listed, ...] | None, tuple[Problem, ...]]:
    """Read the list of printed forms; ``None`` when there is none, or when a row of it is wrong."""
    path = folder / FOLDER / FORMS
    if not path.is_file():
        return None, ()
    ((source, problems),) = opened((path,), folder)
    if source is None:
        return None, problems
    rows, refused = lines(source, _LAYOUT)
    held = instruments(cycle, plans)
    pairs = {(unit.code, id_) for unit in cycle.units if unit.kind in held for id_ in _ids(held[unit.kind])}
    reading = _Reading(frozenset(pairs))
    found = (*problems, *refused, *(problem for line in rows for problem in reading.take(line)))
    if has_errors(found):
        return None, found
    return tuple(reading.listed), found


@dataclass(frozen=True, slots=True)
class _Reading:
    """What has been read so far; ``pairs`` are the units and groups that the survey holds."""

    pairs: frozenset[tuple[str, str]]
    listed: list[Listed] = field(default_factory=list)
    first: dict[str, Line] = field(default_factory=dict)

    def take(self, line: Line) -> Iterator[Problem]:
        """Take one row, or say what is wrong with it."""
        text, pair = line.text("form"), (line.text("unit"), line.text("group"))
        code = read_code(text)
        first = self.first.setdefault(text.lower(), line)
        if code is None:
            yield Problem("S21", line.where("form"), {"text": text})
        elif (code.unit.lower(), code.group.lower()) != (pair[0].lower(), pair[1].lower()):
            yield Problem("S22", line.where("form"), {"form": text, "unit": pair[0], "group": pair[1]})
        elif pair not in self.pairs:
            yield Problem("S23", line.where("form"), {"form": text, "unit": pair[0], "group": pair[1]})
        elif first is not line:
            yield Problem("S24", line.where("form"), {"form": text, "first": str(first.where("form"))})
        else:
            self.listed.append(Listed(FormCode(*pair, code.number), text, line.text("stratum")))


def without_codes(asked: Sequence[Asked], codes: Codes) -> Iterator[Problem]:
    """Warn, group by group, of units for which the list holds no form: theirs are printed without a code."""
    for one in asked:
        absent = [unit.code for unit in one.units if (unit.code, one.group.id) not in codes]
        if absent:
            args = {"group": one.group.id, "name": one.group.name, "count": str(len(absent))}
            units = ", ".join(absent[:_NAMED]) + (", …" if absent[_NAMED:] else "")
            yield Problem("S25", Where(f"{FOLDER}/{FORMS}"), {**args, "units": units})
