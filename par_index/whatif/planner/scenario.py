"""Write a plan as a scenario: the document of changed figures that a what-if takes."""

from __future__ import annotations

import json

from par_index.read.written import filed_text
from par_index.whatif.planner.records import Planned
from par_index.whatif.planner.text import marks_of, target_text


def figures_of(planned: Planned) -> dict[str, dict[str, str]]:
    """Give the planned figures, unit to input to the text a facts file would hold."""
    entries = planned.plan.input_by_code
    return {
        planned.unit.code: {code: filed_text(entries[code], value) for code, value in planned.figures.items()}
    }


def as_scenario(planned: Planned) -> str:
    """Write the scenario as YAML, under the marks of the plan; one without work changes nothing."""
    name = f"Kế hoạch để {planned.unit.name} đạt {target_text(planned.target, 'vi')}"
    lines = [
        f"# {marks_of(planned, 'vi')}".rstrip(" #"),
        f"name: {json.dumps(name, ensure_ascii=False)}",
        "figures:",
    ]
    for unit, figures in figures_of(planned).items():
        for code, text in figures.items():
            lines += [f"  - units: [{unit}]", f"    input: {code}", f'    set: "= {text}"']
    if len(lines) == 3:
        lines[-1] = "figures: []"
    return "\n".join([*filter(None, lines), ""])
