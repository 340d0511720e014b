"""Look at one input of the catalogue: do its keys fit its type, its bounds and the inputs it names?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

from par_index.compile.header import out_of_range, twice
from par_index.model.plan import Input
from par_index.model.source import InputSpec
from par_index.model.text import Text
from par_index.problem import Problem
from par_index.text import folded, nearest

_NUMBERS = ("count", "amount", "percent", "share")
_TYPES_OF_KEY: Mapping[str, tuple[str, ...]] = {
    "decimals": ("amount", "percent", "share"),
    "least": (*_NUMBERS, "date"),
    "most": (*_NUMBERS, "date"),
    "step": ("points",),
    "labels": ("choice",),
}
_DECIMALS_MOST = 9
_COMPARED_AS = {"yes_no": "count", "percent": "share"}


def entry_doubts(
    code: Text, inputs: Mapping[str, Input], specs: Mapping[Text, InputSpec]
) -> Iterator[Problem]:
    """Tell every key of an input that does not fit the rest of it."""
    spec, made = specs[code], inputs[code]
    where = spec.where
    for key, types in _TYPES_OF_KEY.items():
        if getattr(spec, key) is not None and spec.type not in types:
            args = {"key": key, "input": code, "type": spec.type, "types": ", ".join(types)}
            yield Problem("L95", where, args)
    if spec.decimals is not None and not 0 <= spec.decimals <= _DECIMALS_MOST:
        args = out_of_range("decimals", Fraction(spec.decimals), Fraction(0), Fraction(_DECIMALS_MOST))
        yield Problem("L86", where, args)
    if spec.type == "amount" and spec.most is None:
        yield Problem("L30", where, {"input": code})
    if made.low > made.high:
        yield Problem("L32", where, {"input": code})
    if spec.never is not None and spec.type != "date":
        yield Problem("L33", where, {"input": code})
    yield from _off_grid(code, spec, made)
    yield from _choices(code, spec)
    yield from _misread(code, spec)
    yield from _named(code, inputs, specs)


def _off_grid(code: str, spec: InputSpec, made: Input) -> Iterator[Problem]:
    """Tell a bound that lies between two values the input can hold."""
    unit = Fraction(made.scale, 100 if spec.type == "percent" else 1)
    for key, bound in (("least", spec.least), ("most", spec.most)):
        if bound is None:
            continue
        if isinstance(bound, date) != (spec.type == "date"):
            yield Problem("L35" if spec.type == "date" else "L36", spec.where, {"key": key, "input": code})
        elif not isinstance(bound, date) and (bound * unit).denominator != 1:
            yield Problem("L96", spec.where, {"key": key, "input": code})
    if spec.step is not None and spec.step <= 0:
        args = out_of_range("step", Fraction(spec.step, made.scale), Fraction(1, made.scale), Fraction(100))
        yield Problem("L86", spec.where, args)


def _choices(code: str, spec: InputSpec) -> Iterator[Problem]:
    choices = spec.worst_to_best
    if (spec.type == "choice") != (choices is not None):
        yield Problem("L31", spec.where, {"input": code})
    elif choices is not None and len(choices) < 2:
        yield Problem("L87", spec.where, {"key": "worst_to_best", "least": "2"})
    yield from twice("worst_to_best", choices or ())
    for key in spec.labels or {}:
        if key not in (choices or ()):
            yield Problem("L34", spec.where, {"input": code, "choice": key})


def _misread(code: str, spec: InputSpec) -> Iterator[Problem]:
    """Tell a label that would be read as another value of the same input."""
    meant: dict[str, str] = {}
    for choice in dict.fromkeys(spec.worst_to_best or ()):
        label = (spec.labels or {}).get(choice, choice)
        for text in {folded(choice), folded(label)}:
            if meant.setdefault(text, choice) != choice:
                yield Problem("L77", label.where, {"input": code, "text": label})
    if spec.never is not None and _is_day(spec.never):
        yield Problem("L77", spec.never.where, {"input": code, "text": spec.never})


def _is_day(text: str) -> bool:
    try:
        return bool(datetime.strptime(text.strip(), "%d/%m/%Y"))
    except ValueError:
        return False


def _named(code: Text, inputs: Mapping[str, Input], specs: Mapping[Text, InputSpec]) -> Iterator[Problem]:
    """Tell an unknown input after ``within`` and its like, or one that cannot stand there."""
    spec = specs[code]
    others = (("within", spec.within), ("may_exceed", spec.may_exceed), ("previous", spec.previous))
    for key, named in others:
        if named is None:
            continue
        if named not in specs:
            args = {"word": named, "what": "số liệu", "nearest": nearest(named, tuple(specs)) or ""}
            yield Problem("L20", named.where, args)
        elif named == code or not _alike(inputs[code], inputs[named], exactly=key == "previous"):
            yield Problem("L97", named.where, {"key": key, "input": code, "other": named})


def _alike(one: Input, other: Input, *, exactly: bool) -> bool:
    """Tell whether two inputs count the same thing: to be compared, or to hold the very same values."""
    if one.kind == "amount" and other.kind == "amount" and one.unit != other.unit:
        return False
    if exactly:
        return (one.kind, one.scale, one.choices) == (other.kind, other.scale, other.choices)
    kinds = {_COMPARED_AS.get(entry.kind, entry.kind) for entry in (one, other)}
    return len(kinds) == 1 and kinds != {"choice"}
