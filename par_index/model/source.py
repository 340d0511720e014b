"""What the files of ``criteria/`` say, key by key, before compilation."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from par_index.model.scalars import (
    Bound,
    Code,
    Day,
    Ladder,
    Micro,
    Name,
    SetId,
    Spec,
    Whole,
    Words,
    listing,
)
from par_index.model.survey import SurveySpec
from par_index.model.text import Text


class InputSpec(Spec):
    """One figure of the catalogue."""

    type: Literal["yes_no", "choice", "count", "amount", "percent", "share", "date", "points"]
    label: Words | None = None
    better: Literal["more", "less", "neutral"]
    within: Name | None = None
    may_exceed: Name | None = None
    unit: Words | None = None
    decimals: Whole | None = None
    least: Bound | None = None
    most: Bound | None = None
    lead: Words | None = None
    source: Literal["declared", "survey"] = "declared"
    never: Words | None = None
    worst_to_best: tuple[Code, ...] | None = None
    labels: dict[str, Words] | None = None
    step: Micro | None = None
    previous: Name | None = None
    note: Words | None = None


class CiteSpec(Spec):
    """A clause, of the default document unless another is named."""

    document: Words | None = None
    clause: Words

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"clause": value, "where": value.where} if isinstance(value, Text) else value


Cites = Annotated[
    tuple[CiteSpec, ...], BeforeValidator(lambda value: tuple(listing(value)), json_schema_input_type=list)
]
Policy = Literal["drop", "full", "zero", "refuse"]


class PartSpec(Spec):
    """A measure with its ladder, as one part of a leaf."""

    name: Words
    max: Micro
    min: Micro = 0
    measure: Words
    method: Code | None = None
    with_: dict[Name, Any] = Field(default_factory=dict, alias="with")
    bands: Ladder | None = None


class ItemSpec(Spec):
    """An area, a criterion or a leaf: a node has children, a leaf has a measure or parts.

    A node that is ``reserved_for`` the issuers of a level below has neither until one of them fills it.
    """

    code: Code
    name: Words
    max: Micro
    min: Micro = 0
    lead: Words | None = None
    criteria: tuple[ItemSpec, ...] | None = None
    sub_criteria: tuple[ItemSpec, ...] | None = None
    measure: Words | None = None
    method: Code | None = None
    with_: dict[Name, Any] = Field(default_factory=dict, alias="with")
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
    unfilled: Literal["drop", "zero"] | None = None
    may_split: Code | None = None

    @property
    def children(self) -> tuple[ItemSpec, ...]:
        return (*(self.criteria or ()), *(self.sub_criteria or ()))


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
    cap: dict[Code, Words]
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

    set: SetId
    name: Words
    year: Whole
    issuer: Words
    status: Literal["proposed", "issued"]
    legal_basis: Words
    number: Words | None = None
    date: Day | None = None
    supersedes: SetId | None = None
    valid: ValiditySpec | None = None
    modelled_on: SetId | None = None
    kinds: dict[Code, Words]
    documents: dict[str, Words]
    total: Micro
    survey: SurveySpec
    rounding: RoundingSpec = RoundingSpec()
    ranking: RankingSpec = RankingSpec()
    states: StatesSpec = StatesSpec()
    traits: dict[Code, Words] = Field(default_factory=dict)
    inputs: dict[Name, InputSpec]
    relations: tuple[Words, ...] = ()
    areas: tuple[ItemSpec, ...]
    bonus: ExtraSpec | None = None
    penalty: ExtraSpec | None = None
    gates: tuple[GateSpec, ...] = ()
    grades: GradesSpec | None = None
    review: tuple[FlagSpec, ...] = ()
    targets: tuple[TargetSpec, ...] = ()

    @property
    def items(self) -> tuple[ItemSpec, ...]:
        """All areas, criteria and leaves, bonus and penalty too, in the file's order."""
        found: list[ItemSpec] = []
        extras = (extra for extra in (self.bonus, self.penalty) if extra)
        pending = [*self.areas, *(leaf for extra in extras for leaf in extra.leaves)]
        while pending:
            item = pending.pop(0)
            found.append(item)
            pending[:0] = item.children
        return tuple(found)
