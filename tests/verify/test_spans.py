"""Gaps and overlaps are found exactly where values have no band, or two."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from par_index.language.interval import Interval
from par_index.verify.spans import Span, between, faults, in_rising_order, shared, span_of

MARKS = st.integers(0, 8).map(lambda number: Fraction(number, 2))
INTERVALS = st.builds(Interval, st.none() | MARKS, st.booleans(), st.none() | MARKS, st.booleans())
PROBES = [Fraction(number, 4) for number in range(-8, 28)]


def row(intervals: list[Interval], grid: int | None) -> list[Span]:
    """Give the spans that hold a value, from low to high."""
    spans = [span_of(entry, grid) for entry in intervals]
    return [spans[at] for at in in_rising_order(spans) if not spans[at].void]


def counts(spans: list[Span], grid: int | None) -> list[int]:
    """Count how many spans hold each probe, from the first to the last one held."""
    probes = [probe for probe in PROBES if grid is None or (probe * grid).denominator == 1]
    found = [sum(span.interval.holds(probe) for span in spans) for probe in probes]
    held = [at for at, number in enumerate(found) if number]
    return found[held[0] : held[-1] + 1] if held else []


def closed(low: int, high: int) -> Interval:
    """Give the interval of both ends and all between."""
    return Interval(Fraction(low), True, Fraction(high), True)


@settings(max_examples=400)
@example([closed(0, 4), closed(1, 2), closed(3, 3)], None)
@given(st.lists(INTERVALS, max_size=4), st.sampled_from([None, 1, 2]))
def test_faults_are_exactly_where_values_have_no_band_or_two(
    intervals: list[Interval], grid: int | None
) -> None:
    spans = row(intervals, grid)
    found, held = faults(spans), counts(spans, grid)
    assert any(fault.kind == "gap" for fault in found) == (0 in held)
    assert any(fault.kind == "overlap" for fault in found) == any(number > 1 for number in held)
    for fault in found:
        below, above = spans[fault.below], spans[fault.above]
        named = (between if fault.kind == "gap" else shared)(below, above).interval
        for probe in PROBES:
            if named.holds(probe) and (grid is None or (probe * grid).denominator == 1):
                inside = sum(span.interval.holds(probe) for span in (below, above))
                assert inside == (0 if fault.kind == "gap" else 2)


@given(INTERVALS, st.sampled_from([None, 1, 2]))
def test_a_span_holds_the_same_values_as_its_interval(interval: Interval, grid: int | None) -> None:
    span = span_of(interval, grid)
    for probe in PROBES:
        if grid is None or (probe * grid).denominator == 1:
            assert (not span.void and span.interval.holds(probe)) == interval.holds(probe)
