"""Text and tables that remember where their author wrote them."""

from __future__ import annotations

from par_index.problem import Where


class Text(str):
    """A scalar as written; ``quoted`` tells whether its author put it in quotes (or a block)."""

    where: Where
    quoted: bool

    @classmethod
    def at(cls, text: str, where: Where, quoted: bool = False) -> Text:
        """Make a text that stands at ``where``."""
        made = cls(text)
        made.where = where
        made.quoted = quoted
        return made


class Listing(list["Tree"]):
    """A sequence and its place."""

    where: Where


class Table(dict[Text, "Tree"]):
    """A mapping and its place; ``flow`` when written as ``{a: b}``."""

    where: Where
    flow: bool


Tree = Text | Listing | Table
