"""The pair of a comparison: B minus A, what cancels, what one more run costs, and when one pays off."""

from __future__ import annotations

from pydantic import Field

from model.contract.json_base import Contract, Share, SpreadJson, Strength


# fmt: off
class PartJson(Contract):
    """One line key inside a difference, present value."""

    key: str = Field(description="line key")
    workload: str | None = Field(description="id of the workload; null where all cause it")
    a_usd: float = Field(description="US dollars of A")
    b_usd: float = Field(description="US dollars of B")
    difference_usd: float = Field(description="US dollars, B minus A")


class DecidesJson(Contract):
    """What one group of lines adds to B − A over the horizon, present value."""

    key: str = Field(description="group: tokens, running, search, tools, infrastructure, or a line key")
    title: str = Field(description="its name for people")
    spread: SpreadJson = Field(description="B minus A over the futures")
    a_usd: float = Field(description="US dollars of A, expected")
    b_usd: float = Field(description="US dollars of B, expected")
    only: str | None = Field(description="id of the option that alone has such lines; null where both do")
    parts: list[PartJson] = Field(description="the lines of the group")


class FoldedJson(Contract):
    """A group of lines that both options pay alike in every future."""

    key: str = Field(description="group of lines")
    title: str = Field(description="its name for people")
    month_1_usd: float = Field(description="US dollars of the first full month, each")
    present_value_usd: float = Field(description="US dollars of present value, each")


class PairDifferenceJson(Contract):
    """B − A, present value over the horizon: positive means that B is more expensive."""

    a: str = Field(description="id of A")
    b: str = Field(description="id of B")
    total: SpreadJson = Field(description="B minus A over the futures")
    rows: list[DecidesJson] = Field(description="what decides, the largest first; their means add up to the total's")
    folded: list[FoldedJson] = Field(description="what both pay alike, the largest first")
    quantiles_usd: list[float] = Field(description="percentiles 0, 1, …, 100 of B − A, US dollars")
    counts: list[int] = Field(description="futures in each of equal bins between the first and the last percentile")
    probability_b_cheaper: Share = Field(description="share of futures in which B is the cheaper one, 0 to 1")
    invoices_usd: float = Field(description="US dollars that vendors bill, B minus A, present value")
    people_usd: float = Field(description="US dollars of our engineers, B minus A, present value")
    elsewhere_usd: float = Field(description="US dollars that failed and waiting work costs elsewhere, B minus A, present value")
    people_fte: float = Field(description="engineers, B minus A, mean over the live months")
    live_months: float = Field(description="months that B is live later than A; negative: sooner")


class EngineersAsHoursJson(Contract):
    """The upkeep that one option needs beyond the other, in running hours billed by the hour."""

    engineers: float = Field(description="engineers beyond the other option")
    running_hours: float = Field(description="running hours a month that cost as much")
    running_hours_used: float = Field(description="running hours a month that are used")
    sentence: str = Field(description="the same for people")


class GapsJson(Contract):
    """B minus A in the first full month."""

    per_month_usd: float = Field(description="US dollars a month that do not grow with runs")
    per_session_usd: float = Field(description="US dollars that one more run adds")
    pays_from_sessions_per_month: float | None = Field(description="runs a month at which the gaps balance, without build and growth; null where none does")
    pays_above: bool | None = Field(description="whether B is cheaper above that volume; null where there is none")
    any_volume: bool = Field(description="whether the same option is cheaper at every volume, over the horizon too")
    local: bool = Field(description="whether machines come in steps, so that the gap of a run holds near today's volume only")
    sentence: str = Field(description="the same for people")
    engineers: EngineersAsHoursJson | None = Field(description="upkeep as running hours; null where nobody bills by the hour")
    break_even_sessions_per_month: float | None = Field(description="the break-even over the horizon nearest to it, runs a month; null where there is none")


class OneSidedJson(Contract):
    """A line or a rate that only one option of the pair has."""

    key: str = Field(description="line key, or dotted key of a rate")
    option: str = Field(description="id of the option that has it")
    present_value_usd: float = Field(description="US dollars of present value that the option pays more because of it; negative: it helps")
    title: str = Field(description="its name for people")
    rate: bool = Field(description="whether it is a rate or a factor and not a line")


class OneSidedTestJson(Contract):
    """The comparison without the one-sided costs, and with each moved to the other option."""

    without_difference_usd: float = Field(description="US dollars of present value, B minus A, without them")
    without_option: str = Field(description="id of the cheaper option then")
    swapped_difference_usd: float = Field(description="US dollars of present value, B minus A, with each at the other option")
    swapped_option: str = Field(description="id of the cheaper option then")
    swap_holds: bool = Field(description="whether the cheaper option stays cheaper when it has to carry the other's as well")
    sentence: str = Field(description="the same for people")


class BestSwitchJson(Contract):
    """Run A until this month, then B, against staying on A for good."""

    month: int = Field(description="month of the move, from 0")
    saving_usd: float = Field(description="US dollars of expected present value")


class BreakEvenJson(Contract):
    """Where volume changes which option of the pair is cheaper over the horizon."""

    factors: list[float] = Field(description="multiples of all runs, 0.01 to 1,000, at which the pair costs the same, rising")
    sessions_per_month: list[float] = Field(description="the same as runs of the first month, all workloads")
    payback_month: int | None = Field(description="month by which the larger build has paid for itself; null: never")
    crossing_month: int | None = Field(description="month from which the option with the larger build costs less a month; null: never")
    best_switch: BestSwitchJson | None = Field(description="best month to move from A to B; null where no month saves")
    cheaper_above: list[str] = Field(default=[], description="id of the option that is cheaper just above each factor")
    larger_build: str = Field(default="", description="id of the option that payback and crossing speak of")
    sentence: str = Field(default="", description="the same for people")


class WhatIfJson(Contract):
    """The comparison with one thing otherwise, over the same futures."""

    key: str = Field(description="volume.double, volume.half, runtime.double, upkeep.double or oncall.shared")
    difference_usd: float = Field(description="US dollars, B minus A, expected present value")
    difference_p10_usd: float = Field(description="US dollars, 1 in 10 futures below")
    difference_p90_usd: float = Field(description="US dollars, 1 in 10 futures above")
    option: str | None = Field(description="id of the verdict then; null where nothing can be chosen")
    strength: Strength = Field(description="how sure that is")
    runner_up: str | None = Field(description="id of the next best then; null where there is none")
    saving_usd: float | None = Field(description="US dollars it saves against its runner-up; null where there is none")


class OverTimeJson(Contract):
    """B minus A by the end of a month, as if the comparison ended there."""

    month: int = Field(description="month, counted from 1; the last is the horizon")
    mean_usd: float = Field(description="US dollars, expected present value")
    p10_usd: float = Field(description="US dollars, 1 in 10 futures below")
    p90_usd: float = Field(description="US dollars, 1 in 10 futures above")


class VolumeCostJson(Contract):
    """One option along a volume curve."""

    option: str = Field(description="id of the option")
    present_value_usd: list[float] = Field(description="US dollars of expected present value at each factor")


class MachineStepJson(Contract):
    """A stair of machines."""

    sessions_per_month: float = Field(description="runs a month from which so many run")
    machines: int = Field(description="number of machines, first month of the middle case")


class VolumeCurveJson(Contract):
    """Cost of every priced option when all runs are multiplied by a factor."""

    factors: list[float] = Field(description="multiples of today's runs")
    sessions_per_month: list[float] = Field(description="runs of the first month at each factor")
    options: list[VolumeCostJson] = Field(description="one curve an option")
    equal_usd: list[float] = Field(description="US dollars that both options of the pair pay alike, part of each curve")
    today: float = Field(description="today's runs a month, mean")
    today_p5: float = Field(description="today's runs a month, 5th percentile")
    today_p95: float = Field(description="today's runs a month, 95th percentile")
    machines: dict[str, list[MachineStepJson]] = Field(description="stairs by id of each option with machines of its own")
# fmt: on
