"""Guard one live ruleset of durable-rules: facts in, the rules that really fired out.

The library's Host is left aside: it runs actions in timer threads, swallows what they raise and abandons slow
ones. Asking the library's engine itself for one action after another gives the same trail without callbacks.
Each ruleset holds one state for its whole life; facts are retracted after every question. Where a fact need
not fire anything a catch-all rule fires for every fact, which proves that the library saw it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from par_index.engine.forward.errors import ForwardError, ForwardUnavailableError
from par_index.engine.forward.place import LIMIT
from par_index.problem import NOWHERE, Problem

Fact = tuple[str, str, int, int]
"""The fact's id, its code ``c``, its flags ``f`` and its place ``v``."""

Fired = tuple[str, str]
"""A fact's id and the id of a rule that fired on it."""

_SID = "u"
CATCH_ALL = "/seen"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule over facts of one code: it fires when every named number lies in its closed range."""

    id: str
    code: str
    spans: tuple[tuple[str, int | None, int | None], ...]
    """(``f`` or ``v``, least, most); ``None`` is an open end."""


def library() -> ModuleType:
    """Import the library's engine when it is first needed.

    Raises:
        ForwardUnavailableError: it is not installed, or this Python cannot load it.
    """
    try:
        return import_module("durable_rules_engine")
    except ImportError as error:
        raise ForwardUnavailableError from error


def definition(rules: Sequence[Rule], catch_all: bool) -> dict[str, Any]:
    """Write rules as the library reads them, the catch-all last: order decides which fires first."""
    written = {rule.id: {"all": [{"m": {"$and": _conditions(rule)}}]} for rule in rules}
    return written | ({CATCH_ALL: {"all": [{"m": {"$ex": {"c": 1}}}]}} if catch_all else {})


def _conditions(rule: Rule) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"c": rule.code}]
    for name, low, high in rule.spans:
        if low is not None and low == high:
            found.append({name: low})
            continue
        found += [] if low is None else [{"$gte": {name: low}}]
        found += [] if high is None else [{"$lte": {name: high}}]
    return found


class Ruleset:
    """Hold one compiled ruleset and its one state; close it after use; for one thread at a time."""

    def __init__(self, name: str, rules: Sequence[Rule], catch_all: bool) -> None:
        self._engine = library()
        written = json.dumps(definition(rules, catch_all), ensure_ascii=False)
        self._handle = self._engine.create_ruleset(name, written)
        self._catch_all = catch_all
        self._fired = False

    def close(self) -> None:
        """Free the state and the ruleset; the library frees neither by itself."""
        # A state in which nothing ever fired holds pointers never set: deleting it kills the process.
        if self._fired:
            self._engine.delete_state(self._handle, _SID)
        self._engine.delete_ruleset(self._handle)

    def fire(self, facts: Sequence[Fact]) -> list[Fired]:
        """Assert facts and give (fact id, rule id) for every rule that fired, then retract the facts.

        Rules fire in the order of their definition.

        Raises:
            ForwardError: a number is no integer below 2³¹ (E105), or a fact went unseen (E106).
        """
        batch = "[" + ",".join(map(_written, facts)) + "]"
        _, state = self._engine.assert_facts(self._handle, batch)
        fired = [_fact_and_rule(message) for message in self._actions(state)]
        self._engine.retract_facts(self._handle, batch)
        return _beside_catch_all(facts, fired) if self._catch_all else fired

    def _actions(self, state: int) -> Iterator[str]:
        started = self._engine.start_action_for_state(self._handle, state)
        message = started[1] if started else None
        while message:
            self._fired = True
            yield message
            message = self._engine.complete_and_start_action(self._handle, state)


def _beside_catch_all(facts: Sequence[Fact], fired: Sequence[Fired]) -> list[Fired]:
    """Leave the catch-all out of the trail once it has fired for every fact."""
    decided = [pair for pair in fired if pair[1] != CATCH_ALL]
    if len(fired) - len(decided) != len(facts):
        raise _unseen(facts, len(fired) - len(decided))
    return decided


def _unseen(facts: Sequence[Fact], seen: int) -> ForwardError:
    return ForwardError(Problem("E106", NOWHERE, {"sent": str(len(facts)), "seen": str(seen)}))


def decided_once(unit: str, facts: Sequence[Fact], fired: Sequence[Fired]) -> Mapping[str, str]:
    """Give each fact's one rule, by the fact's id.

    Raises:
        ForwardError: no rule decided a fact (E103), or two did (E104).
    """
    rules = dict(fired)
    if len(rules) == len(fired) == len(facts):
        return rules
    for fact, *_ in facts:
        found = [rule for asked, rule in fired if asked == fact]
        if len(found) != 1:
            particulars = {"unit": unit, "code": fact, "rules": ", ".join(found)}
            raise ForwardError(Problem("E104" if found else "E103", NOWHERE, particulars))
    raise _unseen(facts, len(rules))


def _written(fact: Fact) -> str:
    """Write a fact as JSON; ids and codes hold nothing to escape (see check)."""
    name, code, flags, place = fact
    if not (type(flags) is type(place) is int and -LIMIT < flags < LIMIT and -LIMIT < place < LIMIT):
        raise ForwardError(Problem("E105", NOWHERE, {"place": code, "value": f"{flags!r}, {place!r}"}))
    return f'{{"id":"{name}","sid":"{_SID}","c":"{code}","f":{flags},"v":{place}}}'


def _fact_and_rule(message: str) -> tuple[str, str]:
    """Read ``{"<rule>":{"m":{"id":"<fact>",…``, the library's own writing of an action."""
    parts = message.split('"', 8)
    return parts[7], parts[1]
