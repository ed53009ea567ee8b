"""The normal distribution on arrays agrees with the standard library and with scipy, far into the tails."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import normal_cdf, normal_scores


def test_scores_agree_with_the_standard_library() -> None:
    """Sixteen digits in the centre, in the tails and far out."""
    powers = 10.0 ** -np.arange(1.0, 300.0)
    u = np.concatenate([np.linspace(0.001, 0.999, 999), powers, 1.0 - powers[:15]])
    expected = np.array([NormalDist().inv_cdf(value) for value in u.tolist()])
    assert normal_scores(u) == pytest.approx(expected, rel=2e-15, abs=1e-16)


def test_published_percentage_points() -> None:
    """The values Wichura prints for AS 241 (1988): u = 0.25, 0.001, 1e-20."""
    published = [-0.6744897501960817, -3.090232306167814, -9.262340089798408]
    assert normal_scores(np.array([0.25, 0.001, 1e-20])) == pytest.approx(published, rel=1e-15)


def test_ends_of_the_scores() -> None:
    """0 and 1 are infinite, 0.5 is 0, what is no share is not a number, and nothing warns."""
    scores = normal_scores(np.array([0.0, 0.5, 1.0, -0.1, 1.1, math.nan]))
    assert scores[:3].tolist() == [-math.inf, 0.0, math.inf]
    assert np.isnan(scores[3:]).all()


def test_cdf_agrees_with_the_standard_library() -> None:
    """As erfc of the standard library, relative to the size of the tail."""
    x = np.linspace(-37.0, 9.0, 4001)
    expected = np.array([0.5 * math.erfc(-value / math.sqrt(2.0)) for value in x.tolist()])
    assert np.max(np.abs(normal_cdf(x) - expected)) < 4e-16
    near = np.abs(x) < 10.0
    assert normal_cdf(x[near]) == pytest.approx(expected[near], rel=3e-14)
    assert normal_cdf(x) == pytest.approx(expected, rel=1e-12)


def test_cdf_agrees_with_scipy() -> None:
    """As scipy's, where it is installed."""
    special = pytest.importorskip("scipy.special")
    x = np.linspace(-8.0, 8.0, 3201)
    assert normal_cdf(x) == pytest.approx(special.ndtr(x), rel=3e-14)


def test_ends_of_the_cdf() -> None:
    """Infinities are 0 and 1, 0 is one half, and nothing warns."""
    shares = normal_cdf(np.array([-math.inf, -1e300, -40.0, 0.0, 1e300, math.inf, math.nan]))
    assert shares[:6].tolist() == [0.0, 0.0, 0.0, 0.5, 1.0, 1.0]
    assert np.isnan(shares[6])


def test_any_shape() -> None:
    """Scalars, rows and empty arrays keep their shape."""
    for shape in ((), (0,), (3,), (2, 3)):
        assert normal_scores(np.full(shape, 0.3)).shape == shape
        assert normal_cdf(np.full(shape, 0.3)).shape == shape


@settings(max_examples=50)
@given(st.floats(1e-300, 1.0 - 1e-10))
def test_cdf_undoes_the_scores(u: float) -> None:
    """There and back again."""
    assert float(normal_cdf(normal_scores(np.array(u)))) == pytest.approx(u, rel=1e-11)


@settings(max_examples=50)
@given(st.floats(1e-12, 0.5))
def test_scores_are_symmetric(u: float) -> None:
    """The score of 1 − u is the opposite of the score of u."""
    upper = 1.0 - u
    assert float(normal_scores(np.array(upper))) == -float(normal_scores(np.array(1.0 - upper)))
