"""At which volumes the pair costs the same: every factor on all sessions, correct at stairs.

Without stairs both sides are straight lines in the factor, and the crossing is exact. Machines in whole numbers make a
staircase. Its lines are followed along a grid of factors on a few of the draws, while everything that is straight keeps
the means of all draws; what is found there is then settled on all draws.
"""

import numpy as np
from msgspec import Struct

from model.comparison import OptionCosts, Run, evaluate
from model.decision.pair.gaps import straight_crossing
from model.quantities import Array, mean
from model.quantities.roots import Bracket, Function, pin_down

LOWEST_FACTOR, HIGHEST_FACTOR = 0.01, 1000.0
CROSSINGS_SHOWN = 50
AT_ONCE = 300_000  # draws × months × factors held in memory together
ROUNDING = 1e-9
SETTLED = 1e-8
ROUNDS = 5
APART = 0.01  # crossings of a staircase closer together than this are one
REACH = 2.0  # stairs beside a cell that may lie between it and zero
Crossings = tuple[tuple[float, ...], tuple[bool, ...]]


class Aim(Struct, frozen=True):
    """How closely a staircase is looked at before all draws decide: draws and points of the grid."""

    draws: int
    points: int


STILL, MOVING, SLOW = Aim(16, 1201), Aim(192, 121), Aim(24, 61)


def break_even_factors(run: Run) -> Crossings:
    """Every factor on all sessions, 0.01 to 1,000, at which the expected present values of the pair are equal, rising;
    and for each whether B is the cheaper one just above it. Past a stair it is the first factor beyond."""
    if any(line.scales == "step" for costs in _pair(run) for line in costs.lines):
        return _staircase_factors(run)
    straight = Straight.of(run)
    factor = straight_crossing(straight.fixed, straight.scaling)
    if factor is None or not LOWEST_FACTOR <= factor <= HIGHEST_FACTOR:
        return (), ()
    return (factor,), (straight.scaling[1] < straight.scaling[0],)


def _pair(run: Run) -> tuple[OptionCosts, OptionCosts]:
    a, b = run.case.pair
    return run.option(a), run.option(b)


class Straight(Struct, frozen=True):
    """The lines of A and B that do not go in stairs, expected present value: what stays, and what follows the factor."""

    fixed: tuple[float, float]
    scaling: tuple[float, float]

    @classmethod
    def of(cls, run: Run) -> "Straight":
        """Both sides of a run."""
        fixed, scaling = [], []
        for costs in _pair(run):
            parts = {"session": 0.0, "step": 0.0, "rest": 0.0}
            for line in costs.lines:
                parts[line.scales if line.scales in parts else "rest"] += mean(line.present_value_usd)
            fixed.append(parts["rest"])
            scaling.append(parts["session"])
        return cls((fixed[0], fixed[1]), (scaling[0], scaling[1]))

    def difference(self, factors: Array) -> Array:
        """B − A at these factors.

        Shape: that of ``factors``. Unit: US dollars of expected present value; factors on all sessions have none.
        """
        return (self.fixed[1] - self.fixed[0]) + factors * (self.scaling[1] - self.scaling[0])


class Exact:
    """Expected B − A at factors on all sessions, over all draws of a run."""

    def __init__(self, run: Run) -> None:
        self.run, self.rows = run, max(1, AT_ONCE // (run.n * run.sheet.months))

    def __call__(self, factors: Array, /) -> Array:
        """The differences, in batches so that memory stays bounded."""
        a, b = self.run.case.pair
        found = []
        for start in range(0, factors.size, self.rows):
            part = factors[start : start + self.rows, None]
            values = self.run.present_values(sessions_factor=part, options=(a, b))
            rows = np.asarray(values[b] - values[a])
            found.append(np.broadcast_to(rows, (part.shape[0], rows.shape[-1])).mean(axis=-1))
        return np.concatenate(found)

    def narrow(self, low: float, high: float) -> None:
        """Nothing is gained from knowing where the next factors lie."""


class Sketched(Exact):
    """The same with the stairs of a few draws and the straight lines of all."""

    def __init__(self, run: Run, few: Run) -> None:
        super().__init__(few)
        self.whole, self.part = Straight.of(run), Straight.of(few)

    def __call__(self, factors: Array, /) -> Array:
        """The differences."""
        return super().__call__(factors) + self.whole.difference(factors) - self.part.difference(factors)


def _aim(run: Run) -> Aim:
    plans = [run.case.option(option) for option in run.case.pair]
    if any(f"options.{plan.id}.hosts.answer_share" in run.values for plan in plans):
        return SLOW
    moving = any(costs.hosts_month_1 is not None and costs.hosts_month_1.size > 1 for costs in _pair(run))
    return MOVING if moving else STILL


def _staircase_factors(run: Run) -> Crossings:
    aim = _aim(run)
    sketch, exact = Sketched(run, thinned(run, aim.draws)), Exact(run)
    grid = np.geomspace(LOWEST_FACTOR, HIGHEST_FACTOR, aim.points)
    rough = sketch(grid)
    grid, rough = _closer(sketch, grid, rough)
    scale = float(np.max(np.abs(rough)))
    factors: list[float] = []
    b_above: list[bool] = []
    for left in np.flatnonzero(rough[:-1] * rough[1:] < 0.0).tolist()[:CROSSINGS_SHOWN]:
        cell = Bracket(float(grid[left]), float(rough[left]), float(grid[left + 1]), float(rough[left + 1]))
        found = pin_down(sketch, cell, ROUNDING * scale, 4)
        factor = found.value if found.step and aim is STILL else _settled(exact, found.value, cell, scale)
        above = cell.far_usd < 0.0
        if not factors or factor > factors[-1] * (1.0 + APART):
            factors.append(factor)
            b_above.append(above)
        elif above != b_above[-1]:  # there and back within a hundredth is no crossing
            factors.pop()
            b_above.pop()
    return tuple(factors), tuple(b_above)


def _closer(sketch: Function, grid: Array, rough: Array) -> tuple[Array, Array]:
    """The grid with points at most a hundredth apart wherever a stair could reach zero: in the cells whose ends lie no farther
    from it than twice what the cells around them climb."""
    parts = int(np.ceil(np.log(grid[1] / grid[0]) / np.log1p(APART)))
    if parts < 2:
        return grid, rough
    climbs = np.abs(np.diff(rough))
    around = np.maximum(climbs, np.maximum(np.append(climbs[1:], 0.0), np.insert(climbs[:-1], 0, 0.0)))
    cells = np.flatnonzero(np.minimum(np.abs(rough[:-1]), np.abs(rough[1:])) <= REACH * around)
    shares = np.arange(1.0, parts) / parts
    inside = (grid[cells, None] * (grid[cells + 1] / grid[cells])[:, None] ** shares).ravel()
    if not inside.size:
        return grid, rough
    whole, usd = np.concatenate((grid, inside)), np.concatenate((rough, sketch(inside)))
    order = np.argsort(whole)
    return whole[order], usd[order]


def _settled(exact: Exact, guess: float, cell: Bracket, scale: float) -> float:
    """The crossing over all draws near one over a few: along the slope of the cell, then through the last two points."""
    slope = (cell.far_usd - cell.near_usd) / (cell.far - cell.near)
    before: tuple[float, float] | None = None
    for _ in range(ROUNDS):
        usd = float(exact(np.array([guess]))[0])
        if abs(usd) <= SETTLED * scale:
            break
        if before is not None and before[0] != guess and (usd - before[1]) / (guess - before[0]) * slope > 0.0:
            slope = (usd - before[1]) / (guess - before[0])
        before = (guess, usd)
        guess = min(max(guess - usd / slope, LOWEST_FACTOR), HIGHEST_FACTOR)
    return guess


def thinned(run: Run, draws: int) -> Run:
    """The same case on a few of its draws, evenly picked."""
    if run.n <= draws:
        return run
    picked = np.linspace(0, run.n - 1, draws).astype(int)
    few = {key: value[picked] if value.size > 1 else value for key, value in run.values.items()}
    return evaluate(run.case, few, run.sheet.breathe)
