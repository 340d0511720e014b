"""Work a leaf's share out form by form, in plain fractions: slow, and written from the law, not the code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from par_index.model.instrument import Instrument, Question, Respondents
from par_index.survey.forms import Cell

Form = tuple[Cell, tuple[int, ...]]


def naive_share(
    instrument: Instrument, unit: str, leaf: str, forms: Sequence[Form], people: Mapping[Cell, int]
) -> Fraction | None:
    top = bottom = Fraction(0)
    heard = False
    for group in instrument.groups:
        asked = [q for q in instrument.questions if q.leaf == leaf and group.id in q.groups]
        if not asked:
            continue
        found = [(q.weight, _question(instrument, unit, group, q, forms, people)) for q in asked]
        said = [(weight, share) for weight, share in found if share is not None]
        if said:
            heard = True
            top += group.weight * sum(w * s for w, s in said) / sum(w for w, _ in said)
            bottom += group.weight
        elif instrument.no_answers == "zero":
            bottom += group.weight
        elif instrument.no_answers == "stop":
            return None
    return top / bottom if heard else None


def _question(
    instrument: Instrument,
    unit: str,
    group: Respondents,
    question: Question,
    forms: Sequence[Form],
    people: Mapping[Cell, int],
) -> Fraction | None:
    at = instrument.questions.index(question)
    by_cell: dict[Cell, list[Fraction]] = {}
    for cell, answers in forms:
        if (cell.unit, cell.group) != (unit, group.id):
            continue
        share = question.options[answers[at] - 1].share if answers[at] else None
        if share is None and instrument.dont_know == "count":
            share = Fraction(0)
        if share is not None:
            by_cell.setdefault(cell, []).append(share)
    if not by_cell:
        return None
    if group.strata == "equal":
        every = [share for shares in by_cell.values() for share in shares]
        return sum(every, Fraction(0)) / len(every)
    top = sum((people[cell] * sum(shares) / len(shares) for cell, shares in by_cell.items()), Fraction(0))
    return top / sum(people[cell] for cell in by_cell)
