"""`compare --json`: the whole comparison of one profile. US dollars at full precision; every `*_usd` is the mean over the
futures unless its name says `middle` or `pNN`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.contract.flips_json import (
    DecisionJson,
    DecisionMapJson,
    LearnJson,
    MixedHomesJson,
    NearestPairJson,
    RevisitJson,
    SensitivityGroupJson,
    SensitivityJson,
    SwitchingValueJson,
    WrongWhenJson,
)
from model.contract.json_base import BookJson, Contract, Day, LearnWhen, Share, SourceJson, Strength, WarningJson
from model.contract.options_json import OptionJson
from model.contract.pair_json import (
    BreakEvenJson,
    GapsJson,
    OneSidedJson,
    OneSidedTestJson,
    OverTimeJson,
    PairDifferenceJson,
    VolumeCurveJson,
    WhatIfJson,
)
from model.contract.portfolio_json import PortfolioJson

Pair = Annotated[list[str], Field(min_length=2, max_length=2)]


# fmt: off
class VerdictJson(Contract):
    """Which option, how sure, against which. Savings are runner-up minus verdict, present value: positive means that the verdict is cheaper."""

    option: str | None = Field(description="id of the cheapest option that can be chosen; null where none can")
    strength: Strength = Field(description="clear, likely or close by the share of futures; only: nothing else can be chosen; none: nothing can")
    runner_up: str | None = Field(description="id of the next best; with strength only, the cheapest excluded one; null where there is none")
    saving_expected_usd: float | None = Field(description="US dollars of present value saved, expected; null without a runner-up")
    saving_share: float | None = Field(description="the same as a share of the cheaper one's present value (0.39 is 39 %); null without a runner-up")
    saving_p10_usd: float | None = Field(description="US dollars saved, 10th percentile; null without a runner-up")
    saving_p90_usd: float | None = Field(description="US dollars saved, 90th percentile; null without a runner-up")
    probability_best: Share | None = Field(description="share of futures in which it is the cheapest of all that can be chosen, 0 to 1; null without a verdict")
    probability_beats_runner_up: Share | None = Field(description="share of futures in which it is cheaper than the runner-up, 0 to 1; null without one")
    middle_case_option: str | None = Field(description="id of the cheapest option with every input at its median; null where none can be chosen")
    conditions: list[str] = Field(description="what it holds under: unknown must-haves and the like, in words")
    sentence: str = Field(description="the whole answer for people")
    headline: str = Field(description="what to do, without a full stop")
    middle_sentence: str | None = Field(description="that the middle case names another option; null where it does not")
    facts: list[str] = Field(description="what moves between the two, in words")
    missing: list[str] = Field(description="what is missing for a verdict, in words; empty where there is one")


class InputJson(Contract):
    """One number the formulas read, as it was understood."""

    key: str = Field(description="dotted key in the profile")
    text: str = Field(description="as written; empty for a default")
    unit: str = Field(description="unit of the four figures")
    shape: str = Field(description="point, or the shape of the range")
    p5: float = Field(description="5th percentile, in `unit`")
    median: float = Field(description="median, in `unit`")
    mean: float = Field(description="mean, in `unit`")
    p95: float = Field(description="95th percentile, in `unit`")
    basis: str = Field(description="whose it is: guess, measured, contract or published")
    source: str = Field(description="where the team has it from; empty where it did not say")
    file: str = Field(description="file it stands in; empty where it stands in none")
    one_sided: bool = Field(description="whether only one option of the pair has it")
    learn: LearnWhen | None = Field(description="when it can be learned: now, after starting, or only by waiting; null where nobody declared it")
    title: str = Field(description="its name for people")
    label: str = Field(description="the name with whose it is")
    note: str = Field(description="the team's note on it")
    given: bool = Field(description="whether the profile says it, else it is a default")
    uncertain: bool = Field(description="whether it is a range")
    decides: bool = Field(description="whether changing it alone can move the difference of the pair")
    learn_how: str | None = Field(description="how to learn it; null where nobody declared it")
    learn_how_long: str | None = Field(description="how long that takes; null where nobody declared it")
    page: SourceJson | None = Field(description="where the book read it; null for what the team wrote")


class EventJson(Contract):
    """A price change that the team expects or fears; every future tosses whether it happens."""

    id: str = Field(description="id in the profile")
    title: str = Field(description="its name for people")
    month: int = Field(description="month from which it acts, counted from 1")
    key: str = Field(description="dotted key that it multiplies")
    factor_text: str = Field(description="the factor as written")
    probability: Share = Field(description="chance that it happens, 0 to 1")
    happens_in_middle_case: bool = Field(description="whether the middle case has it")


class MustHavePriceJson(Contract):
    """What a must-have costs: cheapest option with it minus cheapest without it."""

    key: str = Field(description="id of the must-have")
    title: str = Field(description="its name for people")
    excluded: list[str] = Field(description="ids of the options it rules out")
    present_value_usd: float | None = Field(description="US dollars of present value; null where no option is left with it")
    sentence: str = Field(description="the same for people")


class LeverJson(Contract):
    """Something the team can do, and what the model saves when its `set` is applied."""

    workload: str = Field(description="id of the workload")
    key: str = Field(description="id of the lever")
    option: str = Field(description="id of the option it was worked out on")
    usd_per_month: float = Field(description="US dollars a month saved, first full month")
    sentence: str = Field(description="the same for people")
    set_: dict[str, str] = Field(alias="set", description="changes that try it: dotted key to the text to write; empty where it is more than inputs")


class RunawayJson(Contract):
    """What a loop left running over a weekend costs."""

    option: str = Field(description="id of the option")
    workload: str = Field(description="id of the workload")
    hours: float = Field(description="hours it runs")
    usd_without_cap: float = Field(description="US dollars of one such run without a spend cap")
    cap_usd: float | None = Field(description="US dollars at which a cap stops it; null: none is set")
    sentence: str = Field(description="the same for people")


class SpendCapJson(Contract):
    """What a spend cap does to one workload of one option, first month of the middle case."""

    option: str = Field(description="id of the option")
    workload: str = Field(description="id of the workload")
    usd_per_session: float = Field(description="US dollars a run costs on average without a cap")
    cap_usd: float | None = Field(description="US dollars a run at which it stops; null: none is set")
    stopped_share: Share = Field(description="share of runs that it stops, 0 to 1")
    not_spent_usd_per_month: float = Field(description="US dollars a month that are not spent")
    outcomes_lost_per_month: float = Field(description="outcomes a month that stopped runs miss")
    best_cap_usd: float | None = Field(description="US dollars of the cap under which a run costs least, its fallback counted; null where no cap is best or it cannot be told")
    sentence: str = Field(description="the same for people")


class CommitmentJson(Contract):
    """A commitment of one option in the middle case."""

    option: str = Field(description="id of the option")
    usd_per_month: float = Field(description="US dollars a month that are paid at least")
    covers_usd: float = Field(description="US dollars a month of use at list price that it covers")
    use_month_1_usd: float = Field(description="US dollars of use at list price in the first full month")
    break_even_sessions_per_month: float | None = Field(description="runs a month from which it pays; null: no volume does")
    outgrown_month: int | None = Field(description="first month whose use is above what it covers; null: none in the horizon")
    sentence: str = Field(description="the same for people")


class WhoseNumbersJson(Contract):
    """Whose the inputs are that decide; typed + measured + contract + published = deciding."""

    deciding: int = Field(description="number of inputs that decide")
    own: int = Field(description="how many of them are measured or from a contract")
    typed: int = Field(description="how many the team typed as its guess")
    measured: int = Field(description="how many were read from logs or bills")
    contract: int = Field(description="how many an agreement fixes")
    published: int = Field(description="how many are published ranges")
    not_own: list[str] = Field(description="dotted keys of those that are neither measured nor from a contract")
    sentence: str = Field(description="the same for people")


class CompareDocument(Contract):
    """What `switchpoint compare PROFILE --json` prints; several profiles print one object a line. Differences are B minus A of the pair."""

    schema_: Literal[1] = Field(alias="schema", description="version of this contract")
    tool: str = Field(description="name and release of the program")
    book: BookJson = Field(description="the prices and rules used")
    seed: int = Field(description="seed of the futures")
    draws: int = Field(description="number of futures drawn")
    profile: str = Field(description="name of the profile")
    scenario: str | None = Field(description="id of the scenario applied; null: none")
    as_of: Day = Field(description="day whose prices and rules hold")
    horizon_months: int = Field(description="months compared")
    pair: Pair = Field(description="ids of A and B; without --pair the verdict and its runner-up, today's option first")
    verdict: VerdictJson = Field(description="the answer")
    inputs: list[InputJson] = Field(description="every number the formulas read")
    options: list[OptionJson] = Field(description="every option, as listed in the profile")
    gaps: GapsJson = Field(description="B minus A a month and a run")
    one_sided: list[OneSidedJson] = Field(description="costs that only one option of the pair has")
    break_even: BreakEvenJson = Field(description="where volume or time changes which is cheaper")
    switching_values: list[SwitchingValueJson] = Field(description="what flips the answer, ranked, the nearest first")
    nearest_flip: str | None = Field(description="dotted key of the nearest flip within ten times today's value; null: there is none")
    sensitivity: list[SensitivityJson] = Field(description="how far each uncertain input moves the pair, the most first")
    evpi_usd: float = Field(description="US dollars of present value that knowing everything before deciding would be worth")
    wrong_when: list[WrongWhenJson] = Field(description="what is different in the futures in which the verdict loses")
    mixed_homes: MixedHomesJson | None = Field(description="some work here and some there; null where it saves nothing")
    attribution: list[str] = Field(description="what the bills are made of, in words")
    levers: list[LeverJson] = Field(description="what the team can do, and what it saves")
    warnings: list[WarningJson] = Field(description="what a reader must mind; part of the answer")
    profile_sha256: str = Field(description="digest of the profile's files, hexadecimal")
    title: str = Field(description="name of the profile for people")
    summary: str = Field(description="what the profile says it is about")
    discount_rate: float = Field(description="yearly rate that present values are discounted with (0.1 is 10 %)")
    today: str | None = Field(description="id of the option that serves today; null: none")
    events: list[EventJson] = Field(description="price changes that may happen")
    difference: PairDifferenceJson = Field(description="B minus A, what decides and what cancels")
    one_sided_test: OneSidedTestJson | None = Field(description="whether the answer hangs on one-sided costs; null where there are none")
    must_have_prices: list[MustHavePriceJson] = Field(description="what each must-have costs that rules an option out")
    runaway: list[RunawayJson] = Field(description="what a loop left running costs")
    spend_caps: list[SpendCapJson] = Field(description="what a spend cap does")
    commitments: list[CommitmentJson] = Field(description="what a commitment costs and covers")
    whose_numbers: WhoseNumbersJson = Field(description="whose the numbers that decide are")
    nearest_pair: NearestPairJson | None = Field(description="the two inputs that flip it together; null where one does alone or none do")
    sensitivity_groups: list[SensitivityGroupJson] = Field(description="what knowing a group of inputs is worth")
    monte_carlo_error_usd: float | None = Field(description="US dollars, standard error of the expected difference; null where it was not asked for")
    learn: list[LearnJson] = Field(description="what to learn before deciding")
    revisit: list[RevisitJson] = Field(description="when to look again")
    decision: DecisionJson | None = Field(description="what the team decided; null where nothing is written")
    decision_map: DecisionMapJson | None = Field(description="the pair over two inputs; null where it was not asked for")
    what_if: list[WhatIfJson] = Field(description="the comparison with one thing otherwise; empty where it was not asked for")
    over_time: list[OverTimeJson] = Field(description="B minus A by the end of a month; empty where it was not asked for")
    portfolio: PortfolioJson | None = Field(description="several teams and the platforms they could share; null where the file names no teams")
    volume: VolumeCurveJson | None = Field(description="cost over volume; null where it was not asked for")
# fmt: on
