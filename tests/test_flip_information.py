"""What knowing would be worth, against closed forms."""

from statistics import NormalDist

import numpy as np
import pytest

from model.decision.learning.information import (
    ValueOfInformation,
    basis_of,
    basis_of_group,
    partial_information,
    perfect_information,
)
from model.quantities import Array, normal_scores, uniforms

N = 10_000


def scores(key: str, n: int = N, seed: int = 1) -> Array:
    """Standard normal draws of one key."""
    return normal_scores(uniforms(seed, key, n))


def against(difference: Array) -> Array:
    """Two options whose costs differ by this."""
    return np.stack([np.zeros(difference.size), difference])


def near(worth: ValueOfInformation, expected: float) -> bool:
    """Whether the stated error (three of it) covers the closed form."""
    assert worth.usd is not None
    return abs(worth.usd - expected) <= 3.0 * worth.error_usd


def test_two_action_gaussian() -> None:
    """Mean 1,000, standard deviation 5,000: EVPI is sd·φ(m/sd) − m·Φ(−m/sd) = 1,534.47."""
    found = perfect_information(against(1000.0 + 5000.0 * scores("x")))
    assert found.usd == pytest.approx(1534.47, rel=2e-3)


def test_sum_of_two_gaussians() -> None:
    """Δ = X1 + X2 with mean 1 and deviations 3 and 4: EVPI 1.534473, EVPPI 0.762708 and 1.145379."""
    one, two = 1.0 + 3.0 * scores("one"), 4.0 * scores("two")
    costs = against(one + two)
    assert near(perfect_information(costs), 1.534473)
    first, second = partial_information(costs, [basis_of(one), basis_of(two)])
    assert near(first, 0.762708)
    assert near(second, 1.145379)
    assert first.usd == pytest.approx(0.762708, abs=0.03)
    assert second.usd == pytest.approx(1.145379, abs=0.03)


def test_knowing_both_is_knowing_everything() -> None:
    """The value of a group that holds every input is EVPI."""
    one, two = 1.0 + 3.0 * scores("one"), 4.0 * scores("two")
    costs = against(one + two)
    together = partial_information(costs, [basis_of_group([one, two])])[0]
    assert together.usd == pytest.approx(perfect_information(costs).usd, rel=1e-6)


@pytest.mark.parametrize("seed", range(1, 21))
def test_no_influence_is_a_dash(seed: int) -> None:
    """An input that touches nothing has no value, whatever the seed."""
    costs = against(1.0 + 5.0 * scores("x", 2000, seed))
    assert partial_information(costs, [basis_of(scores("idle", 2000, seed))], seed)[0].usd is None


def test_pay_off_table() -> None:
    """A textbook table: costs of three plans in weak, fair and strong demand (0.2, 0.5, 0.3); EVPI by hand.

    Plans cost (10, 20, 30), (22, 15, 24) and (40, 25, 5): means 21, 19.1 and 22; with certainty 10, 15 and 5, mean 11.
    """
    state = np.repeat([0.0, 1.0, 2.0], [2000, 5000, 3000])
    table = np.array([[10.0, 20.0, 30.0], [22.0, 15.0, 24.0], [40.0, 25.0, 5.0]])
    costs = table[:, state.astype(int)]
    assert perfect_information(costs).usd == pytest.approx(19.1 - 11.0)
    assert partial_information(costs, [basis_of(state)])[0].usd == pytest.approx(8.1)


def test_a_third_option_gives_an_input_its_value() -> None:
    """X does not move the pair, but the third option wins where X is high: worth nothing pairwise, something overall."""
    x = scores("x")
    costs = np.stack([10.0 + x, 12.0 + x, 11.0 - x])
    pairwise, whole = (partial_information(rows, [basis_of(x)])[0] for rows in (costs[:2], costs))
    assert pairwise.usd is None
    # Third minus first is 1 − 2X: sd 2, mean 1.
    expected = 2.0 * 0.3520653267642995 - 0.3085375387259869
    assert whole.usd == pytest.approx(expected, abs=0.02)


def test_bent_and_mixed_inputs() -> None:
    """A log-normal input is worth its closed form, and so is a factor that is 1 in 82 of 100 futures."""
    z = scores("wide")
    x = np.exp(1.2 * z)
    # E[max(0, X − k)] − max(0, E X − k) for a log-normal X: Black's formula.
    k = 3.0
    from math import erf, exp, log, sqrt

    def cdf(v: float) -> float:
        return 0.5 * (1.0 + erf(v / sqrt(2.0)))

    mean = exp(0.72)
    d = (log(1.0 / k) + 1.44) / 1.2
    expected = mean * cdf(d) - k * cdf(d - 1.2)
    costs = against(k - x + 0.5 * scores("noise"))
    assert partial_information(costs, [basis_of(x)])[0].usd == pytest.approx(expected, rel=0.05)
    late = np.where(uniforms(1, "late", N) < 0.82, 1.0, 4.0)
    costs = against(1.0 - (late - 1.0) + scores("noise"))
    # Known late: 1 − 3 = −2 in 18 of 100 futures.
    assert partial_information(costs, [basis_of(late)])[0].usd == pytest.approx(0.36, abs=0.01)


def test_never_more_than_perfect_information() -> None:
    """No input is worth more than knowing everything."""
    x = scores("x")
    costs = against(0.1 + x)
    assert (partial_information(costs, [basis_of(x)])[0].usd or 0.0) <= (perfect_information(costs).usd or 0.0)


def test_another_seed_agrees_within_the_stated_error() -> None:
    """In 19 of 20 seeds the values lie within two stated errors of the closed form."""
    hits = 0
    for seed in range(1, 21):
        one, two = 1.0 + 3.0 * scores("one", 4000, seed), 4.0 * scores("two", 4000, seed)
        found = partial_information(against(one + two), [basis_of(one)], seed)[0]
        hits += found.usd is not None and abs(found.usd - 0.762708) <= 2.0 * found.error_usd
    assert hits >= 19


@pytest.mark.parametrize(
    ("mean", "deviation"), [(0.0, 1.0), (1000.0, 5000.0), (-2000.0, 900.0), (250.0, 40.0), (-3.0, 4.0)]
)
def test_two_action_gaussians(mean: float, deviation: float) -> None:
    """Two options a Gaussian apart: EVPI is sd·φ(|m|/sd) − |m|·Φ(−|m|/sd), whichever side the mean is on."""
    distance = abs(mean) / deviation
    density = np.exp(-(distance**2) / 2.0) / np.sqrt(2.0 * np.pi)
    expected = deviation * density - abs(mean) * NormalDist().cdf(-distance)
    found = perfect_information(against(mean + deviation * scores("x")))
    assert found.usd == pytest.approx(expected, rel=2e-3, abs=2e-4 * deviation)
