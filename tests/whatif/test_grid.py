"""Every cell of a grid is what a scenario of its figures gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from par_index.read.written import filed_text
from par_index.whatif.basis import Basis
from par_index.whatif.scenario import lay, scenario_of
from par_index.whatif.scenario.compare import side
from par_index.whatif.scenario.grid import sweep
from tests.whatif.sample import laid, written

UNIT = "huyen-cho-gao"
TWO = [
    {"unit": UNIT, "input": "hs_truc_tuyen", "from": 2600, "to": 8000, "step": 900},
    {"unit": UNIT, "input": "hs_dvc", "from": 8000, "to": 6000, "step": -1000},
]
RIVALS = [TWO[0], {"unit": "huyen-cai-be", "input": "hs_truc_tuyen", "from": 0, "to": 3000, "step": 1500}]
DENSE = {"sets": {"tien-giang/2023/huyen": {"ranking": {"ties": "dense"}}}}


def standing(ground: Basis, unit: str) -> object:
    found = ground.find(unit)
    assert found is not None
    own = side(found[0], unit)
    return own.points, own.index, own.rank, own.grade


@pytest.mark.parametrize("axes", [TWO[:1], TWO, RIVALS], ids=["one axis", "two", "two units"])
@pytest.mark.parametrize("first", [{}, DENSE], ids=["competition", "dense"])
def test_a_cell_is_the_scenario_of_its_figures(
    axes: list[dict[str, object]], first: dict[str, object]
) -> None:
    ground = laid(scenario_of(first)[0]).after
    spec, problems = scenario_of({"sweep": axes})
    assert spec is not None and not problems
    surface, refused = sweep(ground, spec)
    assert surface is not None and not refused
    broken = 0
    for cell in surface.cells:
        figures = [
            {"units": [axis.unit.code], "input": axis.entry.code, "set": filed_text(axis.entry, value)}
            for axis, value in zip(surface.axes, cell.values, strict=True)
        ]
        made, _ = lay(ground, scenario_of({"figures": figures})[0])
        broken += made is None
        assert (made is None) == (cell.points is None)
        if made is not None:
            assert (cell.points, cell.index, cell.rank, cell.grade) == standing(made.after, axes[0]["unit"])
    assert broken


def test_a_unit_that_awaits_a_figure_has_no_grade_until_it_is_there(tmp_path: Path) -> None:
    spec = written(tmp_path, f"""\
        figures:
          - {{units: [{UNIT}], input: hs_truc_tuyen, set: missing}}
        sweep:
          - {{unit: {UNIT}, input: hs_dvc, from: 7000, to: 8000, step: 1000}}
        """)  # fmt: skip
    ground = laid(spec).after
    surface, _ = sweep(ground, spec)
    assert surface is not None and [cell.grade for cell in surface.cells] == ["", ""]
    filled, _ = scenario_of({"sweep": TWO[:1]})
    assert filled is not None
    whole, _ = sweep(ground, filled)
    assert whole is not None and all(cell.grade for cell in whole.cells if cell.points is not None)
