"""Write a plan as a scenario: the document of changed figures that a what-if takes."""

from __future__ import annotations

from par_index.read.written import filed_text
from par_index.whatif.planner.records import Planned


def figures_of(planned: Planned) -> dict[str, dict[str, str]]:
    """Give the planned figures, unit to input to the text a facts file would hold."""
    entries = planned.plan.input_by_code
    return {
        planned.unit.code: {code: filed_text(entries[code], value) for code, value in planned.figures.items()}
    }


def as_scenario(planned: Planned) -> str:
    """Write the scenario as YAML; a plan without work changes nothing."""
    lines = []
    for unit, figures in figures_of(planned).items():
        for code, text in figures.items():
            lines += [f"  - units: [{unit}]", f"    input: {code}", f'    set: "= {text}"']
    return "\n".join(["figures:", *lines, ""]) if lines else "figures: []\n"
