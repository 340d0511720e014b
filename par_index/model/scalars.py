"""What a scalar of a file may be: each type below reads a :class:`Text` or refuses it.

A refusal is a ``PydanticCustomError`` whose type is a problem code, so that the binder can tell its place.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from par_index.language.parser import RESERVED
from par_index.model.text import Listing, Table, Text
from par_index.points import MICRO, AmbiguousNumberError, parse_number
from par_index.problem import NOWHERE, Where

NUMBER_LIKE = re.compile(r"[+-]?[\d.,_]+|true|false|yes|no|on|off|null|~", re.IGNORECASE)
_CODE = re.compile(r"\w+(?:[.-]\w+)*")
_SET_ID = re.compile(r"\w+(?:[./-]\w+)*")
_NAME = re.compile(r"[^\W\d]\w*")


def _fail(code: str, **args: str) -> PydanticCustomError:
    return PydanticCustomError(cast(Any, code), "", args)


def _text(value: object) -> Text:
    if isinstance(value, Table):
        raise _fail("Y23", expected="một dòng chữ", found="một bảng")
    if isinstance(value, Listing | tuple):
        raise _fail("Y23", expected="một dòng chữ", found="một danh sách")
    assert isinstance(value, Text)
    if not value.strip():
        raise _fail("Y23", expected="một giá trị", found="chỗ trống")
    return value


def _code(value: object, form: re.Pattern[str] = _CODE) -> Text:
    text = _text(value)
    if not text.quoted and NUMBER_LIKE.fullmatch(text):
        raise _fail("Y22", text=text)
    if not form.fullmatch(text):
        raise _fail("Y29", text=text)
    return text


def _set_id(value: object) -> Text:
    return _code(value, _SET_ID)


def _name(value: object) -> Text:
    text = _text(value)
    if not _NAME.fullmatch(text):
        raise _fail("Y30", text=text)
    if text.lower() in RESERVED:
        raise _fail("Y33", text=text)
    return text


def _fraction(value: object) -> Fraction:
    return _parsed(_text(value))


def _share(value: object) -> Fraction:
    text = _text(value)
    number = text.removesuffix("%")
    return _parsed(number) / (1 if number == text else 100)


def _parsed(text: str) -> Fraction:
    try:
        return parse_number(text)
    except AmbiguousNumberError as error:
        raise _fail("Y25", text=text, first=error.readings[0], second=error.readings[1]) from None
    except ValueError:
        raise _fail("Y26", text=text) from None


def _micro(value: object) -> int:
    scaled = _fraction(value) * MICRO
    if scaled.denominator != 1:
        raise _fail("Y31", text=str(value))
    return int(scaled)


def _whole(value: object) -> int:
    number = _fraction(value)
    if number.denominator != 1:
        raise _fail("Y32", text=str(value))
    return int(number)


def _date(value: object) -> date:
    text = _text(value)
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()
    except ValueError:
        raise _fail("Y27", text=text) from None


def _bound(value: object) -> Fraction | date:
    """Read a number or, where slashes stand in it, a day."""
    return _date(value) if "/" in _text(value) else _fraction(value)


def listing(value: object) -> object:
    if isinstance(value, Text | Table):
        found = "một bảng" if isinstance(value, Table) else f"“{value}”" if value else "chỗ trống"
        raise _fail("Y23", expected="một danh sách (mỗi dòng bắt đầu bằng dấu -)", found=found)
    return value


Words = Annotated[Text, PlainValidator(_text)]
Code = Annotated[Text, PlainValidator(_code)]
SetId = Annotated[Text, PlainValidator(_set_id)]
Name = Annotated[Text, PlainValidator(_name)]
"""A word that measures and bands may use."""
Number = Annotated[Fraction, PlainValidator(_fraction)]
Share = Annotated[Fraction, PlainValidator(_share)]
"""A part of a whole, as ``60%`` or ``0,6``."""
Bound = Annotated[Fraction | date, PlainValidator(_bound)]
Micro = Annotated[int, PlainValidator(_micro)]
Whole = Annotated[int, PlainValidator(_whole)]
Day = Annotated[date, PlainValidator(_date)]


def _given(phrase: Text, give: object) -> None:
    """Refuse what a step gives at the step itself, not at its ladder."""
    if isinstance(give, Text) and give.strip():
        return
    kinds = (Text, "chỗ trống"), (Table, "một bảng"), (object, "một danh sách")
    found = next(words for kind, words in kinds if isinstance(give, kind))
    context = {"key": phrase, "expected": "một dòng chữ", "found": found, "at": phrase.where}
    raise PydanticCustomError(cast(Any, "Y23"), "", context)


def _ladder(value: object) -> Table | Text:
    if isinstance(value, Table):
        if value.flow:
            raise _fail("Y28")
        for phrase, give in value.items():
            _given(phrase, give)
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
            found = f"“{value}”" if isinstance(value, Text) and value else "chỗ trống"
            found = "một danh sách" if isinstance(value, Listing) else found
            raise _fail("Y23", expected="một bảng các dòng “khóa: giá trị”", found=found)
        return value
