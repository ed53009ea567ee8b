"""The verdict: lowest expected cost among what may be chosen, with a strength, ties shared, nothing hidden."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.decision.verdict.choice import Candidate, beats, choose, mean_regrets, shares_of_best

BOTH = (Candidate("a", True, True), Candidate("b", True, True))


def test_lowest_mean_wins_with_its_saving() -> None:
    """Costs 10, 20 and 40, 20: means 15 and 30, saving 15, cheaper in the first future and tied in the second."""
    costs = {"a": np.array([10.0, 20.0]), "b": np.array([40.0, 20.0])}
    choice = choose(BOTH, costs, {"a": 15.0, "b": 30.0})
    assert (choice.option, choice.runner_up, choice.saving_expected_usd) == ("a", "b", 15.0)
    assert choice.probability_beats_runner_up == 0.75
    assert choice.strength == "likely"
    assert choice.saving_p10_usd == pytest.approx(3.0)
    assert choice.saving_p90_usd == pytest.approx(27.0)


@pytest.mark.parametrize(("wins", "strength"), [(90, "clear"), (89, "likely"), (70, "likely"), (69, "close")])
def test_strength_at_its_boundaries(wins: int, strength: str) -> None:
    """Clear from 90 of 100 futures, likely from 70, else close."""
    a, b = np.zeros(100), np.full(100, -1.0)
    b[:wins] = 100.0
    assert choose(BOTH, {"a": a, "b": b}, {"a": 0.0, "b": 1.0}).strength == strength


def test_free_waiting_that_differs_is_never_clear() -> None:
    """An option that leaves work undone at no charge cannot win clearly, nor be beaten clearly."""
    costs, middle = {"a": np.zeros(1), "b": np.ones(1)}, {"a": 0.0, "b": 1.0}
    assert choose(BOTH, costs, middle).strength == "clear"
    assert choose(BOTH, costs, middle, {"a": 0.0, "b": 0.1}).strength == "likely"
    assert choose(BOTH, costs, middle, {"a": 0.1, "b": 0.1}).strength == "clear"


def test_equal_means_name_the_first_listed() -> None:
    """Of two equal options the first listed is the verdict, half of the futures each."""
    costs = {"a": np.ones(4), "b": np.ones(4)}
    choice = choose(BOTH, costs, {"a": 1.0, "b": 1.0})
    assert (choice.option, choice.strength, choice.probability_beats_runner_up) == ("a", "close", 0.5)


def test_only_one_left_compares_with_the_cheapest_excluded() -> None:
    """An unpriced option cannot win even when it looks cheaper; it is what the verdict is compared with."""
    candidates = (Candidate("a", True, True), Candidate("b", True, False), Candidate("c", False, True))
    costs = {"a": np.array([10.0]), "b": np.array([2.0]), "c": np.array([3.0])}
    choice = choose(candidates, costs, {"a": 10.0, "b": 2.0, "c": 3.0})
    assert (choice.option, choice.strength, choice.runner_up, choice.saving_expected_usd) == ("a", "only", "b", -8.0)


def test_nothing_left_is_no_verdict() -> None:
    """With every option excluded the verdict is empty."""
    choice = choose((Candidate("a", False, True),), {"a": np.ones(1)}, {"a": 1.0})
    assert (choice.option, choice.strength, choice.runner_up) == (None, "none", None)


def test_middle_case_may_point_the_other_way() -> None:
    """The middle case is named beside the mean."""
    costs = {"a": np.array([1.0, 1.0, 1.0]), "b": np.array([0.0, 0.0, 30.0])}
    assert choose(BOTH, costs, {"a": 1.0, "b": 0.0}).middle_case_option == "b"


def test_ties_are_shared_equally() -> None:
    """Three options, two of them tied for lowest in the first future: half each there."""
    costs = np.array([[1.0, 5.0], [1.0, 2.0], [3.0, 9.0]])
    assert shares_of_best(costs).tolist() == [0.25, 0.75, 0.0]
    assert mean_regrets(costs).tolist() == [1.5, 0.0, 4.5]


COSTS = st.lists(st.tuples(*(st.floats(0.0, 1e6),) * 2), min_size=1, max_size=30)


@settings(max_examples=50)
@given(COSTS)
def test_swapping_the_options_mirrors_the_choice(costs: list[tuple[float, float]]) -> None:
    """The same options in the other order give the same verdict, saving and chances, unless the means tie."""
    a, b = (np.array(column) for column in zip(*costs, strict=True))
    middle = {"a": float(np.median(a)), "b": float(np.median(b))}
    one = choose(BOTH, {"a": a, "b": b}, middle)
    other = choose(BOTH[::-1], {"a": a, "b": b}, middle)
    assert beats(a, b) == pytest.approx(1.0 - beats(b, a))
    if a.mean() != b.mean():
        assert (one.option, one.saving_expected_usd) == (other.option, other.saving_expected_usd)
        assert one.probability_beats_runner_up == other.probability_beats_runner_up
