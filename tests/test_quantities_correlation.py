"""Rank correlations re-order draws: marginals stay, the rank is met, and impossible wishes name the pair."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.quantities import Misfit, correlate, correlate_uniforms, impossible, normal_scores, uniforms


def streams(*keys: str, n: int = 10_000) -> dict[str, npt.NDArray[np.float64]]:
    """Independent uniforms of some keys."""
    return {key: uniforms(1, key, n) for key in keys}


def rank_correlation(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """Spearman's: the correlation of the ranks."""
    return float(np.corrcoef(np.argsort(np.argsort(one)), np.argsort(np.argsort(other)))[0, 1])


@pytest.mark.parametrize("rank", [-1.0, -0.8, -0.3, 0.0, 0.5, 0.9, 1.0])
def test_the_rank_correlation_is_met(rank: float) -> None:
    """Spearman's rank correlation of the draws is the one written, by r = 2 sin(π ρ / 6)."""
    result = correlate_uniforms(streams("a", "b"), {("a", "b"): rank})
    assert not isinstance(result, Misfit)
    assert rank_correlation(result["a"], result["b"]) == pytest.approx(rank, abs=0.005)


def test_marginals_stay_and_others_are_untouched() -> None:
    """Each key keeps its own values; a key without a correlation is the very same array."""
    before = streams("a", "b", "c", "d")
    result = correlate_uniforms(before, {("c", "b"): 0.6, ("b", "a"): -0.4})
    assert not isinstance(result, Misfit)
    for key in before:
        assert np.array_equal(np.sort(result[key]), np.sort(before[key]))
    assert result["d"] is before["d"]
    assert list(result) == list(before)
    assert rank_correlation(result["a"], result["c"]) == pytest.approx(0.0, abs=0.005)


def test_the_order_of_pairs_and_keys_does_not_matter() -> None:
    """Tables may be moved in the file without changing a draw."""
    before = streams("a", "b", "c")
    one = correlate_uniforms(before, {("a", "b"): 0.5, ("c", "b"): 0.2})
    other = correlate_uniforms(dict(reversed(before.items())), {("b", "c"): 0.2, ("b", "a"): 0.5})
    assert not isinstance(one, Misfit)
    assert not isinstance(other, Misfit)
    for key in before:
        assert np.array_equal(one[key], other[key])


def test_another_chain_changes_nothing() -> None:
    """A correlation between two other inputs leaves these draws alone."""
    before = streams("a", "b", "c", "d")
    alone = correlate_uniforms(before, {("a", "b"): 0.5})
    both = correlate_uniforms(before, {("a", "b"): 0.5, ("c", "d"): 0.7})
    assert not isinstance(alone, Misfit)
    assert not isinstance(both, Misfit)
    assert np.array_equal(alone["a"], both["a"])
    assert np.array_equal(alone["b"], both["b"])


def test_scores_and_uniforms_agree() -> None:
    """Correlating scores and correlating the uniforms behind them give the same futures."""
    before, pairs = streams("a", "b", n=500), {("a", "b"): 0.5}
    uniform = correlate_uniforms(before, pairs)
    scores = correlate({key: normal_scores(u) for key, u in before.items()}, pairs)
    assert not isinstance(uniform, Misfit)
    assert not isinstance(scores, Misfit)
    for key in before:
        assert np.array_equal(normal_scores(uniform[key]), scores[key])


def test_inputs_without_doubt_have_no_correlation() -> None:
    """A pair with a key that has no draws has no effect."""
    before = streams("a", n=100)
    result = correlate_uniforms(before, {("a", "fixed"): 0.5})
    assert not isinstance(result, Misfit)
    assert np.array_equal(result["a"], before["a"])


@pytest.mark.parametrize("n", [1, 2, 7])
def test_few_draws(n: int) -> None:
    """Any number of draws can be re-ordered."""
    result = correlate_uniforms(streams("a", "b", n=n), {("a", "b"): 0.5})
    assert not isinstance(result, Misfit)
    assert np.array_equal(np.sort(result["b"]), np.sort(uniforms(1, "b", n)))


def test_impossible_correlations_name_the_pair() -> None:
    """Two inputs that both follow a third must follow each other: 0.2 is too little, one rank has to give way."""
    misfit = impossible({("a", "b"): 0.9, ("a", "c"): 0.9, ("b", "c"): 0.2})
    assert isinstance(misfit, Misfit)
    assert misfit.pair in {("a", "b"), ("a", "c"), ("b", "c")}
    assert "cannot hold together" in misfit.why


def test_the_suggested_rank_is_possible() -> None:
    """What the refusal offers would be accepted."""
    pairs = {("a", "b"): -0.9, ("a", "c"): -0.9, ("b", "c"): -0.9}
    misfit = impossible(pairs)
    assert isinstance(misfit, Misfit)
    assert "at least 0.64" in misfit.why
    assert impossible({**pairs, misfit.pair: 0.64}) is None


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        ({("a", "b"): 1.5}, "between -1 and 1"),
        ({("a", "b"): float("nan")}, "between -1 and 1"),
        ({("a", "a"): 0.5}, "with itself"),
        ({("a", "b"): 0.5, ("b", "a"): 0.4}, "given twice"),
    ],
)
def test_senseless_pairs_are_refused(pairs: dict[tuple[str, str], float], why: str) -> None:
    """Ranks out of range, an input with itself, and contradictions."""
    misfit = correlate_uniforms(streams("a", "b", n=10), pairs)
    assert isinstance(misfit, Misfit)
    assert why in misfit.why


@settings(max_examples=30)
@given(st.lists(st.floats(-1.0, 1.0), min_size=3, max_size=3))
def test_any_three_ranks_are_met_or_refused(ranks: list[float]) -> None:
    """Whatever is asked for, draws keep their values and meet the ranks, or the pair is named."""
    pairs = dict(zip((("a", "b"), ("a", "c"), ("b", "c")), ranks, strict=True))
    result = correlate_uniforms(streams("a", "b", "c", n=4000), pairs)
    if isinstance(result, Misfit):
        assert result.pair in pairs
        return
    for (one, other), rank in pairs.items():
        assert rank_correlation(result[one], result[other]) == pytest.approx(rank, abs=0.03)
