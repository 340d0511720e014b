"""The explanation of a unit's result: schema ``par-index/explain/1``.

Points and maxima are decimal strings; ``exact`` values are ``n/d`` in lowest terms; ``shown`` texts are for
people, in the explanation's ``language``. New keys keep the schema's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from pydantic import TypeAdapter

from par_index.model.facts import Stage
from par_index.model.plan import LeafKind
from par_index.model.result import EvidenceResult, FlagResult, LastYear, RoundResult
from par_index.model.sampling import LeafSurvey, UnitSurvey
from par_index.model.states import State
from par_index.problem import Language

SCHEMA: Literal["par-index/explain/1"] = "par-index/explain/1"


@dataclass(frozen=True, slots=True)
class FigureExplained:
    """A figure the leaf reads: what was filed, where, and at which stage it was last decided."""

    input: str
    label: str
    value: str
    """As facts.csv holds it; empty when not filed."""
    shown: str
    stage: Stage | None
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The one figure that, changed alone, reaches the next step, and what the part then earns."""

    input: str
    label: str
    value: str
    shown: str
    points: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """The nearest better band, or the better end of the present one."""

    rule: str
    phrase: str
    give: str
    threshold: str
    """Exact value of the measure where it begins (or ends, when less is better)."""
    reached_at: bool
    """Whether the threshold itself counts (``từ``, ``đến``) or must be passed (``trên``, ``dưới``)."""
    threshold_shown: str
    change: str
    """Exact distance of the measure to the threshold; negative when the measure must fall."""
    change_shown: str
    """Empty where a distance says nothing: choices, yes or no, a date that is ``never``."""
    points: str
    """Points of the part at the threshold, exact."""
    figures: tuple[Reach, ...]


@dataclass(frozen=True, slots=True)
class PartExplained:
    """A measure read as a band: written with names and with numbers, its value, its points."""

    code: str
    name: str
    measure: str
    numbers: str
    exact: str
    shown: str
    """Empty when a date it reads is ``never``: no distance in days is worth telling."""
    rule: str
    phrase: str
    give: str
    points: str
    """Before rounding, exact ``n/d``."""
    max_points: str
    next: NextStep | None


@dataclass(frozen=True, slots=True)
class CiteExplained:
    """A clause and the full title of its document."""

    clause: str
    document: str
    title: str


@dataclass(frozen=True, slots=True)
class CapExplained:
    """A gate or a ceiling that lowered the leaf: from how many points to how many."""

    rule: str
    why: str
    before: str
    after: str
    cites: tuple[CiteExplained, ...]


@dataclass(frozen=True, slots=True)
class GateExplained:
    """A gate that holds the leaf down as long as its test is met."""

    rule: str
    cap: str
    """The most points the leaf may have meanwhile."""
    asked: str
    now: str
    """What the gate reads, as it is now."""
    opens: str
    """The values of what it reads that open the gate."""
    cites: tuple[CiteExplained, ...]


@dataclass(frozen=True, slots=True)
class LeafExplained:
    """Everything behind one leaf's points."""

    code: str
    name: str
    kind: LeafKind
    lead: str
    state: State
    why: str
    """Why no band was read; empty for a leaf scored by its figures."""
    who: str
    """Who may change that."""
    points: str
    max_points: str
    lost: str
    unrounded: str
    """The exact sum of the parts, ``n/d``; empty when a state decided."""
    rounded: str
    """That sum rounded once to the set's leaf grid, or what the state earns; before gates and ceilings."""
    rules: tuple[str, ...]
    figures: tuple[FigureExplained, ...]
    parts: tuple[PartExplained, ...]
    caps: tuple[CapExplained, ...]
    held: tuple[GateExplained, ...]
    self_points: str
    appraised: str
    rounds: tuple[RoundResult, ...]
    """As in the results, but with figures as people read them."""
    required: str
    """The evidence the set asks for."""
    evidence: tuple[EvidenceResult, ...]
    cites: tuple[CiteExplained, ...]
    flags: tuple[FlagResult, ...]
    survey: LeafSurvey | None = None
    """How sure the points are, where the cycle's own survey gave them."""


@dataclass(frozen=True, slots=True)
class NodeExplained:
    """An area, a criterion, or the bonus and penalty nodes.

    Points are the unit's totals for the node; below it stand only the nodes and leaves that were asked for.
    """

    code: str
    name: str
    level: int
    points: str
    max_points: str
    lost: str
    nodes: tuple[NodeExplained, ...]
    leaves: tuple[LeafExplained, ...]


@dataclass(frozen=True, slots=True)
class BarExplained:
    """A test that kept the unit from a better grade."""

    id: str
    asked: str
    best: str
    cites: tuple[CiteExplained, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One unit's result as a tree, or the branch of it that was asked for."""

    schema: Literal["par-index/explain/1"]
    language: Language
    marks: tuple[str, ...]
    cycle: str
    stage: Stage
    group: str
    criteria_set: str
    set_name: str
    unit: str
    name: str
    cluster: str
    rank: int | None
    grade: str
    bars: tuple[BarExplained, ...]
    provisional: bool
    points: str
    max_points: str
    appraised_points: str
    appraised_max: str
    """What is known of a provisional unit while its survey is awaited: the appraised leaves alone."""
    index: str
    index_exact: str
    last_year: LastYear | None
    asked: str
    """The code asked for; empty for the whole unit."""
    nodes: tuple[NodeExplained, ...]
    flags: tuple[FlagResult, ...]
    survey: UnitSurvey | None = None
    """How sure index and rank are, where the cycle held its own survey."""


@cache
def _adapter() -> TypeAdapter[Explanation]:
    return TypeAdapter(Explanation)


def to_json(explanation: Explanation) -> bytes:
    """Write the explanation as a stable JSON document."""
    return _adapter().dump_json(explanation, indent=1) + b"\n"
