"""Compare the figures two sets ask for: new, gone, or asked for in other words or within other bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from par_index.language.ast import Input as Bare
from par_index.model.plan import Input, Plan
from par_index.revision.records import Effect, Line
from par_index.verify.words import style_of, value_text


def input_lines(before: Plan, after: Plan) -> Iterator[Line]:
    """Tell each figure that is new or gone, and what differs of those that stayed."""
    old, new = before.input_by_code, after.input_by_code
    for code in dict.fromkeys((*old, *new)):
        if code not in new or code not in old:
            labels = old[code].label if code in old else "", new[code].label if code in new else ""
            yield Line("input", code, labels, "none")
        else:
            yield from _changed(code, _told(before, old[code]), _told(after, new[code]))


def _changed(code: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Line]:
    for subject in old:
        if old[subject] != new[subject]:
            effect: Effect = (
                "points" if subject in ("input_type", "input_bounds", "input_answers") else "none"
            )
            yield Line(subject, code, (old[subject], new[subject]), effect)


def _told(plan: Plan, entry: Input) -> Mapping[str, str]:
    style = style_of(Bare(entry.code, entry.scale), plan.input_by_code)
    low, high = (value_text(Fraction(end, entry.scale), style) for end in (entry.low, entry.high))
    return {
        "input_label": entry.label,
        "input_type": " ".join(filter(None, (entry.kind, entry.unit))),
        "input_bounds": f"{low} – {high}",
        "input_answers": ", ".join(
            (*(entry.choice_labels or entry.choices), *filter(None, [entry.never_label]))
        ),
        "input_better": entry.better,
        "input_previous": entry.previous or "",
    }
