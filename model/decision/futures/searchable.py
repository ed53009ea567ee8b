"""What can be moved: every number of the pair, where it stands today and how far it may go."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from msgspec import Struct

from model.comparison.case.case import NOBODY, Case, Input, whole_of
from model.comparison.sheet import HORIZON
from model.decision.wording.input_names import titled
from model.quantities import Array, Unit, distinct

FARTHEST_FACTOR = 1000.0
SMALLEST_PART = 1e-9  # of the scale of an input
WEEKS_OF_A_MONTH = 52.0 / 12.0
NOT_MOVED = frozenset({"schema", "seed", "draws", HORIZON})

_UP = (0.01, 0.03, 0.08, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)
_GROW = (1.01, 1.05, 1.2, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
_SHRINK = (0.99, 0.95, 0.8, 0.6, 0.4, 0.2, 0.05)


class Movable(Struct, frozen=True):
    """One number: `today` is its mean, `low` and `high` how far it is searched, `whole` that only whole numbers count.

    `stepped`: it feeds a staircase, so its effect is looked at closely on the way.
    """

    key: str
    title: str
    text: str
    unit: Unit
    today: float
    low: float
    high: float
    is_range: bool = False
    whole: bool = False
    stepped: bool = False

    @property
    def smallest(self) -> float:
        """The smallest value that means anything: what lies closer together than this is the same."""
        return SMALLEST_PART * max(abs(self.today), self.unit.nudge)

    @property
    def moves_alone(self) -> bool:
        """Whether a profile may hold another value of it and all else as it is: shares of routes add to 1."""
        return not (self.key.endswith(".share") and ".routes." in self.key)

    def grid(self) -> Array:
        """Values from the lowest to the highest, closer together near today's, which is one of them.

        Shape: ``(k,)``. Unit: that of the input.
        """
        return _grid(self.today, self.low, self.high)


@lru_cache(maxsize=1_024)
def _grid(today: float, low: float, high: float) -> Array:
    if today > 0.0 and low >= 0.0 and high > 20.0 * today:
        steps = np.array([*_SHRINK, *(factor for factor in _GROW if factor * today < high)])
        points = np.append(steps * today, (low, today, high))
    else:
        reach = np.array(_UP)
        points = np.concatenate(([low, today], today + (high - today) * reach, today - (today - low) * reach))
    points = np.append(points, _wide(today, high))
    grid = distinct(np.clip(points, low, high))
    grid.setflags(write=False)
    return grid


def _wide(today: float, high: float) -> Array:
    """Further values on the way to a bound that is very far off."""
    start = max(today * FARTHEST_FACTOR, 1e-3 if today <= 0.0 else 0.0)
    return start * (high / start) ** (np.arange(10.0) / 9.0) if high > 100.0 * start and start > 0.0 else np.zeros(0)


def movables(case: Case, stepped: frozenset[str] = frozenset()) -> tuple[Movable, ...]:
    """Every number that the two options of the pair, or whoever serves until they are live, may depend on."""
    own = _involved(case)
    return tuple(
        _movable(case, found, found.key in stepped)
        for found in case.inputs.values()
        if found.key not in NOT_MOVED and not found.key.endswith(".month") and _belongs(found.key, own)
    )


def _involved(case: Case) -> frozenset[str]:
    """The options of the pair and all that bridge them."""
    found: set[str] = set()
    waiting = list(case.pair)
    while waiting:
        option = waiting.pop()
        if option not in found and option != NOBODY:
            found.add(option)
            plan = case.option(option)
            waiting.extend(whole_of(each.meanwhile) for each in (plan, *plan.parts))
    return frozenset(found)


def _belongs(key: str, options: Iterable[str]) -> bool:
    return not key.startswith("options.") or key.split(".")[1] in options


def _movable(case: Case, found: Input, stepped: bool) -> Movable:
    quantity, declared = found.quantity, found.declared
    spec = declared.spec if declared else None
    today = quantity.mean
    low, high = _bounds(case, found)
    return Movable(
        key=found.key,
        title=titled(case, found.key),
        text=quantity.text,
        unit=spec.unit if spec else Unit.COUNT,
        today=today,
        low=min(low, today),
        high=max(high, today),
        is_range=quantity.is_range,
        whole=bool(spec and spec.whole),
        stepped=stepped,
    )


SHARES_OF_INPUT = ("cached_share", "write_5m_share", "write_1h_share")


def _bounds(case: Case, found: Input) -> tuple[float, float]:
    """How far an input is searched: what a profile may hold and the world knows, and no farther than a thousand times
    today's value."""
    spec, today = found.declared.spec if found.declared else None, found.quantity.mean
    most = found.declared.most if found.declared else float("inf")
    low, high = spec.limits if spec else (0.0, float("inf"))
    if not np.isfinite(high):
        high = FARTHEST_FACTOR * today if today > 0.0 else FARTHEST_FACTOR if not np.isfinite(most) else most
    low = low if np.isfinite(low) else min(0.0, -FARTHEST_FACTOR * abs(today))
    if found.declared is not None:
        low, high = max(low, found.declared.sensible[0]), min(high, found.declared.sensible[1])
        if found.declared.within_horizon:
            high = min(high, case.horizon_months * WEEKS_OF_A_MONTH)
    table, _, name = found.key.rpartition(".")
    if name in SHARES_OF_INPUT:
        high = min(high, 1.0 - _other_shares(case, table, name))
    return max(low, -most), min(high, most)


def _other_shares(case: Case, table: str, name: str) -> float:
    """The other shares of the same whole in the middle case, by whichever option they take the most."""
    _, workload = table.removesuffix(".tokens").rsplit(".", 1)
    others = [f"tokens.{other}" for other in SHARES_OF_INPUT if other != name]
    sums = (
        sum(
            case.inputs[key].quantity.median
            for path in others
            if (key := case.key_for(plan.id, workload, path)) in case.inputs
        )
        for plan in case.options
    )
    return min(max(sums), 1.0)
