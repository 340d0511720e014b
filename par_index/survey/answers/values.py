"""Resolve answers as written: which question, and which of its options, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from par_index.model.instrument import Instrument
from par_index.survey.answers.columns import Declared, masked
from par_index.survey.answers.heads import old
from par_index.survey.answers.known import Known, slots
from par_index.survey.answers.told import Fault
from par_index.text import folded, nearest


@dataclass(frozen=True, slots=True)
class Answer:
    """The question's place in its instrument and the option's from 1; 0 says nothing."""

    question: int
    slot: int


@dataclass(frozen=True, slots=True)
class ValueReader:
    """Resolve (question, option) for one kind of unit and group; what was resolved is kept."""

    known: Known
    declared: Declared
    options: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)

    def read(self, kind: str, group: str, question: str, option: str) -> Answer | Fault | None:
        """Give the answer; ``None`` for an empty cell of a question that this group is not asked."""
        instrument = self.known.instruments[kind]
        places = _places(instrument)
        id_ = self.declared.columns.get(folded(question), question)
        at = places.get(folded(id_))
        text = folded(self._ours(self.known.questions.get(folded(id_), id_), option))
        if at is None or group not in instrument.questions[at].groups:
            if not text and folded(id_) in self.known.questions:
                return None
            asked = [one.id for one in instrument.asked(group)]
            args = {"question": masked(question) or "–", "group": group, "kind": kind}
            args["nearest"] = nearest(id_, asked) or ""
            code = "S44" if folded(id_) in self.known.questions else "S43"
            return Fault(code, question, tuple(sorted(args.items())))
        return self._slot(instrument, at, text, option, question)

    def _ours(self, question: str, option: str) -> str:
        """Translate an answer, by the question's own values or those of all."""
        own, every = (self.declared.values.get(name, {}) for name in (question, "option"))
        return own.get(folded(option)) or every.get(folded(option)) or option

    def _slot(self, instrument: Instrument, at: int, text: str, written: str, column: str) -> Answer | Fault:
        question = instrument.questions[at]
        if not text:
            return Answer(at, 0)
        known = self.options.setdefault((str(id(instrument)), question.id), dict(slots(question)))
        slot = known.get(text) or known.get(_whole(text))
        if slot is not None:
            return Answer(at, slot)
        best = nearest(written, known) or ""
        named = next((one for one in question.options if folded(one.label) == best or one.id == best), None)
        args = {"question": question.id, "option": masked(written.strip())}
        args["known"] = ", ".join(f"{one.id} ({one.label})" for one in question.options)
        args["nearest"] = named.id if named else best
        return old(written, column) or Fault("S51", column, tuple(sorted(args.items())))


@cache
def _places_of(questions: tuple[str, ...]) -> dict[str, int]:
    return {folded(id_): at for at, id_ in enumerate(questions)}


def _places(instrument: Instrument) -> dict[str, int]:
    return _places_of(tuple(question.id for question in instrument.questions))


def _whole(text: str) -> str:
    """Read ``2.0`` and ``2,0``, as tables of numbers write an option, as ``2``."""
    head, _, tail = text.replace(",", ".").partition(".")
    return head if head.isdigit() and tail and not tail.strip("0") else ""
