"""What every team costs on every option, and what an option costs once for all that use it: the table a portfolio rests on.

Two teams meet only in what is paid once: a build, its upkeep, its on-call, a commitment. Everything else stays with the team
that causes it, whoever else is there. So an assignment costs the sum of what stays with each team, and once for each platform
that serves any. Means over the futures decide, for a team chooses before it knows which future comes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from model.quantities import Array, mean

NOTHING: Array = np.zeros(1)
NOTHING.setflags(write=False)


class CostTable(Struct, frozen=True):
    """Present values, US dollars; an array is ``(n,)`` futures, the same ones everywhere, or ``(1,)``.

    ``own_usd`` by (team, option) is everything that stays with the team; None or absent where it cannot be chosen: a
    must-have rules it out, a price is unknown, the team has no such option. ``platform_usd`` by option is what is paid once
    if it serves any, 0 or more; absent where nothing is shared; None where it is unknown, and then nobody can choose it.
    ``why_not`` says by (team, option) in words why it cannot be chosen. The titles are for people; an id without one is
    its own title.
    """

    teams: tuple[str, ...]
    options: tuple[str, ...]
    own_usd: Mapping[tuple[str, str], Array | None]
    platform_usd: Mapping[str, Array | None]
    why_not: Mapping[tuple[str, str], str] = field(default_factory=dict)
    team_titles: Mapping[str, str] = field(default_factory=dict)
    option_titles: Mapping[str, str] = field(default_factory=dict)


class Costs(Struct, frozen=True):
    """The means of a table: ``own`` is ``(teams, options)``, infinite where it cannot be chosen; ``platform`` is
    ``(options,)``, 0 where nothing is shared, infinite where it is unknown."""

    teams: tuple[str, ...]
    options: tuple[str, ...]
    own: Array
    platform: Array

    @property
    def private(self) -> tuple[int, ...]:
        """Places of the options of which nothing is shared."""
        return tuple(place for place, usd in enumerate(self.platform.tolist()) if usd == 0.0)

    @property
    def shared(self) -> tuple[int, ...]:
        """Places of the platforms that can be chosen."""
        return tuple(place for place, usd in enumerate(self.platform.tolist()) if 0.0 < usd < np.inf)

    @property
    def without_platform(self) -> Array:
        """What each team pays where nothing is shared.

        Shape: ``(teams,)``. Unit: US dollars; infinite where it has no such option.
        """
        return np.asarray(self.own[:, list(self.private)].min(axis=1, initial=np.inf))

    @property
    def alone(self) -> Array:
        """What each team pays on each option if nobody else is there.

        Shape: ``(teams, options)``. Unit: US dollars; infinite where it cannot be chosen.
        """
        return self.own + self.platform


def costs_of(table: CostTable) -> Costs:
    """The means of a table. Raises ValueError for a platform of less than nothing: who would use it for being paid is not
    a question of sharing."""
    own = [[_mean(table.own_usd.get((team, option))) for option in table.options] for team in table.teams]
    platform = [_mean(table.platform_usd.get(option, NOTHING)) for option in table.options]
    below = [option for option, usd in zip(table.options, platform, strict=True) if usd < 0.0]
    if below:
        raise ValueError(f"a platform costs 0 or more: {', '.join(below)}")
    return Costs(table.teams, table.options, np.array(own).reshape(len(own), len(platform)), np.array(platform))


def assignment_usd(table: CostTable, homes: Mapping[str, str]) -> Array:
    """What an assignment costs in every future, each platform counted once.

    Shape: ``(n,)``, or ``(1,)`` without any range. Unit: US dollars of present value. Every pair must be one that can be
    chosen.
    """
    return total([*(_known(table.own_usd[pair]) for pair in homes.items()), *_once(table, list(homes.values()))])


def _once(table: CostTable, used: Sequence[str]) -> list[Array]:
    return [_known(table.platform_usd.get(option, NOTHING)) for option in table.options if option in used]


def total(parts: Sequence[Array]) -> Array:
    """The sum of arrays of futures.

    Shape: ``(n,)``, or ``(1,)``. Unit: US dollars; of none, 0.
    """
    whole = NOTHING
    for part in parts:
        whole = whole + part
    return whole


def _known(usd: Array | None) -> Array:
    if usd is None:
        raise ValueError("an option of unknown cost is in no assignment")
    return usd


def _mean(usd: Array | None) -> float:
    found = np.inf if usd is None else mean(np.asarray(usd))
    return found if np.isfinite(found) else np.inf
