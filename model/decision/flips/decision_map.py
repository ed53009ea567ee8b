"""The decision map: the pair over any two inputs, cell by cell, with the team's point and its ranges.

Cells are rows of the same formulas, in blocks that keep memory bounded. Both inputs take the cell's value in every
future; all others keep their draws.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from model.comparison import Case, Run, evaluate
from model.decision.futures.draws import sample
from model.decision.futures.searchable import movables
from model.decision.pair.contrast import some_draws
from model.decision.records.analysis import Contour, DecisionMap
from model.quantities import Array

COLUMNS, ROWS = 60, 20
DRAWS = 400
LEVELS = (0.1, 0.5, 0.9)
MOST_CELLS = 200_000
_REACH = 4.0


def axis_of(run: Run, key: str, cells: int, reach: tuple[float, float] | None = None) -> Array:
    """Values along one side of the map: from a quarter of the range's lower end to four times its upper end, by factors
    where that is more than eightfold, inside the hard limits; `reach` gives the ends instead. KeyError for an input the
    pair does not depend on.

    Shape: ``(cells,)``, rising. Unit: that of the input.
    """
    movable = next((m for m in movables(run.case) if m.key == key), None)
    if movable is None:
        raise KeyError(key)
    quantity = run.case.inputs[key].quantity
    if reach is None:
        low, high = quantity.p5 / _REACH, quantity.p95 * _REACH
        if low <= 0.0 or movable.high <= 1.0:
            span = max(abs(quantity.p5), abs(quantity.p95), 0.05)
            low, high = quantity.p5 - span, quantity.p95 + span
        reach = max(low, movable.low), min(high, movable.high)
    low, high = reach
    return np.geomspace(low, high, cells) if low > 0.0 and high > 8.0 * low else np.linspace(low, high, cells)


def map_keys(case: Case) -> list[str]:
    """The inputs that can be an axis: those that the pair depends on."""
    return [movable.key for movable in movables(case) if movable.key in case.inputs]


def mapped(case: Case, keys: tuple[str, str], draws: int, seed: int) -> DecisionMap:
    """The map of two inputs of a case over at most `DRAWS` of its futures; KeyError as in `decision_map`."""
    return decision_map(evaluate(case, sample(case, min(draws, DRAWS), seed)), *keys, case.pair)


def decision_map(
    run: Run,
    x_key: str,
    y_key: str,
    options: Sequence[str],
    *,
    columns: int = COLUMNS,
    rows: int = ROWS,
    x_reach: tuple[float, float] | None = None,
    y_reach: tuple[float, float] | None = None,
    draws: int = DRAWS,
) -> DecisionMap:
    """The map of two inputs: expected B − A, how often each of `options` is the cheapest, the winner and contours.

    At most `draws` futures are looked at in each cell. KeyError for an input the pair does not depend on.
    """
    xs, ys = axis_of(run, x_key, columns, x_reach), axis_of(run, y_key, rows, y_reach)
    part = run if run.n <= draws else evaluate(run.case, some_draws(run.values, np.arange(draws)))
    grid_x, grid_y = (grid.ravel() for grid in np.meshgrid(xs, ys))
    difference, b_cheaper, shares, means = _cells(part, {x_key: grid_x, y_key: grid_y}, options)
    shape = (ys.size, xs.size)
    winners = np.array(options, dtype=object)[means.argmin(axis=0)].reshape(shape)
    chance = b_cheaper.reshape(shape)
    inputs = run.case.inputs
    return DecisionMap(
        x_key=x_key,
        y_key=y_key,
        x_values=tuple(xs.tolist()),
        y_values=tuple(ys.tolist()),
        difference_usd=_nested(difference.reshape(shape)),
        probability_b_cheaper=_nested(chance),
        here=(inputs[x_key].quantity.mean, inputs[y_key].quantity.mean),
        x_range=(inputs[x_key].quantity.p5, inputs[x_key].quantity.p95),
        y_range=(inputs[y_key].quantity.p5, inputs[y_key].quantity.p95),
        winner=tuple(tuple(str(option) for option in row) for row in winners.tolist()),
        probability_best={option: _nested(shares[place].reshape(shape)) for place, option in enumerate(options)},
        contours=tuple(Contour(level=level, segments=contour(xs, ys, chance, level)) for level in LEVELS),
    )


def _nested(grid: Array) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in grid.tolist())


def _cells(run: Run, changes: dict[str, Array], options: Sequence[str]) -> tuple[Array, Array, Array, Array]:
    """For every cell: expected B − A, share of futures with B cheaper, share in which each option wins, mean costs."""
    a, b = run.case.pair
    wanted = tuple(dict.fromkeys((a, b, *options)))
    cells = next(iter(changes.values())).size
    block = max(1, MOST_CELLS // run.n)
    parts = []
    for start in range(0, cells, block):
        rows = {key: values[start : start + block, None] for key, values in changes.items()}
        size = min(block, cells - start)
        with np.errstate(all="ignore"):
            found = run.present_values(rows, options=wanted)
        costs = {option: np.broadcast_to(found[option], (size, run.n)) for option in wanted}
        away = costs[b] - costs[a]
        chosen = np.stack([costs[option] for option in options])
        best = chosen == chosen.min(axis=0)
        wins = (best / best.sum(axis=0)).mean(axis=-1)
        cheaper = ((away < 0.0) + 0.5 * (away == 0.0)).mean(axis=-1)
        parts.append((away.mean(axis=-1)[None], cheaper[None], wins, chosen.mean(axis=-1)))
    difference, b_cheaper, shares, means = (np.concatenate(group, axis=1) for group in zip(*parts, strict=True))
    return difference[0], b_cheaper[0], shares, means


def contour(xs: Array, ys: Array, grid: Array, level: float) -> tuple[tuple[float, float, float, float], ...]:
    """Line segments `(x1, y1, x2, y2)` along which the grid, linear between its points, has this value.

    Shape of ``grid``: ``(len(ys), len(xs))``; units: those of the inputs, and US dollars of the grid and the level.
    """
    segments = []
    above = grid >= level
    mixed = above[:-1, :-1].astype(int) + above[1:, :-1] + above[:-1, 1:] + above[1:, 1:]
    for row, column in np.argwhere((mixed > 0) & (mixed < 4)).tolist():
        corners = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
        cuts = []
        for (r1, c1), (r2, c2) in zip(corners, (*corners[1:], corners[0]), strict=True):
            if above[r1, c1] != above[r2, c2]:
                share = (level - grid[r1, c1]) / (grid[r2, c2] - grid[r1, c1])
                cuts.append((xs[c1] + share * (xs[c2] - xs[c1]), ys[r1] + share * (ys[r2] - ys[r1])))
        for (x1, y1), (x2, y2) in zip(cuts[::2], cuts[1::2], strict=True):
            segments.append((float(x1), float(y1), float(x2), float(y2)))
    return tuple(segments)
