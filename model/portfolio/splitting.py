"""The fair split of a portfolio: the Shapley value where nobody would leave it, else the nearest that nobody would leave,
else, where there is none, the Shapley value and what somebody would have to carry."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from model.portfolio.cost_table import Costs
from model.portfolio.games import Game, games
from model.portfolio.portfolio_rows import PortfolioSplit, SplitMethod
from model.portfolio.shapley import Shares, shapley
from model.portfolio.stable import carried_usd, leaving, nearest_stable
from model.quantities import Array


class Divided(Struct, frozen=True):
    """What each team pays, ``(teams,)``, US dollars; the standard error of it, NaN where it is exact; and a row for every
    group of teams that could share."""

    usd: Array
    error_usd: Array
    rows: tuple[PortfolioSplit, ...]


def divided(costs: Costs) -> Divided:
    """The split of the cheapest assignment. Every team must have something to choose."""
    usd, error, rows = np.zeros(len(costs.teams)), np.full(len(costs.teams), np.nan), []
    for game in games(costs):
        shares = shapley(game)
        row, paid = _row(costs, game, shares)
        usd[list(game.teams)] = paid
        if shares.error_usd is not None:
            error[list(game.teams)] = shares.error_usd
        if len(game.teams) > 1:
            rows.append(row)
    return Divided(usd, error, tuple(rows))


def _row(costs: Costs, game: Game, shares: Shares) -> tuple[PortfolioSplit, Array]:
    names = [costs.teams[team] for team in game.teams]
    group = leaving(game, shares.usd)
    nearest = None if group is None else nearest_stable(game, shares.usd)
    method: SplitMethod = "nearest_stable" if nearest is not None else "shapley_not_stable"
    paid = shares.usd if nearest is None else nearest
    return PortfolioSplit(
        teams=tuple(names),
        usd=game.usd,
        method="shapley" if group is None else method,
        orders=shares.orders,
        carried_usd=carried_usd(game, shares.usd) if group is not None and nearest is None else 0.0,
        leaving=() if group is None else tuple(names[row] for row in group.rows),
        leaving_option=None if group is None or group.place is None else costs.options[group.place],
        leaving_saves_usd=0.0 if group is None else group.usd,
    ), paid
