"""Erlang C for loads too large to step through one place at a time."""

import numpy as np
import pytest

from model.formulas import hosts


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


def test_the_quick_share_of_those_who_wait_is_good_enough_to_know_where_to_look_closely() -> None:
    """Within a tenth of what counts as near, from loads that are just searched to a million, from one place more than the
    load to so many that nobody waits."""
    loads = np.repeat(np.geomspace(hosts.STEPPED_UP_TO[0], 1e6, 60), 60)
    more = np.tile(np.geomspace(0.05, 12.0, 60), 60) * np.sqrt(loads)
    slots = np.floor(loads + more) + 1.0
    exact = hosts.waiting_share(slots, loads)
    assert hosts.about_waiting_share(slots, loads) == pytest.approx(exact, rel=hosts.UNSURE / 10.0, abs=1e-300)


def test_every_future_of_a_load_needs_what_the_recursion_finds() -> None:
    """Two hundred loads about the places where stepping ends and searching begins."""
    loads = np.linspace(6.0, 60.0, 200)
    many = np.tile(loads, 1 + hosts.FEW // loads.size)
    target = hosts.AnswerTarget(np.array([0.9]), np.array([20.0]))
    assert hosts.slots_for_target(many, np.array([0.2]), target).tolist()[: loads.size] == [
        _stepped(load, 20 / 3600 / 0.2, 0.9) for load in loads
    ]
    found = hosts.slots_for_target(loads, np.array([0.2]), hosts.AnswerTarget(np.array([0.9]), np.array([20.0])))
    assert found.tolist() == [_stepped(load, 20 / 3600 / 0.2, 0.9) for load in loads]
