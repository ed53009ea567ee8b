"""Groups of the difference open their lines, as the model groups them; the best month to switch and close stairs."""

from __future__ import annotations

import numpy as np
import pytest
from cases import starter

from model.decision.analyse import analyse
from model.decision.pair.break_even import _closer
from model.decision.pair.groups import group_of
from model.decision.pair.payback import MonthlyPlan, best_switch
from model.quantities import Array
from tui.telling.derivation import DerivationSpot, targets

STARTERS = ("coding-fleet", "coding-session", "high-volume", "regulated-team", "research-agent", "support-desk")


@pytest.mark.parametrize("name", STARTERS)
def test_every_group_of_the_difference_opens_its_lines(name: str) -> None:
    """Folded or not, a group leads to exactly the lines that the model sets against each other in it."""
    found = analyse(starter(name), 20)
    for group in (*found.difference.rows, *found.difference.folded):
        spots = targets(found, DerivationSpot("group", group.key))
        lines = [found.option(spot.option).lines[spot.index] for spot in spots]
        assert lines, group.key
        assert {group_of(line.key) for line in lines} == {group.key}


def plan(build: float, month: float, live: float = 0.0, standing: float = 0.0, leave: float = 0.0) -> MonthlyPlan:
    """An option that costs the same every month of twelve."""
    months = np.full(12, month)
    return MonthlyPlan(build, months, months, live, standing, leave, build)


def test_moving_before_the_first_month_saves_the_build_and_overlaps_with_nothing() -> None:
    """12 × ($100 − $60) and A's build of $500, less B's of $200: $780, the difference of the two plans."""
    found = best_switch(plan(500.0, 100.0, standing=30.0, leave=70.0), plan(200.0, 60.0), 0.0)
    assert found is not None
    assert (found.month, found.saving_usd) == (1, pytest.approx(12 * 40 + 500 - 200))


def test_what_served_overlaps_and_is_left() -> None:
    """B takes over at the start of month 3: 10 × ($100 − $60), less its build of $200, $30 of overlap and $70 of leaving."""
    found = best_switch(plan(0.0, 100.0, standing=30.0, leave=70.0), plan(200.0, 60.0, live=2.0), 0.0)
    assert found is not None
    assert (found.month, found.saving_usd) == (3, pytest.approx(10 * 40 - 200 - 30 - 70))


def test_stairs_closer_than_a_tenth_are_all_met() -> None:
    """Machines every 5 % of today's volume: from 1 to 1.9 times today the sign changes every 2.5 %, at least 1 % apart. On a
    grid of a tenth most of those are missed."""

    def stairs(factors: Array) -> Array:
        return np.ceil(20.0 * factors) - 20.0 * factors - 0.5

    def changes(xs: Array) -> int:
        inside = xs[(xs > 1.0) & (xs < 1.9)]
        return int(np.sum(np.diff(np.sign(stairs(inside))) != 0.0))

    grid = np.geomspace(0.01, 1000.0, 121)
    fine, usd = _closer(stairs, grid, stairs(grid))
    assert np.array_equal(usd, stairs(fine))
    assert np.all(np.diff(fine) > 0.0)
    every = changes(np.linspace(1.0, 1.9, 100_001))
    assert changes(grid) < 10 < 30 < every
    assert abs(changes(fine) - every) <= 1  # one may lie between an end and the first point inside
