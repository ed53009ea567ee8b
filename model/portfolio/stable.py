"""Whether a split is stable: that no group of teams would pay less by itself. And the stable split nearest to a fair one.

A group that leaves divides into those that share one platform each, so it is enough that none of these is better off:
no team pays more than without any platform, and for each platform what teams pay above their own cost there comes to at most
what it costs. That is the dual of the relaxed location problem (M. Goemans and M. Skutella, Cooperative Facility Location Games,
J. Algorithms 50, 2004), and holds for any number of teams. The nearest stable split is the projection onto these limits, by
the dual method of D. Goldfarb and A. Idnani (Math. Programming 27, 1983), which also says where there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from model.portfolio.games import Game
from model.portfolio.shapley import adding_up
from model.quantities import Array

TOLERANCE = 1e-9  # of the amount that all pay together
DEPENDENT = 1e-14  # squared length below which a direction is rounding
MOST_STEPS = 10_000


class Group(Struct, frozen=True):
    """Teams that would pay less by themselves: their rows in the game, the option they would use (None: what each has
    without any platform), and how much less, US dollars."""

    rows: tuple[int, ...]
    place: int | None
    usd: float


def leaving(game: Game, shares: Array) -> Group | None:
    """The group that would save most by leaving; None where the split is stable.

    Shape: ``(teams,)``. Unit: US dollars.
    """
    worst = _worst(game, shares)
    return worst if worst is not None and worst.usd > TOLERANCE * _scale(game) else None


def _worst(game: Game, shares: Array) -> Group | None:
    """The limit that is passed furthest, whether or not by more than rounding; None where no limit is."""
    above = shares - game.private
    found = [Group((row,), None, float(above[row])) for row in np.flatnonzero(above > 0.0).tolist()]
    for column, place in enumerate(game.places):
        over = np.maximum(shares - game.own[:, column], 0.0)
        usd = float(over.sum() - game.platform[column])
        if usd > 0.0:
            found.append(Group(tuple(np.flatnonzero(over > 0.0).tolist()), place, usd))
    return max(found, key=lambda group: group.usd, default=None)


def nearest_stable(game: Game, shares: Array) -> Array | None:
    """The stable split that moves the least from this one (in squares); None where no split is stable.

    Shape: ``(teams,)``, adding to the whole. Unit: US dollars.
    """
    found = _projected(game, shares, whole=True)
    return None if found is None else adding_up(found, game.usd)


def carried_usd(game: Game, shares: Array) -> float:
    """What somebody else would have to carry so that a stable split of the rest exists, US dollars; 0 where one exists.

    The most that teams can pay within the limits, by proximal steps, which end for a linear program after finitely many
    (R. T. Rockafellar, SIAM J. Control Optim. 14, 1976).

    Shape: ``(teams,)``. Unit: US dollars.
    """
    step, point, paid = _scale(game), shares, -np.inf
    for _ in range(50):
        found = _projected(game, point + step, whole=False)
        assert found is not None
        if found.sum() <= paid + TOLERANCE * step:
            break
        point, paid = found, float(found.sum())
    short = game.usd - paid
    return short if short > TOLERANCE * step else 0.0


def _scale(game: Game) -> float:
    """The size of amounts in this game, US dollars: what is rounding is a share of it."""
    return max(abs(game.usd), float(game.platform.max(initial=0.0)), 1e-9)


class _Limits(Struct):
    """The limits that hold with equality on the way: their directions, and how hard each presses."""

    normals: list[Array]
    presses: list[float]
    fixed: int  # how many at the head are never let go

    def direction(self, normal: Array) -> tuple[Array, Array]:
        """What is left of a direction along the limits, and how much of each limit it takes."""
        if not self.normals:
            return normal, np.zeros(0)
        held = np.stack(self.normals, axis=1)
        parts = np.asarray(np.linalg.lstsq(held, normal, rcond=None)[0], dtype=np.float64)
        return normal - held @ parts, parts

    def first_let_go(self, parts: Array) -> tuple[float, int]:
        """How far until a limit presses no more, and which."""
        steps = [
            (press / part, place)
            for place, (press, part) in enumerate(zip(self.presses, parts.tolist(), strict=True))
            if place >= self.fixed and part > 1e-12
        ]
        return min(steps, default=(np.inf, -1))

    def press(self, parts: Array, length: float) -> None:
        """Moves every press along."""
        self.presses = [max(press - length * part, 0.0) if place >= self.fixed else press - length * part
                        for place, (press, part) in enumerate(zip(self.presses, parts.tolist(), strict=True))]  # fmt: skip

    def let_go(self, place: int) -> None:
        """Drops a limit."""
        del self.normals[place], self.presses[place]


def _projected(game: Game, shares: Array, *, whole: bool) -> Array | None:
    """The nearest point within the limits, and with ``whole`` of the same sum as the game's; None where there is none."""
    scale, count = _scale(game), len(game.teams)
    point = shares / scale
    limits = _Limits([], [], 0)
    if whole:
        point = point + (game.usd / scale - point.sum()) / count
        limits = _Limits([np.ones(count)], [0.0], 1)
    for _ in range(MOST_STEPS):
        passed = leaving(game, point * scale)
        if passed is None:
            return point * scale
        moved = _held_to(limits, point, _inward(passed.rows, count), passed.usd / scale)
        if moved is None:
            return None
        point = moved
    raise ArithmeticError("the nearest stable split was not found")


def _inward(rows: Sequence[int], count: int) -> Array:
    normal = np.zeros(count)
    normal[list(rows)] = -1.0
    return normal


def _held_to(limits: _Limits, point: Array, normal: Array, beyond: float) -> Array | None:
    """One limit more that holds: the point moves until it is met, letting go of limits that stand in its way."""
    pressing = 0.0
    while True:
        along, parts = limits.direction(normal)
        gain = float(along @ normal)
        let_go, place = limits.first_let_go(parts)
        reach = beyond / gain if gain > DEPENDENT else np.inf
        length = min(let_go, reach)
        if not np.isfinite(length):
            return None
        limits.press(parts, length)
        pressing += length
        if np.isfinite(reach):
            point = point + length * along
            beyond -= length * gain
        if length == reach:
            limits.normals.append(normal)
            limits.presses.append(pressing)
            return point
        limits.let_go(place)
