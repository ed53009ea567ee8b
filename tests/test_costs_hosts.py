"""Erlang C for loads too large to step through one place at a time."""

import numpy as np
import pytest

from model.costs import hosts


def _stepped(load: float, wait: float, share: float) -> int:
    """The textbook recursion, one load and one place after the other."""
    blocked, places = 1.0, 0
    while True:
        places += 1
        blocked = load * blocked / (places + load * blocked)
        if places > load:
            waits = places * blocked / (places - load * (1.0 - blocked))
            if 1.0 - waits * np.exp(-(places - load) * wait) >= share:
                return places


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95, 0.999])
def test_large_loads_need_the_places_that_the_recursion_finds(share: float) -> None:
    """Loads from below to far above the step-by-step limit, sessions of 2 minutes, answered within 5 seconds."""
    loads = np.array([0.5, 12.0, 29.9, 30.1, 31.0, 75.5, 240.0, 999.9, 2_500.0])
    found = hosts.slots_for_target(loads, np.array([2 / 60]), hosts.AnswerTarget(np.array([share]), np.array([5.0])))
    assert found.tolist() == [_stepped(load, 5 / 120, share) for load in loads]


def test_a_load_of_a_million_is_answered_by_a_few_more_places() -> None:
    """Above the load by less than one half of its square root where a target is mild."""
    target = hosts.AnswerTarget(np.array([0.8]), np.array([20.0]))
    found = hosts.slots_for_target(np.array([1e6]), np.array([3 / 60]), target)
    assert 1e6 < found[0] < 1e6 + 500


def test_no_load_needs_no_place() -> None:
    """A workload without sessions takes nothing."""
    target = hosts.AnswerTarget(np.array([0.8]), np.array([20.0]))
    assert hosts.slots_for_target(np.array([0.0]), np.array([0.0]), target).tolist() == [0.0]


def test_an_infinite_load_needs_infinitely_many_places() -> None:
    """No busy hours at all: the search ends instead of counting for ever."""
    target = hosts.AnswerTarget(np.array([0.9]), np.array([20.0]))
    found = hosts.slots_for_target(np.array([np.inf, 4.0]), np.array([0.5]), target)
    assert np.isinf(found[0])
    assert found[1] == hosts.slots_for_target(np.array([4.0]), np.array([0.5]), target)[0]
