"""What a portfolio says in numbers: every row that is printed, free of arrays. Present values in US dollars, means over the futures.

Savings are each team alone minus together: positive means that together is cheaper. Ids are those of the file.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

SplitMethod = Literal["shapley", "nearest_stable", "shapley_not_stable"]


class PortfolioClosed(Struct, frozen=True):
    """An option that a team cannot choose, and why in words."""

    option: str
    why: str


class PortfolioTeam(Struct, frozen=True, kw_only=True):
    """One team: where it is best alone, where the cheapest assignment puts it, and what it pays.

    ``own_usd`` is what stays with it there and ``by_head_usd`` the same with each platform divided equally among those that
    use it. ``share_usd`` is its part of the split, ``error_usd`` the standard error of that (None: exact), ``saves_usd``
    what it saves by it. All are None for a team that has nothing to choose. ``why_not`` are the options that it cannot
    choose, and why.
    """

    id: str
    title: str
    alone_option: str | None
    alone_usd: float | None
    option: str | None
    own_usd: float | None
    by_head_usd: float | None
    share_usd: float | None
    error_usd: float | None
    saves_usd: float | None
    why_not: tuple[PortfolioClosed, ...]


class PortfolioOption(Struct, frozen=True, kw_only=True):
    """All teams together on one option. ``usd`` is None where ``missing`` cannot choose it; ``saves_usd`` is against each
    alone. With the platform divided equally, ``gain`` pay less than alone and ``pay_more`` more."""

    option: str
    title: str
    usd: float | None
    saves_usd: float | None
    gain: tuple[str, ...]
    pay_more: tuple[str, ...]
    missing: tuple[str, ...]


class PortfolioPlatform(Struct, frozen=True, kw_only=True):
    """An option of which something is paid once: ``once_usd``. ``users`` are the teams that the cheapest assignment puts there.

    ``pays_from`` is the smallest set of teams from which it pays against each of them alone without it, ``saving_usd`` what
    that set saves (None: one of them has nothing else to choose). Where no set pays ``pays_from`` is None, and what everybody
    who gains by it saves is ``-saving_usd`` short of ``once_usd``. ``any_count``: from so many teams it pays whoever they are; None: not even with all.
    """

    option: str
    title: str
    once_usd: float
    users: tuple[str, ...]
    pays_from: tuple[str, ...] | None
    saving_usd: float | None
    any_count: int | None


class PortfolioSplit(Struct, frozen=True, kw_only=True):
    """How teams that could share divide what they cost together; who shares nothing pays what it pays alone.

    ``shapley``: the Shapley value, which no group would leave; ``nearest_stable``: some would, and this is the nearest split
    that nobody would leave; ``shapley_not_stable``: no such split exists, and ``carried_usd`` is what the company would have
    to carry so that one does. ``leaving`` are the teams that the Shapley value would lose (empty: none), on
    ``leaving_option`` (None: where nothing is shared), to pay ``leaving_saves_usd`` less. ``orders`` of joining were drawn;
    None: the Shapley value is exact.
    """

    teams: tuple[str, ...]
    usd: float
    method: SplitMethod
    orders: int | None
    carried_usd: float
    leaving: tuple[str, ...]
    leaving_option: str | None
    leaving_saves_usd: float


class Portfolio(Struct, frozen=True, kw_only=True):
    """The whole answer. Figures of all are of the teams that can choose something; ``unserved`` are the others.

    ``probability_saves`` is the share of futures in which the cheapest assignment costs less than each team alone where it
    is best on average.
    """

    teams: tuple[PortfolioTeam, ...]
    together: tuple[PortfolioOption, ...]
    platforms: tuple[PortfolioPlatform, ...]
    unserved: tuple[str, ...]
    alone_usd: float
    usd: float
    saves_usd: float
    saves_p10_usd: float
    saves_p90_usd: float
    probability_saves: float
    splits: tuple[PortfolioSplit, ...]
