"""Make small plans to be proven, from the words an author would write. The figures are synthetic."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from par_index.compile.resolve import interval, line, named
from par_index.language import ast
from par_index.language.interval import Interval
from par_index.language.parser import parse_expression
from par_index.model.plan import (
    Band,
    Better,
    Cite,
    Input,
    InputKind,
    Leaf,
    LeafKind,
    Node,
    Part,
    Plan,
    Ranking,
    Relation,
)
from par_index.model.questions import Test
from par_index.model.states import State, StateRule
from par_index.problem import Where
from par_index.verify import prove

MICRO = 1_000_000
FILE = "xa.yaml"
EMPTY = (StateRule("rule", 0, 0, State.NOT_APPLICABLE, "drop"),)


def figure(
    code: str,
    better: Better = "neutral",
    kind: InputKind = "count",
    low: int = 0,
    high: int = 10_000_000,
    scale: int = 1,
    never: int | None = None,
    choices: tuple[str, ...] = (),
) -> Input:
    """Declare an input; its label is its code in capitals."""
    label = code.upper()
    names = {"choices": choices, "choice_labels": choices}
    return Input(code, kind, label, scale, low, high, better, never=never, **names)


def expression(text: str, inputs: Sequence[Input]) -> ast.Expression:
    """Read a measure over declared inputs."""
    return named(parse_expression(text), {entry.code: ast.Input(entry.code, entry.scale) for entry in inputs})


def relation(text: str, inputs: Sequence[Input]) -> Relation:
    """Read ``left <= right`` or ``right >= left``."""
    left, right = text.split(" <= ") if " <= " in text else text.split(" >= ")[::-1]
    return Relation(expression(left, inputs), expression(right, inputs), text, Where(FILE))


def span(phrase: str, top: str = "0", bottom: str = "0") -> Interval:
    """Read an interval phrase."""
    return interval(phrase, {"max": Fraction(top), "min": Fraction(bottom)})


def part(
    measure: str,
    bands: Mapping[str, str],
    inputs: Sequence[Input],
    top: str = "1",
    bottom: str = "0",
    code: str = "1.1",
    at: int = 10,
) -> Part:
    """Make a part; its bands stand on the lines below it."""
    limits = {"max": Fraction(top), "min": Fraction(bottom)}
    made = []
    for number, (phrase, give) in enumerate(bands.items(), 1):
        slope, base = line(give, limits)
        place = Where(FILE, at + number, 5)
        drawn = interval(phrase, limits)
        made.append(Band(f"{code}/b{number}", drawn, slope * MICRO, base * MICRO, phrase, give, place))
    node = expression(measure, inputs)
    return Part(code, "", micro(bottom), micro(top), node, measure, tuple(made), Where(FILE, at, 3))


def leaf(
    *parts: Part,
    code: str = "1.1",
    if_empty: tuple[StateRule, ...] = (),
    kind: LeafKind = "appraised",
    cites: tuple[Cite, ...] = (Cite("II.1"),),
    states: tuple[StateRule, ...] = (),
) -> Leaf:
    """Make a leaf of the first area from its parts."""
    codes = tuple(dict.fromkeys(name for entry in parts for name in ast.inputs_of(entry.measure)))
    low, high = sum(entry.min for entry in parts), sum(entry.max for entry in parts)
    area, parent = ("1", "1") if kind in ("appraised", "survey") else ("", "T")
    place = Where(FILE, parts[0].where.line - 1, 3)
    return Leaf(
        code, "Tên", kind, area, parent, low, high, parts, codes, states, if_empty, cites=cites, where=place
    )


def plan(inputs: Sequence[Input], leaves: Sequence[Leaf], relations: Sequence[str] = ()) -> Plan:
    """Make a plan of one area whose sums are right."""
    total = sum(entry.max for entry in leaves if entry.area == "1")
    survey = sum(entry.max for entry in leaves if entry.kind == "survey")
    codes = tuple(entry.code for entry in leaves if entry.area == "1")
    return Plan(
        set_id="thu",
        name="",
        kind="xa",
        kind_name="",
        year=2023,
        issuer="",
        status="proposed",
        digest="",
        legal_basis="",
        inputs=tuple(inputs),
        relations=tuple(relation(text, inputs) for text in relations),
        nodes=(Node("1", "Chỉ đạo", 1, "", total, codes, where=Where(FILE, 2, 3)),),
        leaves=tuple(leaves),
        appraised_max=total - survey,
        survey_max=survey,
        leaf_grid=1,
        places=2,
        ranking=Ranking(),
        bonus_ceiling=0,
        penalty_ceiling=0,
    )


def single(
    measure: str,
    bands: Mapping[str, str],
    inputs: Sequence[Input],
    relations: Sequence[str] = (),
    *,
    top: str = "1",
    bottom: str = "0",
    empty: bool = False,
) -> Plan:
    """Make a plan of one leaf of one part."""
    only = leaf(part(measure, bands, inputs, top, bottom), if_empty=EMPTY if empty else ())
    return plan(inputs, [only], relations)


def asked(subject: str, code: str, phrase: str, inputs: Sequence[Input] = ()) -> Test:
    """Ask whether a leaf, an area, the index or a measure is within a phrase."""
    if subject == "measure":
        return Test("measure", code, span(phrase), phrase, expression(code, inputs))
    return replace(Test("leaf", code, span(phrase), phrase), subject=subject)


def micro(points: str) -> int:
    """Give points as whole millionths."""
    return int(Fraction(points) * MICRO)


def told(made: Plan) -> list[str]:
    """List a plan's problems as they are printed: place, code and title, what, remedy."""
    return [item.text() for item in prove(made)]


def codes(made: Plan) -> list[str]:
    """List the codes of a plan's problems."""
    return [item.code for item in prove(made)]
