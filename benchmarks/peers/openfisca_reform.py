"""Time openfisca-core on one what-if: a reform that changes one variable, 11 units' inputs, the total.

A bare tree of 78 leaves in areas of twelve: no ratios, bands, states or ranks. Run by benchmarks/whatif.py in
an environment that holds openfisca-core; prints lines for people.
"""

import time
from statistics import median

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

UNIT = build_entity(key="unit", plural="units", label="unit", is_person=True)
PERIOD, UNITS, LEAVES = "2023", 11, 78


def variable(name, parts=(), factor=1.0):
    """Declare an input, or the sum of other variables times a factor."""
    fields = {"value_type": float, "entity": UNIT, "definition_period": DateUnit.YEAR, "label": name}
    if parts:
        fields["formula"] = lambda unit, period: factor * sum(unit(part, period) for part in parts)
    return type(name, (Variable,), fields)


NAMES = tuple(f"leaf_{k}" for k in range(LEAVES))
AREAS = {f"area_{k}": NAMES[12 * k : 12 * k + 12] for k in range((LEAVES + 11) // 12)}


class Heavier(Reform):
    """Let the last area count twice."""

    def apply(self):
        name = list(AREAS)[-1]
        self.update_variable(variable(name, AREAS[name], 2.0))


def main():
    system = TaxBenefitSystem([UNIT])
    for name in NAMES:
        system.add_variable(variable(name))
    for name, parts in (*AREAS.items(), ("total", tuple(AREAS))):
        system.add_variable(variable(name, parts))
    values = np.random.default_rng(45).random((LEAVES, UNITS))

    def ask():
        simulation = SimulationBuilder().build_default_simulation(Heavier(system), count=UNITS)
        for name, row in zip(NAMES, values, strict=True):
            simulation.set_input(name, PERIOD, row)
        return simulation.calculate("total", PERIOD)

    ask()
    taken = []
    for _ in range(15):
        begun = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begun)
    print(
        f"openfisca-core, a reform of a bare tree, recomputed  {1000 * median(taken):.2f} ms"
        f"   ({1000 * min(taken):.2f} to {1000 * max(taken):.2f})"
    )


main()
