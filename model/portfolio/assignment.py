"""Where each team is best: alone, all on one option, and the cheapest assignment of all; and from how many a platform pays.

Platforms are the only thing that couples teams. So for every set of opened platforms each team takes what is cheapest for it
among them and the options of which nothing is shared, and the best set is the answer: exact, for any number of teams. Sets in
which one does not pay for itself are left out (`worthwhile_sets`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from model.portfolio.cost_table import Costs
from model.quantities import Array

MOST_PLATFORMS = 16  # that could pay; at most 65,536 sets of them
A_HAIR = 1e-12  # of the amounts compared: less is rounding, and the answer with fewer platforms stands


class TeamHomes(Struct, frozen=True):
    """An assignment: the place of the option of each team, and what all of it costs in US dollars."""

    homes: tuple[int, ...]
    usd: float


class PaysFrom(Struct, frozen=True):
    """From how many teams a platform pays, against each of them alone where it is best without this platform.

    ``teams`` are the places of the smallest set, whose saving is the largest of its size: ``saving_usd``. None where no set
    pays; the saving is then that of everybody who gains by it, which is 0 or below. ``any_count`` is the number of teams from
    which it pays whoever they are, None where there is none.
    """

    teams: tuple[int, ...] | None
    saving_usd: float
    any_count: int | None


def worthwhile_sets(private: Array, own: Array, platform: Array) -> list[tuple[int, ...]]:
    """The sets of platforms in which each saves more than it costs while the others are there, by column, fewest first.

    What one saves falls with every other one, and is no more for some of the teams than for all: no other set is part of a
    cheapest assignment of any group, and no set that holds one. Raises ValueError above `MOST_PLATFORMS`.

    Shape: ``(teams,)``, ``(teams, platforms)`` and ``(platforms,)``. Unit: US dollars.
    """
    found: list[tuple[int, ...]] = []
    level: dict[tuple[int, ...], Array] = {(): private}
    while level:
        found.extend(level)
        following = {}
        for chosen, least in level.items():
            for column in range(chosen[-1] + 1 if chosen else 0, len(platform)):
                opened = (*chosen, column)
                if all(pays(level.get(_without(opened, each)), own[:, each], platform[each]) for each in opened):
                    following[opened] = np.minimum(least, own[:, column])
        level = following
        if len(level) > MOST_PLATFORMS and len(next(iter(level))) == 1:
            raise ValueError(f"at most {MOST_PLATFORMS} shared platforms can be compared, not {len(level)}")
    return found


def _without(opened: tuple[int, ...], column: int) -> tuple[int, ...]:
    return tuple(each for each in opened if each != column)


def pays(least: Array | None, own: Array, once: float) -> bool:
    """Whether a platform saves more than it costs where teams pay the least of the others; not where those are no set.

    Shape: ``(teams,)`` each. Unit: US dollars.
    """
    if least is None:
        return False
    movers = own < least
    return float((least[movers] - own[movers]).sum()) > once


def best_alone(costs: Costs) -> tuple[int | None, ...]:
    """The option that is cheapest for each team if nobody else is there; None where none can be chosen."""
    return tuple(int(np.argmin(row)) if np.isfinite(row).any() else None for row in costs.alone)


def cheapest(costs: Costs) -> TeamHomes:
    """The cheapest assignment of all teams; of equal ones that with fewer platforms, then the options listed first.

    The cost is infinite where a team has nothing to choose.
    """
    best: TeamHomes | None = None
    shared = list(costs.shared)
    for columns in worthwhile_sets(costs.without_platform, costs.own[:, shared], costs.platform[shared]):
        found = _with_opened(costs, [shared[column] for column in columns])
        if best is None or found.usd + A_HAIR * abs(found.usd) < best.usd:
            best = found
    assert best is not None
    return best


def _with_opened(costs: Costs, opened: Sequence[int]) -> TeamHomes:
    offered = sorted((*opened, *costs.private))
    if not offered or not costs.teams:
        return TeamHomes((), np.inf if costs.teams else 0.0)
    homes = [offered[place] for place in costs.own[:, offered].argmin(axis=1).tolist()]
    own = costs.own[range(len(homes)), homes].sum()
    return TeamHomes(tuple(homes), float(own + sum(costs.platform[place] for place in sorted(set(homes)))))


def with_platform_by_head(costs: Costs, homes: Sequence[int]) -> Array:
    """What each team pays in an assignment with every platform divided equally among those that use it.

    Shape: ``(teams,)``. Unit: US dollars.
    """
    each = [costs.own[row, home] + costs.platform[home] / homes.count(home) for row, home in enumerate(homes)]
    return np.array(each, dtype=np.float64)


def pays_from(costs: Costs, platform: int) -> PaysFrom:
    """The smallest set of teams from which this platform pays; the order of joining does not matter.

    What a team saves by joining does not depend on who else is there, so the largest savings make the smallest set. Only
    teams that can choose the platform count.
    """
    once = float(costs.platform[platform])
    others = np.delete(costs.alone, platform, axis=1).min(axis=1, initial=np.inf)
    able = np.flatnonzero(np.isfinite(costs.own[:, platform]))
    saves = others[able] - costs.own[able, platform]
    order = np.argsort(-saves, kind="stable")
    rising = np.cumsum(np.sort(saves))
    pays, always = np.cumsum(saves[order]) > once * (1.0 + A_HAIR), rising > once * (1.0 + A_HAIR)
    any_count = int(np.argmax(always)) + 1 if always.any() else None
    if not pays.any():
        return PaysFrom(None, float(saves[saves > 0.0].sum() - once), any_count)
    count = int(np.argmax(pays)) + 1
    first = tuple(sorted(int(able[place]) for place in order[:count]))
    return PaysFrom(first, float(saves[order[:count]].sum() - once), any_count)
