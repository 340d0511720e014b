"""What the files of ``criteria/`` and ``rules/methods/`` say, key by key, before compilation.

Every scalar arrives as :class:`Text`; the types below decide what it may be. A refusal is a
``PydanticCustomError`` whose type is a problem code, so that the binder can tell its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from par_index.model.text import Listing, Table, Text
from par_index.points import MICRO, AmbiguousNumberError, parse_number
from par_index.problem import NOWHERE, Where

_NUMBER_LIKE = re.compile(r"[+-]?[\d.,_]+|true|false|yes|no|on|off|null|~", re.IGNORECASE)
_CODE = re.compile(r"[^\W]+(?:[./#-][^\W]+)*")


def _fail(code: str, **args: str) -> PydanticCustomError:
    return PydanticCustomError(cast(Any, code), "", args)


def _text(value: object) -> Text:
    if isinstance(value, Table):
        raise _fail("Y23", expected="một dòng chữ", found="một bảng")
    if isinstance(value, Listing):
        raise _fail("Y23", expected="một dòng chữ", found="một danh sách")
    assert isinstance(value, Text)
    if not value.strip() and not value.quoted:
        raise _fail("Y23", expected="một giá trị", found="chỗ trống")
    return value


def _code(value: object) -> Text:
    text = _text(value)
    if not text.quoted and _NUMBER_LIKE.fullmatch(text):
        raise _fail("Y22", text=text)
    if not _CODE.fullmatch(text):
        raise _fail("Y29", text=text, why="chỉ nhận chữ, số, dấu chấm, gạch ngang, gạch chéo, gạch dưới")
    return text


def _fraction(value: object) -> Fraction:
    text = _text(value)
    try:
        return parse_number(text)
    except AmbiguousNumberError as error:
        raise _fail("Y25", text=text, first=error.readings[0], second=error.readings[1]) from None
    except ValueError:
        raise _fail("Y26", text=text) from None


def _micro(value: object) -> int:
    scaled = _fraction(value) * MICRO
    if scaled.denominator != 1:
        raise _fail("Y26", text=str(value))
    return int(scaled)


def _whole(value: object) -> int:
    number = _fraction(value)
    if number.denominator != 1:
        raise _fail("Y26", text=str(value))
    return int(number)


def _date(value: object) -> date:
    text = _text(value)
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise _fail("Y27", text=text) from None


def _listing(value: object) -> object:
    if isinstance(value, Text):
        raise _fail("Y23", expected="một danh sách (mỗi dòng bắt đầu bằng dấu -)", found=f"“{value}”")
    return value


Words = Annotated[Text, PlainValidator(_text)]
Code = Annotated[Text, PlainValidator(_code)]
Number = Annotated[Fraction, PlainValidator(_fraction)]
Micro = Annotated[int, PlainValidator(_micro)]
Whole = Annotated[int, PlainValidator(_whole)]
Day = Annotated[date, PlainValidator(_date)]


def _ladder(value: object) -> Table | Text:
    if isinstance(value, Table):
        if value.flow:
            raise _fail("Y28")
        for give in value.values():
            _text(give)
        return value
    return _text(value)


Ladder = Annotated[Table | Text, PlainValidator(_ladder)]
"""Interval phrase -> give, in block style; or the name of a parameter that is a ladder."""


class Spec(BaseModel):
    """A part of a file: unknown keys are refused, ``where`` is its place."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True)
    where: Where = Field(default=NOWHERE, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, value: object) -> object:
        if isinstance(value, Table):
            return {**{str(key): item for key, item in value.items()}, "where": value.where}
        if isinstance(value, Text | Listing):
            found = f"“{value}”" if isinstance(value, Text) and value else "danh sách"
            raise _fail("Y23", expected="một bảng các dòng “khóa: giá trị”", found=found)
        return value


class InputSpec(Spec):
    """One figure of the catalogue."""

    type: Literal["yes_no", "choice", "count", "amount", "percent", "share", "date", "points"]
    label: Words | None = None
    better: Literal["more", "less", "neutral"]
    within: Code | None = None
    unit: Words | None = None
    decimals: Whole | None = None
    least: Number | None = None
    most: Number | None = None
    lead: Words | None = None
    source: Literal["declared", "survey"] = "declared"
    never: Words | None = None
    worst_to_best: tuple[Code, ...] | None = None
    labels: dict[str, Words] | None = None
    step: Number | None = None
    previous: Code | None = None
    note: Words | None = None


class CiteSpec(Spec):
    """A clause, of the default document unless another is named."""

    document: Words | None = None
    clause: Words

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"clause": value, "where": value.where} if isinstance(value, Text) else value


Cites = Annotated[tuple[CiteSpec, ...], BeforeValidator(lambda value: tuple(_listing(value)), json_schema_input_type=list)]
Policy = Literal["drop", "full", "zero", "refuse"]


class PartSpec(Spec):
    """A measure with its ladder, as one part of a leaf."""

    name: Words
    max: Micro
    min: Micro = 0
    measure: Words
    method: Code | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    bands: Ladder | None = None


class ItemSpec(Spec):
    """An area, a criterion or a leaf: a node has children, a leaf has a measure or parts."""

    code: Code
    name: Words
    max: Micro
    min: Micro = 0
    lead: Words | None = None
    criteria: tuple[ItemSpec, ...] | None = None
    sub_criteria: tuple[ItemSpec, ...] | None = None
    measure: Words | None = None
    method: Code | None = None
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    bands: Ladder | None = None
    parts: tuple[PartSpec, ...] | None = None
    applies: Code | None = None
    not_applicable: Policy = "refuse"
    if_empty: tuple[Literal["previous", "not_applicable", "full", "zero", "refuse"], ...] = ()
    source: Literal["appraised", "survey"] = "appraised"
    evidence: Words | None = None
    guidance: Words | None = None
    cites: Cites = ()
    reserved_for: Code | None = None
    may_split: Code | None = None

    @property
    def children(self) -> tuple[ItemSpec, ...]:
        return self.criteria or self.sub_criteria or ()


class ExtraSpec(Spec):
    """The bonus or penalty node: its own ceiling, on top of the total."""

    code: Code
    name: Words
    ceiling: Micro
    leaves: tuple[ItemSpec, ...]


class TestSpec(Spec):
    """A question: one subject and the interval it must lie in."""

    __test__ = False
    leaf: Code | None = None
    area: Code | None = None
    index: Words | None = None
    measure: Words | None = None
    is_: Words | None = Field(default=None, alias="is")


class GateSpec(Spec):
    """A cap of leaves by a test."""

    id: Code
    when: TestSpec
    cap: dict[str, Words]
    also: tuple[Literal["not_applicable"], ...] = ()
    cites: Cites = ()


class BarSpec(Spec):
    """A test that bars the better grades."""

    id: Code
    when: TestSpec
    best: Words
    cites: Cites = ()


class GradesSpec(Spec):
    """The ladder of grades."""

    by: Literal["index_exact", "index_published"] = "index_exact"
    rows: Ladder
    bars: tuple[BarSpec, ...] = ()


class FlagSpec(Spec):
    """A reviewer's warning."""

    id: Code
    when: TestSpec
    say: Words
    cites: Cites = ()


class TargetSpec(Spec):
    """A target over the same figures, for some kinds of units."""

    id: Code
    for_: Code | None = Field(default=None, alias="for")
    measure: Words
    is_: Words = Field(alias="is")
    say: Words | None = None


class RoundingSpec(Spec):
    """The leaf grid in points and the published places."""

    leaf: Micro = 1
    places: Whole = 2


class RankingSpec(Spec):
    """Which figure is ranked and what breaks a tie."""

    by: Literal["index_exact", "index_published"] = "index_exact"
    ties: Literal["competition", "dense", "break_by"] = "competition"
    break_by: tuple[Words, ...] = ()


class StatesSpec(Spec):
    """What each state earns."""

    rejected: Literal["zero", "drop"] = "zero"
    not_filed: Literal["zero", "drop"] = "zero"
    no_evidence: Literal["zero", "score"] = "zero"
    claimed: Literal["zero", "full", "drop"] = "zero"


class ValiditySpec(Spec):
    """The days between which a set is in force."""

    from_: Day = Field(alias="from")
    to: Day


class SetSpec(Spec):
    """One criteria set, as its file says it."""

    set: Code
    name: Words
    year: Whole
    issuer: Words
    status: Literal["proposed", "issued"]
    legal_basis: Words
    valid: ValiditySpec | None = None
    kinds: dict[str, Words]
    documents: dict[str, Words]
    total: Micro
    survey: Micro
    rounding: RoundingSpec = RoundingSpec()
    ranking: RankingSpec = RankingSpec()
    states: StatesSpec = StatesSpec()
    traits: dict[str, Words] = Field(default_factory=dict)
    inputs: dict[str, InputSpec]
    relations: tuple[Words, ...] = ()
    areas: tuple[ItemSpec, ...]
    bonus: ExtraSpec | None = None
    penalty: ExtraSpec | None = None
    gates: tuple[GateSpec, ...] = ()
    grades: GradesSpec | None = None
    review: tuple[FlagSpec, ...] = ()
    targets: tuple[TargetSpec, ...] = ()


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
    points: Words


class CasesSpec(Spec):
    """Worked cases under one choice of parameters."""

    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    max: Micro
    min: Micro = 0
    rows: tuple[RowSpec, ...]


class MethodSpec(Spec):
    """A scoring method: a sentence, parameters, bands, and its worked cases."""

    method: Code
    shape: tuple[Words, ...]
    sentence: Words
    params: dict[str, ParameterSpec] = Field(default_factory=dict)
    measure_is: MeasureSpec = MeasureSpec()
    bands: Ladder
    cases: tuple[CasesSpec, ...]
    note: Words | None = None


Parameters = Mapping[str, Any]
