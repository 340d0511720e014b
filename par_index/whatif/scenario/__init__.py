"""Scenarios: small documents that lay changes over a cycle, and what comes of them."""

from par_index.whatif.scenario.compare import Outcome, compare
from par_index.whatif.scenario.lay import Laid, lay
from par_index.whatif.scenario.spec import ScenarioSpec, read_scenario, scenario_of

__all__ = ["Laid", "Outcome", "ScenarioSpec", "compare", "lay", "read_scenario", "scenario_of"]
