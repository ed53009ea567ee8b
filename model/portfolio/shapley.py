"""The Shapley value: what each team adds to the cost, on average over every order in which the teams could join.

Source: L. S. Shapley, A Value for n-Person Games, 1953. Exact up to twelve teams that could share. Above, orders are drawn
from a fixed seed, each with its reverse, and the standard error is that of the means of such pairs.
"""

from __future__ import annotations

from math import comb, fsum

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from model.portfolio.games import Game, coalition_costs
from model.quantities import Array

MOST_EXACT = 12
PAIRS = 2_000
MOST_SUMS = 64_000  # pairs of orders times sets of platforms: many platforms take fewer orders
SEED = 1


class Shares(Struct, frozen=True):
    """What each team pays, US dollars, ``(teams,)``; they add to the whole. ``error_usd`` is the standard error of each,
    None where nothing was drawn, ``orders`` how many orders were."""

    usd: Array
    error_usd: Array | None
    orders: int | None = None


def shapley(game: Game) -> Shares:
    """The Shapley value of the cost of a group."""
    if len(game.teams) > MOST_EXACT:
        return _drawn(game)
    return Shares(adding_up(_exact(coalition_costs(game), len(game.teams)), game.usd), None)


def _exact(costs: Array, count: int) -> Array:
    sizes = np.array([group.bit_count() for group in range(1 << count)])
    shares = np.empty(count)
    for team in range(count):
        without = np.flatnonzero(~(np.arange(1 << count) >> team) & 1)
        weights = np.array([1.0 / (count * comb(count - 1, size)) for size in range(count)])[sizes[without]]
        shares[team] = (weights * (costs[without | 1 << team] - costs[without])).sum()
    return shares


def _drawn(game: Game) -> Shares:
    count = len(game.teams)
    generator = np.random.Generator(np.random.SFC64(SEED))
    drawn = min(PAIRS, max(MOST_SUMS // len(game.choices), 100))
    orders = generator.permuted(np.tile(np.arange(count), (drawn, 1)), axis=1)
    pairs = (_added(game, orders) + _added(game, orders[:, ::-1])) / 2.0
    error = pairs.std(axis=0, ddof=1) / np.sqrt(drawn)
    return Shares(adding_up(pairs.mean(axis=0), game.usd), error, 2 * drawn)


def _added(game: Game, orders: NDArray[np.intp]) -> Array:
    """What each team adds in each order: ``(orders, teams)``, US dollars."""
    best = np.full(orders.shape, np.inf)
    for fixed, each in game.choices:
        np.minimum(best, fixed + np.cumsum(each[orders], axis=1), out=best)
    added = np.empty(orders.shape)
    np.put_along_axis(added, orders, np.diff(best, axis=1, prepend=0.0), axis=1)
    return added


def adding_up(shares: Array, whole: float) -> Array:
    """The same shares, the rounding of their sum put on the largest.

    Shape: ``(teams,)``. Unit: US dollars.
    """
    found = shares.copy()
    largest = int(np.argmax(np.abs(found))) if found.size else 0
    for _ in range(8):
        rest = whole - fsum(found.tolist())
        if rest == 0.0 or not found.size:
            break
        found[largest] += rest
    return found
