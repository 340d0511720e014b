"""Put the sheets of a set's survey together: groups of respondents, scales of answers, questions."""

from __future__ import annotations

from collections.abc import Sequence

from par_index.model.set_layout import KEYS, Layout
from par_index.model.set_sheets import ASK_PATHS, OPTION_PATHS, RESPONDENT_PATHS
from par_index.model.survey_sheets import ASKS, RESPONDENTS, SCALES
from par_index.model.text import Listing, Text, Tree
from par_index.problem import Problem, Where
from par_index.read.set_book.items import unnamed
from par_index.read.set_book.rows import Record, arranged, listing, named, table, values_of

Found = dict[str, tuple[Where, Tree]]


def read_respondents(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    """Give what stands under ``survey.groups``."""
    return _all("survey.groups", records, RESPONDENTS, RESPONDENT_PATHS)


def read_questions(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    """Give what stands under ``survey.questions``."""
    return _all("survey.questions", records, ASKS, ASK_PATHS)


def read_scales(records: Sequence[Record]) -> tuple[Found, Sequence[Problem]]:
    """Give what stands under ``survey.scales``: rows of the same scale are its options, in their order.

    A scale whose one row says no more than its name has no options.
    """
    if not records:
        return {}, ()
    rows: dict[Text, list[Record]] = {}
    for record in records:
        rows.setdefault(named(record, "scale"), []).append(record)
    problems = [*unnamed(records, "scale")]
    scales: dict[Text, Tree] = {}
    for name, options in rows.items():
        bare = [one.cells.keys() for one in options] == [{"scale"}]
        scales[name], refused = _listed([] if bare else options, options[0].where, SCALES, OPTION_PATHS)
        problems.extend(refused)
    where = records[0].where
    return {"survey.scales": (where, table(scales, where))}, problems


def _all(
    path: str, records: Sequence[Record], layout: Layout, usual: Sequence[str]
) -> tuple[Found, Sequence[Problem]]:
    if not records:
        return {}, ()
    where = records[0].where
    made, problems = _listed(records, where, layout, usual)
    return {path: (where, made)}, problems


def _listed(
    records: Sequence[Record], where: Where, layout: Layout, usual: Sequence[str]
) -> tuple[Listing, list[Problem]]:
    """Make a list of records that stands at a cell, a row each."""
    made: list[Tree] = []
    problems: list[Problem] = []
    for record in records:
        values, refused = values_of(record, layout, {"scale": ""} if layout is SCALES else {})
        problems.extend(refused)
        made.append(arranged(values, record.text(KEYS.key), usual, record.where))
    return listing(made, where), problems
