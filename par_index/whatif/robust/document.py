"""Write a test of robustness as a JSON document: schema ``par-index/robust/1``.

Probabilities are given as counts of draws, so that they add up; numbers that are not counts are rounded to
six decimals. Units stand in the order of clusters, then ranks.
"""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from par_index.problem import Language
from par_index.whatif.robust.result import GroupRobustness, LeftOut, Robustness

SCHEMA = "par-index/robust/1"


def document(found: Robustness, language: Language = "vi") -> dict[str, Any]:
    """Give the document; ``language`` is that of the assumptions' words."""
    return {
        "schema": SCHEMA,
        "cycle": found.cycle,
        "year": found.year,
        "synthetic": found.synthetic,
        "stage": found.stage,
        "noise": found.noise,
        "seed": found.seed,
        "draws": found.draws,
        "sobol_draws": found.sobol_draws,
        "groups": [_group(one, language) for one in found.groups],
    }


def _group(one: GroupRobustness, language: Language) -> dict[str, Any]:
    return {
        "group": one.group,
        "name": one.name,
        "set": one.set_id,
        "proposed": one.proposed,
        "assumptions": [
            {"source": each.source, "words": each.text(language), "where": str(each.where)}
            for each in one.assumptions
        ],
        "grades": list(one.grades),
        "clusters": [
            {"cluster": name, "units": [_unit(one, int(unit)) for unit in own]}
            for name, own in one.clusters.items()
        ],
        "shares": [_rounded(asdict(each)) for each in one.shares],
        "left_out": [_left_out(one, each) for each in one.left_out],
        "effective": [_rounded(asdict(each)) for each in one.effective],
        "redundant": [_rounded(asdict(each)) for each in one.redundant],
        "moved": one.lawful[0],
        "clipped": one.lawful[1],
        "fitted": one.lawful[2],
    }


def _unit(one: GroupRobustness, unit: int) -> dict[str, Any]:
    below = int(one.next[unit])
    return _rounded(
        {
            "unit": one.units[unit],
            "name": one.names[unit],
            "rank": int(one.ranks[unit]) or None,
            "index": float(one.index[unit]),
            "grade": one.grades[one.grade[unit]],
            "best": int(one.rank_low[unit]),
            "worst": int(one.rank_high[unit]),
            "index_mean": float(one.index_mean[unit]),
            "index_sd": float(one.index_sd[unit]),
            "mean_shift": float(one.mean_shift[unit]),
            "rank_counts": {
                str(rank): int(one.rank_counts[unit, rank])
                for rank in np.flatnonzero(one.rank_counts[unit]).tolist()
            },
            "grade_counts": one.grade_counts[unit].tolist(),
            "next": one.units[below] if below >= 0 else "",
            "above_next": float(one.above_next[unit]),
            "level_next": float(one.level_next[unit]),
            "alike": bool(one.alike[unit]),
        }
    )


def _left_out(one: GroupRobustness, each: LeftOut) -> dict[str, Any]:
    changed = np.flatnonzero(each.ranks != one.ranks).tolist()
    return {
        "level": each.level,
        "code": each.code,
        "name": each.name,
        "moved": each.moved,
        "farthest": each.farthest,
        "total": each.total,
        "ranks": {one.units[unit]: int(each.ranks[unit]) or None for unit in changed},
    }


def _rounded(record: dict[str, Any]) -> dict[str, Any]:
    return {
        key: (None if math.isnan(value) else round(value, 6)) if isinstance(value, float) else value
        for key, value in record.items()
    }
