"""Time openfisca-core on a bare tree: leaves as inputs, areas that sum twelve of them, and one total.

It does far less than the array engine: no ratios, bands, states, gates, grades or ranks. Run by
benchmarks/array.py in an environment that holds openfisca-core; prints ``name<TAB>milliseconds``.
"""

import sys
import time
from statistics import median

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

UNIT = build_entity(key="unit", plural="units", label="unit", is_person=True)
PERIOD = "2023"


def variable(name: str, parts: tuple[str, ...] = ()) -> type[Variable]:
    """Declare an input, or the sum of other variables."""
    fields = {"value_type": float, "entity": UNIT, "definition_period": DateUnit.YEAR, "label": name}
    if parts:
        fields["formula"] = lambda unit, period: sum(unit(part, period) for part in parts)
    return type(name, (Variable,), fields)


def milliseconds(run, times=51):
    run()
    found = []
    for _ in range(times):
        begun = time.perf_counter()
        run()
        found.append(time.perf_counter() - begun)
    return 1000 * median(found)


def main(units: int, leaves: int) -> None:
    system = TaxBenefitSystem([UNIT])
    names = tuple(f"leaf_{k}" for k in range(leaves))
    areas = {f"area_{k}": names[12 * k : 12 * k + 12] for k in range((leaves + 11) // 12)}
    for name in names:
        system.add_variable(variable(name))
    for name, parts in (*areas.items(), ("total", tuple(areas))):
        system.add_variable(variable(name, parts))
    values = np.random.default_rng(45).random((leaves, units))
    simulation = SimulationBuilder().build_default_simulation(system, count=units)

    def set_inputs() -> None:
        for name, row in zip(names, values, strict=True):
            simulation.get_holder(name).delete_arrays()
            simulation.set_input(name, PERIOD, row)

    def calculate() -> None:
        for name in (*areas, "total"):
            simulation.get_holder(name).delete_arrays()
        simulation.calculate("total", PERIOD)

    set_inputs()
    print(f"sums alone\t{milliseconds(calculate)}")
    print(f"inputs set, then sums\t{milliseconds(lambda: (set_inputs(), calculate()))}")


main(int(sys.argv[1]), int(sys.argv[2]))
