"""`compare --json` of a company's file: several teams, and what they could share. US dollars of present value, means over the
futures; savings are each team alone minus together."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from model.contract.json_base import Contract, Share

SplitKind = Literal["shapley", "nearest_stable", "shapley_not_stable"]


# fmt: off
class PortfolioClosedJson(Contract):
    """An option that a team cannot choose."""

    option: str = Field(description="id of the option")
    why: str = Field(description="why not, in words")


class PortfolioTeamJson(Contract):
    """One team: where it is best alone, where the cheapest assignment puts it, and what it pays. Null where it has nothing to choose."""

    id: str = Field(description="id of the team")
    title: str = Field(description="its name for people")
    alone_option: str | None = Field(description="id of the option that is cheapest for it if nobody else is there")
    alone_usd: float | None = Field(description="US dollars that it pays there, a platform of its own included")
    option: str | None = Field(description="id of the option where the cheapest assignment of all puts it")
    own_usd: float | None = Field(description="US dollars of that which stay with it: all but what is paid once for all that use the platform")
    by_head_usd: float | None = Field(description="US dollars with each platform divided equally among the teams that use it")
    share_usd: float | None = Field(description="US dollars that it pays by the fair split; the shares of all teams add up to `usd`")
    error_usd: float | None = Field(description="US dollars, standard error of the Shapley value where orders of joining were drawn; null: exact")
    saves_usd: float | None = Field(description="US dollars that it pays less by the fair split than alone")
    why_not: list[PortfolioClosedJson] = Field(description="the options that it cannot choose")


class PortfolioOptionJson(Contract):
    """All teams together on one option."""

    option: str = Field(description="id of the option")
    title: str = Field(description="its name for people")
    usd: float | None = Field(description="US dollars of all teams, a platform counted once; null where a team cannot choose it")
    saves_usd: float | None = Field(description="US dollars less than each team alone; null where a team cannot choose it")
    gain: list[str] = Field(description="ids of the teams that pay less than alone with the platform divided equally")
    pay_more: list[str] = Field(description="ids of the teams that pay more than alone with the platform divided equally")
    missing: list[str] = Field(description="ids of the teams that cannot choose it")


class PortfolioPlatformJson(Contract):
    """An option of which something is paid once for all teams that use it, and from how many teams that pays."""

    option: str = Field(description="id of the option")
    title: str = Field(description="its name for people")
    once_usd: float = Field(description="US dollars that are paid once if it serves any team")
    users: list[str] = Field(description="ids of the teams that the cheapest assignment puts there")
    pays_from: list[str] | None = Field(description="ids of the smallest set of teams from which it costs less than each alone, best without it; null: none")
    saving_usd: float | None = Field(description="US dollars that this set saves (null: one has nothing else to choose); without a set, 0 or below: what is short")
    any_count: int | None = Field(description="number of teams from which it pays whichever they are; null: not even with all")


class PortfolioSplitJson(Contract):
    """How teams that could share divide what they cost together; a team that shares nothing pays what it pays alone.

    shapley: the Shapley value, which no group of teams would leave. nearest_stable: some would; the split nearest to it that
    nobody would leave. shapley_not_stable: the Shapley value, for no split exists that nobody would leave.
    """

    teams: list[str] = Field(description="ids of the teams")
    usd: float = Field(description="US dollars that they cost together")
    method: SplitKind = Field(description="how: the Shapley value, the split nearest to it that nobody would leave, or the Shapley value where none such exists")
    orders: int | None = Field(description="orders of joining that were drawn; null: the Shapley value is exact")
    carried_usd: float = Field(description="US dollars that somebody else would have to carry so that a split exists that nobody would leave; 0 where one exists")
    leaving: list[str] = Field(description="ids of the teams that would save most by leaving the Shapley value together; empty: none would")
    leaving_option: str | None = Field(description="id of the platform they would share then; null: where nothing is shared, or nobody leaves")
    leaving_saves_usd: float = Field(description="US dollars that they would pay less then")


class PortfolioJson(Contract):
    """Several teams and the platforms they could share. Sums are of the teams that can choose something."""

    teams: list[PortfolioTeamJson] = Field(description="every team, as listed")
    together: list[PortfolioOptionJson] = Field(description="all teams together, option by option")
    platforms: list[PortfolioPlatformJson] = Field(description="the options of which something is paid once")
    unserved: list[str] = Field(description="ids of the teams that can choose nothing; they are in no sum")
    alone_usd: float = Field(description="US dollars of all teams, each alone where it is best")
    usd: float = Field(description="US dollars of the cheapest assignment, each platform counted once")
    saves_usd: float = Field(description="US dollars that the cheapest assignment costs less than each team alone")
    saves_p10_usd: float = Field(description="US dollars of that, 10th percentile")
    saves_p90_usd: float = Field(description="US dollars of that, 90th percentile")
    probability_saves: Share = Field(description="share of the futures in which it costs less, 0 to 1")
    splits: list[PortfolioSplitJson] = Field(description="the fair split, one entry for every group of teams that could share")
# fmt: on
