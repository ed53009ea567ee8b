"""What would flip the answer, what matters most, and what to learn."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from model.contract.json_base import Contract, Day, LearnWhen, Share, Strength

Two = Annotated[list[float], Field(min_length=2, max_length=2)]
TwoKeys = Annotated[list[str], Field(min_length=2, max_length=2)]
Four = Annotated[list[float], Field(min_length=4, max_length=4)]


# fmt: off
class SwitchingValueJson(Contract):
    """Where one input alone, everything else keeping its range, makes the expected difference of the pair zero."""

    key: str = Field(description="dotted key of the input")
    now: float = Field(description="its mean today, in `unit`")
    value: float | None = Field(description="where it flips, in `unit`; null: never within its limits")
    why_never: str | None = Field(description="why it never flips; null where it does")
    title: str = Field(description="its name for people")
    text: str = Field(description="the input as written in the profile")
    unit: str = Field(description="its unit")
    times_now: float | None = Field(description="value divided by today's; null where there is none")
    step: bool = Field(description="whether the value is the first one past a stair")
    low: float = Field(description="lowest value that was tried, in `unit`")
    high: float = Field(description="highest value that was tried, in `unit`")
    difference_at_low_usd: float | None = Field(description="US dollars, B minus A, at the lowest value; null where it flips")
    difference_at_high_usd: float | None = Field(description="US dollars, B minus A, at the highest value; null where it flips")
    flips_to: str | None = Field(description="older name of `wins`")
    sentence: str = Field(description="the flip in one sentence for people")
    option: str | None = Field(description="id of the option the input belongs to; null where it is everyone's")
    direction: Literal["above", "below"] | None = Field(description="on which side of the value the answer is another; null: never")
    wins: str | None = Field(description="id of the option that is cheaper past the value; null: never flips")
    reach: Literal["range", "near", "far", "beyond"] | None = Field(description="range: within its own or published range; near: within 3 × today; far: within 10 ×; beyond")
    subject: str = Field(description="what the input is called in a sentence; empty where it never flips")
    bound: str = Field(description="where it flips, in words, such as below 0.064 engineers; empty where it never does")
    headline: str = Field(description="subject and bound as a sentence without a full stop; empty where it never flips")


class NearestPairJson(Contract):
    """The two inputs that flip the answer together with the least movement, where none does alone."""

    keys: TwoKeys = Field(description="their dotted keys")
    values: Two = Field(description="where they flip it together, each in its unit")
    now: Two = Field(description="their means today")
    sentence: str = Field(description="the same for people")


class SensitivityJson(Contract):
    """One uncertain input: how far it moves the pair, and what knowing it is worth."""

    key: str = Field(description="dotted key")
    p10: float = Field(description="10th percentile of the input, in `unit`")
    p90: float = Field(description="90th percentile of the input, in `unit`")
    difference_at_p10_usd: float = Field(description="US dollars of present value, B minus A, with the input at its 10th percentile")
    difference_at_p90_usd: float = Field(description="US dollars of present value, B minus A, with the input at its 90th percentile")
    evppi_usd: float | None = Field(description="US dollars that knowing it before deciding is worth at most; null below the noise")
    title: str = Field(description="its name for people")
    unit: str = Field(description="its unit")
    noise_usd: float = Field(description="US dollars that shuffled copies of it reached: below that nothing is said")
    learn: LearnWhen | None = Field(description="when it can be learned: now, after starting, or only by waiting; null where nobody declared it")


class SensitivityGroupJson(Contract):
    """What knowing all inputs of a group together is worth."""

    name: str = Field(description="id of the group")
    title: str = Field(description="its name for people")
    keys: list[str] = Field(description="dotted keys of its inputs")
    evppi_usd: float | None = Field(description="US dollars that knowing them is worth at most; null below the noise")
    noise_usd: float = Field(description="US dollars that shuffled copies reached")


class LearnJson(Contract):
    """Advice: what to learn before deciding."""

    key: str = Field(description="dotted key of the input")
    title: str = Field(description="its name for people")
    when: LearnWhen = Field(description="when that is possible")
    how: str = Field(description="how to learn it")
    how_long: str = Field(description="how long that takes")
    worth_usd: float = Field(description="US dollars it is worth at most")
    sentence: str = Field(description="the same for people")


class WrongWhenJson(Contract):
    """An input whose median differs in the futures in which the verdict loses."""

    key: str = Field(description="dotted key")
    title: str = Field(description="its name for people")
    unit: str = Field(description="its unit")
    median_all: float = Field(description="median over all futures, in `unit`")
    median_when_wrong: float = Field(description="median over the futures in which another option is cheaper, in `unit`")
    sentence: str = Field(description="the same for people")


class HomeJson(Contract):
    """One workload of a mixed assignment."""

    workload: str = Field(description="id of the workload")
    option: str = Field(description="id of the option it runs on")


class MixAgainstJson(Contract):
    """What a mix saves against one alternative."""

    option: str | None = Field(description="id of the option that serves all; null: each team of a company alone")
    saving_usd: float = Field(description="US dollars of expected present value against it")
    saving_share: float | None = Field(description="the same as a share of the cheaper one; null where that costs nothing")
    saving_p10_usd: float = Field(description="1 in 10 futures save less, US dollars")
    saving_p90_usd: float = Field(description="1 in 10 futures save more, US dollars")
    probability: float = Field(description="share of futures in which the mix is the cheaper one, 0 to 1")


class MixedHomesJson(Contract):
    """The cheapest assignment of workloads to options, where it beats one home for all."""

    homes: list[HomeJson] = Field(description="one row a workload")
    present_value_usd: float = Field(description="US dollars of expected present value of the mix")
    p10_usd: float = Field(description="1 in 10 futures below, US dollars of present value")
    p90_usd: float = Field(description="1 in 10 futures above, US dollars of present value")
    saving_usd: float = Field(description="US dollars of present value against the best single option")
    saving_share: float | None = Field(description="the same as a share of the mix; null where that costs nothing")
    saving_p10_usd: float = Field(description="1 in 10 futures save less, US dollars")
    saving_p90_usd: float = Field(description="1 in 10 futures save more, US dollars")
    probability_beats_verdict: float = Field(description="share of futures in which the mix is cheaper than that one, 0 to 1")
    against: MixAgainstJson = Field(description="the same against the alternative that the mix is least sure to beat")
    strength: Strength = Field(description="how sure the mix is to beat `against`, in the words of the verdict")
    month_1_usd: float = Field(description="first full month of the mix, US dollars")
    invoices_month_1_usd: float = Field(description="of which bills of vendors, US dollars")
    people_month_1_usd: float = Field(description="of which our engineers, US dollars")
    elsewhere_month_1_usd: float = Field(description="of which work done elsewhere, US dollars")
    sentence: str = Field(description="the same for people")


class RevisitJson(Contract):
    """When to look again at the answer."""

    key: str = Field(description="dotted key of the input to watch")
    title: str = Field(description="its name for people")
    now: float = Field(description="its mean today, in `unit`")
    now_text: str = Field(description="the same in words")
    unit: str = Field(description="its unit")
    value: float = Field(description="beyond which another option is cheaper, in `unit`")
    above: bool = Field(description="whether that is above the value, else below")
    who: str = Field(description="who can see it")
    when: str = Field(description="how often to look, in words")
    every_months: int = Field(description="months between two looks")
    look_on: Day = Field(description="day of the next look")
    sentence: str = Field(description="the same for people")
    bound: str = Field(description="where it flips, in words")
    wins: str | None = Field(description="id of the option that is cheaper past the value")


class TriggerJson(Contract):
    """One flip that a decision rests on, and where its input stands now."""

    key: str = Field(description="dotted key")
    title: str = Field(description="its name for people")
    unit: str = Field(description="its unit")
    then: float = Field(description="mean on the day of the decision, in `unit`")
    flips_at: float = Field(description="where it flips, in `unit`")
    now: float | None = Field(description="mean today, in `unit`; null where the profile has it no more")
    look_on: Day | None = Field(description="day of the next look; null where none was set")
    crossed: bool = Field(description="whether it has reached or passed the flip")
    sentence: str = Field(description="the same for people")


class DecisionJson(Contract):
    """What the team wrote under [decision]."""

    option: str | None = Field(description="id of the option decided for; null where none was written")
    date_: Day | None = Field(alias="date", description="day of the decision; null where none was written")
    by: str = Field(description="who decided")
    note: str = Field(description="why")
    triggers: list[TriggerJson] = Field(description="the flips it rests on")
    sentence: str = Field(description="the same for people")
    holds: bool = Field(description="whether today's verdict is still the option decided for")
    standing: str = Field(description="that it holds or no longer does, in a sentence; empty where no verdict was at hand")


class ContourJson(Contract):
    """Where B is the cheaper one in this share of the futures."""

    level: Share = Field(description="share of futures, 0 to 1")
    segments: list[Four] = Field(description="straight segments x1, y1, x2, y2 in the inputs' units")


class DecisionMapJson(Contract):
    """The pair over two inputs; rows follow `y_values` upwards, columns `x_values`."""

    x_key: str = Field(description="dotted key of the horizontal input")
    y_key: str = Field(description="dotted key of the vertical input")
    x_values: list[float] = Field(description="values of the horizontal input, in its unit")
    y_values: list[float] = Field(description="values of the vertical input, in its unit")
    difference_usd: list[list[float]] = Field(description="US dollars of present value, B minus A, expected")
    probability_b_cheaper: list[list[float]] = Field(description="share of futures in which B is cheaper, 0 to 1")
    here: Two = Field(description="the team's point: the means of both inputs")
    x_range: Two = Field(description="5th and 95th percentile of the horizontal input")
    y_range: Two = Field(description="5th and 95th percentile of the vertical input")
    winner: list[list[str]] = Field(description="id of the cheapest option that can be chosen")
    probability_best: dict[str, list[list[float]]] = Field(description="share of futures in which each option is the cheapest, by id")
    contours: list[ContourJson] = Field(description="lines of equal share")
# fmt: on
