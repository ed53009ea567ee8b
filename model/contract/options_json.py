"""One option of a comparison: what it costs in three pockets, its lines, its must-haves."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from model.contract.json_base import Contract, Share, SourceJson


# fmt: off
class MustHaveJson(Contract):
    """One requirement on one option."""

    key: str = Field(description="id of the must-have")
    title: str = Field(description="its name for people")
    status: Literal["pass", "fail", "unknown"] = Field(description="whether the option meets it; unknown stays eligible and becomes a condition")
    why: str = Field(description="the rule or figure behind the status")
    source: SourceJson | None = Field(description="where that was read; null where the team or the arithmetic said so")


class LineJson(Contract):
    """One cost of one option. Quantity × rate = amount of the first full month."""

    key: str = Field(description="line key, such as tokens.input or engineering.upkeep")
    title: str = Field(description="its name for people")
    workload: str | None = Field(description="id of the workload that causes it; null where all do")
    route: str | None = Field(description="id of the model route; null where there is one model only")
    bridge: str | None = Field(default=None, description="id of the option that serves in the meantime; the key is there only where the line is that option's")
    team: str | None = Field(description="id of the team whose it is; null where no teams are compared together, or the company pays it for all")
    axis: str = Field(description="tokens, runtime, tools, sandbox, hosts, infrastructure, engineering, other or exit")
    phase: Literal["build", "run", "exit"] = Field(description="when it is paid")
    pays: Literal["invoice", "people", "elsewhere"] = Field(description="the pocket: a vendor's bill, our engineers, or what failed and waiting work costs elsewhere")
    unit: str = Field(description="unit of the quantity")
    quantity_month_1: float = Field(description="expected quantity of the first full month, in `unit`")
    rate_usd_month_1: float = Field(description="US dollars per `unit` in the first full month")
    month_1_usd: float = Field(description="US dollars of the first full month, expected")
    total_usd: float = Field(description="US dollars over the horizon, expected, undiscounted")
    present_value_usd: float = Field(description="US dollars over the horizon, expected present value")
    middle_month_1_usd: float = Field(description="US dollars of the first full month with every input at its median")
    middle_present_value_usd: float = Field(description="US dollars of present value with every input at its median")
    cancels: bool = Field(description="whether the other option of the pair pays the same in every future")
    source: SourceJson | None = Field(description="where the rate was read; null where it is the team's")
    reads: list[str] = Field(description="dotted keys of the inputs it is computed from")
    rule: str = Field(description="how it is computed, in words")


class AxisJson(Contract):
    """The lines of one axis added up."""

    month_1_usd: float = Field(description="US dollars of the first full month, expected")
    total_usd: float = Field(description="US dollars over the horizon, expected, undiscounted")
    present_value_usd: float = Field(description="US dollars over the horizon, expected present value")


class UnpricedJson(Contract):
    """A line that the option must have and nobody priced. Unknown is not 0: the option's amounts are lower bounds."""

    key: str = Field(description="line key without a price")
    write: str = Field(description="dotted key of the profile that would price it")
    why: str = Field(description="why no price is known")


class YearJson(Contract):
    """One year of the horizon in three pockets, expected, undiscounted."""

    year: int = Field(description="0 is the build; 1 holds the months 1 to 12, and so on")
    invoices_usd: float = Field(description="US dollars that vendors bill, leaving included")
    people_usd: float = Field(description="US dollars of our engineers' time")
    elsewhere_usd: float = Field(description="US dollars that failed and waiting work costs elsewhere")
    total_usd: float = Field(description="US dollars, the three added up")


class RouteJson(Contract):
    """What a run and an outcome cost by the model that does the work, first full month."""

    workload: str = Field(description="id of the workload")
    route: str = Field(description="id of the route")
    model: str = Field(description="id of the model")
    per_session_usd: float = Field(description="US dollars a run: tokens, runtime and tools of this route")
    per_agent_outcome_usd: float | None = Field(description="US dollars per outcome that the agent reaches; null where it reaches none")


class PriceToWinJson(Contract):
    """For an option with an unpriced line: below which price it would be the cheapest."""

    key: str = Field(description="dotted key of the missing price")
    unit: str = Field(description="unit of the price")
    value: float | None = Field(description="the price below which it wins, in `unit`; null where it would not win even for free")
    why_never: str | None = Field(description="why no price makes it win; null where one does")
    sentence: str = Field(description="the same for people")


class OptionJson(Contract):
    """One way to host, over the whole horizon unless the key says month. invoices + people + elsewhere = total."""

    id: str = Field(description="id in the profile")
    kind: str = Field(description="managed, managed-own-sandboxes, managed-own-server or own-stack")
    title: str = Field(description="its name for people")
    complete: bool = Field(description="whether every line has a price; otherwise all amounts are lower bounds")
    eligible: bool = Field(description="whether no must-have rules it out")
    why_not: list[str] = Field(description="why it cannot be chosen; empty for one that can")
    must_haves: list[MustHaveJson] = Field(description="every must-have asked for, as this option meets it")
    month_1_usd: float = Field(description="US dollars of the first full month, expected")
    total_usd: float = Field(description="US dollars over the horizon, expected, undiscounted")
    present_value_usd: float = Field(description="US dollars over the horizon, expected present value")
    middle_usd: float = Field(description="US dollars of present value with every input at its median")
    p10_usd: float = Field(description="US dollars of present value, 10th percentile over the futures")
    p50_usd: float = Field(description="US dollars of present value, median over the futures")
    p90_usd: float = Field(description="US dollars of present value, 90th percentile over the futures")
    probability_best: Share = Field(description="share of futures in which it is the cheapest, 0 to 1; 0 where it cannot be chosen")
    expected_regret_usd: float | None = Field(description="US dollars, mean over the futures of what it costs beyond the best; null where it cannot be chosen")
    build_usd: float = Field(description="US dollars of building and moving, expected")
    invoices_usd: float = Field(description="US dollars that vendors bill over the horizon, undiscounted; leaving is an invoice")
    people_usd: float = Field(description="US dollars of our engineers over the horizon, undiscounted, build included")
    elsewhere_usd: float = Field(description="US dollars that failed and waiting work costs elsewhere over the horizon, undiscounted")
    invoices_month_1_usd: float = Field(description="US dollars that vendors bill in the first full month")
    people_month_1_usd: float = Field(description="US dollars of our engineers in the first full month")
    elsewhere_month_1_usd: float = Field(description="US dollars that failed work costs elsewhere in the first full month")
    invoices_present_value_usd: float = Field(description="US dollars of present value that vendors bill")
    people_present_value_usd: float = Field(description="US dollars of present value of our engineers")
    elsewhere_present_value_usd: float = Field(description="US dollars of present value that failed and waiting work costs elsewhere")
    years: list[YearJson] = Field(description="each year in three pockets; they add up to total_usd")
    people_fte: float = Field(description="engineers, mean over the live months")
    per_session_usd: float | None = Field(description="US dollars per served run; null where none is served")
    per_agent_outcome_usd: float | None = Field(description="US dollars per outcome the agent reaches, without what failed runs cost elsewhere; null: none")
    per_resolved_usd: float | None = Field(description="US dollars per piece of work done, by the agent or elsewhere; null where nobody said what elsewhere costs")
    live_month: float = Field(description="months until it serves, expected; 0 is at once")
    hosts_month_1: int | None = Field(description="machines of the first full month in the middle case; null where it runs none of its own")
    axes: dict[str, AxisJson] = Field(description="amounts by axis")
    lines: list[LineJson] = Field(description="every cost; they add up to the totals")
    unpriced: list[UnpricedJson] = Field(description="lines nobody priced; empty for a complete option")
    middle_month_1_usd: float = Field(description="US dollars of the first full month with every input at its median")
    middle_total_usd: float = Field(description="US dollars over the horizon with every input at its median, undiscounted")
    fallback_month_1_usd: float = Field(description="US dollars of the first full month that failed runs cost elsewhere")
    fallback_total_usd: float = Field(description="US dollars over the horizon that failed runs cost elsewhere, undiscounted")
    month_1_by_workload_usd: dict[str, float] = Field(description="US dollars of the first full month by workload id")
    outcomes_month_1_by_workload: dict[str, float] = Field(description="runs of the first full month that reach their outcome, by workload id")
    monthly_usd: list[float] = Field(description="US dollars of month 1, 2, …, expected, undiscounted, without the build")
    cumulative_usd: list[float] = Field(description="US dollars spent by the end of month 0 (the build), 1, 2, …")
    cumulative_agent_usd: list[float] = Field(description="US dollars, the same without what failed and waiting work costs elsewhere")
    routes: list[RouteJson] = Field(description="cost by model route; empty where one model does all work")
    price_to_win: PriceToWinJson | None = Field(description="for an incomplete option, the price at which it wins; null otherwise")
# fmt: on
