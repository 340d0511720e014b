"""What a set says that extends another: two verbs, and names of its own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from par_index.model.scalars import Code, Day, Name, SetId, Spec, Whole, Words
from par_index.model.source import InputSpec, ItemSpec, ValiditySpec


class ExtendsSpec(Spec):
    """The set that is extended, pinned, and the level (``reserved_for``, ``may_split``) that extends it."""

    set: SetId
    level: Code
    digest: Words


class ExtensionSpec(Spec):
    """A set's file that extends another set; whatever it does not say is inherited."""

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
    extends: ExtendsSpec
    documents: dict[Words, Words] = Field(default_factory=dict)
    traits: dict[Code, Words] = Field(default_factory=dict)
    inputs: dict[Name, InputSpec] = Field(default_factory=dict)
    relations: tuple[Words, ...] = ()
    fill: dict[Code, tuple[ItemSpec, ...]] = Field(default_factory=dict)
    split: dict[Code, tuple[ItemSpec, ...]] = Field(default_factory=dict)
