"""Quantiles are those of NumPy, to the last digit."""

import numpy as np
import pytest

from model.quantities import median, quantiles

SHARES = (0.0, 0.1, 0.37, 0.5, 0.9, 1.0)


@pytest.mark.parametrize("count", [1, 2, 3, 10, 1_001])
def test_as_numpy_has_them(count: int) -> None:
    """Several rows at once, whatever their number."""
    values = np.random.default_rng(1).lognormal(size=(3, count))
    np.testing.assert_array_equal(quantiles(values, SHARES), np.quantile(values, SHARES, axis=1))
    assert median(values) == np.median(values)
