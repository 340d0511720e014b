"""What the files of ``rules/methods/`` say, key by key, before compilation."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from par_index.model.scalars import Code, Ladder, Micro, Name, Number, Spec, Words


class ParameterSpec(Spec):
    """A parameter of a method: what a leaf must give in ``with``."""

    type: Literal["percent", "points", "count", "days", "number", "ladder", "choice_table"]
    label: Words | None = None


class MeasureSpec(Spec):
    """What kind of measure a method expects."""

    kind: Literal["ratio", "whole", "any", "points", "choice"] = "any"
    better: Literal["more", "less"] | None = None


class RowSpec(Spec):
    """A worked case: a value of the measure and the points it must earn."""

    x: Words
    points: Number


class CasesSpec(Spec):
    """Worked cases under one choice of parameters."""

    with_: dict[Name, Any] = Field(default_factory=dict, alias="with")
    max: Micro
    min: Micro = 0
    rows: tuple[RowSpec, ...]


class MethodSpec(Spec):
    """A scoring method: a sentence, parameters, bands, and its worked cases."""

    method: Code
    shape: tuple[Words, ...]
    sentence: Words
    params: dict[Name, ParameterSpec] = Field(default_factory=dict)
    measure_is: MeasureSpec = MeasureSpec()
    bands: Ladder
    cases: tuple[CasesSpec, ...]
    note: Words | None = None
