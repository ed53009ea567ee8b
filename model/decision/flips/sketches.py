"""Where to look for the value of an input that flips the pair: the difference along a grid, in one future or a few.

A sketch aims and says whether anything moves at all; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from msgspec import Struct

from model.decision.futures.searchable import Movable
from model.decision.pair.contrast import Pair
from model.quantities import Array, distinct

STRAIGHT = 1e-9
EVERY = 3
AT_ONCE = 100  # inputs of a usual profile: a row for each value of each, through every block that one of them touches


class Sketch(Struct):
    """What the typical future says about one input: B − A along its grid, and whose costs move at all."""

    xs: Array
    differences: Array
    moves_a: bool
    moves_b: bool

    @property
    def moves_difference(self) -> bool:
        """Whether the difference changes anywhere on the grid."""
        if not self.differences.size:
            return False
        spread = float(self.differences.max() - self.differences.min())
        return spread > 1e-12 * float(np.abs(self.differences).max())

    def is_straight(self) -> bool:
        """Whether every point of the grid lies on the line through its neighbours."""
        xs, ys = self.xs, self.differences
        if xs.size < 3:
            return True
        shares = (xs[1:-1] - xs[:-2]) / (xs[2:] - xs[:-2])
        off = np.abs(ys[1:-1] - (ys[:-2] + (ys[2:] - ys[:-2]) * shares))
        return bool((off <= STRAIGHT * (np.abs(ys[:-2]) + np.abs(ys[2:]) + 1e-6 * np.abs(ys).max())).all())


def sketches(pair: Pair, inputs: tuple[Movable, ...], coarse: bool = False) -> list[Sketch]:
    """The sketch of every input, on a pair of one or a few draws.

    `coarse` sketches only the bounds and today's value. Otherwise an input whose difference is a straight line through some
    values of its grid is taken for one; the others, and those that seem to cancel, are sketched on all of it.
    """
    if coarse:
        return _sketched(pair, inputs, [distinct(np.array([m.low, m.today, m.high])) for m in inputs])
    grids = [m.grid() for m in inputs]
    whole = [m.stepped or not pair.holds(m.key, *grid[[0, -1]]) for m, grid in zip(inputs, grids, strict=True)]
    first = [
        grid if fine else grid[(np.arange(grid.size) % EVERY == 0) | (grid == m.today) | (grid == grid[-1])]
        for m, grid, fine in zip(inputs, grids, whole, strict=True)
    ]
    found = _sketched(pair, inputs, first)
    bent = [
        place
        for place, (sketch, xs) in enumerate(zip(found, first, strict=True))
        if not whole[place] and not (sketch.xs.size == xs.size and sketch.moves_difference and sketch.is_straight())
    ]
    again = _sketched(pair, tuple(inputs[place] for place in bent), [grids[place] for place in bent])
    for place, sketch in zip(bent, again, strict=True):
        found[place] = sketch
    return found


def _sketched(pair: Pair, inputs: tuple[Movable, ...], grids: list[Array]) -> list[Sketch]:
    """The sketch of every input on its grid, so many inputs at once that the work grows with them and not with their square."""
    starts = range(0, len(inputs), AT_ONCE)
    parts = (slice(start, start + AT_ONCE) for start in starts)
    return [sketch for part in parts for sketch in _sketched_at_once(pair, inputs[part], grids[part])]


def _sketched_at_once(pair: Pair, inputs: tuple[Movable, ...], grids: list[Array]) -> list[Sketch]:
    """The sketch of every input on its grid, all of them rows of one evaluation of the pair.

    Values for which nothing can be said (a division by nothing) are left out.
    """
    ends = np.cumsum([grid.size for grid in grids])
    rows, width = (int(ends[-1]) if len(grids) else 0), pair.run.n
    if not rows:
        return []
    changes = {}
    for movable, grid, end in zip(inputs, grids, ends, strict=True):
        column = np.empty((rows, width))
        column[:] = pair.run.values[movable.key]
        column[end - grid.size : end] = grid[:, None]
        changes[movable.key] = column
    with np.errstate(all="ignore"):
        costs = pair.run.present_values(changes, options=(pair.a, pair.b))
        of_a, of_b = (np.broadcast_to(costs[option], (rows, width)) for option in (pair.a, pair.b))
        still = [_unmoved(of, pair, option) for of, option in ((of_a, pair.a), (of_b, pair.b))]
        difference = (of_b - of_a).mean(axis=-1)
        elsewhere = _elsewhere(pair, inputs, grids, changes, difference)
    found = []
    for grid, end in zip(grids, ends, strict=True):
        part = slice(end - grid.size, end)
        moves_a, moves_b = (not bool((same & ~elsewhere)[part].all()) for same in still)
        known = np.isfinite(difference[part])
        found.append(Sketch(grid[known], difference[part][known], moves_a, moves_b))
    return found


def _elsewhere(
    pair: Pair, inputs: tuple[Movable, ...], grids: list[Array], changes: Mapping[str, Array], difference: Array
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The rows at which another case holds, after their differences were put in place: one evaluation for each case."""
    cases = [case for m, grid in zip(inputs, grids, strict=True) for case in pair.cases(m.key, grid)]
    keys = [m.key for m, grid in zip(inputs, grids, strict=True) for _ in range(grid.size)]
    for case in dict.fromkeys(each for each in cases if each is not None):
        here = np.array([each is case for each in cases])
        moved = dict.fromkeys(key for key, each in zip(keys, cases, strict=True) if each is case)
        difference[here] = pair.under(case).difference({key: changes[key][here] for key in moved}).mean(axis=-1)
    return np.array([each is not None for each in cases])


def _unmoved(costs: Array, pair: Pair, option: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The rows in which an option costs what it costs today, but for the last digits of the sums."""
    today = pair.run.present_values(options=(option,))[option]
    same: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.abs(costs - today).max(axis=-1) <= 1e-12 * np.abs(today).max()
    return same
