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
JUST_PAST = 1e-8  # of a bracket: a root is told from the stretch before it
POLISH = 1e-3  # how far the last step along the line may go
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

    def is_point(self, smallest: float = 0.0) -> bool:
        """Whether it cannot be told from one value: in absolute terms (``smallest``) or by the last digits."""
        width, size = abs(self.far - self.near), max(abs(self.far), abs(self.near))
        return width <= max(smallest, SMALLEST_BRACKET * size)


def brackets(xs: Array, differences: Array, today: float) -> list[Bracket]:
    """Every change of sign along a rising grid, the nearest to ``today`` first.

    A difference of exactly zero has no sign: a bracket reaches from one sign to the other, over any zeros between, and a
    zero at the end or on a stretch is a tie and ends none.

    Shape: ``(k,)`` each. Units: those of the input and of its effect; no unit is assumed.
    """
    found: list[Bracket] = []
    points = zip(xs.tolist(), differences.tolist(), strict=True)
    signed = [(x, usd) for x, usd in points if usd != 0.0]
    for (left, left_usd), (right, right_usd) in pairwise(signed):
        if np.isnan(left_usd + right_usd) or np.sign(left_usd) == np.sign(right_usd):
            continue
        upward = left >= today or right > today
        sides = (left, left_usd, right, right_usd) if upward else (right, right_usd, left, left_usd)
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
        if not np.isfinite(usd):
            known.pop()
            return None
        settled, at = abs(usd) <= tolerance, guess
        guess = _next_guess(known)
        if settled:  # one more step along the line costs nothing, and leaves nothing of what was tolerated
            return guess if low <= guess <= high and abs(guess - at) <= POLISH * max(abs(at), abs(guess)) else at
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


def pin_down(function: Narrowing, bracket: Bracket, tolerance: float, rows: int, smallest: float = 0.0) -> Crossing:
    """The crossing inside a bracket: a root, or the first value past the jump when the bracket cannot shrink further.

    Every round asks for ``rows`` values at once (at least one), keeps the part nearest to today's side that still
    changes sign, and so ends even where the function jumps: when the bracket is narrower than ``smallest``, or than its
    last digits, or after ``MOST_ROUNDS``. A root is reached from today's side, so that zeros on a stretch are passed.
    """
    near, near_usd, far, far_usd = bracket.near, bracket.near_usd, bracket.far, bracket.far_usd
    announced = np.inf
    for turn in range(MOST_ROUNDS):
        if 0.0 < abs(far_usd) <= tolerance:
            return Crossing(far, step=False)
        if Bracket(near, near_usd, far, far_usd).is_point(smallest):
            break
        if abs(far - near) <= NARROWER * announced:
            announced = abs(far - near)
            function.narrow(min(near, far), max(near, far))
        inside = _points_inside(near, near_usd, far, far_usd, max(rows, 2), straight=turn < ROUNDS_BY_LINE)
        if not inside.size:
            break
        for x, usd in zip(inside.tolist(), function(inside).tolist(), strict=True):
            if usd == 0.0 or (usd > 0.0) == (near_usd > 0.0):
                near, near_usd = x, usd if usd != 0.0 else near_usd
            else:
                far, far_usd = x, usd
                break
    return Crossing(far, step=True)


def _points_inside(near: float, near_usd: float, far: float, far_usd: float, rows: int, *, straight: bool) -> Array:
    """Values strictly inside, from the near end to the far one: evenly spread, and (``straight``) where the line is zero and
    just past it."""
    points = near + (far - near) * np.arange(1.0, rows) / rows
    if straight:
        root = between(near, near_usd, far, far_usd)
        points = np.append(points, (root, root + JUST_PAST * (far - near)))
    points = distinct(points[(points - near) * (points - far) < 0.0])
    return points if far > near else points[::-1]
