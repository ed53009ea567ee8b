"""The shapes of ranges: percentiles and means agree with closed forms, and no draw leaves the hard limits."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import Family, NumberSpec, Quantity, Shape, Unit, overrun, point, read_number

COUNT = NumberSpec(Unit.COUNT, Family.POSITIVE)
SHARE = NumberSpec(Unit.SHARE, Family.SHARE)
SIGNED = NumberSpec(Unit.FACTOR, Family.SIGNED, low=-math.inf)
Z = NormalDist().inv_cdf(0.95)
GRID = np.concatenate([np.linspace(1e-9, 1.0 - 1e-9, 2001), [1e-300, 1.0 - 2.0**-53]])


def read(text: object, spec: NumberSpec) -> Quantity:
    """The quantity of a text that can be read."""
    quantity = read_number(text, spec)
    assert isinstance(quantity, Quantity), quantity
    return quantity


def percentile(quantity: Quantity, u: float) -> float:
    """One value of the inverse distribution function."""
    return float(quantity.at(np.array([u]))[0])


def mean_by_midpoints(quantity: Quantity, n: int = 2_000_000) -> float:
    """The mean over evenly spaced futures, an independent check of the closed forms."""
    return float(quantity.at((np.arange(n) + 0.5) / n).mean())


def test_the_example_of_the_echo() -> None:
    """8k to 15k: log-normal, 90 % between 8,000 and 15,000, median 10,954, mean 11,156."""
    quantity = read("8k to 15k", COUNT)
    assert quantity.shape == "log-normal"
    assert (quantity.p5, quantity.p95) == (8000.0, 15_000.0)
    assert (round(quantity.median), round(quantity.mean)) == (10_954, 11_156)


def test_log_normal_percentiles_and_mean() -> None:
    """The median is the geometric mean of the ends; the mean is the median times exp(s²/2)."""
    quantity = read("2 to 50", COUNT)
    spread = math.log(50 / 2) / (2 * Z)
    assert quantity.median == pytest.approx(10.0, rel=1e-14)
    assert quantity.mean == pytest.approx(10.0 * math.exp(spread**2 / 2), rel=1e-13)
    for u in (0.01, 0.05, 0.3, 0.5, 0.95, 0.999):
        assert percentile(quantity, u) == pytest.approx(10.0 * math.exp(spread * NormalDist().inv_cdf(u)), rel=1e-12)


def test_two_piece_log_normal() -> None:
    """Each half has its own spread; 5 % lie below a, half below m, 95 % below b."""
    quantity = read("8 / 16 / 40", COUNT)
    assert quantity.shape == "two-piece log-normal"
    assert (quantity.p5, quantity.median, quantity.p95) == (8.0, 16.0, 40.0)
    for u, value in ((0.05, 8.0), (0.5, 16.0), (0.95, 40.0)):
        assert percentile(quantity, u) == pytest.approx(value, rel=1e-14)
    below, above = math.log(16 / 8) / Z, math.log(40 / 16) / Z
    cdf = NormalDist().cdf
    mean = 16 * (math.exp(below**2 / 2) * cdf(-below) + math.exp(above**2 / 2) * cdf(above))
    assert quantity.mean == pytest.approx(mean, rel=1e-13)


def test_logit_normal() -> None:
    """Shares are normal on the log-odds; the mean agrees with a sum over two million futures."""
    quantity = read("60% to 85%", SHARE)
    odds = math.sqrt((0.6 / 0.4) * (0.85 / 0.15))
    assert quantity.shape == "logit-normal"
    assert quantity.median == pytest.approx(odds / (1 + odds), rel=1e-13)
    assert percentile(quantity, 0.05) == pytest.approx(0.6, rel=1e-13)
    assert percentile(quantity, 0.95) == pytest.approx(0.85, rel=1e-13)
    assert quantity.mean == pytest.approx(mean_by_midpoints(quantity), abs=1e-8)


def test_symmetric_shares_average_one_half() -> None:
    """A share that is as far from 0 as from 100 % has median and mean 50 %, however wide."""
    for text in ("40% to 60%", "5% to 95%", "0.01% to 99.99%"):
        quantity = read(text, SHARE)
        assert quantity.median == pytest.approx(0.5, abs=1e-13)
        assert quantity.mean == pytest.approx(0.5, abs=1e-13)


def test_logit_normal_mean_against_scipy() -> None:
    """The quadrature agrees with an adaptive one."""
    integrate = pytest.importorskip("scipy.integrate")
    quantity = read("10 / 40 / 95%", SHARE)
    half, _ = integrate.quad(lambda u: percentile(quantity, u), 0.0, 0.5, epsabs=1e-12, limit=200)
    rest, _ = integrate.quad(lambda u: percentile(quantity, u), 0.5, 1.0, epsabs=1e-12, limit=200)
    assert quantity.shape == "two-piece logit-normal"
    assert quantity.mean == pytest.approx(half + rest, abs=1e-10)


def test_normal_and_its_two_halves() -> None:
    """Signed keys are normal; two halves shift the mean by (s₂ − s₁) / √(2π)."""
    even, skewed = read("-2 to 5", SIGNED), read("-2 / 0 / 5", SIGNED)
    assert (even.shape, skewed.shape) == ("normal", "two-piece normal")
    assert (even.median, even.mean) == (pytest.approx(1.5), pytest.approx(1.5))
    assert skewed.mean == pytest.approx((5 / Z - 2 / Z) / math.sqrt(2 * math.pi), rel=1e-13)
    assert percentile(skewed, 0.05) == pytest.approx(-2.0, rel=1e-13)


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("-90% to 20%", NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0)),
        ("-80 / 10 / 90%", NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0, high=1.0)),
        ("1 to 90", NumberSpec(Unit.COUNT, Family.POSITIVE, low=0.5, high=100.0)),
        ("2 / 60 / 95", NumberSpec(Unit.COUNT, Family.POSITIVE, low=1.0, high=100.0)),
        ("1% to 40%", NumberSpec(Unit.SHARE, Family.SHARE, low=0.005, high=0.5)),
    ],
)
def test_means_account_for_the_hard_limits(text: str, spec: NumberSpec) -> None:
    """Values beyond a limit count as the limit, in draws and in the mean."""
    quantity = read(text, spec)
    assert quantity.mean == pytest.approx(mean_by_midpoints(quantity), rel=2e-6)
    values = quantity.at(GRID)
    assert values.min() >= spec.low
    assert values.max() <= spec.high


@pytest.mark.parametrize(
    ("text", "spec", "ends", "mean"),
    [
        ("0 to 5", COUNT, (0.0, 5.0), 2.5),
        ("0% to 30%", SHARE, (0.0, 0.3), 0.15),
        ("70% to 100%", SHARE, (0.7, 1.0), 0.85),
        ("0 to 100%", SHARE, (0.0, 1.0), 0.5),
        ("1 to 4", NumberSpec(Unit.FACTOR, Family.POSITIVE, low=1.0), (1.0, 4.0), 2.5),
        ("-100% to 50%", NumberSpec(Unit.SHARE, Family.SIGNED, low=-1.0), (-1.0, 0.5), -0.25),
    ],
)
def test_an_end_on_a_hard_limit_means_evenly(
    text: str, spec: NumberSpec, ends: tuple[float, float], mean: float
) -> None:
    """With an end on a limit every value between the ends is as likely as any other."""
    quantity = read(text, spec)
    low, high = ends
    assert quantity.shape == "uniform"
    assert quantity.median == quantity.mean == pytest.approx(mean)
    for u in (0.0, 0.05, 0.25, 0.9, 1.0):
        assert percentile(quantity, u) == pytest.approx(low + u * (high - low), abs=1e-15)
    assert quantity.p95 == pytest.approx(low + 0.95 * (high - low))


def test_a_middle_with_an_end_on_a_limit_is_even_on_each_side() -> None:
    """0 / 1 / 5: half of the futures evenly below 1, half evenly above."""
    quantity = read("0 / 1 / 5", COUNT)
    assert quantity.shape == "two-piece uniform"
    assert (quantity.median, quantity.mean) == (1.0, 0.5 * 0.5 + 0.5 * 3.0)
    assert percentile(quantity, 0.25) == 0.5
    assert percentile(quantity, 0.75) == 3.0


def test_a_middle_on_an_end() -> None:
    """A middle equal to an end puts half of the futures on it."""
    quantity = read("5 / 5 / 20", COUNT)
    assert quantity.at(np.array([0.01, 0.3, 0.5])).tolist() == pytest.approx([5.0, 5.0, 5.0])
    assert percentile(quantity, 0.95) == pytest.approx(20.0)
    assert quantity.mean == pytest.approx(mean_by_midpoints(quantity), rel=1e-5)
    assert float(quantity.below(np.array(4.9))) == 0.0


def test_published_overrun() -> None:
    """1.0 in 82 of 100 futures, else 1.5 plus a log-normal of median 2.2 and mean 3.97; median 1, mean 1.8046."""
    quantity = overrun()
    assert quantity.shape == "overrun"
    assert (quantity.p5, quantity.median) == (1.0, 1.0)
    assert quantity.mean == pytest.approx(0.82 * 1.0 + 0.18 * (1.5 + 3.97), rel=1e-12)
    assert percentile(quantity, 0.8199) == 1.0
    assert percentile(quantity, 0.82 + 0.18 * 0.5) == pytest.approx(1.5 + 2.2)
    assert quantity.is_range
    assert np.all(np.diff(quantity.at(np.linspace(0.0, 1.0, 10_001))) >= 0.0)
    assert float(quantity.below(np.array(1.2))) == pytest.approx(0.82)
    # The tail is heavy: a million futures still leave half a per cent of doubt about the mean.
    assert mean_by_midpoints(quantity) == pytest.approx(quantity.mean, rel=1e-3)


def test_a_point_is_the_same_in_every_future() -> None:
    """A number without doubt has one value, in any shape of futures."""
    quantity = point(0.03)
    assert (quantity.text, quantity.is_range, quantity.p5, quantity.mean) == ("0.03", False, 0.03, 0.03)
    assert quantity.at(np.full((2, 3), 0.4)).tolist() == [[0.03] * 3] * 2


def test_whole_quantities_draw_whole_numbers() -> None:
    """Draws are rounded, and the mean is that of the rounded draws."""
    quantity = read("2 to 9", NumberSpec(Unit.COUNT, Family.POSITIVE, low=1.0, whole=True))
    values = quantity.at(GRID)
    assert np.array_equal(values, np.rint(values))
    assert quantity.mean == pytest.approx(mean_by_midpoints(quantity), rel=1e-5)
    assert quantity.below(np.array([4.0, 4.7])).tolist() == [float(quantity.below(np.array(4.0)))] * 2


def test_draws_keep_the_shape_of_the_futures() -> None:
    """Rows and columns of futures come back as rows and columns."""
    u = np.array([[0.1, 0.5], [0.9, 0.3], [0.2, 0.8]])
    for quantity in (read("8 to 15", COUNT), read("0 to 5", COUNT), read("1 / 2 / 9", COUNT), overrun()):
        assert quantity.at(u).shape == (3, 2)
        assert quantity.at(u)[1, 0] == percentile(quantity, 0.9)


def test_a_quantity_can_be_compared_and_kept_in_a_set() -> None:
    """The same text under the same key is the same quantity."""
    assert read("8 to 15", COUNT) == read("8 to 15", COUNT)
    assert len({read("8 to 15", COUNT), read("8 to 15", COUNT), read("8 to 16", COUNT)}) == 2
    assert Shape.POINT == "point"


ANY_RANGE = st.one_of(
    st.tuples(st.just(COUNT), st.floats(1e-6, 1e9), st.floats(1e-6, 1e9), st.floats(1e-6, 1e9)),
    st.tuples(st.just(SHARE), st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0)),
    st.tuples(st.just(SIGNED), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)),
    st.tuples(
        st.just(NumberSpec(Unit.COUNT, Family.POSITIVE, low=1.0, high=730.0)),
        st.floats(1.0, 730.0),
        st.floats(1.0, 730.0),
        st.floats(1.0, 730.0),
    ),
)


@settings(max_examples=50)
@given(ANY_RANGE, st.booleans())
def test_every_range_is_monotone_inside_its_limits_and_consistent(
    drawn: tuple[NumberSpec, float, float, float], with_middle: bool
) -> None:
    """Draws never fall with u, never leave the limits, and percentiles, mean and distribution function agree."""
    spec, *numbers = drawn
    low, middle, high = sorted(numbers)
    text = f"{low!r} / {middle!r} / {high!r}" if with_middle else f"{low!r} to {high!r}"
    quantity = read_number(text, spec)
    if not isinstance(quantity, Quantity):
        return
    values = quantity.at(np.sort(GRID))
    slack = 1e-12 * max(1.0, abs(low), abs(high))
    assert np.all(np.diff(values) >= -slack)
    assert values.min() >= spec.limits[0]
    assert values.max() <= spec.limits[1]
    assert values.min() <= quantity.mean <= values.max() or not quantity.is_range
    assert quantity.p5 <= quantity.median <= quantity.p95
    if with_middle:
        assert quantity.median == middle
    for u, value in ((0.05, quantity.p5), (0.5, quantity.median), (0.95, quantity.p95)):
        assert percentile(quantity, u) == pytest.approx(value, rel=1e-9, abs=slack)


@settings(max_examples=30)
@given(st.floats(0.01, 0.49), st.floats(0.51, 0.99), st.floats(0.001, 0.999))
def test_below_is_the_inverse_of_at(low: float, high: float, u: float) -> None:
    """The share of futures below the value at u is u."""
    for quantity in (
        read(f"{low!r} to {high!r}", SHARE),
        read(f"{low!r} / 0.5 / {high!r}", COUNT),
        read(f"{low!r} to {high!r}", SIGNED),
        read(f"0 / {low!r} / {high!r}", COUNT),
    ):
        assert float(quantity.below(quantity.at(np.array(u)))) == pytest.approx(u, abs=1e-9)
