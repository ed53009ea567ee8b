"""Records of the pair: B minus A, gaps, one-sided costs, break-even."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

Strength = Literal["clear", "likely", "close", "only", "none"]


class Spread(Struct, frozen=True, kw_only=True):
    """One quantity over the draws, in dollars: mean and percentiles, linear between order statistics."""

    mean_usd: float
    p10_usd: float
    p50_usd: float
    p90_usd: float


class EngineersAsHours(Struct, frozen=True, kw_only=True):
    """The upkeep that one option needs beyond the other, in running hours of the option that bills them by the hour."""

    engineers: float
    running_hours: float
    running_hours_used: float
    sentence: str


class Gaps(Struct, frozen=True, kw_only=True):
    """B minus A in the first full month: what does not scale with sessions, and what one more session adds.

    `pays_from_sessions_per_month` is one divided by the other where they have opposite signs; above it B is cheaper
    with `pays_above`, below it otherwise. Build and growth are not in it. It is None where no volume does, and where none
    can be told. `break_even_sessions_per_month` is the one of the break-evens over the horizon, build and growth included,
    that lies nearest to it and on the same side of which B is cheaper; None where there is none or nobody looked.

    `any_volume`: B is dearer (or cheaper, by the signs of the gaps) whatever the volume, over the horizon as in a month, for
    all work and for each workload alone; only then may anything be claimed of every volume. `local`: machines come in
    steps, so that what a run adds holds near today's volume only.
    """

    per_month_usd: float
    per_session_usd: float
    pays_from_sessions_per_month: float | None
    pays_above: bool | None
    any_volume: bool
    local: bool
    sentence: str
    engineers: EngineersAsHours | None
    break_even_sessions_per_month: float | None = None


class DifferencePart(Struct, frozen=True, kw_only=True):
    """One line key inside a difference (present value)."""

    key: str
    workload: str | None
    a_usd: float
    b_usd: float
    difference_usd: float


class DifferenceRow(Struct, frozen=True, kw_only=True):
    """What one group of lines adds to B − A over the horizon, present value, with its own percentiles.

    `only` is the option of the pair that alone has such lines. Rows that cancel in every future are not here but in
    `Folded`.
    """

    key: str
    title: str
    spread: Spread
    a_usd: float
    b_usd: float
    only: str | None
    parts: tuple[DifferencePart, ...]


class Folded(Struct, frozen=True, kw_only=True):
    """A group of lines that both options of the pair pay alike."""

    key: str
    title: str
    month_1_usd: float
    present_value_usd: float


class PairDifference(Struct, frozen=True, kw_only=True):
    """B − A: the whole, what decides in order of size, what is the same on both sides.

    The means of `rows` add up to `total.mean_usd`. `quantiles_usd` are the percentiles 0, 1, …, 100 of the whole,
    `counts` how many futures fall into each of equal bins between the first and the last of them.
    `waterfall_from_usd` is A's and `waterfall_to_usd` B's present value.
    """

    a: str
    b: str
    total: Spread
    rows: tuple[DifferenceRow, ...]
    folded: tuple[Folded, ...]
    quantiles_usd: tuple[float, ...]
    counts: tuple[int, ...]
    probability_b_cheaper: float
    invoices_usd: float
    people_usd: float
    elsewhere_usd: float
    people_fte: float
    live_months: float


class OneSided(Struct, frozen=True, kw_only=True):
    """A line or a rate that only one option of the pair has. Its size is what the option pays more because of it
    (negative: it helps the option). `rate`: it is a rate, a factor or an own value, measured against the other's."""

    key: str
    option: str
    present_value_usd: float
    title: str
    rate: bool


class OneSidedTest(Struct, frozen=True, kw_only=True):
    """The comparison without the one-sided costs, and with each of them moved to the other option of the pair.

    Differences are B − A in expected present value; the options are the cheaper ones of the pair. `swap_holds`: the
    cheaper option stays the cheaper one even when it has to carry the other's one-sided costs as well.
    """

    without_difference_usd: float
    without_option: str
    swapped_difference_usd: float
    swapped_option: str
    swap_holds: bool
    sentence: str


class BestSwitch(Struct, frozen=True, kw_only=True):
    """Run A until this month, then B, compared with staying on A for good (expected present value)."""

    month: int
    saving_usd: float


class BreakEven(Struct, frozen=True, kw_only=True):
    """Where volume changes the answer of the pair.

    `factors`: every multiple of all sessions between 0.01 and 1,000 at which the expected present values are equal, in
    rising order; `cheaper_above` names the option that is cheaper just above each. Months count from 1; None is never.
    `larger_build` is the option that payback and crossing month speak of.
    """

    factors: tuple[float, ...]
    cheaper_above: tuple[str, ...]
    sessions_per_month: tuple[float, ...]
    payback_month: int | None
    crossing_month: int | None
    larger_build: str
    best_switch: BestSwitch | None
    sentence: str


class WhatIfCase(Struct, frozen=True, kw_only=True):
    """The comparison with one thing otherwise, over the same futures: B − A of the pair, and the verdict then.

    `key` is `volume.double`, `volume.half`, `runtime.double`, `upkeep.double` or `oncall.shared`; `difference_usd` the mean,
    `difference_p10_usd` and `difference_p90_usd` what 8 in 10 futures lie between. `saving_usd` is what the verdict saves
    against its own runner-up. `option` is None where nothing can be chosen."""

    key: str
    difference_usd: float
    difference_p10_usd: float
    difference_p90_usd: float
    option: str | None
    strength: Strength
    runner_up: str | None
    saving_usd: float | None


class DifferenceByMonth(Struct, frozen=True, kw_only=True):
    """B − A by the end of a month as if the comparison ended there: expected present value, and what 8 in 10 futures lie
    between. The last month is the whole of it."""

    month: int
    mean_usd: float
    p10_usd: float
    p90_usd: float


class VolumeCost(Struct, frozen=True, kw_only=True):
    """One option at each place of a volume curve: expected present value over the horizon."""

    option: str
    present_value_usd: tuple[float, ...]


class MachineStep(Struct, frozen=True, kw_only=True):
    """From this many sessions a month on, so many machines run (month 1 of the middle case)."""

    sessions_per_month: float
    machines: int


class VolumeCurve(Struct, frozen=True, kw_only=True):
    """Cost of every priced option when all sessions are multiplied by a factor.

    `sessions_per_month` are those of the first month, all workloads, at each factor; `today` the team's own (mean) with
    its P5 and P95. `equal_usd` is the part that both options of the pair pay alike, already in each cost. `machines` is the
    staircase of each option that runs machines of its own.
    """

    factors: tuple[float, ...]
    sessions_per_month: tuple[float, ...]
    options: tuple[VolumeCost, ...]
    equal_usd: tuple[float, ...]
    today: float
    today_p5: float
    today_p95: float
    machines: Mapping[str, tuple[MachineStep, ...]]


class Gap(Struct, frozen=True):
    """B minus A. `pays_from` is the number of sessions a month at which both cost the same, None where no volume does;
    with `above`, B is the cheaper one beyond it."""

    per_month_usd: float
    per_session_usd: float
    pays_from: float | None
    above: bool | None


Reach = Literal["any", "mix", "live", "near"]
