"""The cost of every group of teams: what the cheapest assignment of a group costs, and which teams have nothing to share.

A portfolio falls into games that do not touch: teams belong together where a platform could serve both. A team that gains by
no platform pays what it pays alone, whoever else is there. Each game is worked out by itself, so that a team that shares
nothing changes no other's figure.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from model.portfolio.assignment import pays, worthwhile_sets
from model.portfolio.cost_table import Costs
from model.quantities import Array


class Game(Struct, frozen=True, dict=True):
    """Teams that could share: ``teams`` are their places; ``private`` ``(teams,)`` what each pays without any platform,
    infinite where it has nothing; ``own`` ``(teams, platforms)`` what stays with it on each; ``platform`` ``(platforms,)``
    what each costs once, and ``places`` which options those are."""

    teams: tuple[int, ...]
    private: Array
    own: Array
    platform: Array
    places: tuple[int, ...]

    @cached_property
    def usd(self) -> float:
        """What all of them cost together, US dollars."""
        return min(fixed + float(each.sum()) for fixed, each in self.choices)

    @cached_property
    def choices(self) -> list[tuple[float, Array]]:
        """For every set of platforms that could be worth it what it costs once, and what then stays with each team.

        Shape: a number and ``(teams,)``. Unit: US dollars; infinite where a team has nothing to choose.
        """
        found = []
        for opened in worthwhile_sets(self.private, self.own, self.platform):
            each = np.minimum(self.private, self.own[:, list(opened)].min(axis=1, initial=np.inf))
            found.append((float(self.platform[list(opened)].sum()), each))
        return found


def games(costs: Costs) -> list[Game]:
    """The games of a portfolio, in the order of their first teams. Every team must have something to choose."""
    private = costs.without_platform
    useful = [each for each in costs.shared if pays(private, costs.own[:, each], costs.platform[each])]
    joins = costs.own[:, useful] < private[:, None]
    left, found = list(range(len(costs.teams))), []
    while left:
        members, platforms = _reached(joins, left[0])
        left = [team for team in left if team not in members]
        places = tuple(useful[column] for column in platforms)
        own = np.where(joins, costs.own[:, useful], np.inf)[np.ix_(members, platforms)]
        found.append(Game(tuple(members), private[members], own, costs.platform[list(places)], places))
    return found


def _reached(joins: NDArray[np.bool_], team: int) -> tuple[list[int], list[int]]:
    """The teams and platforms that hang together with one team."""
    members, platforms = {team}, set[int]()
    while True:
        new = {column for member in members for column in np.flatnonzero(joins[member]).tolist()} - platforms
        if not new:
            return sorted(members), sorted(platforms)
        platforms |= new
        members |= {row for column in new for row in np.flatnonzero(joins[:, column]).tolist()}


def coalition_costs(game: Game) -> Array:
    """What every group of the teams costs by itself: bit i of the place says whether team i is in it.

    Shape: ``(2 ** teams,)``. Unit: US dollars.
    """
    best = np.full(1 << len(game.teams), np.inf)
    for fixed, each in game.choices:
        sums = np.zeros(1)
        for usd in each.tolist():
            sums = np.concatenate((sums, sums + usd))
        np.minimum(best, fixed + sums, out=best)
    best[0] = 0.0
    return best
