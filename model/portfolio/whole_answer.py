"""From a cost table to everything that is said of a portfolio: alone, together, cheapest, from how many it pays, and the split."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from model.portfolio.assignment import TeamHomes, best_alone, cheapest, pays_from, with_platform_by_head
from model.portfolio.cost_table import Costs, CostTable, assignment_usd, costs_of, total
from model.portfolio.portfolio_rows import Portfolio, PortfolioClosed, PortfolioOption, PortfolioPlatform, PortfolioTeam
from model.portfolio.splitting import Divided, divided
from model.quantities import quantiles

LEAST = 1e-9  # of the amounts compared: a smaller gain is rounding


def answered(table: CostTable) -> Portfolio:
    """The whole answer of a portfolio. Raises ValueError for a platform of less than nothing, and for more than
    `MOST_PLATFORMS` of them that could pay."""
    every = costs_of(table)
    chosen = best_alone(every)
    served = tuple(team for team, option in zip(every.teams, chosen, strict=True) if option is not None)
    keep = [place for place, option in enumerate(chosen) if option is not None]
    costs = replace(every, teams=served, own=every.own[keep])
    alone = dict(zip(served, (table.options[option] for option in chosen if option is not None), strict=True))
    division, split = cheapest(costs), divided(costs)
    homes = {team: table.options[place] for team, place in zip(served, division.homes, strict=True)}
    apart = total([assignment_usd(table, {team: option}) for team, option in alone.items()])
    saves = np.ravel(apart - assignment_usd(table, homes))
    low, high = quantiles(saves, (0.1, 0.9)).tolist()
    alone_usd = float(costs.alone.min(axis=1, initial=np.inf).sum())
    return Portfolio(
        teams=_teams(table, costs, alone, division, split),
        together=tuple(_together(table, costs, option) for option in range(len(costs.options))),
        platforms=tuple(_platform(table, costs, option, division) for option in costs.shared),
        unserved=tuple(team for team in table.teams if team not in served),
        alone_usd=alone_usd,
        usd=division.usd,
        saves_usd=alone_usd - division.usd,
        saves_p10_usd=low,
        saves_p90_usd=high,
        probability_saves=float(np.mean(saves > LEAST * max(abs(alone_usd), 1.0))),
        splits=split.rows,
    )


def _teams(
    table: CostTable, costs: Costs, alone: Mapping[str, str], division: TeamHomes, split: Divided
) -> tuple[PortfolioTeam, ...]:
    by_head = with_platform_by_head(costs, division.homes).tolist()
    found = {}
    for row, (team, home) in enumerate(zip(costs.teams, division.homes, strict=True)):
        alone_usd, share = float(costs.alone[row].min()), float(split.usd[row])
        error = float(split.error_usd[row])
        found[team] = PortfolioTeam(
            id=team,
            title=table.team_titles.get(team, team),
            alone_option=alone[team],
            alone_usd=alone_usd,
            option=costs.options[home],
            own_usd=float(costs.own[row, home]),
            by_head_usd=by_head[row],
            share_usd=share,
            error_usd=None if np.isnan(error) else error,
            saves_usd=alone_usd - share,
            why_not=_why_not(table, team),
        )
    return tuple(found.get(team) or _nothing(table, team) for team in table.teams)


def _nothing(table: CostTable, team: str) -> PortfolioTeam:
    """A team that has nothing to choose."""
    return PortfolioTeam(
        id=team,
        title=table.team_titles.get(team, team),
        alone_option=None,
        alone_usd=None,
        option=None,
        own_usd=None,
        by_head_usd=None,
        share_usd=None,
        error_usd=None,
        saves_usd=None,
        why_not=_why_not(table, team),
    )


def _why_not(table: CostTable, team: str) -> tuple[PortfolioClosed, ...]:
    reasons = ((option, table.why_not.get((team, option))) for option in table.options)
    return tuple(PortfolioClosed(option, why) for option, why in reasons if why is not None)


def _together(table: CostTable, costs: Costs, option: int) -> PortfolioOption:
    own, once = costs.own[:, option], float(costs.platform[option])
    able = np.isfinite(own) & np.isfinite(once)
    whole = bool(able.all() and able.size)
    alone = costs.alone.min(axis=1, initial=np.inf)
    saves = alone - with_platform_by_head(costs, [option] * len(costs.teams)) if whole else np.zeros(0)
    rounding = LEAST * np.maximum(np.abs(alone), 1.0) if whole else 0.0
    usd = float(own.sum()) + once if whole else None
    return PortfolioOption(
        option=costs.options[option],
        title=_title(table, costs.options[option]),
        usd=usd,
        saves_usd=None if usd is None else float(alone.sum()) - usd,
        gain=_names(costs, np.flatnonzero(saves > rounding).tolist()),
        pay_more=_names(costs, np.flatnonzero(saves < -rounding).tolist()),
        missing=_names(costs, np.flatnonzero(~able).tolist()),
    )


def _platform(table: CostTable, costs: Costs, option: int, division: TeamHomes) -> PortfolioPlatform:
    found = pays_from(costs, option)
    return PortfolioPlatform(
        option=costs.options[option],
        title=_title(table, costs.options[option]),
        once_usd=float(costs.platform[option]),
        users=_names(costs, [team for team, home in enumerate(division.homes) if home == option]),
        pays_from=None if found.teams is None else _names(costs, found.teams),
        saving_usd=found.saving_usd if np.isfinite(found.saving_usd) else None,
        any_count=found.any_count,
    )


def _title(table: CostTable, option: str) -> str:
    return table.option_titles.get(option, option)


def _names(costs: Costs, teams: Sequence[int]) -> tuple[str, ...]:
    return tuple(costs.teams[team] for team in teams)
