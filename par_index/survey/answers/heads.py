"""Resolve who a row speaks for and of whom: unit, group, stratum, held to the instrument, frame and forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from par_index.model.facts import Unit
from par_index.survey.answers.columns import Declared, masked, personal
from par_index.survey.answers.known import Known
from par_index.survey.answers.told import Fault
from par_index.survey.codes import FormCode, read_code
from par_index.survey.forms import Cell
from par_index.survey.frame import Stratum
from par_index.text import folded, nearest, normalised, old_encoding


class Head(NamedTuple):
    """What a row says before its answers, as written; ``code`` is a form code or empty."""

    code: str
    unit: str
    group: str
    stratum: str
    respondent: str
    works_at: str


@dataclass(frozen=True, slots=True)
class Found:
    """The cell a head means; ``number`` is that of a form code; ``own``: it rates its own unit."""

    cell: Cell
    number: int | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Resolve heads by what is known, and by the values that the mapping translates."""

    known: Known
    declared: Declared
    places: dict[tuple[str, str, str], tuple[str, str] | Fault] = field(default_factory=dict)
    allowed: dict[tuple[Cell, str, str], bool | Fault] = field(default_factory=dict)

    def read(self, head: Head) -> Found | Fault:
        """Give the cell a head means, or the first thing wrong with it."""
        code = None
        if head.code:
            code = read_code(head.code)
            if code is None:
                return _fault("S38", "form", form=masked(head.code))
        return self._placed(head, code)

    def _placed(self, head: Head, code: FormCode | None) -> Found | Fault:
        blank = "unit" if head.unit or head.group else "form"
        said = (code.unit, code.group, "form") if code else (head.unit, head.group, blank)
        place = self.places.get(said)
        if place is None:
            place = self.places[said] = self._place(*said)
        if isinstance(place, Fault):
            return place
        beside = zip(("unit", "group"), place, strict=True)
        if code and (head.unit or head.group) and any(self._other(head, *one) for one in beside):
            return _fault("S39", "form", form=head.code, unit=head.unit or "–", group=head.group or "–")
        written = normalised(self._value("stratum", head.stratum)) if head.stratum else ""
        stratum = self._stratum(FormCode(*place, code.number) if code else None, written)
        if isinstance(stratum, Fault):
            return stratum
        key = Cell(*place, stratum), head.respondent, head.works_at
        allowed = self.allowed.get(key)
        if allowed is None:
            allowed = self.allowed[key] = self._allowed(*key)
        if isinstance(allowed, Fault):
            return allowed
        return Found(key[0], code.number if code else None, allowed)

    def _place(self, unit: str, group: str, column: str) -> tuple[str, str] | Fault:
        """Give the unit and group that two texts mean."""
        found = self._unit(self._value("unit", unit), column)
        if isinstance(found, Fault):
            return found
        rating = self._group(self._value("group", group), found)
        return rating if isinstance(rating, Fault) else (found.code, rating)

    def _other(self, head: Head, name: str, right: str) -> bool:
        """Tell a unit or group that stands beside the code and is another."""
        written = self._value(name, getattr(head, name))
        if not written:
            return False
        if name == "unit":
            unit = self.known.units.get(folded(written))
            return unit is None or unit.code != right
        return self.known.groups.get(folded(written)) != right

    def _value(self, role: str, text: str) -> str:
        text = text.strip()
        return self.declared.values.get(role, {}).get(folded(text), text)

    def _unit(self, text: str, column: str) -> Unit | Fault:
        if not text:
            return _fault("S40", column, column=column)
        unit = self.known.units.get(folded(text))
        if unit is not None:
            return unit
        best = nearest(text, (one.code for one in self.known.units.values())) or ""
        return old(text, column) or _fault("S41", column, unit=masked(text), nearest=best)

    def _group(self, text: str, unit: Unit) -> str | Fault:
        if not text:
            return _fault("S40", "group", column="group")
        groups = self.known.instruments[unit.kind].group_by_id
        by_name = {folded(one.name): one.id for one in groups.values()}
        by_id = {folded(one.id): one.id for one in groups.values()}
        found = by_id.get(folded(text)) or by_name.get(folded(text))
        if found is not None:
            return found
        args = {"group": masked(text), "unit": unit.code, "known": ", ".join(groups)}
        best = nearest(text, groups) or ""
        return old(text, "group") or _fault("S42", "group", **args, nearest=best)

    def _stratum(self, code: FormCode | None, written: str) -> str | Fault:
        """Take the stratum from the list of forms, which a row may repeat and may not contradict."""
        if code is None or self.known.printed is None:
            return written
        listed = self.known.printed.get(code)
        if listed is None:
            return _fault("S47", "form", unit=code.unit, group=code.group)
        if written and folded(written) != folded(listed):
            return _fault("S48", "stratum", stratum=masked(written), listed=listed or "–")
        return listed

    def _allowed(self, cell: Cell, respondent: str, works_at: str) -> bool | Fault:
        """Hold a row to the frame; tell whether it rates its own unit, where that is kept."""
        strata = self.known.frame.of(cell.unit, cell.group) if self.known.frame else ()
        if self.known.frame is not None and cell not in self.known.frame.strata:
            known = ", ".join(one.cell.stratum or "–" for one in strata) or "–"
            args = {"unit": cell.unit, "group": cell.group, "stratum": masked(cell.stratum) or "–"}
            return _fault("S46", "stratum" if strata else "group", **args, known=known)
        office = self._works_at(respondent, works_at, strata)
        if office is None:
            return _fault("S50", "respondent", unit=cell.unit, group=cell.group)
        instrument = self.known.instruments[self.known.kind_of(cell.unit)]
        at = self.known.units.get(folded(office)) if office else None
        own = instrument.group_by_id[cell.group].peers and at is not None and at.code == cell.unit
        if own and instrument.self_rating == "refuse":
            return _fault("S49", "works_at", unit=cell.unit, group=cell.group)
        return own

    def _works_at(self, respondent: str, works_at: str, strata: tuple[Stratum, ...]) -> str | None:
        """Say where a respondent works, by the row or the frame; ``None`` when the frame lists others."""
        said = self._value("works_at", works_at)
        people = {one.id: one.works_at for stratum in strata for one in stratum.persons}
        person = normalised(respondent.strip())
        if not person or not people:
            return said
        return (said or people[person]) if person in people else None


def old(text: str, column: str) -> Fault | None:
    """Tell a text in an old font encoding, which no word of ours can match."""
    encoding = None if text.isascii() else old_encoding(text)
    return _fault("W13", column, text=text, encoding=encoding) if encoding and not personal(text) else None


def _fault(code: str, at: str, /, **args: str) -> Fault:
    return Fault(code, at, tuple(sorted(args.items())))
