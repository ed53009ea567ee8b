"""Each input has a stream of its own: one uniform in each n-th, from seed and key alone."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import Family, NumberSpec, Quantity, Unit, read_number, uniforms


@settings(max_examples=40)
@given(st.integers(0, 2**63), st.text(max_size=40), st.integers(1, 3000))
def test_one_uniform_in_each_nth(seed: int, key: str, n: int) -> None:
    """Sorted, the k-th value lies in the k-th of n equal parts of (0, 1)."""
    u = uniforms(seed, key, n)
    assert u.shape == (n,)
    assert u.min() > 0.0
    assert u.max() < 1.0
    parts = np.floor(np.sort(u) * n + np.array(1e-9))
    assert np.abs(parts - np.arange(n)).max() <= 1.0
    assert np.all(np.abs(np.sort(u) * n - np.arange(n) - 0.5) <= 0.5 + 1e-9)


def test_streams_depend_on_seed_key_and_number_only() -> None:
    """Asking for other keys before, between or after changes nothing."""
    alone = uniforms(1, "a", 1000).copy()
    uniforms(1, "b", 1000)
    uniforms(2, "a", 1000)
    assert np.array_equal(uniforms(1, "a", 1000), alone)
    assert not np.array_equal(uniforms(1, "b", 1000), alone)
    assert not np.array_equal(uniforms(2, "a", 1000), alone)


def test_streams_are_the_same_in_every_process() -> None:
    """Python's salted hash plays no part, and neither does the cache."""
    code = "from model.quantities import uniforms; print(uniforms(1, 'workloads.a.x', 50).tolist())"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": salt}, capture_output=True, text=True, check=True
        ).stdout
        for salt in ("1", "2")
    }
    assert outputs == {f"{uniforms(1, 'workloads.a.x', 50).tolist()}\n"}


def test_seed_and_key_cannot_be_mixed_up() -> None:
    """Seed 1 with key 2a is not seed 12 with key a."""
    assert not np.array_equal(uniforms(1, "2a", 100), uniforms(12, "a", 100))


def test_long_streams_equal_themselves() -> None:
    """Streams too long to be kept are made the same way again."""
    assert np.array_equal(uniforms(3, "key", 30_000), uniforms(3, "key", 30_000))


def test_streams_cannot_be_written_to() -> None:
    """A kept stream cannot be spoilt by its reader."""
    with pytest.raises(ValueError, match="read-only"):
        uniforms(1, "a", 10)[0] = 0.5


def test_different_keys_are_uncorrelated() -> None:
    """Forty streams of 4,000: no pair is further apart than chance allows."""
    streams = np.stack([uniforms(1, f"options.own.items.{i}.monthly_usd", 4000) for i in range(40)])
    correlation = np.corrcoef(streams) - np.eye(40)
    assert np.abs(correlation).max() < 5.0 / np.sqrt(4000.0)


def test_neighbouring_draws_are_uncorrelated() -> None:
    """The order of the strata is random."""
    u = uniforms(1, "a", 10_000)
    assert abs(np.corrcoef(u[:-1], u[1:])[0, 1]) < 0.05


def test_stratified_draws_hit_the_mean() -> None:
    """Ten thousand draws give the mean and the percentiles of a range to a few hundredths of a per cent."""
    quantity = read_number("8k to 15k", NumberSpec(Unit.COUNT, Family.POSITIVE))
    assert isinstance(quantity, Quantity)
    values = quantity.at(uniforms(1, "workloads.a.sessions_per_month", 10_000))
    assert values.mean() == pytest.approx(quantity.mean, rel=2e-4)
    assert np.percentile(values, [5, 50, 95]) == pytest.approx([8000, quantity.median, 15_000], rel=5e-4)


def test_no_draws_are_refused() -> None:
    """A programming error, not an input of a user."""
    with pytest.raises(ValueError, match="at least one"):
        uniforms(1, "a", 0)
