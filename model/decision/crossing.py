"""Where an expected difference changes sign: roots of smooth functions, and the first value past a stair.

A staircase (machines, tiers) has no root where it jumps over zero. The switching value is then the first
representable number at which the sign is the other one.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

import numpy as np
from msgspec import Struct

from model.quantities import Array, distinct

Function = Callable[[Array], Array]
SMALLEST_BRACKET = 4.0 * np.finfo(np.float64).eps
MOST_ROUNDS = 160
NARROWER = 0.1  # how much smaller a stretch must be before it is looked at again which draws jump in it
ROUNDS_BY_LINE = 12  # a line through two points finds a root in a few rounds, and a stair in none


class Narrowing(Protocol):
    """An expected difference as a function of one input: ``(k,)`` values to ``(k,)`` US dollars."""

    def __call__(self, xs: Array, /) -> Array:
        """The expected difference at each value."""
        ...

    def narrow(self, low: float, high: float) -> None:
        """Announces that only values between these two will be asked for from now on."""
        ...


class Crossing(Struct, frozen=True):
    """A value at which the sign changes. ``step``: it changes by a jump, and this is the first value past it."""

    value: float
    step: bool


class Bracket(Struct, frozen=True):
    """Two values with differences of opposite signs; ``near`` is on the side of today's value."""

    near: float
    near_usd: float
    far: float
    far_usd: float
    guess: float | None = None


def brackets(xs: Array, differences: Array, today: float) -> list[Bracket]:
    """Every change of sign between neighbours of a rising grid, the nearest to ``today`` first.

    A difference of exactly zero belongs to the side it is reached from: it ends a bracket.
    """
    found: list[Bracket] = []
    for (left, left_usd), (right, right_usd) in pairwise(zip(xs.tolist(), differences.tolist(), strict=True)):
        if np.isnan(left_usd + right_usd) or np.sign(left_usd) == np.sign(right_usd):
            continue
        upward = left >= today or (right > today and right_usd != 0.0)
        sides = (left, left_usd, right, right_usd) if upward else (right, right_usd, left, left_usd)
        if sides[1] != 0.0:
            found.append(Bracket(*sides, guess=between(*sides)))
    return sorted(found, key=lambda bracket: abs((bracket.guess if bracket.guess is not None else bracket.far) - today))


def between(a: float, a_usd: float, b: float, b_usd: float) -> float:
    """Where the straight line through two points is zero; the middle where a difference is not finite."""
    if not np.isfinite(a_usd - b_usd):
        return 0.5 * (a + b)
    return a - a_usd * (b - a) / (b_usd - a_usd) if b_usd != a_usd else 0.5 * (a + b)


def chase(
    function: Function, known: list[tuple[float, float]], guess: float, low: float, high: float, tolerance: float
) -> float | None:
    """A root near ``guess`` by inverse interpolation through the points met so far, one evaluation a round.

    Two rounds are enough where the function is a straight line. None where it does not settle within seven, or where
    it wants to leave ``low`` … ``high``; the points met are left in ``known``.
    """
    for _ in range(7):
        usd = float(function(np.array([guess]))[0])
        known.append((guess, usd))
        if abs(usd) <= tolerance:
            return guess
        if not np.isfinite(usd):
            known.pop()
            return None
        guess = _next_guess(known)
        if not low <= guess <= high:
            return None
    return None


def _next_guess(known: list[tuple[float, float]]) -> float:
    """Inverse quadratic interpolation through the three points nearest to zero, or the line through two."""
    (x1, y1), *rest = sorted(dict.fromkeys(known), key=lambda point: abs(point[1]))[:3]
    if not rest:
        return x1
    x2, y2 = rest[0]
    if len(rest) == 2 and len({y1, y2, rest[1][1]}) == 3:
        x3, y3 = rest[1]
        quadratic = (
            x1 * y2 * y3 / ((y1 - y2) * (y1 - y3))
            + x2 * y1 * y3 / ((y2 - y1) * (y2 - y3))
            + x3 * y1 * y2 / ((y3 - y1) * (y3 - y2))
        )
        reach = abs(x2 - x1) + abs(x3 - x1)
        if abs(quadratic - x1) <= reach:
            return quadratic
    return between(x1, y1, x2, y2)


def pin_down(function: Narrowing, bracket: Bracket, tolerance: float, rows: int) -> Crossing:
    """The crossing inside a bracket: a root, or the first value past the jump when the bracket cannot shrink further.

    Every round asks for ``rows`` values at once (at least one), keeps the part nearest to today's side that still
    changes sign, and so ends even where the function jumps.
    """
    near, near_usd, far, far_usd = bracket.near, bracket.near_usd, bracket.far, bracket.far_usd
    announced = np.inf
    for turn in range(MOST_ROUNDS):
        if abs(far_usd) <= tolerance:
            return Crossing(far, step=False)
        if abs(far - near) <= SMALLEST_BRACKET * max(abs(far), abs(near)):
            break
        if abs(far - near) <= NARROWER * announced:
            announced = abs(far - near)
            function.narrow(min(near, far), max(near, far))
        inside = _points_inside(near, near_usd, far, far_usd, max(rows, 2), straight=turn < ROUNDS_BY_LINE)
        if not inside.size:
            break
        for x, usd in zip(inside.tolist(), function(inside).tolist(), strict=True):
            if abs(usd) <= tolerance:
                return Crossing(x, step=False)
            if (usd > 0.0) == (near_usd > 0.0):
                near, near_usd = x, usd
            else:
                far, far_usd = x, usd
                break
    return Crossing(far, step=True)


def _points_inside(near: float, near_usd: float, far: float, far_usd: float, rows: int, *, straight: bool) -> Array:
    """Values strictly inside, from the near end to the far one: evenly spread, and (``straight``) where the line is zero."""
    points = near + (far - near) * np.arange(1.0, rows) / rows
    if straight:
        points = np.append(points, between(near, near_usd, far, far_usd))
    points = distinct(points[(points != near) & (points != far)])
    return points if far > near else points[::-1]
