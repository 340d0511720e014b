"""Both engines and the reference in fractions judge random plans alike, to the last rule."""

from hypothesis import given, settings

from par_index.engine import array, forward
from par_index.model.case import UnitVerdict
from tests.strategies import World, worlds


def by_array(drawn: World) -> tuple[UnitVerdict, ...]:
    return array.judge(drawn.plan, array.load(drawn.plan, drawn.cases)).verdicts()


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_rules_arrays_and_fractions_agree(drawn: World) -> None:
    expected = drawn.expected()
    assert by_array(drawn) == expected
    assert forward.judge(drawn.plan, drawn.cases) == expected


@settings(max_examples=120, deadline=None)
@given(worlds(most_leaves=3, most_cases=20, fine=True))
def test_arrays_and_fractions_agree_on_cuts_as_fine_as_any(drawn: World) -> None:
    assert by_array(drawn) == drawn.expected()
