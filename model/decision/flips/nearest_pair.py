"""The nearest pair of levers: two inputs that flip the answer together where none does alone.

Every input may be stretched up or down by a share between 0 (today) and 1 (its bound; numbers without a bound run to a
thousand times today's, factor by factor). The nearest pair flips at the smallest common share.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import numpy as np
from msgspec import Struct

from model.decision.flips.search import Search
from model.decision.flips.sketches import sketches
from model.decision.futures.searchable import FARTHEST_FACTOR, Movable
from model.decision.pair.contrast import Pair
from model.quantities import Array
from model.quantities.roots import Bracket, pin_down

MOST_LEVERS = 12
SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0])
TRIED_ON_ALL = 3


class PulledInput(Struct, frozen=True):
    """One input and the direction it is pulled in."""

    movable: Movable
    up: bool

    def at(self, shares: Array) -> Array:
        """The value of the input at these shares of the way.

        Shape: that of ``shares``. Unit: that of the input; shares of 0 to 1.
        """
        today, bound = self.movable.today, self.movable.high if self.up else self.movable.low
        if self.up and today > 0.0 and bound >= FARTHEST_FACTOR * today:
            return today * (bound / today) ** shares
        return today + (bound - today) * shares


class Together(Struct, frozen=True):
    """Two levers pulled by the same share at which the expected difference is zero."""

    levers: tuple[PulledInput, PulledInput]
    share: float

    @property
    def values(self) -> tuple[float, float]:
        """The two values."""
        first, second = (float(lever.at(np.array([self.share]))[0]) for lever in self.levers)
        return first, second


class _Stretched:
    """Expected B − A as a function of the common share of two levers."""

    def __init__(self, pair: Pair, levers: tuple[PulledInput, PulledInput]) -> None:
        self.pair, self.levers = pair, levers

    def __call__(self, shares: Array) -> Array:
        with np.errstate(all="ignore"):
            return self.pair.expected({lever.movable.key: lever.at(shares)[:, None] for lever in self.levers})

    def narrow(self, low: float, high: float) -> None:
        """Every draw stays in."""


def nearest_pair(search: Search, inputs: Sequence[Movable]) -> Together | None:
    """The pair of inputs that flips the difference of the pair at the smallest common share; None where none does."""
    levers = _strongest(search, inputs)
    tried = [both for both in combinations(levers, 2) if both[0].movable.key != both[1].movable.key]
    if not tried:
        return None
    shift = search.expected_usd - float(search.typical.expected()[0])
    along = _on_one_future(search.typical, levers, tried) + shift
    crossed = (along > 0.0) != (search.expected_usd > 0.0)
    first = np.where(crossed.any(axis=1), crossed.argmax(axis=1), SHARES.size)
    guesses = [
        (_guess(search.expected_usd, along[place], int(first[place])), place)
        for place in np.argsort(first, kind="stable")[:40]
        if first[place] < SHARES.size
    ]
    found = [_exact(search, tried[place], guess) for guess, place in sorted(guesses)[:TRIED_ON_ALL]]
    return min((pair for pair in found if pair is not None), key=lambda pair: pair.share, default=None)


def _guess(today_usd: float, along: Array, place: int) -> float:
    low, low_usd = (float(SHARES[place - 1]), float(along[place - 1])) if place else (0.0, today_usd)
    high, high_usd = float(SHARES[place]), float(along[place])
    return low + (high - low) * low_usd / (low_usd - high_usd)


def _strongest(search: Search, inputs: Sequence[Movable]) -> list[PulledInput]:
    """The inputs that move the difference most, in both directions: a lever that does harm alone may help another."""
    usable = tuple(m for m in inputs if not m.whole and not m.key.startswith("events.") and m.key != "discount_rate")
    drawn = zip(usable, sketches(search.typical, usable, coarse=True), strict=True)
    effects = [
        (float(np.ptp(sketch.differences)), movable)
        for movable, sketch in drawn
        if sketch.moves_difference or (sketch.moves_a and sketch.moves_b)
    ]
    effects.sort(key=lambda effect: -effect[0])
    strongest = [movable for _, movable in effects[:MOST_LEVERS]]
    return [PulledInput(m, up) for m in strongest for up in (False, True) if (m.high if up else m.low) != m.today]


def _on_one_future(
    typical: Pair, levers: Sequence[PulledInput], tried: Sequence[tuple[PulledInput, PulledInput]]
) -> Array:
    """B − A of the typical future for every pair of levers at every share, `(pairs, shares)`."""
    rows = len(tried) * SHARES.size
    changes = {
        lever.movable.key: np.broadcast_to(typical.run.values[lever.movable.key], (rows, 1)).copy() for lever in levers
    }
    for place, both in enumerate(tried):
        for lever in both:
            changes[lever.movable.key][place * SHARES.size : (place + 1) * SHARES.size, 0] = lever.at(SHARES)
    with np.errstate(all="ignore"):
        along = typical.expected(changes).reshape(len(tried), SHARES.size)
    return np.where(np.isfinite(along), along, np.inf)


def _exact(search: Search, levers: tuple[PulledInput, PulledInput], guess: float) -> Together | None:
    function = _Stretched(search.pair, levers)
    shares = np.clip(np.array([0.8 * guess, guess, min(1.0, 1.25 * guess), 1.0]), 0.0, 1.0)
    points = [(0.0, search.expected_usd), *zip(shares.tolist(), function(shares).tolist(), strict=True)]
    for (near, near_usd), (far, far_usd) in pairwise(points):
        if np.isfinite(far_usd) and (far_usd > 0.0) != (near_usd > 0.0) and far > near:
            crossing = pin_down(function, Bracket(near, near_usd, far, far_usd), search.tolerance, 2)
            return Together(levers, crossing.value)
    return None
