"""Read a noise file: what is taken to be unsure when ranks are put to the test, each line at its place.

    noise: Dao động năm 2023          # a name
    survey: redraw                    # redraw | none
    appraisal:
      gaps: declared                  # observed | declared | none
      chance: 5%                      # declared: how many figures other appraisers would decide otherwise
      spread: 10%                     # declared: by how much, one standard deviation
    data:
      - inputs: [ho_so, ho_so_dung_han]
        error: 2%                     # one standard deviation, relative
        source: Kiểm tra công tác báo cáo năm 2022
    weights:
      spread: 10%                     # every leaf's weight within ±10%

A key that is left out keeps its default: the survey is redrawn where there is one, observed gaps are used
where there are any, and nothing else is assumed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, PlainValidator
from pydantic_core import PydanticCustomError

from par_index.model.plan import InputKind
from par_index.model.scalars import Code, Share, Spec, Words
from par_index.model.text import Text
from par_index.problem import Problem
from par_index.read.bind import bind
from par_index.read.yaml_tree import read_tree
from par_index.text import nearest


def _rate(value: Fraction) -> Fraction:
    if not 0 <= value <= 1:
        raise PydanticCustomError(cast(Any, "N01"), "", {"text": f"{float(100 * value):g}%"})
    return value


def _reach(value: Fraction) -> Fraction:
    if not 0 <= value < 1 or (value * 1000).denominator != 1:
        raise PydanticCustomError(cast(Any, "N02"), "", {"text": f"{float(100 * value):g}%"})
    return value


def _redrawn(value: object) -> Text:
    """Read one of two words and keep its place, which the assumption is printed with."""
    known = ("redraw", "none")
    if not isinstance(value, Text) or value not in known:
        text = str(value) if isinstance(value, Text) else "…"
        args = {"text": text, "known": ", ".join(known), "nearest": nearest(text, known) or ""}
        raise PydanticCustomError(cast(Any, "Y24"), "", args)
    return value


Redrawn = Annotated[Text, PlainValidator(_redrawn)]
Rate = Annotated[Share, AfterValidator(_rate)]
Reach = Annotated[Share, AfterValidator(_reach)]
"""A whole number of per mille below the whole."""


class AppraisalSpec(Spec):
    """How far other appraisers might have decided otherwise."""

    gaps: Literal["observed", "declared", "none"]
    chance: Rate | None = None
    spread: Rate | None = None


class DataSpec(Spec):
    """Figures that are known only to a relative error: named one by one, or by kind."""

    error: Rate
    inputs: tuple[Code, ...] = ()
    kinds: tuple[InputKind, ...] = ()
    groups: tuple[Code, ...] = ()
    source: Words | None = None


class WeightsSpec(Spec):
    """How far leaves' weights might lie from the set's own."""

    spread: Reach


class NoiseSpec(Spec):
    """A noise file, key by key."""

    noise: Words
    survey: Redrawn | None = None
    appraisal: AppraisalSpec | None = None
    data: tuple[DataSpec, ...] = ()
    weights: WeightsSpec | None = None


def read_noise(path: Path, shown: str | None = None) -> tuple[NoiseSpec | None, tuple[Problem, ...]]:
    """Read one noise file; ``None`` when it does not hold together."""
    tree, problems = read_tree(path, shown)
    if tree is None:
        return None, problems
    spec, refused = bind(NoiseSpec, tree)
    # A record mended by guess would be doubted for what it does not say.
    return spec, (*problems, *refused, *(_doubts(spec) if spec and not refused else ()))


def _doubts(spec: NoiseSpec) -> Iterator[Problem]:
    """Tell what each line by itself allows, but not together with its neighbours."""
    one = spec.appraisal
    if one is not None and one.gaps == "declared" and None in (one.chance, one.spread):
        yield Problem("N03", one.where)
    if one is not None and one.gaps != "declared" and (one.chance, one.spread) != (None, None):
        yield Problem("N04", one.where, {"gaps": one.gaps})
    for row in spec.data:
        if bool(row.inputs) == bool(row.kinds):
            yield Problem("N05", row.where)
