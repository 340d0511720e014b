"""Use durable-rules as its manual shows, one trap a function; run as ``python naive_uses.py TRAP``.

Each prints what it saw as JSON. Those that kill the process or never end run in a process of their own.
"""

import json
import os
import sys
import threading
import unicodedata
import warnings

warnings.simplefilter("ignore")

import durable_rules_engine as library  # noqa: E402
from durable import engine  # noqa: E402


class QuietHost(engine.Host):
    """A Host without timer threads."""

    def _run(self):
        pass


def nothing(c):
    del c


def rule(condition, run=nothing):
    return {"all": [{"m": condition}], "run": run}


def matched(condition, *facts):
    """Assert facts one by one and list the ids a rule with this condition fired on."""
    seen = []
    rules = {"asked": rule(condition, lambda c: seen.append(c.m.id)), "rest": rule({"$ex": {"fact": 1}})}
    host = QuietHost({"x": rules})
    for fact in facts:
        host.assert_fact("x", {"sid": "u", "fact": 1, **fact})
    return seen


def delete_unfired_state():
    handle = library.create_ruleset("x", json.dumps({"r": {"all": [{"m": {"c": "1"}}]}}))
    library.assert_fact(handle, json.dumps({"id": "1", "sid": "u", "c": "2"}))
    library.delete_state(handle, "u")


def divide_by_zero():
    matched({"a": {"$div": {"$l": {"$m": "b"}, "$r": {"$m": "d"}}}}, {"id": "1", "a": 1, "b": 1, "d": 0})
    return "alive"


def not_exists():
    fired = []

    def act(c):
        del c
        fired.append(1)
        if len(fired) == 500:
            os.write(1, b"endless")
            os._exit(3)

    QuietHost({"x": {"r": rule({"$nex": {"status": 1}}, act)}}).assert_fact(
        "x", {"id": "1", "sid": "u", "c": 1}
    )


def default_threads():
    before = threading.active_count()
    engine.Host({"x": {"r": rule({"c": 1})}})
    return threading.active_count() - before


def same_condition():
    """Try a few times: about once in a thousand processes the library takes them after all."""
    for _ in range(5):
        try:
            QuietHost({"x": {f"r{k}": rule({"c": "1"}) for k in range(257)}})
        except library.error as error:
            return str(error)
    return None


def many_bands():
    bands = {f"b{k}": rule({"$and": [{"c": "1"}, {"$gte": {"v": k}}]}) for k in range(70)}
    try:
        QuietHost({"x": bands}).assert_fact("x", {"id": "1", "sid": "u", "c": "1", "v": 100})
    except library.error as error:
        return str(error)


def many_states():
    host = QuietHost({"x": {"r": rule({"c": "1"})}})
    for unit in range(1100):
        try:
            host.assert_fact("x", {"id": "1", "sid": f"u{unit}", "c": "1"})
        except MemoryError:
            return unit
    return None


def hash_twins():
    return matched({"liquid": 1}, {"id": "1", "costarring": 1})


def text_for_numbers():
    facts = [{"id": "abc", "v": "abc"}, {"id": "empty", "v": ""}, {"id": "less", "v": 0}]
    return [matched({"v": 7}, {"id": "1", "v": "7"}), matched({"$gte": {"v": 1.0}}, *facts)]


def exponent():
    seen = []
    host = QuietHost({"x": {"r": rule({"$ex": {"c": 1}}, lambda c: seen.append(c.m.id))}})
    host.assert_facts(
        "x", [{"id": str(k), "sid": "u", "c": 1, "v": v} for k, v in enumerate([1, 1e-05, 3, 4])]
    )
    return seen


def large_integers():
    return matched({"$gt": {"v": 2**63 - 1}}, {"id": "1", "v": 2**63 + 5})


def failing_action():
    def fail(c):
        raise KeyboardInterrupt(c)

    host = QuietHost({"x": {"r": rule({"c": 1}, fail)}})
    state = host.assert_fact("x", {"id": "1", "sid": "u", "c": 1})
    return "exception" in state


def unhandled():
    seen = []
    host = QuietHost({"x": {"r": rule({"c": 1}, lambda c: seen.append(c.m.id))}})
    try:
        host.assert_facts("x", [{"id": "a", "sid": "u", "c": 1}, {"id": "b", "sid": "u", "c": 2}])
    except engine.MessageNotHandledException:
        return seen


def several_sids():
    seen = []
    host = QuietHost({"x": {"r": rule({"c": 1}, lambda c: seen.append(c.m.sid))}})
    host.assert_facts("x", [{"id": sid, "sid": sid, "c": 1} for sid in ("u", "v", "w")])
    return seen


def slow_action():
    clock = [0]
    engine._unix_now = lambda: clock[0]
    seen = []

    def act(c):
        seen.append(c.m.id)
        clock[0] += 11

    host = QuietHost({"x": {"r": rule({"c": 1}, act)}})
    host.assert_facts("x", [{"id": str(k), "sid": "u", "c": 1} for k in range(3)])
    return len(seen)


def null():
    return [
        matched({"$neq": {"v": 1}}, {"id": "1", "v": None}),
        matched({"$lt": {"v": 1}}, {"id": "1", "v": None}),
    ]


def dropped_hosts():
    return [QuietHost({"x": {"r": rule({"c": 1})}}).get_ruleset("x")._handle for _ in range(3)]


def normal_forms():
    return matched(
        {"name": unicodedata.normalize("NFC", "Sở")}, {"id": "1", "name": unicodedata.normalize("NFD", "Sở")}
    )


def unknown_alias():
    return matched({"v": {"nobody": "v"}}, {"id": "1", "v": 5})


def declared_again():
    host = QuietHost({"x": {"r": rule({"c": 1})}})
    host.register_rulesets({"x": {"r": rule({"c": 1})}})


if __name__ == "__main__":
    sys.stdout.write(json.dumps({name: globals()[name]() for name in sys.argv[1:]}))
