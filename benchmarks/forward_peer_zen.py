"""Fire bands and states as zen-engine decision tables, trace on; spoken to by ``benchmarks.forward``.

Reads one line of JSON (tables and units' facts), answers with the first unit's rules, then times all units
for every further line.
"""

import json
import sys
from time import perf_counter

import zen

PLACE = {"x": 0, "y": 0}


def cell(span):
    low, high = span
    if low is not None and low == high:
        return str(low)
    if low is None:
        return "" if high is None else f"<= {high}"
    return f">= {low}" if high is None else f"[{low}..{high}]"


def table(k, rules):
    inputs = [{"id": name, "name": name, "field": f"{name}{k}"} for name in "fv"]
    rows = [
        {"_id": rule, "r": json.dumps(rule)} | {name: cell(spans.get(name, (None, None))) for name in "fv"}
        for rule, spans in rules
    ]
    content = {
        "hitPolicy": "first",
        "inputs": inputs,
        "outputs": [{"id": "r", "name": "r", "field": f"r{k}"}],
        "rules": rows,
    }
    return {
        "id": f"t{k}",
        "type": "decisionTableNode",
        "name": f"t{k}",
        "position": PLACE,
        "content": content,
    }


def graph(tables):
    ends = [
        {"id": name, "type": f"{name}Node", "name": name, "position": PLACE} for name in ("input", "output")
    ]
    edges = []
    for k in range(len(tables)):
        edges.append({"id": f"a{k}", "type": "edge", "sourceId": "input", "targetId": f"t{k}"})
        edges.append({"id": f"b{k}", "type": "edge", "sourceId": f"t{k}", "targetId": "output"})
    return {"nodes": [*ends, *(table(k, rules) for k, rules in enumerate(tables))], "edges": edges}


def main():
    order = json.loads(sys.stdin.readline())
    decision = zen.ZenEngine().create_decision(json.dumps(graph(order["tables"])))
    units = [
        {f"{name}{k}": number for k, pair in enumerate(unit) for name, number in zip("fv", pair, strict=True)}
        for unit in order["units"]
    ]
    first = decision.evaluate(units[0], {"trace": True})["result"]
    print(json.dumps([first[f"r{k}"] for k in range(len(order["tables"]))]), flush=True)
    for _ in sys.stdin:
        start = perf_counter()
        for unit in units:
            decision.evaluate(unit, {"trace": True})
        print(perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
