"""What came back of a survey: the accepted forms, and everything that was not taken, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from par_index.problem import Problem
from par_index.survey.forms import Forms


@dataclass(frozen=True, slots=True)
class FileCount:
    """One file that was read: ``rows`` = ``accepted`` + ``refused``, always.

    ``skipped_as`` names the earlier file that says the same: then none of its rows is taken.
    """

    file: str
    digest: str
    rows: int
    accepted: int
    refused: int
    skipped_as: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and why; ``form`` as the row writes it."""

    file: str
    row: int
    form: str
    problem: Problem


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """All that the files of a survey say; ``digest`` names the accepted answers, however they were filed."""

    forms: Mapping[str, Forms]
    """By kind of unit."""
    files: tuple[FileCount, ...]
    refused: tuple[Refused, ...]
    flags: tuple[Problem, ...]
    digest: str
