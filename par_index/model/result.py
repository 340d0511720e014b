"""What an official run says, as ``results.json`` holds it: schema ``par-index/results/1``.

Every point, maximum and index is a decimal string; ``index_exact`` is points / maximum × 100 in lowest
terms, ``n/d``. Leaves are in the order of the set's tree, units in the order of cluster and rank. New keys
keep the schema's number; a changed meaning raises it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, ValidationError

from par_index.model.facts import Stage
from par_index.model.sampling import Decimal, DecimalOrNone, LeafSurvey, UnitSurvey
from par_index.model.states import State

SCHEMA: Literal["par-index/results/1"] = "par-index/results/1"
Engines = Literal["both", "array"]
"""``array``: durable-rules could not be loaded, so the result is *chưa đối chiếu*."""
FractionOrNone = Annotated[str, Field(pattern=r"^(-?\d+/\d+)?$")]


@dataclass(frozen=True, slots=True)
class CiteResult:
    """A clause and the key of its document (titles: the group's ``documents``)."""

    clause: str
    document: str


@dataclass(frozen=True, slots=True)
class EvidenceResult:
    """One document that proves a leaf's figures, down to section and page."""

    ref: str
    date: str
    subject: str
    section: str
    pages: str
    file: str


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """What an appraiser decided on one figure (or on the leaf itself), and why."""

    subject: str
    """The input's code, or the leaf's."""
    value: str
    reason: str
    by: str
    at: str
    source: str


@dataclass(frozen=True, slots=True)
class RoundResult:
    """One stage at which something was decided for a leaf, and the points the leaf had after it."""

    stage: Stage
    points: Decimal
    decisions: tuple[DecisionResult, ...]


@dataclass(frozen=True, slots=True)
class LeafResult:
    """One scored item of one unit."""

    code: str
    state: State
    points: Decimal
    max_points: Decimal
    rule: str
    """Ids of the rules that fired, in order, apart by a space."""
    inputs: Mapping[str, str]
    """Input code -> figure as facts.csv would hold it; figures not filed are absent."""
    measure: str
    """Exact value ``n/d`` (or whole) of each part's measure, apart by a space; empty without a value."""
    source: Mapping[str, str]
    """Input code -> the cell the figure was read from."""
    evidence: tuple[EvidenceResult, ...]
    self_points: Annotated[DecimalOrNone, Field(alias="self")]
    """Points by the unit's own figures; empty for a survey leaf."""
    appraised: DecimalOrNone
    """Points after the appraisal up to the run's stage; empty at stage ``self`` and for a survey leaf."""
    rounds: tuple[RoundResult, ...]
    flags: tuple[str, ...]
    cites: tuple[CiteResult, ...]
    survey: LeafSurvey | None = None
    """Only where the cycle's own survey gave the points."""


@dataclass(frozen=True, slots=True)
class AreaResult:
    """What a unit earned in an area, out of the area's own applicable maximum."""

    code: str
    points: Decimal
    max_points: Decimal
    survey_error: DecimalOrNone = ""
    """Standard error of the points; empty without an own survey."""


@dataclass(frozen=True, slots=True)
class LastYear:
    """The unit's (or its predecessor's) former result; ``change`` > 0 is a better rank now.

    A unit merged or parted since has a last year that cannot be compared: then the rest is empty.
    """

    index: DecimalOrNone
    rank: int | None
    change: int | None
    comparable: bool = True


@dataclass(frozen=True, slots=True)
class FlagResult:
    """A reviewer's warning that holds."""

    id: str
    say: str


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target of the decision: met, missed, or (None) without figures to tell."""

    id: str
    met: bool | None


@dataclass(frozen=True, slots=True)
class UnitResult:
    """One unit's result; ``rank`` is within its group and cluster, provisional when any unit there is."""

    unit: str
    name: str
    cluster: str
    rank: int | None
    grade: str
    grade_barred_by: tuple[str, ...]
    provisional: bool
    points: Decimal
    max_points: Decimal
    index: DecimalOrNone
    index_shown: DecimalOrNone
    """``index`` with as many decimals as tell it from units of another rank that print alike."""
    index_exact: FractionOrNone
    tie_broken_by: str
    """The key of ``break_by`` that told this unit from its equals; empty when none was needed."""
    appraised_points: Decimal
    appraised_max: Decimal
    survey_points: Decimal
    survey_max: Decimal
    bonus: Decimal
    penalty: Decimal
    last_year: LastYear | None
    areas: tuple[AreaResult, ...]
    leaves: tuple[LeafResult, ...]
    flags: tuple[FlagResult, ...] = ()
    targets: tuple[TargetResult, ...] = ()
    survey: UnitSurvey | None = None
    """Only where the cycle held its own survey of this unit."""

    @property
    def awaits_survey(self) -> bool:
        """Tell whether the survey has said nothing of this unit yet: its points are awaited, not 0."""
        states = {leaf.state for leaf in self.leaves}
        return State.PENDING_SURVEY in states and not Fraction(self.survey_points)


@dataclass(frozen=True, slots=True)
class AreaName:
    """An area of the set: its name, maximum and lead agency."""

    code: str
    name: str
    max: Decimal
    lead: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A leaf of the set, as a table heads its column."""

    code: str
    name: str
    kind: Literal["appraised", "survey", "bonus", "penalty"]
    area: str
    lead: str
    max: Decimal


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The units of one kind under one set, ranked by cluster."""

    group: str
    name: str
    kind: str
    criteria_set: str
    set_name: str
    set_status: Literal["proposed", "issued"]
    set_digest: str
    issuer: str
    legal_basis: str
    places: int
    ranked_by: Literal["index_exact", "index_published"]
    ties: Literal["competition", "dense", "break_by"]
    documents: Mapping[str, str]
    areas: tuple[AreaName, ...]
    criteria: tuple[Criterion, ...]
    units: tuple[UnitResult, ...]


@dataclass(frozen=True, slots=True)
class ProblemResult:
    """A warning or an error in the data that the run met."""

    code: str
    where: str
    args: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Results:
    """One run over one cycle at one stage."""

    schema: Literal["par-index/results/1"]
    cycle: str
    year: int
    issuer: str
    synthetic: bool
    stage: Stage
    engines: Engines
    groups: tuple[GroupResult, ...]
    problems: tuple[ProblemResult, ...] = ()
    inputs_digest: str = ""
    digest: str = field(default="")


@cache
def _adapter() -> TypeAdapter[Results]:
    return TypeAdapter(Results)


def to_json(results: Results) -> bytes:
    """Write the results: keys in the order of the records, UTF-8, LF; the same records, the same bytes."""
    return _adapter().dump_json(results, by_alias=True, indent=1) + b"\n"


def from_json(content: bytes) -> Results:
    """Read ``results.json``; keys unknown to this version are passed over.

    Raises:
        ValueError: not results of schema 1, or a value of the wrong form.
    """
    try:
        return _adapter().validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def digest_of(content: bytes) -> str:
    """Name a content by its SHA-256."""
    return f"sha256-{hashlib.sha256(content).hexdigest()}"


def sealed(results: Results) -> Results:
    """Give the results their digest: that of their own bytes with an empty ``digest``."""
    return replace(results, digest=digest_of(to_json(replace(results, digest=""))))


def is_intact(results: Results) -> bool:
    """Tell whether the results still are what their digest was taken of."""
    return bool(results.digest) and sealed(results).digest == results.digest
