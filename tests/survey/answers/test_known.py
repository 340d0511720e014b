"""Options go by id and by label; a label that two options bear names neither."""

from __future__ import annotations

from fractions import Fraction

from par_index.model.instrument import Option, Question
from par_index.survey.answers.known import slots


def test_an_option_goes_by_its_label_where_only_one_bears_it() -> None:
    options = (
        Option("a", "Tốt", Fraction(1)),
        Option("b", "Khác", Fraction(0)),
        Option("c", "KHÁC", None),
        Option("tốt", "Kém", Fraction(0)),
    )
    found = slots(Question("C1", "1.1", "Hỏi", options, ("g",)))
    assert found == {"a": 1, "b": 2, "c": 3, "tốt": 4, "kém": 4}, "an id stands above a label"
