"""Draw trees of criteria sets: any keys a file may have, in any order, with any text; sense is not asked for.

A tree is built from a seed, which replays it; a failing one shrinks by its size.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from random import Random

from hypothesis import strategies as st

from par_index.model.extension import ExtensionSpec
from par_index.model.scalars import Spec
from par_index.model.set_sheets import ASKED, BARE, EXTENSION_PATHS, SET_PATHS, SUBJECTS
from par_index.model.source import InputSpec, ItemSpec, PartSpec, SetSpec
from par_index.model.survey import OptionSpec, QuestionSpec, RespondentsSpec, SurveySpec
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import NOWHERE

NASTY = [
    "=1+1",
    "+84",
    "-5",
    "@sum",
    "- một",
    '"',
    '"a"',
    '"a" và "b"',
    "a: b",
    "a; b",
    "x\ny",
    "1.10",
    "yes",
]
NASTY += [
    "1/2",
    " a ",
    "~",
    "_x0041_",
    "\t",
    "\r",
    "\x85",
    "\u2028",
    "\x07",
    "x:",
    "#",
    "[]",
    "{}",
    "a #b",
    "…",
]
LETTERS = "ađứ 1.,:;#\"'-{}[]\\\n&%@=<>|€😀"
Draw = Callable[[], Tree]


def text(words: str) -> Text:
    return Text.at(unicodedata.normalize("NFC", words), NOWHERE)


def table(items: Iterable[tuple[str, Tree]]) -> Table:
    made = Table({text(key): value for key, value in items})
    made.where, made.flow = NOWHERE, False
    return made


def listing(items: Iterable[Tree]) -> Listing:
    made = Listing(items)
    made.where = NOWHERE
    return made


class Dice:
    """Draw the parts of one tree; ``size`` bounds lists, tables and texts."""

    def __init__(self, seed: int, size: int) -> None:
        self.rng, self.size = Random(seed), size

    def string(self) -> str:
        if self.rng.random() < 0.3:
            return self.rng.choice(NASTY)
        drawn = "".join(self.rng.choice(LETTERS) for _ in range(self.rng.randint(1, 2 + self.size)))
        return drawn if drawn != "<<" else "<"  # the one key that no file may have

    def words(self) -> Tree:
        return text(self.string())

    def list(self, draw: Draw) -> Tree:
        return listing(draw() for _ in range(self.rng.randint(0, self.size)))

    def table(self, draw: Draw) -> Tree:
        return table((self.string(), draw()) for _ in range(self.rng.randint(0, self.size)))

    def anything(self, depth: int = 0) -> Tree:
        """Draw a text, or a list or table of such, at most five deep: a file may nest forty."""
        inner: Draw = lambda: self.anything(depth + 1)  # noqa: E731
        draws: list[Draw] = [self.words, self.words, lambda: self.list(inner), lambda: self.table(inner)]
        return self.rng.choice(draws if depth < 5 else draws[:2])()

    def record(self, fields: Mapping[str, Draw]) -> Table:
        """Draw some of the keys, in any order or in the usual one."""
        keys = [key for key in fields if self.rng.random() < 0.6]
        if self.rng.random() < 0.5:
            self.rng.shuffle(keys)
        return table((key, fields[key]()) for key in keys)

    def cite(self) -> Tree:
        return self.rng.choice(
            (self.words, lambda: self.record({"document": self.words, "clause": self.words}))
        )()

    def field(self, key: str) -> Draw:
        """Tell how the value of a key that is one cell is drawn."""
        tables = {"with": self.anything, "bands": self.words, "labels": self.words, "cap": self.words}
        if key in tables:
            return lambda: self.table(tables[key])
        if key in ("if_empty", "also", "worst_to_best", "break_by", "relations", "rates", "groups"):
            return lambda: self.list(self.words)
        return (lambda: self.list(self.cite)) if key == "cites" else self.words

    def fields(self, model: type[Spec], *left_out: str) -> dict[str, Draw]:
        keys = [field.alias or name for name, field in model.model_fields.items() if name not in left_out]
        return {key: self.field(key) for key in keys if key != "where"}

    def part(self) -> Tree:
        return self.record(self.fields(PartSpec))

    def item(self, *below: str) -> Tree:
        """Draw an item; what lies below it is of one kind, as in every set that compiles."""
        held = {
            "criteria": ("sub_criteria", "parts"),
            "sub_criteria": ("parts",),
            "leaves": ("sub_criteria", "parts"),
        }
        key = self.rng.choice(below) if below else ""
        draws: dict[str, Draw] = {key: lambda: self.items(key, *held.get(key, ()))} if key else {}
        return self.record({**self.fields(ItemSpec, "criteria", "sub_criteria", "parts"), **draws})

    def items(self, key: str, *below: str) -> Tree:
        return self.list(self.part if key == "parts" else lambda: self.item(*below))

    def extra(self) -> Tree:
        fields = {"code": self.words, "name": self.words, "ceiling": self.words}
        return self.record({**fields, "leaves": lambda: self.items("leaves", "parts")})

    def asking(self, path: str) -> Tree:
        keys = (*SUBJECTS, "for") if path == "targets" else SUBJECTS
        asked: dict[str, Draw] = dict.fromkeys(keys, self.words)
        own = {key: self.field(key) for key in ("id", "cap", "also", "best", "say", "cites")}
        when: dict[str, Draw] = asked if path == "targets" else {"when": lambda: self.record(asked)}
        return self.list(lambda: self.record({**own, **when}))

    def known(self, model: type[Spec]) -> Tree:
        """Draw a record that has its id, as each must have that is a row of its own."""
        return table([("id", self.words()), *self.record(self.fields(model, "id")).items()])

    def survey(self) -> Tree:
        """Draw what a survey says, or its points alone."""
        records: dict[str, Draw] = {
            "groups": lambda: self.list(lambda: self.known(RespondentsSpec)),
            "scales": lambda: self.table(lambda: self.list(lambda: self.known(OptionSpec))),
            "questions": lambda: self.list(lambda: self.known(QuestionSpec)),
        }
        whole: Draw = lambda: self.record({**self.fields(SurveySpec), **records})  # noqa: E731
        alone: Draw = lambda: table([("points", self.words())])  # noqa: E731
        return self.rng.choice((whole, whole, alone, self.words))()

    def section(self, key: str) -> Draw:
        """Tell how the value of a key at the top of a file is drawn."""
        if key in ASKED:
            return lambda: self.asking(key)
        draws: dict[str, Draw] = {
            "inputs": lambda: self.table(lambda: self.record(self.fields(InputSpec))),
            "areas": lambda: self.items("areas", "criteria", "sub_criteria", "parts"),
            "survey": self.survey,
            "bonus": self.extra,
            "penalty": self.extra,
            "fill": lambda: self.table(lambda: self.items("leaves", "sub_criteria", "parts")),
            "split": lambda: self.table(lambda: self.items("leaves", "parts")),
            **{
                key: lambda: self.table(self.words) for key in ("kinds", "documents", "traits", "grades.rows")
            },
        }
        return draws.get(key, self.field(key))

    def top(self, paths: tuple[str, ...]) -> dict[str, Draw]:
        """Give what may stand at the top of a file, by key."""
        inner: dict[str, dict[str, Draw]] = {}
        found: dict[str, Draw] = {}
        for path in paths:
            key, _, rest = path.partition(".")
            if key in BARE:
                found[key] = self.section(key)
            elif rest:
                draws = inner.setdefault(key, {})
                draws[rest] = self.section(path) if path.startswith("grades") else self.field(rest)
                found[key] = lambda draws=draws: self.record(draws)
            else:
                found[key] = self.section(path)
        return found


def set_tree(seed: int, size: int) -> Table:
    """Build a whole set, or an extension of one."""
    dice = Dice(seed, size)
    if seed % 3:
        return dice.record(dice.top(SET_PATHS))
    draws = dice.top(EXTENSION_PATHS)
    extends = table([("extends", table([("set", text("a/b"))]))])
    return table([*extends.items(), *(pair for pair in dice.record(draws).items() if pair[0] != "extends")])


def set_trees() -> st.SearchStrategy[Table]:
    """Draw whole sets and extensions."""
    for model, paths in ((SetSpec, SET_PATHS), (ExtensionSpec, EXTENSION_PATHS)):
        keys = {name for name in model.model_fields if name != "where"}
        assert keys == {path.partition(".")[0] for path in paths}, "a key of the records is not drawn"
    return st.builds(set_tree, st.integers(0, 2**40), st.integers(1, 4))
