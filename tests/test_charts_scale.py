"""One mapping for dots, marks, grid and ticks."""

from itertools import pairwise
from math import floor, isclose, log10

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities.figures import tick
from model.quantities.ticks import month_ticks, ticks
from tui.charts.canvas import Canvas
from tui.charts.plot import Plot, apart, crossings
from tui.charts.scale import CellScale, log_ticks

finite = st.floats(-1e12, 1e12)


@given(finite, st.floats(1e-6, 1e12), st.integers(2, 500), st.floats(0, 1))
@settings(max_examples=50)
def test_value_and_place_are_inverse(low: float, span: float, parts: int, share: float) -> None:
    """Going from a place to its value and back gives the place."""
    scale = CellScale(low, low + span, parts)
    place = round(share * (parts - 1))
    if low + span > low and span > 1e-3 * abs(low):
        assert scale.place(scale.value(place)) == place


@given(st.floats(1e-9, 1e12), st.floats(1, 1e6), st.integers(2, 500), st.booleans(), st.floats(-1e12, 1e15))
@settings(max_examples=50)
def test_placing_many_values_is_placing_each(low: float, ratio: float, parts: int, log: bool, value: float) -> None:
    """The fast mapping for curves is the mapping of marks and ticks."""
    scale = CellScale(low, low * ratio, parts, log)
    assert scale.placer()(value) == scale.place(value)


@given(finite, st.floats(1e-6, 1e12), st.integers(1, 12))
@settings(max_examples=50)
def test_ticks_are_round_inside_and_few(low: float, span: float, most: int) -> None:
    """Ticks are multiples of 1, 2, 2.5 or 5 times a power of ten, inside the ends, no more than asked for."""
    span = max(span, 1e-6 * abs(low))
    values, step = ticks(low, low + span, most)
    mantissa = step / 10.0 ** floor(log10(step) + 1e-9)
    assert any(isclose(mantissa, allowed, rel_tol=1e-6) for allowed in (1, 2, 2.5, 5))
    assert len(values) <= most
    room = 1e-6 * step
    assert all(low - room <= value <= low + span + room for value in values)


@pytest.mark.parametrize(
    ("last", "most", "expected"), [(36, 4, (0, 12, 24, 36)), (36, 7, (0, 6, 12, 18, 24, 30, 36)), (0, 3, (0,))]
)
def test_months_are_counted_as_people_count(last: int, most: int, expected: tuple[int, ...]) -> None:
    """Months are named in steps of 1, 2, 3, 6, 12 …"""
    assert month_ticks(last, most) == expected


def test_log_ticks_thin_out() -> None:
    """A logarithmic axis names 1, 2, 5 or 1, 3 or powers of ten, as many as fit."""
    assert log_ticks(1e3, 1e5, 9) == (1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5)
    assert log_ticks(1e3, 1e5, 5) == (1e3, 3e3, 1e4, 3e4, 1e5)
    assert log_ticks(1e3, 1e5, 3) == (1e3, 1e4, 1e5)


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (2_500, 2_500, "$2.5k"),
        (12.5, 2.5, "$12.5"),
        (0, 100, "$0"),
        (-12_500_000, 2_500_000, "−$12.5M"),
        (1_000, 500, "$1k"),
        (0.025, 0.025, "$0.025"),
    ],
)
def test_tick_labels_keep_what_their_step_tells_apart(value: float, step: float, expected: str) -> None:
    """A tick label is exact for its step."""
    assert tick(value, step, "$") == expected


def test_marks_grid_and_curve_share_their_row() -> None:
    """The mark of a value, its grid line and the curve through it lie in the same row, for every value of the field."""
    for value in range(101):
        plot = Plot(Canvas(20, 9), 0, 0, 20, 9, (0.0, 1.0, False), (0.0, 100.0, False))
        plot.curve("a", [plot.dot_row(float(value))] * 40)
        plot.grid([float(value)])
        rows = {y for _, y in plot.taken()}
        assert rows == {plot.row_of(float(value))} == {y for _, y in plot.under}


def test_every_crossing_is_found_once() -> None:
    """Two curves that cross twice and touch once have two crossings, at the straight line between their points."""
    found = crossings([0, 1, 2, 3, 4, 5], [0, 2, 2, 0, 1, 0], [1, 1, 1, 1, 1, 1])
    assert [(place, usd, above) for place, usd, above in found] == [(0.5, 1.0, True), (2.5, 1.0, False)]


@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(1, 3))
@settings(max_examples=50)
def test_labels_are_pushed_apart_inside_the_room(wanted: list[int], size: int) -> None:
    """Labels do not overlap and stay inside when there is room for all."""
    high = 21 + size
    places = sorted(apart(wanted, [size] * len(wanted), 0, high))
    if size * len(wanted) <= high:
        assert all(other - one >= size for one, other in pairwise(places))
        assert places[0] >= 0
        assert places[-1] + size <= high
