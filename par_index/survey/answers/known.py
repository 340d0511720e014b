"""Know what a row may speak of: units, groups, questions, options, strata, printed forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from par_index.model.facts import Cycle, Unit
from par_index.model.instrument import Instrument, Question
from par_index.model.plan import Plan
from par_index.problem import Problem, has_errors
from par_index.survey.codes import FormCode
from par_index.survey.frame import Frame, instruments
from par_index.survey.printed import read_listed
from par_index.text import folded


@dataclass(frozen=True)
class Known:
    """What the cycle knows; words are compared without case, composed and with single blanks."""

    cycle: Cycle
    instruments: Mapping[str, Instrument]
    frame: Frame | None
    printed: Mapping[FormCode, str] | None
    """The stratum of each form of ``forms.csv``; ``None`` where there is no such list."""

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """Units that are surveyed, by code and by name; a name that two units bear finds neither."""
        units = [unit for unit in self.cycle.units if unit.kind in self.instruments]
        names = Counter(folded(unit.name) for unit in units)
        by_name = {folded(unit.name): unit for unit in units if names[folded(unit.name)] == 1}
        return by_name | {folded(unit.code): unit for unit in units}

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """Ids of groups, by id and by name."""
        every = [group for one in self.instruments.values() for group in one.groups]
        return {folded(group.name): group.id for group in every} | {folded(one.id): one.id for one in every}

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """Ids of questions as written in the sets, by their folded form."""
        every = (question.id for one in self.instruments.values() for question in one.questions)
        return {folded(id_): id_ for id_ in every}

    @cached_property
    def kind_groups(self) -> tuple[tuple[str, str], ...]:
        """Each kind of unit with each group that rates it: the answers allowed hang on these two."""
        return tuple((kind, group.id) for kind, one in self.instruments.items() for group in one.groups)

    @cached_property
    def lists_people(self) -> bool:
        """Tell whether the frame names people, so that a respondent can be held to it."""
        return self.frame is not None and any(one.persons for one in self.frame.strata.values())

    def kind_of(self, unit: str) -> str:
        """Give the kind of a unit by its code."""
        return self.units[folded(unit)].kind

    @cached_property
    def printed_numbers(self) -> Mapping[tuple[str, str], int]:
        """Count the forms printed for each unit and group."""
        return Counter((code.unit, code.group) for code in self.printed or ())


def know(
    folder: Path, cycle: Cycle, plans: Sequence[Plan], frame: Frame | None
) -> tuple[Known | None, tuple[Problem, ...]]:
    """Gather what rows are held to; ``None`` when the list of printed forms has a wrong row."""
    listed, problems = read_listed(folder, cycle, plans)
    if has_errors(problems):
        return None, problems
    printed = None if listed is None else {one.code: one.stratum for one in listed}
    return Known(cycle, instruments(cycle, plans), frame, printed), problems


def slots(question: Question) -> Mapping[str, int]:
    """Number a question's options from 1, by label and by id; a label that two bear finds neither."""
    labels = Counter(folded(option.label) for option in question.options)
    numbered = list(enumerate(question.options, 1))
    by_label = {folded(one.label): at for at, one in numbered if labels[folded(one.label)] == 1}
    return by_label | {folded(one.id): at for at, one in numbered}
